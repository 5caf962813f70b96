//! Generates a Rust client crate from an OpenAPI document: every documented reply has a type.

pub mod diagnostic;
pub mod graph;
pub mod ir;
pub mod lower;
pub mod manifest;
pub mod markdown;
pub mod name;
pub mod pointer;
pub mod position;
pub mod read;
pub mod render;
pub mod resolve;
#[cfg(test)]
pub mod runtime;
#[cfg(test)]
mod runtime_tests;
#[cfg(test)]
pub mod transports;
pub mod write;
