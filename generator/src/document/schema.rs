//! Schemas.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::{Bound, Range, ReferenceOr, ValueAnnotations};

/// A schema: the keywords of JSON Schema that OpenAPI documents use.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// The title.
    pub title: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The default.
    pub default: Option<Value>,
    /// The example, or the first of the examples.
    pub example: Option<Value>,
    /// The examples after the first.
    pub further_examples: Vec<Value>,
    /// `true` if the schema is deprecated.
    pub deprecated: bool,
    /// `true` if only responses have the property.
    pub read_only: bool,
    /// `true` if only requests have the property.
    pub write_only: bool,
    /// The JSON type other than null.
    pub ty: Option<String>,
    /// `true` if null is a value beside the values of `ty`.
    pub nullable: bool,
    /// The format; empty without a format.
    pub format: String,
    /// The values of `enum` or `const` without null, converted to the declared type if possible.
    pub values: Vec<Value>,
    /// The first value of `enum` that was converted from another type.
    pub converted: Option<Value>,
    /// The index of null in `enum`.
    pub null_index: Option<usize>,
    /// The names and the documentation of the values.
    pub value_annotations: Option<Box<ValueAnnotations>>,
    /// The regular expression of a string.
    pub pattern: Option<String>,
    /// The allowed lengths of a string.
    pub length: Range<usize>,
    /// The least number.
    pub minimum: Option<Bound>,
    /// The greatest number.
    pub maximum: Option<Bound>,
    /// The divisor of a number.
    pub multiple_of: Option<String>,
    /// The value of `exclusiveMinimum` of OpenAPI 3.0. Bounds of later versions are in `minimum`.
    pub exclusive_minimum: bool,
    /// The value of `exclusiveMaximum` of OpenAPI 3.0. Bounds of later versions are in `maximum`.
    pub exclusive_maximum: bool,
    /// The properties, by name.
    pub properties: IndexMap<String, ReferenceOr<Self>>,
    /// The names of the required properties.
    pub required: Vec<String>,
    /// The schema of properties that `properties` lacks.
    pub additional_properties: Option<AdditionalProperties>,
    /// The allowed numbers of properties.
    pub property_count: Range<usize>,
    /// The schema of an array's items.
    pub items: Option<ReferenceOr<Self>>,
    /// `true` if the `anyOf` of `items` lists the schemas of the positions of a tuple.
    pub is_tuple: bool,
    /// The allowed numbers of items.
    pub item_count: Range<usize>,
    /// `true` if equal items are forbidden.
    pub unique_items: bool,
    /// The schemas of `oneOf`.
    pub one_of: Vec<ReferenceOr<Self>>,
    /// The schemas of `anyOf`.
    pub any_of: Vec<ReferenceOr<Self>>,
    /// The schemas of `allOf`.
    pub all_of: Vec<ReferenceOr<Self>>,
    /// The schema that no value satisfies.
    pub not: Option<Not>,
    /// The discriminator of `oneOf`, of `anyOf`, or of the schemas that extend this schema.
    pub discriminator: Option<Box<Discriminator>>,
    /// The value of the discriminator that selects this schema, in place of its name:
    /// `x-ms-discriminator-value` of Azure documents.
    pub discriminator_value: Option<String>,
    /// Other keywords that constrain values, such as `contains`. They are documented.
    pub unchecked: Map<String, Value>,
}

impl Schema {
    /// Returns the JSON type other than null.
    pub fn ty(&self) -> Option<&str> {
        self.ty.as_deref()
    }

    /// Returns `true` if `enum` lists null.
    pub fn lists_null(&self) -> bool {
        self.null_index.is_some()
    }

    /// Returns the property of the discriminator.
    pub fn discriminator_property(&self) -> Option<&str> {
        let discriminator = self.discriminator.as_ref();
        discriminator.map(|found| found.property_name.as_str())
    }

    /// Converts a scalar of another type to the type of the schema.
    pub fn convert(&self, value: &Value) -> Option<Value> {
        match (value, self.ty()?) {
            (Value::Bool(_) | Value::Number(_), "string") => Some(value.to_string().into()),
            (Value::String(text), "boolean") => text.parse().ok().map(Value::Bool),
            (Value::String(text), "integer") => text.parse::<i64>().ok().map(Value::from),
            (Value::String(text), "number") => text.parse().ok().map(Value::Number),
            _ => None,
        }
    }

    /// Returns `true` if two schemas have the same keywords besides their documentation.
    pub fn has_same_type(&self, other: &Self) -> bool {
        self.ty == other.ty
            && self.format == other.format
            && self.values == other.values
            && self.null_index == other.null_index
            && self.pattern == other.pattern
            && self.length == other.length
            && self.minimum == other.minimum
            && self.maximum == other.maximum
            && self.multiple_of == other.multiple_of
            && self.exclusive_minimum == other.exclusive_minimum
            && self.exclusive_maximum == other.exclusive_maximum
            && self.properties == other.properties
            && self.required == other.required
            && self.additional_properties == other.additional_properties
            && self.property_count == other.property_count
            && self.items == other.items
            && self.item_count == other.item_count
            && self.unique_items == other.unique_items
            && self.one_of == other.one_of
            && self.any_of == other.any_of
            && self.all_of == other.all_of
            && self.not == other.not
    }
}

/// The value of `additionalProperties`.
#[derive(Debug, Clone, PartialEq)]
pub enum AdditionalProperties {
    /// `true` if additional properties are allowed.
    Any(bool),
    /// The schema of additional properties.
    Schema(ReferenceOr<Schema>),
}

/// The value of `not`.
#[derive(Debug, Clone, PartialEq)]
pub struct Not {
    /// The schema.
    pub schema: ReferenceOr<Schema>,
    /// The JSON of the schema, for the documentation.
    pub json: String,
}

/// A discriminator of a union or of an inheritance hierarchy.
#[derive(Debug, Clone, PartialEq)]
pub struct Discriminator {
    /// The name of the property whose value selects a schema.
    pub property_name: String,
    /// The names of or references to schemas, by the value of the property.
    pub mapping: IndexMap<String, String>,
    /// The name of or reference to the schema for other values.
    pub default_mapping: Option<String>,
}
