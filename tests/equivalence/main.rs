//! One API said in each version of the specification gives one client. A folder is an API, a file in
//! it the API in the version that is its name.
#![expect(clippy::unwrap_used, reason = "tests of files")]

use std::path::{Path, PathBuf};

use rejoinder::{Generator, Output, render::Detail};

/// The version that the others are compared with.
const USUAL: &str = "openapi-3.0.yaml";

/// What is in a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn generated(document: &Path) -> Output {
    let generation = Generator::new(document).name("client").generate();
    let rendered = generation.rendered_in(Detail::Full, false);
    assert_eq!(rendered, "", "{} isn't all right", document.display());
    generation.output.unwrap()
}

/// Says where two outputs differ.
fn compare(one: &Output, other: &Output, document: &Path) {
    let document = document.display();
    for (path, text) in &one.files {
        assert_eq!(other.files.get(path), Some(text), "{path} of {document}");
    }
    assert_eq!(other.paths(), one.paths(), "{document}");
    assert_eq!(other.package, one.package, "{document}");
}

#[test]
fn each_version_gives_the_same_client() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("equivalence");
    let folders = entries(&here).into_iter().filter(|path| path.is_dir());
    let mut count = 0;
    for folder in folders {
        let usual = generated(&folder.join(USUAL));
        for document in entries(&folder) {
            compare(&usual, &generated(&document), &document);
            count += 1;
        }
    }
    assert!(count > 0, "no document");
}
