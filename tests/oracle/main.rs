//! The emitted implementations of `serde::Serialize` and `serde::Deserialize` against derived ones
//! for types of the same shape: they take the same, refuse the same with the same words, and write
//! the same. Where they are meant to differ is in `differences`.

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod differences;
#[cfg(test)]
mod models;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod texts;
#[cfg(test)]
mod twins;
