//! Generates a module from every document in `documents`, so that all of them are compiled.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads and writes files"
)]

use std::{error::Error, path::Path};

use rejoinder::{Feature, Settings};

#[path = "../build/client.rs"]
mod client;

fn main() -> Result<(), Box<dyn Error>> {
    let mut clients = client::Clients::new(&[Feature::Reqwest, Feature::Ureq])?;
    let documents = Path::new("documents");
    for name in client::documents(documents)? {
        let mut settings = Settings::default();
        settings.tolerance.times_without_offset = name == "tolerance";
        clients.add(documents, &name, settings)?;
    }
    clients.declare("clients.rs")
}
