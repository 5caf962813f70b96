//! The JSON text of a value, whatever its deserializer is.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{
        Error, MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};
use serde_json::Value;

/// The name by which `serde_json` hands over the text of a value, as it does for its `RawValue`. By another
/// name it would hand over the value.
pub(super) const RAW_TEXT: &str = "$serde_json::private::RawValue";

/// The JSON text of a value.
pub(super) struct Text<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW_TEXT, JsonText)
    }
}

/// Makes the text of a value.
pub(super) struct JsonText;

impl JsonText {
    fn of<'de>(value: &Value) -> Text<'de> {
        Text(Cow::Owned(value.to_string()))
    }
}

macro_rules! scalars {
    ($($method:ident: $ty:ty,)*) => {
        $(fn $method<E: Error>(self, value: $ty) -> Result<Text<'de>, E> {
            Ok(Self::of(&Value::from(value)))
        })*
    };
}

impl<'de> Visitor<'de> for JsonText {
    type Value = Text<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text<'de>, A::Error> {
        let Some(StringText(key)) = map.next_key()? else {
            return Ok(Text(Cow::Borrowed("{}")));
        };
        if key == RAW_TEXT {
            let StringText(text) = map.next_value()?;
            return Ok(Text(text));
        }
        let mut object = serde_json::Map::new();
        object.insert(key.into_owned(), map.next_value()?);
        let rest: Value = Value::deserialize(MapAccessDeserializer::new(map))?;
        if let Value::Object(rest) = rest {
            object.extend(rest);
        }
        Ok(Self::of(&Value::Object(object)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Text<'de>, A::Error> {
        Value::deserialize(SeqAccessDeserializer::new(items)).map(|value| Self::of(&value))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<Text<'de>, D::Error> {
        Value::deserialize(deserializer).map(|value| Self::of(&value))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Text<'de>, D::Error> {
        self.visit_newtype_struct(deserializer)
    }

    fn visit_unit<E: Error>(self) -> Result<Text<'de>, E> {
        Ok(Text(Cow::Borrowed("null")))
    }

    fn visit_none<E: Error>(self) -> Result<Text<'de>, E> {
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

/// A string, borrowed from the text if it can be.
pub(super) struct StringText<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for StringText<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_string(StringVisitor)
    }
}

struct StringVisitor;

impl<'de> Visitor<'de> for StringVisitor {
    type Value = StringText<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<StringText<'de>, E> {
        Ok(StringText(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<StringText<'de>, E> {
        Ok(StringText(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<StringText<'de>, E> {
        Ok(StringText(Cow::Owned(text)))
    }
}
