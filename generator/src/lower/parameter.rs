//! Parameters: what is sent in the path, the query, headers and cookies.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use indexmap::IndexMap;
use openapiv3::{
    Example, Parameter as Source, ParameterData, ParameterSchemaOrContent, ReferenceOr, Schema,
};
use serde_json::Value;

use super::{
    Lowering, constraints,
    message::is_json,
    scalar::{docs, secrecy},
    schema::Node,
    select::Selected,
    style::{Described, location},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::{Docs, Form, Location, Need, Owner, Parameter, Scalar, Secrecy, Segment, Step, TypeRef},
    pointer::Pointer,
    resolve::Resolved,
};

/// The pieces of a path and the parameters of an operation.
pub(super) struct Parameters {
    pub(super) segments: Vec<Segment>,
    pub(super) parameters: Vec<Parameter>,
}

impl<'d> Lowering<'d, '_> {
    /// The parameters of an operation: its own, and those of its path that it doesn't override.
    pub(super) fn parameters(
        &mut self,
        selected: &Selected<'d>,
        owner: &Owner,
    ) -> Result<Parameters, Diagnostic> {
        let mut parameters = Vec::new();
        let mut declared = self.declared(selected);
        self.check_twice(selected);
        self.one_query(&mut declared)?;
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

    /// The parameters of an operation and of its path. One behind a reference that isn't followed is
    /// reported and left out.
    fn declared(&mut self, selected: &Selected<'d>) -> Vec<Resolved<'d, Source>> {
        let mut found: IndexMap<ParameterKey<'d>, Resolved<'d, Source>> = IndexMap::new();
        let shared = (&selected.item.parameters, &selected.item_place);
        let own = (&selected.operation.parameters, &selected.place);
        for (nodes, place) in [shared, own] {
            for (index, node) in nodes.iter().enumerate() {
                let place = place.child("parameters").child(index);
                let resolved = match self.resolver.resolve(node, &place) {
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

    /// A parameter; `None` for one that is ignored, with a word on why.
    fn parameter(
        &mut self,
        resolved: &Resolved<'d, Source>,
        owner: &Owner,
    ) -> Result<Option<Parameter>, Diagnostic> {
        let (item, place) = (resolved.item, &resolved.place);
        let data = item.parameter_data_ref();
        if matches!(item, Source::Header { .. }) && is_reserved_header(&data.name) {
            let message = format!("the header parameter `{}` is ignored", data.name);
            self.diagnostics.report(
                Diagnostic::note(Code::NotGenerated, &place.child("name"), message)
                    .help("OpenAPI says so of Accept, Content-Type and Authorization"),
            );
            return Ok(None);
        }
        match self.supported(item, data, place, owner) {
            Ok(mut parameter) => {
                let said = resolved.said.map(str::to_owned);
                parameter.docs.description = said.or(parameter.docs.description);
                Ok(Some(parameter))
            }
            Err(diagnostic) if data.required => Err(diagnostic),
            Err(diagnostic) => {
                self.diagnostics.report(diagnostic);
                Ok(None)
            }
        }
    }

    fn supported(
        &mut self,
        item: &'d Source,
        data: &'d ParameterData,
        place: &Pointer,
        owner: &Owner,
    ) -> Result<Parameter, Diagnostic> {
        let refuse = |what: &str| {
            let message = format!("the parameter `{}` can't be sent: {what}", data.name);
            Diagnostic::warning(Code::UnsupportedParameter, &place.child("name"), message)
                .help("an operation that needs it is left out; otherwise the parameter is")
        };
        let location = location(item);
        if location == Location::Header && !is_token(&data.name) {
            return Err(refuse("its name can't be that of a header"));
        }
        let (node, at, mut described) = described(&data.format, place);
        if location == Location::QueryString {
            described = self.whole_query(data, described, place);
        }
        let checkpoint = self.checkpoint();
        let step = Step::Parameter(data.name.clone());
        let mut ty = match node {
            Some(node) => self.said_in(node.into(), at.clone(), owner, step).ty,
            None if described == Described::Text => TypeRef::Scalar(Scalar::String),
            None => self.anything(&at),
        };
        self.drain();
        let unlike = match described {
            Described::Text if !self.is_text(&ty) => Some("is text, and its schema isn't"),
            Described::Form if !self.is_form(&ty) => Some("is a form, and its schema no object"),
            _ => None,
        };
        if let Some(unlike) = unlike {
            self.roll_back(&checkpoint);
            ty = TypeRef::Scalar(Scalar::String);
            described = Described::Text;
            let message = format!("the parameter `{}` {unlike}", data.name);
            self.diagnostics.report(
                Diagnostic::warning(Code::UnspecifiedForm, &place.child("content"), message)
                    .help("it takes its text; of `content`, JSON alone is written from a value"),
            );
        }
        let form = self.form(item, data, described, &ty);
        self.report_never_empty(item, &ty, place);
        self.report_formless(&data.name, form, &ty, place);
        let mut docs = self.parameter_docs(data, node, place);
        let secrecy = match node {
            Some(node) => self.secrecy(&data.name, node.into(), &ty, place),
            None => secrecy(&data.name, &ty, self.settings),
        };
        let need = if data.required || location == Location::Path {
            Need::Required
        } else {
            Need::Optional
        };
        let constant = node.filter(|_| need == Need::Required);
        let constant = constant.and_then(|node| self.only_scalar(node.into(), &at));
        if let Some(constant) = &constant {
            docs.constraints = vec![constraints::always(constant)];
        }
        Ok(Parameter {
            wire: data.name.clone(),
            location,
            form,
            docs,
            need,
            ty,
            constant,
            secrecy,
        })
    }

    /// Reports what has no form in its style.
    fn report_formless(&mut self, name: &str, form: Form, ty: &TypeRef, place: &Pointer) {
        let Form::Styled(style) = form else { return };
        if let Some(what) = self.formless(ty, style) {
            let message = format!("the style of the parameter `{name}` has no form for {what}");
            self.diagnostics.report(
                Diagnostic::warning(Code::UnspecifiedForm, &place.child("schema"), message)
                    .help("they are written as JSON; `content` in place of `schema` says that"),
            );
        }
    }

    /// Reports what the document allows to be empty and no value of its type is.
    fn report_never_empty(&mut self, item: &Source, ty: &TypeRef, place: &Pointer) {
        let never = matches!(ty, TypeRef::Scalar(scalar) if *scalar != Scalar::String);
        let Source::Query {
            allow_empty_value: Some(true),
            parameter_data,
            ..
        } = item
        else {
            return;
        };
        if never {
            let message = format!(
                "the parameter `{}` can't be sent empty",
                parameter_data.name
            );
            let place = place.child("allowEmptyValue");
            self.diagnostics.report(
                Diagnostic::warning(Code::NotGenerated, &place, message)
                    .help("no value of its type is empty; a string can be"),
            );
        }
    }

    fn parameter_docs(
        &mut self,
        data: &'d ParameterData,
        node: Option<&'d ReferenceOr<Schema>>,
        place: &Pointer,
    ) -> Docs {
        let mut found = match node.map(Node::from) {
            Some(Node::Inline(schema)) => docs(schema, self.settings),
            Some(Node::Reference(_)) | None => Docs::default(),
        };
        found.description = data.description.clone().or(found.description);
        found.deprecated |= data.deprecated.unwrap_or_default();
        let (mut example, mut summary) = self.example(data.example.as_ref(), &data.examples, place);
        let media = match (&example, &data.format) {
            (None, ParameterSchemaOrContent::Content(content)) => content.values().next(),
            _ => None,
        };
        if let Some(media) = media {
            (example, summary) = self.example(media.example.as_ref(), &media.examples, place);
        }
        found.example = example.or(found.example);
        found.example_summary = summary;
        found
    }

    /// The example of a parameter or body, and what it shows: its own, or the first of its
    /// examples.
    pub(super) fn example(
        &mut self,
        example: Option<&Value>,
        examples: &'d IndexMap<String, ReferenceOr<Example>>,
        place: &Pointer,
    ) -> (Option<Value>, Option<String>) {
        if let Some(example) = example {
            return (Some(example.clone()), None);
        }
        let Some((name, node)) = examples.first() else {
            return (None, None);
        };
        let place = place.child("examples").child(name);
        match self.resolver.resolve(node, &place) {
            Ok(found) => {
                let summary = found
                    .item
                    .summary
                    .clone()
                    .or_else(|| found.item.description.clone());
                (found.item.value.clone(), summary)
            }
            Err(unresolved) => {
                self.diagnostics.report(unresolved);
                (None, None)
            }
        }
    }

    /// The pieces of the path. What is only in the path or only declared is reported.
    fn segments(
        &mut self,
        selected: &Selected<'d>,
        declared: &[Resolved<'d, Source>],
        parameters: &mut Vec<Parameter>,
    ) -> Vec<Segment> {
        let mut segments = Vec::new();
        let mut used = BTreeSet::new();
        let in_path = |(_, parameter): &(usize, &Parameter)| parameter.location == Location::Path;
        let in_path = parameters.iter().enumerate().filter(in_path);
        let mut indexes: BTreeMap<String, usize> = in_path
            .map(|(index, parameter)| (parameter.wire.clone(), index))
            .collect();
        for (literal, name) in self.sent_pieces(selected) {
            if !literal.is_empty() {
                segments.push(Segment::Literal(literal.to_owned()));
            }
            let Some(name) = name else { continue };
            let index = indexes.get(name).copied().unwrap_or_else(|| {
                let message = format!("the parameter `{name}` of the path isn't declared");
                self.diagnostics.report(
                    Diagnostic::warning(Code::Contradiction, &selected.item_place, message)
                        .help("it is taken for a string; declare it with `in: path`"),
                );
                let ty = TypeRef::Scalar(Scalar::String);
                let secrecy = secrecy(name, &ty, self.settings);
                parameters.push(undeclared(name, secrecy));
                indexes.insert(name.to_owned(), parameters.len() - 1);
                parameters.len() - 1
            });
            used.insert(index);
            segments.push(Segment::Parameter(index));
        }
        self.drop_unused(declared, parameters, &used, &mut segments);
        segments
    }

    /// The pieces of the path without its fragment: it never leaves a client. A `#` in the name of
    /// a parameter begins none.
    fn sent_pieces(&mut self, selected: &Selected<'d>) -> Vec<(&'d str, Option<&'d str>)> {
        let mut sent = Vec::new();
        for (literal, name) in pieces(selected.path) {
            let Some((before, _)) = literal.split_once('#') else {
                sent.push((literal, name));
                continue;
            };
            let message = "this path has a fragment, which isn't sent";
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &selected.item_place, message)
                    .help("a path ends before `#`; tell operations apart by other means"),
            );
            sent.push((before, None));
            break;
        }
        sent
    }

    fn drop_unused(
        &mut self,
        declared: &[Resolved<'d, Source>],
        parameters: &mut Vec<Parameter>,
        used: &BTreeSet<usize>,
        segments: &mut [Segment],
    ) {
        let places: BTreeMap<_, _> = declared
            .iter()
            .map(|one| (key(one.item), &one.place))
            .collect();
        let mut kept = Vec::new();
        let mut unused = Vec::new();
        // The index of each parameter without those before it that are dropped.
        let mut indexes = Vec::new();
        for (index, parameter) in std::mem::take(parameters).into_iter().enumerate() {
            indexes.push(kept.len());
            match parameter.location == Location::Path && !used.contains(&index) {
                true => unused.push(parameter),
                false => kept.push(parameter),
            }
        }
        *parameters = kept;
        for parameter in unused.iter().rev() {
            let message = format!("the parameter `{}` isn't in the path", parameter.wire);
            let place = places.get(&(parameter.wire.as_str().into(), 0));
            let place = place.map(|place| place.child("name")).unwrap_or_default();
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &place, message)
                    .help("it is left out; add it to the path in braces"),
            );
        }
        for segment in segments {
            if let Segment::Parameter(index) = segment {
                *index = indexes.get(*index).copied().unwrap_or(*index);
            }
        }
    }
}

/// The name of a parameter and the number of its location.
pub(super) type ParameterKey<'d> = (Cow<'d, str>, u8);

/// The key that distinguishes parameters. The names of headers compare without case.
pub(super) fn key(parameter: &Source) -> ParameterKey<'_> {
    let name = &parameter.parameter_data_ref().name;
    let location = match parameter {
        Source::Path { .. } => 0,
        Source::Query { .. } => 1,
        Source::Header { .. } => 2,
        Source::Cookie { .. } => 3,
    };
    match parameter {
        Source::Header { .. } => (name.to_ascii_lowercase().into(), location),
        _ => (name.into(), location),
    }
}

/// The schema of a parameter or header, where it is, and how it is described.
pub(super) fn described<'d>(
    format: &'d ParameterSchemaOrContent,
    place: &Pointer,
) -> (Option<&'d ReferenceOr<Schema>>, Pointer, Described) {
    let content = match format {
        ParameterSchemaOrContent::Schema(node) => {
            return (Some(node), place.child("schema"), Described::Style);
        }
        ParameterSchemaOrContent::Content(content) => content,
    };
    let Some((name, media)) = content.first() else {
        return (None, place.child("content"), Described::Text);
    };
    let place = place.child("content").child(name).child("schema");
    let described = if is_json(name) {
        Described::Json
    } else {
        Described::Text
    };
    (media.schema.as_ref(), place, described)
}

/// Whether a name can be that of a header (RFC 9110, section 5.1).
pub(super) fn is_token(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !name.is_empty() && name.chars().all(allowed)
}

fn is_reserved_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
}

fn undeclared(name: &str, secrecy: Secrecy) -> Parameter {
    Parameter {
        wire: name.to_owned(),
        location: Location::Path,
        form: Form::Text,
        docs: Docs::default(),
        need: Need::Required,
        ty: TypeRef::Scalar(Scalar::String),
        constant: None,
        secrecy,
    }
}

/// The pieces of a path template: text, and the name of the parameter after it.
fn pieces(path: &str) -> Vec<(&str, Option<&str>)> {
    let mut found = Vec::new();
    let mut rest = path;
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        found.push((literal, Some(name)));
        rest = after;
    }
    found.push((rest, None));
    found
}
