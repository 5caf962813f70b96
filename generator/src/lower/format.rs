//! `format`: an open word, of which a registry lists those that have a meaning.

use openapiv3::{Schema, SchemaKind, Type, VariantOrUnknownOrEmpty};

use super::{Lowering, schema::At};
use crate::diagnostic::{Code, Diagnostic};

/// The formats in the registry of the OpenAPI Initiative.
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

impl Lowering<'_, '_> {
    /// Reports a format that neither the registry nor the user knows.
    pub(super) fn check_format(&mut self, schema: &Schema, at: &At) {
        let SchemaKind::Type(ty) = &schema.schema_kind else {
            return;
        };
        let (format, plain) = match ty {
            Type::String(string) => (unknown(&string.format), "string"),
            Type::Integer(integer) => (unknown(&integer.format), "integer"),
            Type::Number(number) => (unknown(&number.format), "number"),
            Type::Object(_) | Type::Array(_) | Type::Boolean(_) => return,
        };
        let Some(format) = format else { return };
        if REGISTERED.contains(&format) || self.settings.formats.contains_key(format) {
            return;
        }
        let message = format!("the format `{format}` isn't known");
        let place = at.place.child("format");
        self.diagnostics.report(
            Diagnostic::warning(Code::UnknownFormat, &place, message).help(format!(
                "it is a plain {plain}; `types.formats` in rejoinder.toml gives strings another type"
            )),
        );
    }
}

fn unknown<T>(format: &VariantOrUnknownOrEmpty<T>) -> Option<&str> {
    match format {
        VariantOrUnknownOrEmpty::Unknown(format) => Some(format),
        VariantOrUnknownOrEmpty::Item(_) | VariantOrUnknownOrEmpty::Empty => None,
    }
}
