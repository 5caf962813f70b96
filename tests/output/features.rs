//! The committed client with every combination of features: no warning of rustc or clippy, with
//! clippy's defaults.

use std::path::Path;

use super::cargo::{ROOT, assert_success, cargo};

/// Runs clippy with the defaults of a user; warnings are errors.
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

/// The features with code, and a feature that only enables a feature of dependencies, in every
/// combination.
#[test]
fn features_of_transports_and_compression_have_no_warnings() {
    for choice in 0..8_u8 {
        let names = ["reqwest", "ureq", "gzip"];
        let enabled = names
            .iter()
            .enumerate()
            .filter(|(bit, _)| choice >> bit & 1 == 1);
        let enabled: Vec<&str> = enabled.map(|(_, name)| *name).collect();
        clippy(&enabled.join(","));
    }
}

/// TLS features enable features of the transports, and have no code of their own.
#[test]
fn features_of_tls_have_no_warnings() {
    clippy("default");
    clippy("reqwest,ureq,rustls-no-provider");
    // The feature `native-tls` requires OpenSSL on Linux.
    let openssl = std::process::Command::new("pkg-config")
        .args(["--exists", "openssl"])
        .status();
    if cfg!(not(target_os = "linux")) || openssl.is_ok_and(|status| status.success()) {
        clippy("reqwest,ureq,native-tls");
    }
}

/// The package outside the workspace has a version, and all inherited keys are resolved.
#[test]
fn the_client_can_be_packaged() {
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
