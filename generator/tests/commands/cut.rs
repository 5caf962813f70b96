//! Each operation of every test document, extracted: the client of the extract equals the client of
//! the operation from the whole document.

use std::path::{Path, PathBuf};

use rejoinder::{Generator, Settings, extract};

use super::process::folder;

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = [
        "generator/tests/documents",
        "tests/fixtures",
        "tests/settings",
    ];
    let mut found = Vec::new();
    for folder in folders {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|it| it == "yaml") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn each_extracted_operation_has_the_same_client() {
    let folder = folder("cut");
    let mut count = 0;
    for document in documents() {
        let whole = Generator::new(&document).name("client").generate();
        let Some(api) = &whole.api else {
            panic!("{}: {}", document.display(), whole.rendered(false))
        };
        for operation in api.operations.iter().filter(|it| !it.id.contains(' ')) {
            let generator = Generator::new(&document)
                .name("client")
                .operations([&operation.id]);
            let whole = generator.generate().output.unwrap();
            let mut settings = Settings::default();
            settings.include.operations.push(operation.id.clone());
            let path = folder.join("extract.yaml");
            std::fs::write(&path, extract(&document, &settings).unwrap()).unwrap();
            // The target of a reference into a path isn't selected in the extract either.
            let cut = Generator::new(&path)
                .name("client")
                .operations([&operation.id])
                .generate();
            let rendered = cut.rendered(false);
            let cut = cut.output.unwrap_or_else(|| panic!("{rendered}"));
            for (file, text) in &whole.files {
                let place = format!("{} of {} in {file}", operation.id, document.display());
                assert_eq!(cut.files.get(file), Some(text), "{place}");
            }
            assert_eq!(cut.files.len(), whole.files.len());
            count += 1;
        }
    }
    assert!(count > 30, "{count} operations");
}
