//! Generates a Rust client crate from an OpenAPI document: every documented reply has a type.

pub mod diagnostic;
pub mod pointer;
#[cfg(test)]
pub mod runtime;
#[cfg(test)]
mod runtime_tests;
