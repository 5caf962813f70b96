//! Numbers and booleans in the place of strings, which YAML reads where a string isn't quoted.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Pruning, VALUES};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;
use crate::position::{Part, locate};
use crate::read::bundle::Bundled;
use crate::read::node_kind::{NodeKind, VARIABLE};
use crate::read::sources::Removed;
use crate::read::tree::Tree;

/// Keys whose values are strings in every node that has them. Keys with a fixed set of values, such
/// as `in` and `style`, are left out: a number is none of the values.
const STRINGS: [&str; 36] = [
    "$anchor",
    "$comment",
    "$id",
    "$schema",
    "authorizationUrl",
    "basePath",
    "bearerFormat",
    "contentEncoding",
    "contentMediaType",
    "contentType",
    "defaultMapping",
    "description",
    "email",
    "externalValue",
    "format",
    "host",
    "identifier",
    "kind",
    "name",
    "namespace",
    "openIdConnectUrl",
    "operationId",
    "operationRef",
    "parent",
    "pattern",
    "prefix",
    "propertyName",
    "refreshUrl",
    "scheme",
    "serializedValue",
    "summary",
    "termsOfService",
    "title",
    "tokenUrl",
    "url",
    "version",
];

/// Returns `true` for a key whose value is a string in any node.
pub(in crate::read) fn is_string_key(key: &str) -> bool {
    STRINGS.contains(&key)
}

/// Returns `true` for a key of a node whose value is a string.
pub(super) fn is_string(node_kind: &'static NodeKind, key: &str) -> bool {
    is_string_key(key) || key == "default" && node_kind.is(&VARIABLE)
}

impl Pruning<'_> {
    /// Prunes the values of a schema of strings.
    pub(super) fn string_values(&mut self, schema: &mut Map<String, Value>, at: &Pointer) {
        for key in VALUES {
            let pointer = at.child(key);
            let values = match schema.get_mut(key) {
                Some(Value::Array(values)) => values.iter_mut().enumerate(),
                Some(value @ (Value::Bool(_) | Value::Number(_))) => {
                    self.string(value, &pointer);
                    continue;
                }
                _ => continue,
            };
            for (index, value) in values {
                if matches!(value, Value::Bool(_) | Value::Number(_)) {
                    self.string(value, &pointer.child(index));
                }
            }
        }
    }
}

/// Returns `true` for a schema of strings, which may be null.
pub(super) fn is_of_strings(schema: &Map<String, Value>) -> bool {
    match schema.get("type") {
        Some(Value::String(name)) => name == "string",
        Some(Value::Array(names)) => {
            names.iter().any(|name| name == "string")
                && names.iter().all(|name| name == "string" || name == "null")
        }
        _ => false,
    }
}

/// Replaces each scalar with its text in the file, and reports the scalar.
pub(super) fn restore(
    bundled: &mut Bundled,
    removed: &Removed,
    scalars: Vec<(Pointer, Value)>,
) -> Vec<Diagnostic> {
    let mut written = written(bundled, &scalars);
    let mut found = Vec::new();
    for (index, (at, value)) in scalars.into_iter().enumerate() {
        let text = written.remove(&index);
        let text = text.unwrap_or_else(|| value.to_string());
        let message = match at.last().filter(|key| is_string_key(key)) {
            Some(key) => format!("expected a string for `{key}`, found `{text}`"),
            None => format!("expected a string, found `{text}`"),
        };
        let warning = Diagnostic::warning(Code::InvalidNode, &at, message);
        found.push(warning.help("quote it; a string is assumed here"));
        if let Some(node) = removed.rename(&at).look_mut(&mut bundled.document) {
            *node = Value::String(text);
        }
    }
    found
}

/// Returns the source text of each scalar, by its index in `scalars`.
pub(super) fn written(bundled: &Bundled, scalars: &[(Pointer, Value)]) -> BTreeMap<usize, String> {
    let mut files: BTreeMap<usize, Vec<(usize, Pointer)>> = BTreeMap::new();
    for (index, (at, _)) in scalars.iter().enumerate() {
        let origin = bundled.sources.text(at);
        let file = files.entry(origin.file).or_default();
        file.push((index, origin.pointer));
    }
    let mut texts = BTreeMap::new();
    for (file, expected) in files {
        let Some(source) = bundled.sources.files.get(file) else {
            continue;
        };
        let pointers = expected.iter().map(|(_, at)| (at.clone(), Part::Value));
        let spans = locate(&source.text, &pointers.collect::<Vec<_>>());
        if spans.len() != expected.len() {
            continue;
        }
        for ((index, _), span) in expected.iter().zip(spans) {
            let text = source.text.get(span.start..span.end).map(without_anchor);
            let value = scalars.get(*index).map(|(_, value)| value);
            if let (Some(text), Some(value)) = (text, value)
                && is_written(value, text)
            {
                texts.insert(*index, text.to_owned());
            }
        }
    }
    texts
}

/// Removes the anchor from the text of a scalar: `&version 1.10`.
fn without_anchor(text: &str) -> &str {
    let anchored = text.strip_prefix('&');
    let value = anchored.and_then(|rest| rest.split_once(char::is_whitespace));
    value.map_or(text, |(_, value)| value.trim_start())
}

/// Returns `true` if a scalar is written as a text.
fn is_written(value: &Value, text: &str) -> bool {
    let Ok(Tree(parsed)) = serde_yaml::from_str(text) else {
        return false;
    };
    parsed == *value || parsed.is_number() && parsed.as_f64() == value.as_f64()
}
