//! Opens files that a user or a document names, without blocking on FIFOs and devices.

use std::fs::{File, FileType, Metadata};
use std::io;
use std::path::Path;

/// Paths of a process's open files. These may be pipes, such as standard input and the shell's
/// `<(command)`.
const DESCRIPTORS: [&str; 3] = ["/dev/stdin", "/dev/fd", "/proc/self/fd"];

/// Opens a file for reading.
///
/// # Errors
///
/// Returns an error if the file can't be opened or isn't a regular file. Opening a FIFO waits for a
/// writer, and a device may never end.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    if DESCRIPTORS.iter().any(|folder| path.starts_with(folder)) {
        return File::open(path);
    }
    let opened = without_waiting(path);
    let found = match &opened {
        Ok(file) => file.metadata(),
        // A socket can't be opened at all.
        Err(_) => path.metadata(),
    };
    match found {
        Ok(found) if !found.is_file() => Err(irregular(found.file_type())),
        _ => opened,
    }
}

/// Opens a file at a resolved and checked path.
///
/// # Errors
///
/// Returns the errors of [`open`], and an error if another file is at the path now, because the
/// file was replaced.
pub(super) fn open_checked(path: &Path) -> io::Result<File> {
    let file = open(path)?;
    let is_same = path.canonicalize()? == path && is_same(&file.metadata()?, &path.metadata()?);
    match is_same {
        true => Ok(file),
        false => Err(io::Error::other(
            "the file was replaced while it was opened",
        )),
    }
}

/// Returns `true` if two files are the same file on the disk.
#[cfg(unix)]
pub(crate) fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;

    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Returns `true`: this platform has no file identity to compare.
#[cfg(not(unix))]
pub(crate) fn is_same(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn without_waiting(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};

    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(rustix::fs::open(path, flags, Mode::empty())?.into())
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn without_waiting(path: &Path) -> io::Result<File> {
    match path.metadata()? {
        found if found.is_file() => File::open(path),
        found => Err(irregular(found.file_type())),
    }
}

fn irregular(found: FileType) -> io::Error {
    if found.is_dir() {
        return io::ErrorKind::IsADirectory.into();
    }
    io::Error::new(io::ErrorKind::InvalidInput, file_kind(found))
}

#[cfg(unix)]
fn file_kind(found: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;

    if found.is_fifo() {
        "expected a file, found a FIFO"
    } else if found.is_socket() {
        "expected a file, found a socket"
    } else {
        "expected a file, found a device"
    }
}

#[cfg(not(unix))]
fn file_kind(_: FileType) -> &'static str {
    "expected a file"
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn open_checked_rejects_a_replaced_file() {
        let folder = std::env::temp_dir().join(format!("rejoinder-file-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let folder = folder.canonicalize().unwrap();
        let (file, link) = (folder.join("file"), folder.join("link"));
        std::fs::write(&file, "").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        assert!(open_checked(&file).is_ok());
        // A link replaced the file after the path was resolved.
        assert!(open(&link).is_ok());
        assert!(open_checked(&link).is_err());
        let (one, hard) = (file.metadata().unwrap(), folder.join("hard"));
        std::fs::hard_link(&file, &hard).unwrap();
        std::fs::write(folder.join("other"), "").unwrap();
        assert!(is_same(&one, &hard.metadata().unwrap()));
        assert!(!is_same(&one, &folder.join("other").metadata().unwrap()));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
