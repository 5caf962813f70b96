//! Generates a Rust client crate from an OpenAPI document: every documented response has a type.
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
//! [`Generator`] is the entry point. `ARCHITECTURE.md` describes the stages from document to files.

mod build_script;
mod config;
pub mod diagnostic;
mod extract;
mod failure;
mod generator;
mod group;
mod located;
mod output;
mod parallel;
pub mod pointer;
pub mod render;
mod report;
pub mod settings;
mod stack;
mod status;
pub mod write;

// The other modules are public for tests and tools only, and not part of the API.
#[doc(hidden)]
pub mod analysis;
#[doc(hidden)]
pub mod document;
#[doc(hidden)]
pub mod emit;
#[doc(hidden)]
pub mod format;
#[doc(hidden)]
pub mod ir;
#[doc(hidden)]
pub mod lower;
#[doc(hidden)]
pub mod manifest;
#[doc(hidden)]
pub mod markdown;
#[doc(hidden)]
pub mod name;
#[doc(hidden)]
pub mod position;
#[doc(hidden)]
pub mod read;
#[doc(hidden)]
pub mod resolve;
#[doc(hidden)]
pub mod suggestion;
#[doc(hidden)]
pub mod visible;

#[cfg(test)]
pub mod runtime;
#[cfg(test)]
mod runtime_tests;
#[cfg(test)]
pub mod transports;

pub use config::{Config, template};
pub use extract::extract;
pub use failure::Failure;
pub use generator::{Generation, Generator};
pub use ir::RawJson;
pub use output::{Output, Package, Summary};
pub use settings::{Feature, Settings};
