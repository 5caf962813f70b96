//! Tests of `runtime::value` against `serde_json`.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer, ser::Error};
use serde_json::json;

use crate::runtime::{json::AnyValue, value::Value};

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
    let value = json!({"a": [1, -2.5, true, null, "x"], "b": {}, "c": []});
    assert_eq!(json_of(&value), value.to_string());
}

#[test]
fn a_number_that_is_not_finite_is_no_value() {
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(Value::of(&[number]), None);
    }
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
