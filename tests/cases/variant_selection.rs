//! Selection of a variant if the variants have most of their properties in common.

use rejoinder_cases::variant_selection_client::{models::*, serde_json};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, from_value, json, to_value};

use crate::support::case;

/// Deserializes a value, and checks that it round-trips.
fn read<T: Serialize + DeserializeOwned>(json: Value) -> T {
    let value: T = from_value(json.clone()).expect("a union takes any value");
    assert_eq!(to_value(&value).expect("JSON"), json);
    value
}

#[test]
fn required_properties_take_precedence_without_an_optional_tag() {
    assert!(matches!(read(json!({"side": 2})), Shape::Square(_)));
    assert!(matches!(read(json!({"radius": 2})), Shape::Circle(_)));
    assert!(matches!(
        read(json!({"kind": "circle", "radius": 2})),
        Shape::Circle(_)
    ));
    assert!(matches!(read(json!({"url": "u"})), Media::Image(_)));
    assert!(matches!(read(json!({"hint": "h"})), Media::Text(_)));
}

#[test]
fn a_closed_variant_leaves_other_properties_to_another() {
    assert!(matches!(read(json!({"name": "x"})), Closed::Name(_)));
    assert!(matches!(
        read(json!({"name": "x", "n": 5})),
        Closed::Counts(_)
    ));
    assert!(matches!(
        read(json!({"name": "x", "n": "no integer"})),
        Closed::Unrecognized(_)
    ));
    assert!(matches!(read(json!({"x": 1})), Bounded::Point(_)));
    assert!(matches!(
        read(json!({"x": 1, "length": 2})),
        Bounded::Line(_)
    ));
}

#[test]
fn a_variant_that_documents_all_properties_is_preferred() {
    assert!(matches!(read(json!({"id": 1})), Known::Brief(_)));
    assert!(matches!(read(json!({"id": 1, "a": "x"})), Known::Full(_)));
}

#[test]
fn the_json_type_of_a_required_property_selects_a_variant() {
    let success = json!({"data": {"id": 1}, "errors": null});
    assert!(matches!(read(success), Envelope::Success(_)));
    let failure = json!({"data": null, "errors": ["e"]});
    assert!(matches!(read(failure), Envelope::Failure(_)));
    let neither = json!({"data": 1, "errors": 2});
    assert!(matches!(read(neither), Envelope::Unrecognized(_)));
}

#[test]
fn an_integer_tag_may_have_a_fraction_of_zero() {
    let first = from_value(json!({"version": 1.0, "a": "x"})).expect("a union");
    assert!(matches!(first, Numbered::First(_)), "{first:?}");
    let alone: First = from_value(json!({"version": 1.0})).expect("the constant");
    assert_eq!(to_value(alone).expect("JSON"), json!({"version": 1}));
}

#[test]
fn variants_of_a_nested_union_with_one_rule_document_it_once() {
    let generation = case("variant_selection.yaml");
    let output = generation.output.as_ref().expect("a client");
    let twice = "without `channel`; or with `version`";
    assert!(!output.files.values().any(|source| source.contains(twice)));
}
