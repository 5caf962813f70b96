//! Generated files, which are written to or compared with a folder.

use std::{collections::BTreeMap, path::Path};

use crate::{
    diagnostic::Diagnostic,
    failure::Failure,
    ir::Api,
    manifest::{self, Manifest},
    write::{self, Edits, Files, Stale, Written},
};

/// The generated files, which are not yet written.
#[derive(Debug)]
pub struct Output {
    /// The counts of generated items.
    pub summary: Summary,
    /// Source files, by path.
    pub files: BTreeMap<String, String>,
    /// The other files of a crate.
    pub package: Option<Package>,
}

/// The README and the manifest of a crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The initial README of the crate.
    pub readme: String,
    /// The required content of the manifest.
    pub manifest: Manifest,
}

impl Output {
    /// Returns the paths of all files, relative to the folder.
    pub fn paths(&self) -> Vec<&str> {
        let package = self.package.as_ref();
        let package = package
            .into_iter()
            .flat_map(|_| ["Cargo.toml", "README.md"]);
        let mut paths: Vec<&str> = self.files.keys().map(String::as_str).collect();
        paths.extend(package);
        paths.sort_unstable();
        paths
    }

    /// Writes the changed files of the crate, all or none. A file that Rejoinder didn't write
    /// before is never overwritten. README and manifest also belong to the user: the README is
    /// written if it is missing, and the manifest gets only Rejoinder's own keys.
    ///
    /// Waits for another run on the same folder.
    ///
    /// # Errors
    ///
    /// If a file that Rejoinder didn't write has the path of a generated file, or a file was edited
    /// or can't be written. No file is changed then.
    pub fn write(&self, folder: &Path) -> Result<Written, Failure> {
        self.write_over(folder, Edits::Keep)
    }

    /// Writes the crate like [`write`](Self::write), but replaces edited files that Rejoinder
    /// wrote.
    ///
    /// # Errors
    ///
    /// If a file that Rejoinder didn't write has the path of a generated file, or a file can't be
    /// written. No file is changed then.
    pub fn overwrite(&self, folder: &Path) -> Result<Written, Failure> {
        self.write_over(folder, Edits::Overwrite)
    }

    fn write_over(&self, folder: &Path, edits: Edits) -> Result<Written, Failure> {
        write::write(folder, edits, |folder| self.merged(folder)).map_err(Failure::from)
    }

    /// Compares the crate with the existing files, and writes nothing.
    ///
    /// # Errors
    ///
    /// If a file can't be read.
    pub fn check(&self, folder: &Path) -> Result<Stale, Failure> {
        write::check(&self.merged(folder)?, folder).map_err(Failure::from)
    }

    /// Returns all files, with the manifest merged into the existing manifest.
    fn merged(&self, folder: &Path) -> Result<Files, Diagnostic> {
        let mut files = Files {
            owned: self.files.clone(),
            ..Files::default()
        };
        if let Some(package) = &self.package {
            let existing = write::existing(folder, "Cargo.toml")?;
            let merged = manifest::merge(existing.as_deref(), &package.manifest)?;
            files.code_folder = "src".to_owned();
            files.shared.insert("Cargo.toml".to_owned(), merged);
            let readme = package.readme.clone();
            files.initial.insert("README.md".to_owned(), readme);
        }
        Ok(files)
    }
}

/// The counts of generated items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Operations.
    pub operations: usize,
    /// Documented responses: variants of all responses.
    pub responses: usize,
    /// Documented headers of responses.
    pub headers: usize,
    /// Named types, except responses and requests.
    pub types: usize,
}

impl Summary {
    pub(crate) fn of(api: &Api) -> Self {
        let responses = || {
            api.operations
                .iter()
                .flat_map(|operation| &operation.responses)
        };
        Self {
            operations: api.operations.len(),
            responses: responses().count(),
            headers: responses().map(|response| response.headers.len()).sum(),
            types: api.types.len(),
        }
    }
}
