//! Stored results, so that an interrupted run can continue.

use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use crate::{Result, documents::Document, record::Step};

/// The results of this build of the executable.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    folder: PathBuf,
}

impl Store {
    /// Opens the store of a cache, and removes the results of other executables. `again` discards
    /// all results.
    pub(crate) fn open(cache: &Path, again: bool) -> Result<Self> {
        let executable = fs::metadata(std::env::current_exe()?)?;
        let changed = executable.modified()?.duration_since(UNIX_EPOCH)?;
        let all = cache.join("results");
        let folder = all.join(format!("{:x}-{:x}", executable.len(), changed.as_nanos()));
        if all.exists() && (again || !folder.exists()) {
            fs::remove_dir_all(&all)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(Self { folder })
    }

    fn path(&self, document: &Document, step: &str) -> PathBuf {
        self.folder.join(format!("{}.{step}", document.digest))
    }

    /// Returns the stored result of a step. The key contains the step and its settings.
    pub(crate) fn get(&self, document: &Document, step: &str) -> Option<Step> {
        let content = fs::read_to_string(self.path(document, step)).ok()?;
        serde_json::from_str(&content).ok()
    }

    /// Stores the result of a step.
    pub(crate) fn put(&self, document: &Document, step: &str, result: &Step) -> Result<()> {
        let path = self.path(document, step);
        // An incomplete file has another name.
        let partly = path.with_extension("partly");
        fs::write(&partly, serde_json::to_vec(result)?)?;
        Ok(fs::rename(partly, path)?)
    }
}
