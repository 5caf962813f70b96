//! Documents that other tools read: references, numbers, merge keys, positions.

use rejoinder::{Generation, Generator};

use super::support::{case, diagnostics, item};

/// Generates the client of a text.
fn client(text: &str) -> Generation {
    let generator = Generator::new("document").name("client");
    generator.generate_from(text.to_owned())
}

/// The lines of the diagnostics that say what is wrong, and where.
fn problems(generation: &Generation) -> Vec<String> {
    let rendered = diagnostics(generation);
    let lines = rendered.lines().filter(|line| {
        let starts = ["warning", "error"].iter().any(|it| line.starts_with(it));
        starts || line.trim_start().starts_with("--> ")
    });
    lines.map(|line| line.trim().to_owned()).collect()
}

/// A document whose operation `a` answers with a schema.
fn with_schema(version: &str, schema: &str) -> String {
    format!(
        "openapi: {version}
info: {{ title: T, version: '1' }}
paths:
  /a:
    get:
      operationId: a
      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/A' }} }} }} }} }}
components:
  schemas:
    A: {schema}
"
    )
}

#[test]
fn merge_keys_are_applied_recursively() {
    let generation = case("merge_keys.yaml");
    assert_eq!(problems(&generation), [""; 0]);
    let two = item(&generation, "pub enum TwoResponse");
    for variant in ["Ok", "BadRequest", "InternalServerError"] {
        assert!(two.contains(&format!("    {variant}")), "{two}");
    }
    let over = item(&generation, "pub enum OverResponse");
    assert!(over.contains("InternalServerError"), "{over}");
    let quoted = item(&generation, "pub struct Quoted");
    assert!(quoted.contains("Option<String>"), "{quoted}");
}

#[test]
fn a_number_costs_at_most_its_node() {
    for version in ["3.0.3", "3.1.0"] {
        for number in [
            "18446744073709552000",
            "-9e99",
            "1E400",
            ".inf",
            "-.INF",
            ".nan",
        ] {
            for other in ["", ", description: '1 << 3'", ", x-m: { <<: { a: 1 } }"] {
                let schema = format!(
                    "{{ type: object, properties: {{ b: {{ type: integer, maximum: {number}{other} }} }} }}"
                );
                let generation = client(&with_schema(version, &schema));
                let object = item(&generation, "pub struct A");
                assert!(object.contains("pub b: Option<"), "{number}: {object}");
            }
        }
    }
}

#[test]
fn a_number_of_json_costs_at_most_its_node() {
    let text = r##"{
  "openapi": "3.0.3", "info": { "title": "T \"1E400", "version": "1" },
  "paths": { "/a": { "get": { "operationId": "a", "responses": { "200": { "description": "ok",
    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/A" } } } } } } } },
  "components": { "schemas": { "A": { "type": "object", "properties": {
    "b": { "type": "number", "maximum": 1E400 }, "c": { "type": "integer", "minimum": -123456789012345678901234567890 } } } } }
}"##;
    let generation = client(text);
    let object = item(&generation, "pub struct A");
    assert!(object.contains("pub b: Option<f64>"), "{object}");
    assert_eq!(
        problems(&generation),
        [
            "warning[invalid-node]: this can't be read as a schema: invalid type: string \"1E400\", \
             expected a JSON number",
            "--> document:6:41",
        ]
    );
}

#[test]
fn the_last_of_two_equal_keys_is_used() {
    let schema = "{ type: object, properties: { id: { type: integer }, id: { type: string } } }";
    for version in ["3.0.3", "3.1.0"] {
        let generation = client(&with_schema(version, schema));
        let object = item(&generation, "pub struct A");
        assert!(object.contains("pub id: Option<String>"), "{object}");
        assert_eq!(
            problems(&generation),
            [
                "warning[duplicate-key]: the key `id` is in this mapping twice",
                "--> document:10:61",
            ]
        );
    }
}

#[test]
fn what_has_no_schema_is_a_string() {
    for version in ["3.0.3", "3.1.0", "3.2.0"] {
        let generation = client(&format!(
            "openapi: {version}
info: {{ title: T, version: '1' }}
paths:
  /h: {{ get: {{ operationId: getH, responses: {{ '200': {{ description: ok, headers: {{ X-Rate: {{ description: calls }} }} }} }} }} }}
  /p: {{ get: {{ operationId: getP, parameters: [{{ name: filter, in: query }}], responses: {{ '200': {{ description: ok }} }} }} }}
"
        ));
        let problems = problems(&generation);
        assert_eq!(
            problems.iter().step_by(2).collect::<Vec<_>>(),
            [
                "warning[missing-key]: a header has no `schema`, which OpenAPI requires",
                "warning[missing-key]: a parameter has no `schema`, which OpenAPI requires",
            ]
        );
        let header = item(&generation, "pub enum GetHResponse");
        assert!(header.contains("x_rate: Option<String>"), "{header}");
    }
}

#[test]
fn references_are_percent_decoded() {
    let generation = case("percent_component.yaml");
    assert_eq!(problems(&generation), [""; 0]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_waited_for() {
    let folder = std::env::temp_dir().join(format!("rejoinder-fifo-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("folder.yaml")).expect("a folder");
    let fifo = folder.join("fifo.yaml");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    assert!(made.is_ok_and(|status| status.success()));
    let document = folder.join("document.yaml");
    let schema = "{ anyOf: [{ $ref: fifo.yaml }, { $ref: folder.yaml }] }";
    std::fs::write(&document, with_schema("3.0.3", schema)).expect("a document");
    let generation = Generator::new(&document).name("client").generate();
    let rendered = diagnostics(&generation);
    assert!(generation.output.is_some(), "{rendered}");
    for path in [fifo, "/dev/zero".into(), folder.clone()] {
        let generation = Generator::new(&path).name("client").generate();
        let rendered = diagnostics(&generation);
        assert!(rendered.starts_with("error[io]: "), "{rendered}");
        let configured = Generator::configured(&path);
        assert!(configured.is_err(), "{}", path.display());
    }
    std::fs::remove_dir_all(folder).expect("nothing left behind");
}
