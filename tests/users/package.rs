//! The crate of a user: its manifest, its document and its sources.

use std::{
    path::{Path, PathBuf},
    process::Output,
};

use super::cargo::{ROOT, assert_success, cargo, folder};

/// A document with an unsupported parameter, which has a warning.
pub(crate) const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: list_pets
      tags: [pets]
      parameters:
        - { name: my session, in: header, schema: { type: string } }
      responses:
        200:
          description: A pet.
          content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } }
components:
  schemas:
    Pet: { type: object, required: [name], properties: { name: { type: string } } }
";

/// Returns the document with an additional operation.
pub(crate) fn with_one_more() -> String {
    let more = "  /pets/{name}:
    delete:
      operationId: remove_pet
      tags: [pets]
      parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
      responses: { 204: { description: Gone. } }
components:
";
    PETS.replace("components:\n", more)
}

/// Dependencies of modules with the asynchronous client, as in `docs/guide/build-scripts.md`.
pub(crate) const DEPENDENCIES: &str = "\
[dependencies]
base64 = \"0.23\"
bytes = \"1\"
futures-core = \"0.3\"
http = \"1\"
http-body = \"1\"
jiff = { version = \"1\", default-features = false, features = [\"std\", \"serde\"] }
percent-encoding = \"2\"
reqwest = { version = \"0.13\", default-features = false }
serde = \"1\"
serde_json = { version = \"1\", features = [\"float_roundtrip\"] }
tokio = { version = \"1\", default-features = false, features = [\"time\"] }
";

/// The crate of a user, with the locked versions of the workspace.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) folder: PathBuf,
}

/// The result of a run of cargo.
#[derive(Debug)]
pub(crate) struct Built {
    output: Output,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Built {
    #[track_caller]
    pub(crate) fn succeeded(self) -> Self {
        assert_success("cargo", &self.output);
        self
    }

    #[track_caller]
    pub(crate) fn failed(self) -> Self {
        assert!(!self.output.status.success(), "{}", self.err);
        self
    }

    #[track_caller]
    pub(crate) fn assert_stderr(&self, text: &str) {
        assert!(self.err.contains(text), "no {text:?} in:\n{}", self.err);
    }
}

impl Package {
    /// Creates an empty crate, which is its own workspace.
    pub(crate) fn new(name: &str, dependencies: &str) -> Self {
        let folder = folder("users").join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        let package = Self { folder };
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
             publish = false\n\n{dependencies}\n[workspace]\n"
        );
        package.write("Cargo.toml", &manifest);
        let lock = std::fs::read_to_string(Path::new(ROOT).join("Cargo.lock")).unwrap();
        package.write("Cargo.lock", &lock);
        package
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.join(file)
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Runs cargo in the crate without network access.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Built {
        let output = cargo(&self.folder, &[arguments, &["--offline"]].concat(), "");
        Built {
            out: String::from_utf8(output.stdout.clone()).unwrap(),
            err: String::from_utf8(output.stderr.clone()).unwrap(),
            output,
        }
    }

    /// Returns the names of all crates of the dependency tree, including build and test
    /// dependencies.
    pub(crate) fn tree(&self) -> Vec<String> {
        let arguments = ["tree", "--prefix", "none", "--format", "{p}"];
        let tree = self.cargo(&arguments).succeeded().out;
        let names = tree.lines().filter_map(|line| line.split(' ').next());
        names.map(str::to_owned).collect()
    }
}
