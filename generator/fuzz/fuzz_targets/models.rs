//! For any bytes and any generated type, either all deserializers accept the bytes, or all reject
//! them. The first byte selects the type.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../src/check.rs"]
mod check;
#[path = "../src/value.rs"]
mod value;

use check::check;

/// The generated clients.
#[expect(unused, reason = "only the models are used")]
mod clients {
    include!(concat!(env!("OUT_DIR"), "/clients.rs"));
}

include!(concat!(env!("OUT_DIR"), "/types.rs"));

fuzz_target!(|bytes: &[u8]| {
    if let [first, text @ ..] = bytes {
        TYPES[usize::from(*first) % TYPES.len()](text);
    }
});
