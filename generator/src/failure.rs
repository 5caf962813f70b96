//! Why something that was asked for can't be done, as an error of Rust's.

use std::fmt;

use crate::{
    diagnostic::Diagnostic,
    read::Sources,
    render::{self, Detail},
};

/// Why something can't be done: a file, a setting, a document.
///
/// Both `Display` and `Debug` draw the problems as people read them, so that a build script can
/// return it from `main`.
pub struct Failure {
    /// The problems, of which one at least is an error.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that they are in.
    pub sources: Sources,
}

impl Failure {
    pub(crate) fn new(diagnostics: Vec<Diagnostic>, sources: impl Into<Sources>) -> Self {
        Self {
            diagnostics,
            sources: sources.into(),
        }
    }

    /// The problems as a person reads them, with their excerpts.
    pub fn rendered(&self, color: bool) -> String {
        render::render(&self.diagnostics, &self.sources, color, Detail::Brief)
    }
}

impl From<Vec<Diagnostic>> for Failure {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self::new(diagnostics, Sources::default())
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::from(vec![diagnostic])
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.rendered(false).trim_end())
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl std::error::Error for Failure {}
