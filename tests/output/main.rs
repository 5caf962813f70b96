//! What the output and the house are: compiled, linted, documented, named.
#![expect(clippy::disallowed_methods, reason = "tests look at files")]

#[cfg(test)]
mod cargo;
#[cfg(test)]
mod documentation;
#[cfg(test)]
mod features;
#[cfg(test)]
mod house;
#[cfg(test)]
#[path = "../settings/table.rs"]
mod table;
mod tags;
