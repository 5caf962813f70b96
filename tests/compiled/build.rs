//! Generates a module from every document in `fixtures` and `settings`, so that all of them are
//! compiled.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads and writes files"
)]

use std::{
    error::Error,
    path::{Path, PathBuf},
};

use rejoinder::Settings;

#[path = "../build/client.rs"]
mod client;
#[path = "../settings/table.rs"]
mod table;

fn main() -> Result<(), Box<dyn Error>> {
    let output = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=../settings");
    let mut modules = String::new();
    let fixtures = Path::new("../fixtures");
    for name in client::documents(fixtures)? {
        let document = fixtures.join(format!("{name}.yaml"));
        client::generate(&document, Settings::default(), &output.join(&name))?;
        modules += &client::declaration("fixtures", &name);
    }
    for (name, settings) in table::table() {
        let document = Path::new("../settings").join(format!("{name}.yaml"));
        client::generate(&document, settings, &output.join(name))?;
        modules += &client::declaration("settings", name);
    }
    std::fs::write(output.join("fixtures.rs"), modules)?;
    Ok(())
}
