//! Values of `type` that aren't types of JSON Schema.

use serde_json::{Map, Value};

use super::{Outcome, Pruning, kind};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;
use crate::read::node_kind::{NodeKind, swagger};
use crate::read::version::Version;
use crate::suggestion::suggest;

/// The types of JSON Schema.
const TYPES: [&str; 7] = [
    "array", "boolean", "integer", "null", "number", "object", "string",
];

/// Types of other languages: their names in lower case, the type in JSON Schema, and the format.
const FOREIGN: [(&[&str], &str, Option<&str>); 9] = [
    (&["int", "int32", "int64", "long", "short"], "integer", None),
    (&["float", "double", "decimal"], "number", None),
    (&["bool"], "boolean", None),
    (&["str", "text", "uuid"], "string", None),
    (&["date"], "string", Some("date")),
    (
        &["datetime", "date-time", "timestamp"],
        "string",
        Some("date-time"),
    ),
    (&["file", "binary"], "string", Some("binary")),
    (&["list"], "array", None),
    (&["map", "dict", "hash"], "object", None),
];

/// Returns `true` for a type of JSON Schema.
pub(in crate::read) fn is_type(name: &str) -> bool {
    TYPES.contains(&name)
}

impl Pruning<'_> {
    /// Replaces values of `type` that are not types with the types that they stand for.
    pub(super) fn types(
        &mut self,
        node_kind: &'static NodeKind,
        schema: &mut Map<String, Value>,
        at: &Pointer,
    ) {
        let pointer = at.child("type");
        let format = match schema.get_mut("type") {
            Some(Value::Array(types)) => {
                let mut format = None;
                self.items(types, &pointer, |this, ty, pointer| {
                    this.item_of_types(ty, pointer, &mut format)
                });
                format
            }
            Some(ty @ Value::Null) if self.version > Version::V3_0 => {
                return self.quote_null(ty, "a string for `type`", &pointer);
            }
            // Swagger 2.0 has the type `file`.
            Some(Value::String(name)) if name == "file" && node_kind.is(&swagger::SCHEMA) => return,
            Some(ty) => self.unknown_type(ty, &pointer),
            None => return,
        };
        if let Some(format) = format {
            schema.entry("format").or_insert_with(|| format.into());
        }
    }

    /// Replaces an item of an array of types, and sets the format that replaces it.
    fn item_of_types(
        &mut self,
        ty: &mut Value,
        pointer: &Pointer,
        format: &mut Option<&'static str>,
    ) -> Outcome {
        match ty {
            Value::String(_) => *format = self.unknown_type(ty, pointer).or(*format),
            Value::Null => self.quote_null(ty, "a type", pointer),
            _ => {
                let message = format!("expected a type, found {}", kind(ty));
                let found = Diagnostic::warning(Code::InvalidNode, pointer, message)
                    .help("correct it, or remove it; it is ignored here");
                self.excluded.diagnostics.push(found);
                return Outcome::Removed;
            }
        }
        Outcome::Kept
    }

    /// Replaces null with the type `null`.
    fn quote_null(&mut self, ty: &mut Value, expected: &str, pointer: &Pointer) {
        let message = format!("expected {expected}, found null");
        let found = Diagnostic::warning(Code::InvalidNode, pointer, message)
            .help("quote it, as in `type: \"null\"`; the type `null` is assumed here");
        self.excluded.diagnostics.push(found);
        *ty = Value::from("null");
    }

    /// Replaces an unknown type, and returns the format of the new type. A type that resembles no
    /// type of JSON Schema stays.
    fn unknown_type(&mut self, ty: &mut Value, pointer: &Pointer) -> Option<&'static str> {
        let name = ty.as_str().filter(|name| !is_type(name))?;
        let lower = name.to_ascii_lowercase();
        let foreign = FOREIGN
            .iter()
            .find(|(names, ..)| names.contains(&lower.as_str()));
        let (known, format) = match foreign {
            Some((_, known, format)) => (*known, *format),
            None => {
                let same = TYPES.into_iter().find(|known| *known == lower);
                (same.or_else(|| suggest(name, TYPES))?, None)
            }
        };
        let with_format = format.map(|format| format!(" with `format: {format}`"));
        let help = format!(
            "write `type: {known}`{}; that type is assumed here",
            with_format.unwrap_or_default()
        );
        let message = format!("unknown type `{name}`");
        let found = Diagnostic::warning(Code::InvalidNode, pointer, message).help(help);
        self.excluded.diagnostics.push(found);
        *ty = Value::from(known);
        format
    }
}
