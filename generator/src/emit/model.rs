//! Structs and enums of schemas, with their implementations of traits.

pub(super) mod constructor;
pub(super) mod container;
pub(super) mod debug;
pub(super) mod derive;
pub(super) mod enumeration;
pub(super) mod models;
pub(super) mod object;
pub(super) mod part;
pub(super) mod properties;
pub(super) mod serde;
pub(super) mod setter;
