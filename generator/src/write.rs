//! The only room that writes files: compare, prepare, switch, and check.
//!
//! All or nothing: what is to be is prepared in a folder beside, and put in place of what is there
//! in one step. A record among the code, [`RECORD`], lists the files that Rejoinder wrote with
//! their hashes. It is how a generated file is told from one that a person wrote or edited: those
//! are never touched.
#![expect(clippy::disallowed_methods, reason = "this is where files are written")]

mod disk;
mod lock;
mod paths;
mod record;
mod single;
mod stage;
mod switch;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use self::disk::{entries, is_absent, is_folder, problem, read, replaced, settle};
use self::lock::lock;
use self::paths::refused_paths;
use self::record::{Record, same};
pub use self::single::{create, report};
use self::stage::{Change, Changes, Stage};
use crate::diagnostic::Diagnostic;

/// The name of the record in the folder of the code.
pub const RECORD: &str = ".rejoinder";

/// What is to be in the output. Paths are relative to it and have `/` on every system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// The folder of the code, which is replaced as a whole; empty where it is the output itself.
    pub code_folder: String,
    /// Files in that folder that are Rejoinder's alone: recorded, guarded against edits, removed
    /// when no longer generated.
    pub owned: BTreeMap<String, String>,
    /// Files beside it that are also the user's, such as `Cargo.toml`. The caller has merged the
    /// user's text into them (see [`existing`]), so they are written whenever they differ, and
    /// never recorded nor removed.
    pub shared: BTreeMap<String, String>,
    /// Files beside it to begin with, such as `README.md`: written when they are not there, and
    /// the user's from then on.
    pub initial: BTreeMap<String, String>,
}

impl Files {
    /// What the paths of the code begin with.
    fn code_prefix(&self) -> String {
        if self.code_folder.is_empty() {
            String::new()
        } else {
            format!("{}/", self.code_folder)
        }
    }
}

/// What to do with files that Rejoinder wrote and someone edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edits {
    /// Nothing is written, and they are reported.
    Keep,
    /// They are replaced, or removed when they are no longer generated.
    Overwrite,
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
    pub stale: Vec<Difference>,
    /// Written by Rejoinder before, and no longer generated.
    pub superfluous: Vec<String>,
}

/// A file that is not as it would be generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where it is, from the output.
    pub path: String,
    /// What is in it.
    pub present: String,
    /// What would be generated.
    pub wanted: String,
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

/// Brings the output up to date, touching only what differs, all at once or not at all. Nothing is
/// written if anything is in the way: another file, an edited one, a path that leads out of the
/// output.
///
/// Another run on the same output is waited for. `files` is called after that, because it merges
/// into what is there.
pub fn write(
    output: &Path,
    edits: Edits,
    files: impl FnOnce(&Path) -> Result<Files, Diagnostic>,
) -> Result<Written, Vec<Diagnostic>> {
    let one = |diagnostic| vec![diagnostic];
    let output = settle(output).map_err(one)?;
    let _lock = lock(&output).map_err(one)?;
    let files = files(&output).map_err(one)?;
    let refused = refused_paths(&files);
    if !refused.is_empty() {
        return Err(refused);
    }
    recover(&files, &output).map_err(one)?;
    let plan = Plan::of(&files, &output)?;
    let objections = plan.objections(edits);
    if !objections.is_empty() {
        return Err(objections);
    }
    plan.carry_out(&output).map_err(one)
}

/// Tells what is not up to date, and writes nothing.
pub fn check(files: &Files, output: &Path) -> Result<Stale, Vec<Diagnostic>> {
    let refused = refused_paths(files);
    if !refused.is_empty() {
        return Err(refused);
    }
    let plan = Plan::of(files, output)?;
    let mut stale = Stale::default();
    for (path, file) in plan.wanted {
        match &file.present {
            None => stale.missing.push(path),
            Some(_) if file.is_fresh() => {}
            Some(present) => stale.stale.push(Difference {
                path,
                present: present.clone(),
                wanted: file.content.into_owned(),
            }),
        }
    }
    stale.superfluous = plan.superfluous.into_keys().collect();
    Ok(stale)
}

/// Clears away what a killed run left, whichever folder it was about to replace.
fn recover(files: &Files, output: &Path) -> Result<(), Diagnostic> {
    let others = files.shared.keys().chain(files.initial.keys());
    let others: Vec<_> = others.map(String::as_str).collect();
    Stage::of(output).recover(&files.code_prefix(), &others)?;
    Stage::of(&code(output, &files.code_folder)).recover("", &[])
}

/// A file that is to be there, beside what is there.
struct PlannedFile<'a> {
    content: Cow<'a, str>,
    present: Option<String>,
    sort: Ownership,
}

/// Whose a file is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ownership {
    Owned,
    Record,
    Shared,
    Initial,
}

impl PlannedFile<'_> {
    fn is_fresh(&self) -> bool {
        let present = self.present.as_deref();
        let is_fresh = |present| self.sort == Ownership::Initial || same(present, &self.content);
        present.is_some_and(is_fresh)
    }
}

/// Everything that was found out before anything is written.
struct Plan<'a> {
    code_folder: String,
    code_prefix: String,
    known: Record,
    wanted: BTreeMap<String, PlannedFile<'a>>,
    /// Recorded files that are there and no longer generated, with what is in them.
    superfluous: BTreeMap<String, String>,
}

impl<'a> Plan<'a> {
    /// The paths have been looked at already.
    fn of(files: &'a Files, output: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut failures = Vec::new();
        let mut look = |path: &str, sort: Ownership| {
            if sort == Ownership::Initial {
                // Whatever it is: it is the user's.
                return (!is_absent(&output.join(path))).then(String::new);
            }
            read(output, path).unwrap_or_else(|failure| {
                // One thing may be in the way of many files.
                if !failures.contains(&failure) {
                    failures.push(failure);
                }
                None
            })
        };
        let code_prefix = files.code_prefix();
        let record = format!("{code_prefix}{RECORD}");
        let present = look(&record, Ownership::Record);
        let known = Record::parse(present.as_deref().unwrap_or_default(), &code_prefix);
        let content = Record::of(&files.owned, &code_prefix).text();
        let file = PlannedFile {
            content: content.into(),
            present,
            sort: Ownership::Record,
        };
        let mut wanted = BTreeMap::from([(record, file)]);
        for (files, sort) in [
            (&files.owned, Ownership::Owned),
            (&files.shared, Ownership::Shared),
            (&files.initial, Ownership::Initial),
        ] {
            for (path, content) in files {
                let file = PlannedFile {
                    content: content.into(),
                    present: look(path, sort),
                    sort,
                };
                wanted.insert(path.clone(), file);
            }
        }
        let superfluous = known
            .paths()
            .filter(|path| !wanted.contains_key(*path))
            .filter_map(|path| Some((path.to_owned(), look(path, Ownership::Owned)?)))
            .collect();
        if !failures.is_empty() {
            return Err(failures);
        }
        Ok(Self {
            code_folder: files.code_folder.clone(),
            code_prefix,
            known,
            wanted,
            superfluous,
        })
    }

    /// The files that a person wrote or edited, and that would be overwritten or removed.
    fn objections(&self, edits: Edits) -> Vec<Diagnostic> {
        let help = "move the edits to a file of your own, and run again with `--force`, which \
                    loses those in this file";
        let mut found = Vec::new();
        for (path, file) in &self.wanted {
            let Some(present) = &file.present else {
                continue;
            };
            if file.sort == Ownership::Shared && !file.is_fresh() && self.known.is_empty() {
                if edits == Edits::Keep {
                    let message = format!("`{path}` is there, and nothing that Rejoinder wrote");
                    let help = "choose another output directory, or run again with `--force`, \
                                which changes the keys in it that a client needs";
                    found.push(problem(message).help(help));
                }
                continue;
            }
            if file.sort != Ownership::Owned || file.is_fresh() || self.known.wrote(path, present) {
                continue;
            }
            if !self.known.contains(path) {
                let message = format!("`{path}` is in the way, and was not written by Rejoinder");
                let help = "rename or delete it, or choose another output directory";
                found.push(problem(message).help(help));
            } else if edits == Edits::Keep {
                let message = format!("`{path}` was edited since Rejoinder wrote it");
                found.push(problem(message).help(help));
            }
        }
        for (path, present) in &self.superfluous {
            if edits == Edits::Keep && !self.known.wrote(path, present) {
                let message = format!(
                    "`{path}` is no longer generated, but was edited since Rejoinder wrote it"
                );
                found.push(problem(message).help(help));
            }
        }
        found
    }

    fn carry_out(&self, output: &Path) -> Result<Written, Diagnostic> {
        if self.wanted.values().any(|file| !file.is_fresh()) || !self.superfluous.is_empty() {
            self.replace(output)?;
        }
        let mut done = Written::default();
        for (path, file) in &self.wanted {
            let paths = if file.is_fresh() {
                &mut done.unchanged
            } else {
                &mut done.written
            };
            paths.push(path.clone());
        }
        done.removed = self.superfluous.keys().cloned().collect();
        Ok(done)
    }

    /// Replaces the folder of the code; or the whole output, where there is nothing yet.
    fn replace(&self, output: &Path) -> Result<(), Diagnostic> {
        if is_absent(output) {
            return self.stage(output, output, "");
        }
        if !is_folder(output) {
            return Err(replaced(output));
        }
        // Nobody's shell is left in a folder that was replaced, and one that can't be replaced,
        // because something is mounted on it, can still be filled.
        let is_elsewhere = std::env::current_dir().is_ok_and(|here| !here.starts_with(output));
        if is_elsewhere && entries(output)?.is_empty() && self.stage(output, output, "").is_ok() {
            return Ok(());
        }
        let code = code(output, &self.code_folder);
        self.stage(output, &code, &self.code_prefix)
    }

    /// Prepares everything, and then replaces the folder `unit`, to which `prefix` leads.
    fn stage(&self, output: &Path, unit: &Path, prefix: &str) -> Result<(), Diagnostic> {
        let mut changes = Changes::new();
        let mut beside = Vec::new();
        for (path, file) in self.wanted.iter().filter(|(_, file)| !file.is_fresh()) {
            let (present, wanted) = (file.present.as_deref(), Some(file.content.as_ref()));
            match path.strip_prefix(prefix) {
                Some(path) => drop(changes.insert(path, Change { present, wanted })),
                None => beside.push((path, &*file.content, output.join(path))),
            }
        }
        for (path, present) in &self.superfluous {
            let (present, wanted) = (Some(present.as_str()), None);
            let path = path.strip_prefix(prefix).unwrap_or(path);
            changes.insert(path, Change { present, wanted });
        }
        let record = format!("{}{RECORD}", self.code_prefix);
        let record = record.strip_prefix(prefix).unwrap_or(&record);
        let stage = Stage::of(unit);
        stage.begin()?;
        let switched = || {
            for (path, text, target) in &beside {
                stage.put_beside(path, text, target)?;
            }
            let taken = if changes.is_empty() {
                None
            } else {
                Some(stage.fill(record, &changes)?)
            };
            // These go first: keys are only added to a manifest, so the old code is fine with it.
            for (path, _, target) in &beside {
                stage.place_beside(path, target)?;
            }
            taken.map(|taken| Ok((stage.switch()?, taken))).transpose()
        };
        let done = switched();
        if let Ok(Some((Some(old), taken))) = &done {
            stage.give_back_changes(old, &changes, taken)?;
        }
        // The next run tries again: it doesn't matter to what this one did.
        drop(stage.remove());
        done.map(drop)
    }
}

/// The folder of the code.
fn code(output: &Path, folder: &str) -> PathBuf {
    if folder.is_empty() {
        output.to_owned()
    } else {
        output.join(folder)
    }
}

#[cfg(test)]
mod tests;
