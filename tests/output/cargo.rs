//! Runs of cargo on the output, in a separate target folder.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

/// The root of the workspace.
pub(crate) const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Returns the folder of generated crates and build artifacts.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// Runs cargo in a folder. cargo fetches dependencies that no other test uses.
pub(crate) fn cargo(folder: &Path, arguments: &[&str], rustdoc_flags: &str) -> Output {
    Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", self::folder("target"))
        .env("RUSTDOCFLAGS", rustdoc_flags)
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap()
}

/// Fails with the output of cargo unless it succeeded.
pub(crate) fn assert_success(what: &str, output: &Output) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{what}:\n{error}{}",
        String::from_utf8_lossy(&output.stdout)
    );
}
