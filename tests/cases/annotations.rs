//! Annotations of a schema or a value: titles, descriptions and examples.

use super::support::{assert_found, client, found, item, with_schema};

#[test]
fn an_example_beside_examples_is_reported() {
    let both = "example: x, examples: { one: { value: y } }";
    for version in ["3.0.3", "3.1.0"] {
        let document = format!(
            "openapi: {version}
info: {{ title: T, version: '1' }}
paths:
  /a:
    put:
      operationId: a
      parameters:
        - {{ name: q, in: query, schema: {{ type: string }}, {both} }}
        - {{ name: r, in: query, content: {{ application/json: {{ schema: {{ type: string }}, {both} }} }} }}
      requestBody: {{ content: {{ application/json: {{ schema: {{ type: string }}, {both} }} }} }}
      responses:
        '200':
          description: ok
          headers: {{ X-A: {{ schema: {{ type: string }}, {both} }} }}
          content: {{ application/json: {{ schema: {{ type: string }}, {both} }} }}
"
        );
        let generation = client(&document);
        let places = [
            "parameters/0/examples",
            "parameters/1/content/application~1json/examples",
            "requestBody/content/application~1json/examples",
            "headers/X-A/examples",
            "200/content/application~1json/examples",
        ];
        assert_found(&generation, &places);
        let found = found(&generation);
        let message = "`example` and `examples` exclude each other";
        assert!(found.iter().all(|it| it.contains(message)), "{found:#?}");
    }
}

#[test]
fn a_documented_reference_has_the_name_of_its_component() {
    for (version, variant) in [
        (
            "3.1.0",
            "{ $ref: '#/components/schemas/Circle', description: A round shape. }",
        ),
        (
            "3.0.3",
            "{ allOf: [{ $ref: '#/components/schemas/Circle' }], description: A round shape. }",
        ),
    ] {
        let document = with_schema(version, &format!("
      oneOf:
        - {variant}
        - {{ $ref: '#/components/schemas/Square' }}
    Circle: {{ type: object, required: [radius], properties: {{ radius: {{ type: number }} }} }}
    Square: {{ type: object, required: [side], properties: {{ side: {{ type: number }}, owner: {{ $ref: '#/components/schemas/B' }} }} }}
    B: {{ discriminator: {{ propertyName: kind }}, oneOf: [{{ $ref: '#/components/schemas/Cat', description: Purrs. }}, {{ $ref: '#/components/schemas/Dog' }}] }}
    Cat: {{ type: object, required: [kind], properties: {{ kind: {{ type: string }} }} }}
    Dog: {{ type: object, required: [kind], properties: {{ kind: {{ type: string }} }} }}"));
        let generation = client(&document);
        let union = item(&generation, "pub enum A");
        assert!(
            union.contains("Circle(super::Circle),\n    Square(super::Square),"),
            "{union}"
        );
        let files = &generation.output.as_ref().unwrap().files;
        let docs =
            "    /// A round shape.\n    ///\n    /// With the property `radius`.\n    Circle(";
        assert!(files["src/models/a.rs"].contains(docs));
        let tagged = item(&generation, "pub enum B");
        assert!(
            tagged.contains("Cat(super::Cat),\n    Dog(super::Dog),"),
            "{tagged}"
        );
    }
}

#[test]
fn a_unique_title_is_the_name() {
    let object = |title: &str| {
        format!(
            "{{ title: {title}, type: object, required: [{title}], properties: {{ {title}: {{ type: string }} }} }}"
        )
    };
    let [a, b, c, d, e, f] = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Phi"].map(object);
    let color = "{ title: Color, type: string, enum: [red, green, blue, black, white] }";
    let schema = format!(
        "{{ type: object, properties: {{ a: {a}, b: {{ type: array, items: {b} }}, c: {{ type: object, additionalProperties: {c} }}, d: {{ oneOf: [{d}, {e}] }}, e: {{ title: Either, oneOf: [{{ type: string }}, {f}] }}, f: {color} }} }}"
    );
    let expected = [
        "struct {}Alpha",
        "struct {}Beta",
        "struct {}Gamma",
        "struct {}Delta",
        "struct {}Epsilon",
        "enum {}Either",
        "struct {}Phi",
        "enum {}Color",
    ];
    for version in ["3.0.3", "3.1.0"] {
        let component = client(&with_schema(version, &schema));
        let inline = format!("openapi: {version}
info: {{ title: T, version: '1' }}
paths:
  /a:
    post:
      operationId: make
      requestBody: {{ content: {{ application/json: {{ schema: {schema} }} }} }}
      responses: {{ '204': {{ description: ok }} }}
  /b:
    get:
      operationId: show
      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {schema} }} }} }} }}
");
        let inline = client(&inline);
        for (generation, owner) in [(&component, "A"), (&inline, "Make"), (&inline, "Show")] {
            for head in expected {
                item(generation, &format!("pub {}", head.replace("{}", owner)));
            }
        }
        let files = component.output.as_ref().unwrap().files.values();
        let color = "/// One of `red`, `green`, `blue`, `black`, `white`, or an unlisted value.";
        assert!(files.into_iter().any(|source| source.contains(color)));
    }
}

#[test]
fn pages_name_the_operation_of_a_body_and_repeat_one_sentence() {
    let generation = client(
        r#"openapi: 3.1.0
info: { title: Pages, version: "1" }
servers: [{ url: https://api.test }]
paths:
  /a:
    post:
      operationId: add
      tags: [things]
      parameters:
        - { name: a, in: query, schema: { type: string }, description: "Text, e.g. a word. More." }
        - { name: b, in: query, schema: { type: string }, description: "See `a. b`. More." }
        - { name: c, in: query, schema: { type: string }, description: "See [a. b](https://c.test). More." }
      requestBody:
        content:
          application/json:
            schema: { type: object, properties: { count: { type: integer } } }
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema: { type: object, properties: { id: { type: string } } }
"#,
    );
    let source = &generation.output.as_ref().unwrap().files["src/things.rs"];
    for line in [
        "/// Sets `a`: Text, e.g. a word.\n",
        "/// Sets `b`: See `a. b`.\n",
        "/// Sets `c`: See [a. b](https://c.test).\n",
        "/// The request body of [`add()`].\n",
        "/// A response body of [`add()`].\n",
    ] {
        assert!(source.contains(line), "{line}{source}");
    }
}

/// Returns the lines of the client that start with `start`, without the comment markers.
fn documented(document: &str, start: &str) -> Vec<String> {
    let output = client(document).output.unwrap();
    let lines = output.files.values().flat_map(|text| text.lines());
    let lines = lines.filter_map(|line| line.trim_start().strip_prefix("/// "));
    let found = lines.filter(|line| line.starts_with(start));
    found.map(str::to_owned).collect()
}

#[test]
fn the_sentences_of_a_table_are_separate() {
    for (description, cell) in [
        ("How many", "How many. At least -1."),
        ("How many.", "How many. At least -1."),
        ("See (all)", "See (all). At least -1."),
        ("(See all.)", "(See all.) At least -1."),
        ("How many?", "How many? At least -1."),
        ("See `a.`", "See `a.`. At least -1."),
        ("", "At least -1."),
    ] {
        let document = format!(
            "openapi: 3.0.3
info: {{ title: T, version: '1' }}
paths:
  /a:
    get:
      operationId: a
      parameters:
        - {{ name: n, in: query, description: '{description}', schema: {{ type: integer, minimum: -1 }} }}
        - {{ name: o, in: query, description: Any, schema: {{ type: string }} }}
      responses: {{ '204': {{ description: ok }} }}
"
        );
        let rows = documented(&document, "| `");
        assert!(rows[0].ends_with(&format!("| {cell} |")), "{rows:#?}");
        assert!(rows[1].ends_with("| Any |"), "{rows:#?}");
    }
}

#[test]
fn the_variable_of_an_example_is_named_after_the_type() {
    let sent = "requestBody: { required: true, content: { application/json: { schema: { type: string } } } }";
    for (schema, plain, beside_body) in [
        (
            "{ $ref: '#/components/schemas/BigPet' }",
            "big_pet",
            "big_pet",
        ),
        ("{ type: array, items: { type: string } }", "items", "items"),
        (
            "{ type: object, properties: { a: { type: string } } }",
            "body",
            "value",
        ),
        ("{ type: string }", "body", "value"),
    ] {
        for (body, variable) in [("", plain), (sent, beside_body)] {
            let document = format!(
                "openapi: 3.0.3
info: {{ title: T, version: '1' }}
paths:
  /a:
    put:
      operationId: a
      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {schema} }} }} }} }}
      {body}
components: {{ schemas: {{ BigPet: {{ type: object, properties: {{ a: {{ type: string }} }} }} }} }}
"
            );
            let calls = documented(&document, &format!("let {variable} = client.call("));
            assert_eq!(calls.len(), 1, "{schema} {variable}");
        }
    }
}

#[test]
fn documentation_inside_a_wrapper_is_of_the_property() {
    let beside = "{ $ref: '#/components/schemas/B' }, { description: Text., deprecated: true, example: word, default: none }";
    for (version, schema, expected) in [
        (
            "3.1.0",
            "{ anyOf: [{ type: string, maxLength: 50, format: uuid, description: Text., default: none }, { type: 'null' }] }",
            [
                "Text.",
                "format `uuid`, at most 50 characters",
                "Default: `none`",
            ],
        ),
        (
            "3.1.0",
            "{ oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/B', description: Text., deprecated: true, default: none }] }",
            ["Text.", "deprecated", "Default: `none`"],
        ),
        (
            "3.0.3",
            &format!("{{ allOf: [{beside}] }}"),
            ["Text.", "deprecated", "Example: `word`"],
        ),
        (
            "3.0.3",
            "{ allOf: [{ type: array, items: { type: integer, minimum: 3 } }, { minItems: 2, maxItems: 4 }] }",
            ["at least 2 items", "items: at least 3", ""],
        ),
        (
            "3.0.3",
            "{ type: object, additionalProperties: { type: integer, description: Count., minimum: 7 } }",
            ["values: Count.", "values: at least 7", ""],
        ),
        (
            "3.0.3",
            "{ type: array, items: { nullable: true, description: Text., allOf: [{ $ref: '#/components/schemas/B' }] } }",
            ["items: Text.", "", ""],
        ),
        (
            "3.1.0",
            "{ type: array, items: { anyOf: [{ type: string, maxLength: 64 }, { type: 'null' }] } }",
            ["items: at most 64 characters", "", ""],
        ),
        (
            "3.1.0",
            "{ oneOf: [{ type: string, minLength: 3, description: Text. }, { type: integer, title: Number of it, minimum: 78 }] }",
            ["Text.", "At least 78", "At least 3 characters"],
        ),
    ] {
        let schema =
            format!("{{ type: object, properties: {{ a: {schema} }} }}\n    B: {{ type: string }}");
        let generation = client(&with_schema(version, &schema));
        let files = &generation.output.as_ref().unwrap().files;
        let model = files["src/models/a.rs"].to_lowercase();
        for words in expected {
            assert!(model.contains(&words.to_lowercase()), "{words}:\n{model}");
        }
    }
}

#[test]
fn a_direction_inside_a_wrapper_is_of_the_property() {
    for (version, schema) in [
        (
            "3.0.3",
            "{ allOf: [{ $ref: '#/components/schemas/B' }, { readOnly: true }] }",
        ),
        (
            "3.0.3",
            "{ allOf: [{ $ref: '#/components/schemas/C' }, { description: Text. }] }",
        ),
        (
            "3.1.0",
            "{ anyOf: [{ type: string, readOnly: true }, { type: 'null' }] }",
        ),
    ] {
        let document = format!("openapi: {version}
info: {{ title: T, version: '1' }}
paths:
  /a:
    put:
      operationId: a
      requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/A' }} }} }} }}
      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/A' }} }} }} }} }}
components:
  schemas:
    A: {{ type: object, required: [a], properties: {{ a: {schema}, b: {{ type: string }} }} }}
    B: {{ type: string }}
    C: {{ type: string, readOnly: true }}
");
        let generation = client(&document);
        let sent = item(&generation, "pub struct AInput");
        assert!(!sent.contains("pub a:"), "{sent}");
    }
}

#[test]
fn a_read_only_property_that_distinguishes_variants_is_not_sent() {
    let document = "openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a:
    put:
      operationId: a
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } }
components:
  schemas:
    A: { oneOf: [{ $ref: '#/components/schemas/N' }, { $ref: '#/components/schemas/R' }] }
    N: { type: object, required: [v, at], properties: { v: { type: string }, at: { type: string, readOnly: true } } }
    R: { type: object, required: [r], properties: { r: { type: string } } }
";
    let generation = client(document);
    assert_found(&generation, &[]);
    let sent = item(&generation, "pub struct NInput");
    assert!(!sent.contains("at:"), "{sent}");
    assert!(item(&generation, "pub struct N").contains("pub at: String"));
    let predicates = |name: &str| item(&generation, &format!("impl json::Union for {name}"));
    assert!(predicates("A").contains("\"at\""));
    assert!(!predicates("AInput").contains("\"at\""));
}

#[test]
fn a_password_in_a_union_with_null_is_a_secret() {
    let model = |schema: &str| {
        let schema = format!("{{ type: object, properties: {{ a: {schema} }} }}");
        let generation = client(&with_schema("3.1.0", &schema));
        generation.output.as_ref().unwrap().files["src/models/a.rs"].clone()
    };
    let password = model("{ type: [string, 'null'], format: password }");
    let union = model("{ anyOf: [{ type: string, format: password }, { type: 'null' }] }");
    assert_eq!(union, password);
    assert_ne!(password, model("{ type: [string, 'null'] }"));
}
