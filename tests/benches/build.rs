//! Writes types of extreme sizes twice: as a document, from which a client is generated, and with
//! derived serde implementations.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads and writes files"
)]

use std::{error::Error, fmt::Write, path::PathBuf};

use rejoinder::Generator;

/// The number of properties of the wide object.
const PROPERTIES: usize = 300;
/// The number of values of the long enum.
const VALUES: usize = 1_000;
/// The number of variants of the union.
const VARIANTS: usize = 50;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let output = PathBuf::from(std::env::var("OUT_DIR")?);
    let document = output.join("shapes.yaml");
    std::fs::write(&document, openapi()?)?;
    Generator::new(document).modules([]).build("shapes")?;
    std::fs::write(output.join("derived.rs"), derived()?)?;
    Ok(())
}

/// Returns the OpenAPI document.
fn openapi() -> Result<String, std::fmt::Error> {
    let mut source = String::from(
        "\
openapi: 3.0.3
info: { title: Shapes, version: '1' }
paths:
  /:
    get:
      operationId: get
      responses:
        '200':
          description: All shapes
          content: { application/json: { schema: { $ref: '#/components/schemas/all' } } }
  /variants:
    get:
      operationId: list-variants
      responses:
        '200':
          description: Unions
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/one' } } } }
components:
  schemas:
    all:
      type: object
      properties:
        wide: { $ref: '#/components/schemas/wide' }
        long: { $ref: '#/components/schemas/long' }
        one: { $ref: '#/components/schemas/one' }
        deep: { $ref: '#/components/schemas/deep' }
        nested: { $ref: '#/components/schemas/nested' }
    deep:
      type: object
      required: [id]
      properties: { id: { type: integer }, inner: { $ref: '#/components/schemas/deep' } }
    nested:
      discriminator: { propertyName: kind }
      oneOf: [{ $ref: '#/components/schemas/node' }, { $ref: '#/components/schemas/leaf' }]
    node:
      type: object
      required: [kind, inner]
      properties: { kind: { type: string }, inner: { $ref: '#/components/schemas/nested' } }
    leaf:
      type: object
      required: [kind, size]
      properties: { kind: { type: string }, size: { type: integer } }
    long:
      type: string
      enum: [",
    );
    for value in 0..VALUES {
        write!(source, "value-{value}, ")?;
    }
    source.push_str("]\n    wide:\n      type: object\n      properties:\n");
    for property in 0..PROPERTIES {
        let ty = one_of(["string", "integer", "boolean"], property);
        writeln!(source, "        property_{property}: {{ type: {ty} }}")?;
    }
    source.push_str("    one:\n      discriminator: { propertyName: kind }\n      oneOf:\n");
    for variant in 0..VARIANTS {
        writeln!(
            source,
            "        - $ref: '#/components/schemas/branch{variant}'"
        )?;
    }
    for variant in 0..VARIANTS {
        writeln!(source, "    branch{variant}:")?;
        writeln!(source, "      type: object\n      required: [kind, size]")?;
        writeln!(
            source,
            "      properties: {{ kind: {{ type: string }}, size: {{ type: integer }} }}"
        )?;
    }
    Ok(source)
}

/// Returns one of the types in turn.
fn one_of(types: [&'static str; 3], property: usize) -> &'static str {
    types
        .into_iter()
        .cycle()
        .nth(property % 3)
        .unwrap_or_default()
}

/// Returns the types with derived implementations.
fn derived() -> Result<String, std::fmt::Error> {
    let derive = "#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]\n";
    let doc = "/// As in the document.\n";
    let mut source = format!("{doc}{derive}pub struct Wide {{\n");
    for property in 0..PROPERTIES {
        let ty = one_of(["String", "i64", "bool"], property);
        writeln!(
            source,
            "    #[serde(skip_serializing_if = \"Option::is_none\")]"
        )?;
        writeln!(
            source,
            "    {doc}    pub property_{property}: Option<{ty}>,"
        )?;
    }
    write!(source, "}}\n{doc}{derive}pub enum Long {{\n")?;
    for value in 0..VALUES {
        writeln!(source, "    #[serde(rename = \"value-{value}\")]")?;
        writeln!(source, "    {doc}    Value{value},")?;
    }
    write!(
        source,
        "}}\n{doc}{derive}#[serde(tag = \"kind\")]\npub enum One {{\n"
    )?;
    for variant in 0..VARIANTS {
        writeln!(source, "    #[serde(rename = \"branch{variant}\")]")?;
        writeln!(
            source,
            "    {doc}    Branch{variant} {{ {doc} size: i64 }},"
        )?;
    }
    write!(
        source,
        "}}\n{doc}{derive}pub struct Deep {{ {doc} pub id: i64, \
         {doc} #[serde(skip_serializing_if = \"Option::is_none\")] pub inner: Option<Box<Deep>> }}\n\
         {doc}{derive}#[serde(tag = \"kind\", rename_all = \"lowercase\")]\npub enum Nested {{\n    \
         {doc} Node {{ {doc} inner: Box<Nested> }},\n    {doc} Leaf {{ {doc} size: i64 }},\n}}\n"
    )?;
    Ok(source)
}
