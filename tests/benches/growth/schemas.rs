//! Schemas of OpenAPI 3.0.

use serde_json::json;

use crate::document::{
    Dimension, array, collision, components, document, merged, numbered, numbered_strings, object,
    operation, property_of, reference, schema_name, string, strings, with_components,
    with_properties, with_schema, with_schemas, with_unknown_keys,
};

pub(crate) const DIMENSIONS: &[Dimension] = &[
    Dimension {
        name: "component schemas",
        count: 150,
        document: |count| with_schemas("root", components(count, schema_name, reference)),
    },
    Dimension {
        name: "component schemas that are unused",
        count: 10_000,
        document: |count| {
            with_components(
                json!({}),
                json!({"schemas": numbered("s", count, |_| strings(2))}),
            )
        },
    },
    Dimension {
        name: "component schemas with colliding names",
        count: 100,
        document: |count| with_schemas("root", components(count, collision, reference)),
    },
    Dimension {
        name: "properties",
        count: 750,
        document: |count| with_schema(strings(count)),
    },
    Dimension {
        name: "required properties",
        count: 1_000,
        document: |count| {
            let required = json!({"required": numbered_strings("p", count)});
            with_schema(merged(strings(count), required))
        },
    },
    Dimension {
        name: "required properties that are undeclared",
        count: 1_000,
        document: |count| {
            with_schema(json!({"type": "object", "required": numbered_strings("p", count)}))
        },
    },
    Dimension {
        name: "properties with colliding names",
        count: 300,
        document: |count| {
            let properties = object(count, |n| (collision(n), string()));
            with_schema(with_properties(properties))
        },
    },
    Dimension {
        name: "properties with constraints",
        count: 600,
        document: |count| {
            let limited =
                json!({"type": "string", "minLength": 1, "maxLength": 9, "pattern": "^a+$"});
            let properties = numbered("p", count, |_| limited.clone());
            with_schema(with_properties(properties))
        },
    },
    Dimension {
        name: "properties of one direction",
        count: 500,
        document: |count| {
            let properties = numbered(
                "p",
                count,
                |n| json!({"type": "string", "readOnly": n % 2 == 0}),
            );
            with_schema(with_properties(properties))
        },
    },
    Dimension {
        name: "inline objects",
        count: 100,
        document: |count| {
            let properties = numbered("p", count, |n| strings(n % 5 + 1));
            with_schema(with_properties(properties))
        },
    },
    Dimension {
        name: "values of an enum",
        count: 2_000,
        document: |count| {
            with_schema(json!({"type": "string", "enum": numbered_strings("v", count)}))
        },
    },
    Dimension {
        name: "integers of an enum",
        count: 2_000,
        document: |count| {
            with_schema(json!({"type": "integer", "enum": array(count, |n| json!(n))}))
        },
    },
    Dimension {
        name: "values with colliding names",
        count: 300,
        document: |count| {
            with_schema(json!({"type": "string", "enum": array(count, |n| json!(collision(n)))}))
        },
    },
    Dimension {
        name: "named values of an enum",
        count: 2_000,
        document: |count| {
            let names = numbered_strings("Name", count);
            let values = numbered_strings("v", count);
            let schema_list = array(
                count,
                |n| json!({"value": format!("v{n}"), "description": "A value"}),
            );
            with_schema(json!({
                "type": "string",
                "enum": values,
                "x-enum-varnames": names,
                "x-ms-enum": {"values": schema_list},
            }))
        },
    },
    Dimension {
        name: "inline objects with one noun",
        count: 150,
        document: |count| {
            let properties = object(count, |n| {
                (format!("p{n}_address"), property_of(n, string()))
            });
            with_schema(with_properties(properties))
        },
    },
    Dimension {
        name: "enums",
        count: 150,
        document: |count| {
            let properties = numbered(
                "p",
                count,
                |n| json!({"type": "string", "enum": [format!("a{n}"), format!("b{n}")]}),
            );
            with_schema(with_properties(properties))
        },
    },
    Dimension {
        name: "references to one schema",
        count: 750,
        document: |count| {
            let all = numbered("p", count, |_| reference("s"));
            with_schemas(
                "root",
                json!({"s": strings(2), "root": {"type": "object", "properties": all}}),
            )
        },
    },
    Dimension {
        name: "chain of references",
        count: 300,
        document: |count| {
            let schemas = numbered("s", count, |n| reference(&format!("s{}", n + 1)));
            with_schemas(
                "s0",
                merged(schemas, json!({format!("s{count}"): strings(1)})),
            )
        },
    },
    Dimension {
        name: "references to inline schemas",
        count: 100,
        document: |count| {
            let inline = "#/components/schemas/root/properties/q";
            let all = object(count, |n| {
                (format!("p{n}"), json!({"$ref": format!("{inline}{n}")}))
            });
            let inline = numbered("q", count, |_| strings(2));
            with_schemas(
                "root",
                json!({"root": {"type": "object", "properties": merged(all, inline)}}),
            )
        },
    },
    Dimension {
        name: "unresolved references",
        count: 200,
        document: |count| {
            let all = numbered("p", count, |n| reference(&format!("s{n}")));
            with_schema(with_properties(all))
        },
    },
    Dimension {
        name: "recursive schemas",
        count: 75,
        document: |count| {
            let schemas = object(count, |n| {
                let (next, last) = (
                    format!("s{}", (n + 1) % count),
                    format!("s{}", (n + count - 1) % count),
                );
                (
                    format!("s{n}"),
                    json!({"type": "object", "properties": {"a": reference(&next), "b": reference(&last)}}),
                )
            });
            with_schemas("s0", schemas)
        },
    },
    Dimension {
        name: "unknown keys of one schema",
        count: 2_000,
        document: |count| with_schema(with_unknown_keys(strings(1), count)),
    },
    Dimension {
        name: "unknown keys of the document",
        count: 10_000,
        document: |count| {
            let paths = json!({"paths": {"/a": {"get": operation(json!({}))}}});
            document(
                "3.0.3",
                merged(paths, object(count, |n| (format!("k{n}"), json!(n)))),
            )
        },
    },
    Dimension {
        name: "one unknown key in many schemas",
        count: 400,
        document: |count| {
            let properties = numbered("p", count, |_| json!({"type": "string", "k": 1}));
            with_schema(with_properties(properties))
        },
    },
    Dimension {
        name: "unknown formats",
        count: 500,
        document: |count| {
            let properties = object(count, |n| {
                (
                    format!("p{n}"),
                    json!({"type": "string", "format": format!("f{n}")}),
                )
            });
            with_schema(with_properties(properties))
        },
    },
    Dimension {
        name: "extensions",
        count: 10_000,
        document: |count| with_schema(merged(strings(1), numbered("x-k", count, |n| json!(n)))),
    },
    Dimension {
        name: "wrong values",
        count: 400,
        document: |count| {
            let properties = numbered("p", count, |_| json!({"type": "string", "minLength": "a"}));
            with_schema(with_properties(properties))
        },
    },
];
