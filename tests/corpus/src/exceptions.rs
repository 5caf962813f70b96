//! Known failures, each with a reason.

use std::{fs, path::Path};

use serde::Deserialize;

use crate::{
    Result,
    record::{Failure, FailureKind},
};

/// A known failure of a document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exception {
    /// The name of the document.
    document: String,
    /// The kind of the failure.
    what: FailureKind,
    /// A part of the message; empty for any message.
    #[serde(default)]
    contains: String,
    /// The reason why the failure is accepted.
    reason: String,
    #[serde(skip)]
    needed: bool,
}

/// The known failures of the corpus.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exceptions {
    #[serde(default)]
    exception: Vec<Exception>,
}

impl Exceptions {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let toml =
            fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let exceptions: Self = toml_edit::de::from_str(&toml)?;
        let mut without = exceptions.exception.iter();
        if let Some(exception) = without.find(|exception| exception.reason.trim().is_empty()) {
            return Err(
                format!("missing reason in the exception of {}", exception.document).into(),
            );
        }
        Ok(exceptions)
    }

    /// Returns `true` if a failure is known, and marks its exception as needed.
    pub(crate) fn accept(&mut self, document: &str, failure: &Failure) -> bool {
        let mut is_known = false;
        for exception in &mut self.exception {
            let matches = exception.document == document
                && exception.what == failure.what
                && failure.message.contains(&exception.contains);
            exception.needed |= matches;
            is_known |= matches;
        }
        is_known
    }

    /// Returns a message for each unneeded exception of a document.
    pub(crate) fn unneeded(&self, document: &str, checked: &[FailureKind]) -> Vec<String> {
        let unneeded = self.exception.iter().filter(|exception| {
            exception.document == document && checked.contains(&exception.what) && !exception.needed
        });
        let line = |it: &Exception| {
            let (what, reason) = (it.what.name(), &it.reason);
            format!("unneeded exception: {document}: {what}: {reason}")
        };
        unneeded.map(line).collect()
    }
}
