//! Unions: the selection of the variant of a value, and its serialization.

use std::fmt::Debug;

use rejoinder_compiled::fixtures::{
    branches_client::models::{
        One, ValuesConstant, ValuesFlag, ValuesList, ValuesNulls, ValuesNumber, ValuesPrompt,
        ValuesRequired, ValuesRest, ValuesText, ValuesTexts, ValuesTime, ValuesVersion,
    },
    default_mapping_client::models::{Pet, Thing},
    discriminators_client::models::{Animal, Listed, Named, Shelter},
    recursion_client::models::Merged,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// Checks that a value round-trips. Returns the name of its variant.
fn variant<T: DeserializeOwned + Serialize + Debug>(json: &str) -> String {
    let value: T = serde_json::from_str(json).unwrap();
    let written = serde_json::to_value(&value).unwrap();
    assert_eq!(
        written,
        serde_json::from_str::<Value>(json).unwrap(),
        "{json}"
    );
    let output = format!("{value:?}");
    let name = output.split(['(', ' ']).next().unwrap();
    name.to_owned()
}

/// Checks the variants of JSON values.
fn all<T: DeserializeOwned + Serialize + Debug>(cases: &[(&str, &str)]) {
    for (json, expected) in cases {
        assert_eq!(variant::<T>(json), *expected, "{json}");
    }
}

#[test]
fn the_default_mapping_takes_unmapped_values() {
    all::<Pet>(&[
        (r#"{"kind":"Cat","name":"a","lives":9}"#, "Cat"),
        (r#"{"kind":"wolf","name":"a"}"#, "Wolf"),
        (r#"{"kind":"OtherPet","name":"a"}"#, "Other"),
        (r#"{"kind":"fish","name":"a","legs":0}"#, "Other"),
        (r#"{"name":"a"}"#, "Other"),
        (r#"{"kind":"fish"}"#, "Unrecognized"),
        (r#"["fish"]"#, "Unrecognized"),
    ]);
    all::<Thing>(&[
        (r#"{"kind":"OtherPet","name":"a"}"#, "OtherPet"),
        (r#"{"name":"a"}"#, "Cat"),
        (r#"{"kind":"stone","name":"a"}"#, "Cat"),
    ]);
}

#[test]
fn a_discriminator_maps_its_values() {
    all::<Animal>(&[
        (r#"{"kind":"tabby","lives":9}"#, "Tabby"),
        (r#"{"kind":"siamese"}"#, "Siamese"),
        (r#"{"kind":"dog","barks":true}"#, "Dog"),
        // A variant that isn't mapped has its component name as value.
        (r#"{"kind":"bird","sings":true}"#, "Bird"),
        (r#"{"kind":"cat"}"#, "Unrecognized"),
        (r#"{"kind":"fish","fins":[1,2.5,null]}"#, "Unrecognized"),
        // Only this variant may lack the discriminator.
        (r#"{"sings":true}"#, "Bird"),
        (r#"{"kind":1}"#, "Unrecognized"),
        // The discriminator selects `Dog`, but the value isn't valid for it.
        (r#"{"kind":"dog"}"#, "Unrecognized"),
        ("[]", "Unrecognized"),
        ("null", "Unrecognized"),
    ]);
}

#[test]
fn a_discriminator_without_mapping_uses_component_names() {
    all::<Named>(&[
        (r#"{"kind":"cat"}"#, "Cat"),
        (r#"{"kind":"dog","barks":false}"#, "Dog"),
        (r#"{"kind":"Dog","barks":false}"#, "Unrecognized"),
    ]);
}

#[test]
fn a_discriminator_uses_listed_values() {
    all::<Listed>(&[
        (r#"{"id":1,"state":"open"}"#, "Open"),
        (r#"{"id":1,"state":"merged","by":"me"}"#, "ClosedOrMerged"),
        (r#"{"state":"open"}"#, "Unrecognized"),
        (r#"{"id":1,"state":"other"}"#, "Unrecognized"),
    ]);
}

#[test]
fn a_nested_union_stays_a_union() {
    let json = r#"{"mapped":{"kind":"tabby"},"within":"none"}"#;
    let shelter: Shelter = serde_json::from_str(json).unwrap();
    assert!(matches!(shelter.mapped, Some(Animal::Tabby(_))));
    assert_eq!(serde_json::to_string(&shelter).unwrap(), json);
    let json = r#"{"within":{"kind":"dog","barks":true}}"#;
    let shelter: Shelter = serde_json::from_str(json).unwrap();
    assert!(
        format!("{shelter:?}").contains("Animal(Dog("),
        "{shelter:?}"
    );
    all::<ValuesPrompt>(&[
        (r#"{"a":"x"}"#, "Nested"),
        (r#""x""#, "Nested"),
        (r#"["x"]"#, "Strings"),
        ("1", "Unrecognized"),
    ]);
}

#[test]
fn constants_distinguish_objects() {
    all::<ValuesConstant>(&[
        (r#"{"status":"healthy"}"#, "Healthy"),
        (r#"{"status":"unhealthy","message":"x"}"#, "Unhealthy"),
        (r#"{"status":"unhealthy"}"#, "Unrecognized"),
        (r#"{"status":"unknown","message":"x"}"#, "Unrecognized"),
        ("{}", "Unrecognized"),
    ]);
    all::<ValuesFlag>(&[
        (r#"{"ok":true,"result":1}"#, "True"),
        (r#"{"ok":false,"error":"x"}"#, "False"),
        (r#"{"ok":"true"}"#, "Unrecognized"),
    ]);
    all::<ValuesVersion>(&[
        (r#"{"v":1}"#, "V1"),
        (r#"{"v":-3}"#, "V2_3"),
        (r#"{"v":3}"#, "Unrecognized"),
        (r#"{"v":"1"}"#, "Unrecognized"),
    ]);
}

#[test]
fn required_properties_distinguish_objects() {
    all::<ValuesRequired>(&[
        (r#"{"a":"x"}"#, "One"),
        (r#"{"a":"x","b":1}"#, "Other"),
        (r#"{"b":1}"#, "Other"),
        // The second schema doesn't document `c`.
        (r#"{"a":"x","c":true}"#, "More"),
        (r#"{"a":"x","b":1,"c":true}"#, "Unrecognized"),
        (r#"{"c":true}"#, "Unrecognized"),
        (r#"{"a":1}"#, "Unrecognized"),
        ("{}", "Unrecognized"),
    ]);
    all::<ValuesRest>(&[
        (r#"{"a":"x"}"#, "One"),
        (r#"{"any":"x"}"#, "Any"),
        ("{}", "Any"),
    ]);
}

#[test]
fn values_and_formats_distinguish_strings() {
    all::<ValuesText>(&[
        (r#""auto""#, "String"),
        (r#""Auto""#, "String"),
        (r#"{"a":"x"}"#, "One"),
    ]);
    all::<ValuesTexts>(&[
        (r#""low""#, "Low"),
        (r#""up""#, "Up"),
        (r#""down""#, "Unrecognized"),
    ]);
    all::<ValuesTime>(&[
        (r#""2024-02-29""#, "Date"),
        (r#""2024-02-29T12:30:00Z""#, "Timestamp"),
        (r#""2024-02-29T12:30:00.25Z""#, "Timestamp"),
        (r#""2024-02-29 at noon""#, "String"),
        (r#""20240229""#, "String"),
        (r#""2024-02-29T12:30:00""#, "String"),
        // The string has the format of a date-time, but the date is invalid.
        (r#""2024-02-30T12:30:00Z""#, "Unrecognized"),
    ]);
}

#[test]
fn integers_come_before_numbers() {
    all::<ValuesNumber>(&[
        ("1", "Integer"),
        ("1.5", "Number"),
        (r#""1""#, "String"),
        // An integer that exceeds the 32 bits of its format.
        ("4294967296", "Integer"),
    ]);
}

#[test]
fn items_distinguish_arrays() {
    all::<ValuesList>(&[
        (r#"["x"]"#, "Strings"),
        ("[1,2]", "Integers"),
        ("[1.5,2.5]", "Numbers"),
        (r#"[{"a":"x"}]"#, "Array"),
        (r#"["x",1]"#, "Unrecognized"),
    ]);
    // An empty array matches several variants.
    assert_ne!(variant::<ValuesList>("[]"), "Unrecognized");
}

#[test]
fn null_is_not_a_variant() {
    let null: Option<ValuesNulls> = serde_json::from_str("null").unwrap();
    assert_eq!(null, None);
    all::<ValuesNulls>(&[("1", "Integer"), (r#"{"a":"x"}"#, "One")]);
    let one: One = serde_json::from_str(r#"{"a":"x"}"#).unwrap();
    assert_eq!(one.a, "x");
}

/// A recursive `allOf` or union is one type at any depth.
#[test]
fn recursive_subschemas_are_separate_types() {
    let json = r#"{"id":"a","parent":{"id":"b","parent":{"id":"c"},"either":{"x":"d"}}}"#;
    let merged: Merged = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&merged).unwrap(), json);
    let parent = merged.parent.unwrap().parent.unwrap();
    assert_eq!(parent.id, "c");
    serde_json::from_str::<Merged>(r#"{"parent":{"parent":{}}}"#).unwrap_err();
}
