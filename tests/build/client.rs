//! The generation of one test client, shared by build scripts.

use std::{error::Error, path::Path};

use rejoinder::{Feature, Generator, Settings, settings::Layout};

/// Writes the client of a document into `folder`, as modules with both transports.
pub(crate) fn generate(
    document: &Path,
    settings: Settings,
    folder: &Path,
) -> Result<(), Box<dyn Error>> {
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

/// Returns the declaration of a module that holds the client of `folder/name.yaml`.
pub(crate) fn declaration(folder: &str, name: &str) -> String {
    format!(
        "/// The client of `{folder}/{name}.yaml`.\n\
         pub mod {name}_client {{\n    \
         include!(concat!(env!(\"OUT_DIR\"), \"/{name}/mod.rs\"));\n}}\n"
    )
}

/// Returns the names of the documents of a folder, in order. Subfolders hold the files that the
/// documents refer to.
pub(crate) fn documents(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            names.push(stem.ok_or("a file name in UTF-8")?.to_owned());
        }
    }
    names.sort();
    Ok(names)
}
