//! The emitted implementations of `serde::Serialize` and `serde::Deserialize`, compared with
//! derived implementations for equal types: they accept the same values, reject other values with
//! the same messages, and write the same JSON. `differences` lists the intended differences.

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod differences;
#[cfg(test)]
mod generators;
#[cfg(test)]
mod models;
#[cfg(test)]
mod schemas;
#[cfg(test)]
mod twins;
