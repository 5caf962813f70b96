//! The runtime, shipped as it stands: ordinary source files that are compiled and tested here.

use std::collections::BTreeMap;

macro_rules! shipped {
    ($($path:literal,)*) => {
        &[$(($path, include_str!(concat!("../", $path)))),*]
    };
}

/// The files by their paths below `src`, here as there.
const FILES: &[(&str, &str)] = shipped![
    "runtime/base_url.rs",
    "runtime/blocking.rs",
    "runtime/client.rs",
    "runtime/decode.rs",
    "runtime/error.rs",
    "runtime/exchange.rs",
    "runtime/json.rs",
    "runtime/link.rs",
    "runtime/locate.rs",
    "runtime/mod.rs",
    "runtime/operation.rs",
    "runtime/redirect.rs",
    "runtime/reply.rs",
    "runtime/request.rs",
    "runtime/secret.rs",
    "runtime/settings.rs",
    "runtime/transport.rs",
    "runtime/upload.rs",
    "runtime/uri.rs",
    "transports/reqwest.rs",
    "transports/ureq.rs",
];

/// Adds the runtime.
pub(super) fn files(files: &mut BTreeMap<String, String>) {
    for (path, text) in FILES {
        files.insert(format!("src/{path}"), (*text).to_owned());
    }
}
