//! Crates that use Rejoinder in different ways, built by cargo.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests of files and processes"
)]

mod build_script;
#[path = "../output/cargo.rs"]
mod cargo;
mod committed;
mod modules;
mod package;
