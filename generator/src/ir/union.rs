//! The vocabulary of unions: the types that a value can be of, and what tells them apart.

use serde_json::Value;

use super::{Constant, Docs, ListedValue, TypeRef};
use crate::pointer::Pointer;

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    /// The types, in document order.
    pub variants: Vec<Variant>,
    /// What tells them apart, in the order in which it is asked: a value is of the branch of the
    /// first question that it passes, or of none. Empty where nothing tells them apart.
    pub cases: Vec<Case>,
}

impl Union {
    /// Returns `true` if something tells the branches apart.
    pub fn is_discriminated(&self) -> bool {
        !self.cases.is_empty()
    }

    /// The questions of each branch.
    pub fn by_variant(&self) -> Vec<Vec<&Case>> {
        let mut found: Vec<Vec<&Case>> = vec![Vec::new(); self.variants.len()];
        for question in &self.cases {
            if let Some(own) = found.get_mut(question.variant) {
                own.push(question);
            }
        }
        found
    }
}

/// A branch of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    /// Where it is.
    pub pointer: Pointer,
    /// What it can go by, the best first: the value of its discriminator, the name of its component,
    /// its title, its JSON type.
    pub words: Vec<String>,
    /// Its type.
    pub ty: TypeRef,
    /// The documentation beside the reference to its type.
    pub docs: Docs,
    /// The origin of the value of its discriminator.
    pub tag_origin: TagOrigin,
    /// The discriminator, where the type doesn't write it itself.
    pub tag: Option<Constant>,
    /// The only value, if the branch is a string or an integer with one: its variant holds nothing.
    pub literal: Option<Literal>,
}

/// The origin of the value that a discriminator has in a branch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TagOrigin {
    /// The document writes the value: a constant or a mapping.
    Document,
    /// The value is the name of the component.
    Name,
    /// The document leaves the value open.
    Open,
}

/// A string or an integer, and its documentation.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    /// The value.
    pub value: Value,
    /// Its documentation.
    pub about: ListedValue,
}

/// What is asked of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The branch that it is of if it passes every test.
    pub variant: usize,
    /// The tests.
    pub predicates: Vec<Predicate>,
}

/// A test of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Predicate {
    /// It is of this JSON type.
    Json(JsonType),
    /// It is one of these.
    Listed(ConstantSet),
    /// It is a string, and written as a time.
    DateTime,
    /// It is a string, and written as a date.
    Date,
    /// It is a list, and what is in it is null or of these JSON types.
    Items(Vec<JsonType>),
    /// It is an object and has this property.
    Has(String),
    /// It is an object without this property.
    Lacks(String),
    /// It is an object that has this property, and none of those that the other tests of this kind
    /// in the union name.
    Alone(String),
    /// It is an object in which this property is one of these.
    Property(String, ConstantSet),
    /// It is an object in which this property is of these JSON types; a missing one is null.
    PropertyType(String, Vec<JsonType>),
    /// It is an object with no properties but these.
    Only(Vec<String>),
}

/// Values that are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConstantSet {
    /// Strings.
    Strings(Vec<String>),
    /// Integers.
    Integers(Vec<i64>),
    /// One of the two.
    Boolean(bool),
}

impl ConstantSet {
    /// The first value, and whether it is the only one.
    pub fn first(&self) -> Option<(Value, bool)> {
        match self {
            Self::Strings(strings) => Some((strings.first()?.as_str().into(), strings.len() == 1)),
            Self::Integers(all) => Some(((*all.first()?).into(), all.len() == 1)),
            Self::Boolean(value) => Some(((*value).into(), true)),
        }
    }
}

/// The types of JSON, as far as unions tell them apart.
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
    /// A list.
    Array,
    /// An object.
    Object,
    /// Null.
    Null,
}

impl JsonType {
    /// Its name in JSON Schema.
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
