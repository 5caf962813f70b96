//! Converts schemas of the strict model of OpenAPI 3.0.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::bound::{approximate, bound, exact, float, restore};
use super::strict;
use super::tables::{At, Extensions, Tables};
use super::{list, reference_or};
use crate::document::{
    AdditionalProperties, Discriminator, Entries, ListedEntry, Not, Range, ReferenceOr, Schema,
    ValueAnnotations, ValueDocs,
};
use crate::read::extension;

/// Extensions with the names of values, in order of precedence.
const VALUE_NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Extensions with the descriptions of values, in order of precedence.
const VALUE_DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// The extension with the value of a discriminator that selects a schema.
const DISCRIMINATOR_VALUE: &str = "x-ms-discriminator-value";

/// Converts a schema.
pub(super) fn schema(source: strict::Schema, tables: &Tables, at: &At<'_>) -> Schema {
    let mut schema = keywords(source.schema_kind, tables, at);
    schema.null_index = schema.values.iter().position(Value::is_null);
    schema.values.retain(|value| !value.is_null());
    convert_values(&mut schema);
    let data = source.schema_data;
    schema.title = data.title;
    schema.description = data.description;
    schema.default = data.default;
    schema.example = data.example;
    schema.deprecated = data.deprecated;
    schema.read_only = data.read_only;
    schema.write_only = data.write_only;
    schema.nullable = data.nullable;
    schema.discriminator = data.discriminator.map(|mut found| {
        Box::new(Discriminator {
            default_mapping: found.extensions.take_string(extension::DEFAULT_MAPPING),
            property_name: found.property_name,
            mapping: found.mapping,
        })
    });
    if !data.extensions.is_empty() {
        read_extensions(&mut schema, data.extensions);
    }
    schema
}

/// Reads the extensions of a schema.
fn read_extensions(schema: &mut Schema, mut extensions: IndexMap<String, Value>) {
    if let Some(Value::Object(bounds)) = extensions.get(extension::BOUNDS) {
        restore_bounds(schema, bounds);
    }
    schema.is_tuple = extensions.take_bool(extension::TUPLE) == Some(true);
    schema.discriminator_value = extensions.take_string(DISCRIMINATOR_VALUE);
    if let Some(Value::Object(mut unchecked)) = extensions.swap_remove(extension::UNCHECKED) {
        if let Some(Value::Array(examples)) = unchecked.shift_remove("examples") {
            schema.further_examples = examples;
        }
        schema.unchecked = unchecked;
    }
    let annotations = ValueAnnotations {
        names: entries(&VALUE_NAMES, &extensions),
        descriptions: entries(&VALUE_DESCRIPTIONS, &extensions),
        docs: value_docs(extensions.get(extension::VALUES)),
        listed: listed_entries(schema, extensions.get("x-ms-enum")),
    };
    if annotations != ValueAnnotations::default() {
        schema.value_annotations = Some(Box::new(annotations));
    }
}

/// Restores the digits of bounds that exceed those of a float.
fn restore_bounds(schema: &mut Schema, bounds: &Map<String, Value>) {
    for (key, text) in bounds {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        let Some(text) = text.as_str().filter(|text| text.chars().all(is_part)) else {
            continue;
        };
        match key.as_str() {
            "multipleOf" => schema.multiple_of = Some(text.to_owned()),
            "minimum" | "exclusiveMinimum" => restore(&mut schema.minimum, text),
            _ => restore(&mut schema.maximum, text),
        }
    }
}

/// Reads extensions with an entry for each value.
fn entries(
    keys: &[&'static str],
    extensions: &IndexMap<String, Value>,
) -> Vec<(&'static str, Entries)> {
    let string = |value: &Value| value.as_str().map(str::to_owned);
    let found = keys.iter().filter_map(|key| match extensions.get(*key)? {
        Value::Array(all) => Some((*key, Entries::Listed(all.iter().map(string).collect()))),
        Value::Object(all) => {
            let all = all.iter();
            let all = all.filter_map(|(value, entry)| Some((value.clone(), string(entry)?)));
            Some((*key, Entries::Keyed(all.collect())))
        }
        _ => None,
    });
    found.collect()
}

fn string(entry: &Value, key: &str) -> Option<String> {
    Some(entry.get(key)?.as_str()?.to_owned())
}

fn value_docs(all: Option<&Value>) -> Vec<ValueDocs> {
    let all = all.and_then(Value::as_array).into_iter().flatten();
    all.map(|entry| ValueDocs {
        title: string(entry, "title"),
        description: string(entry, "description"),
        deprecated: entry.get("deprecated") == Some(&Value::Bool(true)),
    })
    .collect()
}

fn listed_entries(schema: &Schema, extension: Option<&Value>) -> Vec<ListedEntry> {
    let all = extension.and_then(|all| all.get("values")?.as_array());
    let found = all.into_iter().flatten().filter_map(|entry| {
        let value = entry.get("value")?;
        Some(ListedEntry {
            value: schema.convert(value).unwrap_or_else(|| value.clone()),
            name: string(entry, "name"),
            description: string(entry, "description"),
        })
    });
    found.collect()
}

/// Converts the listed values to the declared type.
fn convert_values(schema: &mut Schema) {
    for index in 0..schema.values.len() {
        let converted = schema.values.get(index).and_then(|it| schema.convert(it));
        if let (Some(own), Some(value)) = (converted, schema.values.get_mut(index)) {
            let written = std::mem::replace(value, own);
            schema.converted.get_or_insert(written);
        }
    }
}

/// Converts the keywords that constrain values.
fn keywords(source: strict::SchemaKind, tables: &Tables, at: &At<'_>) -> Schema {
    use strict::SchemaKind::{AllOf, Any, AnyOf, Not, OneOf, Type};

    match source {
        Type(source) => of_type(source, tables, at),
        OneOf { one_of } => Schema {
            one_of: list(one_of, tables, &at.child("oneOf"), schema),
            ..Schema::default()
        },
        AnyOf { any_of } => Schema {
            any_of: list(any_of, tables, &at.child("anyOf"), schema),
            ..Schema::default()
        },
        AllOf { all_of } => Schema {
            all_of: list(all_of, tables, &at.child("allOf"), schema),
            ..Schema::default()
        },
        Not { not } => Schema {
            not: negated(*not, tables, at),
            ..Schema::default()
        },
        Any(source) => of_any(source, tables, at),
    }
}

fn of_type(source: strict::Type, tables: &Tables, at: &At<'_>) -> Schema {
    let ty = |name: &str| Some(name.to_owned());
    match source {
        strict::Type::String(string) => Schema {
            ty: ty("string"),
            format: format(string.format, string_format),
            pattern: string.pattern,
            length: range(string.min_length, string.max_length),
            values: values(string.enumeration),
            ..Schema::default()
        },
        strict::Type::Integer(integer) => Schema {
            ty: ty("integer"),
            format: format(integer.format, |format| match format {
                strict::IntegerFormat::Int32 => "int32",
                strict::IntegerFormat::Int64 => "int64",
            }),
            minimum: bound(integer.minimum, exact, integer.exclusive_minimum),
            maximum: bound(integer.maximum, exact, integer.exclusive_maximum),
            multiple_of: integer.multiple_of.map(|factor| factor.to_string()),
            exclusive_minimum: integer.exclusive_minimum,
            exclusive_maximum: integer.exclusive_maximum,
            values: values(integer.enumeration),
            ..Schema::default()
        },
        strict::Type::Number(number) => Schema {
            ty: ty("number"),
            format: format(number.format, |format| match format {
                strict::NumberFormat::Float => "float",
                strict::NumberFormat::Double => "double",
            }),
            minimum: bound(number.minimum, float, number.exclusive_minimum),
            maximum: bound(number.maximum, float, number.exclusive_maximum),
            multiple_of: number.multiple_of.map(|factor| factor.to_string()),
            exclusive_minimum: number.exclusive_minimum,
            exclusive_maximum: number.exclusive_maximum,
            values: values(number.enumeration),
            ..Schema::default()
        },
        strict::Type::Boolean(boolean) => Schema {
            ty: ty("boolean"),
            values: values(boolean.enumeration),
            ..Schema::default()
        },
        strict::Type::Array(array) => Schema {
            ty: ty("array"),
            items: items(array.items, tables, at),
            item_count: range(array.min_items, array.max_items),
            unique_items: array.unique_items,
            ..Schema::default()
        },
        strict::Type::Object(object) => Schema {
            ty: ty("object"),
            properties: properties(object.properties, tables, at),
            required: object.required,
            additional_properties: additional(object.additional_properties, tables, at),
            property_count: range(object.min_properties, object.max_properties),
            ..Schema::default()
        },
    }
}

fn of_any(source: strict::AnySchema, tables: &Tables, at: &At<'_>) -> Schema {
    let exclusive_minimum = source.exclusive_minimum == Some(true);
    let exclusive_maximum = source.exclusive_maximum == Some(true);
    Schema {
        ty: source.typ,
        format: source.format.unwrap_or_default(),
        pattern: source.pattern,
        length: range(source.min_length, source.max_length),
        minimum: bound(source.minimum, approximate, exclusive_minimum),
        maximum: bound(source.maximum, approximate, exclusive_maximum),
        multiple_of: source.multiple_of.map(|factor| factor.to_string()),
        exclusive_minimum,
        exclusive_maximum,
        values: source.enumeration,
        properties: properties(source.properties, tables, at),
        required: source.required,
        additional_properties: additional(source.additional_properties, tables, at),
        property_count: range(source.min_properties, source.max_properties),
        items: items(source.items, tables, at),
        item_count: range(source.min_items, source.max_items),
        unique_items: source.unique_items == Some(true),
        one_of: list(source.one_of, tables, &at.child("oneOf"), schema),
        any_of: list(source.any_of, tables, &at.child("anyOf"), schema),
        all_of: list(source.all_of, tables, &at.child("allOf"), schema),
        not: source.not.and_then(|not| negated(*not, tables, at)),
        ..Schema::default()
    }
}

fn range(least: Option<usize>, most: Option<usize>) -> Range<usize> {
    Range { least, most }
}

fn properties(
    source: IndexMap<String, strict::ReferenceOr<Box<strict::Schema>>>,
    tables: &Tables,
    at: &At<'_>,
) -> IndexMap<String, ReferenceOr<Schema>> {
    super::map(source, tables, &at.child("properties"), boxed)
}

fn items(
    source: Option<strict::ReferenceOr<Box<strict::Schema>>>,
    tables: &Tables,
    at: &At<'_>,
) -> Option<ReferenceOr<Schema>> {
    source.map(|node| reference_or(node, tables, &at.child("items"), boxed))
}

fn boxed(source: Box<strict::Schema>, tables: &Tables, at: &At<'_>) -> Schema {
    schema(*source, tables, at)
}

fn additional(
    source: Option<strict::AdditionalProperties>,
    tables: &Tables,
    at: &At<'_>,
) -> Option<AdditionalProperties> {
    Some(match source? {
        strict::AdditionalProperties::Any(any) => AdditionalProperties::Any(any),
        strict::AdditionalProperties::Schema(node) => {
            let at = at.child("additionalProperties");
            AdditionalProperties::Schema(reference_or(*node, tables, &at, schema))
        }
    })
}

fn negated(
    source: strict::ReferenceOr<strict::Schema>,
    tables: &Tables,
    at: &At<'_>,
) -> Option<Not> {
    Some(Not {
        json: serde_json::to_string(&source).ok()?,
        schema: reference_or(source, tables, &at.child("not"), schema),
    })
}

fn values<T: Into<Value>>(listed: Vec<Option<T>>) -> Vec<Value> {
    let listed = listed.into_iter();
    listed
        .map(|value| value.map_or(Value::Null, Into::into))
        .collect()
}

fn format<T>(format: strict::VariantOrUnknownOrEmpty<T>, name: fn(&T) -> &'static str) -> String {
    match format {
        strict::VariantOrUnknownOrEmpty::Item(format) => name(&format).to_owned(),
        strict::VariantOrUnknownOrEmpty::Unknown(format) => format,
        strict::VariantOrUnknownOrEmpty::Empty => String::new(),
    }
}

fn string_format(format: &strict::StringFormat) -> &'static str {
    match format {
        strict::StringFormat::Date => "date",
        strict::StringFormat::DateTime => "date-time",
        strict::StringFormat::Password => "password",
        strict::StringFormat::Byte => "byte",
        strict::StringFormat::Binary => "binary",
    }
}
