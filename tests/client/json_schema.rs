//! JSON Schema 2020-12: several types, constants, and keywords beside `$ref`.

use rejoinder_compiled::fixtures::{
    constants_client::models::{Shape, Size, Square, SquareColour, SquareLevel, SquareOpen},
    files_later_client::{BaseUrl, Operation, files, runtime::RequestBody},
    pattern_properties_client::models::{Settings, Several, SeveralValue},
    type_arrays_client::models::{
        Reading, ReadingCount, ReadingDetail, ReadingLevel, ReadingTags, ReadingValue,
    },
};
use serde_json::{Value, json};

/// Deserializes a reading, and checks that it round-trips.
fn read(mut properties: Value) -> Reading {
    properties["name"] = json!(null);
    if properties.get("value").is_none() {
        properties["value"] = json!(1.5);
    }
    let reading: Reading = serde_json::from_value(properties.clone()).unwrap();
    assert_eq!(serde_json::to_value(&reading).unwrap(), properties);
    reading
}

#[test]
fn a_value_of_several_types_is_selected_by_its_type() {
    let value = |value: Value| read(json!({ "value": value })).value;
    assert_eq!(value(json!(2.5)), ReadingValue::Number(2.5));
    assert_eq!(
        value(json!("high")),
        ReadingValue::String("high".to_owned())
    );
    assert_eq!(value(json!(true)), ReadingValue::Boolean(true));
    assert!(matches!(value(json!([])), ReadingValue::Unrecognized(_)));
    let reading = read(json!({"count": 3, "level": "low", "tags": ["a"], "detail": [1]}));
    assert_eq!(reading.count, Some(Some(ReadingCount::Integer(3))));
    assert_eq!(reading.level, Some(ReadingLevel::Low));
    assert_eq!(
        reading.tags,
        Some(ReadingTags::Strings(vec!["a".to_owned()]))
    );
    assert_eq!(reading.detail, Some(ReadingDetail::Integers(vec![1])));
    let reading = read(json!({"level": 2}));
    assert_eq!(reading.level, Some(ReadingLevel::N2));
}

#[test]
fn null_is_one_of_several_types() {
    let reading = read(json!({"count": null, "kind": null, "old": null, "list": ["a", null]}));
    assert_eq!(reading.name, None);
    assert_eq!((reading.count, reading.kind), (Some(None), Some(None)));
    assert_eq!(reading.list, Some(vec![Some("a".to_owned()), None]));
    assert_eq!(read(json!({"nobody": null})).nobody, Some(None));
}

#[test]
fn constants_select_the_variant_of_a_union() {
    let json_text = r#"{"kind":"square","side":2.0,"size":"l","colour":null,"level":2}"#;
    let shape: Shape = serde_json::from_str(json_text).unwrap();
    assert_eq!(serde_json::to_string(&shape).unwrap(), json_text);
    let Shape::Square(square) = shape else {
        panic!("expected `Square`")
    };
    assert_eq!(square.size, Some(Size::Large));
    assert_eq!(
        (square.colour, square.level),
        (Some(None), Some(SquareLevel::High))
    );
}

#[test]
fn an_enum_beside_any_string_is_the_enum() {
    let square = |colour: &str, open: &str| -> Square {
        serde_json::from_value(json!({"kind": "square", "side": 1, "colour": colour, "open": open}))
            .unwrap()
    };
    assert_eq!(square("blue", "a").colour, Some(Some(SquareColour::Blue)));
    assert_eq!(square("blue", "a").open, Some(SquareOpen::A));
    let other = SquareOpen::from("another");
    assert_eq!(square("blue", "another").open, Some(other));
}

#[test]
fn pattern_properties_are_kept() {
    let json_text = json!({"name": "a", "x-one": "1", "x-two": "2"});
    let settings: Settings = serde_json::from_value(json_text.clone()).unwrap();
    assert_eq!(settings.additional_properties["x-two"], "2");
    assert_eq!(serde_json::to_value(&settings).unwrap(), json_text);
    let several: Several =
        serde_json::from_value(json!({"n_a": 1, "t_a": "b", "c": true})).unwrap();
    assert_eq!(several["n_a"], SeveralValue::Integer(1));
    assert_eq!(several["c"], SeveralValue::Boolean(true));
}

#[test]
fn a_part_without_a_schema_is_a_file() {
    let body = files::UploadBody::new("a picture", None)
        .any("bytes")
        .several(["one", "two"])
        .small("aGk=");
    let base = BaseUrl::parse("https://example.com").unwrap();
    let request = files::upload(body).request(&base).unwrap();
    let RequestBody::Bytes(bytes) = request.body() else {
        panic!("{request:?}");
    };
    let json_text = String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(json_text.matches("filename=").count(), 4, "{json_text}");
    assert!(json_text.contains("name=\"small\"\r\n"), "{json_text}");
}
