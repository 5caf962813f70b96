//! Runs of the program with a folder of small documents.
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

/// A cache folder that is removed when it is dropped.
struct Cache(PathBuf);

impl Cache {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Runs the program with some exceptions. Returns its exit code and output.
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
        let run = command.output().unwrap();
        let output = String::from_utf8(run.stdout).unwrap();
        (run.status.code().unwrap(), output)
    }

    /// Returns the results of a document.
    fn results(&self, name: &str) -> Value {
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

const BROKEN: &str = "[[exception]]\ndocument = 'documents/broken.yaml'\nwhat = 'refused'\nreason = 'the document is invalid'\n";

#[test]
fn outcomes_of_documents_are_counted() {
    let cache = Cache::new("counted");
    let (code, output) = cache.run(BROKEN);
    assert_eq!(code, 0, "{output}");
    let lines: Vec<&str> = output.lines().map(str::trim).collect();
    for line in [
        "4  documents",
        "1  OpenAPI 3.2",
        "1  Swagger 1.2",
        "2  generated",
        "1  not read: unsupported Swagger version `1.2`: only 2.0 is read",
        "4  operations documented",
        "1  skipped",
        "1  typed fields",
        "1  the schema allows any value",
        "0  although their schema is typed",
        "0  names that end in a filler word",
        "0  unions of strings",
    ] {
        assert!(lines.contains(&line), "{line}\n{output}");
    }
    let results = cache.results("documents/good.yaml");
    let record = &results["generate"]["record"];
    assert_eq!(record["counted"], 2);
    assert_eq!(record["generated"], 1);
    assert_eq!(
        cache.results("documents/later.yaml")["generate"]["record"]["counted"],
        2
    );
    let skipped = record["skipped"].as_object().unwrap();
    let (reason, tally) = skipped.iter().next().unwrap();
    assert!(reason.starts_with("unsupported-parameter: "), "{reason}");
    assert_eq!(tally["first"], "#/paths/~1pets~1{id}/put");
}

#[test]
fn an_unknown_failure_fails_the_run() {
    let cache = Cache::new("wrong");
    let (code, output) = cache.run("");
    assert_eq!(code, 1);
    assert!(
        output.contains("\nrefused: documents/broken.yaml: "),
        "{output}"
    );
}

#[test]
fn an_unneeded_exception_fails_the_run() {
    let cache = Cache::new("unneeded");
    let good = BROKEN.replace("broken", "good");
    let (code, output) = cache.run(&format!("{BROKEN}{good}"));
    assert_eq!(code, 1);
    let prefix = "unneeded exception: documents/";
    assert!(
        output.contains(&format!("{prefix}good.yaml: refused: ")),
        "{output}"
    );
    assert!(!output.contains(&format!("{prefix}broken")), "{output}");
}

#[test]
fn stored_results_are_reused() {
    let cache = Cache::new("known");
    cache.run("");
    let results = fs::read_dir(cache.0.join("results")).unwrap();
    let results = results.map(|entry| entry.unwrap().path()).next().unwrap();
    for entry in fs::read_dir(results).unwrap() {
        let path = entry.unwrap().path();
        let result = fs::read_to_string(&path).unwrap();
        fs::write(
            path,
            result.replace("\"documented\":2", "\"documented\":77"),
        )
        .unwrap();
    }
    let (_, output) = cache.run("");
    assert!(output.contains("154  operations documented"), "{output}");
}
