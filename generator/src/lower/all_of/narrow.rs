//! Scalars with several schemas: the merged type, formats and bounds of an `allOf`.

use crate::lower::{
    Lowering,
    all_of::merge_property::Preference,
    schema::{
        Node, SchemaContext, Typed,
        number::FORMATS,
        scalar::{plain, string_type},
        schema_keywords::named,
    },
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Bound, Schema},
    ir::{JsonType, Scalar, TypeRef},
    pointer::Pointer,
    settings::Settings,
};

/// The maximum depth of nested schemas that are examined.
const DEPTH: usize = 8;

/// Mutually exclusive formats of strings.
const EXCLUSIVE: [&str; 9] = [
    "date",
    "date-time",
    "duration",
    "email",
    "ipv4",
    "ipv6",
    "time",
    "uri",
    "uuid",
];

/// The merged keywords of several scalar schemas.
#[derive(Default)]
struct ScalarKeywords<'d> {
    json: Option<JsonType>,
    /// The type that the keywords of a schema without `type` apply to.
    inferred: Option<JsonType>,
    formats: Vec<&'d str>,
    least: Option<i128>,
    most: Option<i128>,
}

impl<'d> Lowering<'d, '_> {
    /// Returns the type of a schema with an `allOf` of scalars without listed values.
    pub(in crate::lower) fn narrowed(
        &mut self,
        node: Node<'d>,
        context: &SchemaContext,
    ) -> Option<Typed> {
        let parts = [(node, context.pointer.clone())];
        self.narrowed_parts(&parts, context)
    }

    /// Returns the type of a value with several scalar schemas: the type of a component if the
    /// component is as narrow as the merged schemas.
    pub(in crate::lower) fn narrowed_parts(
        &mut self,
        parts: &[(Node<'d>, Pointer)],
        context: &SchemaContext,
    ) -> Option<Typed> {
        let merged = self.keywords_of(parts)?;
        let keywords = merged.keywords(self.settings)?;
        let ty = plain(&keywords, self.settings)?;
        self.check_format(&keywords, context);
        if let Some((message, help)) = merged.contradiction() {
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &context.pointer, message).help(help),
            );
        }
        for (node, pointer) in parts {
            if let Some(typed) = self.component_of_type(*node, pointer, &ty, context, 0) {
                return Some(typed);
            }
        }
        Some(Typed::new(ty, false))
    }

    /// Returns the JSON type and the Rust type of a schema with an `allOf` of scalars.
    pub(in crate::lower) fn scalar_of_parts(
        &self,
        node: Node<'d>,
        pointer: &Pointer,
    ) -> Option<(JsonType, TypeRef)> {
        let keywords = self
            .keywords_of(&[(node, pointer.clone())])?
            .keywords(self.settings)?;
        Some((keywords.json_type()?, plain(&keywords, self.settings)?))
    }

    /// Returns the narrower of two scalar schemas; `None` if either isn't a scalar.
    pub(in crate::lower) fn narrower(
        &self,
        first: Node<'d>,
        last: Node<'d>,
        pointer: &Pointer,
    ) -> Option<Preference> {
        let parts = [(first, pointer.clone()), (last, pointer.clone())];
        let both = self.keywords_of(&parts)?;
        let ty = plain(&both.keywords(self.settings)?, self.settings)?;
        let is_all = |node: Node<'d>| {
            let own = self.keywords_of(&[(node, pointer.clone())]);
            let own = own.and_then(|own| plain(&own.keywords(self.settings)?, self.settings));
            own.as_ref() == Some(&ty)
        };
        Some(match (is_all(first), is_all(last)) {
            _ if both.contradiction().is_some() => Preference::Both,
            (_, true) => Preference::Last,
            (true, false) => Preference::First,
            (false, false) => Preference::Both,
        })
    }

    fn keywords_of(&self, parts: &[(Node<'d>, Pointer)]) -> Option<ScalarKeywords<'d>> {
        let mut merged = ScalarKeywords::default();
        for (node, pointer) in parts {
            self.add_keywords(*node, pointer, 0, &mut merged)?;
        }
        Some(merged)
    }

    /// Adds the keywords of a schema and of its `allOf`. Returns `None` for a schema that isn't a
    /// scalar or has other keywords.
    fn add_keywords(
        &self,
        node: Node<'d>,
        pointer: &Pointer,
        depth: usize,
        merged: &mut ScalarKeywords<'d>,
    ) -> Option<()> {
        if let Node::Reference(reference) = node {
            let (name, _) = self.follow(reference, pointer).ok()?;
            if self.settings.schemas.contains_key(&name) {
                return None;
            }
        }
        let schema = self.schema_of(node, pointer)?;
        let is_other = schema.has_properties()
            || schema.items.is_some()
            || schema.additional_properties.is_some()
            || schema.lists_null()
            || schema.not.is_some()
            || !(schema.values.is_empty() && schema.required.is_empty())
            || !(schema.one_of.is_empty() && schema.any_of.is_empty());
        if is_other || depth > DEPTH {
            return None;
        }
        for part in &schema.all_of {
            self.add_keywords(part.into(), pointer, depth + 1, merged)?;
        }
        match schema.ty() {
            Some(typ) => merged.restrict(named(typ)?)?,
            None => merged.inferred = merged.inferred.or(schema.json_type()),
        }
        if !schema.format.is_empty() && !merged.formats.contains(&schema.format.as_str()) {
            merged.formats.push(&schema.format);
        }
        let (least, most) = schema.range();
        merged.least = merged.least.max(least);
        merged.most = [merged.most, most].into_iter().flatten().min();
        Some(())
    }

    /// Returns the type of the first component in an `allOf` that has this Rust type.
    fn component_of_type(
        &mut self,
        node: Node<'d>,
        pointer: &Pointer,
        ty: &TypeRef,
        context: &SchemaContext,
        depth: usize,
    ) -> Option<Typed> {
        match node {
            Node::Reference(_) => {
                let (_, own) = self.scalar_of_parts(node, pointer)?;
                (own == *ty).then(|| {
                    let context = SchemaContext {
                        pointer: pointer.clone(),
                        ..context.clone()
                    };
                    Typed::new(self.schema(node, &context).ty, false)
                })
            }
            Node::Inline(schema) if depth <= DEPTH => {
                let mut parts = schema.all_of.iter().enumerate();
                parts.find_map(|(index, part)| {
                    let pointer = pointer.child("allOf").child(index);
                    self.component_of_type(part.into(), &pointer, ty, context, depth + 1)
                })
            }
            Node::Inline(_) => None,
        }
    }
}

impl<'d> ScalarKeywords<'d> {
    /// Adds a type. Returns `None` if no value has all types.
    fn restrict(&mut self, json: JsonType) -> Option<()> {
        let is_scalar = !matches!(json, JsonType::Array | JsonType::Object);
        self.json = Some(match (self.json, json) {
            _ if !is_scalar => return None,
            (None, json) => json,
            (Some(JsonType::Integer), JsonType::Number)
            | (Some(JsonType::Number), JsonType::Integer) => JsonType::Integer,
            (Some(before), json) if before == json => json,
            _ => return None,
        });
        Some(())
    }

    /// Returns the keywords with a single format: the narrowest format, or the last format with its
    /// own Rust type.
    fn keywords(&self, settings: &Settings) -> Option<Schema> {
        let json = self.json.or(self.inferred)?;
        let mut formats = self.formats.iter().rev().copied();
        let format = match json {
            JsonType::Integer => {
                let ranges = FORMATS
                    .iter()
                    .filter(|(format, ..)| self.formats.contains(format));
                let narrowest = ranges.min_by_key(|(_, _, first, last)| last - first);
                narrowest.map(|(format, ..)| *format)
            }
            JsonType::Number => formats.find(|format| *format == "float"),
            JsonType::String => formats
                .find(|format| string_type(format, settings) != TypeRef::Scalar(Scalar::String)),
            _ => None,
        };
        let bound = |value: Option<i128>| {
            value.map(|value| Bound {
                text: value.to_string(),
                value,
                exclusive: false,
            })
        };
        let format = format.or(self.formats.last().copied());
        Some(Schema {
            ty: Some(json.as_str().to_owned()),
            format: format.unwrap_or_default().to_owned(),
            minimum: bound(self.least),
            maximum: bound(self.most),
            ..Schema::default()
        })
    }

    /// Returns the message and the help of a contradiction between the keywords.
    fn contradiction(&self) -> Option<(String, &'static str)> {
        let is_text = self.json.or(self.inferred) == Some(JsonType::String);
        let mut formats = self
            .formats
            .iter()
            .filter(|it| is_text && EXCLUSIVE.contains(it));
        if let (Some(first), Some(last)) = (formats.next(), formats.next()) {
            let message = format!("no value has the formats `{first}` and `{last}`");
            return Some((
                message,
                "keep the format of the values; the last format is used here",
            ));
        }
        let ranges = FORMATS
            .iter()
            .filter(|(format, ..)| self.formats.contains(format));
        let least = ranges
            .clone()
            .map(|(_, _, first, _)| *first)
            .chain(self.least)
            .max()?;
        let most = ranges.map(|(.., last)| *last).chain(self.most).min()?;
        let is_number = matches!(self.json, Some(JsonType::Integer | JsonType::Number));
        (is_number && least > most).then(|| {
            let message = format!("no value is at least {least} and at most {most}");
            (
                message,
                "correct the `format` or the bounds; the format is used for the type",
            )
        })
    }
}
