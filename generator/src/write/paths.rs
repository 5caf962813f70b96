//! Which paths are written to: those that stay in the output and are one file on every system.

use std::collections::BTreeMap;

use super::disk::problem;
use super::{Files, RECORD};
use crate::diagnostic::Diagnostic;

/// What file systems can take for a name.
const MAX_LENGTH: usize = 255;

/// Paths that lead out of the output, can't be written on every system, or exclude each other.
pub(super) fn refused_paths(files: &Files) -> Vec<Diagnostic> {
    let code = files.code_prefix();
    let mut found = Vec::new();
    let others = files.shared.keys().chain(files.initial.keys());
    let owned = files.owned.keys().map(|path| (path, true));
    let all: Vec<_> = owned.chain(others.map(|path| (path, false))).collect();
    let mut refuse = |path: &str, reason: &str| {
        found.push(problem(format!("the path `{}` {reason}", shown(path))));
    };
    for (path, owned) in &all {
        match (path.strip_prefix(&code), owned) {
            (None, true) => refuse(path, "is not in the folder of the code"),
            (Some(_), false) => refuse(path, "is in the folder of the code"),
            _ => {
                let inner = path.strip_prefix(&code).unwrap_or(path);
                if let Some(reason) = refused_path(inner) {
                    refuse(path, reason);
                }
            }
        }
    }
    if !files.code_folder.is_empty()
        && let Some(reason) = refused_path(&files.code_folder)
    {
        refuse(&files.code_folder, reason);
    }
    found.extend(collisions(all.iter().map(|(path, _)| path.as_str())));
    found
}

/// Paths that are one where case is ignored, or of which one would be a file and a folder.
fn collisions<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut files: BTreeMap<String, &str> = BTreeMap::new();
    let mut folders: BTreeMap<String, &str> = BTreeMap::new();
    let one = |one: &str, other: &str, sort: &str| {
        let (one, other) = (shown(one), shown(other));
        problem(format!(
            "`{one}` and `{other}` are one {sort} where case is ignored"
        ))
    };
    for path in paths {
        if let Some(other) = files.insert(folded(path), path) {
            found.push(one(other, path, "file"));
        }
        let mut inner = path;
        while let Some((folder, _)) = inner.rsplit_once('/') {
            let other = *folders.entry(folded(folder)).or_insert(folder);
            if other != folder {
                found.push(one(other, folder, "folder"));
            }
            inner = folder;
        }
    }
    for (folded, path) in &files {
        if folders.contains_key(folded) {
            let path = shown(path);
            found.push(problem(format!("`{path}` can't be a file and a folder")));
        }
    }
    found.dedup();
    found
}

/// Why nothing can be written to a path, read from the folder of the code or from the output.
pub(super) fn refused_path(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        Some("is empty")
    } else if path.contains(['\\', ':', '<', '>', '"', '|', '?', '*'])
        || path.contains(char::is_control)
    {
        Some("has a character that can't be in a file name")
    } else if folded(path) == RECORD {
        Some("is the name of the record")
    } else {
        path.split('/').find_map(refused_name)
    }
}

fn refused_name(name: &str) -> Option<&'static str> {
    if matches!(name, "" | "." | "..") {
        Some("does not stay in the output directory")
    } else if name.ends_with(['.', ' ']) {
        Some("has a name that ends with a dot or a space, which Windows leaves out")
    } else if name.len() > MAX_LENGTH {
        Some("has a name of more than 255 bytes, which no file can have")
    } else if is_device(name) {
        Some("has a name that is a device on Windows")
    } else {
        None
    }
}

/// Windows has devices by these names in every folder, whatever comes after a dot.
fn is_device(name: &str) -> bool {
    let (stem, _) = name.split_once('.').unwrap_or((name, ""));
    let stem = stem.trim_end().to_uppercase();
    let numbered = || {
        let port = stem.strip_prefix("COM").or(stem.strip_prefix("LPT"));
        let mut number = port.unwrap_or_default().chars();
        matches!(number.next(), Some('0'..='9' | '¹' | '²' | '³')) && number.next().is_none()
    };
    matches!(
        stem.as_str(),
        "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$"
    ) || numbered()
}

/// What two names have in common where case is ignored, in any script: `ſ` is an `s`, too.
fn folded(path: &str) -> String {
    path.to_uppercase().to_lowercase()
}

/// As it can be printed: short, and without control characters.
fn shown(path: &str) -> String {
    let mut shown: String = path.chars().take(100).collect();
    if shown.len() < path.len() {
        shown.push('…');
    }
    shown.escape_debug().to_string()
}
