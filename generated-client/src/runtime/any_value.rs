//! Values of unions whose variants cannot be distinguished.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, ser::Error};
use serde_json::Value;

use super::{DecodeError, explain::explain, union::read_text};

/// A value of one of several types, as JSON. Serialization fails for a value that JSON can't
/// represent, such as an integer of more than 64 bits.
#[derive(Debug, Clone, PartialEq)]
pub struct AnyValue(Result<Value, String>);

impl AnyValue {
    /// Converts a value into JSON.
    pub fn new<T: Serialize>(value: &T) -> Self {
        Self(serde_json::to_value(value).map_err(|error| error.to_string()))
    }

    /// Returns the JSON; `null` if JSON can't represent the value.
    #[must_use]
    pub fn value(&self) -> &Value {
        self.0.as_ref().unwrap_or(&Value::Null)
    }

    /// Returns the JSON; `null` if JSON can't represent the value.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.0.unwrap_or(Value::Null)
    }

    /// Decodes the value as one of the types.
    ///
    /// # Errors
    ///
    /// If the value isn't a `T`.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        let text = self.value().to_string();
        read_text(text.as_bytes()).map_err(|error| explain(text.as_bytes(), &error))
    }
}

impl From<Value> for AnyValue {
    fn from(value: Value) -> Self {
        Self(Ok(value))
    }
}

impl Serialize for AnyValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Ok(value) => value.serialize(serializer),
            Err(reason) => Err(S::Error::custom(reason)),
        }
    }
}

impl<'de> Deserialize<'de> for AnyValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}
