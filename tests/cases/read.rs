//! Documents as other tools accept them: references, numbers, merge keys, and places.

use rejoinder::{Generation, Generator};

use super::support::{
    case, client, client_of_files, diagnostics, found, item, variants, with_schema,
};

/// Returns the lines of the diagnostics with their message and place.
fn problems(generation: &Generation) -> Vec<String> {
    let rendered = diagnostics(generation);
    let lines = rendered.lines().filter(|line| {
        let starts = ["warning", "error"].iter().any(|it| line.starts_with(it));
        starts || line.trim_start().starts_with("--> ")
    });
    lines.map(|line| line.trim().to_owned()).collect()
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
fn a_schema_in_a_path_is_one_type_for_all_references() {
    let schema = "#/paths/~1pets/get/responses/200/content/application~1json/schema/items";
    let generation = client(&format!(
        "openapi: 3.0.3
info: {{ title: T, version: '1' }}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ type: array, items: {{ type: object, properties: {{ kind: {{ type: string, enum: [cat, dog] }} }} }} }} }} }} }} }}
    post:
      operationId: addPet
      requestBody: {{ content: {{ application/json: {{ schema: {{ $ref: '{schema}' }} }} }} }}
      responses: {{ '200': {{ $ref: '#/paths/~1pets/get/responses/200' }} }}
  /kinds: {{ get: {{ operationId: kinds, parameters: [{{ name: k, in: query, schema: {{ $ref: '{schema}/properties/kind' }} }}], responses: {{ '204': {{ description: ok }} }} }} }}
"
    ));
    assert_eq!(diagnostics(&generation), "");
    let files = &generation.output.as_ref().expect("a client").files;
    let text: String = files
        .iter()
        .filter(|(path, _)| !path.contains("runtime"))
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(text.matches("pub kind: ").count(), 1);
    assert_eq!(text.matches("\n    Cat,").count(), 1);
}

#[test]
fn an_invalid_number_excludes_at_most_its_node() {
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
fn an_invalid_number_of_json_excludes_at_most_its_node() {
    let document = r##"{
  "openapi": "3.0.3", "info": { "title": "T \"1E400", "version": "1" },
  "paths": { "/a": { "get": { "operationId": "a", "responses": { "200": { "description": "ok",
    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/A" } } } } } } } },
  "components": { "schemas": { "A": { "type": "object", "properties": {
    "b": { "type": "number", "maximum": 1E400 }, "c": { "type": "integer", "minimum": -123456789012345678901234567890 } } } } }
}"##;
    let generation = client(document);
    let object = item(&generation, "pub struct A");
    assert!(object.contains("pub b: Option<f64>"), "{object}");
    assert_eq!(
        problems(&generation),
        [
            "warning[invalid-node]: number out of range: `1E400`",
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
                "warning[duplicate-key]: duplicate key `id`",
                "--> document:10:61",
            ]
        );
    }
}

#[test]
fn a_node_without_a_schema_is_a_string() {
    for version in ["3.0.3", "3.1.0", "3.2.0"] {
        let generation = client(&format!(
            "openapi: {version}
info: {{ title: T, version: '1' }}
paths:
  /h: {{ get: {{ operationId: getH, responses: {{ '200': {{ description: ok, headers: {{ X-Rate: {{ description: calls }} }} }} }} }} }}
  /p: {{ get: {{ operationId: getP, parameters: [{{ name: filter, in: query }}, {{ name: sort, in: query, content: {{}} }}], responses: {{ '200': {{ description: ok }} }} }} }}
"
        ));
        let problems = problems(&generation);
        assert_eq!(
            problems.iter().step_by(2).collect::<Vec<_>>(),
            [
                "warning[missing-key]: missing `schema` in a header",
                "warning[missing-key]: missing `schema` in a parameter",
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
fn a_reference_to_a_special_file_does_not_block() {
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
    let socket = folder.join("socket.yaml");
    let _listener = std::os::unix::net::UnixListener::bind(&socket).expect("a socket");
    for path in [fifo, socket, "/dev/zero".into(), folder.clone()] {
        let generation = Generator::new(&path).name("client").generate();
        let rendered = diagnostics(&generation);
        assert!(rendered.starts_with("error[io]: "), "{rendered}");
        let configured = Generator::from_config(&path);
        assert!(configured.is_err(), "{}", path.display());
    }
    std::fs::remove_dir_all(folder).expect("nothing left behind");
}

#[test]
fn references_are_followed_in_place_of_every_node() {
    for version in ["3.0.3", "3.1.0", "3.2.0"] {
        let document = format!(
            "openapi: {version}
info: {{ title: T, version: '1', description: {{ $ref: files/about.md }} }}
tags: {{ $ref: 'files/nodes.yaml#/tags' }}
paths:
  /list: {{ get: {{ $ref: files/list.yaml }}, post: {{ $ref: 'files/nodes.yaml#/create', tags: [drops] }} }}
  /more:
    get:
      operationId: more
      parameters: {{ $ref: 'files/nodes.yaml#/parameters' }}
      responses: {{ $ref: 'files/nodes.yaml#/errors', '200': {{ $ref: '#/components/x-ok' }} }}
components:
  x-ok: {{ description: ok, headers: {{ $ref: '#/components/x-headers' }}, content: {{ application/json: {{ $ref: '#/components/x-media' }} }} }}
  x-headers: {{ X-A: {{ schema: {{ type: string }} }} }}
  x-media: {{ schema: {{ title: Kept, type: object, properties: {{ $ref: '#/components/x-properties' }} }} }}
  x-properties: {{ a: {{ type: string, description: {{ $ref: files/about.md }} }} }}
"
        );
        let generation = client_of_files(
            &format!("references-{version}"),
            &[
                ("api.yaml", &document),
                ("files/about.md", "- A *short* text: of its own.\n"),
                (
                    "files/list.yaml",
                    "operationId: list\ntags: [drops]\nresponses: { '200': { $ref: 'nodes.yaml#/page' } }\n",
                ),
                (
                    "files/nodes.yaml",
                    "create: { operationId: create, responses: { '202': { description: accepted } } }
page: { description: page, content: { application/json: { schema: { type: array, items: { type: string } } } } }
tags: [{ name: drops, description: { $ref: about.md } }]
parameters: [{ name: p, in: query, schema: { type: string } }]
errors: { '400': { description: bad }, '500': { description: worse } }
",
                ),
            ],
        );
        assert_eq!(problems(&generation), [""; 0], "{version}");
        assert_eq!(generation.selected(), 3, "{version}");
        let more = item(&generation, "pub enum MoreResponse");
        for expected in ["BadRequest", "InternalServerError", "x_a: Option<String>"] {
            assert!(more.contains(expected), "{version}: {more}");
        }
    }
}

#[test]
fn an_unfollowed_reference_excludes_its_node() {
    let generation = client(
        "openapi: 3.0.3
info: { title: T, version: '1', description: { $ref: '#/nope' } }
paths:
  /a: { get: { $ref: '#/nope' }, post: { operationId: post, responses: { $ref: '#/nope', '200': { description: ok } } } }
  /b: { get: { operationId: b, responses: { '200': { description: ok, content: { application/json: { schema: { oneOf: [{ $ref: '#/components/schemas/Nope' }, { type: string }, { $ref: '#/components/schemas/Nope2' }] } } } } } } }
",
    );
    let rendered = diagnostics(&generation);
    for expected in [
        "warning[unresolved-reference]: unresolved reference `#/nope`",
        "--> document:2:54",
        "--> document:4:22",
        "--> document:4:80",
        "--> document:5:128",
        "5:185: unresolved reference `#/components/schemas/Nope2`\n",
        "the key is left out",
        "unresolved reference `#/nope`; the operation `get /a` is left out",
        "the responses object is left out",
        "its values are raw JSON",
    ] {
        assert!(rendered.contains(expected), "{expected}: {rendered}");
    }
    assert_eq!(generation.skipped().len(), 1);
    assert!(generation.output.is_some());
}

#[test]
fn unresolved_references_are_reported_in_untyped_nodes() {
    let generation = client(
        "openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a:
    post:
      operationId: a
      requestBody: { content: { multipart/form-data: { schema: { $ref: '#/components/schemas/Body' } } } }
      responses:
        '200': { description: ok, headers: { X-A: { $ref: '#/components/headers/A' } }, content: { text/csv: { schema: { $ref: '#/components/schemas/Csv' } } } }
        '201': { description: ok, content: { application/json: { schema: { type: string }, examples: { a: { $ref: '#/components/examples/A' } } } } }
",
    );
    let rendered = diagnostics(&generation);
    for expected in ["schemas/Body`", "headers/A`", "schemas/Csv`", "examples/A`"] {
        assert!(rendered.contains(expected), "{expected}: {rendered}");
    }
    assert_eq!(generation.skipped().len(), 0);
}

#[test]
fn multiplying_references_are_limited() {
    let mut document = "openapi: 3.0.3
info: { title: T, version: '1' }
paths: { /a: { get: { operationId: a, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/x-0' } } } } } } } }
x-40: {}
"
    .to_owned();
    for level in 0..40 {
        let next = format!("properties: {{ $ref: '#/x-m{level}' }}");
        let below = format!("{{ properties: {{ $ref: '#/x-m{}' }} }}", level + 1);
        document += &format!("x-{level}: {{ {next} }}\nx-m{level}: {{ a: {below}, b: {below} }}\n");
    }
    let generation = client(&document);
    let rendered = diagnostics(&generation);
    assert!(
        rendered.contains("references repeat or nest too much of the document"),
        "{rendered}"
    );
    assert!(rendered.matches("warning[").count() < 5, "{rendered}");
}

#[test]
fn nested_references_are_limited_like_documents() {
    let mut document = "openapi: 3.0.3
info: { title: T, version: '1' }
paths: { /a: { get: { operationId: a, responses: { '200': { description: ok, content: { application/json: { schema: { properties: { $ref: '#/x-0' } } } } } } } } }
x-5000: {}
"
    .to_owned();
    for level in 0..5000 {
        let next = level + 1;
        document += &format!("x-{level}: {{ a: {{ properties: {{ $ref: '#/x-{next}' }} }} }}\n");
    }
    assert_eq!(
        problems(&client(&document)),
        [
            "warning[unsupported-reference]: unsupported reference `#/x-58`: references repeat or nest too much of the document",
            "--> document:62:34",
        ]
    );
}

#[test]
fn a_reference_in_place_of_an_operation_of_swagger_excludes_the_operation() {
    let generation = client(
        "swagger: '2.0'
info: { title: T, version: '1' }
host: example.com
paths:
  /a: { get: { operationId: get, $ref: '#/nope' }, post: { $ref: '#/x-post' } }
  /b: { $ref: '#/nope' }
x-post: { operationId: post, parameters: [{ name: p, in: query }], responses: { '200': { description: ok, headers: { X-A: {} } } } }
",
    );
    assert_eq!(
        problems(&generation),
        [
            "warning[unresolved-reference]: unresolved reference `#/nope`; the operation `get` is left out",
            "--> document:5:40",
            "warning[unresolved-reference]: unresolved reference `#/nope`; the operations of `/b` are left out",
            "--> document:6:15",
            "warning[missing-key]: missing `type` in a parameter",
            "--> document:7:43",
            "warning[missing-key]: missing `type` in a header",
            "--> document:7:118",
        ]
    );
    assert_eq!(generation.skipped().len(), 2);
    let response = item(&generation, "pub enum PostResponse");
    assert!(response.contains("x_a: Option<String>"), "{response}");
}

#[test]
fn header_names_are_case_insensitive() {
    let generation = client(
        "openapi: 3.0.3
info: { title: T, version: '1' }
paths:
  /a:
    parameters: [{ name: X-Trace, in: header, required: true, schema: { type: string } }]
    get:
      operationId: a
      parameters: [{ name: x-trace, in: header, required: true, schema: { type: integer } }]
      responses: { '200': { description: ok, headers: { X-A: { schema: { type: string } }, x-a: { schema: { type: integer } } } } }
",
    );
    let request = item(&generation, "pub struct A");
    assert!(request.contains("x_trace: i64"), "{request}");
    assert_eq!(
        problems(&generation),
        [
            "warning[contradiction]: duplicate header `x-a`, documented as `X-A`",
            "--> document:9:92",
        ]
    );
}

/// A document with an anchor whose schema is wrong, and several uses of it.
const ANCHORED: &str = "openapi: 3.0.3
info: { title: T, version: '1' }
x-number: &number
  type: number
  maximum: 1E400
  example: .inf
x-object: &object { type: object, minProperties: x, minProperties: y }
x-both: &both { <<: [*number, { description: x }], minimum: .nan }
paths:
  /a:
    get:
      operationId: a
      responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } }
components:
  schemas:
    A:
      type: object
      properties:
        a: { <<: *number, description: a }
        b: { <<: [*number], description: b }
        c: *number
        d: *object
        e: { <<: *object }
        f: *both
        g: { <<: *both }
";

#[test]
fn a_fault_in_an_anchor_is_reported_once() {
    for version in ["3.0.3", "3.1.0"] {
        let generation = client(&ANCHORED.replace("3.0.3", version));
        let rendered = diagnostics(&generation);
        let lines = [
            ("found `1E400`", "5:12"),
            ("found `.inf`", "6:12"),
            ("duplicate key `minProperties`", "7:53"),
            ("found the string `y`", "7:68"),
            ("found `.nan`", "8:61"),
        ];
        for (fault, place) in lines {
            assert!(rendered.contains(place), "{place}: {rendered}");
            let faults = found(&generation).into_iter();
            let faults = faults.filter(|found| found.contains(fault));
            assert_eq!(faults.count(), 1, "{fault}: {rendered}");
        }
        assert!(!rendered.contains(" 19:"), "{rendered}");
    }
}

/// Unquoted strings keep the spelling of the anchor at each alias.
#[test]
fn aliases_have_the_spelling_of_the_anchor() {
    let operation = |path: &str, schema: &str| {
        let parameter = format!("{{ name: v, in: query, schema: {schema} }}");
        let responses = "{ '204': { description: ok } }";
        format!(
            "  /{path}: {{ get: {{ operationId: {path}, parameters: [{parameter}], responses: {responses} }} }}\n"
        )
    };
    let generation = client(&format!(
        "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n{}{}{}{}",
        operation(
            "a",
            "&schema { type: string, enum: [&first 1.10, 2.0, 0x10] }"
        ),
        operation("b", "*schema"),
        operation("c", "{ <<: *schema, default: 1.10 }"),
        operation("d", "{ type: string, enum: [*first, b] }"),
    ));
    for head in ["pub enum AV", "pub enum BV", "pub enum CV"] {
        let values = ["N1_10", "N2_0", "N0x10"];
        assert_eq!(variants(&generation, head), values, "{head}");
    }
    assert_eq!(variants(&generation, "pub enum DV"), ["N1_10", "B"]);
    let messages: Vec<String> = found(&generation);
    let expected = [("found `1.10`", 3), ("found `2.0`", 1), ("found `0x10`", 1)];
    for (message, count) in expected {
        let messages = messages.iter().filter(|found| found.contains(message));
        assert_eq!(messages.count(), count, "{message}");
    }
    assert_eq!(messages.len(), 5, "{messages:#?}");
}
