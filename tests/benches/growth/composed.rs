//! Nested schemas of OpenAPI 3.0: unions, `allOf` and inheritance.

use serde_json::{Value, json};

use crate::document::{
    Dimension, array, merged, numbered, object, property_of, reference, requiring, string, strings,
    with_schema, with_schemas,
};

/// Returns an object schema with a constant of OpenAPI 3.0, an enum of a single value.
fn constant(number: usize) -> Value {
    requiring(
        "kind",
        json!({"type": "string", "enum": [format!("k{number}")]}),
    )
}

fn subtype(number: usize) -> (String, Value) {
    let own = requiring(&format!("p{number}"), string());
    (
        format!("c{number}"),
        json!({"allOf": [reference("base"), own]}),
    )
}

/// Returns a schema that is nested in itself to a depth.
fn nested(depth: usize, outer: impl Fn(usize, Value) -> Value) -> Value {
    (0..depth).fold(string(), |inner, level| outer(level, inner))
}

pub(crate) const DIMENSIONS: &[Dimension] = &[
    Dimension {
        name: "depth of inline objects",
        count: 25,
        document: |count| with_schema(nested(count, property_of)),
    },
    Dimension {
        name: "depth of arrays",
        count: 45,
        document: |count| {
            with_schema(nested(
                count,
                |_, items| json!({"type": "array", "items": items}),
            ))
        },
    },
    Dimension {
        name: "depth of maps",
        count: 45,
        document: |count| {
            with_schema(nested(
                count,
                |_, value| json!({"type": "object", "additionalProperties": value}),
            ))
        },
    },
    Dimension {
        name: "depth of component objects",
        count: 150,
        document: |count| {
            let schemas = numbered("s", count, |n| {
                property_of(n, reference(&format!("s{}", n + 1)))
            });
            with_schemas(
                "s0",
                merged(schemas, json!({format!("s{count}"): strings(1)})),
            )
        },
    },
    Dimension {
        name: "`oneOf` with a required property each",
        count: 100,
        document: |count| {
            with_schema(json!({"oneOf": array(count, |n| requiring(&format!("p{n}"), string()))}))
        },
    },
    Dimension {
        name: "`oneOf` with a constant each",
        count: 150,
        document: |count| with_schema(json!({"oneOf": array(count, constant)})),
    },
    Dimension {
        name: "`oneOf` of 60 properties and a constant each",
        count: 30,
        document: |count| {
            with_schema(json!({"oneOf": array(count, |n| {
                let constant = json!({"enum": [format!("v{n}")]});
                let properties = object(60, |p| (format!("p{p}"), string()));
                json!({"type": "object", "required": ["k"], "properties": merged(properties, json!({"k": constant}))})
            })}))
        },
    },
    Dimension {
        name: "`oneOf` with a discriminator",
        count: 100,
        document: |count| {
            let kinds = numbered("s", count, |_| requiring("kind", string()));
            let union = json!({
                "oneOf": array(count, |n| reference(&format!("s{n}"))),
                "discriminator": {"propertyName": "kind"},
            });
            with_schemas("union", merged(kinds, json!({"union": union})))
        },
    },
    Dimension {
        name: "`mapping` of a discriminator",
        count: 1_000,
        document: |count| {
            let union = json!({
                "oneOf": [reference("s")],
                "discriminator": {
                    "propertyName": "kind",
                    "mapping": numbered("k", count, |_| json!("#/components/schemas/s")),
                },
            });
            with_schemas(
                "union",
                json!({"s": requiring("kind", string()), "union": union}),
            )
        },
    },
    Dimension {
        name: "`oneOf` of optional properties",
        count: 100,
        document: |count| with_schema(json!({"oneOf": array(count, |n| property_of(n, string()))})),
    },
    Dimension {
        name: "`oneOf` of equal objects",
        count: 200,
        document: |count| with_schema(json!({"oneOf": array(count, |_| strings(2))})),
    },
    Dimension {
        name: "`anyOf` of objects",
        count: 100,
        document: |count| {
            with_schema(json!({"anyOf": array(count, |n| requiring(&format!("p{n}"), string()))}))
        },
    },
    Dimension {
        name: "`anyOf` of scalars",
        count: 1_000,
        document: |count| {
            let types = ["string", "integer", "boolean", "number"];
            let of = |n: usize| json!({"type": types.get(n % 4), "description": format!("d{n}")});
            with_schema(json!({"anyOf": array(count, of)}))
        },
    },
    Dimension {
        name: "`oneOf` of enums",
        count: 500,
        document: |count| {
            with_schema(
                json!({"oneOf": array(count, |n| json!({"type": "string", "enum": [format!("v{n}")]}))}),
            )
        },
    },
    Dimension {
        name: "depth of `oneOf`",
        count: 25,
        document: |count| {
            with_schema(nested(
                count,
                |level, inner| json!({"oneOf": [inner, requiring(&format!("p{level}"), string())]}),
            ))
        },
    },
    Dimension {
        name: "parts of `allOf`",
        count: 300,
        document: |count| with_schema(json!({"allOf": array(count, |n| property_of(n, string()))})),
    },
    Dimension {
        name: "component parts of `allOf`",
        count: 300,
        document: |count| {
            let parts = numbered("s", count, |n| property_of(n, string()));
            let all = json!({"all": {"allOf": array(count, |n| reference(&format!("s{n}")))}});
            with_schemas("all", merged(parts, all))
        },
    },
    Dimension {
        name: "parts of `allOf` with one property",
        count: 1_000,
        document: |count| with_schema(json!({"allOf": array(count, |_| property_of(0, string()))})),
    },
    Dimension {
        name: "depth of `allOf`",
        count: 25,
        document: |count| {
            with_schema(nested(
                count,
                |level, inner| json!({"allOf": [inner, property_of(level, string())]}),
            ))
        },
    },
    Dimension {
        name: "subtypes",
        count: 75,
        document: |count| {
            let discriminator = json!({"discriminator": {"propertyName": "kind"}});
            let base = json!({"base": merged(requiring("kind", string()), discriminator)});
            with_schemas("base", merged(base, object(count, subtype)))
        },
    },
];
