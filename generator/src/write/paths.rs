//! Validation of output paths: they stay in the output, and are valid and distinct on every system.

use std::collections::BTreeMap;

use super::disk::problem;
use super::{Files, RECORD};
use crate::diagnostic::Diagnostic;

/// The maximum length of a file name in bytes.
const MAX_LENGTH: usize = 255;

/// Returns diagnostics for paths that are outside of the output, invalid on some system, or equal.
pub(super) fn refused_paths(files: &Files) -> Vec<Diagnostic> {
    let code = files.code_prefix();
    let mut found = Vec::new();
    let others = files.shared.keys().chain(files.initial.keys());
    let owned = files.owned.keys().map(|path| (path, true));
    let all: Vec<_> = owned.chain(others.map(|path| (path, false))).collect();
    let mut refuse = |path: &str, reason: &str| {
        found.push(problem(format!("invalid path `{}`: {reason}", shown(path))));
    };
    for (path, owned) in &all {
        match (path.strip_prefix(&code), owned) {
            (None, true) => refuse(path, "not in the folder of the code"),
            (Some(_), false) => refuse(path, "in the folder of the code"),
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

/// Returns diagnostics for paths that differ only by case, and for files with the path of a folder.
fn collisions<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut files: BTreeMap<String, &str> = BTreeMap::new();
    let mut folders: BTreeMap<String, &str> = BTreeMap::new();
    let collision = |one: &str, other: &str, kind: &str| {
        let (one, other) = (shown(one), shown(other));
        problem(format!(
            "duplicate {kind} `{one}` and `{other}`: file systems may ignore case"
        ))
    };
    for path in paths {
        if let Some(other) = files.insert(folded(path), path) {
            found.push(collision(other, path, "file"));
        }
        let mut inner = path;
        while let Some((folder, _)) = inner.rsplit_once('/') {
            let other = *folders.entry(folded(folder)).or_insert(folder);
            if other != folder {
                found.push(collision(other, folder, "folder"));
            }
            inner = folder;
        }
    }
    for (folded, path) in &files {
        if folders.contains_key(folded) {
            let path = shown(path);
            found.push(problem(format!(
                "duplicate path `{path}`: a file and a folder"
            )));
        }
    }
    found.dedup();
    found
}

/// Returns the reason why a path is invalid. The path is relative to the folder of the code or to the
/// output.
pub(super) fn refused_path(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        Some("empty")
    } else if path.contains(['\\', ':', '<', '>', '"', '|', '?', '*'])
        || path.contains(char::is_control)
    {
        Some("invalid character in a file name")
    } else if folded(path) == RECORD {
        Some("reserved for the record of generated files")
    } else {
        path.split('/').find_map(refused_name)
    }
}

fn refused_name(name: &str) -> Option<&'static str> {
    if matches!(name, "" | "." | "..") {
        Some("outside of the output directory, or with an empty segment")
    } else if name.ends_with(['.', ' ']) {
        Some("Windows removes a dot or a space at the end of a name")
    } else if name.len() > MAX_LENGTH {
        Some("a file name has at most 255 bytes")
    } else if is_device(name) {
        Some("the name of a device on Windows")
    } else {
        None
    }
}

/// Returns `true` if a name is reserved for a device on Windows, in every folder and with any
/// extension.
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

/// Returns a path with its case folded, for all scripts: `ſ` becomes `s`.
fn folded(path: &str) -> String {
    path.to_uppercase().to_lowercase()
}

/// Returns a short form of a path without control characters, for messages.
fn shown(path: &str) -> String {
    let mut shown: String = path.chars().take(100).collect();
    if shown.len() < path.len() {
        shown.push('…');
    }
    shown.escape_debug().to_string()
}
