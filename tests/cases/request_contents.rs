//! JSON media types of request bodies with one schema.

use super::support::{client, item, variants};

/// Returns the client of an operation whose body has a schema in several media types.
fn sent(media_types: &[&str], schema: &str) -> rejoinder::Generation {
    let content = media_types
        .iter()
        .map(|name| format!("'{name}': {{ schema: {schema} }}"));
    let content: Vec<String> = content.collect();
    client(&format!(
        "openapi: 3.1.0
info: {{ title: T, version: '1' }}
paths:
  /a:
    patch:
      operationId: a
      requestBody: {{ required: true, content: {{ {} }} }}
      responses: {{ '204': {{ description: ok }} }}
",
        content.join(", ")
    ))
}

#[test]
fn a_media_type_with_its_own_meaning_is_a_variant() {
    let object = "{ type: object, properties: { name: { type: string } } }";
    let array = "{ type: array, items: { type: object } }";
    for (media_types, schema, expected) in [
        (
            ["application/merge-patch+json", "application/json"],
            object,
            ["Json", "MergePatchJson"],
        ),
        (
            ["application/json-patch+json", "application/json"],
            array,
            ["Json", "JsonPatchJson"],
        ),
        (
            ["application/json", "application/vnd.acme+json"],
            object,
            ["Json", "VndAcmeJson"],
        ),
    ] {
        let generation = sent(&media_types, schema);
        assert_eq!(variants(&generation, "pub enum AContent"), expected);
    }
}

#[test]
fn other_names_of_json_are_one_media_type() {
    let object = "{ type: object, properties: { name: { type: string } } }";
    let generation = sent(
        &[
            "application/json-patch+json",
            "application/json",
            "application/json; charset=utf-8",
            "text/json",
            "application/*+json",
        ],
        object,
    );
    let request = item(&generation, "pub struct A");
    assert!(request.contains("pub body: ABody"), "{request}");
}
