//! Names of secrets beside [`SECRETS`](super::secret_names::SECRETS): those of `[secrets]` in
//! `rejoinder.toml`, and those that the API description declares.

/// Further phrases that end the name of a secret.
pub(crate) const ADDED: &[&str] = &[];
/// Phrases that end the name of a value that is no secret.
pub(crate) const REMOVED: &[&str] = &[];
/// Names of properties, parameters and headers with the format `password`.
pub(crate) const DECLARED: &[&str] = &[];
