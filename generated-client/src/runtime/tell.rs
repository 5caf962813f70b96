//! Telling of which branch of a union a value is.

use bytes::Bytes;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{
    DecodeError,
    integer::{Lenient, as_i64, is_integer},
    misread::explain,
    tolerant::Tolerant,
};

/// A test of a value.
#[derive(Debug, Clone, Copy)]
pub enum Test {
    /// It is `true` or `false`.
    Boolean,
    /// It is a number without a fraction.
    Integer,
    /// It is a number.
    Number,
    /// It is a string.
    String,
    /// It is a list.
    Array,
    /// It is an object.
    Object,
    /// It is one of these strings.
    Text(&'static [&'static str]),
    /// It is one of these integers.
    Listed(&'static [i64]),
    /// It is a string, and written as a time with its offset.
    DateTime,
    /// It is a string, and written as a date.
    Date,
    /// It is a list of nothing but null and what passes one of these.
    Items(&'static [Test]),
    /// It is an object with this property.
    Has(&'static str),
    /// It is an object without this property.
    Lacks(&'static str),
    /// It is an object, and this property passes the test.
    Property(&'static str, &'static Test),
    /// It is this boolean.
    Is(bool),
}

/// The branch of the first row of which a value passes every test.
#[must_use]
pub fn tell(value: &Value, rows: &[(usize, &[Test])]) -> Option<usize> {
    let mut last = None;
    let mut rows = rows.iter();
    let row =
        rows.find(|(_, tests)| tests.iter().all(|test| passes_one(value, test, &mut last)))?;
    Some(row.0)
}

/// The branch of a value that one property tells, by a list that is in the order of its values.
#[must_use]
pub fn tell_by(
    value: &Value,
    name: &str,
    sorted: &'static [(&'static str, usize)],
) -> Option<usize> {
    find(sorted, value.as_object()?.get(name)?.as_str()?).copied()
}

/// What belongs to a text, in a list that is in the order of the texts.
pub fn find<T>(sorted: &'static [(&'static str, T)], text: &str) -> Option<&'static T> {
    let found = sorted.binary_search_by(|(other, _)| (**other).cmp(text));
    let (_, found) = sorted.get(found.ok()?)?;
    Some(found)
}

/// Reads a value as a branch of a union. One that doesn't fit the branch is kept as it is.
pub fn read_branch<T, U>(value: Value, wrap: fn(T) -> U, other: fn(Value) -> U) -> U
where
    T: DeserializeOwned,
{
    match T::deserialize(Tolerant(&value)) {
        Ok(branch) => wrap(branch),
        Err(_) => other(value),
    }
}

/// As [`read_branch`], of a branch that is an integer or holds integers.
pub fn read_integers<T, U>(value: Value, wrap: fn(T) -> U, other: fn(Value) -> U) -> U
where
    T: DeserializeOwned,
{
    match T::deserialize(Lenient(Tolerant(&value))) {
        Ok(branch) => wrap(branch),
        Err(_) => other(value),
    }
}

/// As [`read_branch`], of an object without the property that told the branch: it isn't one of the
/// branch's own.
pub fn read_tagged<T, U>(mut value: Value, name: &str, wrap: fn(T) -> U, other: fn(Value) -> U) -> U
where
    T: DeserializeOwned,
{
    let tag = value.as_object_mut().and_then(|object| object.remove(name));
    match T::deserialize(&value) {
        Ok(branch) => wrap(branch),
        Err(_) => {
            if let (Some(object), Some(tag)) = (value.as_object_mut(), tag) {
                object.insert(name.to_owned(), tag);
            }
            other(value)
        }
    }
}

/// Reads a value that can be of several types as one of them.
///
/// # Errors
///
/// If it isn't of that type.
pub fn read_as<T: DeserializeOwned>(value: &Value) -> Result<T, DecodeError> {
    T::deserialize(value).map_err(|error| explain(&Bytes::from(value.to_string()), &error))
}

/// The JSON of a value. What JSON can't say is null, as a number is that isn't finite.
pub fn to_value<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// A property that was looked up, and its value.
type LookedUp<'v> = Option<(&'static str, Option<&'v Value>)>;

/// Whether a value passes a test. Most unions ask for one property over and over, which is looked up
/// once.
fn passes_one<'v>(value: &'v Value, test: &Test, last: &mut LookedUp<'v>) -> bool {
    let (Test::Property(name, test), Value::Object(object)) = (test, value) else {
        return passes(value, test);
    };
    let property = match last {
        Some((looked_up, property)) if looked_up == name => *property,
        _ => {
            let property = object.get(*name);
            *last = Some((name, property));
            property
        }
    };
    property.is_some_and(|value| passes(value, test))
}

fn passes(value: &Value, test: &Test) -> bool {
    match (test, value) {
        (Test::Boolean, Value::Bool(_))
        | (Test::Number, Value::Number(_))
        | (Test::String, Value::String(_))
        | (Test::Array, Value::Array(_))
        | (Test::Object, Value::Object(_)) => true,
        (Test::Integer, Value::Number(number)) => is_integer(number),
        (Test::Listed(listed), Value::Number(number)) => {
            as_i64(number).is_some_and(|number| listed.contains(&number))
        }
        (Test::Text(listed), Value::String(text)) => listed.contains(&text.as_str()),
        (Test::DateTime, Value::String(text)) => is_time(text),
        (Test::Date, Value::String(text)) => is_date(text.as_bytes()),
        (Test::Items(tests), Value::Array(items)) => items
            .iter()
            .all(|item| item.is_null() || tests.iter().any(|test| passes(item, test))),
        (Test::Is(listed), Value::Bool(value)) => listed == value,
        (_, Value::Object(object)) => has(object, test),
        _ => false,
    }
}

fn has(object: &Map<String, Value>, test: &Test) -> bool {
    match test {
        Test::Has(name) => object.contains_key(*name),
        Test::Lacks(name) => !object.contains_key(*name),
        Test::Property(name, test) => object.get(*name).is_some_and(|value| passes(value, test)),
        _ => false,
    }
}

/// Whether a text is written as `2024-02-29`.
pub(super) fn is_date(text: &[u8]) -> bool {
    is_pattern(text, b"0000-00-00")
}

/// Whether a text is written as `2024-02-29T12:30:00Z`, with any fraction and offset.
fn is_time(text: &str) -> bool {
    let text = text.as_bytes();
    let (Some(date), Some(time)) = (text.get(..10), text.get(11..19)) else {
        return false;
    };
    let (Some(separator), Some(rest)) = (text.get(10), text.get(19..)) else {
        return false;
    };
    let fraction = rest.strip_prefix(b".").map(|rest| {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        rest.get(digits.max(1)..).unwrap_or_default()
    });
    let offset = fraction.unwrap_or(rest);
    let zone = offset == b"Z"
        || offset == b"z"
        || is_pattern(offset, b"+00:00")
        || is_pattern(offset, b"-00:00");
    is_date(date) && b"Tt ".contains(separator) && is_pattern(time, b"00:00:00") && zone
}

/// Whether a text is like another, in which zeros stand for digits.
pub(super) fn is_pattern(text: &[u8], pattern: &[u8]) -> bool {
    let alike = |(byte, sign): (&u8, &u8)| byte == sign || *sign == b'0' && byte.is_ascii_digit();
    text.len() == pattern.len() && text.iter().zip(pattern).all(alike)
}
