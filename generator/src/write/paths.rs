//! Which paths are written to: those that stay in the output and are one file on every system.

use std::collections::BTreeMap;

use super::{Files, RECORD, problem};
use crate::diagnostic::Diagnostic;

/// Paths that lead out of the output, can't be written on every system, or exclude each other.
pub(super) fn refused_paths(files: &Files) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for path in files.owned.keys().chain(files.shared.keys()) {
        if let Some(reason) = refused_path(path) {
            found.push(problem(format!(
                "the path `{}` {reason}",
                path.escape_debug()
            )));
        }
        if let Some(other) = seen.insert(path.to_lowercase(), path) {
            let message = format!("`{other}` and `{path}` are one file where case is ignored");
            found.push(problem(message));
        }
    }
    for path in seen.keys() {
        let mut folder = path.as_str();
        while let Some((parent, _)) = folder.rsplit_once('/') {
            if seen.contains_key(parent) {
                found.push(problem(format!("`{parent}` can't be a file and a folder")));
            }
            folder = parent;
        }
    }
    found
}

pub(super) fn refused_path(path: &str) -> Option<&'static str> {
    let odd = |part: &str| part.is_empty() || part == "." || part == "..";
    if path.is_empty() {
        Some("is empty")
    } else if path.contains(['\\', '\0', ':']) || path.contains(char::is_control) {
        Some("has a character that can't be in a file name")
    } else if path.split('/').any(odd) {
        Some("does not stay in the output directory")
    } else if path == RECORD {
        Some("is the name of the record")
    } else {
        None
    }
}
