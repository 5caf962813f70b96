//! Numbers with more digits than a float keeps, and numbers that JSON doesn't have.

use super::support::{assert_found, client, item, with_schema};

/// A document that is both JSON and YAML.
const DOCUMENT: &str = r##"{ "openapi": "3.1.0", "info": { "title": "T", "version": "1" },
  "paths": { "/a": { "get": { "operationId": "a", "responses": { "200": { "description": "ok",
    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/A" } } } } } } } },
  "components": { "schemas": { "A": { "type": "object", "properties": {
    "bound": { "type": "integer", "minimum": 0, "maximum": 18446744073709551616 },
    "beside": { "type": "integer", "maximum": 9223372036854775808 },
    "end": { "type": "integer", "minimum": 0, "maximum": 18446744073709551615 },
    "long": { "type": "integer", "exclusiveMaximum": 9223372036854775807 },
    "number": { "type": "number", "minimum": -123456789012345678901234567890 },
    "factor": { "type": "number", "multipleOf": 123456789012345678901234567890 },
    "listed": { "enum": [1, 123456789012345678901234567890] },
    "default": { "type": "integer", "default": 123456789012345678901234567890 },
    "example": { "type": "number", "examples": [{ "deep": [123456789012345678901234567890] }] },
    "exponent": { "type": "number", "default": 1e30 }
  } } } } }"##;

#[test]
fn large_numbers_are_documented_with_all_digits_or_not_at_all() {
    for document in [
        DOCUMENT.to_owned(),
        format!("# YAML\n{DOCUMENT}"),
        DOCUMENT.replace("3.1.0", "3.0.3"),
    ] {
        let generation = client(&document);
        let output = generation.output.as_ref().expect("a generated client");
        let source = &output.files["src/models/a.rs"];
        let (_, fields) = source.split_once("pub struct A {\n").expect("the type");
        let (fields, _) = fields.split_once("\n}").expect("its end");
        let lines: Vec<&str> = fields.lines().map(str::trim).collect();
        assert_eq!(
            lines,
            [
                "/// At least 0, at most 18446744073709551616.",
                "pub bound: Option<i128>,",
                "/// At most 9223372036854775808.",
                "pub beside: Option<i128>,",
                "/// At least 0, at most 18446744073709551615.",
                "pub end: Option<u64>,",
                "/// Less than 9223372036854775807.",
                "pub long: Option<i64>,",
                "/// At least -123456789012345678901234567890.",
                "pub number: Option<f64>,",
                "/// A multiple of 123456789012345678901234567890.",
                "pub factor: Option<f64>,",
                "/// One of `1`, `1.2345678901234568e29`.",
                "pub listed: Option<f64>,",
                "pub default: Option<i64>,",
                "pub example: Option<f64>,",
                "/// Default: `1e+30`.",
                "pub exponent: Option<f64>,",
            ]
        );
        let found = |key: &str| {
            let digits = "123456789012345678901234567890";
            format!("`{key}` has a number with more digits than a float keeps: `{digits}`")
        };
        let keys = ["enum", "default", "examples"];
        assert_found(&generation, &keys.map(found).each_ref().map(String::as_str));
    }
}

#[test]
fn a_number_that_json_does_not_have_costs_only_itself() {
    for version in ["3.0.3", "3.1.0"] {
        for number in [".nan", "-.inf"] {
            let schema = format!(
                "{{ type: object, properties: {{ a: {{ type: number, default: {number} }}, b: {{ type: integer, enum: [1, {number}, 3] }}, c: {{ type: number, enum: [1.5, 2, {number}] }} }} }}"
            );
            let generation = client(&with_schema(version, &schema));
            let places = ["a/default", "b/enum/1", "c/enum/2"];
            let places = places
                .map(|place| format!("`{number}` (#/components/schemas/A/properties/{place})"));
            assert_found(&generation, &places.each_ref().map(String::as_str));
            let source = &generation.output.as_ref().expect("a client").files["src/models/a.rs"];
            for line in [
                "N1,",
                "N3,",
                "/// One of `1.5`, `2`.",
                "pub a: Option<f64>,",
            ] {
                assert!(source.contains(line), "{line}: {source}");
            }
            assert!(!source.contains("Default:"), "{source}");
        }
        let schema = "{ type: object, properties: { a: { type: string, enum: [.inf, x] } } }";
        let generation = client(&with_schema(version, schema));
        let strings = item(&generation, "pub enum AA");
        assert!(strings.contains("Inf,"), "{strings}");
    }
}
