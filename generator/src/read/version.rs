//! Versions of OpenAPI.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::pointer::Pointer;

/// A supported version of OpenAPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// Version 3.0, and the normal form of later versions.
    V3_0,
    /// Version 3.1, with schemas of JSON Schema 2020-12.
    V3_1,
    /// Version 3.2, with additional methods and sequences.
    V3_2,
}

impl Version {
    /// Parses the value of `openapi`.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        match (parts.next(), parts.next()) {
            (Some("3"), Some("0")) => Some(Self::V3_0),
            (Some("3"), Some("1")) => Some(Self::V3_1),
            (Some("3"), Some("2")) => Some(Self::V3_2),
            _ => None,
        }
    }

    /// Returns the version of a document; 3.0 if it is missing or unsupported.
    pub(super) fn of_tree(tree: &Value) -> Self {
        let version = tree.get("openapi").map(text);
        version
            .and_then(|text| Self::of(&text))
            .unwrap_or(Self::V3_0)
    }
}

/// Returns a version as a string. YAML parses `3.0` as a number.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Returns a diagnostic for an unsupported version.
pub(super) fn unsupported(version: &str) -> Option<Diagnostic> {
    if Version::of(version).is_some() {
        return None;
    }
    let location = Location::Pointer(Pointer::root().child("openapi"));
    let message =
        format!("unsupported OpenAPI version `{version}`: only 3.0, 3.1 and 3.2 are read");
    let diagnostic = Diagnostic::error(Code::UnsupportedVersion, location, message);
    Some(diagnostic.help(
        "ask the publisher for version 3.2, 3.1 or 3.0, or convert the document; \
         if only this line differs from 3.2, change it",
    ))
}
