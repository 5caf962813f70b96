//! The command line: its output and its exit codes.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test of files and processes"
)]

use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

const SPEC: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../spec/oauth-authorizations.yaml"
);

fn rejoinder(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rejoinder"))
        .args(arguments)
        .output()
        .unwrap()
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    folder
}

fn string(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn generate_prints_a_summary() {
    let output = folder("generates");
    let path = output.to_str().unwrap();
    let first = rejoinder(&["generate", SPEC, "--output", path, "--name", "client"]);
    assert_eq!(first.status.code(), Some(0), "{}", string(&first.stderr));
    let rows: Vec<&str> = string(&first.stdout).lines().collect();
    assert_eq!(rows[0], format!("crate       client, in {path}"));
    assert_eq!(rows[1], "operations  10");
    assert_eq!(rows[2], "responses   43, 7 typed headers");
    assert_eq!(rows[3], "types       21");
    assert!(
        rows[4].ends_with(" written, 0 unchanged, 0 removed"),
        "{}",
        rows[4]
    );
    let problems = "problems    none (1 note is hidden; `--verbose` shows it)";
    assert_eq!(rows[5], problems);

    let second = rejoinder(&["generate", SPEC, "--output", path, "--name", "client"]);
    let files = string(&second.stdout).lines().nth(4).unwrap();
    assert!(files.starts_with("files       0 written, "), "{files}");
}

/// A program such as `head` closes the pipe.
#[test]
fn a_closed_pipe_is_not_an_error() {
    let output = folder("pipe");
    let path = output.to_str().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rejoinder"));
    command
        .args(["generate", SPEC, "--output", path])
        .stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(output.join("Cargo.toml").exists());
}

#[test]
fn check_writes_nothing() {
    let output = folder("checks");
    let path = output.to_str().unwrap();
    let arguments = [
        "generate", SPEC, "--output", path, "--name", "client", "--check",
    ];
    let missing = rejoinder(&arguments);
    assert_eq!(missing.status.code(), Some(1));
    assert!(string(&missing.stderr).contains("missing: "));
    assert!(!output.exists(), "--check wrote something");

    rejoinder(&arguments[..arguments.len() - 1]);
    let fresh = rejoinder(&arguments);
    assert_eq!(fresh.status.code(), Some(0), "{}", string(&fresh.stderr));
    assert!(string(&fresh.stdout).ends_with("is up to date\n"));

    std::fs::write(output.join("src/servers.rs"), "// edited\n").unwrap();
    let stale = rejoinder(&arguments);
    assert_eq!(stale.status.code(), Some(1));
    assert!(string(&stale.stderr).contains("stale: "));
    assert!(string(&stale.stderr).contains("servers.rs"));
}

#[test]
fn an_edited_file_is_kept() {
    let output = folder("edited");
    let path = output.to_str().unwrap();
    let arguments = ["generate", SPEC, "--output", path, "--name", "client"];
    rejoinder(&arguments);
    std::fs::write(output.join("src/servers.rs"), "// edited\n").unwrap();
    std::fs::remove_file(output.join("README.md")).unwrap();
    let refused = rejoinder(&arguments);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        string(&refused.stderr).contains("servers.rs"),
        "{}",
        string(&refused.stderr)
    );
    assert!(string(&refused.stderr).contains("`--force`"));
    assert!(!output.join("README.md").exists(), "all or nothing");

    let mut forced = arguments.to_vec();
    forced.push("--force");
    let done = rejoinder(&forced);
    assert_eq!(done.status.code(), Some(0), "{}", string(&done.stderr));
    let servers = std::fs::read_to_string(output.join("src/servers.rs")).unwrap();
    assert_ne!(servers, "// edited\n");
    assert!(output.join("README.md").exists());
}

#[test]
fn hand_written_files_are_kept() {
    let output = folder("hand_written");
    let path = output.to_str().unwrap();
    let arguments = ["generate", SPEC, "--output", path, "--name", "client"];
    rejoinder(&arguments);
    std::fs::create_dir_all(output.join("examples")).unwrap();
    std::fs::write(output.join("examples/mine.rs"), "fn main() {}\n").unwrap();
    std::fs::write(output.join("README.md"), "mine\n").unwrap();
    let manifest = std::fs::read_to_string(output.join("Cargo.toml")).unwrap();
    let manifest = manifest.replace("0.1.0", "2.3.4") + "\n[dev-dependencies]\ntokio = \"1\"\n";
    std::fs::write(output.join("Cargo.toml"), &manifest).unwrap();
    assert_eq!(rejoinder(&arguments).status.code(), Some(0));
    assert!(output.join("examples/mine.rs").exists());
    assert_eq!(
        std::fs::read_to_string(output.join("README.md")).unwrap(),
        "mine\n"
    );
    assert_eq!(
        std::fs::read_to_string(output.join("Cargo.toml")).unwrap(),
        manifest
    );
}

#[test]
fn obsolete_files_are_removed() {
    let output = folder("removed");
    let path = output.to_str().unwrap();
    rejoinder(&["generate", SPEC, "--output", path, "--name", "client"]);
    assert!(output.join("src/models/authorization.rs").exists());
    let operation = "oauth-authorizations/delete-grant";
    let fewer = [
        "generate",
        SPEC,
        "--output",
        path,
        "--name",
        "client",
        "--operation",
        operation,
    ];
    let done = rejoinder(&fewer);
    assert_eq!(done.status.code(), Some(0), "{}", string(&done.stderr));
    assert!(!output.join("src/models/authorization.rs").exists());
    assert!(output.join("src/models/basic_error.rs").exists());
    assert!(string(&done.stdout).contains("\noperations  1\n"));
}

#[test]
fn errors_have_a_message_and_an_exit_code() {
    let output = folder("cannot");
    let path = output.to_str().unwrap();
    for (arguments, code, expected) in [
        (
            vec!["generate", "/no/such/file.yaml", "--output", path],
            1,
            "error[io]",
        ),
        (
            vec!["generate", SPEC, "--output", path, "--tag", "no"],
            1,
            "error[not-in-document]",
        ),
        (
            vec!["generate", SPEC, "--output", path, "--operation", "no"],
            1,
            "error[not-in-document]",
        ),
        (
            vec!["generate", SPEC, "--output", path, "--name", "a b"],
            1,
            "error[argument]",
        ),
        (vec!["generate", SPEC], 2, "--output"),
        (vec!["generate", "--output", path], 2, "missing SPEC"),
        (vec!["regenerate"], 2, "unrecognized subcommand"),
        (vec![], 2, "Usage"),
    ] {
        let done = rejoinder(&arguments);
        assert_eq!(
            done.status.code(),
            Some(code),
            "{arguments:?}: {}",
            string(&done.stderr)
        );
        assert!(
            string(&done.stderr).contains(expected),
            "{arguments:?}: {}",
            string(&done.stderr)
        );
        assert!(!output.exists(), "{arguments:?} wrote something");
    }
}

#[test]
fn json_and_yaml_give_the_same_files() {
    let (yaml, json) = (folder("yaml"), folder("json"));
    let value: serde_json::Value =
        serde_yaml::from_str(&std::fs::read_to_string(SPEC).unwrap()).unwrap();
    std::fs::create_dir_all(&json).unwrap();
    let document = json.join("spec.json");
    std::fs::write(&document, value.to_string()).unwrap();
    let document = document.to_str().unwrap();
    for (spec, output) in [(SPEC, &yaml), (document, &json.join("client"))] {
        let output = output.to_str().unwrap();
        let done = rejoinder(&["generate", spec, "--output", output, "--name", "client"]);
        assert_eq!(done.status.code(), Some(0), "{}", string(&done.stderr));
    }
    // The record contains a hash of every file.
    let record = |folder: &Path| std::fs::read_to_string(folder.join("src/.rejoinder")).unwrap();
    assert_eq!(record(&yaml), record(&json.join("client")));
}

/// File names are the same on every operating system, so that a crate can be checked out on any of
/// them.
#[test]
fn no_file_is_named_like_a_windows_device() {
    let folder = folder("devices");
    std::fs::create_dir_all(&folder).unwrap();
    let string = std::fs::read_to_string(SPEC).unwrap();
    let string = string.replace("- oauth-authorizations", "- con");
    let string = string
        .replace("basic-error", "Aux")
        .replace("simple-user", "COM1");
    let document = folder.join("spec.yaml");
    std::fs::write(&document, string).unwrap();
    let output = folder.join("client");
    let (document, path) = (document.to_str().unwrap(), output.to_str().unwrap());
    let done = rejoinder(&["generate", document, "--output", path, "--name", "client"]);
    assert_eq!(
        done.status.code(),
        Some(0),
        "{}",
        crate::string(&done.stderr)
    );
    for file in ["con_tag.rs", "models/aux_model.rs", "models/com1_model.rs"] {
        assert!(output.join("src").join(file).exists(), "{file}");
    }
}
