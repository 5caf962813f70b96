//! The transports of a generated client.

pub mod reqwest;
pub mod ureq;
