//! Parameters in the path, the query, headers and cookies.

use std::borrow::Cow;

use indexmap::IndexMap;

use crate::lower::{
    Lowering,
    operation::{
        message::is_json,
        select::SelectedOperation,
        style::{ParameterSchema, location},
    },
    schema::{
        Node, constraints,
        example::{ExampleNodes, FirstExample},
        scalar::{docs, secrecy},
    },
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{self, Parameter as Source, ReferenceOr, Schema, SchemaOrContent},
    ir::{
        Docs, Necessity, Owner, Parameter, ParameterEncoding, ParameterLocation, PathSegment,
        Scalar, Segment, TypeRef,
    },
    pointer::Pointer,
    resolve::Resolved,
};

/// The path segments and the parameters of an operation.
pub(in crate::lower) struct Parameters {
    pub(in crate::lower) segments: Vec<Segment>,
    pub(in crate::lower) parameters: Vec<Parameter>,
}

impl<'d> Lowering<'d, '_> {
    /// Lowers the parameters of an operation, including the parameters of its path item.
    pub(in crate::lower) fn parameters(
        &mut self,
        selected: &SelectedOperation<'d>,
        owner: &Owner,
    ) -> Result<Parameters, Diagnostic> {
        let mut parameters = Vec::new();
        let mut declared = self.declared(selected);
        self.check_duplicate_parameters(selected);
        self.check_whole_query(&mut declared)?;
        for resolved in &declared {
            if let Some(parameter) = self.parameter(resolved, owner)? {
                parameters.push(parameter);
            }
        }
        let segments = self.segments(selected, &declared, &mut parameters);
        Ok(Parameters {
            segments,
            parameters,
        })
    }

    /// Returns the declared parameters of an operation and its path item. Reports and omits
    /// unresolved references.
    fn declared(&mut self, selected: &SelectedOperation<'d>) -> Vec<Resolved<'d, Source>> {
        let mut found: IndexMap<ParameterKey<'d>, Resolved<'d, Source>> = IndexMap::new();
        let shared = (&selected.item.parameters, &selected.item_pointer);
        let own = (&selected.operation.parameters, &selected.pointer);
        for (nodes, pointer) in [shared, own] {
            for (index, node) in nodes.iter().enumerate() {
                let pointer = pointer.child("parameters").child(index);
                let resolved = match self.resolver.resolve(node, &pointer) {
                    Ok(resolved) => resolved,
                    Err(found) => {
                        self.diagnostics.report(found);
                        continue;
                    }
                };
                // An overridden parameter keeps its index.
                found.insert(key(resolved.item), resolved);
            }
        }
        found.into_values().collect()
    }

    /// Lowers a parameter. Returns `None` for an ignored parameter, and reports the reason.
    fn parameter(
        &mut self,
        resolved: &Resolved<'d, Source>,
        owner: &Owner,
    ) -> Result<Option<Parameter>, Diagnostic> {
        let (item, pointer) = (resolved.item, &resolved.pointer);
        let is_header = item.location == document::ParameterLocation::Header;
        if is_header && is_reserved_header(&item.name) {
            let message = format!("the header parameter `{}` is ignored", item.name);
            self.diagnostics.report(
                Diagnostic::note(Code::NotGenerated, &pointer.child("name"), message)
                    .help("remove it; OpenAPI ignores Accept, Content-Type and Authorization here"),
            );
            return Ok(None);
        }
        match self.lower_parameter(item, pointer, owner) {
            Ok(mut parameter) => {
                let description = resolved.description.map(str::to_owned);
                parameter.docs.description = description.or(parameter.docs.description);
                Ok(Some(parameter))
            }
            Err(diagnostic) if item.required => Err(diagnostic),
            Err(diagnostic) => {
                self.diagnostics.report(diagnostic);
                Ok(None)
            }
        }
    }

    fn lower_parameter(
        &mut self,
        data: &'d Source,
        pointer: &Pointer,
        owner: &Owner,
    ) -> Result<Parameter, Diagnostic> {
        let refuse = |what: &str| {
            let message = format!("the parameter `{}` can't be sent: {what}", data.name);
            Diagnostic::warning(Code::UnsupportedParameter, &pointer.child("name"), message).help(
                "correct it; the parameter is omitted here, and also the operation if the parameter is required",
            )
        };
        let location = location(data.location);
        if location == ParameterLocation::Header && !is_token(&data.name) {
            return Err(refuse("invalid header name"));
        }
        let (node, schema_pointer, mut described) = described(&data.format, pointer);
        if location == ParameterLocation::QueryString {
            described = self.whole_query(data, described, pointer);
        }
        let checkpoint = self.checkpoint();
        let step = PathSegment::Parameter(data.name.clone());
        let mut ty = match node {
            Some(node) => {
                self.lower_in_component(node.into(), schema_pointer.clone(), owner, step)
                    .ty
            }
            None if described == ParameterSchema::Text => TypeRef::Scalar(Scalar::String),
            None => self.unconstrained(&schema_pointer),
        };
        self.drain();
        let mismatch = match described {
            ParameterSchema::Text if !self.is_text(&ty) => {
                Some("has a text media type, but its schema isn't a scalar")
            }
            ParameterSchema::Form if !self.is_form(&ty) => {
                Some("is a form, but its schema isn't an object")
            }
            _ => None,
        };
        if let Some(mismatch) = mismatch {
            self.roll_back(&checkpoint);
            ty = TypeRef::Scalar(Scalar::String);
            described = ParameterSchema::Text;
            let message = format!("the parameter `{}` {mismatch}", data.name);
            self.diagnostics.report(
                Diagnostic::warning(Code::UnspecifiedForm, &pointer.child("content"), message)
                    .help("use `application/json`; a string is assumed"),
            );
        }
        let encoding = self.encoding(data, described, &ty);
        self.report_never_empty(data, &ty, pointer);
        self.report_unencodable(&data.name, encoding, &ty, pointer);
        let mut docs = self.parameter_docs(data, node, pointer);
        let secrecy = match node {
            Some(node) => self.secrecy(&data.name, node.into(), &ty, pointer),
            None => secrecy(&data.name, &ty, self.settings),
        };
        let necessity = if data.required || location == ParameterLocation::Path {
            Necessity::Required
        } else {
            Necessity::Optional
        };
        let constant = node.filter(|_| necessity == Necessity::Required);
        let constant = constant.and_then(|node| self.only_scalar(node.into(), &schema_pointer));
        if let Some(constant) = &constant {
            docs.constraints = vec![constraints::always(constant)];
        }
        Ok(Parameter {
            name: data.name.clone(),
            location,
            encoding,
            docs,
            necessity,
            ty,
            constant,
            secrecy,
        })
    }

    /// Reports a type that the style of a parameter can't encode.
    fn report_unencodable(
        &mut self,
        name: &str,
        encoding: ParameterEncoding,
        ty: &TypeRef,
        pointer: &Pointer,
    ) {
        let ParameterEncoding::Styled(style) = encoding else {
            return;
        };
        if let Some(what) = self.unencodable(ty, style) {
            let message = format!("the style of the parameter `{name}` can't encode {what}");
            self.diagnostics.report(
                Diagnostic::warning(Code::UnspecifiedForm, &pointer.child("schema"), message)
                    .help("use `content` in place of `schema`; JSON is sent here"),
            );
        }
    }

    /// Reports `allowEmptyValue` of a type without empty values.
    fn report_never_empty(&mut self, item: &Source, ty: &TypeRef, pointer: &Pointer) {
        let never = matches!(ty, TypeRef::Scalar(scalar) if *scalar != Scalar::String);
        if never && item.allow_empty_value {
            let message = format!("the parameter `{}` can't be sent empty", item.name);
            let pointer = pointer.child("allowEmptyValue");
            self.diagnostics.report(
                Diagnostic::warning(Code::NotGenerated, &pointer, message)
                    .help("use a string; no value of its type is empty"),
            );
        }
    }

    fn parameter_docs(
        &mut self,
        data: &'d Source,
        node: Option<&'d ReferenceOr<Schema>>,
        pointer: &Pointer,
    ) -> Docs {
        let mut found = match node.map(Node::from) {
            Some(Node::Inline(schema)) => docs(schema, self.settings),
            Some(Node::Reference(_)) | None => Docs::default(),
        };
        found.description = data.description.clone().or(found.description);
        found.deprecated |= data.deprecated;
        let nodes = ExampleNodes {
            example: data.example.as_ref(),
            examples: &data.examples,
            schema: node,
        };
        let mut examples = self.examples(nodes, FirstExample::Line, pointer);
        let media = match &data.format {
            SchemaOrContent::Content(content) if examples.is_empty() => content.first(),
            _ => None,
        };
        if let Some((name, media)) = media {
            let pointer = pointer.child("content").child(name);
            let nodes = ExampleNodes::of_media_type(media);
            examples = self.examples(nodes, FirstExample::Line, &pointer);
        }
        if !examples.is_empty() {
            found.examples = examples;
        }
        found
    }
}

/// The name of a parameter and the number of its location.
pub(in crate::lower) type ParameterKey<'d> = (Cow<'d, str>, u8);

/// Returns the key that distinguishes parameters. The names of headers are case-insensitive.
pub(in crate::lower) fn key(parameter: &Source) -> ParameterKey<'_> {
    use document::ParameterLocation::{Cookie, Header, Path, Query, QueryString};

    let name = &parameter.name;
    match parameter.location {
        Path => (name.into(), 0),
        Query | QueryString => (name.into(), 1),
        Header => (name.to_ascii_lowercase().into(), 2),
        Cookie => (name.into(), 3),
    }
}

/// Returns the schema of a parameter or header, its location, and its form.
pub(in crate::lower) fn described<'d>(
    format: &'d SchemaOrContent,
    pointer: &Pointer,
) -> (Option<&'d ReferenceOr<Schema>>, Pointer, ParameterSchema) {
    let content = match format {
        SchemaOrContent::Schema(node) => {
            return (Some(node), pointer.child("schema"), ParameterSchema::Style);
        }
        SchemaOrContent::Content(content) => content,
    };
    let Some((name, media)) = content.first() else {
        return (None, pointer.child("content"), ParameterSchema::Text);
    };
    let pointer = pointer.child("content").child(name).child("schema");
    let described = if is_json(name) {
        ParameterSchema::Json
    } else {
        ParameterSchema::Text
    };
    (media.schema.as_ref(), pointer, described)
}

/// Returns `true` for a valid header name (RFC 9110, section 5.1).
pub(in crate::lower) fn is_token(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(allowed)
}

fn is_reserved_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
}
