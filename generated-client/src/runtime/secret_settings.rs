//! Names of secrets in addition to [`SECRETS`](super::secret_names::SECRETS), from `[secrets]` in
//! `rejoinder.toml` and from the API description.

/// Further phrases that end the name of a secret.
pub(crate) const ADDED: &[&str] = &[];
/// Phrases that end the name of a value that is no secret.
pub(crate) const REMOVED: &[&str] = &[];
/// Names of properties, parameters and headers with the format `password`.
pub(crate) const DECLARED: &[&str] = &[];
