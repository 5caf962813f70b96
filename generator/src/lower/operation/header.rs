//! Response headers.

use indexmap::IndexMap;

use crate::lower::{
    Lowering,
    operation::{parameter::described, style::ParameterSchema},
    schema::{
        Node,
        example::{ExampleNodes, FirstExample},
        scalar::{docs, secrecy},
    },
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Header as Source, ReferenceOr, SchemaOrContent},
    ir::{
        Docs, Header, Owner, ParameterEncoding, PathSegment, Scalar, Status, Style, StyleKind,
        TypeRef,
    },
    pointer::Pointer,
};

impl<'d> Lowering<'d, '_> {
    /// Lowers the headers of a response, in document order.
    pub(in crate::lower) fn headers(
        &mut self,
        nodes: &'d IndexMap<String, ReferenceOr<Source>>,
        pointer: &Pointer,
        owner: &Owner,
        status: Status,
    ) -> Result<Vec<Header>, Diagnostic> {
        // The keys are the names in lower case.
        let mut headers: IndexMap<String, Header> = IndexMap::new();
        for (json_name, node) in nodes {
            if let Some(first) = headers.get(&json_name.to_ascii_lowercase()) {
                let message = format!(
                    "duplicate header `{json_name}`, documented as `{}`",
                    first.name
                );
                self.diagnostics.report(
                    Diagnostic::warning(Code::Contradiction, &pointer.child(json_name), message)
                        .help("keep one of the two; the first one is used"),
                );
                continue;
            }
            // OpenAPI 3.0.3, section 4.7.17: a Content-Type in `headers` is ignored.
            if json_name.eq_ignore_ascii_case("content-type") {
                let message = format!("the header `{json_name}` of a response is ignored");
                self.diagnostics.report(
                    Diagnostic::note(Code::NotGenerated, &pointer.child(json_name), message)
                        .help("remove it; `headers` of the response still contains the value"),
                );
                continue;
            }
            let resolved = match self.resolver.resolve(node, &pointer.child(json_name)) {
                Ok(resolved) => resolved,
                Err(unresolved) => {
                    self.diagnostics.report(unresolved);
                    continue;
                }
            };
            let header = resolved.item;
            let step = PathSegment::ResponseHeader(status, json_name.clone());
            let checkpoint = self.checkpoint();
            let (mut ty, mut encoding) = self.header_type(header, &resolved.pointer, owner, step);
            // RFC 9110, section 5.3: `Set-Cookie` field lines are never joined.
            if json_name.eq_ignore_ascii_case("set-cookie") {
                let item = scalar_of(&ty);
                if item.is_none() {
                    self.roll_back(&checkpoint);
                }
                let item = item.unwrap_or(Scalar::String);
                (ty, encoding) = (
                    TypeRef::List(Box::new(TypeRef::Scalar(item))),
                    ParameterEncoding::Each,
                );
            }
            let mut docs = self.header_docs(header, &resolved.pointer);
            let description = resolved.description.or(header.description.as_deref());
            docs.description = description.map(str::to_owned).or(docs.description);
            docs.deprecated |= header.deprecated;
            let nodes = ExampleNodes {
                example: header.example.as_ref(),
                examples: &header.examples,
                schema: described(&header.format, &resolved.pointer).0,
            };
            let examples = self.examples(nodes, FirstExample::Line, &resolved.pointer);
            if !examples.is_empty() {
                docs.examples = examples;
            }
            let secrecy = match described(&header.format, &resolved.pointer) {
                (Some(node), schema_pointer, _) => {
                    self.secrecy(json_name, node.into(), &ty, &schema_pointer)
                }
                _ => secrecy(json_name, &ty, self.settings),
            };
            let header = Header {
                name: json_name.clone(),
                docs,
                ty,
                secrecy,
                encoding,
            };
            headers.insert(json_name.to_ascii_lowercase(), header);
        }
        Ok(headers.into_values().collect())
    }

    /// Returns the type and the encoding of a header. A header that can't be decoded is a string.
    fn header_type(
        &mut self,
        header: &'d Source,
        pointer: &Pointer,
        owner: &Owner,
        step: PathSegment,
    ) -> (TypeRef, ParameterEncoding) {
        let plain_string = (TypeRef::Scalar(Scalar::String), ParameterEncoding::Text);
        let (node, schema_pointer, kind) = match described(&header.format, pointer) {
            (Some(node), schema_pointer, ParameterSchema::Style) => {
                (node, schema_pointer, StyleKind::Simple)
            }
            (Some(node), schema_pointer, ParameterSchema::Json) => {
                (node, schema_pointer, StyleKind::Json)
            }
            // In media types other than JSON, only scalars can be decoded.
            (Some(node), schema_pointer, ParameterSchema::Text) => {
                (node, schema_pointer, StyleKind::Simple)
            }
            (_, _, ParameterSchema::Text | ParameterSchema::Form) => return plain_string,
            (None, ..) => {
                self.report_text_header(&pointer.child("content"));
                return plain_string;
            }
        };
        let checkpoint = self.checkpoint();
        let ty = self
            .lower_in_component(node.into(), schema_pointer.clone(), owner, step)
            .ty;
        self.drain();
        let simple = kind == StyleKind::Simple;
        let is_text = match &ty {
            // No header value is null.
            TypeRef::Scalar(Scalar::Null) => return plain_string,
            TypeRef::Scalar(_) => true,
            TypeRef::Foreign { is_text, .. } => *is_text,
            _ => false,
        };
        if simple && is_text {
            return (ty, ParameterEncoding::Text);
        }
        let style = Style {
            kind,
            exploded: simple && header.explode == Some(true),
            reserved: false,
            empty: false,
        };
        let fits = match header.format {
            SchemaOrContent::Schema(_) => self.is_legible(&ty, style),
            SchemaOrContent::Content(_) => self.is_text(&ty),
        };
        if !simple || fits {
            (ty, ParameterEncoding::Styled(style))
        } else {
            self.roll_back(&checkpoint);
            self.report_text_header(&schema_pointer);
            plain_string
        }
    }

    /// Returns the documentation of a header's schema.
    fn header_docs(&self, header: &'d Source, pointer: &Pointer) -> Docs {
        let schema = match described(&header.format, pointer) {
            (Some(node), schema_pointer, _) => match Node::from(node) {
                Node::Inline(schema) => Some(schema),
                Node::Reference(reference) => self
                    .follow(reference, &schema_pointer)
                    .ok()
                    .map(|(_, it)| it),
            },
            (None, ..) => None,
        };
        schema.map_or_else(Docs::default, |schema| docs(schema, self.settings))
    }

    fn report_text_header(&mut self, pointer: &Pointer) {
        let message = "this header is typed as a string: its schema can't be decoded in its style";
        self.diagnostics.report(
            Diagnostic::warning(Code::UnsupportedSchema, pointer, message)
                .help("use a scalar, an array or object of scalars, or JSON"),
        );
    }
}

/// Returns the scalar of a type or of its items.
fn scalar_of(ty: &TypeRef) -> Option<Scalar> {
    match ty {
        TypeRef::Scalar(scalar) => Some(*scalar),
        TypeRef::List(item) => scalar_of(item),
        _ => None,
    }
}
