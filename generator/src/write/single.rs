//! Single files outside of the output: a report, a configuration.
#![expect(clippy::disallowed_methods, reason = "this is where files are written")]

use std::{
    io::{self, Read},
    path::Path,
};

use super::disk::{failed, problem, write_new};
use crate::{diagnostic::Diagnostic, read::file};

/// Writes a file that doesn't exist yet.
pub fn create(path: &Path, content: &str) -> Result<(), Diagnostic> {
    match write_new(path, content) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let message = format!("`{}` already exists", path.display());
            Err(problem(message).help("rename or delete it to create a new file"))
        }
        written => written.map_err(failed("write", path)),
    }
}

/// Writes a report. Only an earlier report is overwritten.
pub fn report(path: &Path, content: &str) -> Result<(), Diagnostic> {
    if path.exists() && !is_report(path) {
        let message = format!("`{}` exists, and is not a report", path.display());
        return Err(problem(message).help("choose another file for the report"));
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let beside = Path::new(&beside);
    write_new(beside, content).map_err(failed("write", beside))?;
    std::fs::rename(beside, path).map_err(|error| {
        drop(std::fs::remove_file(beside));
        failed("write", path)(error)
    })
}

/// Returns `true` if a file begins like a report. A pipe is not read, because reading could block.
fn is_report(path: &Path) -> bool {
    let mut start = [0; REPORT.len()];
    let mut read = || file::open(path)?.read_exact(&mut start);
    path.is_file() && read().is_ok() && start == REPORT.as_bytes()
}

/// The start of every report.
const REPORT: &str = "{\n  \"document\": ";
