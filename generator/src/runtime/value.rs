//! A value as parameters and forms are made of: what serde says of it, without its type. The
//! writers of all styles are compiled once for it, not for every model.

use std::{
    borrow::Cow,
    fmt::{self, Display},
};

use serde::{Serialize, Serializer, ser};

/// A value without its type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// Nothing: it isn't sent.
    Null,
    /// A number or a boolean.
    Bare(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// An object, its properties in order.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// What a value says of itself. Keys that aren't text and errors of foreign types have no
    /// form.
    pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Option<Self> {
        value.serialize(Writer).ok()
    }

    /// The text of a value. One that is made of others is JSON: where it is a part of another,
    /// OpenAPI has no form for it.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Bare(text) | Self::Text(text) => Cow::Borrowed(text),
            Self::List(_) | Self::Object(_) => Cow::Owned(self.json()),
        }
    }

    /// Whether it is made of others.
    pub(crate) fn is_nested(&self) -> bool {
        matches!(self, Self::List(_) | Self::Object(_))
    }

    /// The value as JSON.
    pub(crate) fn json(&self) -> String {
        let mut json = String::new();
        self.write_json(&mut json);
        json
    }

    fn write_json(&self, json: &mut String) {
        match self {
            Self::Null => json.push_str("null"),
            // JSON has neither infinity nor NaN, and `serde_json` writes null for them.
            Self::Bare(text) if text.ends_with(['f', 'N']) => json.push_str("null"),
            Self::Bare(text) => json.push_str(text),
            Self::Text(text) => write_string(text, json),
            Self::List(items) => {
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

fn write_string(text: &str, json: &mut String) {
    json.push_str(&serde_json::Value::from(text).to_string());
}

/// A value that can't be written. Nobody is told more than that.
#[derive(Debug)]
struct Failed;

impl ser::Error for Failed {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

impl Display for Failed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("it has no form")
    }
}

impl std::error::Error for Failed {}

/// Makes a [`Value`] of whatever serializes itself.
struct Writer;

macro_rules! bare {
    ($($method:ident: $ty:ty,)*) => {
        $(fn $method(self, value: $ty) -> Result<Value, Failed> {
            Ok(Value::Bare(value.to_string()))
        })*
    };
}

impl Serializer for Writer {
    type Ok = Value;
    type Error = Failed;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Properties;
    type SerializeStruct = Properties;
    type SerializeStructVariant = Properties;

    bare! {
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
        serialize_f32: f32,
        serialize_f64: f64,
    }

    fn serialize_char(self, value: char) -> Result<Value, Failed> {
        Ok(Value::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Value, Failed> {
        Ok(Value::Text(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Value, Failed> {
        let item = |byte: &u8| Value::Bare(byte.to_string());
        Ok(Value::List(value.iter().map(item).collect()))
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
        Ok(Value::Text(variant.to_owned()))
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

/// A value within the variant that it was said in.
fn within(variant: Option<&'static str>, value: Value) -> Value {
    match variant {
        Some(variant) => Value::Object(vec![(variant.to_owned(), value)]),
        None => value,
    }
}

/// A list on its way.
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
                self.items.push(value.serialize(Writer)?);
                Ok(())
            }

            fn end(self) -> Result<Value, Failed> {
                Ok(within(self.variant, Value::List(self.items)))
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

/// An object on its way.
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
        match key.serialize(Writer)? {
            Value::Text(text) | Value::Bare(text) => self.name = text,
            _ => return Err(Failed),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        let value = value.serialize(Writer)?;
        self.properties
            .push((std::mem::take(&mut self.name), value));
        Ok(())
    }

    fn end(self) -> Result<Value, Failed> {
        Ok(within(self.variant, Value::Object(self.properties)))
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
                let value = value.serialize(Writer)?;
                self.properties.push((name.to_owned(), value));
                Ok(())
            }

            fn end(self) -> Result<Value, Failed> {
                Ok(within(self.variant, Value::Object(self.properties)))
            }
        })*
    };
}

properties! {
    SerializeStruct,
    SerializeStructVariant,
}
