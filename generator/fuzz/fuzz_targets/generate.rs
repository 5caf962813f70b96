//! Any text is a document with a client, or is refused with a printable diagnostic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rejoinder::Generator;

fuzz_target!(|text: &str| {
    let generation = Generator::new("document")
        .name("client")
        .generate_from(text.to_owned());
    let printed = generation.rendered(false);
    assert!(
        generation.output.is_some() || !printed.is_empty(),
        "nothing, without a reason"
    );
});
