//! How parameters are written: which style is which, and which values it has a form for.

use openapiv3::{Parameter as Source, ParameterData, PathStyle, QueryStyle};

use super::Lowering;
use crate::ir::{Form, Location, Object, Others, Scalar, Shape, Style, StyleKind, TypeRef};
use crate::read::extension;

/// More aliases than this lead nowhere.
const DEPTH: usize = 32;

/// What a parameter is described by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Described {
    /// A schema, and a style.
    Style,
    /// A media type that is JSON.
    Json,
    /// A form.
    Form,
    /// Another media type, which is text.
    Text,
}

/// What a value is made of, as far as styles go.
enum Made<'t> {
    /// Text, or what isn't known before it is sent.
    Text,
    List(&'t TypeRef),
    Properties(Vec<&'t TypeRef>),
}

/// Where a parameter is sent.
pub(super) fn location(item: &Source) -> Location {
    match item {
        Source::Path { .. } => Location::Path,
        Source::Query { parameter_data, .. }
            if extension::is_set(&parameter_data.extensions, extension::QUERY_STRING) =>
        {
            Location::QueryString
        }
        Source::Query { .. } => Location::Query,
        Source::Header { .. } => Location::Header,
        Source::Cookie { .. } => Location::Cookie,
    }
}

/// The style of a parameter: what the document says, or what goes without saying.
fn style(item: &Source, data: &ParameterData, described: Described) -> Style {
    let kind = match item {
        _ if described == Described::Json => StyleKind::Json,
        _ if described == Described::Form => StyleKind::Form,
        Source::Query { .. } if location(item) == Location::QueryString => StyleKind::Simple,
        Source::Path { style, .. } => match style {
            PathStyle::Simple => StyleKind::Simple,
            PathStyle::Label => StyleKind::Label,
            PathStyle::Matrix => StyleKind::Matrix,
        },
        Source::Query { style, .. } => match style {
            QueryStyle::Form => StyleKind::Form,
            QueryStyle::SpaceDelimited => StyleKind::SpaceDelimited,
            QueryStyle::PipeDelimited => StyleKind::PipeDelimited,
            QueryStyle::DeepObject => StyleKind::DeepObject,
        },
        Source::Header { .. } => StyleKind::Simple,
        Source::Cookie { .. } if extension::is_set(&data.extensions, extension::COOKIE) => {
            StyleKind::Cookie
        }
        Source::Cookie { .. } => StyleKind::Form,
    };
    let (reserved, empty) = match item {
        Source::Query {
            allow_reserved,
            allow_empty_value,
            ..
        } => (*allow_reserved, allow_empty_value.unwrap_or_default()),
        _ => (false, false),
    };
    Style {
        kind,
        exploded: match kind {
            StyleKind::Json | StyleKind::DeepObject => false,
            kind => data
                .explode
                .unwrap_or(matches!(kind, StyleKind::Form | StyleKind::Cookie)),
        },
        reserved,
        empty,
    }
}

impl Lowering<'_, '_> {
    /// How a parameter is written.
    pub(super) fn form(
        &self,
        item: &Source,
        data: &ParameterData,
        described: Described,
        ty: &TypeRef,
    ) -> Form {
        let mut style = style(item, data, described);
        let text = self.is_text(ty);
        // Only what is made of others can be empty without being a text.
        style.empty &= !text;
        let usual = match location(item) {
            Location::Path | Location::Header => style.kind == StyleKind::Simple,
            // Text is the same in all of them.
            Location::Query => style.kind != StyleKind::Json && !style.reserved,
            Location::Cookie | Location::QueryString => false,
        };
        let each = matches!(ty, TypeRef::List(item) if self.is_text(item));
        let exploded = style.kind == StyleKind::Form && style.exploded && !style.empty;
        if text && usual {
            return Form::Text;
        }
        if each && usual && exploded {
            return Form::Each;
        }
        Form::Styled(style)
    }

    /// What of a type a style has no form for: JSON takes its place.
    pub(super) fn formless(&self, ty: &TypeRef, style: Style) -> Option<&'static str> {
        if matches!(style.kind, StyleKind::DeepObject | StyleKind::Json) {
            return None;
        }
        // `sort=a&sort=b` in the place of the object, as each of them alone would be written.
        let lists = matches!(style.kind, StyleKind::Form | StyleKind::Cookie) && style.exploded;
        let fits = |ty: &TypeRef| match self.made(ty) {
            Made::Text => true,
            Made::List(item) => lists && matches!(self.made(item), Made::Text),
            Made::Properties(_) => false,
        };
        match self.made(ty) {
            Made::List(item) if !matches!(self.made(item), Made::Text) => {
                Some("lists or objects in a list")
            }
            Made::Properties(types) if !types.iter().copied().all(fits) => {
                Some("lists or objects in an object")
            }
            _ => None,
        }
    }

    /// Whether a value can be read from its text: one of a union or of any type can't. A type of the
    /// user's asks for what it reads.
    pub(super) fn is_legible(&self, ty: &TypeRef, style: Style) -> bool {
        let is_known = matches!(ty, TypeRef::Foreign { .. })
            || self.is_text(ty)
            || !matches!(self.made(ty), Made::Text);
        is_known && self.formless(ty, style).is_none()
    }

    /// Whether a value has properties, or may have them.
    pub(super) fn is_form(&self, ty: &TypeRef) -> bool {
        match self.made(ty) {
            Made::Text => !self.is_text(ty),
            Made::List(_) => false,
            Made::Properties(_) => true,
        }
    }

    fn made<'t>(&'t self, ty: &'t TypeRef) -> Made<'t> {
        self.made_in(ty, false)
    }

    /// What a type is made of. A tuple in another isn't looked into: it may be that one.
    fn made_in<'t>(&'t self, ty: &'t TypeRef, in_tuple: bool) -> Made<'t> {
        let mut ty = ty;
        for _ in 0..DEPTH {
            ty = match ty {
                TypeRef::Nullable(inner) => inner,
                TypeRef::List(item) => return Made::List(item),
                TypeRef::Tuple(items) => {
                    // Each is written as an item: one that isn't text decides.
                    let text = |item: &&TypeRef| matches!(self.made_in(item, true), Made::Text);
                    let other = items.iter().find(|item| !in_tuple && !text(item));
                    match other.or(items.first()) {
                        Some(item) => return Made::List(item),
                        None => return Made::Text,
                    }
                }
                TypeRef::Map(value) => return Made::Properties(vec![value]),
                TypeRef::Scalar(_) | TypeRef::Json | TypeRef::File | TypeRef::Foreign { .. } => {
                    return Made::Text;
                }
                TypeRef::Named(id) => match self.types.get(id.0).and_then(Option::as_ref) {
                    Some(definition) => match &definition.shape {
                        Shape::Alias(inner) => inner,
                        Shape::Object(object) => return Made::Properties(property_types(object)),
                        Shape::Enumeration(..) | Shape::Union(_) | Shape::Contents(_) => {
                            return Made::Text;
                        }
                    },
                    None => return Made::Text,
                },
            };
        }
        Made::Text
    }

    /// Whether a type is written as plain text.
    pub(super) fn is_text(&self, ty: &TypeRef) -> bool {
        let mut ty = ty;
        for _ in 0..DEPTH {
            ty = match ty {
                TypeRef::Scalar(scalar) => return *scalar != Scalar::Null,
                TypeRef::Foreign { is_text, .. } => return *is_text,
                TypeRef::Named(id) => match self.types.get(id.0).and_then(Option::as_ref) {
                    Some(definition) => match &definition.shape {
                        Shape::Enumeration(..) => return true,
                        Shape::Alias(inner) => inner,
                        Shape::Object(_) | Shape::Union(_) | Shape::Contents(_) => return false,
                    },
                    None => return false,
                },
                TypeRef::List(_)
                | TypeRef::Tuple(_)
                | TypeRef::Map(_)
                | TypeRef::Nullable(_)
                | TypeRef::Json
                | TypeRef::File => {
                    return false;
                }
            };
        }
        false
    }
}

fn property_types(object: &Object) -> Vec<&TypeRef> {
    let others = match &object.others {
        Others::Kept(ty) => Some(ty),
        Others::Ignored => None,
    };
    let named = object.fields.iter().map(|field| &field.ty);
    named.chain(others).collect()
}
