//! Generates a module from every document in `documents`, so that all of them are compiled.
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

fn main() -> Result<(), Box<dyn Error>> {
    let output = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut modules = String::new();
    let documents = Path::new("documents");
    for name in client::documents(documents)? {
        let document = documents.join(format!("{name}.yaml"));
        let mut settings = Settings::default();
        settings.tolerance.times_without_offset = name == "tolerance";
        client::generate(&document, settings, &output.join(&name))?;
        modules += &client::declaration("documents", &name);
    }
    std::fs::write(output.join("clients.rs"), modules)?;
    Ok(())
}
