//! A lock on the output: concurrent runs wait for each other.

use std::fs::File;
use std::path::Path;

use super::disk::{failed, problem};
use super::record::digest;
use crate::diagnostic::Diagnostic;

/// A lock that is released when it is dropped or the process ends.
pub(super) struct Lock(#[expect(dead_code, reason = "held, not read")] File);

/// Waits until no other run writes to the output. The parent folder is locked, because the output may
/// be replaced or not exist yet.
pub(super) fn lock(output: &Path) -> Result<Lock, Diagnostic> {
    let parent = output
        .parent()
        .ok_or_else(|| problem(format!("invalid output directory `{}`", output.display())))?;
    if let Ok(folder) = File::open(parent)
        && folder.lock().is_ok()
    {
        return Ok(Lock(folder));
    }
    // Not every system can lock folders. A temporary file is locked instead.
    let name = digest(parent.as_os_str().as_encoded_bytes());
    let path = std::env::temp_dir().join(format!("rejoinder-{name}.lock"));
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    let file = options.open(&path).map_err(failed("open", &path))?;
    file.lock().map_err(failed("lock", &path))?;
    Ok(Lock(file))
}
