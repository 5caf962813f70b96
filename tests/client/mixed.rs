//! Schemas whose keywords belong to several types.

use rejoinder_compiled::fixtures::mixed_client::models::{
    Circle, Level, Mixed, MixedCommon, MixedUnionPart, Shape,
};
use serde_json::{Value, json};

/// Deserializes properties, and checks that they round-trip.
fn read(properties: Value) -> Mixed {
    let json_text = properties.to_string();
    let mixed: Mixed = serde_json::from_str(&json_text).unwrap();
    assert_eq!(serde_json::to_value(&mixed).unwrap(), properties);
    mixed
}

#[test]
fn keywords_of_another_type_have_no_effect() {
    let mixed = read(json!({"list": ["x"], "flag": true, "count": 3, "not_this": "admin"}));
    assert_eq!(mixed.list, Some(vec!["x".to_owned()]));
    assert_eq!((mixed.flag, mixed.count), (Some(true), Some(3)));
}

#[test]
fn keywords_imply_the_type() {
    let mixed = read(json!({
        "no_type": {"a": "x"}, "no_type_items": [1], "no_type_values": "b",
        "no_type_pattern": "abc", "no_type_format": "2024-02-29T12:30:00Z",
        "unclear": [{"a": 1}],
    }));
    assert_eq!(mixed.no_type_items, Some(vec![1]));
    assert_eq!(mixed.no_type_values.unwrap().as_str(), "b");
    assert_eq!(mixed.unclear, Some(json!([{"a": 1}])));
}

#[test]
fn values_of_another_type_are_excluded() {
    let mixed = read(json!({"wrong_values": "1", "null_listed": null}));
    assert_eq!(mixed.null_listed, Some(None));
    assert_eq!(mixed.wrong_values.unwrap().as_str(), "1");
}

#[test]
fn unconstrained_subschemas_change_no_type() {
    let mixed = read(json!({
        "described": "low", "nullable": null, "nullable_part": null, "narrowed": "high",
        "texts": ["x"], "alternatives": {"b": "x"}, "alternatives_of_text": "::1",
        "required_part": {"y": "x", "z": 1}, "conflict": {"y": true, "z": 2},
    }));
    assert_eq!(mixed.described, Some(Level::Low));
    assert_eq!(mixed.narrowed, Some(Level::High));
    assert_eq!(
        (mixed.nullable, mixed.nullable_part),
        (Some(None), Some(None))
    );
    let absent = json!({"required_part": {"y": "x"}});
    serde_json::from_value::<Mixed>(absent).unwrap_err();
}

#[test]
fn properties_beside_a_union_are_in_each_variant() {
    let mixed = read(json!({"common": {"id": 1, "y": "x"}}));
    let Some(MixedCommon::Pair(pair)) = mixed.common else {
        panic!("expected `Pair`");
    };
    assert_eq!((pair.id, pair.y.as_str()), (1, "x"));
    let mixed = read(json!({"common": {"id": 1, "x": 0.5}}));
    assert!(matches!(mixed.common, Some(MixedCommon::X(_))));
    let mixed = read(json!({"common": {"x": 0.5}}));
    assert!(matches!(mixed.common, Some(MixedCommon::Unrecognized(_))));
    let mixed = read(json!({"union_part": {"kind": "circle", "radius": 1.5, "colour": "red"}}));
    let Some(MixedUnionPart::Circle(circle)) = mixed.union_part else {
        panic!("expected `Circle`");
    };
    assert_eq!(circle.colour.as_deref(), Some("red"));
}

#[test]
fn children_that_refer_to_their_base_have_its_properties() {
    let json_text = r#"{"kind":"circle","radius":1.5}"#;
    let circle: Circle = serde_json::from_str(json_text).unwrap();
    let shape: Shape = serde_json::from_str(json_text).unwrap();
    assert_eq!(shape, Shape::Circle(circle));
    assert_eq!(serde_json::to_string(&shape).unwrap(), json_text);
}
