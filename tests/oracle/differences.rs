//! Intended differences between emitted and derived implementations. A test shows each of them, so
//! this list is complete and true:
//!
//! - An array isn't an object. A derived implementation accepts `["client", "name", "url"]` as the
//!   properties in the order of the struct, which no document describes, and its code is five times
//!   as long.
//! - The name of a property is a string. A derived implementation also accepts bytes and indexes,
//!   which don't occur in JSON but in some binary formats.
//! - Messages contain `an object`, the term of JSON, instead of `struct`.
//!
//! A missing *required* nullable property is null in both implementations: a derived implementation
//! does the same for an `Option`.

use std::fmt::Debug;

use github_oauth_authorizations::models as emitted;
use serde::{
    Deserialize,
    de::{
        DeserializeOwned, IntoDeserializer,
        value::{BytesDeserializer, Error, MapDeserializer},
    },
};

use crate::twins;

const PROPERTIES: [&str; 3] = ["client_id", "name", "url"];

fn read<'de, T, K>(keys: [K; 3]) -> Result<T, Error>
where
    T: Deserialize<'de>,
    K: IntoDeserializer<'de, Error>,
{
    T::deserialize(MapDeserializer::new(
        keys.into_iter().map(|key| (key, "text")),
    ))
}

/// A name as bytes.
struct Bytes(&'static str);

impl<'de> IntoDeserializer<'de, Error> for Bytes {
    type Deserializer = BytesDeserializer<'de, Error>;

    fn into_deserializer(self) -> Self::Deserializer {
        BytesDeserializer::new(self.0.as_bytes())
    }
}

fn error_of<T>(read: Result<T, impl Debug + ToString>) -> String {
    match read {
        Ok(_) => panic!("expected an error"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn an_array_is_not_an_object() {
    let json = r#"["client", "name", "url"]"#;
    let derived: twins::AuthorizationApp = serde_json::from_str(json).unwrap();
    drop(derived);
    assert_eq!(
        error_of(serde_json::from_str::<emitted::AuthorizationApp>(json)),
        "invalid type: sequence, expected an object (AuthorizationApp) at line 1 column 1"
    );
}

#[test]
fn a_name_is_a_string() {
    read::<twins::AuthorizationApp, _>(PROPERTIES).unwrap();
    read::<emitted::AuthorizationApp, _>(PROPERTIES).unwrap();
    read::<emitted::AuthorizationApp, _>(PROPERTIES.map(str::to_owned)).unwrap();

    read::<twins::AuthorizationApp, _>(PROPERTIES.map(Bytes)).unwrap();
    assert_eq!(
        error_of(read::<emitted::AuthorizationApp, _>(PROPERTIES.map(Bytes))),
        "invalid type: byte array, expected the name of a property"
    );
    read::<twins::AuthorizationApp, _>([0_u64, 1, 2]).unwrap();
    assert_eq!(
        error_of(read::<emitted::AuthorizationApp, _>([0_u64, 1, 2])),
        "invalid type: integer `0`, expected the name of a property"
    );
}

#[test]
fn an_object_has_its_json_name() {
    fn message<T: DeserializeOwned>() -> String {
        error_of(serde_json::from_str::<T>("0"))
    }
    assert_eq!(
        message::<twins::BasicError>(),
        "invalid type: integer `0`, expected struct BasicError at line 1 column 1"
    );
    assert_eq!(
        message::<emitted::BasicError>(),
        "invalid type: integer `0`, expected an object (BasicError) at line 1 column 1"
    );
}

#[test]
fn a_missing_required_nullable_property_is_null() {
    let json = include_str!("../published-responses.json");
    let responses: Vec<serde_json::Value> = serde_json::from_str(json).unwrap();
    for response in responses {
        let body = &response["body"];
        assert!(body.get("expires_at").is_none());
        let derived = twins::Authorization::deserialize(body).unwrap();
        let emitted = emitted::Authorization::deserialize(body).unwrap();
        let derived = serde_json::to_value(derived).unwrap();
        assert_eq!(derived, serde_json::to_value(emitted).unwrap());
        assert!(derived["expires_at"].is_null());
    }
}
