//! Types that JSON Schema doesn't have, and that resemble none of its types.

use crate::diagnostic::{Code, Diagnostic};
use crate::lower::{Lowering, schema::SchemaContext};

/// The values of `type` in OpenAPI 3.0.
const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

impl Lowering<'_, '_> {
    /// Reports an unknown value of `type`.
    pub(in crate::lower) fn report_unknown_type(
        &mut self,
        ty: Option<&str>,
        context: &SchemaContext,
    ) -> bool {
        let Some(ty) = ty.filter(|ty| !TYPES.contains(ty)) else {
            return false;
        };
        let message = format!("unknown type `{ty}`");
        let help = match ty.to_ascii_lowercase().as_str() {
            "any" | "mixed" => "remove `type`; its values are raw JSON here".to_owned(),
            _ => format!(
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
