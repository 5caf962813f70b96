//! Deserialization of the style `simple`, the style of headers: `a,b` is an array, `a,1,b,2` an
//! object, and `a=1,b=2` an exploded object.

use std::fmt::{self, Display};

use serde::{
    Deserializer,
    de::{
        self, DeserializeSeed, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer},
    },
    forward_to_deserialize_any,
};

/// The deserializer of a value in the style `simple`.
pub(crate) struct Simple<'t> {
    string: &'t str,
    exploded: bool,
}

impl<'t> Simple<'t> {
    pub(crate) fn new(string: &'t str, exploded: bool) -> Self {
        Self { string, exploded }
    }

    /// Splits the value at its commas. An empty value has no items.
    fn items(&self) -> Items<'t> {
        let rest = Some(self.string).filter(|string| !string.is_empty());
        Items {
            rest,
            value: None,
            exploded: self.exploded,
        }
    }
}

/// The error for a value that isn't of the requested type. Callers drop it, so it has no details.
#[derive(Debug)]
pub(crate) struct Failed;

impl de::Error for Failed {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

impl Display for Failed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("unexpected type")
    }
}

impl std::error::Error for Failed {}

macro_rules! parsed {
    ($($method:ident: $visit:ident,)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
            visitor.$visit(self.string.parse().map_err(|_| Failed)?)
        })*
    };
}

impl<'de> Deserializer<'de> for Simple<'_> {
    type Error = Failed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_str(self.string)
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

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        visitor.visit_enum(StrDeserializer::new(self.string))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        SeqAccessDeserializer::new(self.items()).deserialize_any(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Failed> {
        if self.string.split(',').count() != length {
            return Err(Failed);
        }
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failed> {
        MapAccessDeserializer::new(self.items()).deserialize_any(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failed> {
        self.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct tuple_struct identifier ignored_any
    }
}

/// The remaining items or properties.
struct Items<'t> {
    /// The rest of the value. `None` after the last item.
    rest: Option<&'t str>,
    /// The value of the current property.
    value: Option<&'t str>,
    exploded: bool,
}

impl<'t> Items<'t> {
    fn item(&mut self) -> Option<&'t str> {
        let rest = self.rest?;
        let (item, rest) = match rest.split_once(',') {
            Some((item, rest)) => (item, Some(rest)),
            None => (rest, None),
        };
        self.rest = rest;
        Some(item.trim())
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Failed;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Failed> {
        let item = self.item();
        item.map(|item| seed.deserialize(Simple::new(item, false)))
            .transpose()
    }
}

impl<'de> MapAccess<'de> for Items<'_> {
    type Error = Failed;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failed> {
        let Some(item) = self.item() else {
            return Ok(None);
        };
        let (name, value) = if self.exploded {
            item.split_once('=').ok_or(Failed)?
        } else {
            (item, self.item().ok_or(Failed)?)
        };
        self.value = Some(value);
        seed.deserialize(Simple::new(name, false)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Failed> {
        seed.deserialize(Simple::new(self.value.take().ok_or(Failed)?, false))
    }
}
