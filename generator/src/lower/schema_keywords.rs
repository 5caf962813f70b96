//! The keywords of a schema, independent of the variants of `SchemaKind` in openapiv3.

use indexmap::{IndexMap, IndexSet};
use openapiv3::{
    AdditionalProperties, AnySchema, IntegerFormat, NumberFormat, ReferenceOr, Schema, SchemaKind,
    Type, VariantOrUnknownOrEmpty,
};
use serde_json::Value;

use super::{
    bound::{Bound, Range, approximate, bound, exact, float, restore},
    scalar::format,
};
use crate::ir::{JsonType, MAX_TUPLE_LENGTH};
use crate::read::extension;

/// The formats that only strings have.
const TEXT_FORMATS: [&str; 10] = [
    "binary",
    "byte",
    "date",
    "date-time",
    "email",
    "hostname",
    "password",
    "uri",
    "uri-reference",
    "uuid",
];

/// The keywords of a schema that constrain its values.
#[derive(Default)]
pub(super) struct SchemaKeywords<'d> {
    pub(super) typ: Option<&'d str>,
    pub(super) format: &'d str,
    pub(super) pattern: Option<&'d str>,
    pub(super) length: Range<usize>,
    pub(super) minimum: Option<Bound>,
    pub(super) maximum: Option<Bound>,
    pub(super) multiple_of: Option<String>,
    /// The values of `exclusiveMinimum` and `exclusiveMaximum` of OpenAPI 3.0.
    pub(super) exclusive: (bool, bool),
    /// The values of `enum` without null, converted to the declared type if possible.
    pub(super) values: Vec<Value>,
    /// The first value of `enum` that was converted from another type.
    pub(super) converted: Option<Value>,
    pub(super) lists_null: bool,
    /// The index of null in `enum`.
    pub(super) null_index: Option<usize>,
    /// The value of `nullable`.
    pub(super) nullable: bool,
    pub(super) properties: Option<&'d IndexMap<String, ReferenceOr<Box<Schema>>>>,
    pub(super) required: &'d [String],
    pub(super) additional: Option<&'d AdditionalProperties>,
    pub(super) property_count: Range<usize>,
    pub(super) items: Option<&'d ReferenceOr<Box<Schema>>>,
    pub(super) item_count: Range<usize>,
    pub(super) unique_items: bool,
    pub(super) one_of: &'d [ReferenceOr<Schema>],
    pub(super) any_of: &'d [ReferenceOr<Schema>],
    pub(super) all_of: &'d [ReferenceOr<Schema>],
    pub(super) not: Option<&'d ReferenceOr<Schema>>,
    /// The property of the discriminator.
    pub(super) discriminator: Option<&'d str>,
    /// The extensions, which include keywords that OpenAPI 3.0 lacks.
    pub(super) extensions: Option<&'d IndexMap<String, Value>>,
}

impl<'d> SchemaKeywords<'d> {
    pub(super) fn of(schema: &'d Schema) -> Self {
        let mut keywords = match &schema.schema_kind {
            SchemaKind::Type(ty) => Self::of_type(ty),
            SchemaKind::OneOf { one_of } => Self {
                one_of,
                ..Self::default()
            },
            SchemaKind::AnyOf { any_of } => Self {
                any_of,
                ..Self::default()
            },
            SchemaKind::AllOf { all_of } => Self {
                all_of,
                ..Self::default()
            },
            SchemaKind::Not { not } => Self {
                not: Some(not),
                ..Self::default()
            },
            SchemaKind::Any(any) => Self::of_any(any),
        };
        let discriminator = schema.schema_data.discriminator.as_ref();
        keywords.discriminator = discriminator.map(|found| found.property_name.as_str());
        keywords.nullable = schema.schema_data.nullable;
        keywords.extensions = Some(&schema.schema_data.extensions);
        keywords.null_index = keywords.values.iter().position(Value::is_null);
        keywords.lists_null = keywords.null_index.is_some();
        keywords.values.retain(|value| !value.is_null());
        keywords.convert_values();
        keywords.restore_bounds();
        keywords
    }

    /// Restores the digits of bounds that exceed those of a float.
    fn restore_bounds(&mut self) {
        let Some(Value::Object(bounds)) = self.extension(extension::BOUNDS) else {
            return;
        };
        for (key, text) in bounds {
            let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
            let Some(text) = text.as_str().filter(|text| text.chars().all(is_part)) else {
                continue;
            };
            match key.as_str() {
                "multipleOf" => self.multiple_of = Some(text.to_owned()),
                "minimum" | "exclusiveMinimum" => restore(&mut self.minimum, text),
                _ => restore(&mut self.maximum, text),
            }
        }
    }

    /// Converts the listed values to the declared type.
    fn convert_values(&mut self) {
        for index in 0..self.values.len() {
            let converted = self.values.get(index).and_then(|value| self.convert(value));
            if let (Some(own), Some(value)) = (converted, self.values.get_mut(index)) {
                let written = std::mem::replace(value, own);
                self.converted.get_or_insert(written);
            }
        }
    }

    /// Converts a scalar of another type to the schema's type.
    pub(super) fn convert(&self, value: &Value) -> Option<Value> {
        match (value, self.typ?) {
            (Value::Bool(_) | Value::Number(_), "string") => Some(value.to_string().into()),
            (Value::String(text), "boolean") => text.parse().ok().map(Value::Bool),
            (Value::String(text), "integer") => text.parse::<i64>().ok().map(Value::from),
            (Value::String(text), "number") => text.parse().ok().map(Value::Number),
            _ => None,
        }
    }

    fn of_type(ty: &'d Type) -> Self {
        match ty {
            Type::String(string) => Self {
                typ: Some("string"),
                format: format(string),
                pattern: string.pattern.as_deref(),
                length: Range::new(string.min_length, string.max_length),
                values: values(&string.enumeration),
                ..Self::default()
            },
            Type::Integer(integer) => Self {
                typ: Some("integer"),
                format: spelled(&integer.format, |format| match format {
                    IntegerFormat::Int32 => "int32",
                    IntegerFormat::Int64 => "int64",
                }),
                minimum: bound(integer.minimum, exact, integer.exclusive_minimum),
                maximum: bound(integer.maximum, exact, integer.exclusive_maximum),
                multiple_of: integer.multiple_of.map(|factor| factor.to_string()),
                exclusive: (integer.exclusive_minimum, integer.exclusive_maximum),
                values: values(&integer.enumeration),
                ..Self::default()
            },
            Type::Number(number) => Self {
                typ: Some("number"),
                format: spelled(&number.format, |format| match format {
                    NumberFormat::Float => "float",
                    NumberFormat::Double => "double",
                }),
                minimum: bound(number.minimum, float, number.exclusive_minimum),
                maximum: bound(number.maximum, float, number.exclusive_maximum),
                multiple_of: number.multiple_of.map(|factor| factor.to_string()),
                exclusive: (number.exclusive_minimum, number.exclusive_maximum),
                values: values(&number.enumeration),
                ..Self::default()
            },
            Type::Boolean(boolean) => Self {
                typ: Some("boolean"),
                values: values(&boolean.enumeration),
                ..Self::default()
            },
            Type::Array(array) => Self {
                typ: Some("array"),
                items: array.items.as_ref(),
                item_count: Range::new(array.min_items, array.max_items),
                unique_items: array.unique_items,
                ..Self::default()
            },
            Type::Object(object) => Self {
                typ: Some("object"),
                properties: Some(&object.properties),
                required: &object.required,
                additional: object.additional_properties.as_ref(),
                property_count: Range::new(object.min_properties, object.max_properties),
                ..Self::default()
            },
        }
    }

    fn of_any(any: &'d AnySchema) -> Self {
        let exclusive = [any.exclusive_minimum, any.exclusive_maximum];
        let [exclusive_minimum, exclusive_maximum] = exclusive.map(|key| key == Some(true));
        let minimum = bound(any.minimum, approximate, exclusive_minimum);
        let maximum = bound(any.maximum, approximate, exclusive_maximum);
        Self {
            typ: any.typ.as_deref(),
            format: any.format.as_deref().unwrap_or_default(),
            pattern: any.pattern.as_deref(),
            length: Range::new(any.min_length, any.max_length),
            minimum,
            maximum,
            multiple_of: any.multiple_of.map(|factor| factor.to_string()),
            exclusive: (exclusive_minimum, exclusive_maximum),
            values: any.enumeration.clone(),
            converted: None,
            lists_null: false,
            null_index: None,
            nullable: false,
            properties: Some(&any.properties),
            required: &any.required,
            additional: any.additional_properties.as_ref(),
            property_count: Range::new(any.min_properties, any.max_properties),
            items: any.items.as_ref(),
            item_count: Range::new(any.min_items, any.max_items),
            unique_items: any.unique_items == Some(true),
            one_of: &any.one_of,
            any_of: &any.any_of,
            all_of: &any.all_of,
            not: any.not.as_deref(),
            discriminator: None,
            extensions: None,
        }
    }

    pub(super) fn extension(&self, key: &str) -> Option<&'d Value> {
        self.extensions.and_then(|all| all.get(key))
    }

    /// Returns the schemas of the positions of a tuple.
    pub(super) fn prefix_items(&self) -> Option<&'d [ReferenceOr<Schema>]> {
        let ReferenceOr::Item(items) = self.items? else {
            return None;
        };
        let pointers = Self::of(items).any_of;
        let is_tuple = self.extension(extension::TUPLE) == Some(&Value::Bool(true));
        (is_tuple && (1..=MAX_TUPLE_LENGTH).contains(&pointers.len())).then_some(pointers)
    }

    /// Returns the examples after the first.
    pub(super) fn further_examples(&self) -> &'d [Value] {
        let further = self.unchecked().find(|(key, _)| *key == "examples");
        let further = further.and_then(|(_, values)| values.as_array());
        further.map_or(&[], Vec::as_slice)
    }

    /// Returns the keywords that types don't express, with their values.
    pub(super) fn unchecked(&self) -> impl Iterator<Item = (&'d str, &'d Value)> {
        let all = self.extension(extension::UNCHECKED);
        let all = all.and_then(Value::as_object).into_iter().flatten();
        all.map(|(key, value)| (key.as_str(), value))
    }

    /// Returns the JSON type of the values other than null: the declared type, or the only type
    /// that the keywords apply to. Keywords for a type other than the declared type have no effect.
    pub(super) fn json_type(&self) -> Option<JsonType> {
        if let Some(typ) = self.typ {
            return named(typ);
        }
        if !self.values.is_empty() {
            let mut types = self.values.iter().map(json_type_of);
            let first = types.next().flatten()?;
            return types.try_fold(first, |all, own| common(all, own?));
        }
        let object = self.has_properties()
            || matches!(self.additional, Some(AdditionalProperties::Schema(_)));
        let text = self.pattern.is_some()
            || self.length.least.is_some()
            || self.length.most.is_some()
            || TEXT_FORMATS.contains(&self.format);
        match (object, self.items.is_some(), text) {
            (true, false, false) => Some(JsonType::Object),
            (false, true, false) => Some(JsonType::Array),
            (false, false, true) => Some(JsonType::String),
            _ => None,
        }
    }

    pub(super) fn has_properties(&self) -> bool {
        self.properties
            .is_some_and(|properties| !properties.is_empty())
    }

    /// Returns `true` for a schema with `oneOf`, `anyOf` or `allOf`.
    pub(super) fn is_composed(&self) -> bool {
        !(self.one_of.is_empty() && self.any_of.is_empty() && self.all_of.is_empty())
    }

    /// Returns `true` if no keyword but `required` constrains the values.
    pub(super) fn is_unconstrained(&self) -> bool {
        let open = matches!(self.typ, None | Some("object"));
        let is_inferred = self.typ.is_none() && self.json_type().is_some();
        let additional = matches!(self.additional, Some(AdditionalProperties::Schema(_)));
        open && !is_inferred
            && !additional
            && self.values.is_empty()
            && !self.lists_null
            && !self.has_properties()
            && self.items.is_none()
            && !self.is_composed()
    }

    /// Returns the keywords for exclusive bounds without a bound, each with the keyword of the
    /// missing bound.
    pub(super) fn exclusive_alone(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let (minimum, maximum) = self.exclusive;
        let lowest = (minimum && self.minimum.is_none()).then_some(("exclusiveMinimum", "minimum"));
        let highest =
            (maximum && self.maximum.is_none()).then_some(("exclusiveMaximum", "maximum"));
        lowest.into_iter().chain(highest)
    }

    /// Returns `true` if no number is within the bounds.
    pub(super) fn is_range_empty(&self) -> bool {
        let (Some(minimum), Some(maximum)) = (&self.minimum, &self.maximum) else {
            return false;
        };
        let text = |bound: &Bound| bound.text.parse::<f64>().ok();
        let is_open = minimum.exclusive || maximum.exclusive;
        match (text(minimum), text(maximum)) {
            (Some(least), Some(most)) => least > most || is_open && minimum.text == maximum.text,
            _ => false,
        }
    }

    /// Returns `true` if `enum` lists only null.
    pub(super) fn is_null(&self) -> bool {
        self.lists_null && self.values.is_empty()
    }

    /// Returns `true` if null is the only allowed value.
    pub(super) fn is_only_null(&self) -> bool {
        self.is_null() && (self.typ.is_none() || self.nullable)
    }

    /// Returns the distinct strings in `enum`.
    pub(super) fn strings(&self) -> Vec<String> {
        let strings = self.values.iter().filter_map(Value::as_str);
        let strings: IndexSet<String> = strings.map(str::to_owned).collect();
        strings.into_iter().collect()
    }

    /// Returns the smallest and the largest allowed integer, if they are bounded.
    pub(super) fn range(&self) -> (Option<i128>, Option<i128>) {
        let wide = |value: &Value| {
            let signed = value.as_i64().map(i128::from);
            signed.or_else(|| value.as_u64().map(i128::from))
        };
        let listed = self.values.iter().filter_map(wide);
        let least = self.minimum.as_ref().map(|bound| bound.value);
        let most = self.maximum.as_ref().map(|bound| bound.value);
        (least.or(listed.clone().min()), most.max(listed.max()))
    }

    /// Returns the distinct integers in `enum`; empty if any integer is beyond 64 bits.
    pub(super) fn integers(&self) -> Vec<i64> {
        let beyond = |value: &Value| value.is_u64() && !value.is_i64();
        if self.values.iter().any(beyond) {
            return Vec::new();
        }
        let integers: IndexSet<i64> = self.values.iter().filter_map(integer).collect();
        integers.into_iter().collect()
    }
}

/// Returns the integer value of a number, which may be written as `1.0`.
pub(super) fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let whole = value.as_f64().filter(|float| float.fract() == 0.0)?;
        format!("{whole:.0}").parse().ok()
    })
}

pub(super) fn named(typ: &str) -> Option<JsonType> {
    Some(match typ {
        "boolean" => JsonType::Boolean,
        "integer" => JsonType::Integer,
        "number" => JsonType::Number,
        "string" => JsonType::String,
        "array" => JsonType::Array,
        "object" => JsonType::Object,
        _ => return None,
    })
}

/// Returns the JSON type of a value; `None` for null.
pub(super) fn json_type_of(value: &Value) -> Option<JsonType> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(_) => JsonType::Boolean,
        Value::Number(number) if number.is_u64() || integer(value).is_some() => JsonType::Integer,
        Value::Number(_) => JsonType::Number,
        Value::String(_) => JsonType::String,
        Value::Array(_) => JsonType::Array,
        Value::Object(_) => JsonType::Object,
    })
}

/// Returns the narrowest JSON type with the values of both types.
fn common(first: JsonType, last: JsonType) -> Option<JsonType> {
    match (first, last) {
        (JsonType::Integer, JsonType::Number) | (JsonType::Number, JsonType::Integer) => {
            Some(JsonType::Number)
        }
        _ => (first == last).then_some(first),
    }
}

fn values<T: Clone + Into<Value>>(listed: &[Option<T>]) -> Vec<Value> {
    let value = |value: &Option<T>| value.clone().map_or(Value::Null, Into::into);
    listed.iter().map(value).collect()
}

fn spelled<T>(format: &VariantOrUnknownOrEmpty<T>, name: fn(&T) -> &'static str) -> &str {
    match format {
        VariantOrUnknownOrEmpty::Item(format) => name(format),
        VariantOrUnknownOrEmpty::Unknown(format) => format,
        VariantOrUnknownOrEmpty::Empty => "",
    }
}
