//! What was generated, and how it gets to a folder.

use std::{collections::BTreeMap, path::Path};

use crate::{
    diagnostic::Diagnostic,
    failure::Failure,
    ir::Api,
    manifest::{self, Manifest},
    write::{self, Edits, Files, Stale, Written},
};

/// What was generated, not written yet.
#[derive(Debug)]
pub struct Output {
    /// What there is of what.
    pub summary: Summary,
    /// Source files, by path.
    pub files: BTreeMap<String, String>,
    /// What a crate has besides.
    pub package: Option<Package>,
}

/// What makes source files a crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The README that the crate begins with.
    pub readme: String,
    /// What the manifest has to say.
    pub manifest: Manifest,
}

impl Output {
    /// The paths of all files, relative to the folder.
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

    /// Writes the crate: only what differs, all at once or not at all, and over nothing that
    /// Rejoinder didn't write before. README and manifest are the user's as well: the one is
    /// written when there is none, and of the other only the keys that are ours change.
    ///
    /// Waits for another run on the same folder.
    ///
    /// # Errors
    ///
    /// When a file is in the way or was edited, or can't be written. Nothing is changed then.
    pub fn write(&self, folder: &Path) -> Result<Written, Failure> {
        self.write_over(folder, Edits::Keep)
    }

    /// Like [`write`](Self::write), but files that Rejoinder wrote and someone edited are replaced.
    ///
    /// # Errors
    ///
    /// When a file is in the way, or can't be written. Nothing is changed then.
    pub fn overwrite(&self, folder: &Path) -> Result<Written, Failure> {
        self.write_over(folder, Edits::Overwrite)
    }

    fn write_over(&self, folder: &Path, edits: Edits) -> Result<Written, Failure> {
        write::write(folder, edits, |folder| self.merged(folder)).map_err(Failure::from)
    }

    /// Compares the crate with what is there, and writes nothing.
    ///
    /// # Errors
    ///
    /// When a file can't be read.
    pub fn check(&self, folder: &Path) -> Result<Stale, Failure> {
        write::check(&self.merged(folder)?, folder).map_err(Failure::from)
    }

    /// All files, with the manifest merged into the one that is there.
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

/// How many of what were generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Operations.
    pub operations: usize,
    /// Documented responses: variants of all responses.
    pub responses: usize,
    /// Documented headers of responses.
    pub headers: usize,
    /// Types with a name, responses and requests left aside.
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
