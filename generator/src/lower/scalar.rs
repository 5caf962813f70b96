//! What a schema says by itself, without looking at others: a plain type, null, secrecy, and text
//! for people.

use openapiv3::{
    IntegerFormat, NumberFormat, ReferenceOr, Schema, SchemaKind, StringFormat, StringType, Type,
    VariantOrUnknownOrEmpty,
};

use super::constraints::constraints;
use crate::{
    ir::{Docs, Scalar, Secrecy, TypeRef},
    settings::{Settings, TimeType, UriType},
};

/// The type of a schema that is neither a list nor an object, its values left aside.
pub(super) fn scalar(schema: &Schema, settings: &Settings) -> Option<TypeRef> {
    use VariantOrUnknownOrEmpty::Item;

    let SchemaKind::Type(ty) = &schema.schema_kind else {
        return None;
    };
    let scalar = match ty {
        Type::String(string) => return Some(text(format(string), settings)),
        Type::Integer(integer) => match integer.format {
            Item(IntegerFormat::Int32) => Scalar::Integer32,
            _ => Scalar::Integer64,
        },
        Type::Number(number) => match number.format {
            Item(NumberFormat::Float) => Scalar::Float32,
            _ => Scalar::Float64,
        },
        Type::Boolean(_) => Scalar::Boolean,
        Type::Array(_) | Type::Object(_) => return None,
    };
    Some(TypeRef::Scalar(scalar))
}

/// The type of a string of a format.
pub(super) fn text(format: &str, settings: &Settings) -> TypeRef {
    if let Some(path) = settings.formats.get(format) {
        return TypeRef::Foreign {
            path: path.clone(),
            is_text: true,
        };
    }
    TypeRef::Scalar(match format {
        "date-time" if settings.time != TimeType::String => Scalar::DateTime,
        "date" if settings.time != TimeType::String => Scalar::Date,
        "uri" if settings.uri == UriType::Url => Scalar::Uri,
        _ => Scalar::String,
    })
}

/// The format of a string, as it is spelled; nothing where there is none.
pub(super) fn format(string: &StringType) -> &str {
    use VariantOrUnknownOrEmpty::{Empty, Item, Unknown};

    match &string.format {
        Item(StringFormat::Date) => "date",
        Item(StringFormat::DateTime) => "date-time",
        Item(StringFormat::Password) => "password",
        Item(StringFormat::Byte) => "byte",
        Item(StringFormat::Binary) => "binary",
        Unknown(format) => format,
        Empty => "",
    }
}

/// What a schema says for people.
pub(super) fn docs(schema: &Schema, settings: &Settings) -> Docs {
    let data = &schema.schema_data;
    Docs {
        title: data.title.clone(),
        description: data.description.clone(),
        constraints: constraints(&schema.schema_kind, settings),
        default: data.default.clone(),
        example: data.example.clone(),
        example_summary: None,
        deprecated: data.deprecated,
    }
}

/// Whether a schema allows null: it says so, or all it can be does.
pub(super) fn is_nullable(schema: &Schema) -> bool {
    schema.schema_data.nullable
        || matches!(
            &schema.schema_kind,
            SchemaKind::OneOf { one_of: branches } | SchemaKind::AnyOf { any_of: branches }
                if branches.iter().any(|branch| {
                    matches!(branch, ReferenceOr::Item(schema) if schema.schema_data.nullable)
                })
        )
        || matches!(
            &schema.schema_kind,
            SchemaKind::Type(Type::String(string)) if string.enumeration.contains(&None)
        )
}

/// Whether a schema is of the format `password`.
pub(super) fn is_password(schema: &Schema) -> bool {
    matches!(
        &schema.schema_kind,
        SchemaKind::Type(Type::String(string)) if format(string) == "password"
    )
}

/// Whether a property or parameter of this name is a secret.
pub(super) fn secrecy(wire: &str, password: bool, settings: &Settings) -> Secrecy {
    if password || settings.secrets.iter().any(|secret| secret == wire) {
        Secrecy::Secret
    } else {
        Secrecy::Public
    }
}
