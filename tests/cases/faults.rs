//! Faults of documents: each fault excludes the smallest possible node, and has a diagnostic at its
//! place.

use super::support::{assert_found, client, diagnostics, found, item, with_schema};

#[test]
fn an_invalid_keyword_excludes_only_itself() {
    let keys = [
        (
            "minProperties: x, maxProperties: y",
            [
                "minProperties`, found the string `x`",
                "maxProperties`, found the string `y`",
            ],
        ),
        ("minLength: x, maxLength: x", ["minLength`", "maxLength`"]),
        (
            "title: [], description: {}",
            ["title`, found an array", "description`, found an object"],
        ),
        (
            "minimum: -.inf, maximum: .inf",
            ["found `-.inf`", "found `.inf`"],
        ),
        (
            "readOnly: 7, deprecated: maybe",
            ["readOnly`", "deprecated`"],
        ),
        ("pattern: 7, uniqueItems: x", ["pattern`", "uniqueItems`"]),
        (
            "discriminator: 7, xml: []",
            [
                "expected a discriminator, found `7`",
                "expected an XML object, found an array",
            ],
        ),
        (
            "externalDocs: x, required: 7",
            ["expected an external documentation object", "required`"],
        ),
    ];
    for version in ["3.0.3", "3.1.0"] {
        for (keys, named) in keys {
            let schema =
                format!("{{ type: object, {keys}, properties: {{ b: {{ type: integer }} }} }}");
            let generation = client(&with_schema(version, &schema));
            let object = item(&generation, "pub struct A");
            assert!(object.contains("pub b: Option<i64>"), "{keys}: {object}");
            assert_found(&generation, &named);
        }
    }
}

/// Returns a document with one operation.
fn with_operation(version: &str, operation: &str) -> String {
    format!(
        "openapi: {version}
info: {{ title: T, version: '1' }}
servers: [{{ url: https://api.test }}]
security: [{{ key: [] }}]
paths:
  /a:
    post:
      operationId: a
{operation}
components:
  securitySchemes: {{ key: {{ type: apiKey, name: k, in: header }} }}
"
    )
}

#[test]
fn an_invalid_node_excludes_only_itself() {
    let ok =
        "responses: { '200': { description: ok, headers: { X-A: { schema: { type: string } } } } }";
    let rows: [(&str, &[&str]); 26] = [
        (
            "responses: { '200': { description: ok, headers: { X-A: { schema: { type: string } } } }, '500': [] }",
            &["expected a response, found an array (#/paths/~1a/post/responses/500)"],
        ),
        (
            "responses: { '200': { description: ok, headers: { X-A: { schema: { type: string } } } }, '404': }",
            &["expected a response, found null"],
        ),
        (
            "responses: { '200': { description: ok, headers: { X-A: 7 } } }",
            &["expected a header, found `7`"],
        ),
        (
            "responses: { '200': { description: ok, headers: { X-A: { schema: { type: string } } } }, '404': { description: no, headers: [] } }",
            &["expected an object for `headers`, found an array"],
        ),
        (
            "responses: { '200': { description: ok, headers: { X-A: { schema: { type: string } } }, content: { application/json: } } }",
            &["expected a media type, found null"],
        ),
        (
            "responses: { '200': { description: ok, headers: { X-A: { schema: { type: string } } }, content: { application/json: { schema: } } } }",
            &["expected a schema, found null"],
        ),
        (
            "responses: { '200': { description: ok, headers: { X-A: { schema: { type: string } } }, content: { application/json: { schema: { type: string }, examples: { a: 7 }, encoding: 7 } } } }",
            &[
                "expected an example, found `7`",
                "expected an object for `encoding`",
            ],
        ),
        (
            "responses: { '200': { description: ok, headers: { X-A: { schema: { type: string } } }, links: { a: 7 } } }",
            &["expected a link, found `7`"],
        ),
        (
            "responses: { '200': { description: ok, headers: { X-A: { schema: { type: string } } }, links: } }",
            &["expected an object for `links`, found null"],
        ),
        ("parameters: [7]", &["expected a parameter, found `7`"]),
        (
            "parameters: [7, { name: p, in: query, schema: { type: boolean } }]",
            &["expected a parameter, found `7`"],
        ),
        (
            "parameters:",
            &["expected an array for `parameters`, found null"],
        ),
        (
            "parameters: { name: p }",
            &["expected an array for `parameters`, found an object"],
        ),
        (
            "parameters: [{ in: query }]",
            &["missing `name` in a parameter"],
        ),
        (
            "parameters: [{ name: p, in: query, style: 7, schema: { type: string } }]",
            &["style"],
        ),
        ("requestBody:", &["expected a request body, found null"]),
        ("callbacks: { a: 7 }", &["expected a callback, found `7`"]),
        (
            "callbacks: { a: { '{$request.body#/u}': 7 } }",
            &[
                "expected a path item, found `7`",
                "callbacks aren't generated",
            ],
        ),
        (
            "security: [7, { key: [] }]",
            &["expected a security requirement, found `7`"],
        ),
        (
            "security: [{ key: 7 }]",
            &["expected an array of scopes for `key`, found `7`"],
        ),
        (
            "security: { key: [] }",
            &["expected an array for `security`, found an object"],
        ),
        (
            "security:",
            &["expected a value for `security`, found null"],
        ),
        ("servers: [7]", &["expected a server, found `7`"]),
        (
            "servers: [{ url: 'https://{a}.test', variables: { a: 7 } }]",
            &["expected a server variable, found `7`"],
        ),
        ("tags: [7]", &["expected a string, found `7`"]),
        (
            "externalDocs: 7",
            &["expected an external documentation object, found `7`"],
        ),
    ];
    for version in ["3.0.3", "3.1.0", "3.2.0"] {
        for (part, named) in rows {
            let responses = if part.starts_with("responses") {
                ""
            } else {
                ok
            };
            let document = with_operation(version, &format!("      {part}\n      {responses}"));
            let generation = client(&document);
            let response = item(&generation, "pub enum AResponse");
            assert!(
                response.contains("x_a: Option<String>"),
                "{part}: {response}"
            );
            assert_found(&generation, named);
        }
    }
}

#[test]
fn null_in_place_of_a_node_is_reported() {
    let rows: [(&str, &str); 12] = [
        (
            "paths: { /a: { get: { operationId: a, responses: { '200': { description: ok } } } }, /b: }",
            "expected a path item, found null (#/paths/~1b)",
        ),
        (
            "paths: { /a: { get: { operationId: a, responses: { '200': { description: ok } } }, post: } }",
            "expected an operation, found null; the operation `post /a` is left out (#/paths/~1a/post)",
        ),
        (
            "paths: { /a: { get: { operationId: a, responses: } } }",
            "expected the responses object, found null",
        ),
        (
            "components: { schemas: }",
            "expected an object for `schemas`, found null (#/components/schemas)",
        ),
        ("components:", "expected the components object, found null"),
        (
            "components: { schemas: { A: } }",
            "expected a schema, found null",
        ),
        (
            "components: { schemas: { A: { properties: { a: } } } }",
            "expected a schema, found null (#/components/schemas/A/properties/a)",
        ),
        (
            "components: { schemas: { A: { items: } } }",
            "expected a schema, found null",
        ),
        (
            "components: { schemas: { A: { required: } } }",
            "expected a value for `required`, found null",
        ),
        (
            "components: { parameters: { A: } }",
            "expected a parameter, found null",
        ),
        ("servers:", "expected an array for `servers`, found null"),
        ("tags: [~]", "expected a tag, found null"),
    ];
    for version in ["3.0.3", "3.1.0", "3.2.0"] {
        for (part, named) in rows {
            let paths = if part.starts_with("paths") {
                ""
            } else {
                "paths: { /a: { get: { operationId: a, responses: { '200': { description: ok } } } } }"
            };
            let generation = client(&format!(
                "openapi: {version}\ninfo: {{ title: T, version: '1' }}\n{part}\n{paths}\n"
            ));
            let found = found(&generation);
            assert!(
                found.iter().any(|found| found.contains(named)),
                "{version} {named}: {found:#?}"
            );
            assert!(generation.output.is_some(), "{part}");
        }
    }
    let generation = client(
        "swagger: '2.0'\ninfo: { title: T, version: '1' }\nhost: a.test\npaths: { /a: { get: { responses: { '200': { description: ok, schema: }, '404': } }, post: } }\ndefinitions: { A: }\n",
    );
    assert_found(
        &generation,
        &[
            "responses/200/schema",
            "expected a response, found null",
            "expected an operation, found null",
            "(#/definitions/A)",
        ],
    );
}

#[test]
fn positions_follow_the_remaining_items() {
    let generation = client(&with_operation(
        "3.0.3",
        "      parameters: [7, { name: p, in: query, style: form, schema: { type: strng } }, 8, { name: q, in: query, schema: { type: strung } }]\n      responses: {}",
    ));
    let rendered = diagnostics(&generation);
    for place in ["9:20", "9:74", "9:85", "9:126"] {
        assert!(rendered.contains(place), "{place}: {rendered}");
    }
}

#[test]
fn every_unfollowed_reference_is_reported() {
    let keys = [
        "patternProperties: { '^a': REF }",
        "contains: REF",
        "propertyNames: REF",
        "if: REF",
        "then: REF, if: {}",
        "else: REF, if: {}",
        "dependentSchemas: { a: REF }",
        "not: REF",
        "unevaluatedItems: REF",
        "unevaluatedProperties: REF",
        "prefixItems: [REF]",
        "items: REF",
        "properties: { a: REF }",
        "additionalProperties: REF",
        "allOf: [REF]",
        "oneOf: [REF]",
        "anyOf: [REF, {}]",
        "contentSchema: REF",
        "$defs: { a: REF }",
    ];
    for (reference, message) in [
        (
            "#/components/schemas/Nope",
            "unresolved reference `#/components/schemas/Nope`",
        ),
        (
            "#/components/parameters/P",
            "expected a schema, found a parameter at `#/components/parameters/P`",
        ),
    ] {
        for key in keys {
            let schema = key.replace("REF", &format!("{{ $ref: '{reference}' }}"));
            let document = with_schema(
                "3.1.0",
                &format!(
                    "{{ {schema} }}\n  parameters: {{ P: {{ name: p, in: query, schema: {{}} }} }}"
                ),
            );
            let generation = client(&document);
            let found = found(&generation);
            let named = found.iter().filter(|found| found.contains(message)).count();
            assert_eq!(named, 1, "{key}: {found:#?}");
        }
    }
}

#[test]
fn references_to_components_of_another_kind_are_reported() {
    let document = |operation: &str| {
        format!(
            "openapi: 3.0.3
info: {{ title: T, version: '1' }}
paths: {{ /a: {{ post: {{ operationId: a, {operation} }} }} }}
components:
  schemas: {{ S: {{ type: string }} }}
  responses: {{ R: {{ description: r }} }}
"
        )
    };
    let ok = "responses: { '200': { description: ok } }";
    let rows = [
        (format!("parameters: [{{ $ref: '#/components/schemas/S' }}], {ok}"), "expected a parameter, found a schema at `#/components/schemas/S`", true),
        (format!("requestBody: {{ $ref: '#/components/schemas/S' }}, {ok}"), "expected a request body, found a schema", true),
        ("responses: { '200': { $ref: '#/components/schemas/S' } }".to_owned(), "expected a response, found a schema", true),
        ("responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/responses/R' } } } } }".to_owned(), "expected a schema, found a response at `#/components/responses/R`", true),
        ("responses: { '200': { description: ok, headers: { X: { $ref: '#/components/schemas/S' } } } }".to_owned(), "expected a header, found a schema", true),
        ("responses: { '200': { description: ok, content: { application/json: { examples: { X: { $ref: '#/components/schemas/S' } } } } } }".to_owned(), "expected an example, found a schema", true),
        ("responses: { '200': { description: ok, links: { X: { $ref: '#/components/schemas/S' } } } }".to_owned(), "expected a link, found a schema", true),
        (format!("callbacks: {{ X: {{ $ref: '#/components/callbacks/Nope' }} }}, {ok}"), "unresolved reference `#/components/callbacks/Nope`", true),
        ("responses: { '404': { $ref: '#/components/responses/Nope' } }".to_owned(), "unresolved reference `#/components/responses/Nope`", true),
        (format!("parameters: [{{ $ref: '#/components/parameters/Nope' }}], {ok}"), "unresolved reference `#/components/parameters/Nope`", true),
    ];
    for (operation, named, is_generated) in rows {
        let generation = client(&document(&operation));
        let found = found(&generation);
        assert_eq!(
            found.iter().filter(|found| found.contains(named)).count(),
            1,
            "{named}: {found:#?}"
        );
        assert_eq!(generation.skipped().is_empty(), is_generated, "{named}");
    }
}

#[test]
fn unresolved_targets_of_a_mapping_are_reported() {
    let schemas = "{ type: object, required: [kind], properties: { kind: { type: string } }, discriminator: { propertyName: kind, mapping: { b: '#/components/schemas/B', c: C, d: D, e: '#/components/schemas/E' } } }
    B: { allOf: [{ $ref: '#/components/schemas/A' }, { type: object, properties: { b: { type: string } } }] }
    C: { type: object, properties: { c: { type: string } } }";
    for version in ["3.0.3", "3.1.0"] {
        let generation = client(&with_schema(version, schemas));
        assert_found(
            &generation,
            &[
                "`c` is mapped to `C`, which doesn't inherit from `A` (#/components/schemas/A/discriminator/mapping/c)",
                "unresolved reference `#/components/schemas/D`",
                "unresolved reference `#/components/schemas/E`",
            ],
        );
    }
}

#[test]
fn integers_are_accepted_in_any_notation() {
    for version in ["3.0.3", "3.1.0"] {
        let generation = client(&with_schema(
            version,
            "{ type: integer, enum: [1, 0x10, 0o17, 1e3, 2.0, -3.0] }",
        ));
        assert_eq!(found(&generation), [""; 0]);
        let listed = item(&generation, "pub enum A");
        for variant in ["= 16", "16", "15", "1000", "2", "Minus3"] {
            assert!(
                listed.contains(variant.trim_start_matches("= ")),
                "{variant}: {listed}"
            );
        }
        let generation = client(&with_schema(version, "{ type: integer, enum: [1, 1_000] }"));
        assert_found(&generation, &["1_000"]);
        let document = with_schema(version, "{ type: integer, enum: [1, 1_000, 2_000] }");
        assert_found(&client(&document), &["1_000", "2_000"]);
    }
}

#[test]
fn a_number_that_json_does_not_have_is_reported_once() {
    for version in ["3.0.3", "3.1.0"] {
        for number in [".inf", "-.inf", ".nan"] {
            let generation = client(&with_schema(
                version,
                &format!("{{ type: number, maximum: {number} }}"),
            ));
            assert_found(
                &generation,
                &[&format!(
                    "expected a finite number, found `{number}` (#/components/schemas/A/maximum)"
                )],
            );
        }
        let generation = client(&with_schema(version, "{ type: number, maximum: 1e400 }"));
        assert_found(
            &generation,
            &["expected a number for `maximum`, found `1e400`, a number out of range"],
        );
    }
}

#[test]
fn an_unknown_type_is_the_type_that_it_stands_for() {
    let in_arrays = ("[datetime]", "[list, 5]", "unknown type `list`");
    for (version, (at, pages, list)) in [
        ("3.1.0", in_arrays),
        ("3.0.3", ("datetime", "List", "unknown type `List`")),
    ] {
        let generation = client(&with_schema(
            version,
            &format!(
                "{{ type: Object, properties: {{ count: {{ type: inetger }}, at: {{ type: {at} }}, \
                 pages: {{ type: {pages} }}, any: {{ type: mixed }} }} }}"
            ),
        ));
        let object = item(&generation, "pub struct A");
        for field in [
            "count: Option<i64>",
            "at: Option<jiff::Timestamp>",
            "pages: Option<Vec<serde_json::Value>>",
            "any: Option<serde_json::Value>",
        ] {
            assert!(object.contains(field), "{object}");
        }
        let names = ["Object", "inetger", "datetime", "mixed"];
        let mut expected = names.map(|name| format!("unknown type `{name}`")).to_vec();
        expected.push(list.to_owned());
        if version == "3.1.0" {
            expected.push("expected a type, found `5`".to_owned());
        }
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        assert_found(&generation, &expected);
    }
}

#[test]
fn a_security_scheme_can_be_called_enum() {
    let document = with_operation(
        "3.0.3",
        "      security: [{ enum: [] }]
      responses: { '200': { description: ok } }",
    );
    let document = document.replace("securitySchemes: { key", "securitySchemes: { enum");
    let generation = client(&document.replace("{ key: [] }", "{ enum: [] }"));
    assert_eq!(found(&generation), [""; 0]);
}

#[test]
fn required_names_of_a_map_are_reported() {
    let generation = client(&with_schema(
        "3.0.3",
        "{ type: object, required: [a], additionalProperties: { type: string } }",
    ));
    assert_found(&generation, &["the required property `a` isn't declared"]);
}

#[test]
fn a_place_is_listed_once() {
    let generation = client("openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a: { get: { responses: { '200': { description: ok, content: { application/json: { schema: { allOf: [{ $ref: 'nope.yaml' }, { type: object, properties: { a: { type: string } } }] } } } } } } }
  /b: { get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: 'nope.yaml' } } } } } } }
");
    let rendered = diagnostics(&generation);
    assert_eq!(rendered.matches("4:112").count(), 1, "{rendered}");
}

#[test]
fn each_lost_operation_has_a_diagnostic() {
    let generation = client(
        "openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a: { post: { operationId: a, requestBody: { $ref: '#/components/requestBodies/Nope' }, responses: { '200': { $ref: '#/components/responses/Nope' } } } }
  /b/{id}: { get: { operationId: b, responses: { '200': { description: ok } } } }
  /c/{id}: { get: { responses: { '200': { description: ok } } } }
  /d: { get: [], put: { $ref: '#/nope' }, post: { $ref: '#/nope' } }
",
    );
    let rendered = diagnostics(&generation);
    for expected in [
        "unresolved reference `#/components/requestBodies/Nope`\n",
        "help: correct the reference, or add its target; the body is bytes here\n",
        "help: correct the reference, or add its target; an empty response is assumed here\n",
        "found an array; the operation `get /d` is left out\n",
        "warning[unresolved-reference]: unresolved reference `#/nope`; the operation `put /d` is left out\n",
        "warning[unresolved-reference]: unresolved reference `#/nope`; the operation `post /d` is left out\n",
    ] {
        assert!(rendered.contains(expected), "{expected}: {rendered}");
    }
    assert_eq!(generation.skipped().len(), 3, "{rendered}");
    let request = item(&generation, "pub struct A");
    assert!(request.contains("File"), "{request}");
}

#[test]
fn diagnostics_name_the_keyword_of_the_document() {
    for (schema, expected) in [
        (
            "{ type: string, const: null }",
            "no value of the type `string` satisfies `const: null`",
        ),
        (
            "{ type: string, enum: [null] }",
            "no value of the type `string` satisfies `enum: [null]`",
        ),
        (
            "{ type: object, properties: { a: { $dynamicRef: '#nope' } } }",
            "at #/components/schemas/A/properties/a/$dynamicRef",
        ),
    ] {
        let generation = client(&with_schema("3.1.0", schema));
        let rendered = diagnostics(&generation);
        assert!(rendered.contains(expected), "{rendered}");
    }
}
