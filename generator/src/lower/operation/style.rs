//! Encodings of parameters, and the types that a style can encode.

use crate::document::{self, Parameter as Source, ParameterStyle};
use crate::ir::{
    AdditionalProperties, Object, ParameterEncoding, ParameterLocation, Scalar, Style, StyleKind,
    TypeKind, TypeRef,
};
use crate::lower::Lowering;

/// The maximum number of aliases that are followed. A longer chain is a cycle.
const DEPTH: usize = 32;

/// The description of a parameter's value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum ParameterSchema {
    /// A schema with a style.
    Style,
    /// A JSON media type.
    Json,
    /// A form.
    Form,
    /// Another media type, whose value is a string.
    Text,
}

/// The structure of a value that determines its encoding in a style.
enum ValueStructure<'t> {
    /// A scalar, or a value with an unknown structure.
    Scalar,
    List(&'t TypeRef),
    Properties(Vec<&'t TypeRef>),
}

/// Returns the location of a parameter.
pub(in crate::lower) fn location(location: document::ParameterLocation) -> ParameterLocation {
    match location {
        document::ParameterLocation::Path => ParameterLocation::Path,
        document::ParameterLocation::Query => ParameterLocation::Query,
        document::ParameterLocation::QueryString => ParameterLocation::QueryString,
        document::ParameterLocation::Header => ParameterLocation::Header,
        document::ParameterLocation::Cookie => ParameterLocation::Cookie,
    }
}

/// Returns the kind of a style.
pub(in crate::lower) fn style_kind(style: ParameterStyle) -> StyleKind {
    match style {
        ParameterStyle::Matrix => StyleKind::Matrix,
        ParameterStyle::Label => StyleKind::Label,
        ParameterStyle::Simple => StyleKind::Simple,
        ParameterStyle::Form => StyleKind::Form,
        ParameterStyle::SpaceDelimited => StyleKind::SpaceDelimited,
        ParameterStyle::PipeDelimited => StyleKind::PipeDelimited,
        ParameterStyle::DeepObject => StyleKind::DeepObject,
        ParameterStyle::Cookie => StyleKind::Cookie,
    }
}

/// Returns the declared or the default style of a parameter.
fn style(item: &Source, described: ParameterSchema) -> Style {
    let kind = match described {
        ParameterSchema::Json => StyleKind::Json,
        ParameterSchema::Form => StyleKind::Form,
        _ if item.location == document::ParameterLocation::QueryString => StyleKind::Simple,
        ParameterSchema::Style | ParameterSchema::Text => style_kind(item.style),
    };
    Style {
        kind,
        exploded: match kind {
            StyleKind::Json | StyleKind::DeepObject => false,
            kind => item
                .explode
                .unwrap_or(matches!(kind, StyleKind::Form | StyleKind::Cookie)),
        },
        reserved: item.allow_reserved,
        empty: item.allow_empty_value,
    }
}

impl Lowering<'_, '_> {
    /// Returns the encoding of a parameter.
    pub(in crate::lower) fn encoding(
        &self,
        item: &Source,
        described: ParameterSchema,
        ty: &TypeRef,
    ) -> ParameterEncoding {
        let mut style = style(item, described);
        let text = self.is_text(ty);
        // A scalar is sent unchanged, even if it is an empty string.
        style.empty &= !text;
        let is_default_style = match location(item.location) {
            ParameterLocation::Path | ParameterLocation::Header => style.kind == StyleKind::Simple,
            // A scalar is the same in all styles of a query.
            ParameterLocation::Query => style.kind != StyleKind::Json && !style.reserved,
            ParameterLocation::Cookie | ParameterLocation::QueryString => false,
        };
        let each = matches!(ty, TypeRef::List(item) if self.is_text(item));
        let exploded = style.kind == StyleKind::Form && style.exploded && !style.empty;
        if text && is_default_style {
            return ParameterEncoding::Text;
        }
        if each && is_default_style && exploded {
            return ParameterEncoding::Each;
        }
        ParameterEncoding::Styled(style)
    }

    /// Describes the part of a type that a style can't encode. The part is encoded as JSON.
    pub(in crate::lower) fn unencodable(&self, ty: &TypeRef, style: Style) -> Option<&'static str> {
        if matches!(style.kind, StyleKind::DeepObject | StyleKind::Json) {
            return None;
        }
        // An array in an object is sent as `sort=a&sort=b`.
        let lists = matches!(style.kind, StyleKind::Form | StyleKind::Cookie) && style.exploded;
        let fits = |ty: &TypeRef| match self.value_structure(ty) {
            ValueStructure::Scalar => true,
            ValueStructure::List(item) => {
                lists && matches!(self.value_structure(item), ValueStructure::Scalar)
            }
            ValueStructure::Properties(_) => false,
        };
        match self.value_structure(ty) {
            ValueStructure::List(item)
                if !matches!(self.value_structure(item), ValueStructure::Scalar) =>
            {
                Some("arrays or objects in an array")
            }
            ValueStructure::Properties(types) if !types.iter().copied().all(fits) => {
                Some("arrays or objects in an object")
            }
            _ => None,
        }
    }

    /// Returns `true` if a value can be decoded from its string. A union and arbitrary JSON can't
    /// be decoded. A type of the user implements the decoding itself.
    pub(in crate::lower) fn is_legible(&self, ty: &TypeRef, style: Style) -> bool {
        let is_known = matches!(ty, TypeRef::Foreign { .. })
            || self.is_text(ty)
            || !matches!(self.value_structure(ty), ValueStructure::Scalar);
        is_known && self.unencodable(ty, style).is_none()
    }

    /// Returns `true` if a value has properties, or may have properties.
    pub(in crate::lower) fn is_form(&self, ty: &TypeRef) -> bool {
        match self.value_structure(ty) {
            ValueStructure::Scalar => !self.is_text(ty),
            ValueStructure::List(_) => false,
            ValueStructure::Properties(_) => true,
        }
    }

    fn value_structure<'t>(&'t self, ty: &'t TypeRef) -> ValueStructure<'t> {
        self.value_structure_in(ty, false)
    }

    /// Returns the structure of a type. Nested tuples aren't examined, since a type can be
    /// recursive.
    fn value_structure_in<'t>(&'t self, ty: &'t TypeRef, in_tuple: bool) -> ValueStructure<'t> {
        let mut ty = ty;
        for _ in 0..DEPTH {
            ty = match ty {
                TypeRef::Nullable(inner) => inner,
                TypeRef::List(item) => return ValueStructure::List(item),
                TypeRef::Tuple(items) => {
                    // A tuple is an array here. Its first position that isn't a scalar represents
                    // the items.
                    let text = |item: &&TypeRef| {
                        matches!(self.value_structure_in(item, true), ValueStructure::Scalar)
                    };
                    let other = items.iter().find(|item| !in_tuple && !text(item));
                    match other.or(items.first()) {
                        Some(item) => return ValueStructure::List(item),
                        None => return ValueStructure::Scalar,
                    }
                }
                TypeRef::Map(value) => return ValueStructure::Properties(vec![value]),
                TypeRef::Scalar(_) | TypeRef::Json | TypeRef::File | TypeRef::Foreign { .. } => {
                    return ValueStructure::Scalar;
                }
                TypeRef::Named(id) => match self.types.get(id.0).and_then(Option::as_ref) {
                    Some(definition) => match &definition.kind {
                        TypeKind::Alias(inner) => inner,
                        TypeKind::Object(object) => {
                            return ValueStructure::Properties(property_types(object));
                        }
                        TypeKind::Enumeration(..) | TypeKind::Union(_) | TypeKind::Contents(_) => {
                            return ValueStructure::Scalar;
                        }
                    },
                    None => return ValueStructure::Scalar,
                },
            };
        }
        ValueStructure::Scalar
    }

    /// Returns `true` if a type is encoded as a plain string.
    pub(in crate::lower) fn is_text(&self, ty: &TypeRef) -> bool {
        let mut ty = ty;
        for _ in 0..DEPTH {
            ty = match ty {
                TypeRef::Scalar(scalar) => return *scalar != Scalar::Null,
                TypeRef::Foreign { is_text, .. } => return *is_text,
                TypeRef::Named(id) => match self.types.get(id.0).and_then(Option::as_ref) {
                    Some(definition) => match &definition.kind {
                        TypeKind::Enumeration(..) => return true,
                        TypeKind::Alias(inner) => inner,
                        TypeKind::Object(_) | TypeKind::Union(_) | TypeKind::Contents(_) => {
                            return false;
                        }
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
    let others = match &object.additional {
        AdditionalProperties::Kept(ty) => Some(ty),
        AdditionalProperties::Ignored => None,
    };
    let named = object.fields.iter().map(|field| &field.ty);
    named.chain(others).collect()
}
