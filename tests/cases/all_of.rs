//! Parts of an `allOf` that aren't objects.

use super::support::{assert_found, client, diagnostics, found, item, with_schema};

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
        (
            format!("allOf: [{{ type: array, items: {a} }}, {{ type: array, items: {{}} }}]"),
            "Option<Vec<super::A>>",
        ),
        (
            format!("allOf: [{{ anyOf: [{{ type: array, items: {a} }}, {{ type: string }}] }}, {{ type: array, items: {{}} }}]"),
            "Option<Vec<super::A>>",
        ),
        (
            format!("allOf: [{{ anyOf: [{{ type: array, items: {a} }}, {{ type: array, items: {{ type: string }} }}] }}, {{ type: array, items: {{}} }}]"),
            "Option<RootX>",
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

/// A part that only has a type or required properties leaves a component as it is, or selects a
/// variant of a union.
#[test]
fn a_type_beside_a_component_keeps_the_component() {
    let schemas = "{ type: object, required: [p], properties: { p: { SCHEMA } } }
    X: { type: object, required: [k], properties: { k: { const: x }, x: { type: integer } } }
    Y: { type: object, required: [k], properties: { k: { const: y }, y: { type: integer } } }
    Either: { oneOf: [{ $ref: '#/components/schemas/X' }, { $ref: '#/components/schemas/Y' }] }
    Text: { oneOf: [{ $ref: '#/components/schemas/X' }, { type: string }] }
    Texts: { oneOf: [{ type: string }, { type: array, items: { type: string } }] }
    Time: { oneOf: [{ type: string, format: date }, { type: string, format: date-time }] }
    Maybe: { oneOf: [{ $ref: '#/components/schemas/X' }, { $ref: '#/components/schemas/Y' }, { type: 'null' }] }
    Level: { type: [string, 'null'], enum: [low, high, null] }
    Size: { type: [object, 'null'], properties: { width: { type: integer } } }";
    for (component, part, ty) in [
        ("Either", "type: object", "super::Either"),
        ("Either", "type: object, required: [k]", "super::Either"),
        ("X", "type: object, required: [k]", "super::X"),
        ("Text", "type: object", "super::X"),
        ("Texts", "type: string", "String"),
        ("Time", "type: string", "super::Time"),
        ("Maybe", "type: object", "super::Maybe"),
        ("Maybe", "type: [object, 'null']", "Option<super::Maybe>"),
        ("Level", "type: string", "super::Level"),
        ("Level", "type: [string, 'null']", "Option<super::Level>"),
        ("Level", "description: How high.", "Option<super::Level>"),
        ("Size", "type: object", "super::Size"),
    ] {
        let reference = format!("$ref: '#/components/schemas/{component}'");
        for schema in [
            format!("{reference}, {part}"),
            format!("allOf: [{{ {reference} }}, {{ {part} }}]"),
            format!("allOf: [{{ {part} }}, {{ {reference} }}]"),
        ] {
            let document = with_schema("3.1.0", &schemas.replace("SCHEMA", &schema));
            let generation = client(&document);
            assert_eq!(found(&generation), [""; 0], "{schema}");
            let item = item(&generation, "pub struct A");
            assert!(
                item.contains(&format!("    pub p: {ty},")),
                "{schema}: {item}"
            );
        }
    }
}

#[test]
fn items_of_several_schemas_narrow_each_other() {
    for (parts, expected) in [
        (
            "{ type: array, items: { type: string } }, { items: { enum: [a, b] } }",
            "Vec<AItem>",
        ),
        (
            "{ items: { enum: [a, b] } }, { type: array, items: { type: string } }",
            "Vec<AItem>",
        ),
        (
            "{ type: array, items: { enum: [a, b] } }, { type: array, items: { enum: [b, c] } }",
            "Vec<AItem>",
        ),
        (
            "{ type: array, items: { type: integer } }, { items: { format: int32 } }",
            "Vec<i32>",
        ),
        (
            "{ type: array, items: { type: string } }, { items: { format: uuid } }",
            "Vec<String>",
        ),
    ] {
        let document = with_schema("3.1.0", &format!("{{ allOf: [{parts}] }}"));
        let generation = client(&document);
        assert_found(&generation, &[]);
        let alias = item(&generation, "pub type A");
        assert!(alias.contains(expected), "{parts}: {alias}");
    }
    let document = with_schema(
        "3.1.0",
        "{ allOf: [{ type: array, items: { type: string } }, { items: { type: integer } }] }",
    );
    assert_found(
        &client(&document),
        &["`items` is of the type `integer` here and `string` in another part of the `allOf`"],
    );
}
