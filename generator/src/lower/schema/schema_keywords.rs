//! The meaning of the keywords of a schema.

use indexmap::IndexSet;
use serde_json::Value;

use crate::document::{AdditionalProperties, Bound, Range, ReferenceOr, Schema};
use crate::ir::{JsonType, MAX_TUPLE_LENGTH};

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

impl Schema {
    /// Returns the schemas of the positions of a tuple.
    pub(in crate::lower) fn prefix_items(&self) -> Option<&[ReferenceOr<Self>]> {
        let items = self.items.as_ref()?.as_item()?;
        let positions = items.any_of.as_slice();
        (self.is_tuple && (1..=MAX_TUPLE_LENGTH).contains(&positions.len())).then_some(positions)
    }

    /// Returns the JSON type of the values other than null: the declared type, or the only type
    /// that the keywords apply to. Keywords for a type other than the declared type have no effect.
    pub(in crate::lower) fn json_type(&self) -> Option<JsonType> {
        if let Some(typ) = self.ty() {
            return named(typ);
        }
        if !self.values.is_empty() {
            let mut types = self.values.iter().map(json_type_of);
            let first = types.next().flatten()?;
            return types.try_fold(first, |all, own| common(all, own?));
        }
        let object = self.has_properties()
            || matches!(
                self.additional_properties,
                Some(AdditionalProperties::Schema(_))
            );
        let text = self.pattern.is_some()
            || self.length.least.is_some()
            || self.length.most.is_some()
            || TEXT_FORMATS.contains(&self.format.as_str());
        match (object, self.items.is_some(), text) {
            (true, false, false) => Some(JsonType::Object),
            (false, true, false) => Some(JsonType::Array),
            (false, false, true) => Some(JsonType::String),
            _ => None,
        }
    }

    pub(in crate::lower) fn has_properties(&self) -> bool {
        !self.properties.is_empty()
    }

    /// Returns the members of `allOf`, if the schema has no other keyword that constrains values.
    pub(in crate::lower) fn only_all_of(&self) -> Option<&[ReferenceOr<Self>]> {
        let is_alone = self.ty.is_none()
            && self.values.is_empty()
            && !self.lists_null()
            && self.properties.is_empty()
            && self.items.is_none()
            && self.one_of.is_empty()
            && self.any_of.is_empty()
            && self.format.is_empty()
            && self.pattern.is_none()
            && self.length == Range::default()
            && self.minimum.is_none()
            && self.maximum.is_none()
            && !self.exclusive_minimum
            && !self.exclusive_maximum
            && self.multiple_of.is_none()
            && self.required.is_empty()
            && self.additional_properties.is_none()
            && self.property_count == Range::default()
            && self.item_count == Range::default()
            && !self.unique_items
            && self.not.is_none();
        (is_alone && !self.all_of.is_empty()).then_some(&self.all_of)
    }

    /// Returns `true` for a schema with `oneOf`, `anyOf` or `allOf`.
    pub(in crate::lower) fn is_composed(&self) -> bool {
        !(self.one_of.is_empty() && self.any_of.is_empty() && self.all_of.is_empty())
    }

    /// Returns `true` if no keyword but `required` constrains the values.
    pub(in crate::lower) fn is_unconstrained(&self) -> bool {
        let open = matches!(self.ty(), None | Some("object"));
        let is_inferred = self.ty.is_none() && self.json_type().is_some();
        let additional = matches!(
            self.additional_properties,
            Some(AdditionalProperties::Schema(_))
        );
        open && !is_inferred
            && !additional
            && self.values.is_empty()
            && !self.lists_null()
            && !self.has_properties()
            && self.items.is_none()
            && !self.is_composed()
    }

    /// Returns the keywords for exclusive bounds without a bound, each with the keyword of the
    /// missing bound.
    pub(in crate::lower) fn exclusive_alone(
        &self,
    ) -> impl Iterator<Item = (&'static str, &'static str)> {
        let lowest = self.exclusive_minimum && self.minimum.is_none();
        let lowest = lowest.then_some(("exclusiveMinimum", "minimum"));
        let highest = self.exclusive_maximum && self.maximum.is_none();
        let highest = highest.then_some(("exclusiveMaximum", "maximum"));
        lowest.into_iter().chain(highest)
    }

    /// Returns `true` if no number is within the bounds.
    pub(in crate::lower) fn is_range_empty(&self) -> bool {
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
    pub(in crate::lower) fn is_null(&self) -> bool {
        self.lists_null() && self.values.is_empty()
    }

    /// Returns `true` if null is the only allowed value.
    pub(in crate::lower) fn is_only_null(&self) -> bool {
        self.is_null() && (self.ty.is_none() || self.nullable)
    }

    /// Returns the distinct strings in `enum`.
    pub(in crate::lower) fn strings(&self) -> Vec<String> {
        let strings = self.values.iter().filter_map(Value::as_str);
        let strings: IndexSet<String> = strings.map(str::to_owned).collect();
        strings.into_iter().collect()
    }

    /// Returns the smallest and the largest allowed integer, if they are bounded.
    pub(in crate::lower) fn range(&self) -> (Option<i128>, Option<i128>) {
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
    pub(in crate::lower) fn integers(&self) -> Vec<i64> {
        let beyond = |value: &Value| value.is_u64() && !value.is_i64();
        if self.values.iter().any(beyond) {
            return Vec::new();
        }
        let integers: IndexSet<i64> = self.values.iter().filter_map(integer).collect();
        integers.into_iter().collect()
    }
}

/// Returns the integer value of a number, which may be written as `1.0`.
pub(in crate::lower) fn integer(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let whole = value.as_f64().filter(|float| float.fract() == 0.0)?;
        format!("{whole:.0}").parse().ok()
    })
}

pub(in crate::lower) fn named(typ: &str) -> Option<JsonType> {
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
pub(in crate::lower) fn json_type_of(value: &Value) -> Option<JsonType> {
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
