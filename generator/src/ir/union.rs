//! Unions and the predicates that distinguish their variants.

use serde_json::Value;

use super::{Constant, Docs, ListedValue, TypeRef};
use crate::pointer::Pointer;

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The variants, in document order.
    pub variants: Vec<Variant>,
    /// The cases in the order of evaluation. The first case that a value satisfies selects the
    /// variant. Empty if the variants cannot be distinguished.
    pub cases: Vec<Case>,
}

impl Union {
    /// Returns `true` if the variants can be distinguished.
    pub fn is_discriminated(&self) -> bool {
        !self.cases.is_empty()
    }

    /// Returns the cases of each variant.
    pub fn by_variant(&self) -> Vec<Vec<&Case>> {
        let mut by_variant: Vec<Vec<&Case>> = vec![Vec::new(); self.variants.len()];
        for case in &self.cases {
            if let Some(own) = by_variant.get_mut(case.variant) {
                own.push(case);
            }
        }
        by_variant
    }
}

/// A variant of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// The location of the schema.
    pub pointer: Pointer,
    /// The candidates for the name, the best first: the discriminator value, the name of the
    /// component, the title, the JSON type.
    pub names: Vec<String>,
    /// The type of the value.
    pub ty: TypeRef,
    /// The documentation beside the reference to the type.
    pub docs: Docs,
    /// The origin of the discriminator value.
    pub tag_origin: TagOrigin,
    /// The discriminator that the union serializes; `None` if the type of the variant serializes
    /// it.
    pub tag: Option<Constant>,
    /// The only value of a string or integer schema. Such a variant has no field.
    pub literal: Option<Literal>,
}

/// The origin of the discriminator value of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TagOrigin {
    /// A constant or a mapping in the document.
    Document,
    /// The name of the component.
    Name,
    /// Unspecified.
    Open,
}

/// A string or an integer with documentation.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    /// The value.
    pub value: Value,
    /// The documentation.
    pub listed: ListedValue,
}

/// The condition for a variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The index of the variant that is selected if every predicate holds.
    pub variant: usize,
    /// The predicates.
    pub predicates: Vec<Predicate>,
}

/// A predicate on a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Predicate {
    /// The value has this JSON type.
    Json(JsonType),
    /// The value is in this set.
    Listed(ConstantSet),
    /// The value is a string in the format `date-time`.
    DateTime,
    /// The value is a string in the format `date`.
    Date,
    /// The value is an array whose items are null or have one of these JSON types.
    Items(Vec<JsonType>),
    /// The value is an object with this property.
    HasProperty(String),
    /// The value is an object without this property.
    LacksProperty(String),
    /// The value is an object with this property and without the properties of the other `ExclusiveProperty`
    /// predicates in the union.
    ExclusiveProperty(String),
    /// The value is an object in which this property is in this set.
    Property(String, ConstantSet),
    /// The value is an object in which this property has one of these JSON types. A missing
    /// property is null.
    PropertyType(String, Vec<JsonType>),
    /// The value is an object without properties other than these.
    OnlyProperties(Vec<String>),
}

/// A set of listed values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConstantSet {
    /// Strings.
    Strings(Vec<String>),
    /// Integers.
    Integers(Vec<i64>),
    /// A boolean.
    Boolean(bool),
}

impl ConstantSet {
    /// Returns `true` if a value is in the set.
    pub fn contains(&self, value: &Value) -> bool {
        match self {
            Self::Strings(all) => all.iter().any(|it| value == it),
            Self::Integers(all) => all.iter().any(|it| value == it),
            Self::Boolean(only) => value == only,
        }
    }

    /// Returns the values as strings.
    pub fn strings(&self) -> Vec<String> {
        match self {
            Self::Strings(strings) => strings.clone(),
            Self::Integers(all) => all.iter().map(i64::to_string).collect(),
            Self::Boolean(value) => vec![value.to_string()],
        }
    }

    /// Returns the first value, and `true` if it is the only value.
    pub fn first(&self) -> Option<(Value, bool)> {
        match self {
            Self::Strings(strings) => Some((strings.first()?.as_str().into(), strings.len() == 1)),
            Self::Integers(all) => Some(((*all.first()?).into(), all.len() == 1)),
            Self::Boolean(value) => Some(((*value).into(), true)),
        }
    }
}

/// A JSON type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonType {
    /// `true` and `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
    /// Null.
    Null,
}

impl JsonType {
    /// Returns the name in JSON Schema.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
            Self::Null => "null",
        }
    }
}
