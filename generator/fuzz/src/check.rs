//! Properties of reading and writing that hold for any bytes and any type.

use std::fmt::Debug;

use bytes::Bytes;
use serde::{
    Serialize,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::{Value, from_slice, from_value};

use crate::{
    clients::nested_unions_client::runtime::{ResponseBody, decode::json_unchecked},
    value::Plain,
};

/// Reads bytes as `T` with every deserializer, and checks that the value round-trips.
pub(crate) fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(bytes: &[u8]) {
    let read = from_slice::<T>(bytes);
    let body = ResponseBody::<()>::Bytes(Bytes::copy_from_slice(bytes));
    let decoded = json_unchecked::<T, ()>(body);
    if let Err(error) = &decoded {
        // The error contains an excerpt of the body.
        let _ = (error.to_string(), format!("{error:?}"));
    }
    let json = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if from_slice::<IgnoredAny>(json).is_err() {
        assert!(decoded.is_err(), "decoded, and it isn't JSON: {decoded:?}");
    }
    if let Ok(value) = &read {
        assert!(
            from_slice::<IgnoredAny>(bytes).is_ok(),
            "read, and it isn't JSON: {value:?}"
        );
    }
    let input = Plain::read(json).map(|plain| plain.value);
    for value in [read.as_ref().ok(), decoded.as_ref().ok()]
        .into_iter()
        .flatten()
    {
        round_trip(value, input.as_ref());
    }
    let Some(plain) = Plain::read(bytes) else {
        return;
    };
    let converted = from_value::<T>(plain.value);
    match (&read, &converted) {
        (Ok(read), Ok(converted)) => assert_eq!(read, converted, "by a tree"),
        (Err(_), Err(_)) => {}
        _ => panic!("from a slice: {read:?}; from a tree: {converted:?}"),
    }
    // A client reads `null` as an empty array or map.
    if !plain.has_null {
        match (&read, &decoded) {
            (Ok(read), Ok(decoded)) => assert_eq!(read, decoded, "by a client"),
            (Err(_), Err(_)) => {}
            _ => panic!("from a slice: {read:?}; by a client: {decoded:?}"),
        }
    }
}

/// Writes a value, and reads it again. The second value may differ from the first if the first
/// was read without an optional tag, which a union writes.
fn round_trip<T: DeserializeOwned + Serialize + PartialEq + Debug>(
    value: &T,
    input: Option<&Value>,
) {
    let _ = format!("{value:?}");
    let json = serde_json::to_vec(value).expect("a value that was read can be written");
    let read: T = from_slice(&json).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&json));
    });
    if &read != value {
        let written: Value = from_slice(&json).expect("written values are JSON");
        assert!(
            input.is_none_or(|input| !contains(input, &written)),
            "read {value:?}, wrote {written}, read {read:?}"
        );
    }
    let round_trip = serde_json::to_vec(&read).expect("a value that was read can be written");
    assert_eq!(json, round_trip, "written twice");
}

/// Returns `true` if the input has everything that was written.
fn contains(input: &Value, written: &Value) -> bool {
    match (input, written) {
        (Value::Object(input), Value::Object(written)) => written
            .iter()
            .all(|(key, value)| input.get(key).is_some_and(|found| contains(found, value))),
        (Value::Array(input), Value::Array(written)) => {
            input.len() == written.len()
                && (input.iter().zip(written)).all(|(input, written)| contains(input, written))
        }
        (Value::Number(input), Value::Number(written)) => input.as_f64() == written.as_f64(),
        _ => input == written,
    }
}
