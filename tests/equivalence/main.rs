//! Equal clients of an API in each version of the specification. A folder is an API, and each of
//! its files is the API in the version of its name.
#![expect(clippy::unwrap_used, reason = "tests of files")]

use std::path::{Path, PathBuf};

use rejoinder::{Generator, Output, render::Detail};

/// The version that all other versions are compared with.
const REFERENCE_VERSION: &str = "openapi-3.0.yaml";

/// Returns the entries of a folder, sorted.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn generated(document: &Path) -> Output {
    let generation = Generator::new(document).name("client").generate();
    let rendered = generation.rendered_in(Detail::Full, false);
    assert_eq!(
        rendered,
        "",
        "unexpected diagnostics of {}",
        document.display()
    );
    generation.output.unwrap()
}

/// Checks that two outputs are equal.
fn compare(one: &Output, other: &Output, document: &Path) {
    let document = document.display();
    for (path, content) in &one.files {
        assert_eq!(other.files.get(path), Some(content), "{path} of {document}");
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
        let reference = generated(&folder.join(REFERENCE_VERSION));
        for document in entries(&folder) {
            compare(&reference, &generated(&document), &document);
            count += 1;
        }
    }
    assert!(count > 0, "no document");
}
