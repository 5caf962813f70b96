//! Names of components that collide with the names of other components and of inline types.

use super::support::{client, item};

/// Returns the types of the properties of `All`, which refer to components.
fn types(components: &[&str]) -> Vec<String> {
    let schemas = components.iter().map(|name| {
        let inner = "lowercase: { type: object, properties: { x: { type: string } } }";
        format!("    {name}: {{ type: object, properties: {{ {inner} }} }}\n")
    });
    let schemas: String = schemas.collect();
    let generation = client(&format!(
        "openapi: 3.0.3
info: {{ title: T, version: '1' }}
paths: {{ /a: {{ get: {{ operationId: a, responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/All' }} }} }} }} }} }} }} }}
components:
  schemas:
    All:
      type: object
      properties:
        a: {{ $ref: '#/components/schemas/cat' }}
        b: {{ $ref: '#/components/schemas/Cat' }}
        c: {{ $ref: '#/components/schemas/CatLowercase' }}
{schemas}"
    ));
    item(&generation, "pub struct CatLowercaseProperty");
    let all = item(&generation, "pub struct All");
    let lines = all
        .lines()
        .filter_map(|line| line.split_once("Option<super::"));
    let types = lines.filter_map(|(_, ty)| ty.strip_suffix(">,"));
    types.map(str::to_owned).collect()
}

#[test]
fn a_component_is_not_named_like_another_component() {
    let expected = ["CatModel", "Cat", "CatLowercase"];
    assert_eq!(types(&["cat", "Cat", "CatLowercase"]), expected);
    assert_eq!(types(&["CatLowercase", "Cat", "cat"]), expected);
    assert_eq!(types(&["Cat", "CatLowercase", "cat", "Unused"]), expected);
}
