//! Headers of responses: what each is read as.

use indexmap::IndexMap;
use openapiv3::{Header as Source, ParameterSchemaOrContent, ReferenceOr};

use super::{
    Lowering,
    parameter::described,
    scalar::{docs, secrecy},
    schema::Node,
    style::Described,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::{Docs, Form, Header, Owner, Scalar, Status, Step, Style, StyleKind, TypeRef},
    pointer::Pointer,
};

impl<'d> Lowering<'d, '_> {
    /// The headers of a response, in document order.
    pub(super) fn headers(
        &mut self,
        nodes: &'d IndexMap<String, ReferenceOr<Source>>,
        place: &Pointer,
        owner: &Owner,
        status: Status,
    ) -> Result<Vec<Header>, Diagnostic> {
        // By their names without case.
        let mut headers: IndexMap<String, Header> = IndexMap::new();
        for (wire, node) in nodes {
            if let Some(first) = headers.get(&wire.to_ascii_lowercase()) {
                let message = format!("duplicate header `{wire}`, documented as `{}`", first.wire);
                self.diagnostics.report(
                    Diagnostic::warning(Code::Contradiction, &place.child(wire), message)
                        .help("keep one of the two; the first one is used"),
                );
                continue;
            }
            // OpenAPI 3.0.3, section 4.7.17: a Content-Type in `headers` is ignored.
            if wire.eq_ignore_ascii_case("content-type") {
                let message = format!("the header `{wire}` of a response is ignored");
                self.diagnostics.report(
                    Diagnostic::note(Code::NotGenerated, &place.child(wire), message)
                        .help("OpenAPI says so; the headers of a response have it all the same"),
                );
                continue;
            }
            let resolved = match self.resolver.resolve(node, &place.child(wire)) {
                Ok(resolved) => resolved,
                Err(unresolved) => {
                    self.diagnostics.report(unresolved);
                    continue;
                }
            };
            let header = resolved.item;
            let step = Step::ResponseHeader(status, wire.clone());
            let checkpoint = self.checkpoint();
            let (mut ty, mut form) = self.header_type(header, &resolved.place, owner, step);
            // RFC 9110, section 5.3: its field lines are never joined.
            if wire.eq_ignore_ascii_case("set-cookie") {
                let item = scalar_of(&ty);
                if item.is_none() {
                    self.roll_back(&checkpoint);
                }
                let item = item.unwrap_or(Scalar::String);
                (ty, form) = (TypeRef::List(Box::new(TypeRef::Scalar(item))), Form::Each);
            }
            let mut docs = self.header_docs(header, &resolved.place);
            let said = resolved.said.or(header.description.as_deref());
            docs.description = said.map(str::to_owned).or(docs.description);
            docs.deprecated |= header.deprecated.unwrap_or_default();
            let (example, _) =
                self.example(header.example.as_ref(), &header.examples, &resolved.place);
            docs.example = example.or(docs.example);
            let secrecy = match described(&header.format, &resolved.place) {
                (Some(node), at, _) => self.secrecy(wire, node.into(), &ty, &at),
                _ => secrecy(wire, &ty, self.settings),
            };
            let header = Header {
                wire: wire.clone(),
                docs,
                ty,
                secrecy,
                form,
            };
            headers.insert(wire.to_ascii_lowercase(), header);
        }
        Ok(headers.into_values().collect())
    }

    /// What a header is read as. One that its text doesn't tell is handed over as that text.
    fn header_type(
        &mut self,
        header: &'d Source,
        place: &Pointer,
        owner: &Owner,
        step: Step,
    ) -> (TypeRef, Form) {
        let text = (TypeRef::Scalar(Scalar::String), Form::Text);
        let (node, at, kind) = match described(&header.format, place) {
            (Some(node), at, Described::Style) => (node, at, StyleKind::Simple),
            (Some(node), at, Described::Json) => (node, at, StyleKind::Json),
            // The text of a header is that of a text: of the types, those that are text fit.
            (Some(node), at, Described::Text) => (node, at, StyleKind::Simple),
            (_, _, Described::Text | Described::Form) => return text,
            (None, ..) => {
                self.as_text(&place.child("content"));
                return text;
            }
        };
        let checkpoint = self.checkpoint();
        let ty = self.said_in(node.into(), at.clone(), owner, step).ty;
        self.drain();
        let simple = kind == StyleKind::Simple;
        let is_text = match &ty {
            // A header is text, and no text is null.
            TypeRef::Scalar(Scalar::Null) => return text,
            TypeRef::Scalar(_) => true,
            TypeRef::Foreign { is_text, .. } => *is_text,
            _ => false,
        };
        if simple && is_text {
            return (ty, Form::Text);
        }
        let style = Style {
            kind,
            exploded: simple && self.says_explode(place).unwrap_or_default(),
            reserved: false,
            empty: false,
        };
        let fits = match header.format {
            ParameterSchemaOrContent::Schema(_) => self.is_legible(&ty, style),
            ParameterSchemaOrContent::Content(_) => self.is_text(&ty),
        };
        if !simple || fits {
            (ty, Form::Styled(style))
        } else {
            self.roll_back(&checkpoint);
            self.as_text(&at);
            text
        }
    }

    /// What the schema of a header says for people.
    fn header_docs(&self, header: &'d Source, place: &Pointer) -> Docs {
        let schema = match described(&header.format, place) {
            (Some(node), at, _) => match Node::from(node) {
                Node::Inline(schema) => Some(schema),
                Node::Reference(reference) => self.follow(reference, &at).ok().map(|(_, it)| it),
            },
            (None, ..) => None,
        };
        schema.map_or_else(Docs::default, |schema| docs(schema, self.settings))
    }

    fn as_text(&mut self, place: &Pointer) {
        let message = "this header is handed over as text: its style doesn't tell what it is";
        self.diagnostics.report(
            Diagnostic::warning(Code::UnsupportedSchema, place, message)
                .help("scalars, lists and objects of them are read, and whatever is JSON"),
        );
    }
}

/// The scalar that a type is, or that is its items.
fn scalar_of(ty: &TypeRef) -> Option<Scalar> {
    match ty {
        TypeRef::Scalar(scalar) => Some(*scalar),
        TypeRef::List(item) => scalar_of(item),
        _ => None,
    }
}
