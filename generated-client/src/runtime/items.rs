//! Access of serde to the items of arrays and the properties of objects.

use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};

use super::{read_error::ReadError, reader::Reader};

/// The items of an array, or the properties of an object.
pub(super) struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    /// The closing bracket. `None` for the items of `null`.
    close: Option<u8>,
    is_first: bool,
}

impl<'a, 'de> Items<'a, 'de> {
    pub(super) fn new(reader: &'a mut Reader<'de>, close: u8) -> Self {
        Self {
            reader,
            close: Some(close),
            is_first: true,
        }
    }

    /// Creates the items of `null`.
    pub(super) fn none(reader: &'a mut Reader<'de>) -> Self {
        Self {
            reader,
            close: None,
            is_first: true,
        }
    }

    #[inline]
    fn next(&mut self) -> Result<bool, ReadError> {
        let Some(close) = self.close else {
            return Ok(false);
        };
        let is_first = std::mem::replace(&mut self.is_first, false);
        self.reader.next_item(close, is_first)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        if !self.next()? {
            return Ok(None);
        }
        let result = seed.deserialize(&mut *self.reader);
        self.reader.located(result.map(Some), None)
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        if !self.next()? {
            return Ok(None);
        }
        match self.reader.peek() {
            Some(b'"') => seed.deserialize(Key(&mut *self.reader)).map(Some),
            _ => Err(self.reader.syntax("key must be a string")),
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, ReadError> {
        self.reader.colon()?;
        let result = seed.deserialize(&mut *self.reader);
        self.reader.located(result, None)
    }
}

/// The key of a property.
struct Key<'a, 'de>(&'a mut Reader<'de>);

macro_rules! parsed {
    ($($method:ident: $visit:ident,)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            let string = self.0.string()?;
            match string.parse() {
                Ok(value) => visitor.$visit(value),
                Err(_) => visitor.visit_str(&string),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = ReadError;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.0.read_string(visitor)
    }

    parsed! {
        deserialize_bool: visit_bool,
        deserialize_i8: visit_i8,
        deserialize_i16: visit_i16,
        deserialize_i32: visit_i32,
        deserialize_i64: visit_i64,
        deserialize_i128: visit_i128,
        deserialize_u8: visit_u8,
        deserialize_u16: visit_u16,
        deserialize_u32: visit_u32,
        deserialize_u64: visit_u64,
        deserialize_u128: visit_u128,
        deserialize_f32: visit_f32,
        deserialize_f64: visit_f64,
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.0.deserialize_enum(name, variants, visitor)
    }

    serde::forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}
