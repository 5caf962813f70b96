//! The moment at which the old folder becomes the new one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::disk::is_absent;

/// Puts `new` where `unit` is, and tells where the old folder is now, if there was one: where the
/// new one was, or at `old`.
///
/// Where the system can't exchange two folders there is a moment without any, from which the next
/// run recovers.
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

/// A system or a file system that can't exchange says so in one of these ways.
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
