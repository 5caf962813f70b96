//! Inheritance: the selection of the child of a value, and its serialization.

use std::fmt::Debug;

use rejoinder_compiled::fixtures::{
    discriminators_client::models::Base,
    inheritance_client::models::{CatInput, CatKind, Dog, Owner, Pet, PetInput, Vehicle},
    inheritance_recursion_client::models::{Point, Shape},
    swagger_inheritance_client::models::{Service, ServiceResource, Trigger},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Checks that values round-trip, and checks their `Debug` output.
fn all<T: DeserializeOwned + Serialize + Debug>(cases: &[(&str, &str)]) {
    for (json, expected) in cases {
        let value: T = serde_json::from_str(json).unwrap();
        let written = serde_json::to_value(&value).unwrap();
        assert_eq!(written, serde_json::from_str::<Value>(json).unwrap());
        let shown = format!("{value:?}");
        assert!(shown.starts_with(expected), "{json} is {shown}");
    }
}

#[test]
fn the_discriminator_selects_the_child() {
    all::<Pet>(&[
        (r#"{"kind":"tabby","name":"a","lives":9}"#, "Cat(Cat {"),
        (r#"{"kind":"siamese","name":"a","lives":9}"#, "Cat(Cat {"),
        (r#"{"kind":"Fish","id":7,"name":"a"}"#, "Fish(Fish {"),
        (
            r#"{"kind":"Dog","name":"a","barks":true}"#,
            "Dog(Base(DogBase {",
        ),
        // A grandchild, and a child of both `Pet` and `Dog`.
        (
            r#"{"kind":"Poodle","name":"a","barks":true,"curls":3}"#,
            "Dog(Poodle(Poodle {",
        ),
        (
            r#"{"kind":"Lapdog","name":"a","barks":true}"#,
            "Lapdog(Lapdog {",
        ),
    ]);
    all::<Dog>(&[
        (r#"{"kind":"Poodle","name":"a","curls":3}"#, "Poodle("),
        (r#"{"kind":"Lapdog","name":"a"}"#, "Lapdog("),
        (r#"{"kind":"Dog","name":"a","barks":true}"#, "Base("),
    ]);
    all::<Base>(&[(r#"{"kind":"dog","barks":true}"#, "Dog(")]);
}

#[test]
fn a_value_of_no_child_is_the_base_with_all_properties() {
    all::<Pet>(&[
        (r#"{"kind":"Pet","name":"a"}"#, "Base(PetBase {"),
        (
            r#"{"kind":"horse","name":"a","rider":{"name":"b","since":[1,null]}}"#,
            "Base(PetBase {",
        ),
        // A mapped child doesn't use its component name.
        (r#"{"kind":"Cat","name":"a","lives":9}"#, "Base(PetBase {"),
        // Values that aren't valid for the base.
        (r#"{"kind":"horse"}"#, "Unrecognized("),
        (r#"{"kind":"tabby","name":"a"}"#, "Unrecognized("),
        (r#"["horse"]"#, "Unrecognized("),
    ]);
}

#[test]
fn listed_values_select_the_child() {
    all::<Vehicle>(&[
        (r#"{"type":"taxi","wheels":4}"#, "Car("),
        (r#"{"type":"boat","sails":2}"#, "Boat("),
        (
            r#"{"type":"Bicycle","gears":21,"colour":"red"}"#,
            "Bicycle(",
        ),
        (r#"{"type":"sledge","colour":"red"}"#, "Base("),
        (r#"{"colour":"red"}"#, "Base("),
        (r#"{"type":"sledge","runners":2}"#, "Unrecognized("),
    ]);
}

#[test]
fn a_child_can_refer_to_its_base() {
    all::<Owner>(&[(
        r#"{"favourite":{"kind":"tabby","name":"a","lives":9},"walks":{"kind":"Dog","name":"b"}}"#,
        "Owner { favourite: Some(Cat(",
    )]);
    all::<Shape>(&[
        (
            r#"{"kind":"group","shapes":[{"kind":"line","from":{"kind":"point","unit":"pixel","x":1},"to":null}]}"#,
            "Group(Group {",
        ),
        // The property `unit` selects the variant of a point.
        (
            r#"{"kind":"point","unit":"pixel","x":1}"#,
            "Point(Pixel(Pixel {",
        ),
        (
            r#"{"kind":"pixel","unit":"inch"}"#,
            "Point(Base(PointBase {",
        ),
        (r#"{"kind":"Tail"}"#, "Snake(Tail("),
    ]);
    all::<Point>(&[(r#"{"kind":"point","x":1}"#, "Base(")]);
}

#[test]
fn a_child_of_swagger_is_selected_by_its_name_or_azure_extension() {
    all::<Service>(&[
        (r#"{"type":"AzureBlob","url":"a","more":{}}"#, "AzureBlob("),
        (r#"{"type":"Queue","depth":3}"#, "Queue("),
        (r#"{"type":"Blob","more":{}}"#, "Base("),
    ]);
    all::<Trigger>(&[
        (r#"{"kind":"Timer","every":"day"}"#, "Timer("),
        (r#"{"kind":"Hand"}"#, "Hand("),
        (r#"{"kind":"Rain","at":"sea"}"#, "Base("),
    ]);
    all::<ServiceResource>(&[(
        r#"{"properties":{"type":"Queue"},"next":{"kind":"Hand"}}"#,
        "ServiceResource { properties: Some(Queue(",
    )]);
}

#[test]
fn a_child_is_sent_without_read_only_properties() {
    let pet = PetInput::Cat(Box::new(CatInput::new(CatKind::Tabby, "a", 9)));
    let written = serde_json::to_string(&pet).unwrap();
    assert_eq!(written, r#"{"kind":"tabby","name":"a","lives":9}"#);
}
