//! Types that deserialize like derived implementations, like times, and like unions.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{Deserialize, Deserializer, EnumAccess, Error, MapAccess, VariantAccess, Visitor};
use serde_json::Value;

/// A derived struct `{ id, tags, kind, parts, late, early, either }`. Only `id` and `tags` are
/// required.
pub(super) struct Record;

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;
        impl<'de> Visitor<'de> for Fields {
            type Value = Record;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("struct Record")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Record, A::Error> {
                let (mut id, mut tags) = (None, None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "id" if id.is_some() => return Err(A::Error::duplicate_field("id")),
                        "id" => id = Some(map.next_value::<u64>()?),
                        "tags" => tags = Some(map.next_value::<Vec<String>>()?),
                        "kind" => _ = map.next_value::<Option<Kind>>()?,
                        "parts" => _ = map.next_value::<Vec<Record>>()?,
                        "late" => _ = map.next_value::<Option<Late>>()?,
                        "early" => _ = map.next_value::<Option<Early>>()?,
                        "either" => _ = map.next_value::<Vec<Either>>()?,
                        other => return Err(A::Error::unknown_field(other, &["id", "tags"])),
                    }
                }
                id.ok_or_else(|| A::Error::missing_field("id"))?;
                tags.ok_or_else(|| A::Error::missing_field("tags"))?;
                Ok(Record)
            }
        }
        deserializer.deserialize_struct("Record", &["id", "tags"], Fields)
    }
}

/// A derived enum with the unit variant `one` and the newtype variant `two`.
pub(super) struct Kind;

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name(bool);
        impl<'de> Deserialize<'de> for Name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Names;
                impl Visitor<'_> for Names {
                    type Value = Name;
                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("variant identifier")
                    }
                    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
                        match name {
                            "one" => Ok(Name(true)),
                            "two" => Ok(Name(false)),
                            _ => Err(E::unknown_variant(name, &["one", "two"])),
                        }
                    }
                }
                deserializer.deserialize_identifier(Names)
            }
        }
        struct Variants;
        impl<'de> Visitor<'de> for Variants {
            type Value = Kind;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("enum Kind")
            }
            fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Kind, A::Error> {
                let (Name(unit), variant) = data.variant::<Name>()?;
                if unit {
                    variant.unit_variant()?;
                } else {
                    variant.newtype_variant::<u64>()?;
                }
                Ok(Kind)
            }
        }
        deserializer.deserialize_enum("Kind", &["one", "two"], Variants)
    }
}

/// Rejects every value after reading it: the error has no location.
pub(super) struct Late;

impl<'de> Deserialize<'de> for Late {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer)?;
        Err(D::Error::custom("rejected"))
    }
}

/// Rejects every string in a visitor, like jiff and chrono.
pub(super) struct Early;

impl<'de> Deserialize<'de> for Early {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Early;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date")
            }
            fn visit_str<E: Error>(self, _: &str) -> Result<Early, E> {
                Err(E::custom("rejected"))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// An object with an integer `n`, or the string `n`. It is buffered and checked in a visitor, where
/// errors still have a location.
pub(super) struct Either;

impl Either {
    fn of<E: Error>(value: &Value) -> Result<Self, E> {
        if value.get("n").is_some_and(Value::is_u64) || value == "n" {
            Ok(Self)
        } else {
            Err(E::custom("no variant matches"))
        }
    }
}

impl<'de> Deserialize<'de> for Either {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Buffer;
        impl<'de> Visitor<'de> for Buffer {
            type Value = Either;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object or a string")
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Either, A::Error> {
                Either::of(&Value::deserialize(MapAccessDeserializer::new(map))?)
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Either, E> {
                Either::of(&Value::deserialize(StrDeserializer::<E>::new(text))?)
            }
        }
        deserializer.deserialize_any(Buffer)
    }
}
