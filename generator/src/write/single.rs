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

/// Writes a report, over an earlier one if there is one, and over nothing else.
pub fn report(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let written = std::fs::read_to_string(path);
    if path.exists() && !written.is_ok_and(|text| text.starts_with(REPORT)) {
        let message = format!("`{}` is there, and is no report", path.display());
        return Err(problem(message).help("name another file for the report"));
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = Path::new(&beside);
    std::fs::write(beside, text)
        .and_then(|()| std::fs::rename(beside, path))
        .map_err(|error| {
            drop(std::fs::remove_file(beside));
            failed("write", path)(error)
        })
}

/// What every report begins with.
const REPORT: &str = "{\n  \"document\": ";
