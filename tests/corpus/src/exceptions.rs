//! What is known to be wrong, each with its reason.

use std::{fs, path::Path};

use serde::Deserialize;

use crate::{
    Result,
    record::{Failure, What},
};

/// Something that is known to be wrong with a document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exception {
    /// The document.
    document: String,
    /// What.
    what: What,
    /// What the message contains; without it, any.
    #[serde(default)]
    contains: String,
    /// Why it is no failure.
    reason: String,
    #[serde(skip)]
    needed: bool,
}

/// All of them.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exceptions {
    #[serde(default)]
    exception: Vec<Exception>,
}

impl Exceptions {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let exceptions: Self = toml_edit::de::from_str(&text)?;
        let mut without = exceptions.exception.iter();
        if let Some(exception) = without.find(|exception| exception.reason.trim().is_empty()) {
            return Err(format!("the exception of {} has no reason", exception.document).into());
        }
        Ok(exceptions)
    }

    /// Whether a failure is known; the exception is needed then.
    pub(crate) fn knows(&mut self, document: &str, failure: &Failure) -> bool {
        let mut known = false;
        for exception in &mut self.exception {
            let is_it = exception.document == document
                && exception.what == failure.what
                && failure.message.contains(&exception.contains);
            exception.needed |= is_it;
            known |= is_it;
        }
        known
    }

    /// The exceptions of a document that it doesn't need any more, in one line each.
    pub(crate) fn unneeded(&self, document: &str, looked_for: &[What]) -> Vec<String> {
        let unneeded = self.exception.iter().filter(|exception| {
            exception.document == document
                && looked_for.contains(&exception.what)
                && !exception.needed
        });
        let line = |it: &Exception| {
            let (what, reason) = (it.what.text(), &it.reason);
            format!("an exception isn't needed any more: {document}: {what}: {reason}")
        };
        unneeded.map(line).collect()
    }
}
