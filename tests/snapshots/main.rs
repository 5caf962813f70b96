//! Snapshots of diagnostics and of outlines or all files, for every document in `fixtures` and
//! `settings` and for the document of the committed client.
#![expect(clippy::disallowed_methods, reason = "tests look at files")]

#[cfg(test)]
mod names;
#[cfg(test)]
mod outline;
#[cfg(test)]
mod outputs;
#[cfg(test)]
mod settings;
#[cfg(test)]
#[path = "../settings/table.rs"]
mod table;
