//! Reading unions: the discriminator is looked for in the value, which is then read again as the variant,
//! and once more as JSON if it isn't of the variant's type.

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
    integer::Integers,
    json_text::{JsonText, StringText, Text},
    read_error::ReadError,
    reader::Reader,
};

/// A union: its own part of how it is read.
#[doc(hidden)]
pub trait Union: DeserializeOwned {
    /// The rule that selects its variant.
    const DISCRIMINATOR: &'static Discriminator;

    /// Reads a value as a variant.
    ///
    /// # Errors
    ///
    /// If it isn't of the variant's type.
    fn read<'de, A: SeqAccess<'de>>(
        variant: usize,
        reader: &mut VariantReader<A>,
    ) -> Result<Self, A::Error>;

    /// Keeps a value of no variant.
    fn unrecognized(value: Value) -> Self;
}

/// Reads a union.
///
/// # Errors
///
/// If the value isn't JSON.
pub fn read_union<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    deserializer.deserialize_newtype_struct(REPEATED, UnionVisitor(PhantomData))
}

/// Reads JSON text.
pub(crate) fn read_text<T: DeserializeOwned>(text: &[u8]) -> Result<T, ReadError> {
    read_from(Reader::new(text))
}

fn read_from<T: DeserializeOwned>(mut reader: Reader<'_>) -> Result<T, ReadError> {
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Converts JSON into the variant that it is a value of.
pub fn union_of<U: Union>(value: Value) -> U {
    read_text(value.to_string().as_bytes()).unwrap_or_else(|_| U::unrecognized(value))
}

/// Reads a value as a variant of a union.
#[derive(Debug)]
pub struct VariantReader<A>(A);

impl<'de, A: SeqAccess<'de>> VariantReader<A> {
    /// Reads a value.
    ///
    /// # Errors
    ///
    /// If it isn't of the type.
    pub fn value<T: Deserialize<'de>, U>(&mut self, wrap: fn(T) -> U) -> Result<U, A::Error> {
        self.read(PhantomData).map(wrap)
    }

    /// Reads an integer, or a value that holds integers.
    ///
    /// # Errors
    ///
    /// As [`value`](Self::value).
    pub fn integers<T: Deserialize<'de>, U>(&mut self, wrap: fn(T) -> U) -> Result<U, A::Error> {
        self.read(PhantomData).map(|Integers(value)| wrap(value))
    }

    /// Reads an object without the property that is its discriminator: it isn't one of the variant's own.
    ///
    /// # Errors
    ///
    /// As [`value`](Self::value).
    pub fn tagged<T: Deserialize<'de>, U>(
        &mut self,
        name: &'static str,
        wrap: fn(T) -> U,
    ) -> Result<U, A::Error> {
        self.read(WithoutTag(name, PhantomData)).map(wrap)
    }

    /// Passes over a value that is all that a variant says.
    ///
    /// # Errors
    ///
    /// None, as the value was read before.
    pub fn literal<U>(&mut self, variant: U) -> Result<U, A::Error> {
        self.read(PhantomData).map(|IgnoredAny| variant)
    }

    /// The error of a variant that the union doesn't have.
    ///
    /// # Errors
    ///
    /// In any case.
    pub fn none<U>(&self) -> Result<U, A::Error> {
        Err(ended())
    }

    fn read<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        match self.0.next_element_seed(seed) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(ended()),
            Err(error) => Err(error),
        }
    }
}

#[cold]
fn ended<E: Error>() -> E {
    E::custom("there is no such variant")
}

/// The name by which [`read_union`] asks for the same value several times, as elements of a sequence.
/// A deserializer that doesn't know the name hands over the value as a newtype struct.
pub(super) const REPEATED: &str = "$rejoinder::repeated";

/// The length of such a sequence.
const ENDLESS: Option<usize> = Some(usize::MAX);

/// A value that is read several times: first for its discriminator, then as a variant, then as JSON.
pub(super) struct Repeated<'a, 'de> {
    reader: &'a mut Reader<'de>,
    start: usize,
    depth: usize,
    reads: usize,
}

/// The bound of the values kept after their variant failed, as a multiple of the length of the text.
/// Nested values that fail are read once more at each level.
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
            reader.forget();
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
    /// Reads the value of a deserializer that hands it over only once.
    fn read<E: Error>(self, text: Result<Text<'_>, E>) -> Result<U, E> {
        let Text(text) = text?;
        read_from(Reader::of_text(&text)).map_err(E::custom)
    }
}

macro_rules! scalars {
    ($($method:ident: $ty:ty,)*) => {
        $(fn $method<E: Error>(self, value: $ty) -> Result<U, E> {
            self.read(JsonText.$method(value))
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
            return self.read(JsonText.visit_seq(values));
        }
        // A value without a discriminator is no error, and one that isn't JSON is one below.
        let variant = values.next_element_seed(U::DISCRIMINATOR);
        let mut reader = VariantReader(values);
        let read = match variant.ok().flatten().flatten() {
            Some(variant) => U::read(variant, &mut reader),
            None => Err(ended()),
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
        self.read(JsonText.visit_map(map))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<U, D::Error> {
        self.read(Text::deserialize(deserializer))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<U, D::Error> {
        self.read(Text::deserialize(deserializer))
    }

    fn visit_unit<E: Error>(self) -> Result<U, E> {
        self.read(JsonText.visit_unit())
    }

    fn visit_none<E: Error>(self) -> Result<U, E> {
        self.read(JsonText.visit_none())
    }

    scalars! {
        visit_bool: bool,
        visit_i64: i64,
        visit_u64: u64,
        visit_f64: f64,
        visit_str: &str,
    }
}

/// Reads an object without a property.
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

/// The properties of an object without the one of a name.
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
        while let Some(StringText(key)) = self.map.next_key()? {
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
