//! Generates a module from every document in `fixtures` and `settings`, so that all of them are
//! compiled.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads and writes files"
)]

use std::{error::Error, path::Path};

use rejoinder::{Feature, Settings};

#[path = "../build/client.rs"]
mod client;
#[path = "../settings/table.rs"]
mod table;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=../settings");
    let mut clients = client::Clients::new(&[Feature::Reqwest, Feature::Ureq])?;
    let fixtures = Path::new("../fixtures");
    for name in client::documents(fixtures)? {
        clients.add(fixtures, &name, Settings::default())?;
    }
    for (name, settings) in table::table() {
        clients.add(Path::new("../settings"), name, settings)?;
    }
    clients.declare("fixtures.rs")
}
