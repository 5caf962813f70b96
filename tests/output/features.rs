//! The committed client with every choice of features: no warning from rustc or clippy, for a user
//! with clippy's defaults.

use std::path::Path;

use super::cargo::{ROOT, assert_success, cargo};

/// Clippy as a user has it, denied to warn.
fn clippy(features: &str) {
    let package = [
        "clippy",
        "--package",
        "github-oauth-authorizations",
        "--lib",
    ];
    let choice = ["--no-default-features", "--features", features];
    let deny = ["--", "--deny", "warnings"];
    let arguments = [&package[..], &choice, &deny].concat();
    let output = cargo(Path::new(ROOT), &arguments, "");
    assert_success(&format!("features {features:?}"), &output);
}

/// The features that code depends on, and the one that only reaches through, in every combination.
#[test]
fn transports_and_compression() {
    for choice in 0..8_u8 {
        let names = ["reqwest", "ureq", "gzip"];
        let chosen = names
            .iter()
            .enumerate()
            .filter(|(bit, _)| choice >> bit & 1 == 1);
        let chosen: Vec<&str> = chosen.map(|(_, name)| *name).collect();
        clippy(&chosen.join(","));
    }
}

/// TLS reaches through to the transports, and changes no line of ours.
#[test]
fn tls() {
    clippy("default");
    clippy("reqwest,ureq,rustls-no-provider");
    // The system's library has to be there for it.
    let openssl = std::process::Command::new("pkg-config")
        .args(["--exists", "openssl"])
        .status();
    if cfg!(not(target_os = "linux")) || openssl.is_ok_and(|status| status.success()) {
        clippy("reqwest,ureq,native-tls");
    }
}

/// A crate of its own, with a version and without what the workspace has.
#[test]
fn packages() {
    let output = cargo(
        Path::new(ROOT),
        &[
            "package",
            "--package",
            "github-oauth-authorizations",
            "--allow-dirty",
            "--no-verify",
        ],
        "",
    );
    assert_success("cargo package", &output);
}
