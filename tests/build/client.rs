//! The generation of test clients, shared by build scripts.

use std::{
    collections::BTreeMap,
    error::Error,
    path::{Path, PathBuf},
};

use rejoinder::{Feature, Generator, Settings, settings::Layout};

/// A module of generated clients.
///
/// Clients with equal runtimes share the runtime of the first client, because it is most of the
/// compiled code.
pub(crate) struct Clients {
    folder: PathBuf,
    declarations: String,
    /// The client that owns a runtime, by the files of the runtime and the transports.
    owners: BTreeMap<BTreeMap<String, String>, String>,
    features: Vec<Feature>,
}

impl Clients {
    /// Creates an empty collection of clients with these features in the build script's `OUT_DIR`.
    pub(crate) fn new(features: &[Feature]) -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            folder: PathBuf::from(std::env::var("OUT_DIR")?),
            declarations: String::new(),
            owners: BTreeMap::new(),
            features: features.to_owned(),
        })
    }

    /// Writes the client of `documents/name.yaml` as the module `name_client`.
    pub(crate) fn add(
        &mut self,
        documents: &Path,
        name: &str,
        settings: Settings,
    ) -> Result<(), Box<dyn Error>> {
        let document = documents.join(format!("{name}.yaml"));
        println!("cargo::rerun-if-changed={}", document.display());
        let settings = Settings {
            layout: Layout::Modules,
            features: self.features.clone(),
            ..settings
        };
        let generation = Generator::new(&document).settings(settings).generate();
        let diagnostics = generation.rendered(false);
        let mut output = generation.output.ok_or(diagnostics)?;
        self.share_runtime(name, &mut output.files);
        output.overwrite(&self.folder.join(name))?;
        let document = document.display();
        self.declarations += &format!(
            "/// The client of `{document}`.\n\
             pub mod {name}_client {{\n    \
             include!(concat!(env!(\"OUT_DIR\"), \"/{name}/mod.rs\"));\n}}\n"
        );
        Ok(())
    }

    /// Reuses the modules `runtime` and `transports` of an earlier client if their files are equal.
    fn share_runtime(&mut self, name: &str, files: &mut BTreeMap<String, String>) {
        const SHARED: [&str; 2] = ["runtime", "transports"];
        let is_shared = |path: &str| {
            let folder = path.split('/').next();
            SHARED.iter().any(|shared| folder == Some(shared))
        };
        let runtime: BTreeMap<String, String> = files
            .iter()
            .filter(|(path, _)| is_shared(path))
            .map(|(path, text)| (path.clone(), without_title(text).to_owned()))
            .collect();
        let Some(owner) = self.owners.get(&runtime) else {
            self.owners.insert(runtime, name.to_owned());
            return;
        };
        files.retain(|path, _| !is_shared(path));
        if let Some(root) = files.get_mut("mod.rs") {
            for module in SHARED {
                let own = format!("pub mod {module};");
                *root = root.replace(&own, &format!("pub use super::{owner}_client::{module};"));
            }
        }
    }

    /// Writes the declarations of all modules into a file of `OUT_DIR`.
    pub(crate) fn declare(self, file: &str) -> Result<(), Box<dyn Error>> {
        std::fs::write(self.folder.join(file), self.declarations)?;
        Ok(())
    }
}

/// Returns a file without its first line, which contains the title of the document.
fn without_title(text: &str) -> &str {
    text.split_once('\n').map_or(text, |(_, rest)| rest)
}

/// Returns the names of the documents of a folder, in order. Subfolders contain other files of the
/// documents.
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
