//! The clients of the documents in `documents`.
#![expect(missing_docs, reason = "the documents describe few properties")]

include!(concat!(env!("OUT_DIR"), "/clients.rs"));
