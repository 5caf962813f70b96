//! Scalar types, documentation and secrecy of schemas.

use openapiv3::{Schema, SchemaData, StringFormat, StringType, VariantOrUnknownOrEmpty};

use super::{constraints::constraints, example, number::integer, schema_keywords::SchemaKeywords};
use crate::{
    ir::{Docs, JsonType, Scalar, Secrecy, TypeRef},
    settings::{Settings, TimeType, UriType, ValueKind},
};

/// Returns the type of a schema that is neither an array nor an object, regardless of listed
/// values.
pub(super) fn scalar(schema: &Schema, settings: &Settings) -> Option<TypeRef> {
    plain(&SchemaKeywords::of(schema), settings)
}

/// Like [`scalar`], for the keywords of a schema.
pub(super) fn plain(keywords: &SchemaKeywords<'_>, settings: &Settings) -> Option<TypeRef> {
    let scalar = match keywords.json_type()? {
        JsonType::String => return Some(string_type(keywords.format, settings)),
        JsonType::Integer => integer(keywords),
        JsonType::Number => match keywords.format {
            "float" => Scalar::Float32,
            _ => Scalar::Float64,
        },
        JsonType::Boolean => Scalar::Boolean,
        JsonType::Array | JsonType::Object | JsonType::Null => return None,
    };
    Some(TypeRef::Scalar(scalar))
}

/// Returns the type of a string with a format.
pub(super) fn string_type(format: &str, settings: &Settings) -> TypeRef {
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

/// Returns the format of a string; empty without a format.
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

/// Returns the title of a schema; `None` for a title without letters and digits.
pub(super) fn title(data: &SchemaData) -> Option<&str> {
    let title = data.title.as_deref()?;
    title.contains(char::is_alphanumeric).then_some(title)
}

/// Returns the documentation of a schema.
pub(super) fn docs(schema: &Schema, settings: &Settings) -> Docs {
    let data = &schema.schema_data;
    let keywords = SchemaKeywords::of(schema);
    Docs {
        title: title(data).map(str::to_owned),
        description: data.description.clone(),
        constraints: constraints(&keywords, settings),
        default: data.default.clone(),
        examples: example::of_schema(schema, &keywords),
        deprecated: data.deprecated,
    }
}

/// Returns the secrecy of a property or parameter, by its name.
pub(super) fn secrecy(name: &str, ty: &TypeRef, settings: &Settings) -> Secrecy {
    if settings.secrets.contains(name, value_kind(ty)) {
        Secrecy::Secret
    } else {
        Secrecy::Public
    }
}

fn value_kind(ty: &TypeRef) -> ValueKind {
    match ty {
        TypeRef::Scalar(Scalar::Boolean) => ValueKind::Boolean,
        TypeRef::Scalar(Scalar::String | Scalar::DateTime | Scalar::Date | Scalar::Uri) => {
            ValueKind::Other
        }
        TypeRef::Scalar(_) => ValueKind::Number,
        TypeRef::List(item) | TypeRef::Nullable(item) => value_kind(item),
        _ => ValueKind::Other,
    }
}
