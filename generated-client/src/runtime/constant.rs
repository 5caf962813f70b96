//! Constant properties, such as the discriminator of a variant. They are added on serialization and
//! checked on deserialization.

use std::fmt;

use serde::{
    Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, Error, Unexpected, Visitor},
};
use serde_json::Value;

use super::integer::integer;

/// The value of a constant property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constant {
    /// A string.
    Text(&'static str),
    /// An integer.
    Integer(i64),
    /// `true` or `false`.
    Boolean(bool),
}

impl Serialize for Constant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Text(string) => serializer.serialize_str(string),
            Self::Integer(integer) => serializer.serialize_i64(integer),
            Self::Boolean(value) => serializer.serialize_bool(value),
        }
    }
}

impl From<Constant> for Value {
    fn from(constant: Constant) -> Self {
        match constant {
            Constant::Text(string) => string.into(),
            Constant::Integer(integer) => integer.into(),
            Constant::Boolean(value) => value.into(),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Constant {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Constant {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(string) => write!(formatter, "`{string}`"),
            Self::Integer(integer) => write!(formatter, "`{integer}`"),
            Self::Boolean(value) => write!(formatter, "`{value}`"),
        }
    }

    fn visit_str<E: Error>(self, string: &str) -> Result<(), E> {
        match self {
            Self::Text(expected) if expected == string => Ok(()),
            _ => Err(E::invalid_value(Unexpected::Str(string), &self)),
        }
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<(), E> {
        match self {
            Self::Integer(expected) if expected == integer => Ok(()),
            _ => Err(E::invalid_value(Unexpected::Signed(integer), &self)),
        }
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<(), E> {
        match self {
            Self::Integer(expected) if u64::try_from(expected) == Ok(integer) => Ok(()),
            _ => Err(E::invalid_value(Unexpected::Unsigned(integer), &self)),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        match (self, integer(number).and_then(|integer| integer.as_i64())) {
            (Self::Integer(expected), Some(integer)) if expected == integer => Ok(()),
            _ => Err(E::invalid_value(Unexpected::Float(number), &self)),
        }
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        match self {
            Self::Boolean(expected) if expected == value => Ok(()),
            _ => Err(E::invalid_value(Unexpected::Bool(value), &self)),
        }
    }
}
