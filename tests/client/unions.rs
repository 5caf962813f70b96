//! Unions: of which branch a value is, and that it is written back as it came.

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

/// Reads a text, compares what it is written as, and gives the name of its variant.
fn variant<T: DeserializeOwned + Serialize + Debug>(text: &str) -> String {
    let value: T = serde_json::from_str(text).unwrap();
    let written = serde_json::to_value(&value).unwrap();
    assert_eq!(
        written,
        serde_json::from_str::<Value>(text).unwrap(),
        "{text}"
    );
    let shown = format!("{value:?}");
    let name = shown.split(['(', ' ']).next().unwrap();
    name.to_owned()
}

/// Texts, and the variants that they are read as.
fn all<T: DeserializeOwned + Serialize + Debug>(texts: &[(&str, &str)]) {
    for (text, expected) in texts {
        assert_eq!(variant::<T>(text), *expected, "{text}");
    }
}

#[test]
fn a_default_mapping_takes_what_no_other_does() {
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
        // A branch that isn't mapped goes by its name.
        (r#"{"kind":"bird","sings":true}"#, "Bird"),
        (r#"{"kind":"cat"}"#, "Unrecognized"),
        (r#"{"kind":"fish","fins":[1,2.5,null]}"#, "Unrecognized"),
        // It alone may lack the discriminator.
        (r#"{"sings":true}"#, "Bird"),
        (r#"{"kind":1}"#, "Unrecognized"),
        // It is a dog that isn't as documented.
        (r#"{"kind":"dog"}"#, "Unrecognized"),
        ("[]", "Unrecognized"),
        ("null", "Unrecognized"),
    ]);
}

#[test]
fn a_discriminator_without_mapping_goes_by_name() {
    all::<Named>(&[
        (r#"{"kind":"cat"}"#, "Cat"),
        (r#"{"kind":"dog","barks":false}"#, "Dog"),
        (r#"{"kind":"Dog","barks":false}"#, "Unrecognized"),
    ]);
}

#[test]
fn a_discriminator_goes_by_what_is_listed() {
    all::<Listed>(&[
        (r#"{"id":1,"state":"open"}"#, "Open"),
        (r#"{"id":1,"state":"merged","by":"me"}"#, "ClosedOrMerged"),
        (r#"{"state":"open"}"#, "Unrecognized"),
        (r#"{"id":1,"state":"other"}"#, "Unrecognized"),
    ]);
}

#[test]
fn a_union_in_a_union_stays_one() {
    let text = r#"{"mapped":{"kind":"tabby"},"within":"none"}"#;
    let shelter: Shelter = serde_json::from_str(text).unwrap();
    assert!(matches!(shelter.mapped, Some(Animal::Tabby(_))));
    assert_eq!(serde_json::to_string(&shelter).unwrap(), text);
    let text = r#"{"within":{"kind":"dog","barks":true}}"#;
    let shelter: Shelter = serde_json::from_str(text).unwrap();
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
fn constants_tell_objects_apart() {
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
fn required_properties_tell_objects_apart() {
    all::<ValuesRequired>(&[
        (r#"{"a":"x"}"#, "One"),
        (r#"{"a":"x","b":1}"#, "Other"),
        (r#"{"b":1}"#, "Other"),
        // `c` isn't documented of the second.
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
fn values_and_formats_tell_strings_apart() {
    all::<ValuesText>(&[
        (r#""auto""#, "Auto"),
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
        // Written as a time, and none.
        (r#""2024-02-30T12:30:00Z""#, "Unrecognized"),
    ]);
}

#[test]
fn integers_come_before_numbers() {
    all::<ValuesNumber>(&[
        ("1", "Integer"),
        ("1.5", "Number"),
        (r#""1""#, "String"),
        // It is an integer, and too large for one of 32 bits.
        ("4294967296", "Unrecognized"),
    ]);
}

#[test]
fn items_tell_lists_apart() {
    all::<ValuesList>(&[
        (r#"["x"]"#, "Strings"),
        ("[1,2]", "Integers"),
        ("[1.5,2.5]", "Numbers"),
        (r#"[{"a":"x"}]"#, "Array"),
        (r#"["x",1]"#, "Unrecognized"),
    ]);
    // An empty list says nothing; it is of one of them.
    assert_ne!(variant::<ValuesList>("[]"), "Unrecognized");
}

#[test]
fn null_is_no_branch() {
    let null: Option<ValuesNulls> = serde_json::from_str("null").unwrap();
    assert_eq!(null, None);
    all::<ValuesNulls>(&[("1", "Integer"), (r#"{"a":"x"}"#, "One")]);
    let one: One = serde_json::from_str(r#"{"a":"x"}"#).unwrap();
    assert_eq!(one.a, "x");
}

/// What an `allOf` or a union leads back to is one type, however deep.
#[test]
fn parts_that_lead_back_are_types_of_their_own() {
    let text = r#"{"id":"a","parent":{"id":"b","parent":{"id":"c"},"either":{"x":"d"}}}"#;
    let merged: Merged = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_string(&merged).unwrap(), text);
    let parent = merged.parent.unwrap().parent.unwrap();
    assert_eq!(parent.id, "c");
    serde_json::from_str::<Merged>(r#"{"parent":{"parent":{}}}"#).unwrap_err();
}
