//! Building blocks of the documents.

use serde_json::{Map, Value, json};

/// A dimension of a document.
#[derive(Clone, Copy)]
pub(crate) struct Dimension {
    pub(crate) name: &'static str,
    /// The smaller of the two sizes.
    pub(crate) count: usize,
    /// Creates the document of a size.
    pub(crate) document: fn(usize) -> String,
}

/// Returns an array of `count` values.
pub(crate) fn array(count: usize, value: impl Fn(usize) -> Value) -> Value {
    (0..count).map(value).collect()
}

/// Returns an object of `count` properties.
pub(crate) fn object(count: usize, property: impl Fn(usize) -> (String, Value)) -> Value {
    Value::Object((0..count).map(property).collect())
}

/// Returns an object of `count` properties with numbered names.
pub(crate) fn numbered(prefix: &str, count: usize, value: impl Fn(usize) -> Value) -> Value {
    object(count, |n| (format!("{prefix}{n}"), value(n)))
}

/// Returns an array of `count` numbered strings.
pub(crate) fn numbered_strings(prefix: &str, count: usize) -> Value {
    array(count, |n| json!(format!("{prefix}{n}")))
}

/// Returns an object with the properties of both.
pub(crate) fn merged(first: Value, second: Value) -> Value {
    let mut object = Map::new();
    for part in [first, second] {
        if let Value::Object(part) = part {
            object.extend(part);
        }
    }
    Value::Object(object)
}

/// Returns a document with fields.
pub(crate) fn document(version: &str, fields: Value) -> String {
    let head = json!({"openapi": version, "info": {"title": "T", "version": "1"}});
    merged(head, fields).to_string()
}

/// Returns a document of OpenAPI 3.0 with paths.
pub(crate) fn with_paths(paths: Value) -> String {
    document("3.0.3", json!({"paths": paths}))
}

/// Returns an operation with fields and a response.
pub(crate) fn operation(fields: Value) -> Value {
    merged(json!({"responses": {"204": {"description": "x"}}}), fields)
}

/// Returns a document of OpenAPI 3.0 with one operation.
pub(crate) fn with_operation(fields: Value) -> String {
    with_paths(json!({"/a": {"post": operation(fields)}}))
}

/// Returns a document of OpenAPI 3.0 with one operation and components.
pub(crate) fn with_components(fields: Value, components: Value) -> String {
    let paths = json!({"/a": {"post": operation(fields)}});
    document("3.0.3", json!({"paths": paths, "components": components}))
}

/// Returns a JSON body.
pub(crate) fn body(schema: Value) -> Value {
    json!({"content": {"application/json": {"schema": schema}}})
}

/// Returns the fields of an operation whose request and response have a schema.
pub(crate) fn exchange(schema: Value) -> Value {
    let response = merged(json!({"description": "x"}), body(schema.clone()));
    json!({"requestBody": body(schema), "responses": {"200": response}})
}

/// Returns a document of OpenAPI 3.0 whose operation has a schema as request and response.
pub(crate) fn with_schema(schema: Value) -> String {
    with_operation(exchange(schema))
}

/// Returns a document of OpenAPI 3.0 whose operation has the first of the schemas as request and
/// response.
pub(crate) fn with_schemas(root: &str, schemas: Value) -> String {
    with_components(exchange(reference(root)), json!({"schemas": schemas}))
}

/// Returns a reference to a component schema.
pub(crate) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Returns a schema of strings.
pub(crate) fn string() -> Value {
    json!({"type": "string"})
}

/// Returns the schema of an object with `count` string properties.
pub(crate) fn strings(count: usize) -> Value {
    with_properties(numbered("p", count, |_| string()))
}

/// Returns the schema of an object with properties.
pub(crate) fn with_properties(properties: Value) -> Value {
    json!({"type": "object", "properties": properties})
}

/// Returns the schema of an object with a required property.
pub(crate) fn requiring(name: &str, schema: Value) -> Value {
    json!({"type": "object", "required": [name], "properties": {name: schema}})
}

/// Returns the component schema `root` and the schemas that it refers to.
pub(crate) fn components(
    count: usize,
    name: impl Fn(usize) -> String,
    reference: fn(&str) -> Value,
) -> Value {
    let root = with_properties(numbered("p", count, |n| reference(&name(n))));
    merged(
        json!({"root": root}),
        object(count, |n| (name(n), strings(2))),
    )
}

/// Returns the name of a component schema.
pub(crate) fn schema_name(number: usize) -> String {
    format!("s{number}")
}

/// Returns paths with one operation each.
pub(crate) fn operations(count: usize, fields: impl Fn(usize) -> Value) -> Value {
    numbered("/a", count, |n| json!({"get": operation(fields(n))}))
}

/// Returns responses without bodies.
pub(crate) fn responses(count: usize) -> Value {
    object(count, |n| {
        ((n + 100).to_string(), json!({"description": "x"}))
    })
}

/// Adds unknown keywords to a schema.
pub(crate) fn with_unknown_keys(schema: Value, count: usize) -> Value {
    merged(schema, numbered("k", count, |n| json!(n)))
}

/// Returns the schema of an object with one property.
pub(crate) fn property_of(level: usize, inner: Value) -> Value {
    with_properties(json!({format!("p{level}"): inner}))
}

/// Returns a name that collides with all others: the base-three digits of the number are different
/// separators between equal words.
pub(crate) fn collision(number: usize) -> String {
    let mut name = String::from("a");
    let mut rest = number;
    for letter in ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k'] {
        name.push(match rest % 3 {
            0 => '-',
            1 => '_',
            _ => '.',
        });
        name.push(letter);
        rest /= 3;
    }
    name
}
