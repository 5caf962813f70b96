//! Generates a module from every document in `fixtures`, `cases/documents` and `settings`, so that all
//! of them are compiled.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads and writes files"
)]

use std::{
    error::Error,
    fmt::Write,
    path::{Path, PathBuf},
};

use rejoinder::{Feature, Generator, Settings, settings::Layout};

#[path = "settings/table.rs"]
mod table;

fn main() -> Result<(), Box<dyn Error>> {
    let output = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=fixtures");
    println!("cargo::rerun-if-changed=settings");
    println!("cargo::rerun-if-changed=cases/documents");
    let mut modules = String::new();
    for folder in ["fixtures", "cases/documents"] {
        for document in documents(folder)? {
            let name = document
                .file_stem()
                .and_then(|name| name.to_str())
                .ok_or("a name in UTF-8")?;
            generate(&document, Settings::default(), &output.join(name))?;
            declare(&mut modules, folder, name)?;
        }
    }
    for (name, settings) in table::table() {
        let document = Path::new("settings").join(format!("{name}.yaml"));
        generate(&document, settings, &output.join(name))?;
        declare(&mut modules, "settings", name)?;
    }
    std::fs::write(output.join("fixtures.rs"), modules)?;
    Ok(())
}

/// The documents of a folder, in order. Its subfolders hold the files that documents refer to.
fn documents(folder: &str) -> std::io::Result<Vec<PathBuf>> {
    let mut documents: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    documents.retain(|path| path.is_file());
    documents.sort();
    Ok(documents)
}

fn declare(modules: &mut String, folder: &str, name: &str) -> std::fmt::Result {
    writeln!(modules, "/// The client of `{folder}/{name}.yaml`.")?;
    writeln!(modules, "pub mod {name}_client {{")?;
    writeln!(
        modules,
        "    include!(concat!(env!(\"OUT_DIR\"), \"/{name}/mod.rs\"));"
    )?;
    writeln!(modules, "}}")
}

fn generate(document: &Path, settings: Settings, folder: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", document.display());
    let settings = Settings {
        layout: Layout::Modules,
        features: vec![Feature::Reqwest, Feature::Ureq],
        ..settings
    };
    let generation = Generator::new(document).settings(settings).generate();
    let output = generation
        .output
        .as_ref()
        .ok_or_else(|| generation.rendered(false))?;
    output.write(folder)?;
    Ok(())
}
