//! Files that stand alone, where the user says: a report, a configuration.
#![expect(clippy::disallowed_methods, reason = "this is where files are written")]

use std::{fs::OpenOptions, io::Write, path::Path};

use super::disk::{failed, problem};
use crate::diagnostic::Diagnostic;

/// Writes a file that isn't there yet.
pub fn create(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    match file {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let message = format!("`{}` is there already", path.display());
            Err(problem(message).help("rename or delete it for a new one"))
        }
        file => file
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(failed("write", path)),
    }
}

/// Writes a file, whatever was in it.
pub fn replace(path: &Path, text: &str) -> Result<(), Diagnostic> {
    std::fs::write(path, text).map_err(failed("write", path))
}
