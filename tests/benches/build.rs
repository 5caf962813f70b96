//! Writes types of extreme shapes twice: as a document, from which a client is generated, and with
//! derived serde implementations.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads and writes files"
)]

use std::{error::Error, fmt::Write, path::PathBuf};

use rejoinder::Generator;

/// How many properties the wide object has.
const PROPERTIES: usize = 300;
/// How many values the long enumeration has.
const VALUES: usize = 1_000;
/// How many branches the union has.
const BRANCHES: usize = 50;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let output = PathBuf::from(std::env::var("OUT_DIR")?);
    let document = output.join("shapes.yaml");
    std::fs::write(&document, shapes()?)?;
    Generator::new(document).modules([]).build("shapes")?;
    std::fs::write(output.join("derived.rs"), derived()?)?;
    Ok(())
}

/// The document.
fn shapes() -> Result<String, std::fmt::Error> {
    let mut text = String::from(
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
        write!(text, "value-{value}, ")?;
    }
    text.push_str("]\n    wide:\n      type: object\n      properties:\n");
    for property in 0..PROPERTIES {
        let ty = one_of(["string", "integer", "boolean"], property);
        writeln!(text, "        property_{property}: {{ type: {ty} }}")?;
    }
    text.push_str("    one:\n      discriminator: { propertyName: kind }\n      oneOf:\n");
    for branch in 0..BRANCHES {
        writeln!(
            text,
            "        - $ref: '#/components/schemas/branch{branch}'"
        )?;
    }
    for branch in 0..BRANCHES {
        writeln!(text, "    branch{branch}:")?;
        writeln!(text, "      type: object\n      required: [kind, size]")?;
        writeln!(
            text,
            "      properties: {{ kind: {{ type: string }}, size: {{ type: integer }} }}"
        )?;
    }
    Ok(text)
}

/// Each in turn.
fn one_of(types: [&'static str; 3], property: usize) -> &'static str {
    types
        .into_iter()
        .cycle()
        .nth(property % 3)
        .unwrap_or_default()
}

/// The same types, as one would write them by hand.
fn derived() -> Result<String, std::fmt::Error> {
    let derive = "#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]\n";
    let doc = "/// As in the document.\n";
    let mut text = format!("{doc}{derive}pub struct Wide {{\n");
    for property in 0..PROPERTIES {
        let ty = one_of(["String", "i64", "bool"], property);
        writeln!(
            text,
            "    #[serde(skip_serializing_if = \"Option::is_none\")]"
        )?;
        writeln!(text, "    {doc}    pub property_{property}: Option<{ty}>,")?;
    }
    write!(text, "}}\n{doc}{derive}pub enum Long {{\n")?;
    for value in 0..VALUES {
        writeln!(text, "    #[serde(rename = \"value-{value}\")]")?;
        writeln!(text, "    {doc}    Value{value},")?;
    }
    write!(
        text,
        "}}\n{doc}{derive}#[serde(tag = \"kind\")]\npub enum One {{\n"
    )?;
    for branch in 0..BRANCHES {
        writeln!(text, "    #[serde(rename = \"branch{branch}\")]")?;
        writeln!(text, "    {doc}    Branch{branch} {{ {doc} size: i64 }},")?;
    }
    write!(
        text,
        "}}\n{doc}{derive}pub struct Deep {{ {doc} pub id: i64, \
         {doc} #[serde(skip_serializing_if = \"Option::is_none\")] pub inner: Option<Box<Deep>> }}\n\
         {doc}{derive}#[serde(tag = \"kind\", rename_all = \"lowercase\")]\npub enum Nested {{\n    \
         {doc} Node {{ {doc} inner: Box<Nested> }},\n    {doc} Leaf {{ {doc} size: i64 }},\n}}\n"
    )?;
    Ok(text)
}
