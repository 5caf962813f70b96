//! Names of components that collide with the names of other components and of inline types.

use super::support::{client, client_of_files, found, item, with_schema};

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

/// The shortest end of a name that is unique in the document, whether used or not, names the type.
#[test]
fn a_component_in_a_namespace_is_named_by_its_end() {
    for (components, expected) in [
        (&["acme.v1.Cat", "acme.v1.Dog"][..], &["cat", "dog"][..]),
        (&["acme.v1.Cat", "acme.v2.Cat"], &["v1_cat", "v2_cat"]),
        (&["acme.v1.Cat", "Cat"], &["cat", "v1_cat"]),
        (
            &["acme.v1.Cat", "acme.v1.Cat.Status"],
            &["cat", "cat_status"],
        ),
        (&["Acme.Models.Cat", "models.Dog"], &["cat", "dog"]),
        (&["User.Create", "pets.json"], &["pets_json", "user_create"]),
        (&["Page[acme.Cat]", "acme.Cat"], &["cat", "page_acme_cat"]),
    ] {
        let references = components
            .iter()
            .map(|name| format!("{{ $ref: '#/components/schemas/{name}' }}"));
        let properties = references
            .enumerate()
            .map(|(index, it)| format!("p{index}: {it}"));
        let properties: Vec<String> = properties.collect();
        let mut schema = format!(
            "{{ type: object, properties: {{ {} }} }}",
            properties.join(", ")
        );
        for name in components.iter().chain(&["unused.Cow"]) {
            schema += &format!(
                "\n    '{name}': {{ type: object, properties: {{ x: {{ type: string }} }} }}"
            );
        }
        let generation = client(&with_schema("3.0.3", &schema));
        assert_eq!(found(&generation), [""; 0]);
        let models = models(&generation);
        assert_eq!(models, [&["a"], expected].concat(), "{components:?}");
    }
}

/// Returns the names of the models of a client.
fn models(generation: &rejoinder::Generation) -> Vec<&str> {
    let files = generation
        .output
        .iter()
        .flat_map(|output| output.files.keys());
    let models = files.filter_map(|path| path.strip_prefix("src/models/")?.strip_suffix(".rs"));
    models.filter(|name| *name != "mod").collect()
}

/// The components are named by the document, whatever the other files are called.
#[test]
fn a_component_in_another_file_has_the_name_in_the_document() {
    let pet = "{ $ref: v1/schemas/pet_object.yaml }";
    let each = &format!("{{ ZooPet: {pet}, Pet: {pet} }}");
    for (name, components) in [
        ("each", each.as_str()),
        ("map", "{ $ref: v1/schemas/_index.yaml }"),
    ] {
        let document = format!(
            "openapi: 3.0.3
info: {{ title: T, version: '1' }}
paths: {{ /pets: {{ $ref: v1/pets.yaml }} }}
components: {{ schemas: {components} }}
"
        );
        let generation = client_of_files(
            &format!("components-{name}"),
            &[
                ("api.yaml", &document),
                ("v1/schemas/_index.yaml", "Pet: { $ref: pet_object.yaml }\n"),
                ("v1/schemas/pet_object.yaml", "type: object\nproperties: { owner: { $ref: owner.yaml } }\n"),
                ("v1/schemas/owner.yaml", "type: object\nproperties: { pet: { $ref: _index.yaml#/Pet } }\n"),
                (
                    "v1/pets.yaml",
                    "get:
  operationId: getPet
  responses:
    '200': { description: ok, content: { application/json: { schema: { $ref: schemas/pet_object.yaml } } } }
    '201': { description: ok, content: { application/json: { schema: { $ref: ../api.yaml#/components/schemas/Pet } } } }
",
                ),
            ],
        );
        assert_eq!(found(&generation), [""; 0], "{name}");
        assert_eq!(models(&generation), ["owner", "pet"], "{name}");
        let owner = item(&generation, "pub struct Owner");
        assert!(
            owner.contains("pub pet: Option<Box<super::Pet>>"),
            "{owner}"
        );
    }
}

#[test]
fn a_cycle_of_files_is_reported() {
    let schemas = "components: { schemas: { Pet: { $ref: pet.yaml }, Dog: { $ref: dog.yaml } } }";
    let generation = client_of_files(
        "components-cycle",
        &[
            (
                "api.yaml",
                &format!(
                    "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths: {{ /a: {{ get: {{ operationId: a, responses: {{ '200': {{ description: ok, content: {{ application/json: {{ schema: {{ $ref: pet.yaml }} }} }} }} }} }} }} }}\n{schemas}\n"
                ),
            ),
            ("pet.yaml", "{ $ref: dog.yaml }"),
            ("dog.yaml", "{ $ref: pet.yaml }"),
        ],
    );
    let found = found(&generation);
    assert!(
        found.iter().any(|found| found.contains("cyclic reference")),
        "{found:?}"
    );
}

#[test]
fn an_item_of_items_is_an_item() {
    let items = "{ type: array, items: { type: object, properties: { x: { type: string } } } }";
    let schema =
        format!("{{ type: object, properties: {{ items: {items}, line_items: {items} }} }}");
    let generation = client(&with_schema("3.0.3", &schema));
    item(&generation, "pub struct AItem");
    item(&generation, "pub struct ALineItem");
    let generation = client(&with_schema(
        "3.0.3",
        &format!("{schema}\n    AItem: {{ type: string }}"),
    ));
    item(&generation, "pub struct AItemsItem");
}
