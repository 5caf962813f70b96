//! Runs of the command in separate folders.

use std::{
    collections::BTreeMap,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The document of the committed client.
pub(crate) const SPEC: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../spec/oauth-authorizations.yaml"
);

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Fails with the output unless the run has this exit code.
    #[track_caller]
    pub(crate) fn exited(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        self
    }

    /// Fails unless standard error contains a string.
    #[track_caller]
    pub(crate) fn assert_stderr(self, of: &str) -> Self {
        assert!(self.err.contains(of), "no {of:?} in:\n{}", self.err);
        self
    }

    /// Fails unless standard error is empty.
    #[track_caller]
    pub(crate) fn assert_no_stderr(self) -> Self {
        assert_eq!(self.err, "");
        self
    }
}

/// Creates an empty folder.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("commands")
        .join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the command in a folder.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Run {
    run_with(folder, arguments, "", &[])
}

/// Runs the command in a folder, with standard input and environment variables.
pub(crate) fn run_with(
    folder: &Path,
    arguments: &[&str],
    input: &str,
    variables: &[(&str, &str)],
) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_rejoinder"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that doesn't read its input may have exited.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Returns every file below a folder, by its path.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
                let content = std::fs::read_to_string(&path).unwrap();
                found.insert(name.replace('\\', "/"), content);
            }
        }
    }
    found
}

/// A document with two tags: a supported operation, an operation with an unsupported parameter, and
/// an unsupported operation.
pub(crate) const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: list_pets
      tags: [pets]
      parameters:
        - { name: my session, in: header, schema: { type: string } }
      responses: { 200: { description: Done. } }
  /keepers:
    get:
      operationId: list_keepers
      tags: [keepers]
      responses: { 200: { description: Done. }, default: { description: Not done. } }
    post:
      operationId: add_keeper
      tags: [keepers]
      parameters: [{ name: keeper id, in: header, required: true, schema: { type: string } }]
      responses: { 201: { description: Done. }, 4XX: { description: Not done. } }
";

/// Returns a folder with `PETS` in `api.yaml`.
pub(crate) fn pets(name: &str) -> PathBuf {
    let folder = folder(name);
    std::fs::write(folder.join("api.yaml"), PETS).unwrap();
    folder
}
