//! `format`: an open word, of which a registry lists those that have a meaning.

use super::{Lowering, schema::At, view::View};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::JsonType,
};

/// The formats in the registry of the OpenAPI Initiative; those of the specification itself are
/// beside.
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
    pub(super) fn check_format(&mut self, view: &View<'_>, at: &At) {
        let format = view.format;
        let plain = match view.json_type() {
            Some(json @ (JsonType::String | JsonType::Integer | JsonType::Number)) => json.text(),
            _ => return,
        };
        let known = ["", "binary", "byte", "date-time", "password"].contains(&format)
            || REGISTERED.contains(&format);
        if known || self.settings.formats.contains_key(format) {
            return;
        }
        let message = format!("the format `{format}` isn't known");
        let place = at.place.child("format");
        self.diagnostics.report(
            Diagnostic::note(Code::UnknownFormat, &place, message).help(format!(
                "it is a plain {plain}; `types.formats` in rejoinder.toml gives strings another type"
            )),
        );
    }
}
