//! Documents in, files out: one snapshot for each file that is emitted and one for what was found
//! wrong, of every document in `fixtures` and `settings` and of the committed client's.
#![expect(clippy::disallowed_methods, reason = "tests look at files")]

#[cfg(test)]
mod names;
#[cfg(test)]
mod outputs;
#[cfg(test)]
mod settings;
#[cfg(test)]
#[path = "../settings/table.rs"]
mod table;
