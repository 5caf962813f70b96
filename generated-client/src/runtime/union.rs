//! Deserialization of unions. A value is searched for its discriminator, then read again as the
//! variant, and once more as JSON if the variant doesn't match.

use std::{fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeOwned, DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
        value::MapAccessDeserializer,
    },
};
use serde_json::Value;

use super::{
    discriminator::Discriminator,
    integer::Lenient,
    json_text::{BorrowedString, JsonText, JsonTextVisitor},
    read_error::ReadError,
    reader::Reader,
};

/// The parts of a union that its deserialization needs.
#[doc(hidden)]
pub trait Union: DeserializeOwned {
    /// The rule that selects the variant.
    const DISCRIMINATOR: &'static Discriminator;

    /// Decodes a value as a variant.
    ///
    /// # Errors
    ///
    /// If the value isn't of the type of the variant.
    fn read<'de, A: SeqAccess<'de>>(
        variant: usize,
        reader: &mut VariantReader<A>,
    ) -> Result<Self, A::Error>;

    /// Creates a value that matches no variant.
    fn unrecognized(value: Value) -> Self;
}

/// Deserializes a union.
///
/// # Errors
///
/// If the value isn't JSON.
pub fn read_union<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    deserializer.deserialize_newtype_struct(REPEATED, UnionVisitor(PhantomData))
}

/// Decodes JSON text.
pub(crate) fn read_text<T: DeserializeOwned>(text: &[u8]) -> Result<T, ReadError> {
    read_from(Reader::new(text))
}

fn read_from<T: DeserializeOwned>(mut reader: Reader<'_>) -> Result<T, ReadError> {
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Converts JSON into a union.
pub fn union_from_value<U: Union>(value: Value) -> U {
    read_text(value.to_string().as_bytes()).unwrap_or_else(|_| U::unrecognized(value))
}

/// Decodes a value as a variant of a union.
#[derive(Debug)]
pub struct VariantReader<A>(A);

impl<'de, A: SeqAccess<'de>> VariantReader<A> {
    /// Decodes a value.
    ///
    /// # Errors
    ///
    /// If the value isn't a `T`.
    pub fn value<T: Deserialize<'de>, U>(&mut self, wrap: fn(T) -> U) -> Result<U, A::Error> {
        self.read(PhantomData).map(wrap)
    }

    /// Decodes a value that contains integers.
    ///
    /// # Errors
    ///
    /// The errors of [`value`](Self::value).
    pub fn lenient<T: Deserialize<'de>, U>(&mut self, wrap: fn(T) -> U) -> Result<U, A::Error> {
        self.read(PhantomData).map(|Lenient(value)| wrap(value))
    }

    /// Decodes an object without its discriminator, which isn't a property of the variant.
    ///
    /// # Errors
    ///
    /// The errors of [`value`](Self::value).
    pub fn tagged<T: Deserialize<'de>, U>(
        &mut self,
        name: &'static str,
        wrap: fn(T) -> U,
    ) -> Result<U, A::Error> {
        self.read(WithoutTag(name, PhantomData)).map(wrap)
    }

    /// Skips the value of a variant without a field.
    ///
    /// # Errors
    ///
    /// None: the value was read before.
    pub fn literal<U>(&mut self, variant: U) -> Result<U, A::Error> {
        self.read(PhantomData).map(|IgnoredAny| variant)
    }

    /// Returns the error of an unknown variant.
    ///
    /// # Errors
    ///
    /// Always.
    pub fn none<U>(&self) -> Result<U, A::Error> {
        Err(unknown_variant())
    }

    fn read<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        match self.0.next_element_seed(seed) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(unknown_variant()),
            Err(error) => Err(error),
        }
    }
}

#[cold]
fn unknown_variant<E: Error>() -> E {
    E::custom("unknown variant")
}

/// The newtype name with which [`read_union`] requests a value several times, as elements of a
/// sequence. Other deserializers visit a newtype struct with the value.
pub(super) const REPEATED: &str = "$rejoinder::repeated";

/// The size hint of the sequence of [`REPEATED`].
const ENDLESS: Option<usize> = Some(usize::MAX);

/// A value that is read several times: first for its discriminator, then as a variant, then as
/// JSON.
pub(super) struct Repeated<'a, 'de> {
    reader: &'a mut Reader<'de>,
    start: usize,
    depth: usize,
    reads: usize,
}

/// The maximum number of bytes that are decoded again as JSON after a variant didn't match, as a
/// multiple of the length of the text. Nested unions decode the same bytes at each level.
const MAX_KEPT: usize = 16;

impl<'a, 'de> Repeated<'a, 'de> {
    /// Visits the value at the next byte.
    pub(super) fn read<V: Visitor<'de>>(
        reader: &mut Reader<'de>,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        reader.peek();
        reader.unions += 1;
        let (start, depth) = (reader.at, reader.depth);
        let result = visitor.visit_seq(Repeated {
            reader: &mut *reader,
            start,
            depth,
            reads: 0,
        });
        reader.unions -= 1;
        if reader.unions == 0 {
            reader.clear_skip_index();
        }
        result
    }
}

impl<'de> SeqAccess<'de> for Repeated<'_, 'de> {
    type Error = ReadError;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, ReadError> {
        self.reads += 1;
        let reader = &mut *self.reader;
        (reader.at, reader.depth) = (self.start, self.depth);
        if self.reads > 2 && reader.kept / MAX_KEPT > reader.text.len() {
            return Ok(None);
        }
        reader.is_searching = self.reads == 1;
        let result = seed.deserialize(&mut *reader);
        reader.is_searching = false;
        if self.reads > 2 {
            reader.kept += reader.at - self.start;
        }
        result.map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        ENDLESS
    }
}

struct UnionVisitor<U>(PhantomData<U>);

impl<U: Union> UnionVisitor<U> {
    /// Decodes the value of a deserializer that visits a value only once.
    fn read<E: Error>(self, text: Result<JsonText<'_>, E>) -> Result<U, E> {
        let JsonText(text) = text?;
        read_from(Reader::from_str(&text)).map_err(E::custom)
    }
}

macro_rules! scalars {
    ($($method:ident: $ty:ty,)*) => {
        $(fn $method<E: Error>(self, value: $ty) -> Result<U, E> {
            self.read(JsonTextVisitor.$method(value))
        })*
    };
}

impl<'de, U: Union> Visitor<'de> for UnionVisitor<U> {
    type Value = U;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<U, A::Error> {
        if values.size_hint() != ENDLESS {
            return self.read(JsonTextVisitor.visit_seq(values));
        }
        // The search for the discriminator doesn't fail: a syntax error is found again below.
        let variant = values.next_element_seed(U::DISCRIMINATOR);
        let mut reader = VariantReader(values);
        let read = match variant.ok().flatten().flatten() {
            Some(variant) => U::read(variant, &mut reader),
            None => Err(unknown_variant()),
        };
        match read {
            Ok(union) => Ok(union),
            Err(error) => match reader.0.next_element()? {
                Some(value) => Ok(U::unrecognized(value)),
                None => Err(error),
            },
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<U, A::Error> {
        self.read(JsonTextVisitor.visit_map(map))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<U, D::Error> {
        self.read(JsonText::deserialize(deserializer))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<U, D::Error> {
        self.read(JsonText::deserialize(deserializer))
    }

    fn visit_unit<E: Error>(self) -> Result<U, E> {
        self.read(JsonTextVisitor.visit_unit())
    }

    fn visit_none<E: Error>(self) -> Result<U, E> {
        self.read(JsonTextVisitor.visit_none())
    }

    scalars! {
        visit_bool: bool,
        visit_i64: i64,
        visit_u64: u64,
        visit_f64: f64,
        visit_str: &str,
    }
}

/// Deserializes an object without one property.
struct WithoutTag<T>(&'static str, PhantomData<T>);

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for WithoutTag<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for WithoutTag<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(Untagged { name: self.0, map }))
    }
}

/// The properties of an object, except for one.
struct Untagged<A> {
    name: &'static str,
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Untagged<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(BorrowedString(key)) = self.map.next_key()? {
            if key == self.name {
                self.map.next_value::<IgnoredAny>()?;
                continue;
            }
            let key = serde::de::value::CowStrDeserializer::new(key);
            return seed.deserialize(key).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}
