//! The error type of the crate.

use std::fmt;

use crate::{
    diagnostic::Diagnostic,
    read::Sources,
    render::{self, Detail},
};

/// The error of a run: diagnostics about a file, a setting or a document.
///
/// `Debug` renders the diagnostics like `Display`, so that a build script can return a `Failure` from
/// `main`.
pub struct Failure {
    /// The diagnostics. At least one of them is an error.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that the diagnostics refer to.
    pub sources: Sources,
}

impl Failure {
    pub(crate) fn new(diagnostics: Vec<Diagnostic>, sources: impl Into<Sources>) -> Self {
        Self {
            diagnostics,
            sources: sources.into(),
        }
    }

    /// Renders the diagnostics for a terminal, with excerpts of the files.
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
