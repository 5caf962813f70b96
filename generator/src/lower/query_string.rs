//! Parameters that are the whole query: `in: querystring`.

use openapiv3::{MediaType, Parameter as Source, ParameterData, ParameterSchemaOrContent};

use super::{
    Lowering,
    message::essence,
    style::{ParameterSchema, location},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::ParameterLocation,
    pointer::Pointer,
    resolve::Resolved,
};

impl<'d> Lowering<'d, '_> {
    /// Takes out what would be the whole query and isn't alone there.
    pub(super) fn one_query(
        &mut self,
        declared: &mut Vec<Resolved<'d, Source>>,
    ) -> Result<(), Diagnostic> {
        let in_query = |one: &Resolved<'d, Source>| {
            matches!(
                location(one.item),
                ParameterLocation::Query | ParameterLocation::QueryString
            )
        };
        let is_whole =
            |one: &Resolved<'d, Source>| location(one.item) == ParameterLocation::QueryString;
        if declared.iter().filter(|one| in_query(one)).count() < 2 {
            return Ok(());
        }
        for one in declared.iter().filter(|one| is_whole(one)) {
            let data = one.item.parameter_data_ref();
            let message = format!(
                "the parameter `{}` is the whole query, and isn't alone in it",
                data.name
            );
            let pointer = one.pointer.child("in");
            let found = Diagnostic::warning(Code::Contradiction, &pointer, message)
                .help("an operation that needs it is left out; otherwise the parameter is");
            if data.required {
                return Err(found);
            }
            self.diagnostics.report(found);
        }
        declared.retain(|one| !is_whole(one));
        Ok(())
    }

    /// What such a parameter is described by: a form, JSON or text. It has no style.
    pub(super) fn whole_query(
        &mut self,
        data: &ParameterData,
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
                .help("it is taken for a form; `content` in place of `schema` says what it is"),
        );
        ParameterSchema::Form
    }

    fn report_ignored_encoding(&mut self, media_type: &MediaType, pointer: &Pointer) {
        if media_type.encoding.is_empty() {
            return;
        }
        let message = "the properties of this query are written as a form has them";
        self.diagnostics.report(
            Diagnostic::warning(Code::NotGenerated, &pointer.child("encoding"), message)
                .help("what it says of single properties isn't followed; leave it out"),
        );
    }
}

/// The form that a parameter is described by.
fn form(format: &ParameterSchemaOrContent) -> Option<(&str, &MediaType)> {
    let ParameterSchemaOrContent::Content(content) = format else {
        return None;
    };
    let (name, media_type) = content.first()?;
    (essence(name) == "application/x-www-form-urlencoded").then_some((name, media_type))
}
