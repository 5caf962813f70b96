//! Unions: discriminators, overlapping variants, conversions.

use rejoinder_tests::fixtures::discriminator_values_client::{models::*, serde_json};
use serde_json::{Value, from_value, json, to_value};

/// The JSON of a value, after it was read again and found equal.
fn written<T>(value: &T) -> Value
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let json = to_value(value).expect("JSON");
    assert_eq!(
        &from_value::<T>(json.clone()).expect("the same type"),
        value
    );
    json
}

#[test]
fn a_variant_writes_its_discriminator() {
    let shape = Shape::Circle(Circle::new(1.5));
    assert_eq!(written(&shape), json!({"kind": "circle", "r": 1.5}));
    let shape = Shape::Square(Square::new(2.5));
    assert_eq!(written(&shape), json!({"kind": "square-v2", "a": 2.5}));
    assert_eq!(
        written(&Circle::new(1.5)),
        json!({"kind": "circle", "r": 1.5})
    );
    let vehicle = Vehicle::Car(Car::new().doors(3));
    assert_eq!(written(&vehicle), json!({"type": "car", "doors": 3}));
    let pet = Pet::Cat(Cat::new().lives(3));
    assert_eq!(written(&pet), json!({"kind": "cat", "lives": 3}));
}

#[test]
fn a_discriminator_is_written_as_its_type() {
    let versioned = Versioned::Second(Second::new().b("x"));
    assert_eq!(written(&versioned), json!({"version": 2, "b": "x"}));
    let switch = EverythingSwitch::Off(Off::new());
    assert_eq!(written(&switch), json!({"on": false}));
}

#[test]
fn a_union_writes_what_its_variants_do_not() {
    let wall = EverythingMounting::Wall(Wall::new(2.5));
    assert_eq!(
        written(&wall),
        json!({"object_type": "wall", "height": 2.5})
    );
    // One that keeps unknown properties doesn't keep the discriminator among them.
    let floor = EverythingMounting::Floor(Floor::new(2.5));
    assert_eq!(
        written(&floor),
        json!({"object_type": "floor", "height": 2.5})
    );
    assert_eq!(written(&Wall::new(2.5)), json!({"height": 2.5}));
    // Two unions know the component by two values.
    let blob = Blob::new(1.5);
    let (shape, round) = (
        to_value(Shape::Blob(blob.clone())),
        to_value(Round::Blob(blob)),
    );
    assert_eq!(shape.expect("JSON"), json!({"kind": "blob", "w": 1.5}));
    assert_eq!(round.expect("JSON"), json!({"kind": "lump", "w": 1.5}));
}

#[test]
fn another_discriminator_is_another_variant() {
    let other = json!({"kind": "star", "points": 5});
    let shape: Shape = from_value(other.clone()).expect("any shape");
    assert_eq!(shape, Shape::Unrecognized(other.clone()));
    assert_eq!(to_value(&shape).expect("JSON"), other);
    let error = from_value::<Circle>(json!({"kind": "star", "r": 1.5})).expect_err("no circle");
    assert!(error.to_string().contains("expected `circle`"), "{error}");
    assert_eq!(from_value::<Cat>(json!({})).expect("a cat"), Cat::new());
}

#[test]
fn a_constant_has_its_value_in_a_new_object() {
    let note = Note::new("x");
    let json = json!({"object": "note", "format": "plain", "draft": true, "text": "x"});
    // `draft` is neither required nor the default.
    let mut expected = json.clone();
    expected.as_object_mut().expect("an object").remove("draft");
    assert_eq!(written(&note), expected);
    assert_eq!(written(&note.draft(true)), json);
    let other = json!({"object": "memo", "text": "x"});
    let note: Note = from_value(other.clone()).expect("a note");
    assert_eq!(to_value(&note).expect("JSON"), other);
}
