//! The styles in which OpenAPI writes parameters and the properties of forms, after the table of
//! section 4.7.12.4 and RFC 6570.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::value::Value;

/// Everything but the unreserved characters of RFC 3986, section 2.3: right in a path segment and
/// in a query, and what no server misreads.
pub(crate) const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What is encoded where reserved characters are allowed: all but those that a query can hold
/// (RFC 3986, section 3.4) and that don't end the value there.
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

/// How a parameter is written: OpenAPI's `style`, `explode`, `allowReserved` and
/// `allowEmptyValue`, or JSON.
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
    /// With what is between the items of a list.
    Form(&'static str),
    DeepObject,
    /// As a form, and nothing is encoded.
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
    /// `color=blue,black`, of which nothing is encoded
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

    /// Writes each item or property for itself.
    #[must_use]
    pub const fn exploded(self) -> Self {
        Self {
            exploded: true,
            ..self
        }
    }

    /// Leaves reserved characters as they are, where a query can hold them.
    #[must_use]
    pub const fn reserved(self) -> Self {
        Self {
            reserved: true,
            ..self
        }
    }

    /// Sends an empty list or object as a name without a value.
    #[must_use]
    pub const fn empty(self) -> Self {
        Self {
            empty: true,
            ..self
        }
    }

    fn encode(self, text: &str) -> String {
        if self.kind == Kind::Cookie {
            text.to_owned()
        } else if self.reserved {
            utf8_percent_encode(text, ENCODED_BUT_RESERVED).to_string()
        } else {
            encode(text)
        }
    }

    /// A value in one piece, for a path or a header.
    pub(crate) fn piece(self, name: &str, value: &Value, encode: fn(&str) -> String) -> String {
        let text = |value: &Value| encode(&value.text());
        if self.kind == Kind::Json {
            return encode(&value.json());
        }
        let between = match self.kind {
            Kind::Label if self.exploded => ".",
            Kind::Matrix if self.exploded => ";",
            _ => ",",
        };
        // What each value begins with where they are apart, or else all of them.
        let named = |value: String| match (self.kind, value.as_str()) {
            (Kind::Matrix, "") => name.to_owned(),
            (Kind::Matrix, value) => format!("{name}={value}"),
            _ => value,
        };
        let joined = match value {
            Value::Null => return String::new(),
            Value::Bare(_) | Value::Text(_) => named(text(value)),
            Value::List(items) => {
                let items: Vec<String> = present(items.iter()).map(text).collect();
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
                    .map(|(name, value)| format!("{}{sign}{}", encode(name), text(value)))
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

    /// A value as names and values, encoded, for a query, a form or cookies.
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
        let text = |value: &Value| self.encode(&value.text());
        let mut add = |name: &str, value| pairs.push((encode(name), value));
        match value {
            Value::Null => {}
            Value::Bare(_) | Value::Text(_) => add(name, text(value)),
            Value::List(items) if self.exploded => {
                for item in present(items.iter()) {
                    add(name, text(item));
                }
            }
            Value::List(items) => {
                let items: Vec<String> = present(items.iter()).map(text).collect();
                if !items.is_empty() {
                    add(name, items.join(between));
                }
            }
            Value::Object(properties) if self.exploded => {
                for (name, value) in properties {
                    match value {
                        Value::List(items) => {
                            for item in present(items.iter()) {
                                add(name, text(item));
                            }
                        }
                        Value::Null => {}
                        value => add(name, text(value)),
                    }
                }
            }
            Value::Object(properties) => {
                let mut all = Vec::new();
                for (name, value) in properties {
                    if *value != Value::Null {
                        all.extend([self.encode(name), text(value)]);
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

    /// Objects in brackets, at any depth. Lists in them have no form in OpenAPI: `[]` and, where
    /// their items are made of others, `[0]` are what PHP, Rails and Node's `qs` read.
    fn brackets(self, name: String, value: &Value, pairs: &mut Vec<(String, String)>) {
        match value {
            Value::Null => {}
            Value::Bare(text) | Value::Text(text) => pairs.push((name, self.encode(text))),
            Value::List(items) => {
                let flat = !items.iter().any(Value::is_nested);
                for (index, item) in items.iter().enumerate() {
                    let index = if flat {
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

/// Percent-encodes all but unreserved characters.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// Null in a list is as undefined as a variable of RFC 6570 that isn't there.
fn present<'a>(values: impl Iterator<Item = &'a Value>) -> impl Iterator<Item = &'a Value> {
    values.filter(|value| **value != Value::Null)
}
