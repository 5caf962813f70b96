//! Undeclared names in `required`, parts of media types other than JSON, and keys of other versions
//! of OpenAPI.

use serde_json::json;

use crate::support::{case, diagnostics, item};
use rejoinder_cases::undeclared_and_parts_client::models::Thing;

const DOCUMENT: &str = "undeclared_and_parts.yaml";

#[test]
fn an_undeclared_required_property_is_sent_and_received() {
    for value in [json!({ "a": "x", "ghost": [1] }), json!({ "a": "x" })] {
        let thing: Thing = serde_json::from_value(value.clone()).unwrap();
        assert_eq!(thing.ghost.as_ref(), value.get("ghost"));
        assert_eq!(serde_json::to_value(&thing).unwrap(), value);
    }
    let thing = Thing::new("x").ghost(json!(1));
    assert_eq!(
        serde_json::to_value(&thing).unwrap(),
        json!({ "a": "x", "ghost": 1 })
    );
    let found = diagnostics(&case(DOCUMENT));
    assert!(
        found.contains("the required property `ghost` isn't declared"),
        "{found}"
    );
}

#[test]
fn parts_that_are_not_json_are_files() {
    let generation = case(DOCUMENT);
    let body = item(&generation, "pub struct SendPartsBody");
    for field in [
        "pub xml: Option<runtime::File>",
        "pub rows: Option<Vec<runtime::File>>",
        "pub json: Option<models::Thing>",
        "pub words: Option<Vec<String>>",
    ] {
        assert!(body.contains(field), "{body}");
    }
    let found = diagnostics(&generation);
    assert!(
        found.contains("the part `xml` is bytes: its media type isn't JSON"),
        "{found}"
    );
}

#[test]
fn keys_of_later_versions_are_obeyed() {
    let generation = case("later_keys.yaml");
    let x = item(&generation, "pub struct X");
    for field in [
        "pub maybe: Option<String>,",
        "pub pair: (String, i64),",
        "pub described: super::Choice,",
    ] {
        assert!(x.contains(field), "{x}");
    }
    let found = diagnostics(&generation);
    for note in [
        "`const` of a schema is used",
        "`prefixItems` of a schema is used",
        "an array of types is used",
        "an array of schemas at `items` is used",
        "`exclusiveMinimum` with a number is used",
        "`description` beside `$ref` is used",
        "`deprecated` beside `$ref` is used",
        "`maxLength` beside `$ref` is ignored",
        "the values of `text/plain` aren't generated",
    ] {
        assert!(found.contains(note), "{note}: {found}");
    }
}
