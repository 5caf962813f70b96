//! Values of schemas: constants, numbers, tuples, and properties of one direction.

use rejoinder_cases::value_rules_client::{
    BaseUrl, Operation,
    models::{Thing, ThingInput},
    runtime::{DecodeError, ResponseBody},
    untagged::{PutThing, PutThingResponse, put_thing},
};

use super::support::{assert_found, case, client, item, with_schema};

fn read(body: &str) -> Result<Thing, DecodeError> {
    let (mut head, ()) = http::Response::new(()).into_parts();
    let json = http::HeaderValue::from_static("application/json");
    head.headers.insert("content-type", json);
    let body = ResponseBody::<()>::Bytes(body.to_owned().into());
    PutThing::decode(&head, body).map(|PutThingResponse::Ok { body }| *body)
}

fn with(properties: &str) -> String {
    format!(r#"{{"id": "a", "petKind": "cat", "version": 1.5, {properties}}}"#)
}

#[test]
fn a_property_of_the_other_direction_is_not_additional() {
    let thing = read(&with(
        r#""parent": {}, "more": "x", "created": 3, "hidden": {"token": {}, "n": 1}"#,
    ))
    .unwrap();
    let others: Vec<&str> = thing
        .additional_properties
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(others, ["more"]);
    let hidden = thing.hidden.unwrap();
    assert_eq!(
        hidden.additional_properties.into_iter().collect::<Vec<_>>(),
        [("n".to_owned(), 1)]
    );
    let sent = r#"{"id": "a", "petKind": "cat", "version": 1.5, "created": 3, "more": "x"}"#;
    let sent: ThingInput = serde_json::from_str(sent).unwrap();
    assert_eq!(sent.additional_properties.len(), 1);
}

#[test]
fn required_constants_are_not_arguments() {
    let base = BaseUrl::parse("https://api.test").unwrap();
    let request = put_thing("x", ThingInput::new("a")).request(&base).unwrap();
    assert_eq!(
        request.uri(),
        "https://api.test/things/box?fixed=v2&ratio=1.5&name=x"
    );
    assert_eq!(request.headers()["version"], "2023-06-01");
    assert_eq!(request.headers()["cookie"], "session=7");
    let generation = case("value_rules.yaml");
    let source = &generation.output.as_ref().unwrap().files["src/untagged.rs"];
    for row in ["`v2`", "`1.5`", "`box`", "`2023-06-01`", "`7`"] {
        let row = format!("| no |  | Always {row}. |");
        assert!(source.contains(&row), "{row}: {source}");
    }
}

#[test]
fn wide_integers_have_a_zero_fraction() {
    for (number, wide) in [
        ("3.0", 3),
        ("-1.50e1", -15),
        ("-0.0", 0),
        ("18446744073709551615", u64::MAX.into()),
        ("18446744073709551616.0", i128::from(u64::MAX) + 1),
        ("1e20", 100_000_000_000_000_000_000),
        // The fraction is lost in a float.
        ("999999999.9999999999999999", 1_000_000_000),
    ] {
        let thing = read(&with(&format!(r#""wide": {number}"#))).unwrap();
        assert_eq!(thing.wide, Some(wide), "{number}");
    }
    for number in ["3.5", "1e39", "1e-1", "1e99999999999999999999"] {
        assert!(
            read(&with(&format!(r#""wide": {number}"#))).is_err(),
            "{number}"
        );
    }
}

#[test]
fn an_invalid_array_is_an_error_with_its_path() {
    for (properties, expected) in [
        (
            r#""pair": ["a", 1, {"b": [2]}]"#,
            "`pair`: expected an array of 2 items, found an array: [\"…\",number,{\"b\":[number]}]",
        ),
        (
            r#""pair": ["a"]"#,
            "`pair`: expected an array of 2 items, found an array: [\"…\"]",
        ),
        (
            r#""pairs": [[1, 2], [1, 2, 3]]"#,
            "`pairs[1]`: expected an array of 2 items, found an array: [number,number,number]",
        ),
        (
            r#""pairs": [[1, 2], [1, 2 3]]"#,
            "`pairs[1][1]`: expected `,` or `]` at line 1 column 71, found a number",
        ),
    ] {
        let error = read(&with(properties)).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    for kind in ["[[]]", "[1]", "[ ]", "[[[]], 2]", r#"{"a": [1]}"#, "{}"] {
        let json = format!(r#"{{"id": "a", "petKind": {kind}, "version": 1.5}}"#);
        let error = read(&json).unwrap_err().to_string();
        assert!(error.starts_with("`petKind`: "), "{error}");
    }
}

#[test]
fn unions_of_files_are_files() {
    let generation = case("value_rules.yaml");
    let body = item(&generation, "pub struct EditImageBody");
    for field in [
        "image: Vec<runtime::File>",
        "mask: Option<runtime::File>",
        "either: Option<EditImageBodyEither>",
    ] {
        assert!(body.contains(&format!("    pub {field},")), "{body}");
    }
    let found = ["the part `mask` is a file: its other schemas aren't typed"];
    assert_found(&generation, &found);
}

#[test]
fn untyped_constraints_are_documented() {
    let generation = case("value_rules.yaml");
    let files = &generation.output.as_ref().unwrap().files;
    let thing = &files["src/models/thing.rs"];
    for fact in [
        "/// At least 2.\n",
        "/// Other values: matches `^ft:`.\n",
        "/// Other values: format `uuid`.\n",
    ] {
        assert!(thing.contains(fact), "{fact}: {thing}");
    }
    let source = &files["src/untagged.rs"];
    let raw = "[`Client::raw`](runtime::Client::raw) returns undocumented bodies.";
    assert_eq!(source.matches(raw).count(), 1, "{source}");
}

#[test]
fn an_object_without_properties_is_an_empty_struct() {
    for schema in [
        "{ type: object, additionalProperties: false }",
        "{ type: object, properties: { a: { type: string, writeOnly: true } } }",
    ] {
        let generation = client(&with_schema("3.0.3", schema));
        assert_found(&generation, &[]);
        let object = item(&generation, "pub struct A");
        assert!(!object.contains("Map"), "{object}");
    }
    for schema in [
        "{ type: object }",
        "{ type: object, additionalProperties: true }",
        "{ type: object, additionalProperties: true, properties: { a: { type: string, writeOnly: true } } }",
    ] {
        let generation = client(&with_schema("3.0.3", schema));
        let file = &generation.output.as_ref().unwrap().files["src/models/a.rs"];
        assert!(file.contains("BTreeMap<String, "), "{file}");
    }
}

#[test]
fn alternatives_of_required_properties_are_documented() {
    for (key, expected) in [
        (
            "anyOf",
            "\n/// `email` or `phone` and `area` is required.\n",
        ),
        (
            "oneOf",
            "\n/// Either `email` or `phone` and `area` is required.\n",
        ),
    ] {
        let properties = "email: { type: string }, phone: { type: string }, area: { type: string }";
        let generation = client(&with_schema(
            "3.1.0",
            &format!(
                "{{ type: object, properties: {{ {properties} }}, {key}: [{{ required: [email] }}, {{ required: [phone, area] }}] }}"
            ),
        ));
        assert_found(&generation, &[]);
        let files = &generation.output.as_ref().unwrap().files;
        let text = files
            .values()
            .find(|text| text.contains("pub struct A "))
            .unwrap();
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn the_events_of_a_stream_have_the_type_of_its_schema() {
    for (media_type, schema) in [
        ("text/event-stream", "{ $ref: '#/components/schemas/A' }"),
        ("application/x-ndjson", "{ $ref: '#/components/schemas/A' }"),
        (
            "application/jsonl",
            "{ type: array, items: { $ref: '#/components/schemas/A' } }",
        ),
        (
            "text/event-stream; charset=utf-8",
            "{ oneOf: [{ $ref: '#/components/schemas/A' }, { type: integer }] }",
        ),
    ] {
        let document = with_schema(
            "3.1.0",
            "{ type: object, properties: { id: { type: string } } }",
        );
        let reference = "{ application/json: { schema: { $ref: '#/components/schemas/A' } } }";
        let content = format!("{{ {media_type}: {{ schema: {schema} }} }}");
        let generation = client(&document.replace(reference, &content));
        assert_found(&generation, &[]);
        let model = item(&generation, "pub struct A");
        assert!(model.contains("id: Option<String>"), "{model}");
        let response = item(&generation, "pub enum AResponse");
        assert!(response.contains("body: B"), "{response}");
    }
}
