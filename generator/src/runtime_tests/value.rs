//! Tests of `runtime::value` and `runtime::json_writer` against `serde_json`.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::Error};
use serde_json::{json, value::RawValue};

use crate::runtime::{json::AnyValue, json_writer, value::Value};

#[derive(Serialize)]
struct Unit;

#[derive(Serialize)]
struct Wrapper(u8);

#[derive(Serialize)]
struct Pair(i8, char);

#[derive(Serialize)]
enum Kind {
    Unit,
    Wrapper(bool),
    Pair(u64, i64),
    Named { a: Option<f32>, b: () },
}

#[derive(Serialize)]
struct All {
    unit: Unit,
    wrapper: Wrapper,
    pair: Pair,
    kinds: Vec<Kind>,
    map: BTreeMap<u16, &'static str>,
    tuple: (i128, f64, f64),
}

fn json_of<T: Serialize>(value: &T) -> String {
    Value::of(value).unwrap().json()
}

fn written<T: Serialize>(value: &T) -> String {
    String::from_utf8(json_writer::to_json(value).unwrap()).unwrap()
}

#[test]
fn every_kind_of_value_has_the_json_of_serde_json() {
    let all = All {
        unit: Unit,
        wrapper: Wrapper(255),
        pair: Pair(-128, '"'),
        kinds: vec![
            Kind::Unit,
            Kind::Wrapper(true),
            Kind::Pair(u64::MAX, i64::MIN),
            Kind::Named {
                a: Some(0.1),
                b: (),
            },
            Kind::Named { a: None, b: () },
        ],
        map: [(7, "a\u{0}\n\\é𝄞")].into(),
        tuple: (-1, 0.5, -2.5),
    };
    assert_eq!(json_of(&all), serde_json::to_string(&all).unwrap());
    assert_eq!(written(&all), serde_json::to_string(&all).unwrap());
    let value = json!({"a": [1, -2.5, true, null, "x"], "b": {}, "c": []});
    assert_eq!(json_of(&value), value.to_string());
    assert_eq!(written(&value), value.to_string());
    let keys: BTreeMap<bool, ()> = [(true, ())].into();
    assert_eq!(written(&keys), r#"{"true":null}"#);
    let raw = RawValue::from_string("[1.0, \"x\"]".to_owned()).unwrap();
    assert_eq!(written(&[raw]), "[[1.0, \"x\"]]");
    assert_eq!(written(&[2.0, -0.0, 1e300]), "[2,0,1e+300]");
}

#[test]
fn a_number_that_is_not_finite_is_an_error_with_its_location() {
    let prices = |price: f64| json_writer::to_json(&BTreeMap::from([("prices", [1.0, price])]));
    for price in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = prices(price).unwrap_err().to_string();
        assert_eq!(error, "`prices[1]`: JSON has neither NaN nor infinity");
        assert_eq!(Value::of(&[price]), None);
    }
    let nested = BTreeMap::from([("a", BTreeMap::from([("b", f32::NAN)]))]);
    let error = json_writer::to_json(&nested).unwrap_err().to_string();
    assert_eq!(error, "`a.b`: JSON has neither NaN nor infinity");
    let error = json_writer::to_json(&f64::NAN).unwrap_err().to_string();
    assert_eq!(error, "JSON has neither NaN nor infinity");
}

#[test]
fn failed_serialization_is_no_value() {
    struct Fails;

    impl Serialize for Fails {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(S::Error::custom("failed"))
        }
    }

    assert_eq!(Value::of(&[Fails]), None);
    let keys: BTreeMap<Vec<u8>, u8> = [(vec![1], 1)].into();
    assert_eq!(Value::of(&keys), None);
    assert!(json_writer::to_json(&keys).is_err());
}

#[test]
fn serializing_a_value_without_json_is_an_error() {
    let value = AnyValue::new(&u128::MAX);
    assert_eq!(value.value(), &serde_json::Value::Null);
    let error = serde_json::to_string(&value).unwrap_err();
    assert_eq!(error.to_string(), "number out of range");
    let value = AnyValue::new(&7_u128);
    assert_eq!(serde_json::to_string(&value).unwrap(), "7");
    assert_eq!(value.decode::<u8>().unwrap(), 7);
}
