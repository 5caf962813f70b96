//! The `Deserializer` of a [`Reader`]. It behaves like `serde_json`, except that it deserializes
//! `null` as an empty array or map: servers in Go write empty arrays and maps as `null`.

use std::{borrow::Cow, iter};

use serde::{
    Deserializer,
    de::{
        Error, Expected, IntoDeserializer, Unexpected, Visitor,
        value::{BorrowedStrDeserializer, MapAccessDeserializer, MapDeserializer},
    },
};

use super::{
    discriminator::PROPERTY,
    integer::{integer, whole_digits},
    items::Items,
    json_text::RAW_TEXT,
    read_error::ReadError,
    reader::{Number, Reader},
    tolerance,
    union::{REPEATED, Repeated},
};

impl<'de> Reader<'de> {
    /// Adds the current offset to an error without an offset. `close` is the closing bracket of an
    /// array or object, whose errors are located after the bracket.
    #[inline]
    pub(super) fn located<T>(
        &mut self,
        result: Result<T, ReadError>,
        close: Option<u8>,
    ) -> Result<T, ReadError> {
        match result {
            Ok(value) => Ok(value),
            Err(error) => Err(self.locate(error, close)),
        }
    }

    #[cold]
    fn locate(&mut self, error: ReadError, close: Option<u8>) -> ReadError {
        if error.is_located() {
            return error;
        }
        if close.is_some() && close == self.peek() {
            self.at += 1;
        }
        error.at(self.at)
    }

    /// Returns the error of a value of another JSON type. It is located at the start of an array or
    /// object, and after a scalar.
    #[cold]
    fn mismatch(&mut self, expected: &dyn Expected) -> ReadError {
        let found = match self.peek() {
            Some(b'[') => return ReadError::invalid_type(Unexpected::Seq, expected).at(self.at),
            Some(b'{') => return ReadError::invalid_type(Unexpected::Map, expected).at(self.at),
            Some(b'"') => Unexpected::Other("string"),
            Some(b'n') => Unexpected::Other("null"),
            Some(b't' | b'f') => Unexpected::Other("boolean"),
            _ => Unexpected::Other("number"),
        };
        match self.skip_scalar() {
            Ok(()) => ReadError::invalid_type(found, expected).at(self.at),
            Err(error) => error,
        }
    }

    #[inline]
    fn is_number(&mut self) -> bool {
        matches!(self.peek(), Some(b'-' | b'0'..=b'9'))
    }

    fn read_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, ReadError> {
        if !self.is_number() {
            return Err(self.mismatch(&visitor));
        }
        let start = self.at;
        let result = match self.number()? {
            Number::Unsigned(value) => visitor.visit_u64(value),
            Number::Signed(value) => visitor.visit_i64(value),
            Number::Other => visitor.visit_f64(self.float(start)?),
        };
        self.located(result, None)
    }

    /// Parses the number between `start` and the current offset.
    fn float(&self, start: usize) -> Result<f64, ReadError> {
        match self.digits_since(start).parse::<f64>() {
            Ok(value) if value.is_finite() => Ok(value),
            _ => Err(self.syntax("number out of range")),
        }
    }

    fn digits_since(&self, start: usize) -> &'de str {
        std::str::from_utf8(self.since(start)).unwrap_or_default()
    }

    /// Deserializes an integer of 128 bits.
    fn read_wide<V: Visitor<'de>, T: std::str::FromStr>(
        &mut self,
        visitor: V,
        visit: fn(V, T) -> Result<V::Value, ReadError>,
    ) -> Result<V::Value, ReadError> {
        if !self.is_number() {
            return Err(self.mismatch(&visitor));
        }
        let start = self.at;
        self.number()?;
        let digits = self.digits_since(start);
        // Like an integer of 64 bits, the number may be an integer only after rounding to a float.
        let rounded = || integer(self.float(start).ok()?).map(|integer| integer.to_string());
        let parsed = digits
            .parse()
            .or_else(|error| match whole_digits(digits).or_else(rounded) {
                Some(digits) => digits.parse(),
                None => Err(error),
            });
        let result = match parsed {
            Ok(value) => visit(visitor, value),
            Err(_) => Err(Error::invalid_value(Unexpected::Other("number"), &visitor)),
        };
        self.located(result, None)
    }

    /// Deserializes a number as any type. `serde_json` parses a large number, since its features
    /// may keep the number exact.
    fn read_any_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, ReadError> {
        let start = self.at;
        let result = match self.number()? {
            Number::Unsigned(value) => visitor.visit_u64(value),
            Number::Signed(value) => visitor.visit_i64(value),
            Number::Other if self.is_searching => {
                let digits = self.digits_since(start);
                match digits.parse() {
                    Ok(value) => visitor.visit_i128(value),
                    Err(_) => visitor.visit_f64(self.float(start)?),
                }
            }
            Number::Other => {
                let mut number = serde_json::Deserializer::from_slice(self.since(start));
                let number = number.deserialize_any(visitor);
                number.map_err(|_| self.syntax("number out of range"))
            }
        };
        self.located(result, None)
    }

    #[inline]
    pub(super) fn read_string<V: Visitor<'de>>(
        &mut self,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.mismatch(&visitor));
        }
        let result = match self.plain_string() {
            Some(text) => visitor.visit_borrowed_str(text),
            None => match self.string()? {
                Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
                Cow::Owned(text) => visitor.visit_string(text),
            },
        };
        let result = result.map_err(ReadError::of_string::<V::Value>);
        self.located(result, None)
    }

    /// Deserializes an array or an object. If `null` is `true`, `NULL_AS_EMPTY` decides whether a
    /// `null` is read as an empty array or object.
    #[inline]
    fn read_items<V: Visitor<'de>>(
        &mut self,
        open: u8,
        null: bool,
        visitor: V,
        visit: impl FnOnce(V, Items<'_, 'de>) -> Result<V::Value, ReadError>,
    ) -> Result<V::Value, ReadError> {
        let close = open + 2;
        match self.peek() {
            Some(byte) if byte == open => {
                let start = self.at;
                self.enter()?;
                let inside = self.at;
                let result = visit(visitor, Items::new(self, close));
                match result {
                    Err(error) if self.at == inside && !error.is_located() => {
                        Err(self.rejected(start, error))
                    }
                    result => self.leave(result, close),
                }
            }
            Some(b'n') if null && tolerance::NULL_AS_EMPTY => {
                self.word("null")?;
                let result = visit(visitor, Items::none(self));
                self.located(result, None)
            }
            _ => Err(self.mismatch(&visitor)),
        }
    }

    /// Locates the error of an array or object that was rejected as a whole. The position is after
    /// the value, because no item has the error.
    #[cold]
    fn rejected(&mut self, start: usize, error: ReadError) -> ReadError {
        self.at = start;
        match self.skip() {
            Ok(()) => error.at(self.at),
            Err(_) => error.at(start),
        }
    }

    /// Deserializes an array with `length` items.
    fn read_tuple<V: Visitor<'de>>(
        &mut self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if self.peek() != Some(b'[') {
            return Err(self.mismatch(&visitor));
        }
        let start = self.at;
        self.enter()?;
        let result = visitor.visit_seq(Items::new(self, b']'));
        if result.is_ok() && self.peek() == Some(b',') && !self.is_searching {
            let expected = format!("a tuple of size {length}");
            let error = ReadError::invalid_length(length + 1, &expected.as_str());
            return Err(self.rejected(start, error));
        }
        self.leave(result, b']')
    }

    /// Leaves an array or object. While a union searches for its discriminator, remaining items are
    /// allowed: the value is read again.
    #[inline]
    fn leave<T>(&mut self, result: Result<T, ReadError>, close: u8) -> Result<T, ReadError> {
        let value = self.located(result, Some(close))?;
        if self.peek() == Some(close) {
            self.at += 1;
        } else if !self.is_searching {
            return Err(self.syntax("trailing characters"));
        }
        self.depth -= 1;
        Ok(value)
    }
}

macro_rules! read {
    ($read:ident: $($method:ident,)*) => {
        $(#[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            self.$read(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = ReadError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.peek() {
            Some(b'"') => self.read_string(visitor),
            Some(b'[') => self.read_items(b'[', false, visitor, |it, items| it.visit_seq(items)),
            Some(b'{') => self.read_items(b'{', false, visitor, |it, items| it.visit_map(items)),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            Some(b'n') => self.deserialize_unit(visitor),
            Some(b'-' | b'0'..=b'9') => self.read_any_number(visitor),
            _ => Err(self.syntax("expected value")),
        }
    }

    read! {
        read_number:
        deserialize_i8,
        deserialize_i16,
        deserialize_i32,
        deserialize_i64,
        deserialize_u8,
        deserialize_u16,
        deserialize_u32,
        deserialize_u64,
        deserialize_f64,
    }

    read! {
        read_string:
        deserialize_char,
        deserialize_str,
        deserialize_string,
        deserialize_identifier,
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if !self.is_number() {
            return Err(self.mismatch(&visitor));
        }
        let start = self.at;
        self.number()?;
        // Parsing as `f64` first would round twice.
        let result = match self.digits_since(start).parse::<f32>() {
            Ok(value) if value.is_finite() => visitor.visit_f64(value.into()),
            _ => Err(self.syntax("number out of range")),
        };
        self.located(result, None)
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.read_wide(visitor, V::visit_i128)
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.read_wide(visitor, V::visit_u128)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let result = match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(self.mismatch(&visitor)),
        };
        let result = visitor.visit_bool(result?);
        self.located(result, None)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.peek() {
            Some(b'[') => self.deserialize_seq(visitor),
            _ => self.read_string(visitor),
        }
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.deserialize_bytes(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.peek() {
            Some(b'n') => {
                self.word("null")?;
                let result = visitor.visit_none();
                self.located(result, None)
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.peek() {
            Some(b'n') => {
                self.word("null")?;
                let result = visitor.visit_unit();
                self.located(result, None)
            }
            _ => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        match name {
            REPEATED => Repeated::read(self, visitor),
            RAW_TEXT => {
                self.peek();
                let start = self.at;
                self.skip()?;
                let text = std::str::from_utf8(self.since(start))
                    .map_err(|_| self.syntax("invalid unicode code point"))?;
                let text = BorrowedStrDeserializer::new(text);
                visitor.visit_map(MapDeserializer::new(iter::once((RAW_TEXT, text))))
            }
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.read_items(b'[', true, visitor, |it, items| it.visit_seq(items))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.read_tuple(length, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.read_tuple(length, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.read_items(b'{', true, visitor, |it, items| it.visit_map(items))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.read_items(b'{', false, visitor, |it, items| it.visit_map(items))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if let (PROPERTY, [name]) = (name, variants) {
            return match self.property(name)? {
                Some(text) => visitor.visit_str(&text),
                None => visitor.visit_unit(),
            };
        }
        match self.peek() {
            Some(b'"') => {
                let name = self.string()?;
                let result = visitor.visit_enum(name.into_deserializer());
                self.located(result, None)
            }
            _ => self.read_items(b'{', false, visitor, |visitor, items| {
                visitor.visit_enum(MapAccessDeserializer::new(items))
            }),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        self.skip()?;
        visitor.visit_unit()
    }
}
