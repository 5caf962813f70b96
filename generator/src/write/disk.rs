//! What is on the disk, and how a failure with it is said.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::read::file;

pub(super) fn problem(message: String) -> Diagnostic {
    Diagnostic::error(Code::Io, Location::Nowhere, message)
}

pub(super) fn failed<'a>(doing: &'a str, path: &'a Path) -> impl Fn(io::Error) -> Diagnostic + 'a {
    move |error| problem(format!("can't {doing} `{}`: {error}", path.display()))
}

/// Another thing is where a file or a folder has to be.
pub(super) fn in_the_way(path: &Path, expected: &str) -> Diagnostic {
    let message = format!("`{}` is in the way: it is not {expected}", path.display());
    problem(message).help("rename or delete it")
}

/// Whether there is nothing, not even a link that leads nowhere.
pub(super) fn is_absent(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err_and(|error| says_absent(&error))
}

/// Nothing is there; or what should be a folder on the way is a file.
fn says_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// The text of a file in the output. Links are not followed: what they lead to is not ours.
pub(super) fn read(output: &Path, path: &str) -> Result<Option<String>, Diagnostic> {
    let mut at = output.to_owned();
    let mut parts = path.split('/').peekable();
    let mut checked = None;
    while let Some(part) = parts.next() {
        at.push(part);
        let found = match fs::symlink_metadata(&at) {
            Ok(found) => found,
            Err(error) if says_absent(&error) => return Ok(None),
            Err(error) => return Err(failed("look at", &at)(error)),
        };
        if parts.peek().is_some() && !found.is_dir() {
            return Err(in_the_way(&at, "a folder"));
        }
        if parts.peek().is_none() && !found.is_file() {
            return Err(in_the_way(&at, "a file"));
        }
        checked = Some(found);
    }
    match checked.as_ref().map(|checked| read_checked(&at, checked)) {
        Some(Ok(bytes)) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Some(Err(error)) => Err(failed("read", &at)(error)),
        None => Ok(None),
    }
}

/// Reads a file, unless it is another one than the one that was checked.
fn read_checked(path: &Path, checked: &fs::Metadata) -> io::Result<Vec<u8>> {
    let mut file = file::open(path)?;
    if !file::is_same(&file.metadata()?, checked) {
        return Err(io::Error::other("it was replaced while it was opened"));
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns `true` if there is a folder, and no link to one.
pub(super) fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

/// The error for a path that leads elsewhere than it did when it was checked.
pub(super) fn replaced(path: &Path) -> Diagnostic {
    problem(format!("`{}` was replaced during the run", path.display()))
        .help("run again when nothing else writes there")
}

/// Writes a new file and the folders above it. A failure names `target`, which it is written for.
pub(super) fn put(path: &Path, content: &str, target: &Path) -> Result<(), Diagnostic> {
    make_folder_of(path)?;
    write_new(path, content).map_err(failed("write", target))
}

/// Writes a file that isn't there yet: neither through a link, nor into a file with another name.
pub(super) fn write_new(path: &Path, content: &str) -> io::Result<()> {
    fs::File::create_new(path)?.write_all(content.as_bytes())
}

/// Makes the folder that a file is in.
pub(super) fn make_folder_of(path: &Path) -> Result<(), Diagnostic> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(failed("create the folder", folder))
}

/// Where the output really is: behind links, with a name of its own, in a folder that exists.
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
        return Err(in_the_way(output, "a folder"));
    }
    Ok(found)
}

fn nameless(output: &Path) -> Diagnostic {
    problem(format!("`{}` can't be the output", output.display()))
        .help("choose a folder that has a name")
}

/// What a walk through a folder comes by: everything that is not a folder, by its path in there.
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

/// What is in a folder: the names, and what each is. Links are not followed.
pub(super) fn entries(
    folder: &Path,
) -> Result<Vec<(std::ffi::OsString, fs::FileType)>, Diagnostic> {
    let read = || -> io::Result<Vec<_>> {
        fs::read_dir(folder)?
            .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))))
            .collect()
    };
    read().map_err(failed("look into", folder))
}

/// A path in a folder as [`Files`](super::Files) has it: with `/` on every system.
pub(super) fn key(path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}
