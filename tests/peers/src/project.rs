//! A workspace with the client of a document by a generator, and programs that use the client.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use toml_edit::DocumentMut;

use crate::{
    Result,
    data::Generator,
    install::Places,
    process::{self, Limits, Success, Usage},
};

/// A result whose error is the content of a cell.
pub(crate) type Attempt<T> = std::result::Result<T, String>;

/// A workspace with a client in the folder `client`, and programs.
#[derive(Debug)]
pub(crate) struct Project<'a> {
    pub(crate) generator: &'a Generator,
    folder: PathBuf,
    places: &'a Places,
    limits: Limits,
}

impl<'a> Project<'a> {
    pub(crate) fn new(
        generator: &'a Generator,
        document: &str,
        places: &'a Places,
        limits: Limits,
    ) -> Self {
        Self {
            generator,
            folder: places.clients.join(document).join(&generator.name),
            places,
            limits,
        }
    }

    /// Returns the folder of a package.
    pub(crate) fn package(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(crate) fn client(&self) -> PathBuf {
        self.package("client")
    }

    /// Generates the client in an empty folder.
    pub(crate) fn generate(&self, document: &Path) -> Attempt<Success> {
        let output = self.client();
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).map_err(|error| error.to_string())?;
        }
        fs::create_dir_all(&output).map_err(|error| error.to_string())?;
        let names = [
            ("{rejoinder}", &self.places.rejoinder),
            ("{tools}", &self.places.tools),
            ("{output}", &output),
        ];
        let mut words = self.generator.generate.iter().map(|word| {
            let word = word.replace("{document}", &document.display().to_string());
            names.iter().fold(word, |word, (name, path)| {
                word.replace(name, &path.display().to_string())
            })
        });
        let program = words.next().unwrap_or_default();
        let mut command = Command::new(program);
        process::run(command.args(words).current_dir(&output), self.limits)
    }

    /// Creates the workspace of a generated client.
    pub(crate) fn prepare(&self) -> Result<()> {
        let path = self.client().join("Cargo.toml");
        if let Some(root) = &self.generator.root {
            let dependencies = self.generator.dependencies.as_ref();
            let dependencies =
                dependencies.ok_or("missing `dependencies` of the generator in peers.toml")?;
            let dependencies = fs::read_to_string(self.client().join(dependencies))?;
            let manifest = format!(
                "[package]\nname = \"client\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                 [lib]\npath = \"{root}\"\n\n{dependencies}"
            );
            fs::write(&path, manifest)?;
        }
        let mut manifest: DocumentMut = fs::read_to_string(&path)?.parse()?;
        manifest.remove("workspace");
        fs::write(&path, manifest.to_string())?;
        let workspace = "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n\n\
                         [profile.release]\nstrip = true\n";
        fs::write(self.folder.join("Cargo.toml"), workspace)?;
        Ok(())
    }

    /// Adds a program that uses the client.
    pub(crate) fn add(&self, name: &str, main: &str) -> Result<()> {
        let folder = self.package(name);
        fs::create_dir_all(folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nclient = {{ path = \"../client\" }}\nserde_json = \"1\"\n\
             tokio = {{ version = \"1\", default-features = false, features = [\"net\", \"rt\", \"time\"] }}\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::write(folder.join("src/main.rs"), main)?;
        Ok(())
    }

    /// Runs cargo in the workspace.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Attempt<Success> {
        self.cargo_into(&self.target(), arguments)
    }

    /// Runs cargo with an empty target folder.
    pub(crate) fn cargo_cold(&self, arguments: &[&str]) -> Attempt<Usage> {
        let target = self.folder.join("cold-target");
        let success = self.cargo_into(&target, arguments);
        // The folder may be missing.
        let _ = fs::remove_dir_all(&target);
        Ok(success?.usage)
    }

    /// Returns the target folder of a generator. Programs of all generators have the same names.
    fn target(&self) -> PathBuf {
        self.places.target.join(&self.generator.name)
    }

    fn cargo_into(&self, target: &Path, arguments: &[&str]) -> Attempt<Success> {
        let mut command = Command::new("cargo");
        command.args(arguments).current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", target);
        command.env("CARGO_INCREMENTAL", "0");
        // Debug builds use the default settings.
        command.env_remove("CARGO_PROFILE_DEV_DEBUG");
        process::run(&mut command, self.limits)
    }

    /// Marks a package as modified, so that cargo rebuilds the package and its dependents.
    pub(crate) fn touch(&self, package: &str) -> Result<()> {
        let folder = self.package(package);
        let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
        let manifest: DocumentMut = manifest.parse()?;
        let root = manifest
            .get("lib")
            .and_then(|lib| lib.get("path")?.as_str());
        let root = folder.join(root.unwrap_or("src/lib.rs"));
        let file = File::options().append(true).open(root)?;
        Ok(file.set_modified(SystemTime::now())?)
    }

    /// Returns the path of a built program.
    pub(crate) fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.target().join(profile).join(name)
    }

    /// Runs a built program.
    pub(crate) fn run(&self, name: &str) -> Attempt<Success> {
        let mut command = Command::new(self.program("release", name));
        process::run(&mut command, self.limits)
    }

    /// Removes the build artifacts of the client and the programs.
    pub(crate) fn clean(&self) -> Attempt<Success> {
        let names = [
            "client",
            "calls-one",
            "calls-some",
            "calls-all",
            "decode",
            "bare",
        ];
        let existing = names.iter().filter(|name| self.folder.join(name).exists());
        let packages = existing.flat_map(|name| ["--package", name]);
        let command: Vec<&str> = ["clean", "--offline"].into_iter().chain(packages).collect();
        self.cargo(&command)
    }
}
