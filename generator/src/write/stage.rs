//! The stage of a run: a sibling of the folder that the run replaces.
//!
//! The stage is named `.NAME.rejoinder`. It contains `new`, the new folder; `old`, the old folder, if
//! the system can't exchange two folders; `beside`, files outside of the folder; and `gone`, a folder
//! that is being removed. The next run removes the stage of a killed run.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::RECORD;
use super::disk::{
    entries, failed, files_in, is_absent, is_folder, key, make_folder_of, put, read, replaced,
    unexpected_kind,
};
use super::record::Record;
use super::switch::{exchange, switch};
use crate::diagnostic::Diagnostic;

/// The present and the new content of a file. `None` is a missing file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change<'a> {
    pub(super) present: Option<&'a str>,
    pub(super) new: Option<&'a str>,
}

/// The files that change, by their path in the folder. All other files are carried over.
pub(super) type Changes<'a> = BTreeMap<&'a str, Change<'a>>;

/// The modification time and the size of a file.
type Stamp = (Option<SystemTime>, u64);

/// A stage on the disk.
pub(super) struct Stage<'a> {
    /// The folder that is replaced.
    unit: &'a Path,
    /// The folder of the stage.
    path: PathBuf,
}

impl<'a> Stage<'a> {
    pub(super) fn of(unit: &'a Path) -> Self {
        let mut name = std::ffi::OsString::from(".");
        name.push(unit.file_name().unwrap_or_default());
        name.push(".rejoinder");
        Self {
            unit,
            path: unit.with_file_name(name),
        }
    }

    fn fresh(&self) -> PathBuf {
        self.path.join("new")
    }

    fn old(&self) -> PathBuf {
        self.path.join("old")
    }

    fn beside(&self, path: &str) -> PathBuf {
        self.path.join("beside").join(path)
    }

    /// Removes the stage of a killed run, and restores files of the user that aren't in the
    /// replaced folder. `prefix` is the folder of the record, relative to the replaced folder.
    /// `ours` are generated files outside of the record.
    pub(super) fn recover(&self, prefix: &str, ours: &[&str]) -> Result<(), Diagnostic> {
        if is_absent(&self.path) {
            return Ok(());
        }
        let own = ["new", "old", "beside", "gone"];
        if !is_folder(&self.path)
            || entries(&self.path)?
                .iter()
                .any(|(name, _)| own.iter().all(|own| name != own))
        {
            return Err(unexpected_kind(&self.path, "a stage of Rejoinder"));
        }
        if is_absent(self.unit) && !is_absent(&self.old()) {
            fs::rename(self.old(), self.unit).map_err(failed("restore", self.unit))?;
        }
        for tree in [self.fresh(), self.old()] {
            if is_absent(&tree) {
                continue;
            }
            let record_path = format!("{prefix}{RECORD}");
            let content = read(&tree, &record_path)?.unwrap_or_default();
            let record = Record::parse(&content, prefix);
            let is_ours =
                |path: &str| record.contains(path) || path == record_path || ours.contains(&path);
            for path in files_in(&tree)? {
                let ours = key(&path).is_some_and(|path| is_ours(&path));
                // A file that is also in the replaced folder was carried over, or saved during the
                // run.
                if !ours && is_newer(&tree.join(&path), &self.unit.join(&path)) {
                    self.restore(&tree, &path)?;
                }
            }
        }
        self.remove()
    }

    /// Creates the folder of the stage. An existing link is an error, because its target may be
    /// outside of the output.
    pub(super) fn begin(&self) -> Result<(), Diagnostic> {
        make_folder_of(&self.path)?;
        fs::create_dir(&self.path).map_err(failed("create the folder", &self.path))
    }

    /// Stages a file outside of the replaced folder, so that a full disk fails before anything
    /// changes.
    pub(super) fn put_beside(
        &self,
        path: &str,
        content: &str,
        target: &Path,
    ) -> Result<(), Diagnostic> {
        let staged = self.beside(path);
        put(&staged, content, target)?;
        if let Ok(found) = fs::symlink_metadata(target)
            && found.is_file()
        {
            drop(fs::set_permissions(&staged, found.permissions()));
        }
        make_folder_of(target)
    }

    /// Moves a staged file to its target.
    pub(super) fn place_beside(&self, path: &str, target: &Path) -> Result<(), Diagnostic> {
        fs::rename(self.beside(path), target).map_err(failed("write", target))
    }

    /// Fills the new folder. The record is written first: if the run is killed, the next run needs it
    /// to distinguish generated files from files of the user.
    pub(super) fn fill(&self, record: &str, changes: &Changes) -> Result<CarriedFiles, Diagnostic> {
        let new = self.fresh();
        let prepare = |path: &str, change: &Change| match change.new {
            Some(content) => put(&new.join(path), content, &self.unit.join(path)),
            None => Ok(()),
        };
        match changes.get(record) {
            Some(change) => prepare(record, change)?,
            None => {
                make_folder_of(&new.join(record))?;
                link_or_copy(&self.unit.join(record), &new.join(record))?;
            }
        }
        for (path, change) in changes.iter().filter(|(path, _)| **path != record) {
            prepare(path, change)?;
        }
        let mut carried = CarriedFiles(BTreeMap::new());
        if !is_absent(self.unit) {
            self.carry_over(Path::new(""), changes, &mut carried)?;
        }
        Ok(carried)
    }

    /// Carries over files that don't change. Returns `true` if a file below the folder is removed: an
    /// empty folder is then removed too.
    fn carry_over(
        &self,
        folder: &Path,
        changes: &Changes,
        carried: &mut CarriedFiles,
    ) -> Result<bool, Diagnostic> {
        let (from, to) = (self.unit.join(folder), self.fresh().join(folder));
        if !is_folder(&from) {
            return Err(replaced(&from));
        }
        let mut removes = false;
        for (name, kind) in entries(&from)? {
            let path = folder.join(name);
            if kind.is_dir() {
                removes |= self.carry_over(&path, changes, carried)?;
                continue;
            }
            match key(&path).and_then(|path| changes.get(path.as_str())) {
                Some(change) => removes |= change.new.is_none(),
                None => {
                    let (from, to) = (self.unit.join(&path), self.fresh().join(&path));
                    make_folder_of(&to)?;
                    carried.0.insert(path, stamp(&from));
                    // `fill` has already copied the record.
                    if is_absent(&to) {
                        link_or_copy(&from, &to)?;
                    }
                }
            }
        }
        if !removes {
            fs::create_dir_all(&to).map_err(failed("create the folder", &to))?;
        }
        if let Ok(found) = fs::metadata(&from)
            && !found.permissions().readonly()
        {
            drop(fs::set_permissions(&to, found.permissions()));
        }
        Ok(removes)
    }

    /// Replaces the old folder with the new folder, and returns the new path of the old folder.
    ///
    /// If the replaced folder became a link during the run, the link is restored.
    pub(super) fn switch(&self) -> Result<Option<PathBuf>, Diagnostic> {
        let failed = failed("write", self.unit);
        let old = switch(&self.fresh(), self.unit, &self.old(), exchange).map_err(&failed)?;
        match &old {
            Some(old) if !is_folder(old) => {
                fs::rename(self.unit, self.path.join("gone")).map_err(&failed)?;
                fs::rename(old, self.unit).map_err(&failed)?;
                Err(replaced(self.unit))
            }
            _ => Ok(old),
        }
    }

    /// Restores the files that someone saved to the old folder during the run.
    pub(super) fn restore_changes(
        &self,
        old: &Path,
        changes: &Changes,
        carried: &CarriedFiles,
    ) -> Result<(), Diagnostic> {
        for path in files_in(old)? {
            let key = key(&path);
            let is_unchanged = match key
                .as_deref()
                .and_then(|key| Some((key, changes.get(key)?)))
            {
                // `read` fails if the file was replaced by a link during the run.
                Some((key, change)) => {
                    read(old, key).is_ok_and(|content| content.as_deref() == change.present)
                }
                None => carried.0.get(&path) == Some(&stamp(&old.join(&path))),
            };
            if !is_unchanged {
                self.restore(old, &path)?;
            }
        }
        Ok(())
    }

    fn restore(&self, tree: &Path, path: &Path) -> Result<(), Diagnostic> {
        let target = self.unit.join(path);
        make_folder_of(&target)?;
        fs::rename(tree.join(path), &target).map_err(failed("restore", &target))
    }

    /// Removes the stage. Its folders are renamed first: the next run could misread a partly
    /// removed folder without its record. An old folder is kept if the replaced folder is missing.
    pub(super) fn remove(&self) -> Result<(), Diagnostic> {
        let gone = self.path.join("gone");
        let remove = || -> io::Result<()> {
            for tree in [self.fresh(), self.old()] {
                if !is_absent(&gone) {
                    fs::remove_dir_all(&gone)?;
                }
                if !is_absent(&tree) {
                    fs::rename(&tree, &gone)?;
                }
            }
            fs::remove_dir_all(&self.path)
        };
        let has_only_copy = is_absent(self.unit) && !is_absent(&self.old());
        if is_absent(&self.path) || has_only_copy {
            return Ok(());
        }
        remove().map_err(failed("remove", &self.path))
    }
}

/// The files that were carried over, with their time and size.
#[derive(Debug)]
pub(super) struct CarriedFiles(BTreeMap<PathBuf, Option<Stamp>>);

fn stamp(path: &Path) -> Option<Stamp> {
    let found = fs::symlink_metadata(path).ok()?;
    Some((found.modified().ok(), found.len()))
}

/// Returns `true` if a file is newer than another file, or the other file doesn't exist.
fn is_newer(one: &Path, other: &Path) -> bool {
    match (stamp(one), stamp(other)) {
        (Some((one, _)), Some((other, _))) => one > other,
        (_, other) => other.is_none(),
    }
}

/// Creates a hard link to a file, or else a copy with the same modification time.
fn link_or_copy(from: &Path, to: &Path) -> Result<(), Diagnostic> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    copy(from, to).map_err(failed("copy", from))
}

pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(from)?;
    if found.is_symlink() {
        return copy_link(&fs::read_link(from)?, to);
    }
    if !found.is_file() {
        return Err(io::Error::other("expected a file or a link"));
    }
    let mut copy = fs::File::create_new(to)?;
    io::copy(&mut fs::File::open(from)?, &mut copy)?;
    copy.set_modified(found.modified()?)?;
    copy.set_permissions(found.permissions())
}

#[cfg(unix)]
fn copy_link(target: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, to)
}

#[cfg(not(unix))]
fn copy_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
