//! The only room that writes files: compare, write atomically, prune, and check.
//!
//! A record in the output, [`RECORD`], lists the files that Rejoinder wrote with their hashes. It
//! is how a generated file is told from one that a person wrote or edited: those are never touched.
#![expect(clippy::disallowed_methods, reason = "this is where files are written")]

mod paths;
mod record;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use self::paths::refused_paths;
use self::record::{Record, same};
use crate::diagnostic::{Code, Diagnostic, Place};

/// The name of the record in the output directory.
pub const RECORD: &str = ".rejoinder";

/// What is to be in the output. Paths are relative to it and have `/` on every system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// Files that are Rejoinder's alone: recorded, guarded against edits, removed when no longer
    /// generated.
    pub owned: BTreeMap<String, String>,
    /// Files that are also the user's, such as `Cargo.toml`. The caller has merged the user's text
    /// into them (see [`existing`]), so they are written whenever they differ, and never recorded
    /// nor removed.
    pub shared: BTreeMap<String, String>,
}

/// What was done. The paths are sorted; [`RECORD`] is one of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// New, or with other content than before.
    pub written: Vec<String>,
    /// Not touched, because they are as they should be.
    pub unchanged: Vec<String>,
    /// No longer generated.
    pub removed: Vec<String>,
}

/// What [`write()`] would do. The paths are sorted; [`RECORD`] is one of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stale {
    /// Generated, and not there.
    pub missing: Vec<String>,
    /// There with other content.
    pub stale: Vec<String>,
    /// Written by Rejoinder before, and no longer generated.
    pub superfluous: Vec<String>,
}

impl Stale {
    /// Whether there is nothing to do.
    pub fn is_fresh(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.superfluous.is_empty()
    }
}

/// The text of a file in the output, for merging into it; `None` if it isn't there.
pub fn existing(output: &Path, path: &str) -> Result<Option<String>, Diagnostic> {
    read(output, path)
}

/// Brings the output up to date, touching only what differs. Nothing is written if anything is in
/// the way: another file, an edited one, a path that leads out of the output.
pub fn write(files: &Files, output: &Path) -> Result<Written, Vec<Diagnostic>> {
    let plan = Plan::of(files, output)?;
    let objections = plan.objections();
    if !objections.is_empty() {
        return Err(objections);
    }
    plan.carry_out(output).map_err(|failure| vec![failure])
}

/// Tells what is not up to date, and writes nothing.
pub fn check(files: &Files, output: &Path) -> Result<Stale, Vec<Diagnostic>> {
    let plan = Plan::of(files, output)?;
    let mut stale = Stale::default();
    for (path, wanted) in plan.all() {
        match &wanted.present {
            None => stale.missing.push(path.to_owned()),
            Some(_) if !wanted.is_fresh() => stale.stale.push(path.to_owned()),
            Some(_) => {}
        }
    }
    stale.missing.sort();
    stale.stale.sort();
    stale.superfluous = plan.superfluous.into_keys().collect();
    Ok(stale)
}

/// A file that is to be there, beside what is there.
struct Wanted {
    content: String,
    present: Option<String>,
    shared: bool,
}

impl Wanted {
    fn is_fresh(&self) -> bool {
        let present = self.present.as_deref();
        present.is_some_and(|present| same(present, &self.content))
    }
}

/// Everything that was found out before anything is written.
struct Plan {
    known: Record,
    wanted: BTreeMap<String, Wanted>,
    /// Recorded files that are there and no longer generated, with what is in them.
    superfluous: BTreeMap<String, String>,
    record: Wanted,
}

impl Plan {
    fn of(files: &Files, output: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut failures = refused_paths(files);
        if !failures.is_empty() {
            return Err(failures);
        }
        let mut look = |path: &str| {
            read(output, path).unwrap_or_else(|failure| {
                failures.push(failure);
                None
            })
        };
        let record = look(RECORD);
        let known = Record::parse(record.as_deref().unwrap_or_default());
        let mut wanted = BTreeMap::new();
        let owned = files.owned.iter().map(|file| (file, false));
        let shared = files.shared.iter().map(|file| (file, true));
        for ((path, content), shared) in owned.chain(shared) {
            let (content, present) = (content.clone(), look(path));
            let file = Wanted {
                content,
                present,
                shared,
            };
            wanted.insert(path.clone(), file);
        }
        let superfluous = known
            .paths()
            .filter(|path| !wanted.contains_key(*path))
            .filter_map(|path| Some((path.to_owned(), look(path)?)))
            .collect();
        if !failures.is_empty() {
            return Err(failures);
        }
        let record = Wanted {
            content: Record::of(&files.owned).text(),
            present: record,
            shared: true,
        };
        Ok(Self {
            known,
            wanted,
            superfluous,
            record,
        })
    }

    /// The files that are to be there and the record, which comes last.
    fn all(&self) -> impl Iterator<Item = (&str, &Wanted)> {
        let wanted = self.wanted.iter().map(|(path, file)| (path.as_str(), file));
        wanted.chain([(RECORD, &self.record)])
    }

    /// The files that a person wrote or edited, and that would be overwritten or removed.
    fn objections(&self) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (path, file) in &self.wanted {
            let Some(present) = &file.present else {
                continue;
            };
            if file.shared || file.is_fresh() || self.known.wrote(path, present) {
                continue;
            }
            found.push(if self.known.contains(path) {
                problem(format!("`{path}` was edited since Rejoinder wrote it"))
                    .help("move the edits to a file of your own, delete this one, and run again")
            } else {
                problem(format!(
                    "`{path}` is in the way, and was not written by Rejoinder"
                ))
                .help("rename or delete it, or choose another output directory")
            });
        }
        for (path, present) in &self.superfluous {
            if !self.known.wrote(path, present) {
                let message = format!(
                    "`{path}` is no longer generated, but was edited since Rejoinder wrote it"
                );
                found.push(problem(message).help("move the edits elsewhere, and delete it"));
            }
        }
        found
    }

    fn carry_out(&self, output: &Path) -> Result<Written, Diagnostic> {
        let mut done = Written::default();
        let (fresh, other): (Vec<_>, Vec<_>) = self.all().partition(|(_, file)| file.is_fresh());
        done.unchanged = fresh.iter().map(|(path, _)| (*path).to_owned()).collect();
        done.unchanged.sort();
        if !self.record.is_fresh() {
            // Should this run be cut short, the next one knows the files of both.
            let both = self
                .known
                .clone()
                .with(&Record::parse(&self.record.content));
            replace(output, RECORD, &both.text())?;
        }
        for (path, present) in &self.superfluous {
            // Not what was found a moment ago: somebody is at work here.
            if read(output, path)?.as_ref() == Some(present) {
                remove(output, path)?;
                done.removed.push(path.clone());
            }
        }
        for (path, file) in other {
            replace(output, path, &file.content)?;
            done.written.push(path.to_owned());
        }
        done.written.sort();
        Ok(done)
    }
}

fn problem(message: String) -> Diagnostic {
    Diagnostic::error(Code::Io, Place::Nowhere, message)
}

fn failed<'a>(doing: &'a str, path: &'a Path) -> impl Fn(io::Error) -> Diagnostic + 'a {
    move |error| problem(format!("can't {doing} `{}`: {error}", path.display()))
}

/// The text of a file in the output. Links are not followed: what they lead to is not ours.
fn read(output: &Path, path: &str) -> Result<Option<String>, Diagnostic> {
    let mut at = output.to_owned();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        at.push(part);
        let found = match fs::symlink_metadata(&at) {
            Ok(found) => found,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(failed("look at", &at)(error)),
        };
        let expected = match parts.peek() {
            Some(_) => found.is_dir(),
            None => found.is_file(),
        };
        if !expected {
            let sort = match parts.peek() {
                Some(_) => "a folder",
                None => "a file",
            };
            let message = format!("`{}` is in the way: it is not {sort}", at.display());
            return Err(problem(message).help("rename or delete it"));
        }
    }
    match fs::read(&at) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) => Err(failed("read", &at)(error)),
    }
}

/// Nothing is there; or the output itself is a file, which creating a folder will say.
fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Writes beside the file and renames, so that nobody ever reads half a file.
fn replace(output: &Path, path: &str, content: &str) -> Result<(), Diagnostic> {
    let target = output.join(path);
    let folder = target.parent().unwrap_or(output);
    fs::create_dir_all(folder).map_err(failed("create the folder", folder))?;
    let beside = beside(&target);
    fs::write(&beside, content)
        .and_then(|()| fs::rename(&beside, &target))
        .map_err(|error| {
            drop(fs::remove_file(&beside));
            failed("write", &target)(error)
        })
}

/// A name that no other run uses at the same time.
fn beside(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    target.with_file_name(name)
}

/// Removes a file, and the folders that it leaves empty.
fn remove(output: &Path, path: &str) -> Result<(), Diagnostic> {
    let target = output.join(path);
    fs::remove_file(&target).map_err(failed("remove", &target))?;
    let mut folder = target.parent();
    while let Some(empty) = folder
        && empty != output
        && fs::remove_dir(empty).is_ok()
    {
        folder = empty.parent();
    }
    Ok(())
}

#[cfg(test)]
mod tests;
