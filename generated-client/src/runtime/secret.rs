//! Redaction of secrets.

use std::fmt::{self, Debug};

use http::{HeaderMap, header};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{
    secret_names::{self, ValueKind},
    secret_settings::{ADDED, DECLARED, REMOVED},
};

/// A placeholder for a secret in `Debug`.
#[derive(Clone, Copy)]
pub struct Redacted;

impl Debug for Redacted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// Returns `true` if a value with this name is a secret.
fn is_secret(name: &str, kind: ValueKind) -> bool {
    let is_declared = |declared: &&str| declared.eq_ignore_ascii_case(name);
    let phrases = |phrases: &'static [&'static str]| phrases.iter().copied();
    DECLARED.iter().any(is_declared)
        || secret_names::is_secret(name, kind, phrases(ADDED), phrases(REMOVED))
}

/// Returns `true` if a header with this name is a secret.
pub(crate) fn is_secret_header(name: &str) -> bool {
    is_secret(name, ValueKind::Other)
}

/// Marks secret headers as sensitive, so that their `Debug` hides them. The `Location` of a
/// redirect may contain an authorization code.
pub(crate) fn hide_secrets(headers: &mut HeaderMap) {
    for (name, value) in headers.iter_mut() {
        if name == header::LOCATION || is_secret_header(name.as_str()) {
            value.set_sensitive(true);
        }
    }
}

/// A value that `Debug` shows as JSON, with all nested secrets redacted. It is serialized as the
/// value itself.
#[derive(Clone, Copy)]
pub struct RedactedJson<'a, T>(pub &'a T);

impl<T: Serialize> Serialize for RedactedJson<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<T: Serialize> Debug for RedactedJson<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match serde_json::to_value(self.0) {
            Ok(value) => DebugJson(&value).fmt(formatter),
            Err(_) => Redacted.fmt(formatter),
        }
    }
}

/// Formats a value as JSON with secrets redacted.
///
/// # Errors
///
/// The errors of the formatter.
pub fn fmt_json_redacted<T: Serialize>(
    value: &T,
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    RedactedJson(value).fmt(formatter)
}

/// A value of an enum in a property with the name of a secret. `Debug` shows the value only if it
/// is listed in the API description. It is serialized as the value itself.
#[derive(Clone, Copy)]
pub struct ListedValue<'a, T>(pub &'a T);

impl<T: Serialize> Serialize for ListedValue<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<T: Debug> Debug for ListedValue<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The precision is passed to unknown values in arrays and options; listed values ignore it.
        match formatter.alternate() {
            true => write!(formatter, "{:#.0?}", self.0),
            false => write!(formatter, "{:.0?}", self.0),
        }
    }
}

/// Returns `true` if an unknown value is formatted within a [`ListedValue`].
pub(crate) fn hides_unrecognized(formatter: &fmt::Formatter<'_>) -> bool {
    formatter.precision() == Some(0)
}

/// JSON whose `Debug` redacts secrets.
struct DebugJson<'a>(&'a Value);

impl Debug for DebugJson<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null => formatter.write_str("null"),
            Value::Bool(value) => value.fmt(formatter),
            Value::Number(number) => fmt::Display::fmt(number, formatter),
            Value::String(text) => text.fmt(formatter),
            Value::Array(items) => formatter
                .debug_list()
                .entries(items.iter().map(DebugJson))
                .finish(),
            Value::Object(properties) => {
                let mut map = formatter.debug_map();
                for (name, value) in properties {
                    match is_secret(name, kind(value)) {
                        true => map.entry(name, &Redacted),
                        false => map.entry(name, &DebugJson(value)),
                    };
                }
                map.finish()
            }
        }
    }
}

/// Returns the kind of a value, or of the items of an array.
fn kind(value: &Value) -> ValueKind {
    match value {
        Value::Bool(_) => ValueKind::Boolean,
        Value::Number(_) => ValueKind::Number,
        Value::Array(items) => {
            let mut kinds = items.iter().map(kind);
            let first = kinds.next().unwrap_or(ValueKind::Other);
            match kinds.all(|kind| kind == first) {
                true => first,
                false => ValueKind::Other,
            }
        }
        Value::Null | Value::String(_) | Value::Object(_) => ValueKind::Other,
    }
}
