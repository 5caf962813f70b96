//! The packages of the corpus, for other programs.
#![expect(
    clippy::disallowed_methods,
    reason = "this is a tool of its own, with files of its own"
)]

pub mod packages;

use std::error::Error;

/// The result type of the corpus.
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;
