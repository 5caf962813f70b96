//! The only module that writes files: it compares, stages and replaces the output.
//!
//! Writing is atomic: a sibling folder is filled with the new code, and replaces the folder of the
//! code in one step. The file [`RECORD`] in the folder of the code lists the hashes of generated
//! files, so that files which a person wrote or edited are never overwritten.
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

/// The files of an output. Paths are relative to the output, with `/` on every system.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    /// The folder of the code, which is replaced as a whole. The empty string is the output itself.
    pub code_folder: String,
    /// Files in the folder of the code. They are recorded and protected against edits, and removed
    /// when they are no longer generated.
    pub owned: BTreeMap<String, String>,
    /// Files that the user edits, outside of the folder of the code, such as `Cargo.toml`. The caller
    /// has merged them with the existing files (see [`existing`]). They are written whenever they
    /// differ, and never recorded or removed.
    pub shared: BTreeMap<String, String>,
    /// Files that are written only if they don't exist, outside of the folder of the code, such as
    /// `README.md`.
    pub initial: BTreeMap<String, String>,
}

impl Files {
    /// Returns the prefix of the paths of the code.
    fn code_prefix(&self) -> String {
        if self.code_folder.is_empty() {
            String::new()
        } else {
            format!("{}/", self.code_folder)
        }
    }
}

/// The treatment of generated files that someone edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edits {
    /// Report them, and write nothing.
    Keep,
    /// Overwrite them, or remove them if they are no longer generated.
    Overwrite,
}

/// The result of [`write()`]. The paths are sorted, and include [`RECORD`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// New and changed files.
    pub written: Vec<String>,
    /// Files that are up to date.
    pub unchanged: Vec<String>,
    /// Files that are no longer generated.
    pub removed: Vec<String>,
}

/// The result of [`check()`]. The paths are sorted, and include [`RECORD`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stale {
    /// Generated files that don't exist.
    pub missing: Vec<String>,
    /// Generated files whose content differs.
    pub stale: Vec<Difference>,
    /// Recorded files that are no longer generated.
    pub superfluous: Vec<String>,
}

/// A file whose content differs from the generated content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The path of the file, relative to the output.
    pub path: String,
    /// The content of the file.
    pub present: String,
    /// The generated content.
    pub generated: String,
}

impl Stale {
    /// Returns `true` if every file is up to date.
    pub fn is_fresh(&self) -> bool {
        self.missing.is_empty() && self.stale.is_empty() && self.superfluous.is_empty()
    }
}

/// Returns the content of a file in the output, or `None` if the file doesn't exist.
pub fn existing(output: &Path, path: &str) -> Result<Option<String>, Diagnostic> {
    read(output, path)
}

/// Writes the files that differ. Writes nothing if a generated file was edited, a path is outside of
/// the output, or a file that Rejoinder didn't write has the path of a generated file.
///
/// Waits for other runs on the same output first. `files` is called after the wait, because it
/// merges into existing files.
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

/// Returns the files that are not up to date, and writes nothing.
pub fn check(files: &Files, output: &Path) -> Result<Stale, Vec<Diagnostic>> {
    let refused = refused_paths(files);
    if !refused.is_empty() {
        return Err(refused);
    }
    let plan = Plan::of(files, output)?;
    let mut stale = Stale::default();
    for (path, file) in plan.planned {
        match &file.present {
            None => stale.missing.push(path),
            Some(_) if file.is_fresh() => {}
            Some(present) => stale.stale.push(Difference {
                path,
                present: present.clone(),
                generated: file.content.into_owned(),
            }),
        }
    }
    stale.superfluous = plan.superfluous.into_keys().collect();
    Ok(stale)
}

/// Removes the stages of a killed run: of the output, and of the folder of the code.
fn recover(files: &Files, output: &Path) -> Result<(), Diagnostic> {
    let others = files.shared.keys().chain(files.initial.keys());
    let others: Vec<_> = others.map(String::as_str).collect();
    Stage::of(output).recover(&files.code_prefix(), &others)?;
    Stage::of(&code(output, &files.code_folder)).recover("", &[])
}

/// The new content of a file and its present content.
struct PlannedFile<'a> {
    content: Cow<'a, str>,
    present: Option<String>,
    ownership: Ownership,
}

/// The owner of a file: see [`Files`].
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
        let is_fresh =
            |present| self.ownership == Ownership::Initial || same(present, &self.content);
        present.is_some_and(is_fresh)
    }
}

/// The result of comparing generated and existing files.
struct Plan<'a> {
    code_folder: String,
    code_prefix: String,
    record: Record,
    planned: BTreeMap<String, PlannedFile<'a>>,
    /// Recorded files that exist and are no longer generated, with their content.
    superfluous: BTreeMap<String, String>,
}

impl<'a> Plan<'a> {
    /// Compares files with the output. The caller has checked the paths.
    fn of(files: &'a Files, output: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut failures = Vec::new();
        let mut look = |path: &str, ownership: Ownership| {
            if ownership == Ownership::Initial {
                // The content doesn't matter: the file is never overwritten.
                return (!is_absent(&output.join(path))).then(String::new);
            }
            read(output, path).unwrap_or_else(|failure| {
                // If a file has the path of a folder, each file in the folder has the same failure.
                if !failures.contains(&failure) {
                    failures.push(failure);
                }
                None
            })
        };
        let code_prefix = files.code_prefix();
        let record_path = format!("{code_prefix}{RECORD}");
        let present = look(&record_path, Ownership::Record);
        let record = Record::parse(present.as_deref().unwrap_or_default(), &code_prefix);
        let content = Record::of(&files.owned, &code_prefix).content();
        let file = PlannedFile {
            content: content.into(),
            present,
            ownership: Ownership::Record,
        };
        let mut planned = BTreeMap::from([(record_path, file)]);
        for (files, ownership) in [
            (&files.owned, Ownership::Owned),
            (&files.shared, Ownership::Shared),
            (&files.initial, Ownership::Initial),
        ] {
            for (path, content) in files {
                let file = PlannedFile {
                    content: content.into(),
                    present: look(path, ownership),
                    ownership,
                };
                planned.insert(path.clone(), file);
            }
        }
        let superfluous = record
            .paths()
            .filter(|path| !planned.contains_key(*path))
            .filter_map(|path| Some((path.to_owned(), look(path, Ownership::Owned)?)))
            .collect();
        if !failures.is_empty() {
            return Err(failures);
        }
        Ok(Self {
            code_folder: files.code_folder.clone(),
            code_prefix,
            record,
            planned,
            superfluous,
        })
    }

    /// Returns a diagnostic for each file that a person wrote or edited and that the run would
    /// overwrite or remove.
    fn objections(&self, edits: Edits) -> Vec<Diagnostic> {
        let help = "move the edits to a file of your own, then run again with `--force`, which \
                    discards the edits in this file";
        let mut found = Vec::new();
        for (path, file) in &self.planned {
            let Some(present) = &file.present else {
                continue;
            };
            if file.ownership == Ownership::Shared && !file.is_fresh() && self.record.is_empty() {
                if edits == Edits::Keep {
                    let message = format!("`{path}` exists in a folder without generated files");
                    let help = "choose another output directory, or run again with `--force`, \
                                which changes the keys of the file that a client needs";
                    found.push(problem(message).help(help));
                }
                continue;
            }
            if file.ownership != Ownership::Owned
                || file.is_fresh()
                || self.record.wrote(path, present)
            {
                continue;
            }
            if !self.record.contains(path) {
                let message = format!("`{path}` exists, and was not written by Rejoinder");
                let help = "rename or delete it, or choose another output directory";
                found.push(problem(message).help(help));
            } else if edits == Edits::Keep {
                let message = format!("`{path}` was edited since Rejoinder wrote it");
                found.push(problem(message).help(help));
            }
        }
        for (path, present) in &self.superfluous {
            if edits == Edits::Keep && !self.record.wrote(path, present) {
                let message = format!(
                    "`{path}` is no longer generated, but was edited since Rejoinder wrote it"
                );
                found.push(problem(message).help(help));
            }
        }
        found
    }

    fn carry_out(&self, output: &Path) -> Result<Written, Diagnostic> {
        if self.planned.values().any(|file| !file.is_fresh()) || !self.superfluous.is_empty() {
            self.replace(output)?;
        }
        let mut done = Written::default();
        for (path, file) in &self.planned {
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

    /// Replaces the folder of the code, or the whole output if it is missing or empty.
    fn replace(&self, output: &Path) -> Result<(), Diagnostic> {
        if is_absent(output) {
            return self.stage(output, output, "");
        }
        if !is_folder(output) {
            return Err(replaced(output));
        }
        // The current directory isn't replaced, because a shell would keep the removed folder. A
        // mount point can't be replaced: its files are written below.
        let is_elsewhere = std::env::current_dir().is_ok_and(|here| !here.starts_with(output));
        if is_elsewhere && entries(output)?.is_empty() && self.stage(output, output, "").is_ok() {
            return Ok(());
        }
        let code = code(output, &self.code_folder);
        self.stage(output, &code, &self.code_prefix)
    }

    /// Prepares all files, and then replaces the folder `unit`, whose path in the output is `prefix`.
    fn stage(&self, output: &Path, unit: &Path, prefix: &str) -> Result<(), Diagnostic> {
        let mut changes = Changes::new();
        let mut beside = Vec::new();
        for (path, file) in self.planned.iter().filter(|(_, file)| !file.is_fresh()) {
            let (present, new) = (file.present.as_deref(), Some(file.content.as_ref()));
            match path.strip_prefix(prefix) {
                Some(path) => drop(changes.insert(path, Change { present, new })),
                None => beside.push((path, &*file.content, output.join(path))),
            }
        }
        for (path, present) in &self.superfluous {
            let (present, new) = (Some(present.as_str()), None);
            let path = path.strip_prefix(prefix).unwrap_or(path);
            changes.insert(path, Change { present, new });
        }
        let record = format!("{}{RECORD}", self.code_prefix);
        let record = record.strip_prefix(prefix).unwrap_or(&record);
        let stage = Stage::of(unit);
        stage.begin()?;
        let switched = || {
            for (path, content, target) in &beside {
                stage.put_beside(path, content, target)?;
            }
            let carried = if changes.is_empty() {
                None
            } else {
                Some(stage.fill(record, &changes)?)
            };
            // The manifest is written first: it only gets additional keys, so the old code still
            // compiles.
            for (path, _, target) in &beside {
                stage.place_beside(path, target)?;
            }
            carried
                .map(|carried| Ok((stage.switch()?, carried)))
                .transpose()
        };
        let done = switched();
        if let Ok(Some((Some(old), carried))) = &done {
            stage.restore_changes(old, &changes, carried)?;
        }
        // An error is ignored: the output is complete, and the next run removes the stage.
        drop(stage.remove());
        done.map(drop)
    }
}

/// Returns the path of the folder of the code.
fn code(output: &Path, folder: &str) -> PathBuf {
    if folder.is_empty() {
        output.to_owned()
    } else {
        output.join(folder)
    }
}

#[cfg(test)]
mod tests;
