//! Unknown values of `format`.

use crate::lower::{Lowering, schema::SchemaContext};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Schema,
    ir::JsonType,
};

/// The formats in the registry of the OpenAPI Initiative, except `binary`, `byte`, `date-time` and
/// `password`.
const REGISTERED: [&str; 46] = [
    "base64url",
    "char",
    "commonmark",
    "date",
    "date-time-local",
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "duration",
    "email",
    "float",
    "hostname",
    "html",
    "http-date",
    "idn-email",
    "idn-hostname",
    "int16",
    "int32",
    "int64",
    "int8",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "media-range",
    "regex",
    "relative-json-pointer",
    "sf-binary",
    "sf-boolean",
    "sf-decimal",
    "sf-integer",
    "sf-string",
    "sf-token",
    "time",
    "time-local",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "unixtime",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];

/// The format of Kubernetes documents for values that are integers or strings.
pub(in crate::lower) const INTEGER_OR_STRING: &str = "int-or-string";

/// The registered formats of numbers.
const OF_NUMBERS: [&str; 16] = [
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "float",
    "int16",
    "int32",
    "int64",
    "int8",
    "sf-decimal",
    "sf-integer",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "unixtime",
];

/// The registered formats of numbers that integers can't have.
const OF_FRACTIONS: [&str; 5] = ["decimal", "decimal128", "double", "float", "sf-decimal"];

impl Lowering<'_, '_> {
    /// Reports a format that neither the registry nor the settings define for the type.
    pub(in crate::lower) fn check_format(&mut self, schema: &Schema, context: &SchemaContext) {
        let format = schema.format.as_str();
        let Some(json) = schema.json_type() else {
            return;
        };
        let is_registered = ["binary", "byte", "date-time", "password"].contains(&format)
            || REGISTERED.contains(&format);
        let is_known = match json {
            JsonType::String if format == INTEGER_OR_STRING => true,
            JsonType::String => is_registered || self.settings.formats.contains_key(format),
            JsonType::Number => OF_NUMBERS.contains(&format),
            JsonType::Integer => OF_NUMBERS.contains(&format) && !OF_FRACTIONS.contains(&format),
            JsonType::Boolean => format == "sf-boolean",
            JsonType::Array | JsonType::Object | JsonType::Null => return,
        };
        if is_known || format.is_empty() {
            return;
        }
        let plain = json.as_str();
        let (message, help) = match is_registered {
            true => (
                format!("unsupported format `{format}` of the type `{plain}`"),
                format!("correct the type or the format; the value is a plain {plain} here"),
            ),
            false => (
                format!("unknown format `{format}`"),
                format!(
                    "set `types.formats` in rejoinder.toml for a string; the value is a plain {plain} here"
                ),
            ),
        };
        let pointer = context.pointer.child("format");
        let note = Diagnostic::note(Code::UnknownFormat, &pointer, message);
        self.diagnostics.report(note.help(help));
    }
}
