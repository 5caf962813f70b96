//! Malformed documents: the fixtures and cases with mutated nodes and bytes, and schemas of random
//! shapes, with fixed seeds. The generator must generate or reject each document, and never panic.
//!
//! `generator/fuzz` searches with coverage feedback.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

#[cfg(test)]
mod bytes;
#[cfg(test)]
mod nodes;
#[cfg(test)]
mod random;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod suite;
