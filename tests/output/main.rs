//! The output is compiled, linted and documented; the sources follow the rules of the project.
#![expect(clippy::disallowed_methods, reason = "tests read files")]

#[cfg(test)]
mod architecture;
#[cfg(test)]
mod cargo;
#[cfg(test)]
mod documentation;
#[cfg(test)]
mod features;
#[cfg(test)]
mod language;
#[cfg(test)]
mod layout;
#[cfg(test)]
#[path = "../settings/table.rs"]
mod table;
mod tags;
