//! Any bytes are a document, or are refused with a printable diagnostic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rejoinder::{
    read,
    render::{self, Detail},
};

fuzz_target!(|bytes: &[u8]| {
    let document = String::from_utf8_lossy(bytes).into_owned();
    if let Err((sources, diagnostics)) = read::parse("document", document) {
        assert!(!diagnostics.is_empty(), "refused without a diagnostic");
        render::render(&diagnostics, &sources, false, Detail::Full);
    }
});
