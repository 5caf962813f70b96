//! A batch of crates in one workspace, so that they share their dependencies.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::{Result, child, documents::Document, options::Options, worker};

/// The crates of a batch of documents.
#[derive(Debug)]
pub(crate) struct Batch {
    folder: PathBuf,
    /// The documents without a crate, with the error of each.
    pub(crate) failed: BTreeMap<usize, String>,
    /// The index of the document of each crate.
    documents: Vec<usize>,
    jobs: usize,
}

/// The output of cargo, by documents.
#[derive(Debug, Default)]
pub(crate) struct CargoOutput {
    pub(crate) messages: BTreeMap<usize, Vec<Value>>,
    /// The built programs, with the folders of their crates.
    pub(crate) programs: BTreeMap<usize, (PathBuf, PathBuf)>,
}

/// Returns the name of a crate. All batches use the same names, so a batch overwrites the build
/// artifacts of the previous batch.
fn crate_name(place: usize) -> String {
    format!("client-{place:02}")
}

impl Batch {
    /// Writes the crates.
    pub(crate) fn write(
        options: &Options,
        documents: &[Document],
        batch: &[usize],
    ) -> Result<Self> {
        let folder = options.cache.join("batch");
        fs::create_dir_all(&folder)?;
        let folder = folder.canonicalize()?;
        let mut failed = BTreeMap::new();
        let mut members = Vec::new();
        for (place, index) in batch.iter().enumerate() {
            let name = crate_name(place);
            let Some(document) = documents.get(*index) else {
                continue;
            };
            match write(options, document, &folder, &name)? {
                Ok(()) => members.push(name),
                Err(error) => _ = failed.insert(*index, error),
            }
        }
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n\
             [profile.dev]\ndebug = false\nincremental = false\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        let lock = folder.join("Cargo.lock");
        if !lock.exists() {
            // Clients are built with the versions that the project is tested with.
            let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock");
            fs::copy(ours, lock)?;
        }
        Ok(Self {
            folder,
            failed,
            documents: batch.to_vec(),
            jobs: options.jobs,
        })
    }

    /// Runs cargo for the crates of documents.
    pub(crate) fn cargo(&self, arguments: &[&str], documents: &[usize]) -> Result<CargoOutput> {
        let mut cargo_output = CargoOutput::default();
        if documents.is_empty() {
            return Ok(cargo_output);
        }
        let mut cargo = Command::new("cargo");
        cargo.current_dir(&self.folder).args(arguments);
        cargo.args([
            "--no-default-features",
            "--keep-going",
            "--quiet",
            "--message-format=json",
        ]);
        for (place, document) in self.documents.iter().enumerate() {
            if documents.contains(document) {
                let name = crate_name(place);
                cargo.arg("--package").arg(&name);
                // A crate with a single tag has no features for tags.
                let manifest = fs::read_to_string(self.folder.join(&name).join("Cargo.toml"))?;
                if manifest.contains("\nall-tags = ") {
                    cargo.arg("--features").arg(format!("{name}/all-tags"));
                }
            }
        }
        if self.jobs > 0 {
            cargo.arg("--jobs").arg(self.jobs.to_string());
        }
        cargo.arg("--target-dir").arg(self.folder.join("target"));
        let output = cargo.output()?;
        let mut errors = 0;
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            let message: Value = serde_json::from_str(line)?;
            let Some((document, folder)) = self.document(&message) else {
                continue;
            };
            if let Some(program) = message.get("executable").and_then(Value::as_str) {
                cargo_output
                    .programs
                    .insert(document, (program.into(), folder));
            } else if let Some(message) = message.get("message") {
                errors += usize::from(message.get("level").is_some_and(|level| level == "error"));
                cargo_output
                    .messages
                    .entry(document)
                    .or_default()
                    .push(message.clone());
            }
        }
        if !output.status.success() && errors == 0 {
            return Err(String::from_utf8_lossy(&output.stderr).into());
        }
        Ok(cargo_output)
    }

    /// Returns the document and the folder of the crate that a message belongs to.
    fn document(&self, message: &Value) -> Option<(usize, PathBuf)> {
        let manifest = message.get("manifest_path").and_then(Value::as_str)?;
        let folder = Path::new(manifest).parent()?;
        let place = folder.file_name()?.to_str()?.strip_prefix("client-")?;
        let document = self.documents.get(place.parse::<usize>().ok()?)?;
        Some((*document, folder.to_owned()))
    }
}

/// Writes a crate. Returns the output of the process if it failed.
fn write(
    options: &Options,
    document: &Document,
    batch: &Path,
    name: &str,
) -> Result<std::result::Result<(), String>> {
    let folder = batch.join(name);
    fs::remove_dir_all(&folder).or_else(ignore_missing)?;
    let mut command = worker::command(&document.path, &batch.join("result.json"))?;
    command.arg("--output").arg(&folder).args(["--name", name]);
    if options.values > 0 {
        command.arg("--values").arg(options.values.to_string());
        command.arg("--seed").arg(options.seed.to_string());
    }
    let result = child::run(&mut command, worker::wall_clock_limit(&document.path)?)?;
    if !result.status.is_some_and(|status| status.success()) {
        fs::remove_dir_all(&folder).or_else(ignore_missing)?;
        return Ok(Err(format!("no crate can be written: {}", result.errors)));
    }
    // The name of the document, for inspection.
    fs::write(folder.join("DOCUMENT"), &document.name)?;
    Ok(Ok(()))
}

/// Ignores an error of removing a missing folder.
fn ignore_missing(error: io::Error) -> io::Result<()> {
    match error.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    }
}
