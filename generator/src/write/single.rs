//! Files that stand alone, where the user says: a report, a configuration.
#![expect(clippy::disallowed_methods, reason = "this is where files are written")]

use std::{
    io::{self, Read},
    path::Path,
};

use super::disk::{failed, problem, write_new};
use crate::{diagnostic::Diagnostic, read::file};

/// Writes a file that isn't there yet.
pub fn create(path: &Path, text: &str) -> Result<(), Diagnostic> {
    match write_new(path, text) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let message = format!("`{}` is there already", path.display());
            Err(problem(message).help("rename or delete it for a new one"))
        }
        written => written.map_err(failed("write", path)),
    }
}

/// Writes a report, over an earlier one if there is one, and over nothing else.
pub fn report(path: &Path, text: &str) -> Result<(), Diagnostic> {
    if path.exists() && !is_report(path) {
        let message = format!("`{}` is there, and is no report", path.display());
        return Err(problem(message).help("name another file for the report"));
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = Path::new(&beside);
    write_new(beside, text).map_err(failed("write", beside))?;
    std::fs::rename(beside, path).map_err(|error| {
        drop(std::fs::remove_file(beside));
        failed("write", path)(error)
    })
}

/// Returns `true` if a file begins as a report does. What isn't a file isn't waited for.
fn is_report(path: &Path) -> bool {
    let mut start = [0; REPORT.len()];
    let mut read = || file::open(path)?.read_exact(&mut start);
    path.is_file() && read().is_ok() && start == REPORT.as_bytes()
}

/// The start of every report.
const REPORT: &str = "{\n  \"document\": ";
