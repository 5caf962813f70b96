//! Values that have the same meaning for every deserializer. For other values, a tree keeps the
//! last of two equal keys and rounds numbers, and ignored values aren't checked.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The maximum depth. A union counts the depth from its own value, and a tree doesn't.
const DEPTH: usize = 60;

/// A value without equal keys, rounded numbers and great depth.
pub(crate) struct Plain {
    pub(crate) value: Value,
    pub(crate) has_null: bool,
}

impl Plain {
    /// Reads bytes. Returns `None` if they are invalid JSON, or not plain.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let Tree(value) = serde_json::from_slice(bytes).ok()?;
        let mut has_null = false;
        is_plain(&value, DEPTH, &mut has_null).then_some(Self { value, has_null })
    }
}

fn is_plain(value: &Value, depth: usize, has_null: &mut bool) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    match value {
        Value::Null => {
            *has_null = true;
            true
        }
        Value::Number(number) => number
            .as_f64()
            .is_none_or(|float| number.is_i64() || number.is_u64() || is_exact(float)),
        Value::Array(items) => items.iter().all(|item| is_plain(item, depth, has_null)),
        Value::Object(map) => map.values().all(|item| is_plain(item, depth, has_null)),
        Value::Bool(_) | Value::String(_) => true,
    }
}

/// Returns `true` if a number is exact in 32 bits, not a large integer, and not `-0`, which is a
/// float in a tree.
fn is_exact(float: f64) -> bool {
    let is_same = f64::from(float as f32) == float;
    is_same && float.abs() < 1e15 && (float != 0.0 || float.is_sign_positive())
}

/// A value without equal keys.
struct Tree(Value);

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor).map(Tree)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value).ok_or_else(|| E::custom("no number"))?;
        Ok(number.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Tree(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((key, Tree(value))) = entries.next_entry::<String, Tree>()? {
            if map.insert(key, value).is_some() {
                return Err(Error::custom("a key occurs twice"));
            }
        }
        Ok(map.into())
    }
}
