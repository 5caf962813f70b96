//! Generates a module from every document in `fixtures`, so that all of them are compiled.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads and writes files"
)]

use std::{
    error::Error,
    fmt::Write,
    path::{Path, PathBuf},
};

use rejoinder::{Feature, Generator};

fn main() -> Result<(), Box<dyn Error>> {
    let output = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=fixtures");
    let mut documents: Vec<PathBuf> = std::fs::read_dir("fixtures")?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    documents.sort();
    let mut modules = String::new();
    for document in documents {
        let name = document
            .file_stem()
            .and_then(|name| name.to_str())
            .ok_or("a name in UTF-8")?;
        generate(&document, &output.join(name))?;
        writeln!(modules, "/// The client of `fixtures/{name}.yaml`.")?;
        writeln!(modules, "pub mod {name}_client {{")?;
        writeln!(
            modules,
            "    include!(concat!(env!(\"OUT_DIR\"), \"/{name}/mod.rs\"));"
        )?;
        writeln!(modules, "}}")?;
    }
    std::fs::write(output.join("fixtures.rs"), modules)?;
    Ok(())
}

fn generate(document: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", document.display());
    let transports = [Feature::Reqwest, Feature::Ureq];
    let generation = Generator::new(document).modules(transports).generate();
    let output = generation
        .output
        .as_ref()
        .ok_or_else(|| generation.rendered(false))?;
    output.write(folder)?;
    Ok(())
}
