//! The house: every room is named in ARCHITECTURE.md, and says what it is.

use std::path::{Path, PathBuf};

use super::cargo::ROOT;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_room_is_named_and_says_what_it_is() {
    let root = Path::new(ROOT).join("generator/src");
    let architecture = std::fs::read_to_string(Path::new(ROOT).join("ARCHITECTURE.md")).unwrap();
    let mut missing = Vec::new();
    for source in sources(&root) {
        let name = source
            .strip_prefix(&root)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        if !architecture.contains(&format!("`{name}`")) {
            missing.push(format!("{name} isn't named in ARCHITECTURE.md"));
        }
        if !std::fs::read_to_string(&source)
            .unwrap()
            .starts_with("//! ")
        {
            missing.push(format!("{name} doesn't begin with //!"));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_room_that_is_named_is_gone() {
    let architecture = std::fs::read_to_string(Path::new(ROOT).join("ARCHITECTURE.md")).unwrap();
    let named = architecture
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    for name in named.filter(|name| name.ends_with(".rs")) {
        let roots = ["generator/src", "tests/corpus/src", "tests/peers/src"];
        let mut paths = roots
            .map(|root| Path::new(ROOT).join(root).join(name))
            .into_iter();
        assert!(paths.any(|path| path.exists()), "{name} is gone");
    }
}
