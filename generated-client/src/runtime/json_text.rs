//! JSON text of a value, from any deserializer.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{
        Error, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use serde_json::Value;

/// The struct name with which `serde_json` requests the JSON text of a value for its `RawValue`.
pub(super) const RAW_TEXT: &str = "$serde_json::private::RawValue";

/// The JSON text of a value.
pub(super) struct JsonText<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for JsonText<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_TEXT, JsonTextVisitor)
    }
}

/// Converts any value into JSON text.
pub(super) struct JsonTextVisitor;

impl JsonTextVisitor {
    fn of<'de>(value: &Value) -> JsonText<'de> {
        JsonText(Cow::Owned(value.to_string()))
    }
}

macro_rules! scalars {
    ($($method:ident: $ty:ty,)*) => {
        $(fn $method<E: Error>(self, value: $ty) -> Result<JsonText<'de>, E> {
            Ok(Self::of(&Value::from(value)))
        })*
    };
}

impl<'de> Visitor<'de> for JsonTextVisitor {
    type Value = JsonText<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonText<'de>, A::Error> {
        let Some(BorrowedString(key)) = map.next_key()? else {
            return Ok(JsonText(Cow::Borrowed("{}")));
        };
        if key == RAW_TEXT {
            let BorrowedString(text) = map.next_value()?;
            return Ok(JsonText(text));
        }
        let mut object = serde_json::Map::new();
        object.insert(key.into_owned(), map.next_value()?);
        let rest: Value = Value::deserialize(MapAccessDeserializer::new(map))?;
        if let Value::Object(rest) = rest {
            object.extend(rest);
        }
        Ok(Self::of(&Value::Object(object)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<JsonText<'de>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items)).map(|value| Self::of(&value))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<JsonText<'de>, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::of(&value))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<JsonText<'de>, D::Error> {
        self.visit_newtype_struct(deserializer)
    }

    fn visit_unit<E: Error>(self) -> Result<JsonText<'de>, E> {
        Ok(JsonText(Cow::Borrowed("null")))
    }

    fn visit_none<E: Error>(self) -> Result<JsonText<'de>, E> {
        self.visit_unit()
    }

    scalars! {
        visit_bool: bool,
        visit_i64: i64,
        visit_u64: u64,
        visit_f64: f64,
        visit_str: &str,
    }
}

/// A string, borrowed from the input if possible.
pub(super) struct BorrowedString<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for BorrowedString<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(StringVisitor)
    }
}

struct StringVisitor;

impl<'de> Visitor<'de> for StringVisitor {
    type Value = BorrowedString<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<BorrowedString<'de>, E> {
        Ok(BorrowedString(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<BorrowedString<'de>, E> {
        Ok(BorrowedString(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<BorrowedString<'de>, E> {
        Ok(BorrowedString(Cow::Owned(text)))
    }
}
