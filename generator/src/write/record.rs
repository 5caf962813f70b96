//! The record of generated files, which distinguishes generated files from files of the user.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::paths::refused_path;

const RECORD_HEAD: &str =
    "# The files that Rejoinder wrote, with their sha256. Commit this file; don't edit it.\n";

/// The hashes of each generated file. A path has several hashes after a merge of git branches.
///
/// Paths in the file are relative to its folder. Paths in this type are relative to the output: they
/// begin with `prefix`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    prefix: String,
    hashes: BTreeMap<String, BTreeSet<String>>,
}

impl Record {
    pub(super) fn of(files: &BTreeMap<String, String>, prefix: &str) -> Self {
        let entry = |(path, content): (&String, &String)| (path.clone(), [hash(content)].into());
        Self {
            prefix: prefix.to_owned(),
            hashes: files.iter().map(entry).collect(),
        }
    }

    /// Parses a record. Invalid lines, such as the markers of a merge conflict, are ignored: a file
    /// that isn't in the record is not overwritten, so no content is lost.
    pub(super) fn parse(content: &str, prefix: &str) -> Self {
        let mut record = Self::of(&BTreeMap::new(), prefix);
        for line in content.lines() {
            if let Some((hash, path)) = line.trim_end().split_once("  ")
                && hash.len() == 64
                && refused_path(path).is_none()
            {
                let hashes = record.hashes.entry(format!("{prefix}{path}")).or_default();
                hashes.insert(hash.to_owned());
            }
        }
        record
    }

    pub(super) fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    pub(super) fn content(&self) -> String {
        let mut content = RECORD_HEAD.to_owned();
        for (path, hashes) in &self.hashes {
            let path = path.strip_prefix(&self.prefix).unwrap_or(path);
            for hash in hashes {
                content.push_str(&format!("{hash}  {path}\n"));
            }
        }
        content
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.hashes.keys().map(String::as_str)
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.hashes.contains_key(path)
    }

    /// Returns `true` if Rejoinder wrote this content to a path.
    pub(super) fn wrote(&self, path: &str, content: &str) -> bool {
        let hashes = self.hashes.get(path);
        hashes.is_some_and(|hashes| hashes.contains(&hash(content)))
    }
}

/// Returns `true` if two files have the same content except for line endings. A checkout may change
/// line endings to `\r\n`, which is not an edit.
pub(super) fn same(one: &str, other: &str) -> bool {
    one == other || one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
}

fn hash(content: &str) -> String {
    // Generated files have no `\r`, and copying a file takes longer than hashing it.
    if content.contains('\r') {
        digest(content.replace("\r\n", "\n").as_bytes())
    } else {
        digest(content.as_bytes())
    }
}

pub(super) fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
