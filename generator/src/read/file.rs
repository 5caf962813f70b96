//! Files that a user or a document names, opened without waiting for what isn't a file.

use std::fs::{File, FileType};
use std::io;
use std::path::Path;

/// Where the system has the open files of a process. They may be pipes: standard input, and what a
/// shell puts in place of `<(command)`.
const DESCRIPTORS: [&str; 3] = ["/dev/stdin", "/dev/fd", "/proc/self/fd"];

/// Opens a file to be read.
///
/// # Errors
///
/// When it can't be opened, or isn't a regular file: opening a FIFO waits for a writer, and a device
/// may never end.
pub(super) fn open(path: &Path) -> io::Result<File> {
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
    io::Error::new(io::ErrorKind::InvalidInput, sort(found))
}

#[cfg(unix)]
fn sort(found: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;

    if found.is_fifo() {
        "it is a FIFO and not a file"
    } else if found.is_socket() {
        "it is a socket and not a file"
    } else {
        "it is a device and not a file"
    }
}

#[cfg(not(unix))]
fn sort(_: FileType) -> &'static str {
    "it isn't a file"
}
