//! The layout of the output: formatting a workspace changes no generated file.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use rejoinder::{Generator, Settings, settings::Layout};

use super::cargo::{ROOT, assert_success, folder};

/// Writes the client of a document. Returns the root of its modules.
fn root_of_client(document: &Path, layout: Layout) -> PathBuf {
    let name = document.file_stem().unwrap().to_str().unwrap();
    let folder = folder("layout").join(format!("{name}-{layout:?}"));
    let settings = Settings {
        layout,
        ..Settings::default()
    };
    let generator = Generator::new(document).settings(settings).name("layout");
    generator.generate().output.unwrap().write(&folder).unwrap();
    match layout {
        Layout::Crate => folder.join("src/lib.rs"),
        Layout::Modules => folder.join("mod.rs"),
    }
}

#[test]
fn rustfmt_changes_nothing() {
    let files = std::fs::read_dir(Path::new(ROOT).join("tests/fixtures")).unwrap();
    let mut documents: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    documents.retain(|path| path.extension().is_some_and(|end| end == "yaml"));
    documents.sort();
    let mut roots = vec![root_of_client(&documents[0], Layout::Modules)];
    roots.extend(documents.iter().map(|it| root_of_client(it, Layout::Crate)));
    // The settings of the project don't apply to the output.
    let settings = folder("layout").join("rustfmt.toml");
    std::fs::write(&settings, "").unwrap();
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--check", "--edition", "2024", "--config-path"]);
    rustfmt.arg(settings).args(roots);
    assert_success("rustfmt --check", &rustfmt.output().unwrap());
}
