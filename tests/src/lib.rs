//! What the tests share.

/// The clients of the documents in `fixtures` and in `settings`.
pub mod fixtures {
    include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));
}

pub mod server;
