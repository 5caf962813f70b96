//! Schemas of OpenAPI 3.1, and documents of Swagger 2.0.

use serde_json::{Value, json};

use crate::document::{
    Dimension, array, components, document, exchange, merged, numbered, numbered_strings, object,
    operation, operations, reference, requiring, responses, schema_name, string, strings,
    with_properties, with_unknown_keys,
};

/// Returns a document of OpenAPI 3.1 whose operation has a schema as request and response.
fn with_schema(schema: Value) -> String {
    let paths = json!({"/a": {"post": operation(exchange(schema))}});
    document("3.1.0", json!({"paths": paths}))
}

/// Returns a document of OpenAPI 3.1 whose operation has the schema `root` as request and response.
fn with_schemas(schemas: Value) -> String {
    let paths = json!({"/a": {"post": operation(exchange(reference("root")))}});
    document(
        "3.1.0",
        json!({"paths": paths, "components": {"schemas": schemas}}),
    )
}

fn swagger(fields: Value) -> String {
    let head = json!({
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "host": "example.com",
        "consumes": ["application/json"],
        "produces": ["application/json"],
    });
    merged(head, fields).to_string()
}

/// Returns a document of Swagger 2.0 with an operation.
fn with_operation(fields: Value) -> String {
    swagger(json!({"paths": {"/a": {"post": operation(fields)}}}))
}

/// Returns a document of Swagger 2.0 with definitions. An operation has `root` as its response.
fn with_definitions(definitions: Value) -> String {
    let response = json!({"description": "x", "schema": definition("root")});
    let paths = json!({"/a": {"get": operation(json!({"responses": {"200": response}}))}});
    swagger(json!({"paths": paths, "definitions": definitions}))
}

fn definition(name: &str) -> Value {
    json!({"$ref": format!("#/definitions/{name}")})
}

fn constant(number: usize) -> Value {
    requiring("kind", json!({"const": format!("k{number}")}))
}

pub(crate) const DIMENSIONS: &[Dimension] = &[
    Dimension {
        name: "3.1: properties",
        count: 400,
        document: |count| with_schema(strings(count)),
    },
    Dimension {
        name: "3.1: component schemas",
        count: 100,
        document: |count| with_schemas(components(count, schema_name, reference)),
    },
    Dimension {
        name: "3.1: `oneOf` with a constant each",
        count: 150,
        document: |count| with_schema(json!({"oneOf": array(count, constant)})),
    },
    Dimension {
        name: "3.1: `oneOf` of constants",
        count: 1_000,
        document: |count| {
            with_schema(
                json!({"oneOf": array(count, |n| json!({"const": format!("k{n}"), "title": format!("K {n}")}))}),
            )
        },
    },
    Dimension {
        name: "3.1: values of an enum",
        count: 2_000,
        document: |count| {
            with_schema(json!({"type": ["string", "null"], "enum": numbered_strings("v", count)}))
        },
    },
    Dimension {
        name: "3.1: nullable properties",
        count: 300,
        document: |count| {
            let properties = numbered("p", count, |_| json!({"type": ["string", "null"]}));
            with_schema(with_properties(properties))
        },
    },
    Dimension {
        name: "3.1: items of a tuple",
        count: 300,
        document: |count| {
            with_schema(
                json!({"type": "array", "prefixItems": array(count, |_| string()), "items": false}),
            )
        },
    },
    Dimension {
        name: "3.1: `$defs`",
        count: 100,
        document: |count| {
            let all = object(count, |n| {
                (
                    format!("p{n}"),
                    json!({"$ref": format!("#/components/schemas/root/$defs/s{n}")}),
                )
            });
            let defs = numbered("s", count, |_| strings(2));
            with_schemas(json!({"root": {"type": "object", "properties": all, "$defs": defs}}))
        },
    },
    Dimension {
        name: "3.1: `patternProperties`",
        count: 500,
        document: |count| {
            let patterns = numbered("^p", count, |_| string());
            with_schema(json!({"type": "object", "patternProperties": patterns}))
        },
    },
    Dimension {
        name: "3.1: parts of `allOf`",
        count: 300,
        document: |count| {
            with_schema(
                json!({"allOf": array(count, |n| json!({"properties": {format!("p{n}"): string()}}))}),
            )
        },
    },
    Dimension {
        name: "3.1: examples",
        count: 2_000,
        document: |count| {
            with_schema(merged(
                strings(1),
                json!({"examples": array(count, |n| json!({"p0": format!("e{n}")}))}),
            ))
        },
    },
    Dimension {
        name: "3.1: unknown keys",
        count: 2_500,
        document: |count| with_schema(with_unknown_keys(strings(1), count)),
    },
    Dimension {
        name: "3.1: webhooks",
        count: 1_000,
        document: |count| {
            let webhooks = object(count, |n| {
                (format!("w{n}"), json!({"post": operation(json!({}))}))
            });
            let paths = json!({"/a": {"get": operation(json!({}))}});
            document("3.1.0", json!({"paths": paths, "webhooks": webhooks}))
        },
    },
    Dimension {
        name: "2.0: operations",
        count: 200,
        document: |count| swagger(json!({"paths": operations(count, |_| json!({}))})),
    },
    Dimension {
        name: "2.0: properties",
        count: 1_000,
        document: |count| with_definitions(json!({"root": strings(count)})),
    },
    Dimension {
        name: "2.0: definitions",
        count: 150,
        document: |count| with_definitions(components(count, schema_name, definition)),
    },
    Dimension {
        name: "2.0: query parameters",
        count: 300,
        document: |count| {
            with_operation(json!({"parameters": array(count, |n| {
                json!({"name": format!("p{n}"), "in": "query", "type": "string"})
            })}))
        },
    },
    Dimension {
        name: "2.0: parameters of a form",
        count: 300,
        document: |count| {
            let parameters = array(
                count,
                |n| json!({"name": format!("p{n}"), "in": "formData", "type": "string"}),
            );
            with_operation(json!({"consumes": ["multipart/form-data"], "parameters": parameters}))
        },
    },
    Dimension {
        name: "2.0: responses",
        count: 220,
        document: |count| with_operation(json!({"responses": responses(count)})),
    },
    Dimension {
        name: "2.0: unknown keys",
        count: 4_000,
        document: |count| {
            let root = with_unknown_keys(strings(1), count);
            with_definitions(json!({"root": root}))
        },
    },
];
