//! Parameters for the whole query: `in: querystring`.

use crate::lower::{
    Lowering,
    operation::{
        message::essence,
        style::{ParameterSchema, location},
    },
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{MediaType, Parameter as Source, SchemaOrContent},
    ir::ParameterLocation,
    pointer::Pointer,
    resolve::Resolved,
};

impl<'d> Lowering<'d, '_> {
    /// Removes a parameter for the whole query if there are other query parameters.
    pub(in crate::lower) fn check_whole_query(
        &mut self,
        declared: &mut Vec<Resolved<'d, Source>>,
    ) -> Result<(), Diagnostic> {
        let in_query = |one: &Resolved<'d, Source>| {
            matches!(
                location(one.item.location),
                ParameterLocation::Query | ParameterLocation::QueryString
            )
        };
        let is_whole = |one: &Resolved<'d, Source>| {
            location(one.item.location) == ParameterLocation::QueryString
        };
        if declared.iter().filter(|one| in_query(one)).count() < 2 {
            return Ok(());
        }
        for one in declared.iter().filter(|one| is_whole(one)) {
            let data = one.item;
            let message = format!(
                "the parameter `{}` is the whole query, but there are other query parameters",
                data.name
            );
            let pointer = one.pointer.child("in");
            let found = Diagnostic::warning(Code::Contradiction, &pointer, message)
                .help("remove the others; the parameter is omitted here, and also the operation if the parameter is required");
            if data.required {
                return Err(found);
            }
            self.diagnostics.report(found);
        }
        declared.retain(|one| !is_whole(one));
        Ok(())
    }

    /// Returns the encoding of a parameter for the whole query: a form, JSON or a string. Such a
    /// parameter has no style.
    pub(in crate::lower) fn whole_query(
        &mut self,
        data: &Source,
        described: ParameterSchema,
        pointer: &Pointer,
    ) -> ParameterSchema {
        if described != ParameterSchema::Style {
            return match form(&data.format) {
                Some((name, media_type)) => {
                    self.report_ignored_encoding(media_type, &pointer.child("content").child(name));
                    ParameterSchema::Form
                }
                None => described,
            };
        }
        let message = format!(
            "the parameter `{}` is the whole query, which has no style",
            data.name
        );
        self.diagnostics.report(
            Diagnostic::warning(Code::Contradiction, &pointer.child("schema"), message)
                .help("describe it with `content` in place of `schema`; a form is assumed"),
        );
        ParameterSchema::Form
    }

    fn report_ignored_encoding(&mut self, media_type: &MediaType, pointer: &Pointer) {
        if media_type.encoding.is_empty() {
            return;
        }
        let message = "`encoding` has no effect in a query string";
        self.diagnostics.report(
            Diagnostic::warning(Code::NotGenerated, &pointer.child("encoding"), message)
                .help("remove it; the default encoding of a form is used"),
        );
    }
}

/// Returns the form media type of a parameter.
fn form(format: &SchemaOrContent) -> Option<(&str, &MediaType)> {
    let SchemaOrContent::Content(content) = format else {
        return None;
    };
    let (name, media_type) = content.first()?;
    (essence(name) == "application/x-www-form-urlencoded").then_some((name, media_type))
}
