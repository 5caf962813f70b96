//! Which version of OpenAPI a document is of.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Location};
use crate::pointer::Pointer;

/// A version of OpenAPI that is read, by what its documents may say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// Also what documents of later versions are rewritten to.
    V3_0,
    /// Its schemas are those of JSON Schema 2020-12.
    V3_1,
    /// Any method, items of streams, and more of small things.
    V3_2,
}

impl Version {
    /// The version that a document says at `openapi`.
    pub(super) fn of(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        match (parts.next(), parts.next()) {
            (Some("3"), Some("0")) => Some(Self::V3_0),
            (Some("3"), Some("1")) => Some(Self::V3_1),
            (Some("3"), Some("2")) => Some(Self::V3_2),
            _ => None,
        }
    }

    /// The version of a document, which is the first where it says none that is read.
    pub(super) fn of_tree(tree: &Value) -> Self {
        let said = tree.get("openapi").map(text);
        said.and_then(|text| Self::of(&text)).unwrap_or(Self::V3_0)
    }
}

/// A version as it stands in a document: YAML takes `3.0` for a number.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Says so if a version isn't one that is read.
pub(super) fn unsupported(version: &str) -> Option<Diagnostic> {
    if Version::of(version).is_some() {
        return None;
    }
    let location = Location::Pointer(Pointer::root().child("openapi"));
    let message = format!("version `{version}` of OpenAPI is not read, only 3.0, 3.1 and 3.2");
    let diagnostic = Diagnostic::error(Code::UnsupportedVersion, location, message);
    Some(diagnostic.help(
        "ask whoever publishes the document for its 3.2, 3.1 or 3.0 edition, or convert it; \
         if it is 3.2 but for this line, change the line",
    ))
}
