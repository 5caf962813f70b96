//! The client of `spec/petstore.yaml`. The code blocks of README and guide are doctests of this crate.
#![expect(missing_docs, reason = "the document describes few properties")]
// Blocks declare modules with the name of this crate.
#![doc(test(no_crate_inject))]

/// The generated modules.
mod client {
    include!(concat!(env!("OUT_DIR"), "/guide/mod.rs"));
}

pub use client::*;

/// Declares a module for each page.
macro_rules! pages {
    ($($name:ident: $path:literal,)*) => {
        $(
            #[cfg(doctest)]
            #[doc = include_str!(concat!("../../", $path))]
            mod $name {}
        )*
    };
}

pages! {
    readme: "README.md",
    introduction: "docs/guide/introduction.md",
    getting_started: "docs/guide/getting-started.md",
    build_scripts: "docs/guide/build-scripts.md",
    calling: "docs/guide/calling.md",
    errors: "docs/guide/errors.md",
    credentials: "docs/guide/credentials.md",
    streaming: "docs/guide/streaming.md",
    paging: "docs/guide/paging.md",
    retries: "docs/guide/retries.md",
    transports: "docs/guide/transports.md",
    unions: "docs/guide/unions.md",
    migrating: "docs/guide/migrating.md",
}
