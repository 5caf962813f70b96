//! The placeholder of a secret, and JSON without its secrets.

use std::fmt::{self, Debug};

use http::{HeaderMap, header};
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{
    secret_names::{self, ValueKind},
    secret_settings::{ADDED, DECLARED, REMOVED},
};

/// Stands for a secret in `Debug`.
#[derive(Clone, Copy)]
pub struct Redacted;

impl Debug for Redacted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

/// Returns `true` if a value of this name is a secret.
fn is_secret(name: &str, kind: ValueKind) -> bool {
    let is_declared = |declared: &&str| declared.eq_ignore_ascii_case(name);
    let phrases = |phrases: &'static [&'static str]| phrases.iter().copied();
    DECLARED.iter().any(is_declared)
        || secret_names::is_secret(name, kind, phrases(ADDED), phrases(REMOVED))
}

/// Returns `true` if a header of this name is a secret.
pub(crate) fn is_secret_header(name: &str) -> bool {
    is_secret(name, ValueKind::Other)
}

/// Keeps secrets out of the `Debug` of the headers themselves. The target of a redirect may have a code
/// in its query.
pub(crate) fn hide_secrets(headers: &mut HeaderMap) {
    for (name, value) in headers.iter_mut() {
        if name == header::LOCATION || is_secret_header(name.as_str()) {
            value.set_sensitive(true);
        }
    }
}

/// A value that `Debug` shows as JSON, without the secrets that are in it at any depth. It is
/// serialized as the value itself.
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
            Ok(value) => Shown(&value).fmt(formatter),
            Err(_) => Redacted.fmt(formatter),
        }
    }
}

/// Shows a value as JSON without its secrets.
///
/// # Errors
///
/// Those of the formatter.
pub fn fmt_json_redacted<T: Serialize>(
    value: &T,
    formatter: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    RedactedJson(value).fmt(formatter)
}

/// A value of an enum under the name of a secret: `Debug` shows it unless it isn't listed. It is
/// serialized as the value itself.
#[derive(Clone, Copy)]
pub struct ListedValue<'a, T>(pub &'a T);

impl<T: Serialize> Serialize for ListedValue<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<T: Debug> Debug for ListedValue<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A precision reaches the unknown values in lists and options, and means nothing to others.
        match formatter.alternate() {
            true => write!(formatter, "{:#.0?}", self.0),
            false => write!(formatter, "{:.0?}", self.0),
        }
    }
}

/// Returns `true` where an unknown value is in a [`ListedValue`].
pub(crate) fn hides_unknown(formatter: &fmt::Formatter<'_>) -> bool {
    formatter.precision() == Some(0)
}

/// JSON as it is shown.
struct Shown<'a>(&'a Value);

impl Debug for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null => formatter.write_str("null"),
            Value::Bool(value) => value.fmt(formatter),
            Value::Number(number) => fmt::Display::fmt(number, formatter),
            Value::String(text) => text.fmt(formatter),
            Value::Array(items) => formatter
                .debug_list()
                .entries(items.iter().map(Shown))
                .finish(),
            Value::Object(properties) => {
                let mut shown = formatter.debug_map();
                for (name, value) in properties {
                    match is_secret(name, kind(value)) {
                        true => shown.entry(name, &Redacted),
                        false => shown.entry(name, &Shown(value)),
                    };
                }
                shown.finish()
            }
        }
    }
}

/// The kind of a value; of an array that of its items.
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
