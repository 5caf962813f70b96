//! Headers of the parts of a multipart body.

use indexmap::IndexMap;
use serde_json::Value;

use crate::lower::{Lowering, operation::parameter::is_token};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Header, ReferenceOr, SchemaOrContent},
    pointer::Pointer,
};

impl<'d> Lowering<'d, '_> {
    /// Returns the headers of a part with a fixed value. The value of other headers can't be set.
    pub(in crate::lower) fn part_headers(
        &mut self,
        headers: &'d IndexMap<String, ReferenceOr<Header>>,
        pointer: &Pointer,
    ) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (name, node) in headers {
            let pointer = pointer.child(name);
            let resolved = self.resolver.resolve(node, &pointer).ok();
            let value = resolved.and_then(|header| self.only_value(header.item, &pointer));
            let value = value.filter(|value| is_visible(value) && is_token(name));
            let reserved = name.to_ascii_lowercase();
            match value {
                _ if reserved == "content-type" || reserved == "content-disposition" => {
                    let message = format!("the header `{name}` of a part is ignored");
                    let help = match reserved.as_str() {
                        "content-type" => {
                            "move the media type to `contentType`; it is ignored here"
                        }
                        _ => {
                            "remove it; the client sends the names of the part and of its file in this header"
                        }
                    };
                    let found = Diagnostic::note(Code::NotGenerated, &pointer, message);
                    self.diagnostics.report(found.help(help));
                }
                Some(value) => found.push((name.clone(), value)),
                None => {
                    let message = format!("the header `{name}` of a part isn't sent");
                    self.diagnostics.report(
                        Diagnostic::warning(Code::NotGenerated, &pointer, message).help(
                            "give it a default or a single value in `enum`; it is ignored here",
                        ),
                    );
                }
            }
        }
        found
    }

    fn only_value(&self, header: &'d Header, pointer: &Pointer) -> Option<String> {
        let SchemaOrContent::Schema(node) = &header.format else {
            return None;
        };
        let (schema, _) = self.resolve_schema(node.into(), pointer)?;
        let string = match (schema.ty(), schema.values.as_slice()) {
            (Some("string"), [Value::String(only)]) if !schema.lists_null() => Some(only.clone()),
            _ => None,
        };
        string.or_else(|| match schema.default.as_ref()? {
            Value::String(string) => Some(string.clone()),
            value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
            _ => None,
        })
    }
}

/// Returns `true` if a header can have this value.
pub(in crate::lower) fn is_visible(string: &str) -> bool {
    string.chars().all(|c| c == ' ' || c.is_ascii_graphic())
}
