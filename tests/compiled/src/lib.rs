//! Generated clients and the server that the tests share.

/// The clients of the documents in `fixtures` and in `settings`.
#[expect(missing_docs, reason = "documents that say nothing of a property")]
pub mod fixtures {
    include!(concat!(env!("OUT_DIR"), "/fixtures.rs"));
}

pub mod server;
