//! Types that contain themselves, and variants that are unions.

use rejoinder_cases::recursive_types_client::{models::*, serde_json};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, from_value, json, to_value};

use crate::support::{assert_found, case, client, diagnostics, with_schema};

/// Deserializes a value, and checks that it round-trips.
fn read<T: Serialize + DeserializeOwned>(json: Value) -> T {
    let value: T = from_value(json.clone()).expect("a value of the type");
    assert_eq!(to_value(&value).expect("JSON"), json);
    value
}

#[test]
fn all_of_them_are_typed() {
    assert_eq!(diagnostics(&case("recursive_types.yaml")), "");
}

#[test]
fn a_type_may_have_the_name_of_a_generic_parameter() {
    let b = json!({"a": "x"});
    let json =
        json!({"a": "x", "b": [b], "s": "y", "v": {}, "d": {"a": "x", "b": [], "s": "y", "v": {}}});
    let value: D = read(json);
    assert_eq!(value.b, [B::new(S::X)]);
    assert_eq!(value.d.expect("a value").s, S::Y);
}

#[test]
fn a_union_that_lists_itself_has_its_other_variants() {
    assert_eq!(read::<Expression>(json!(1)), Expression::Integer(1));
    let all: All = read(json!({"expression": null, "integer": null, "text": "x"}));
    assert_eq!((all.expression, all.integer), (Some(None), Some(None)));
    assert_eq!(all.text.as_deref(), Some("x"));
    let all = All::new().integer(1);
    assert_eq!(to_value(all).expect("JSON"), json!({"integer": 1}));
}

#[test]
fn a_collection_of_itself_is_a_struct() {
    let nested = Nested(vec![Nested::default(), vec![Nested::default()].into()]);
    assert_eq!(read::<Nested>(json!([[], [[]]])), nested);
    assert_eq!(
        format!("{nested:?}"),
        "Nested([Nested([]), Nested([Nested([])])])"
    );
    let folders: Folders = read(json!({"a": {}, "b": {"c": {}}}));
    assert_eq!(folders.0.len(), 2);
    assert_eq!(format!("{folders:?}"), "Folders(..)");
    assert!(from_value::<Nested>(json!([1])).is_err());
}

#[test]
fn a_tuple_of_itself_is_a_struct() {
    let inner = Pair::from(("b".to_owned(), None));
    let pair = Pair::from(("a".to_owned(), Some(inner)));
    assert_eq!(read::<Pair>(json!(["a", ["b", null]])), pair);
    let tree = Tree((1, vec![Tree((2, Vec::new()))]));
    assert_eq!(read::<Tree>(json!([1, [[2, []]]])), tree);
    assert_eq!(format!("{tree:?}"), "Tree((1, [Tree((2, []))]))");
}

/// A value would be infinite.
#[test]
fn a_tuple_that_requires_itself_is_raw_json() {
    let schema = "{ type: array, prefixItems: [{ type: string }, { $ref: '#/components/schemas/A' }], minItems: 2, items: false }";
    let generation = client(&with_schema("3.1.0", schema));
    assert_found(
        &generation,
        &["this schema is typed as raw JSON: it contains itself, without an object in between"],
    );
}

#[test]
fn an_optional_discriminator_is_sent() {
    for (pet, expected) in [
        (
            Pet::Cat(Cat::new().name("x")),
            json!({"kind": "cat", "name": "x"}),
        ),
        (Pet::Kitten(Cat::new()), json!({"kind": "kitten"})),
        (Pet::from(Dog::new()), json!({"kind": "dog"})),
    ] {
        assert_eq!(to_value(&pet).expect("JSON"), expected);
        assert_eq!(read::<Pet>(expected), pet);
    }
}

#[test]
fn a_variant_that_is_a_union_has_the_name_of_its_component() {
    let cash = json!({"type": "coins"});
    assert!(matches!(read(cash), AllPayment::Payment(Payment::Cash(_))));
}
