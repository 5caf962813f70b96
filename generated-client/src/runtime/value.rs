//! Untyped values of parameters and forms. The code of all styles is compiled once for this type,
//! and not for every model.

use std::{
    borrow::Cow,
    fmt::{self, Display},
};

use serde::{Serialize, Serializer, ser};

/// An untyped value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A value that isn't sent.
    Null,
    /// A number or a boolean.
    Literal(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object with its properties in order.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Converts a value. `None` if its serialization fails, or if it has a number that isn't finite
    /// or a map whose keys aren't scalars.
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Option<Self> {
        value.serialize(ValueSerializer).ok()
    }

    /// Formats a value. Arrays and objects are JSON: OpenAPI doesn't define nested values in
    /// styles.
    pub(crate) fn format(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Literal(string) | Self::String(string) => Cow::Borrowed(string),
            Self::Array(_) | Self::Object(_) => Cow::Owned(self.json()),
        }
    }

    /// Returns `true` if the value is an array or object.
    pub(crate) fn is_nested(&self) -> bool {
        matches!(self, Self::Array(_) | Self::Object(_))
    }

    /// Formats the value as JSON.
    pub(crate) fn json(&self) -> String {
        let mut json = String::new();
        self.write_json(&mut json);
        json
    }

    fn write_json(&self, json: &mut String) {
        match self {
            Self::Null => json.push_str("null"),
            Self::Literal(string) => json.push_str(string),
            Self::String(string) => write_string(string, json),
            Self::Array(items) => {
                json.push('[');
                for (index, item) in items.iter().enumerate() {
                    json.push_str(if index == 0 { "" } else { "," });
                    item.write_json(json);
                }
                json.push(']');
            }
            Self::Object(properties) => {
                json.push('{');
                for (index, (name, value)) in properties.iter().enumerate() {
                    json.push_str(if index == 0 { "" } else { "," });
                    write_string(name, json);
                    json.push(':');
                    value.write_json(json);
                }
                json.push('}');
            }
        }
    }
}

fn write_string(string: &str, json: &mut String) {
    json.push_str(&serde_json::Value::from(string).to_string());
}

/// The error of a value that can't be converted. Callers drop it, so it has no details.
#[derive(Debug)]
struct Failed;

impl ser::Error for Failed {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

impl Display for Failed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("unsupported value")
    }
}

impl std::error::Error for Failed {}

/// Converts a float to its digits. NaN and the infinities have no digits.
fn finite(float: f64, digits: &dyn Display) -> Result<Value, Failed> {
    match float.is_finite() {
        true => Ok(Value::Literal(digits.to_string())),
        false => Err(Failed),
    }
}

/// A serializer that creates a [`Value`].
struct ValueSerializer;

macro_rules! literals {
    ($($method:ident: $ty:ty,)*) => {
        $(fn $method(self, value: $ty) -> Result<Value, Failed> {
            Ok(Value::Literal(value.to_string()))
        })*
    };
}

impl Serializer for ValueSerializer {
    type Ok = Value;
    type Error = Failed;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Properties;
    type SerializeStruct = Properties;
    type SerializeStructVariant = Properties;

    literals! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_i128: i128,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_u128: u128,
    }

    fn serialize_f32(self, value: f32) -> Result<Value, Failed> {
        finite(value.into(), &value)
    }

    fn serialize_f64(self, value: f64) -> Result<Value, Failed> {
        finite(value, &value)
    }

    fn serialize_char(self, value: char) -> Result<Value, Failed> {
        Ok(Value::String(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Value, Failed> {
        Ok(Value::String(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Value, Failed> {
        let item = |byte: &u8| Value::Literal(byte.to_string());
        Ok(Value::Array(value.iter().map(item).collect()))
    }

    fn serialize_none(self) -> Result<Value, Failed> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Failed> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value, Failed> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, Failed> {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Value, Failed> {
        Ok(Value::String(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Value, Failed> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value, Failed> {
        let value = value.serialize(self)?;
        Ok(Value::Object(vec![(variant.to_owned(), value)]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Failed> {
        Ok(Items::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Failed> {
        Ok(Items::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, Failed> {
        Ok(Items::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items, Failed> {
        Ok(Items {
            variant: Some(variant),
            ..Items::default()
        })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Properties, Failed> {
        Ok(Properties::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Properties, Failed> {
        Ok(Properties::default())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Properties, Failed> {
        Ok(Properties {
            variant: Some(variant),
            ..Properties::default()
        })
    }
}

/// Wraps a value in an object with the name of its variant.
fn in_variant(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(variant) => Value::Object(vec![(variant.to_owned(), value)]),
        None => value,
    }
}

/// An array that is being serialized.
#[derive(Default)]
struct Items {
    variant: Option<&'static str>,
    items: Vec<Value>,
}

macro_rules! items {
    ($($name:ident::$method:ident,)*) => {
        $(impl ser::$name for Items {
            type Ok = Value;
            type Error = Failed;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
                self.items.push(value.serialize(ValueSerializer)?);
                Ok(())
            }

            fn end(self) -> Result<Value, Failed> {
                Ok(in_variant(self.variant, Value::Array(self.items)))
            }
        })*
    };
}

items! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

/// An object that is being serialized.
#[derive(Default)]
struct Properties {
    variant: Option<&'static str>,
    name: String,
    properties: Vec<(String, Value)>,
}

impl ser::SerializeMap for Properties {
    type Ok = Value;
    type Error = Failed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failed> {
        match key.serialize(ValueSerializer)? {
            Value::String(string) | Value::Literal(string) => self.name = string,
            _ => return Err(Failed),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        let value = value.serialize(ValueSerializer)?;
        self.properties
            .push((std::mem::take(&mut self.name), value));
        Ok(())
    }

    fn end(self) -> Result<Value, Failed> {
        Ok(in_variant(self.variant, Value::Object(self.properties)))
    }
}

macro_rules! properties {
    ($($name:ident,)*) => {
        $(impl ser::$name for Properties {
            type Ok = Value;
            type Error = Failed;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Failed> {
                let value = value.serialize(ValueSerializer)?;
                self.properties.push((name.to_owned(), value));
                Ok(())
            }

            fn end(self) -> Result<Value, Failed> {
                Ok(in_variant(self.variant, Value::Object(self.properties)))
            }
        })*
    };
}

properties! {
    SerializeStruct,
    SerializeStructVariant,
}
