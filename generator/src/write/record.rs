//! The record of what was written, by which Rejoinder's files are told from a person's.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::paths::refused_path;

const RECORD_HEAD: &str =
    "# The files that Rejoinder wrote, with their sha256. Commit this file; don't edit it.\n";

/// The hashes that each path was written with: one, or two where a run was cut short or two
/// branches were merged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record(BTreeMap<String, BTreeSet<String>>);

impl Record {
    pub(super) fn of(files: &BTreeMap<String, String>) -> Self {
        let entry = |(path, content): (&String, &String)| (path.clone(), [hash(content)].into());
        Self(files.iter().map(entry).collect())
    }

    /// Lines that can't be read, such as the marks of a merge conflict, are passed over: a file
    /// that is not in the record is not overwritten, so nothing is lost by it.
    pub(super) fn parse(text: &str) -> Self {
        let mut known = Self::default();
        for line in text.lines() {
            if let Some((hash, path)) = line.trim_end().split_once("  ")
                && hash.len() == 64
                && refused_path(path).is_none()
            {
                let hashes = known.0.entry(path.to_owned()).or_default();
                hashes.insert(hash.to_owned());
            }
        }
        known
    }

    pub(super) fn text(&self) -> String {
        let mut text = RECORD_HEAD.to_owned();
        for (path, hashes) in &self.0 {
            for hash in hashes {
                text.push_str(&format!("{hash}  {path}\n"));
            }
        }
        text
    }

    pub(super) fn with(mut self, other: &Self) -> Self {
        for (path, hashes) in &other.0 {
            let known = self.0.entry(path.clone()).or_default();
            known.extend(hashes.iter().cloned());
        }
        self
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// Whether this is what Rejoinder wrote there.
    pub(super) fn wrote(&self, path: &str, content: &str) -> bool {
        let hashes = self.0.get(path);
        hashes.is_some_and(|hashes| hashes.contains(&hash(content)))
    }
}

/// A checkout may turn the ends of lines into `\r\n`, which is not an edit.
pub(super) fn same(one: &str, other: &str) -> bool {
    one == other || one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
}

fn hash(content: &str) -> String {
    let digest = Sha256::digest(content.replace("\r\n", "\n"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
