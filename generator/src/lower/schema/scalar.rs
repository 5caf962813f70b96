//! Scalar types, documentation and secrecy of schemas.

use crate::lower::schema::{constraints::constraints, example, number::integer};
use crate::{
    document::{ReferenceOr, Schema},
    ir::{Docs, JsonType, Scalar, Secrecy, TypeRef},
    settings::{Settings, TimeType, UriType, ValueKind},
};

/// Returns the type of a schema that is neither an array nor an object, regardless of listed
/// values.
pub(in crate::lower) fn scalar(schema: &Schema, settings: &Settings) -> Option<TypeRef> {
    plain(schema, settings)
}

/// Like [`scalar`], for the keywords of a schema.
pub(in crate::lower) fn plain(schema: &Schema, settings: &Settings) -> Option<TypeRef> {
    let scalar = match schema.json_type()? {
        JsonType::String => return Some(string_type(&schema.format, settings)),
        JsonType::Integer => integer(schema),
        JsonType::Number => match schema.format.as_str() {
            "float" => Scalar::Float32,
            _ => Scalar::Float64,
        },
        JsonType::Boolean => Scalar::Boolean,
        JsonType::Array | JsonType::Object | JsonType::Null => return None,
    };
    Some(TypeRef::Scalar(scalar))
}

/// Returns the type of a string with a format.
pub(in crate::lower) fn string_type(format: &str, settings: &Settings) -> TypeRef {
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

/// Returns the title of a schema; `None` for a title without letters and digits.
pub(in crate::lower) fn title(schema: &Schema) -> Option<&str> {
    let title = schema.title.as_deref()?;
    title.contains(char::is_alphanumeric).then_some(title)
}

/// Returns the documentation of a schema. Documentation that the schema lacks is taken from the
/// schemas inside it that apply to every value.
pub(in crate::lower) fn docs(schema: &Schema, settings: &Settings) -> Docs {
    let mut found = Docs {
        constraints: constraints(schema, settings),
        ..annotations(schema)
    };
    for inner in applied(schema).filter_map(ReferenceOr::as_item) {
        let inner = docs(inner, settings);
        found.title = found.title.or(inner.title);
        found.description = found.description.or(inner.description);
        found.default = found.default.or(inner.default);
        if found.examples.is_empty() {
            found.examples = inner.examples;
        }
        found.deprecated |= inner.deprecated;
    }
    found
}

/// Returns the schema's own documentation, without constraints.
fn annotations(schema: &Schema) -> Docs {
    Docs {
        title: title(schema).map(str::to_owned),
        description: schema.description.clone(),
        constraints: Vec::new(),
        default: schema.default.clone(),
        examples: example::of_schema(schema),
        deprecated: schema.deprecated,
    }
}

/// Returns the schemas inside a schema that apply to every value other than null: the members of
/// `allOf`, and the only variant.
pub(in crate::lower) fn applied(schema: &Schema) -> impl Iterator<Item = &ReferenceOr<Schema>> {
    let is_null = |variant: &ReferenceOr<Schema>| {
        let variant = variant.as_item();
        variant.is_some_and(Schema::is_only_null)
    };
    let choices = schema.one_of.iter().chain(&schema.any_of);
    let mut variants = choices.filter(|variant| !is_null(variant));
    let only = variants.next().filter(|_| variants.next().is_none());
    schema.all_of.iter().chain(only)
}

/// Returns the secrecy of a property or parameter, by its name.
pub(in crate::lower) fn secrecy(name: &str, ty: &TypeRef, settings: &Settings) -> Secrecy {
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
