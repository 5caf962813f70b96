//! References whose pointers pass through other references.

use super::support::{client, found, item};

/// Each pointer passes through a reference, and refers to an object with the property.
const POINTERS: [(&str, &str); 9] = [
    (
        "paths/~1x/get/responses/200/content/application~1json/schema",
        "id",
    ),
    ("paths/~1x/get/responses/200/headers/X-A/schema", "header"),
    ("paths/~1x/get/parameters/0/schema", "parameter"),
    (
        "paths/~1x/get/requestBody/content/application~1json/schema",
        "body",
    ),
    (
        "paths/~1y/get/requestBody/content/application~1json/schema",
        "body",
    ),
    (
        "paths/~1x/get/callbacks/done/~1url/post/requestBody/content/application~1json/schema",
        "done",
    ),
    (
        "components/responses/Alias/content/application~1json/schema",
        "id",
    ),
    ("components/schemas/Alias/properties/owner", "owner"),
    (
        "components/schemas/Alias/properties/other/properties/owner",
        "owner",
    ),
];

/// Returns a document with a reference to a pointer in the body of an operation.
fn document(version: &str, pointer: &str) -> String {
    let object =
        |name: &str| format!("{{ type: object, properties: {{ {name}: {{ type: string }} }} }}");
    let content = |name: &str| {
        format!(
            "content: {{ application/json: {{ schema: {} }} }}",
            object(name)
        )
    };
    format!(
        "openapi: {version}
info: {{ title: T, version: '1' }}
paths:
  /a: {{ get: {{ operationId: a, responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ type: object, properties: {{ it: {{ $ref: '#/{pointer}' }} }} }} }} }} }} }} }} }}
  /x:
    get:
      requestBody: {{ $ref: '#/components/requestBodies/B' }}
      parameters: [{{ $ref: '#/components/parameters/P' }}]
      callbacks: {{ done: {{ $ref: '#/components/callbacks/Done' }} }}
      responses: {{ '200': {{ $ref: '#/components/responses/Alias' }} }}
  /y: {{ $ref: '#/paths/~1x' }}
components:
  parameters: {{ P: {{ name: p, in: query, style: deepObject, schema: {parameter} }} }}
  requestBodies: {{ B: {{ {body} }} }}
  callbacks: {{ Done: {{ /url: {{ post: {{ requestBody: {{ {done} }}, responses: {{ '200': {{ description: ok }} }} }} }} }} }}
  headers: {{ H: {{ schema: {header} }} }}
  responses:
    Alias: {{ $ref: '#/components/responses/R' }}
    R: {{ description: ok, headers: {{ X-A: {{ $ref: '#/components/headers/H' }} }}, {id} }}
  schemas:
    Alias: {{ $ref: '#/components/schemas/S' }}
    S: {{ type: object, properties: {{ owner: {owner}, other: {{ $ref: '#/components/schemas/Alias' }} }} }}
    Loop: {{ $ref: '#/components/schemas/Loop/properties/a' }}
",
        parameter = object("parameter"),
        body = content("body"),
        done = content("done"),
        header = object("header"),
        id = content("id"),
        owner = object("owner"),
    )
}

#[test]
fn a_pointer_passes_through_other_references() {
    for (pointer, property) in POINTERS {
        for version in ["3.0.3", "3.1.0"] {
            let generation = client(&document(version, pointer));
            let found = found(&generation);
            let unresolved = found.iter().find(|found| found.contains("reference"));
            assert!(
                unresolved.is_some_and(|it| it.contains("/Loop/")),
                "{found:#?}"
            );
            assert_eq!(found.len(), 2, "{pointer}: {found:#?}");
            let body = item(&generation, "pub struct AOkBody");
            let (_, ty) = body.split_once("pub it: Option<").expect("the property");
            let (ty, _) = ty.split_once('>').expect("its type");
            let ty = ty.rsplit("::").next().unwrap_or(ty);
            let object = item(&generation, &format!("pub struct {ty}"));
            assert!(
                object.contains(&format!("pub {property}: ")),
                "{pointer}: {object}"
            );
        }
    }
}

#[test]
fn a_missing_key_behind_a_reference_is_reported() {
    let pointer = "components/schemas/Alias/properties/missing";
    let generation = client(&document("3.0.3", pointer));
    let found = found(&generation);
    let message = format!("unresolved reference `#/{pointer}`");
    assert!(
        found.iter().any(|found| found.contains(&message)),
        "{found:#?}"
    );
}

#[test]
fn a_note_beside_a_reference_names_the_key_of_the_document() {
    let generation = client(
        "swagger: '2.0'
info: { title: T, version: '1' }
paths:
  /a: { get: { operationId: a, responses: { '200': { description: ok, schema: { $ref: '#/definitions/A' } } } } }
definitions:
  A: { type: object, required: [b], properties: { b: { $ref: '#/definitions/B', x-nullable: true } } }
  B: { type: object, properties: { c: { type: string } } }
",
    );
    let notes = generation.diagnostics.iter().map(|found| found.to_string());
    let notes: Vec<String> = notes.collect();
    let note = "`x-nullable` beside `$ref` is used (#/definitions/A/properties/b/x-nullable)";
    assert!(notes.iter().any(|found| found.contains(note)), "{notes:#?}");
    let a = item(&generation, "pub struct A");
    assert!(a.contains("pub b: Option<"), "{a}");
}

#[test]
fn pointers_that_grow_in_each_step_are_limited() {
    let long = "x".repeat(200_000);
    let reference = "{ $ref: '#/components/schemas/A/properties/a' }, ";
    let generation = client(&format!(
        "openapi: 3.1.0
info: {{ title: T, version: '1' }}
paths: {{ /a: {{ get: {{ operationId: a, responses: {{ '204': {{ description: ok }} }} }} }} }}
components:
  schemas:
    A: {{ $ref: '#/components/schemas/A/properties/{long}' }}
    B: {{ anyOf: [{}] }}
",
        reference.repeat(5_000),
    ));
    assert!(generation.output.is_some());
}
