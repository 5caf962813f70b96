//! The JSON of request bodies. A number that JSON can't represent is an error with its location,
//! where `serde_json` writes `null`.

use std::fmt::{self, Display};

use serde::{Serialize, Serializer, ser, ser::Error};

use super::integer::integer;

/// The start of the names of structs with which `serde_json` passes JSON text and exact numbers.
const JSON_TEXT: &str = "$serde_json::private::";

/// Serializes a value as JSON. Numbers are written like in JavaScript: `2`, not `2.0`.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Result<Vec<u8>, WriteError> {
    let mut writer = JsonWriter { bytes: Vec::new() };
    value.serialize(&mut writer)?;
    Ok(writer.bytes)
}

/// The error of a value that can't be written.
#[derive(Debug)]
pub(crate) struct WriteError {
    /// The location of the value, such as `items[2].price`.
    location: String,
    reason: String,
}

impl WriteError {
    /// Adds the name of the property or the index of the item that contains the location.
    #[cold]
    fn within(mut self, segment: &str) -> Self {
        let is_property = !matches!(self.location.as_bytes().first(), None | Some(b'['));
        let dot = if is_property { "." } else { "" };
        self.location = format!("{segment}{dot}{}", self.location);
        self
    }
}

impl Error for WriteError {
    #[cold]
    fn custom<T: Display>(reason: T) -> Self {
        Self {
            location: String::new(),
            reason: reason.to_string(),
        }
    }
}

impl Display for WriteError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.location.as_str() {
            "" => formatter.write_str(&self.reason),
            location => write!(formatter, "`{location}`: {}", self.reason),
        }
    }
}

impl std::error::Error for WriteError {}

/// A serializer that writes JSON.
struct JsonWriter {
    bytes: Vec<u8>,
}

impl JsonWriter {
    fn push(&mut self, json: &str) -> Result<(), WriteError> {
        self.bytes.extend_from_slice(json.as_bytes());
        Ok(())
    }

    /// Writes a value without a float.
    fn scalar<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), WriteError> {
        serde_json::to_writer(&mut self.bytes, value).map_err(WriteError::custom)
    }

    /// Writes a float, whose own type determines its digits.
    fn float<T: Serialize + Copy + Into<f64>>(&mut self, value: T) -> Result<(), WriteError> {
        let float: f64 = value.into();
        match integer(float) {
            _ if !float.is_finite() => Err(WriteError::custom("JSON has neither NaN nor infinity")),
            Some(integer) => self.push(&integer.to_string()),
            None => self.scalar(&value),
        }
    }

    /// Begins an array or object, which is the value of a variant if there is one.
    fn begin(
        &mut self,
        variant: Option<&'static str>,
        kind: Kind,
    ) -> Result<Container<'_>, WriteError> {
        if let Some(variant) = variant {
            self.push("{")?;
            self.scalar(variant)?;
            self.push(":")?;
        }
        self.push(match kind {
            Kind::Array => "[",
            Kind::Object => "{",
            Kind::Text => "",
        })?;
        Ok(Container {
            writer: self,
            kind,
            is_variant: variant.is_some(),
            count: 0,
            name: 0..0,
        })
    }
}

/// A container that is being written.
struct Container<'w> {
    writer: &'w mut JsonWriter,
    kind: Kind,
    /// `true` if an object with the name of a variant contains the container.
    is_variant: bool,
    count: usize,
    /// The position of the last property name.
    name: std::ops::Range<usize>,
}

/// The kind of a container.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Array,
    Object,
    /// A struct whose only field is JSON text.
    Text,
}

impl Container<'_> {
    fn next(&mut self) -> Result<(), WriteError> {
        let comma = if self.count == 0 { "" } else { "," };
        self.count += 1;
        self.writer.push(comma)
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), WriteError> {
        self.next()?;
        let written = value.serialize(&mut *self.writer);
        written.map_err(|error| error.within(&format!("[{}]", self.count - 1)))
    }

    /// Writes a property name. The key of a map may be a number or a boolean.
    fn key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), WriteError> {
        self.next()?;
        let start = self.writer.bytes.len();
        key.serialize(&mut *self.writer)?;
        match self.writer.bytes.get(start) {
            Some(b'"') => {}
            Some(b'[' | b'{' | b'n') | None => {
                return Err(WriteError::custom("the key of a map isn't a string"));
            }
            Some(_) => {
                self.writer.bytes.insert(start, b'"');
                self.writer.push("\"")?;
            }
        }
        self.name = start + 1..self.writer.bytes.len() - 1;
        self.writer.push(":")
    }

    fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), WriteError> {
        let written = value.serialize(&mut *self.writer);
        written.map_err(|error| {
            let name = self.writer.bytes.get(self.name.clone());
            error.within(&String::from_utf8_lossy(name.unwrap_or_default()))
        })
    }

    fn field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), WriteError> {
        if self.kind != Kind::Text {
            self.key(name)?;
            return self.value(value);
        }
        let start = self.writer.bytes.len();
        value.serialize(&mut *self.writer)?;
        let text = self.writer.bytes.split_off(start);
        let text: String = serde_json::from_slice(&text).map_err(WriteError::custom)?;
        self.writer.push(&text)
    }

    fn finish(self) -> Result<(), WriteError> {
        self.writer.push(match self.kind {
            Kind::Array => "]",
            Kind::Object => "}",
            Kind::Text => "",
        })?;
        self.writer.push(if self.is_variant { "}" } else { "" })
    }
}

macro_rules! scalars {
    ($($method:ident: $ty:ty,)*) => {
        $(fn $method(self, value: $ty) -> Result<(), WriteError> {
            self.scalar(&value)
        })*
    };
}

impl<'w> Serializer for &'w mut JsonWriter {
    type Ok = ();
    type Error = WriteError;
    type SerializeSeq = Container<'w>;
    type SerializeTuple = Container<'w>;
    type SerializeTupleStruct = Container<'w>;
    type SerializeTupleVariant = Container<'w>;
    type SerializeMap = Container<'w>;
    type SerializeStruct = Container<'w>;
    type SerializeStructVariant = Container<'w>;

    scalars! {
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
        serialize_char: char,
        serialize_str: &str,
        serialize_bytes: &[u8],
    }

    fn serialize_f32(self, value: f32) -> Result<(), WriteError> {
        self.float(value)
    }

    fn serialize_f64(self, value: f64) -> Result<(), WriteError> {
        self.float(value)
    }

    fn serialize_none(self) -> Result<(), WriteError> {
        self.push("null")
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), WriteError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), WriteError> {
        self.push("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), WriteError> {
        self.push("null")
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), WriteError> {
        self.scalar(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), WriteError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), WriteError> {
        let mut object = self.begin(None, Kind::Object)?;
        object.field(variant, value)?;
        object.finish()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Container<'w>, WriteError> {
        self.begin(None, Kind::Array)
    }

    fn serialize_tuple(self, _: usize) -> Result<Container<'w>, WriteError> {
        self.begin(None, Kind::Array)
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Container<'w>, WriteError> {
        self.begin(None, Kind::Array)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Container<'w>, WriteError> {
        self.begin(Some(variant), Kind::Array)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Container<'w>, WriteError> {
        self.begin(None, Kind::Object)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Container<'w>, WriteError> {
        let is_text = name.starts_with(JSON_TEXT);
        self.begin(None, if is_text { Kind::Text } else { Kind::Object })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Container<'w>, WriteError> {
        self.begin(Some(variant), Kind::Object)
    }
}

macro_rules! containers {
    ($($name:ident::$method:ident($($key:ident: $ty:ty)?) => $write:ident,)*) => {
        $(impl ser::$name for Container<'_> {
            type Ok = ();
            type Error = WriteError;

            fn $method<T: Serialize + ?Sized>(&mut self, $($key: $ty,)? value: &T) -> Result<(), WriteError> {
                self.$write($($key,)? value)
            }

            fn end(self) -> Result<(), WriteError> {
                self.finish()
            }
        })*
    };
}

containers! {
    SerializeSeq::serialize_element() => item,
    SerializeTuple::serialize_element() => item,
    SerializeTupleStruct::serialize_field() => item,
    SerializeTupleVariant::serialize_field() => item,
    SerializeStruct::serialize_field(name: &'static str) => field,
    SerializeStructVariant::serialize_field(name: &'static str) => field,
}

impl ser::SerializeMap for Container<'_> {
    type Ok = ();
    type Error = WriteError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), WriteError> {
        self.key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), WriteError> {
        self.value(value)
    }

    fn end(self) -> Result<(), WriteError> {
        self.finish()
    }
}
