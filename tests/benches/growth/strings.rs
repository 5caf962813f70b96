//! Lengths of names and descriptions, examples, and the syntax of YAML.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::document::{
    Dimension, merged, numbered, operation, string, strings, with_operation, with_paths,
    with_properties, with_schema, with_schemas,
};

/// Returns a document of OpenAPI 3.0 with a description of its operation.
fn with_description(description: String) -> String {
    with_operation(json!({"description": description}))
}

fn property(name: String, schema: Value) -> String {
    with_schema(json!({"type": "object", "properties": {name: schema}}))
}

/// A document in block style whose operation has the component `root` as request.
const BLOCK: &str = "openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a:
    post:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/root' } } } }
      responses: { '204': { description: x } }
components:
  schemas:
";

pub(crate) const DIMENSIONS: &[Dimension] = &[
    Dimension {
        name: "length of a property's name",
        count: 10_000,
        document: |count| property("a".repeat(count), string()),
    },
    Dimension {
        name: "words of a property's name",
        count: 3_000,
        document: |count| property("ab_".repeat(count), string()),
    },
    Dimension {
        name: "length of a schema's name",
        count: 3_000,
        document: |count| {
            let name = "a".repeat(count);
            with_schemas(&name, json!({&name: strings(1)}))
        },
    },
    Dimension {
        name: "length of an operationId",
        count: 24_000,
        document: |count| with_operation(json!({"operationId": "a".repeat(count)})),
    },
    Dimension {
        name: "length of a value",
        count: 10_000,
        document: |count| with_schema(json!({"type": "string", "enum": ["a".repeat(count), "b"]})),
    },
    Dimension {
        name: "length of a path",
        count: 10_000,
        document: |count| {
            with_paths(json!({format!("/{}", "a".repeat(count)): {"get": operation(json!({}))}}))
        },
    },
    Dimension {
        name: "length of a tag",
        count: 80_000,
        document: |count| with_operation(json!({"tags": ["a".repeat(count)]})),
    },
    Dimension {
        name: "length of an unknown key",
        count: 30_000,
        document: |count| with_schema(merged(strings(1), json!({"a".repeat(count): 1}))),
    },
    Dimension {
        name: "length of a pattern",
        count: 100_000,
        document: |count| {
            property(
                "p".to_owned(),
                json!({"type": "string", "pattern": "a".repeat(count)}),
            )
        },
    },
    Dimension {
        name: "length of a description, in words",
        count: 20_000,
        document: |count| with_description("word ".repeat(count)),
    },
    Dimension {
        name: "length of a description, one word",
        count: 100_000,
        document: |count| with_description("w".repeat(count)),
    },
    Dimension {
        name: "length of a description, in lines",
        count: 10_000,
        document: |count| with_description("A line.\n\n".repeat(count)),
    },
    Dimension {
        name: "length of a description, in punctuation",
        count: 10_000,
        document: |count| with_description("*_`[".repeat(count)),
    },
    Dimension {
        name: "links of a description",
        count: 5_000,
        document: |count| {
            with_description("[a](https://example.com/a) https://example.com ".repeat(count))
        },
    },
    Dimension {
        name: "nested quotes of a description",
        count: 8_000,
        document: |count| with_description(format!("{} a", "> ".repeat(count))),
    },
    Dimension {
        name: "lists of a description",
        count: 5_000,
        document: |count| with_description("- a\n  - b\n".repeat(count)),
    },
    Dimension {
        name: "rows of a table of a description",
        count: 3_000,
        document: |count| {
            with_description(format!(
                "| a | b |\n|---|---|\n{}",
                "| c | d |\n".repeat(count)
            ))
        },
    },
    Dimension {
        name: "descriptions",
        count: 500,
        document: |count| {
            let schema = json!({"type": "string", "description": "A *text* of `code`, and a second line.\n\nMore."});
            let properties = numbered("p", count, |_| schema.clone());
            with_schema(with_properties(properties))
        },
    },
    Dimension {
        name: "length of an example",
        count: 100_000,
        document: |count| {
            with_schema(merged(
                strings(1),
                json!({"example": {"p0": "a".repeat(count)}}),
            ))
        },
    },
    Dimension {
        name: "properties of an example",
        count: 2_000,
        document: |count| {
            let example = numbered("p", count, |_| json!("a"));
            with_schema(merged(strings(1), json!({"example": example})))
        },
    },
    Dimension {
        name: "examples of a response",
        count: 2_000,
        document: |count| {
            let examples = numbered("e", count, |_| json!({"value": {"p0": "a"}}));
            let content = json!({"application/json": {"schema": strings(1), "examples": examples}});
            with_operation(json!({"responses": {"200": {"description": "x", "content": content}}}))
        },
    },
    Dimension {
        name: "properties in block style",
        count: 750,
        document: |count| {
            let mut document = format!("{BLOCK}    root:\n      type: object\n      properties:\n");
            for n in 0..count {
                let _ = writeln!(document, "        p{n}:\n          type: string");
            }
            document
        },
    },
    Dimension {
        name: "aliases",
        count: 750,
        document: |count| {
            let mut document = format!("{BLOCK}    root:\n      type: object\n      properties:\n");
            let _ = writeln!(document, "        q: &q {{ type: string, minLength: 1 }}");
            for n in 0..count {
                let _ = writeln!(document, "        p{n}: *q");
            }
            document
        },
    },
    Dimension {
        name: "merge keys",
        count: 400,
        document: |count| {
            let mut document = format!("{BLOCK}    root:\n      type: object\n      properties:\n");
            let _ = writeln!(document, "        q: &q {{ type: string, minLength: 1 }}");
            for n in 0..count {
                let _ = writeln!(document, "        p{n}: {{ <<: *q, maxLength: {} }}", n + 1);
            }
            document
        },
    },
    Dimension {
        name: "comments",
        count: 20_000,
        document: |count| {
            format!(
                "{BLOCK}    root: {{ type: string }}\n{}",
                "# a\n".repeat(count)
            )
        },
    },
];
