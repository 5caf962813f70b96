//! One run at a time: the others wait.

use std::fs::File;
use std::path::Path;

use super::disk::{failed, problem};
use super::record::digest;
use crate::diagnostic::Diagnostic;

/// Held as long as it lives, and given back by the system when the process dies.
pub(super) struct Lock(#[expect(dead_code, reason = "held, not read")] File);

/// Waits until no other run writes to this output. The folder around it is locked, because the
/// output itself may be exchanged or not be there yet.
pub(super) fn lock(output: &Path) -> Result<Lock, Diagnostic> {
    let around = output
        .parent()
        .ok_or_else(|| problem(format!("`{}` can't be the output", output.display())))?;
    if let Ok(folder) = File::open(around)
        && folder.lock().is_ok()
    {
        return Ok(Lock(folder));
    }
    // Not every system locks folders: a file stands for it.
    let name = digest(around.as_os_str().as_encoded_bytes());
    let path = std::env::temp_dir().join(format!("rejoinder-{name}.lock"));
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    let file = options.open(&path).map_err(failed("open", &path))?;
    file.lock().map_err(failed("lock", &path))?;
    Ok(Lock(file))
}
