//! What a schema says by itself, without looking at others: a plain type, null, secrecy, and text
//! for people.

use openapiv3::{
    IntegerFormat, NumberFormat, ReferenceOr, Schema, SchemaKind, StringFormat, StringType, Type,
    VariantOrUnknownOrEmpty,
};

use super::constraints::constraints;
use crate::ir::{Docs, Scalar, Secrecy};

/// The type of a schema that is neither a list nor an object, its values left aside.
pub(super) fn scalar(schema: &Schema) -> Option<Scalar> {
    use VariantOrUnknownOrEmpty::Item;

    let SchemaKind::Type(ty) = &schema.schema_kind else {
        return None;
    };
    Some(match ty {
        Type::String(string) => match string.format {
            Item(StringFormat::DateTime) => Scalar::DateTime,
            Item(StringFormat::Date) => Scalar::Date,
            _ => Scalar::String,
        },
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
    })
}

/// What a schema says for people.
pub(super) fn docs(schema: &Schema) -> Docs {
    let data = &schema.schema_data;
    Docs {
        title: data.title.clone(),
        description: data.description.clone(),
        constraints: constraints(&schema.schema_kind),
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
        SchemaKind::Type(Type::String(StringType {
            format: VariantOrUnknownOrEmpty::Item(StringFormat::Password),
            ..
        }))
    )
}

/// What is a secret by its name.
const SECRET_NAMES: [&str; 4] = ["client_secret", "hashed_token", "password", "token"];

/// Whether a property or parameter of this name is a secret.
pub(super) fn secrecy(wire: &str, password: bool) -> Secrecy {
    if password || SECRET_NAMES.contains(&wire) {
        Secrecy::Secret
    } else {
        Secrecy::Public
    }
}
