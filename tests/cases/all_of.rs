//! Parts of an `allOf` that aren't objects.

use super::support::{client, diagnostics, item};

#[test]
fn parts_are_typed_together() {
    let a = "{ $ref: '#/components/schemas/A' }";
    for (schema, expected) in [
        (
            "allOf: [{ type: [string, integer, 'null'] }, { type: [integer, 'null'] }]".to_owned(),
            "Option<i64>",
        ),
        (
            "allOf: [{ type: [string, integer] }, { type: [boolean, string, integer] }]".to_owned(),
            "Option<RootX>",
        ),
        (
            "type: [integer, 'null'], oneOf: [{ type: string }, { type: integer }, { type: 'null' }]".to_owned(),
            "Option<i64>",
        ),
        (
            format!("allOf: [{{ type: array, items: {a} }}, {{ type: array, items: {{ required: [n] }} }}]"),
            "Option<Vec<RootXItem>>",
        ),
        (
            format!("allOf: [{{ type: array, items: {a} }}, {{ type: array, items: {a} }}]"),
            "Option<Vec<super::A>>",
        ),
        (
            format!("allOf: [{{ type: array, items: {a} }}, {{ type: array, minItems: 1 }}]"),
            "Option<Vec<super::A>>",
        ),
    ] {
        let generation = client(&format!(
            "openapi: 3.1.0
info: {{ title: T, version: '1' }}
paths:
  /a: {{ get: {{ operationId: a, responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Root' }} }} }} }} }} }} }}
components:
  schemas:
    Root: {{ type: object, properties: {{ x: {{ {schema} }} }} }}
    A: {{ type: object, properties: {{ n: {{ type: string }} }} }}
"
        ));
        assert_eq!(diagnostics(&generation), "", "{schema}");
        let root = item(&generation, "pub struct Root");
        assert!(root.contains(&format!("pub x: {expected},")), "{schema}: {root}");
        if expected.contains("RootXItem") {
            let text = item(&generation, "pub struct RootXItem");
            assert!(text.contains("pub n: String,"), "{text}");
        }
    }
}
