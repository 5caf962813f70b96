//! Replacement of the old folder by the new folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::is_absent;

/// Moves `new` to `unit`. Returns the new path of the old folder, if any: `new` or `old`.
///
/// If the system can't exchange two folders, `unit` is missing for a moment. If the process is
/// killed at this moment, the next run recovers.
pub(super) fn switch(
    new: &Path,
    unit: &Path,
    old: &Path,
    exchange: impl FnOnce(&Path, &Path) -> io::Result<()>,
) -> io::Result<Option<PathBuf>> {
    if is_absent(unit) {
        fs::rename(new, unit)?;
        return Ok(None);
    }
    match exchange(new, unit) {
        Ok(()) => return Ok(Some(new.to_owned())),
        Err(error) if !is_unsupported(&error) => return Err(error),
        Err(_) => {}
    }
    fs::rename(unit, old)?;
    if let Err(error) = fs::rename(new, unit) {
        fs::rename(old, unit)?;
        return Err(error);
    }
    Ok(Some(old.to_owned()))
}

/// Returns `true` if the system or the file system can't exchange two folders.
fn is_unsupported(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput
    )
}

/// Exchanges two folders in one step.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
