//! Parts of a document that contradict each other: discriminators and their variants, values and
//! their schemas, names and what they name.

use rejoinder::{Generation, diagnostic::Severity};

use super::support::{assert_found, client, diagnostics, found, item, with_schema};

/// Returns the messages of the notes, with the pointers of their places.
fn notes(generation: &Generation) -> Vec<String> {
    let found = generation.diagnostics.iter();
    let notes = found.filter(|found| found.severity == Severity::Note);
    notes.map(|found| found.to_string()).collect()
}

/// Checks that each of the strings is in a note, and that there is no other note.
fn assert_notes(generation: &Generation, words: &[&str]) {
    let notes = notes(generation);
    for word in words {
        let named = notes.iter().filter(|note| note.contains(word)).count();
        assert_eq!(named, 1, "{word}: {notes:#?}");
    }
    assert_eq!(notes.len(), words.len(), "{notes:#?}");
}

const VARIANTS: &str = "
    B: { type: object, required: [kind], properties: { kind: { type: string }, b: { type: string } } }
    C: { type: object, required: [kind], properties: { kind: { type: string }, c: { type: string } } }
    D: { type: object, properties: { d: { type: string } } }";

/// The other keys of the mapping select their variants.
#[test]
fn a_fraction_in_the_mapping_of_an_integer_is_reported() {
    let variants = VARIANTS.replace("kind: { type: string }", "kind: { type: integer }");
    let union = "oneOf: [{ $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/C' }]";
    let mapping = "{ '1': B, '1.5': B, '2': C }";
    let schema = format!(
        "{{ {union}, discriminator: {{ propertyName: kind, mapping: {mapping} }} }}{variants}"
    );
    let generation = client(&with_schema("3.0.3", &schema));
    let message = "expected an integer in the mapping, found `1.5`";
    assert_found(&generation, &[message]);
    let union = item(&generation, "impl json::Union for A");
    for integer in ["Integers(&[1])", "Integers(&[2])"] {
        assert!(union.contains(integer), "{union}");
    }
}

#[test]
fn a_mapping_to_no_variant_is_reported() {
    let union = "oneOf: [{ $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/C' }]";
    let mapping = "{ b: B, c: '#/components/schemas/C', d: D, e: Nope, f: '#/components/schemas/Nope', g: 'nope.yaml' }";
    let schema = format!(
        "{{ {union}, discriminator: {{ propertyName: kind, mapping: {mapping} }} }}{VARIANTS}"
    );
    let places = ["d", "e", "f", "g"]
        .map(|value| format!("(#/components/schemas/A/discriminator/mapping/{value})"));
    let places = places.each_ref().map(String::as_str);
    for version in ["3.0.3", "3.1.0", "3.2.0"] {
        assert_found(&client(&with_schema(version, &schema)), &places);
    }
    let document = format!(
        "swagger: '2.0'
info: {{ title: T, version: '1' }}
host: api.test
paths: {{ /a: {{ get: {{ operationId: a, responses: {{ '200': {{ description: ok, schema: {{ $ref: '#/definitions/A' }} }} }} }} }} }}
definitions:
    A: {schema}
"
    );
    let document = document.replace("#/components/schemas/", "#/definitions/");
    assert_found(&client(&document), &places);
}

#[test]
fn an_undeclared_discriminator_is_reported() {
    let union = "oneOf: [{ $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/C' }]";
    let child = "
    E: { allOf: [{ $ref: '#/components/schemas/A' }, { type: object, properties: { e: { type: string } } }] }";
    let base = "type: object, properties: { kind: { type: string } }";
    let message = |name: &str| {
        format!(
            "no variant declares the property `{name}` of the discriminator (#/components/schemas/A/discriminator/propertyName)"
        )
    };
    for version in ["3.0.3", "3.1.0", "3.2.0"] {
        for (schema, rest) in [(union, VARIANTS), (base, child)] {
            let with = |name: &str| {
                let schema =
                    format!("{{ {schema}, discriminator: {{ propertyName: {name} }} }}{rest}");
                client(&with_schema(version, &schema))
            };
            assert_found(&with("kind"), &[]);
            assert_notes(&with("kind"), &[]);
            assert_found(&with("knd"), &[&message("knd")]);
            assert_found(&with("other"), &[]);
            assert_notes(&with("other"), &[&message("other")]);
        }
    }
}

#[test]
fn an_unused_discriminator_is_reported() {
    let rows = [
        (
            "oneOf: [{ type: string }, { $ref: '#/components/schemas/B' }], discriminator: { propertyName: kind }",
            "the discriminator `kind` isn't used (#/components/schemas/A/discriminator)",
        ),
        (
            "type: object, properties: { a: { type: object, properties: { kind: { type: string } }, discriminator: { propertyName: kind } } }",
            "the discriminator `kind` has no variants (#/components/schemas/A/properties/a/discriminator)",
        ),
    ];
    for version in ["3.0.3", "3.1.0"] {
        for (schema, note) in rows {
            let schema = format!("{{ {schema} }}{VARIANTS}");
            assert_notes(&client(&with_schema(version, &schema)), &[note]);
        }
    }
}

/// Schemas with values that don't fit them, each with the message and the place of the mismatch.
const MISFITS: [(&str, &str, &str, &str); 10] = [
    (
        "type: integer",
        "x",
        "expected an integer, found `\"x\"`",
        "",
    ),
    (
        "type: integer",
        "1.5",
        "expected an integer, found `1.5`",
        "",
    ),
    (
        "type: boolean",
        "{ a: 1 }",
        "expected a boolean, found an object",
        "",
    ),
    (
        "type: string",
        "[]",
        "expected a string, found an array",
        "",
    ),
    (
        "type: string, enum: [a, b]",
        "c",
        "`\"c\"` isn't among the values of `enum`",
        "",
    ),
    (
        "type: array, items: { type: string, enum: [a] }",
        "[a, b]",
        "`\"b\"` isn't among",
        "/1",
    ),
    (
        "type: array, items: { $ref: '#/components/schemas/E' }",
        "[a, x]",
        "`\"x\"` isn't among",
        "/1",
    ),
    (
        "type: object, required: [a, b], properties: { a: { type: integer, readOnly: true }, b: { type: integer } }",
        "{}",
        "missing property `b`",
        "",
    ),
    (
        "type: object, additionalProperties: { type: object, properties: { a: { type: number } } }",
        "{ k: { a: 1 }, l: { a: x } }",
        "expected a number, found `\"x\"`",
        "/l/a",
    ),
    (
        "allOf: [{ $ref: '#/components/schemas/E' }], description: x",
        "y",
        "`\"y\"` isn't among",
        "",
    ),
];

/// Schemas with values that fit them.
const FITS: [(&str, &str); 8] = [
    ("type: number", "1"),
    ("type: integer", "3.0"),
    (
        "type: object, properties: { a: { type: integer } }",
        "{ a: 1, other: x }",
    ),
    ("oneOf: [{ type: integer }, { type: boolean }]", "x"),
    ("description: anything", "[1, x, {}]"),
    (
        "type: array, items: { $ref: '#/components/schemas/E' }",
        "[a, b]",
    ),
    ("type: object, required: [undeclared]", "{ undeclared: 1 }"),
    ("type: string, nullable: true", "null"),
];

#[test]
fn an_example_that_does_not_fit_is_noted() {
    let document = |part: &str| {
        format!(
            "openapi: 3.0.3
info: {{ title: T, version: '1' }}
paths: {{ /a: {{ put: {{ operationId: a, {part} }} }} }}
components: {{ schemas: {{ E: {{ type: string, enum: [a, b] }} }} }}
"
        )
    };
    let places = [
        (
            "parameters: [{ name: p, in: query, schema: { SCHEMA }, example: VALUE }], responses: { '204': { description: x } }",
            "parameters/0/example",
        ),
        (
            "requestBody: { content: { application/json: { schema: { SCHEMA }, examples: { one: { value: VALUE } } } } }, responses: { '204': { description: x } }",
            "requestBody/content/application~1json/examples/one/value",
        ),
        (
            "responses: { '200': { description: x, content: { application/json: { schema: { SCHEMA }, example: VALUE } } } }",
            "responses/200/content/application~1json/example",
        ),
        (
            "responses: { '200': { description: x, headers: { X-A: { schema: { SCHEMA }, example: VALUE } } } }",
            "responses/200/headers/X-A/example",
        ),
        (
            "responses: { '200': { description: x, content: { application/json: { schema: { type: object, properties: { a: { SCHEMA, example: VALUE } } } } } } }",
            "responses/200/content/application~1json/schema/properties/a/example",
        ),
    ];
    let generated = |part: &str, schema: &str, value: &str| {
        let part = part.replace("SCHEMA", schema).replace("VALUE", value);
        let notes = notes(&client(&document(&part))).into_iter();
        let about = notes.filter(|note| note.contains("the example"));
        about.collect::<Vec<_>>()
    };
    for (part, place) in places {
        for (schema, value, message, below) in MISFITS {
            let notes = generated(part, schema, value);
            let [note] = notes.as_slice() else {
                panic!("{part} {schema}: {notes:#?}");
            };
            let start =
                format!("note[contradiction]: the example doesn't fit its schema: {message}");
            assert!(note.starts_with(&start), "{note}");
            let place = format!("(#/paths/~1a/put/{place}{below})");
            assert!(note.ends_with(&place), "{place}: {note}");
        }
        for (schema, value) in FITS {
            assert_eq!(generated(part, schema, value), [""; 0], "{schema}");
        }
    }
}

#[test]
fn a_default_that_does_not_fit_is_reported() {
    let rows = [
        (
            "{ type: array, default: [a, c], items: { type: string, enum: [a, b] } }",
            "`\"c\"` isn't among the values of `enum` (#/components/schemas/A/default/1)",
        ),
        (
            "{ type: array, default: [x], items: { type: integer } }",
            "expected an integer, found `\"x\"` (#/components/schemas/A/default/0)",
        ),
        (
            "{ type: object, default: { a: x }, properties: { a: { type: integer } } }",
            "expected an integer, found `\"x\"` (#/components/schemas/A/default/a)",
        ),
        (
            "{ type: integer, default: x }",
            "the default `\"x\"` isn't of the type `integer` (#/components/schemas/A/default)",
        ),
    ];
    for version in ["3.0.3", "3.1.0", "3.2.0"] {
        for (schema, message) in rows {
            assert_found(&client(&with_schema(version, schema)), &[message]);
        }
        let fits = "{ type: array, default: [a], items: { type: string, enum: [a, b] } }";
        assert_found(&client(&with_schema(version, fits)), &[]);
    }
}

#[test]
fn a_parent_that_is_no_tag_is_reported() {
    let document = with_schema("3.2.0", "{ type: string }");
    let tags =
        "tags: [{ name: pets, parent: animal }, { name: animals }, { name: cats, parent: pets }]";
    assert_found(
        &client(&format!("{document}{tags}\n")),
        &["unknown tag `animal` as the parent of a tag (#/tags/0/parent)"],
    );
}

#[test]
fn names_of_other_values_are_reported() {
    let rows = [
        (
            "enum: [a, b], x-enum-varnames: [One]",
            Some(("x-enum-varnames", 2, 1)),
        ),
        (
            "enum: [a, b], x-enumNames: [One, Two, Three]",
            Some(("x-enumNames", 2, 3)),
        ),
        (
            "enum: [a], x-enum-descriptions: [x, y]",
            Some(("x-enum-descriptions", 1, 2)),
        ),
        ("enum: [a, b], x-enum-varnames: [One, Two]", None),
        ("enum: [a, b], x-enum-varnames: { a: One }", None),
        (
            "nullable: true, enum: [null, a], x-enum-varnames: [One]",
            None,
        ),
    ];
    for version in ["3.0.3", "3.1.0"] {
        for (keys, message) in rows {
            let message = message.map(|(key, expected, found)| {
                format!("expected {expected} entries in `{key}`, one for each value of `enum`, found {found} (#/components/schemas/A/{key})")
            });
            let words: Vec<&str> = message.iter().map(String::as_str).collect();
            let schema = format!("{{ type: string, {keys} }}");
            assert_found(&client(&with_schema(version, &schema)), &words);
        }
    }
}

#[test]
fn a_name_for_null_moves_no_other_name() {
    for nulls in [
        "enum: [null, a, b], x-enum-varnames: [Nothing, First, Second]",
        "enum: [a, null, b], x-enum-varnames: [First, Nothing, Second]",
        "enum: [a, b, null], x-enum-varnames: [First, Second, Nothing]",
        "enum: [a, null, b], x-enum-varnames: [First, Second]",
    ] {
        let schema = format!("{{ type: string, nullable: true, {nulls} }}");
        let generation = client(&with_schema("3.0.3", &schema));
        let values = item(&generation, "pub enum A");
        assert!(values.contains("First,\n    Second,"), "{values}");
        assert_eq!(found(&generation), [""; 0]);
    }
}

/// Returns the lines of the client's documentation that begin with a word.
fn documented(generation: &Generation, word: &str) -> Vec<String> {
    let output = generation.output.as_ref().expect("a generated client");
    let sources = output.files.iter();
    let sources = sources.filter(|(path, _)| !path.starts_with("src/runtime"));
    let lines = sources.flat_map(|(_, source)| source.lines());
    let lines = lines.filter_map(|line| line.trim_start().strip_prefix("/// "));
    let lines = lines.filter(|line| line.starts_with(word));
    lines.map(str::to_owned).collect()
}

#[test]
fn every_short_example_is_documented() {
    let long = "x".repeat(201);
    let many: Vec<String> = (0..12).map(|n| format!("n{n}: {{ value: {n} }}")).collect();
    let document = format!(
        "openapi: 3.1.0
info: {{ title: T, version: '1' }}
paths:
  /a:
    put:
      operationId: a
      parameters:
        - {{ name: p, in: query, schema: {{ type: integer }}, examples: {{ a: {{ summary: Least, value: 1 }}, b: {{ summary: Most | all, value: 100 }} }} }}
        - {{ name: q, in: query, schema: {{ type: integer }}, examples: {{ {} }} }}
        - {{ name: r, in: query, schema: {{ type: string, examples: [u, v, {long}] }} }}
        - {{ name: s, in: query, schema: {{ type: integer, examples: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] }} }}
      requestBody: {{ content: {{ application/json: {{ schema: {{ type: string }}, examples: {{ a: {{ value: {long} }}, b: {{ summary: Short, value: s }}, c: {{ value: {long} }} }} }} }} }}
      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ type: string }}, examples: {{ a: {{ value: {long} }}, b: {{ value: t }}, c: {{ value: w }} }} }} }} }} }}
",
        many.join(", ")
    );
    let generation = client(&document);
    let fields = documented(&generation, "Example");
    assert!(
        fields.contains(&"Examples: `1` (Least), `100` (Most | all).".to_owned()),
        "{fields:#?}"
    );
    assert!(
        fields.contains(&"Examples: `u`, `v`.".to_owned()),
        "{fields:#?}"
    );
    let row = documented(&generation, "| `p`");
    assert!(
        row[0].ends_with(r"Examples: `1` (Least), `100` (Most \| all). |"),
        "{row:#?}"
    );
    let others = documented(&generation, "Other example");
    assert_eq!(
        others,
        ["Other examples: `t`, `w`.", "Other example: `s` (Short)."]
    );
    let operation = "#/paths/~1a/put";
    assert_notes(
        &generation,
        &[
            &format!(
                "only 10 examples of a value are documented ({operation}/parameters/1/examples/n10/value)"
            ),
            &format!(
                "only 10 examples of a value are documented ({operation}/parameters/1/examples/n11/value)"
            ),
            &format!(
                "only 10 examples of a value are documented ({operation}/parameters/3/schema/examples)"
            ),
            &format!("a long example isn't documented ({operation}/parameters/2/schema/examples)"),
            &format!(
                "a long example isn't documented ({operation}/requestBody/content/application~1json/examples/c/value)"
            ),
        ],
    );
}

#[test]
fn helps_do_not_ask_for_what_is_there() {
    let items = vec!["{ type: string }"; 13].join(", ");
    let tuple = format!("{{ type: array, minItems: 13, items: false, prefixItems: [{items}] }}");
    let document = with_schema("3.1.0", &tuple)
        .replace("paths:", "servers: [{ url: 'https://a.test?x=1' }]\npaths:")
        .replace("/a:", "/a?x=1:")
        .replace("operationId: a", "operationId: a\n      tags: [a, a]");
    let generation = client(&document);
    let mut helps: Vec<&str> = generation
        .diagnostics
        .iter()
        .filter_map(|found| found.help.as_deref())
        .collect();
    helps.sort_unstable();
    assert_eq!(
        helps,
        [
            "declare query parameters; the query is sent as it is written here",
            "remove the query and the fragment; the server is ignored here",
            "use an object, or at most 12 items; only such an array is a tuple",
        ]
    );
}

#[test]
fn a_default_outside_its_bounds_is_reported() {
    for (schema, message) in [
        (
            "type: integer, format: int32, default: 3000000000",
            "exceeds the format `int32`",
        ),
        (
            "type: integer, minimum: 5, default: 4",
            "violates the minimum 5",
        ),
        (
            "type: number, maximum: 1.5, default: 2",
            "violates the maximum 1.5",
        ),
        (
            "type: string, maxLength: 2, default: abc",
            "a length of at most 2, found 3",
        ),
        (
            "type: array, items: { type: string }, minItems: 1, default: []",
            "an item count of at least 1, found 0",
        ),
        (
            "type: integer, format: int32, minimum: 0, maximum: 9, default: 9",
            "",
        ),
    ] {
        let schema = format!("{{ type: object, properties: {{ a: {{ {schema} }} }} }}");
        let generation = client(&with_schema("3.0.3", &schema));
        let words = diagnostics(&generation);
        assert!(words.contains(message), "{words}");
        assert_eq!(
            words.contains("doesn't fit"),
            !message.is_empty(),
            "{words}"
        );
    }
}
