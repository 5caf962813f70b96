//! Types that JSON Schema doesn't have.

use super::{Lowering, schema::SchemaContext};
use crate::{
    diagnostic::{Code, Diagnostic},
    suggestion::suggest,
};

/// The values of `type` in OpenAPI 3.0.
const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

impl Lowering<'_, '_> {
    /// Reports an unknown value of `type`.
    pub(super) fn report_unknown_type(
        &mut self,
        ty: Option<&str>,
        context: &SchemaContext,
    ) -> bool {
        let Some(ty) = ty.filter(|ty| !TYPES.contains(ty)) else {
            return false;
        };
        let message = format!("unknown type `{ty}`");
        let help = match (usual_type(ty), suggest(ty, TYPES)) {
            (Some(typ), _) => format!("{typ}; its values are raw JSON here"),
            (None, Some(near)) => format!("did you mean `{near}`? Its values are raw JSON here"),
            (None, None) => format!(
                "write one of {}; its values are raw JSON here",
                TYPES.join(", ")
            ),
        };
        self.note_raw(&context.pointer, &message);
        let pointer = context.pointer.child("type");
        self.diagnostics
            .report(Diagnostic::warning(Code::InvalidNode, &pointer, message).help(help));
        true
    }
}

/// Returns the help for the name of a type in other languages.
fn usual_type(ty: &str) -> Option<&'static str> {
    Some(match ty.to_ascii_lowercase().as_str() {
        "int" | "int32" | "int64" | "long" | "short" => "write `type: integer`",
        "float" | "double" | "decimal" => "write `type: number`",
        "bool" => "write `type: boolean`",
        "str" | "text" | "uuid" => "write `type: string`",
        "date" => "write `type: string` with `format: date`",
        "datetime" | "date-time" | "timestamp" => "write `type: string` with `format: date-time`",
        "file" | "binary" => "write `type: string` with `format: binary`",
        "list" => "write `type: array`",
        "map" | "dict" | "hash" => "write `type: object`",
        "any" | "mixed" => "remove `type`",
        _ => return None,
    })
}
