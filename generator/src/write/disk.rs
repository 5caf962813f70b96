//! File operations and their diagnostics.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::read::file;

pub(super) fn problem(message: String) -> Diagnostic {
    Diagnostic::error(Code::Io, Location::Nowhere, message)
}

pub(super) fn failed<'a>(action: &'a str, path: &'a Path) -> impl Fn(io::Error) -> Diagnostic + 'a {
    move |error| problem(format!("can't {action} `{}`: {error}", path.display()))
}

/// Returns the diagnostic for a path that exists but isn't of the expected kind.
pub(super) fn unexpected_kind(path: &Path, expected: &str) -> Diagnostic {
    let message = format!("expected {expected} at `{}`", path.display());
    problem(message).help("rename or delete the existing file or folder")
}

/// Returns `true` if nothing exists at a path, not even a broken link.
pub(super) fn is_absent(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|error| is_not_found(&error))
}

/// Returns `true` if a path doesn't exist, or one of its folders is a file.
fn is_not_found(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Returns the content of a file in the output. Links are not followed, because the target may be
/// outside of the output.
pub(super) fn read(output: &Path, path: &str) -> Result<Option<String>, Diagnostic> {
    let mut at = output.to_owned();
    let mut parts = path.split('/').peekable();
    let mut checked = None;
    while let Some(part) = parts.next() {
        at.push(part);
        let found = match fs::symlink_metadata(&at) {
            Ok(found) => found,
            Err(error) if is_not_found(&error) => return Ok(None),
            Err(error) => return Err(failed("access", &at)(error)),
        };
        if parts.peek().is_some() && !found.is_dir() {
            return Err(unexpected_kind(&at, "a folder"));
        }
        if parts.peek().is_none() && !found.is_file() {
            return Err(unexpected_kind(&at, "a file"));
        }
        checked = Some(found);
    }
    match checked.as_ref().map(|checked| read_checked(&at, checked)) {
        Some(Ok(bytes)) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Some(Err(error)) => Err(failed("read", &at)(error)),
        None => Ok(None),
    }
}

/// Reads a file, unless it was replaced since its metadata was checked.
fn read_checked(path: &Path, checked: &fs::Metadata) -> io::Result<Vec<u8>> {
    let mut file = file::open(path)?;
    if !file::is_same(&file.metadata()?, checked) {
        return Err(io::Error::other(
            "the file was replaced while it was opened",
        ));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns `true` if a path is a folder, and not a link to a folder.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// Returns the diagnostic for a path that was replaced after it was checked.
pub(super) fn replaced(path: &Path) -> Diagnostic {
    problem(format!("`{}` was replaced during the run", path.display()))
        .help("run again when no other program writes to it")
}

/// Writes a new file and creates its parent folders. A diagnostic names `target`, the final path.
pub(super) fn put(path: &Path, content: &str, target: &Path) -> Result<(), Diagnostic> {
    make_folder_of(path)?;
    write_new(path, content).map_err(failed("write", target))
}

/// Writes a file that doesn't exist yet, so that no link is followed and no hard link changed.
pub(super) fn write_new(path: &Path, content: &str) -> io::Result<()> {
    fs::File::create_new(path)?.write_all(content.as_bytes())
}

/// Creates the parent folder of a file.
pub(super) fn make_folder_of(path: &Path) -> Result<(), Diagnostic> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(failed("create the folder", folder))
}

/// Returns the canonical path of the output, and creates its parent folder.
pub(super) fn settle(output: &Path) -> Result<PathBuf, Diagnostic> {
    let found = if is_absent(output) {
        let (Some(parent), Some(name)) = (output.parent(), output.file_name()) else {
            return Err(nameless(output));
        };
        let parent = if parent.as_os_str().is_empty() {
            Path::new(".")
        } else {
            parent
        };
        make_folder_of(&parent.join(name))?;
        fs::canonicalize(parent).map(|parent| parent.join(name))
    } else {
        fs::canonicalize(output)
    };
    let found = found.map_err(failed("open", output))?;
    if found.file_name().is_none() {
        return Err(nameless(output));
    }
    if !found.is_dir() && !is_absent(&found) {
        return Err(unexpected_kind(output, "a folder"));
    }
    Ok(found)
}

fn nameless(output: &Path) -> Diagnostic {
    problem(format!("invalid output directory `{}`", output.display()))
        .help("choose a folder with a name")
}

/// Returns the paths of all files and links below a folder, relative to the folder.
pub(super) fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        for (name, kind) in entries(&folder.join(&inner))? {
            let path = inner.join(name);
            if kind.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    Ok(found)
}

/// Returns the names and types of the entries of a folder. Links are not followed.
pub(super) fn entries(
    folder: &Path,
) -> Result<Vec<(std::ffi::OsString, fs::FileType)>, Diagnostic> {
    let read = || -> io::Result<Vec<_>> {
        fs::read_dir(folder)?
            .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))))
            .collect()
    };
    read().map_err(failed("list the folder", folder))
}

/// Returns a path in the form of [`Files`](super::Files): with `/` on every system.
pub(super) fn key(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}
