//! Integers with a zero fraction, such as `3.0`, `1e3` or `-0`: they are integers in JSON Schema. A
//! number with a zero fraction is written as an integer.

use std::{fmt, io};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::ser::{CompactFormatter, Formatter};

use super::{explain::in_utc, tolerance};

/// A value that contains integers, or times if times without an offset are tolerated.
#[derive(Debug)]
pub struct Lenient<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(LenientAdapter(deserializer)).map(Self)
    }
}

/// Wraps a deserializer and all visitors, seeds and accesses. A float with a zero fraction becomes
/// an integer, and a time gets an offset. A `String` is unchanged, because `String` requests an
/// owned string.
pub(super) struct LenientAdapter<I>(pub(super) I);

macro_rules! lenient {
    ($($method:ident($($name:ident: $ty:ty),*),)*) => {
        $(fn $method<V: Visitor<'de>>(
            self,
            $($name: $ty,)*
            visitor: V,
        ) -> Result<V::Value, D::Error> {
            self.0.$method($($name,)* LenientAdapter(visitor))
        })*
    };
}

macro_rules! unchanged {
    ($($method:ident($($name:ident: $ty:ty),*),)*) => {
        $(fn $method<V: Visitor<'de>>(
            self,
            $($name: $ty,)*
            visitor: V,
        ) -> Result<V::Value, D::Error> {
            self.0.$method($($name,)* visitor)
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for LenientAdapter<D> {
    type Error = D::Error;

    lenient! {
        deserialize_i8(),
        deserialize_i16(),
        deserialize_i32(),
        deserialize_i64(),
        deserialize_u8(),
        deserialize_u16(),
        deserialize_u32(),
        deserialize_u64(),
        deserialize_str(),
        deserialize_option(),
        deserialize_newtype_struct(name: &'static str),
        deserialize_seq(),
        deserialize_tuple(length: usize),
        deserialize_map(),
    }

    unchanged! {
        deserialize_any(),
        deserialize_bool(),
        deserialize_i128(),
        deserialize_u128(),
        deserialize_f32(),
        deserialize_f64(),
        deserialize_char(),
        deserialize_string(),
        deserialize_bytes(),
        deserialize_byte_buf(),
        deserialize_unit(),
        deserialize_unit_struct(name: &'static str),
        deserialize_tuple_struct(name: &'static str, length: usize),
        deserialize_struct(name: &'static str, fields: &'static [&'static str]),
        deserialize_enum(name: &'static str, variants: &'static [&'static str]),
        deserialize_identifier(),
        deserialize_ignored_any(),
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for LenientAdapter<V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(formatter)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.0.visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.0.visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        match integer(value) {
            Some(Integer::Signed(value)) => self.0.visit_i64(value),
            Some(Integer::Unsigned(value)) => self.0.visit_u64(value),
            None => self.0.visit_f64(value),
        }
    }

    fn visit_str<E: Error>(self, string: &str) -> Result<V::Value, E> {
        let in_utc = match tolerance::TIMES_WITHOUT_OFFSET {
            true => in_utc(string),
            false => None,
        };
        match in_utc {
            Some(string) => self.0.visit_string(string),
            None => self.0.visit_str(string),
        }
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(LenientAdapter(deserializer))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(LenientAdapter(deserializer))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(LenientAdapter(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(LenientAdapter(entries))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for LenientAdapter<S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(LenientAdapter(deserializer))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for LenientAdapter<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_element_seed(LenientAdapter(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for LenientAdapter<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(LenientAdapter(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

/// An integer of 64 bits.
pub(super) enum Integer {
    Signed(i64),
    Unsigned(u64),
}

/// 2⁶³ and 2⁶⁴. A float of this size may be the rounded value of a larger integer.
const SIGNED_END: f64 = 9_223_372_036_854_775_808.0;
const UNSIGNED_END: f64 = 18_446_744_073_709_551_616.0;

/// Converts a float with a zero fraction into an integer.
pub(super) fn integer(value: f64) -> Option<Integer> {
    if value.fract() != 0.0 || value <= -SIGNED_END || value >= UNSIGNED_END {
        return None;
    }
    Some(if value < 0.0 {
        Integer::Signed(value as i64)
    } else {
        Integer::Unsigned(value as u64)
    })
}

/// The number of digits of the longest integer of 128 bits.
const MAX_DIGITS: usize = 39;

/// Converts a number with a zero fraction into the digits of an integer: `30` for `3.0e1`. `None`
/// if the fraction isn't zero, or the integer has more than [`MAX_DIGITS`] digits.
pub(super) fn whole_digits(number: &str) -> Option<String> {
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (number, 0),
    };
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => ("-", mantissa),
        None => ("", mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let significant = digits.trim_end_matches('0');
    let zeros = digits.len() - significant.len();
    let significant = significant.trim_start_matches('0');
    if significant.is_empty() {
        return Some("0".to_owned());
    }
    let exponent = exponent
        .checked_sub(i64::try_from(fraction.len()).ok()?)?
        .checked_add(i64::try_from(zeros).ok()?)?;
    let zeros = usize::try_from(exponent).ok()?;
    if significant.len().checked_add(zeros)? > MAX_DIGITS {
        return None;
    }
    Some(format!("{sign}{significant}{}", "0".repeat(zeros)))
}

impl Integer {
    pub(super) fn as_i64(&self) -> Option<i64> {
        match *self {
            Self::Signed(value) => Some(value),
            Self::Unsigned(value) => value.try_into().ok(),
        }
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signed(value) => value.fmt(formatter),
            Self::Unsigned(value) => value.fmt(formatter),
        }
    }
}

/// A JSON formatter that writes numbers like JavaScript: `2`, not `2.0`.
pub(crate) struct Shortest;

impl Formatter for Shortest {
    fn write_f32<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f32) -> io::Result<()> {
        match integer(value.into()) {
            Some(integer) => self.write_integer(writer, &integer),
            None => CompactFormatter.write_f32(writer, value),
        }
    }

    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        match integer(value) {
            Some(integer) => self.write_integer(writer, &integer),
            None => CompactFormatter.write_f64(writer, value),
        }
    }
}

impl Shortest {
    fn write_integer<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        integer: &Integer,
    ) -> io::Result<()> {
        match *integer {
            Integer::Signed(value) => self.write_i64(writer, value),
            Integer::Unsigned(value) => self.write_u64(writer, value),
        }
    }
}
