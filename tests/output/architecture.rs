//! The source folders: ARCHITECTURE.md describes each folder, and each folder uses only its own
//! layer.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::cargo::ROOT;

/// Returns the files below a folder whose names have an ending, with their contents.
pub(crate) fn sources(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_str().is_some_and(|path| path.ends_with(ending)) {
                let content = std::fs::read_to_string(&path).unwrap();
                found.push((path, content));
            }
        }
    }
    found.sort();
    found
}

/// Returns a path below a folder, with `/` between its segments.
pub(crate) fn relative(path: &Path, folder: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap();
    path.to_str().unwrap().replace('\\', "/")
}

#[test]
fn every_folder_is_documented() {
    let root = Path::new(ROOT);
    let architecture = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let generator = root.join("generator/src");
    let folders = sources(&generator, ".rs").into_iter();
    let folders = folders.map(|(path, _)| relative(path.parent().unwrap(), &generator));
    // Unit tests are beside the files that they test.
    let is_unit_tests = |folder: &str| folder.is_empty() || folder.ends_with("/tests");
    let mut folders: BTreeSet<String> = folders.filter(|it| !is_unit_tests(it)).collect();
    for entry in std::fs::read_dir(root.join("tests")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            folders.insert(relative(&path, root));
        }
    }
    folders.retain(|folder| !architecture.contains(&format!("`{folder}`")));
    assert!(folders.is_empty(), "not in ARCHITECTURE.md: {folders:?}");
}

#[test]
fn entry_documents_are_short() {
    for (name, limit) in [
        ("README.md", 150),
        ("ARCHITECTURE.md", 200),
        ("CONTRIBUTING.md", 60),
    ] {
        let content = std::fs::read_to_string(Path::new(ROOT).join(name)).unwrap();
        let lines = content.lines().count();
        assert!(
            lines <= limit,
            "{name} has {lines} lines: move details to docs"
        );
    }
}

#[test]
fn every_documented_path_exists() {
    let root = Path::new(ROOT);
    let architecture = std::fs::read_to_string(root.join("ARCHITECTURE.md")).unwrap();
    let quoted = architecture.split('`').skip(1).step_by(2);
    let is_path = |content: &&str| content.contains('/') && !content.contains(['*', ' ', ':', '!']);
    for path in quoted.filter(is_path) {
        let mut places = [
            root.to_owned(),
            root.join("generator"),
            root.join("generator/src"),
        ]
        .into_iter();
        assert!(places.any(|place| place.join(path).exists()), "{path}");
    }
}

#[test]
fn every_file_begins_with_its_documentation() {
    let root = Path::new(ROOT);
    let files =
        ["generator/src", "generator/tests", "tests"].map(|it| sources(&root.join(it), ".rs"));
    let is_described = |content: &str| {
        let first = content.lines().find(|line| !line.starts_with("#!["));
        first.is_some_and(|line| line.starts_with("//! "))
    };
    let undescribed = files
        .iter()
        .flatten()
        .filter(|(_, content)| !is_described(content));
    let undescribed: Vec<&PathBuf> = undescribed.map(|(path, _)| path).collect();
    assert!(undescribed.is_empty(), "no `//!`: {undescribed:#?}");
}

/// Stages that know OpenAPI contain no Rust syntax, and stages that know Rust syntax refer to no
/// OpenAPI types. Only one file refers to openapiv3, and only `read` knows the versions of OpenAPI
/// and the extension keys of Rejoinder.
#[test]
fn layers_are_separate() {
    let generator = Path::new(ROOT).join("generator/src");
    for (path, content) in sources(&generator, ".rs") {
        let path = relative(&path, &generator);
        let is_in = |folders: &[&str]| folders.iter().any(|folder| path.starts_with(folder));
        if is_in(&["read", "lower", "name", "graph", "ir", "write"]) {
            assert!(!content.contains("quote!("), "Rust syntax in {path}");
        }
        if is_in(&["emit", "format", "graph", "ir", "markdown", "write"]) {
            assert!(!content.contains("document::"), "OpenAPI in {path}");
        }
        if path != "read/v3_0.rs" {
            assert!(!content.contains("openapiv3"), "openapiv3 in {path}");
        }
        if !is_in(&["read/", "read.rs"]) {
            assert!(
                !content.contains("x-rejoinder-"),
                "an extension key in {path}"
            );
            assert!(
                !content.contains("openapi.starts_with"),
                "a version in {path}"
            );
        }
        if is_in(&["runtime/", "transports/"]) {
            // `let` in a condition with `&&` needs Rust 1.88, and the output names Rust 1.85.
            assert!(!content.contains("&& let "), "a chain of `let` in {path}");
        }
        if is_in(&["runtime/"]) {
            let uses_transport = ["reqwest::", "ureq::"]
                .iter()
                .any(|it| content.contains(it));
            assert!(!uses_transport, "a transport in {path}");
        }
    }
}
