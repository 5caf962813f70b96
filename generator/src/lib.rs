//! Generates a Rust client crate from an OpenAPI document: every documented reply has a type.
//!
//! ```no_run
//! use std::path::Path;
//!
//! let generation = rejoinder::Generator::new("spec/api.yaml").name("my-api").generate();
//! eprint!("{}", generation.rendered(false));
//! if let Some(output) = &generation.output {
//!     output.write(Path::new("my-api"))?;
//! }
//! # Ok::<(), rejoinder::Failure>(())
//! ```
//!
//! A document goes one way through the rooms: [`read`], [`resolve`], [`lower`], [`graph`],
//! [`mod@name`], [`emit`], [`mod@format`], [`mod@write`]. `ARCHITECTURE.md` says what each may know.

pub mod diagnostic;
pub mod emit;
pub mod format;
pub mod generator;
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

pub use emit::TransportKind;
pub use generator::{Failure, Generation, Generator, Output, Summary};
