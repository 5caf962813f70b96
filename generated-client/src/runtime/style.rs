//! Styles of parameters and form properties (OpenAPI 3.0.3, section 4.7.12.4, and RFC 6570).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::value::Value;

/// All characters except for unreserved characters (RFC 3986, section 2.3). This encoding is valid
/// in path segments and queries.
pub(crate) const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The characters that are encoded with `allowReserved`: characters that are invalid in a query
/// (RFC 3986, section 3.4) or that end a value.
const ENCODED_BUT_RESERVED: &AsciiSet = &ENCODED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The characters that are encoded in a value with several path segments.
const ENCODED_IN_SEGMENTS: &AsciiSet = &ENCODED_BUT_RESERVED.add(b'?');

/// The serialization of a parameter: `style`, `explode`, `allowReserved` and `allowEmptyValue` of
/// OpenAPI, or JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    kind: Kind,
    exploded: bool,
    reserved: bool,
    empty: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Simple,
    Label,
    Matrix,
    /// A form, with the delimiter of items.
    Form(&'static str),
    DeepObject,
    /// A form without encoding.
    Cookie,
    Json,
}

impl Style {
    /// `blue,black`
    pub const SIMPLE: Self = Self::new(Kind::Simple);
    /// `.blue,black`
    pub const LABEL: Self = Self::new(Kind::Label);
    /// `;color=blue,black`
    pub const MATRIX: Self = Self::new(Kind::Matrix);
    /// `color=blue,black`
    pub const FORM: Self = Self::new(Kind::Form(","));
    /// `color=blue%20black`
    pub const SPACE_DELIMITED: Self = Self::new(Kind::Form("%20"));
    /// `color=blue%7Cblack`
    pub const PIPE_DELIMITED: Self = Self::new(Kind::Form("%7C"));
    /// `color[red]=100&color[green]=200`
    pub const DEEP_OBJECT: Self = Self::new(Kind::DeepObject);
    /// `color=blue,black`, without encoding
    pub const COOKIE: Self = Self::new(Kind::Cookie);
    /// `color={"red":100}`
    pub const JSON: Self = Self::new(Kind::Json);

    const fn new(kind: Kind) -> Self {
        Self {
            kind,
            exploded: false,
            reserved: false,
            empty: false,
        }
    }

    /// Sets `explode`.
    #[must_use]
    pub const fn explode(self) -> Self {
        Self {
            exploded: true,
            ..self
        }
    }

    /// Sets `allowReserved`.
    #[must_use]
    pub const fn allow_reserved(self) -> Self {
        Self {
            reserved: true,
            ..self
        }
    }

    /// Sends an empty array or object as a name without a value: `allowEmptyValue`.
    #[must_use]
    pub const fn allow_empty_value(self) -> Self {
        Self {
            empty: true,
            ..self
        }
    }

    fn encode(self, string: &str) -> String {
        if self.kind == Kind::Cookie {
            string.to_owned()
        } else if self.reserved {
            utf8_percent_encode(string, ENCODED_BUT_RESERVED).to_string()
        } else {
            encode(string)
        }
    }

    /// Returns the encoding of strings in a path. A value with `allowReserved` has several segments.
    pub(crate) fn path_encoding(self) -> fn(&str) -> String {
        match self.reserved {
            true => |string| utf8_percent_encode(string, ENCODED_IN_SEGMENTS).to_string(),
            false => encode,
        }
    }

    /// Formats a value as a single string, for a path or a header.
    pub(crate) fn joined(self, name: &str, value: &Value, encode: fn(&str) -> String) -> String {
        let formatted = |value: &Value| encode(&value.format());
        if self.kind == Kind::Json {
            return encode(&value.json());
        }
        let between = match self.kind {
            Kind::Label if self.exploded => ".",
            Kind::Matrix if self.exploded => ";",
            _ => ",",
        };
        // The style `matrix` has the name before each exploded value, or before all values.
        let named = |value: String| match (self.kind, value.as_str()) {
            (Kind::Matrix, "") => name.to_owned(),
            (Kind::Matrix, value) => format!("{name}={value}"),
            _ => value,
        };
        let joined = match value {
            Value::Null => return String::new(),
            Value::Literal(_) | Value::String(_) => named(formatted(value)),
            Value::Array(items) => {
                let items: Vec<String> = without_null(items.iter()).map(formatted).collect();
                match self.exploded {
                    _ if items.is_empty() => return String::new(),
                    true => items
                        .into_iter()
                        .map(named)
                        .collect::<Vec<_>>()
                        .join(between),
                    false => named(items.join(between)),
                }
            }
            Value::Object(properties) => {
                let pairs = properties.iter().filter(|(_, value)| *value != Value::Null);
                let sign = if self.exploded { "=" } else { "," };
                let pairs: Vec<String> = pairs
                    .map(|(name, value)| format!("{}{sign}{}", encode(name), formatted(value)))
                    .collect();
                match self.exploded {
                    _ if pairs.is_empty() => return String::new(),
                    true => pairs.join(between),
                    false => named(pairs.join(between)),
                }
            }
        };
        match self.kind {
            Kind::Label => format!(".{joined}"),
            Kind::Matrix => format!(";{joined}"),
            _ => joined,
        }
    }

    /// Formats a value as encoded pairs of names and values, for a query, a form or cookies.
    pub(crate) fn pairs(self, name: &str, value: &Value) -> Vec<(String, String)> {
        let mut pairs = Vec::new();
        let between = match self.kind {
            Kind::DeepObject => {
                self.brackets(encode(name), value, &mut pairs);
                return pairs;
            }
            Kind::Json if *value != Value::Null => {
                return vec![(encode(name), self.encode(&value.json()))];
            }
            Kind::Form(between) => between,
            _ => ",",
        };
        let formatted = |value: &Value| self.encode(&value.format());
        let mut add = |name: &str, value| pairs.push((encode(name), value));
        match value {
            Value::Null => {}
            Value::Literal(_) | Value::String(_) => add(name, formatted(value)),
            Value::Array(items) if self.exploded => {
                for item in without_null(items.iter()) {
                    add(name, formatted(item));
                }
            }
            Value::Array(items) => {
                let items: Vec<String> = without_null(items.iter()).map(formatted).collect();
                if !items.is_empty() {
                    add(name, items.join(between));
                }
            }
            Value::Object(properties) if self.exploded => {
                for (name, value) in properties {
                    match value {
                        Value::Array(items) => {
                            for item in without_null(items.iter()) {
                                add(name, formatted(item));
                            }
                        }
                        Value::Null => {}
                        value => add(name, formatted(value)),
                    }
                }
            }
            Value::Object(properties) => {
                let mut all = Vec::new();
                for (name, value) in properties {
                    if *value != Value::Null {
                        all.extend([self.encode(name), formatted(value)]);
                    }
                }
                if !all.is_empty() {
                    add(name, all.join(between));
                }
            }
        }
        if pairs.is_empty() && self.empty && *value != Value::Null {
            pairs.push((encode(name), String::new()));
        }
        pairs
    }

    /// Formats an object in the style `deepObject`, at any depth. OpenAPI doesn't define arrays in
    /// objects: `[]`, and `[0]` for nested items, are the syntax of PHP, Rails and Node's `qs`.
    fn brackets(self, name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
        match value {
            Value::Null => {}
            Value::Literal(string) | Value::String(string) => {
                pairs.push((name, self.encode(string)))
            }
            Value::Array(items) => {
                let is_flat = !items.iter().any(Value::is_nested);
                for (index, item) in items.iter().enumerate() {
                    let index = if is_flat {
                        String::new()
                    } else {
                        index.to_string()
                    };
                    self.brackets(format!("{name}%5B{index}%5D"), item, pairs);
                }
            }
            Value::Object(properties) => {
                for (key, value) in properties {
                    self.brackets(format!("{name}%5B{}%5D", encode(key)), value, pairs);
                }
            }
        }
    }
}

/// Percent-encodes all characters except for unreserved characters.
pub(crate) fn encode(string: &str) -> String {
    utf8_percent_encode(string, ENCODED).to_string()
}

/// Removes `null`, which is an undefined value in RFC 6570.
fn without_null<'a>(values: impl Iterator<Item = &'a Value>) -> impl Iterator<Item = &'a Value> {
    values.filter(|value| **value != Value::Null)
}
