//! A folder of documents of which it is known what becomes of them.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests of files and processes"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A cache of its own, which is removed at last.
struct Cache(PathBuf);

impl Cache {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Runs with some exceptions; its exit code and what it prints.
    fn run(&self, exceptions: &str) -> (i32, String) {
        let path = self.0.join("exceptions.toml");
        fs::write(&path, exceptions).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_rejoinder-corpus"));
        command
            .arg("--folder")
            .arg(Path::new(ROOT).join("tests/documents"));
        command
            .arg("--cache")
            .arg(&self.0)
            .arg("--exceptions")
            .arg(path);
        let output = command.output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        (output.status.code().unwrap(), text)
    }

    /// What is known of a document.
    fn known(&self, name: &str) -> Value {
        let lines = fs::read_to_string(self.0.join("results.jsonl")).unwrap();
        let mut lines = lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.find(|line| line["document"] == name).unwrap()
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const BROKEN: &str = "[[exception]]\ndocument = 'documents/broken.yaml'\nwhat = 'refused'\nreason = 'it is meant to be'\n";

#[test]
fn what_becomes_of_documents_is_counted() {
    let cache = Cache::new("counted");
    let (code, text) = cache.run(BROKEN);
    assert_eq!(code, 0, "{text}");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    for line in [
        "4  documents",
        "1  OpenAPI 3.2",
        "1  Swagger 1.2",
        "2  generated",
        "1  not read: unsupported Swagger version `1.2`: only 2.0 is read",
        "4  operations documented",
        "1  skipped",
        "1  fields with a type",
        "1  the schema allows any value",
        "0  for reasons of ours",
        "0  names that end in a filler",
        "0  unions of strings",
    ] {
        assert!(lines.contains(&line), "{line}\n{text}");
    }
    let known = cache.known("documents/good.yaml");
    let record = &known["generate"]["record"];
    assert_eq!(record["counted"], 2);
    assert_eq!(record["generated"], 1);
    assert_eq!(
        cache.known("documents/later.yaml")["generate"]["record"]["counted"],
        2
    );
    let skipped = record["skipped"].as_object().unwrap();
    let (reason, tally) = skipped.iter().next().unwrap();
    assert!(reason.starts_with("unsupported-parameter: "), "{reason}");
    assert_eq!(tally["first"], "#/paths/~1pets~1{id}/put");
}

#[test]
fn what_is_wrong_and_not_excepted_fails() {
    let cache = Cache::new("wrong");
    let (code, text) = cache.run("");
    assert_eq!(code, 1);
    assert!(
        text.contains("\nrefused: documents/broken.yaml: "),
        "{text}"
    );
}

#[test]
fn an_exception_that_is_not_needed_fails() {
    let cache = Cache::new("unneeded");
    let good = BROKEN.replace("broken", "good");
    let (code, text) = cache.run(&format!("{BROKEN}{good}"));
    assert_eq!(code, 1);
    let told = "an exception isn't needed any more: documents/";
    assert!(
        text.contains(&format!("{told}good.yaml: refused: ")),
        "{text}"
    );
    assert!(!text.contains(&format!("{told}broken")), "{text}");
}

#[test]
fn what_is_known_is_not_done_again() {
    let cache = Cache::new("known");
    cache.run("");
    let results = fs::read_dir(cache.0.join("results")).unwrap();
    let results = results.map(|entry| entry.unwrap().path()).next().unwrap();
    for entry in fs::read_dir(results).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replace("\"documented\":2", "\"documented\":77")).unwrap();
    }
    let (_, text) = cache.run("");
    assert!(text.contains("154  operations documented"), "{text}");
}
