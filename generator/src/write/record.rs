//! The record of what was written, by which Rejoinder's files are told from a person's.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::paths::refused_path;

const RECORD_HEAD: &str =
    "# The files that Rejoinder wrote, with their sha256. Commit this file; don't edit it.\n";

/// The hashes that each path was written with: one, or more where branches were merged. The record
/// itself names paths from the folder that it is in, and is asked for paths from farther up, which
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

    /// Lines that can't be read, such as the marks of a merge conflict, are passed over: a file
    /// that is not in the record is not overwritten, so nothing is lost by it.
    pub(super) fn parse(text: &str, prefix: &str) -> Self {
        let mut known = Self::of(&BTreeMap::new(), prefix);
        for line in text.lines() {
            if let Some((hash, path)) = line.trim_end().split_once("  ")
                && hash.len() == 64
                && refused_path(path).is_none()
            {
                let hashes = known.hashes.entry(format!("{prefix}{path}")).or_default();
                hashes.insert(hash.to_owned());
            }
        }
        known
    }

    pub(super) fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    pub(super) fn text(&self) -> String {
        let mut text = RECORD_HEAD.to_owned();
        for (path, hashes) in &self.hashes {
            let path = path.strip_prefix(&self.prefix).unwrap_or(path);
            for hash in hashes {
                text.push_str(&format!("{hash}  {path}\n"));
            }
        }
        text
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.hashes.keys().map(String::as_str)
    }

    pub(super) fn contains(&self, path: &str) -> bool {
        self.hashes.contains_key(path)
    }

    /// Whether this is what Rejoinder wrote there.
    pub(super) fn wrote(&self, path: &str, content: &str) -> bool {
        let hashes = self.hashes.get(path);
        hashes.is_some_and(|hashes| hashes.contains(&hash(content)))
    }
}

/// A checkout may turn the ends of lines into `\r\n`, which is not an edit.
pub(super) fn same(one: &str, other: &str) -> bool {
    one == other || one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
}

fn hash(content: &str) -> String {
    // Generated text has none, and a copy of all of it takes longer than its hash.
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
