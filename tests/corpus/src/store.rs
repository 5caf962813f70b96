//! Where what is known of documents is kept, so that a run that was ended goes on where it was.

use std::{
    fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use crate::{Result, documents::Document, record::Step};

/// The steps that this very executable took.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    folder: PathBuf,
}

impl Store {
    /// The store in a cache; `again` forgets what is in it. What other executables left is removed.
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

    /// What is known of a document; `step` says of what, and with which settings.
    pub(crate) fn get(&self, document: &Document, step: &str) -> Option<Step> {
        let text = fs::read_to_string(self.path(document, step)).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Keeps it.
    pub(crate) fn put(&self, document: &Document, step: &str, known: &Step) -> Result<()> {
        let path = self.path(document, step);
        // A file that is half written is of another name.
        let partly = path.with_extension("partly");
        fs::write(&partly, serde_json::to_vec(known)?)?;
        Ok(fs::rename(partly, path)?)
    }
}
