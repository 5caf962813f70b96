//! Generates a module from every document in `documents`, and from a document of pseudorandom
//! unions, so that all of them are compiled.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads and writes files"
)]

use std::{error::Error, fs, path::Path};

use rejoinder::{Feature, Settings};
use serde_json::{Map, Value, json};

#[path = "../build/client.rs"]
mod client;
#[expect(dead_code, reason = "the test reads the variants")]
#[path = "../build/unions.rs"]
mod unions;

fn main() -> Result<(), Box<dyn Error>> {
    let mut clients = client::Clients::new(&[Feature::Reqwest, Feature::Ureq])?;
    let documents = Path::new("documents");
    for name in client::documents(documents)? {
        let mut settings = Settings::default();
        settings.tolerance.times_without_offset = name == "tolerance";
        clients.add(documents, &name, settings)?;
    }
    add_generated(&mut clients)?;
    clients.declare("clients.rs")
}

/// Adds the client of the pseudorandom unions.
fn add_generated(clients: &mut client::Clients) -> Result<(), Box<dyn Error>> {
    let folder = std::env::var("OUT_DIR")?;
    let folder = Path::new(&folder);
    let file = folder.join("generated_unions.yaml");
    let document = document_of(&unions::unions()).to_string();
    // Writing an unchanged file would run this script again.
    if fs::read_to_string(&file).ok().as_ref() != Some(&document) {
        fs::write(&file, document)?;
    }
    clients.add(folder, "generated_unions", Settings::default())
}

/// Returns the document with all unions, each in a request and a response.
fn document_of(unions: &[unions::Union]) -> Value {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for union in unions {
        let content = json!({ "application/json": { "schema": unions::reference(&union.name) } });
        let operation = json!({
            "operationId": format!("send{}", union.name),
            "requestBody": { "content": content },
            "responses": { "200": { "description": "ok", "content": content } },
        });
        paths.insert(format!("/{}", union.name), json!({ "put": operation }));
        schemas.extend(union.components.clone());
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Generated unions", "version": "1" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}
