//! What other programs take of the corpus: its packages.
#![expect(
    clippy::disallowed_methods,
    reason = "this is a tool of its own, with files of its own"
)]

pub mod packages;

use std::error::Error;

/// What can't be done, in words.
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;
