//! The folder in which a run prepares everything, beside the one that it is going to replace.
//!
//! It is `.NAME.rejoinder` and holds `new`, the folder to be; `old`, the one that was, where the
//! system can't exchange the two; `beside`, files that go elsewhere; and `gone`, what is being
//! removed. A run that was killed leaves it, and the next one clears it away.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::RECORD;
use super::disk::{
    entries, failed, files_in, in_the_way, is_absent, is_folder, key, make_folder_of, put, read,
    replaced,
};
use super::record::Record;
use super::switch::{exchange, switch};
use crate::diagnostic::Diagnostic;

/// What becomes of a file: what was seen in it, and what it is to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Change<'a> {
    pub(super) present: Option<&'a str>,
    pub(super) wanted: Option<&'a str>,
}

/// The files that change, by their path in the folder. All others are taken along.
pub(super) type Changes<'a> = BTreeMap<&'a str, Change<'a>>;

/// When a file that was taken along was last written, and how long it was.
type Stamp = (Option<SystemTime>, u64);

pub(super) struct Stage<'a> {
    /// The folder that is replaced.
    unit: &'a Path,
    at: PathBuf,
}

impl<'a> Stage<'a> {
    pub(super) fn of(unit: &'a Path) -> Self {
        let mut name = std::ffi::OsString::from(".");
        name.push(unit.file_name().unwrap_or_default());
        name.push(".rejoinder");
        Self {
            unit,
            at: unit.with_file_name(name),
        }
    }

    fn fresh(&self) -> PathBuf {
        self.at.join("new")
    }

    fn old(&self) -> PathBuf {
        self.at.join("old")
    }

    fn beside(&self, path: &str) -> PathBuf {
        self.at.join("beside").join(path)
    }

    /// Clears away what a killed run left, and gives back what is not Rejoinder's and isn't in the
    /// unit. `prefix` leads from the unit to the record, and `ours` are files that aren't in it.
    pub(super) fn recover(&self, prefix: &str, ours: &[&str]) -> Result<(), Diagnostic> {
        if is_absent(&self.at) {
            return Ok(());
        }
        let known = ["new", "old", "beside", "gone"];
        if !is_folder(&self.at)
            || entries(&self.at)?
                .iter()
                .any(|(name, _)| known.iter().all(|known| name != known))
        {
            return Err(in_the_way(&self.at, "Rejoinder's, who needs this name"));
        }
        if is_absent(self.unit) && !is_absent(&self.old()) {
            fs::rename(self.old(), self.unit).map_err(failed("restore", self.unit))?;
        }
        for tree in [self.fresh(), self.old()] {
            if is_absent(&tree) {
                continue;
            }
            let path_of_record = format!("{prefix}{RECORD}");
            let text = read(&tree, &path_of_record)?.unwrap_or_default();
            let record = Record::parse(&text, prefix);
            let is_ours = |path: &str| {
                record.contains(path) || path == path_of_record || ours.contains(&path)
            };
            for path in files_in(&tree)? {
                let ours = key(&path).is_some_and(|path| is_ours(&path));
                // What is there as well was taken along, or saved in the last moment.
                if !ours && is_newer(&tree.join(&path), &self.unit.join(&path)) {
                    self.give_back(&tree, &path)?;
                }
            }
        }
        self.remove()
    }

    /// Creates the folder of the stage. It is a new one: a link in its place would lead elsewhere.
    pub(super) fn begin(&self) -> Result<(), Diagnostic> {
        make_folder_of(&self.at)?;
        fs::create_dir(&self.at).map_err(failed("create the folder", &self.at))
    }

    /// Prepares files that go elsewhere, so that there is room for them.
    pub(super) fn put_beside(
        &self,
        path: &str,
        text: &str,
        target: &Path,
    ) -> Result<(), Diagnostic> {
        let staged = self.beside(path);
        put(&staged, text, target)?;
        if let Ok(found) = fs::symlink_metadata(target)
            && found.is_file()
        {
            drop(fs::set_permissions(&staged, found.permissions()));
        }
        make_folder_of(target)
    }

    /// Moves a prepared file to where it goes.
    pub(super) fn place_beside(&self, path: &str, target: &Path) -> Result<(), Diagnostic> {
        fs::rename(self.beside(path), target).map_err(failed("write", target))
    }

    /// Prepares the folder to be. The record comes first: it is how the next run tells whose the
    /// files are, should this one be killed.
    pub(super) fn fill(&self, record: &str, changes: &Changes) -> Result<CarriedFiles, Diagnostic> {
        let new = self.fresh();
        let prepare = |path: &str, change: &Change| match change.wanted {
            Some(text) => put(&new.join(path), text, &self.unit.join(path)),
            None => Ok(()),
        };
        match changes.get(record) {
            Some(change) => prepare(record, change)?,
            None => {
                make_folder_of(&new.join(record))?;
                take(&self.unit.join(record), &new.join(record))?;
            }
        }
        for (path, change) in changes.iter().filter(|(path, _)| **path != record) {
            prepare(path, change)?;
        }
        let mut taken = CarriedFiles(BTreeMap::new());
        if !is_absent(self.unit) {
            self.take_along(Path::new(""), changes, &mut taken)?;
        }
        Ok(taken)
    }

    /// Takes along what doesn't change. Tells whether anything of this folder is no longer wanted:
    /// then it goes if it is left empty.
    fn take_along(
        &self,
        folder: &Path,
        changes: &Changes,
        taken: &mut CarriedFiles,
    ) -> Result<bool, Diagnostic> {
        let (from, to) = (self.unit.join(folder), self.fresh().join(folder));
        if !is_folder(&from) {
            return Err(replaced(&from));
        }
        let mut leaves = false;
        for (name, kind) in entries(&from)? {
            let path = folder.join(name);
            if kind.is_dir() {
                leaves |= self.take_along(&path, changes, taken)?;
                continue;
            }
            match key(&path).and_then(|path| changes.get(path.as_str())) {
                Some(change) => leaves |= change.wanted.is_none(),
                None => {
                    let (from, to) = (self.unit.join(&path), self.fresh().join(&path));
                    make_folder_of(&to)?;
                    taken.0.insert(path, stamp(&from));
                    // The record is there already.
                    if is_absent(&to) {
                        take(&from, &to)?;
                    }
                }
            }
        }
        if !leaves {
            fs::create_dir_all(&to).map_err(failed("create the folder", &to))?;
        }
        if let Ok(found) = fs::metadata(&from)
            && !found.permissions().readonly()
        {
            drop(fs::set_permissions(&to, found.permissions()));
        }
        Ok(leaves)
    }

    /// Puts the new folder in the place of the old one, and tells where that is now.
    ///
    /// A link that took the place of the old folder is put back: nothing behind it is ours.
    pub(super) fn switch(&self) -> Result<Option<PathBuf>, Diagnostic> {
        let failed = failed("write", self.unit);
        let old = switch(&self.fresh(), self.unit, &self.old(), exchange).map_err(&failed)?;
        match &old {
            Some(old) if !is_folder(old) => {
                fs::rename(self.unit, self.at.join("gone")).map_err(&failed)?;
                fs::rename(old, self.unit).map_err(&failed)?;
                Err(replaced(self.unit))
            }
            _ => Ok(old),
        }
    }

    /// Gives back what somebody wrote into the old folder after it was looked at.
    pub(super) fn give_back_changes(
        &self,
        old: &Path,
        changes: &Changes,
        taken: &CarriedFiles,
    ) -> Result<(), Diagnostic> {
        for path in files_in(old)? {
            let key = key(&path);
            let is_seen = match key
                .as_deref()
                .and_then(|key| Some((key, changes.get(key)?)))
            {
                // A link in the place of a file was made meanwhile.
                Some((key, change)) => {
                    read(old, key).is_ok_and(|text| text.as_deref() == change.present)
                }
                None => taken.0.get(&path) == Some(&stamp(&old.join(&path))),
            };
            if !is_seen {
                self.give_back(old, &path)?;
            }
        }
        Ok(())
    }

    fn give_back(&self, tree: &Path, path: &Path) -> Result<(), Diagnostic> {
        let target = self.unit.join(path);
        make_folder_of(&target)?;
        fs::rename(tree.join(path), &target).map_err(failed("restore", &target))
    }

    /// Removes the stage. Its folders are renamed first: half of one, without its record, would
    /// mislead the next run. An old folder that has no successor stays.
    pub(super) fn remove(&self) -> Result<(), Diagnostic> {
        let gone = self.at.join("gone");
        let remove = || -> io::Result<()> {
            for tree in [self.fresh(), self.old()] {
                if !is_absent(&gone) {
                    fs::remove_dir_all(&gone)?;
                }
                if !is_absent(&tree) {
                    fs::rename(&tree, &gone)?;
                }
            }
            fs::remove_dir_all(&self.at)
        };
        let has_only_copy = is_absent(self.unit) && !is_absent(&self.old());
        if is_absent(&self.at) || has_only_copy {
            return Ok(());
        }
        remove().map_err(failed("remove", &self.at))
    }
}

/// What was taken along, and in which state.
#[derive(Debug)]
pub(super) struct CarriedFiles(BTreeMap<PathBuf, Option<Stamp>>);

fn stamp(path: &Path) -> Option<Stamp> {
    let found = fs::symlink_metadata(path).ok()?;
    Some((found.modified().ok(), found.len()))
}

/// Whether a file was written after another, or is the only one of the two.
fn is_newer(one: &Path, other: &Path) -> bool {
    match (stamp(one), stamp(other)) {
        (Some((one, _)), Some((other, _))) => one > other,
        (_, other) => other.is_none(),
    }
}

/// Has a file in a second place, with the time it was written: as a link, or else as a copy.
fn take(from: &Path, to: &Path) -> Result<(), Diagnostic> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    copy(from, to).map_err(failed("take along", from))
}

pub(super) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(from)?;
    if found.is_symlink() {
        return copy_link(&fs::read_link(from)?, to);
    }
    if !found.is_file() {
        return Err(io::Error::other("it is neither a file nor a link"));
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
