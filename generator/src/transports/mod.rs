//! The transports that are shipped with a generated client.

pub mod reqwest;
pub mod ureq;
