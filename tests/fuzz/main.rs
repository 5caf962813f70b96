//! Documents that nobody would write: the fixtures and cases with their nodes and bytes mixed up, and
//! schemas of random shapes, the same ones in every run. Each is generated from or refused, and nothing
//! of it panics.
//!
//! `generator/fuzz` looks for more, with a compiler that watches which code is reached.
#![expect(clippy::disallowed_methods, reason = "tests look at files")]

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
