//! Documentation: rustdoc reports no warning, and no text of a document is executed.

use std::path::{Path, PathBuf};

use rejoinder::{Generator, Settings};

use super::cargo::{ROOT, assert_success, cargo, folder};

/// Writes the crate of a fixture, with the lock file of the workspace. Returns its folder.
pub(crate) fn generated(name: &str) -> PathBuf {
    written("fixtures", name, Settings::default(), "")
}

/// Writes the crate of a document, with additions of its user to the manifest. Returns its folder.
fn written(documents: &str, name: &str, settings: Settings, added: &str) -> PathBuf {
    let document = Path::new(ROOT).join(format!("tests/{documents}/{name}.yaml"));
    let folder = folder("crates").join(name);
    let generation = Generator::new(document)
        .settings(settings)
        .name(format!("{name}-client"))
        .generate();
    generation.output.as_ref().unwrap().write(&folder).unwrap();
    let manifest = folder.join("Cargo.toml");
    let content = std::fs::read_to_string(&manifest).unwrap();
    if !content.contains("[workspace]") {
        std::fs::write(&manifest, format!("{content}{added}\n[workspace]\n")).unwrap();
    }
    std::fs::copy(
        Path::new(ROOT).join("Cargo.lock"),
        folder.join("Cargo.lock"),
    )
    .unwrap();
    folder
}

#[test]
fn rustdoc_accepts_the_client() {
    let arguments = [
        "doc",
        "--package",
        "github-oauth-authorizations",
        "--no-deps",
    ];
    let features = ["--no-default-features", "--features", "reqwest,ureq"];
    let arguments: Vec<&str> = arguments.into_iter().chain(features).collect();
    let output = cargo(Path::new(ROOT), &arguments, "--deny warnings");
    assert_success("cargo doc", &output);
}

#[test]
fn rustdoc_accepts_hostile_text() {
    let arguments = [
        "doc",
        "--no-deps",
        "--no-default-features",
        "--features",
        "reqwest,ureq",
    ];
    let output = cargo(&generated("markdown"), &arguments, "--deny warnings");
    assert_success("cargo doc", &output);
}

/// Every block of `markdown.yaml` panics, whatever its kind. The examples of the operations are
/// the only doctests, and they are compiled without being run.
#[test]
fn a_block_in_a_description_is_not_run() {
    let arguments = [
        "test",
        "--doc",
        "--no-default-features",
        "--",
        "--test-threads=1",
    ];
    let output = cargo(&generated("markdown"), &arguments, "");
    assert_success("cargo test --doc", &output);
    let printed = String::from_utf8(output.stdout).unwrap();
    let tests: Vec<&str> = printed
        .lines()
        .filter(|line| line.starts_with("test "))
        .collect();
    assert!(printed.contains("test result: ok. 2 passed"), "{printed}");
    assert!(
        tests
            .iter()
            .take(2)
            .all(|line| line.contains("- compile ... ok")),
        "{printed}"
    );
}

/// The examples of operations with shared components import them by their names. Large examples
/// compile, too.
#[test]
fn examples_compile() {
    for (fixture, passed) in [("shared", 3), ("examples", 3)] {
        let arguments = ["test", "--doc", "--no-default-features"];
        let output = cargo(&generated(fixture), &arguments, "");
        assert_success("cargo test --doc", &output);
        let printed = String::from_utf8(output.stdout).unwrap();
        let expected = format!("test result: ok. {passed} passed");
        assert!(printed.contains(&expected), "{printed}");
    }
}

/// Examples contain values of custom types if the value has a string form.
#[test]
fn examples_of_custom_types_compile() {
    let uuid = "\n[dependencies.uuid]\nversion = \"1\"\nfeatures = [\"serde\"]\n";
    for (name, settings) in super::table::table() {
        let folder = written("settings", name, settings, uuid);
        // Default features have no effect, except for the features of tags.
        let features = ["--no-default-features", "--features", "all-tags"];
        let arguments = [&["test", "--doc"][..], &features].concat();
        let output = cargo(&folder, &arguments, "");
        assert_success("cargo test --doc", &output);
        let printed = String::from_utf8(output.stdout).unwrap();
        let count = if name == "types" { 3 } else { 7 };
        let expected = format!("test result: ok. {count} passed");
        assert!(printed.contains(&expected), "{printed}");
    }
}
