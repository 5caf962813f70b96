//! Formats and types of values: a value round-trips unchanged.

use std::fmt::Debug;

use rejoinder_compiled::fixtures::formats_client::models::{Strings, Values};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// Deserializes properties, and serializes them.
fn round_trip<T: Serialize + DeserializeOwned + Debug>(json: &Value) -> Value {
    let value: T = serde_json::from_value(json.clone()).unwrap();
    serde_json::to_value(value).unwrap()
}

#[test]
fn strings_round_trip() {
    let strings = json!({
        "date_time": "2024-02-29T12:00:00Z",
        "date": "2024-02-29",
        "time": "12:00:00Z",
        "duration": "P1DT2H",
        "uuid": "4B6F9E4C-8F0E-4E7A-9B0B-1F1D5C0A7E11",
        "uri": "HTTP://Example.com/a b",
        "email": "a@example.com",
        "byte": "aGk=",
        "binary": "\u{1}",
        "password": "hush",
        "int64": "9007199254740993",
        "usual": "there",
    });
    assert_eq!(round_trip::<Strings>(&strings), strings);
    assert_eq!(round_trip::<Strings>(&json!({})), json!({}));
}

/// Removes the properties that are null. A type that occurs only in responses doesn't distinguish
/// null from a missing property.
fn without_null(mut object: Value) -> Value {
    object
        .as_object_mut()
        .unwrap()
        .retain(|_, value| !value.is_null());
    object
}

#[test]
fn values_round_trip() {
    for values in [
        json!({ "boolean": true, "decimal": 0.1, "listed_number": 1.5, "null_alone": null }),
        json!({ "mixed": 1, "null_too": null, "lists": ["a"], "anything": { "a": [null] } }),
        json!({ "mixed": "a", "null_too": "a", "described": 1.5, "list_of_anything": [1, "a"] }),
        json!({ "mixed": true, "objects": [{}, { "a": 1 }], "lists_of_lists": [[], [1, 2]] }),
        json!({ "mixed": null, "maps_of_maps": { "a": { "b": 1 } }, "nulls": ["a", null] }),
        json!({ "nulls": null, "alias": { "date": "2024-02-29" }, "nullable_alias": null }),
        json!({ "nullable_alias": { "time": "12:00:00" }, "old": "a", "blank": "web" }),
        json!({ "blank": "" }),
        json!({ "blank": null }),
    ] {
        assert_eq!(
            without_null(round_trip::<Values>(&values)),
            without_null(values)
        );
    }
}

/// Bounds beyond 64 bits give an integer type that covers them.
#[test]
fn integers_are_as_wide_as_their_bounds() {
    for json in [
        r#"{"further":18446744073709551616}"#,
        r#"{"further":-18446744073709551616}"#,
    ] {
        let values: Values = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&values).unwrap(), json);
    }
}
