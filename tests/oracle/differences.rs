//! Where emitted implementations are meant to differ from derived ones. Each is shown, so that
//! this list is as long as it is true:
//!
//! - An array isn't an object. A derived implementation reads `["client", "name", "url"]` as the
//!   properties in the order of the struct, which no document means; and the code for it is a fifth
//!   of what a derived one has.
//! - A property has a name that is text. A derived implementation also takes bytes and indexes,
//!   which JSON doesn't have and which some binary formats use.
//! - An object is called that in messages: it is the word of JSON, `struct` is that of Rust.
//!
//! No difference, although it looks like one: a *required* property that can be null and is absent
//! reads as null. Deriving does the same for an `Option`.

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

fn refused<T>(read: Result<T, impl Debug + ToString>) -> String {
    match read {
        Ok(_) => panic!("it was taken"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn an_array_is_no_object() {
    let text = r#"["client", "name", "url"]"#;
    let derived: twins::AuthorizationApp = serde_json::from_str(text).unwrap();
    drop(derived);
    assert_eq!(
        refused(serde_json::from_str::<emitted::AuthorizationApp>(text)),
        "invalid type: sequence, expected an object (AuthorizationApp) at line 1 column 1"
    );
}

#[test]
fn a_name_is_text() {
    read::<twins::AuthorizationApp, _>(PROPERTIES).unwrap();
    read::<emitted::AuthorizationApp, _>(PROPERTIES).unwrap();
    read::<emitted::AuthorizationApp, _>(PROPERTIES.map(str::to_owned)).unwrap();

    read::<twins::AuthorizationApp, _>(PROPERTIES.map(Bytes)).unwrap();
    assert_eq!(
        refused(read::<emitted::AuthorizationApp, _>(PROPERTIES.map(Bytes))),
        "invalid type: byte array, expected the name of a property"
    );
    read::<twins::AuthorizationApp, _>([0_u64, 1, 2]).unwrap();
    assert_eq!(
        refused(read::<emitted::AuthorizationApp, _>([0_u64, 1, 2])),
        "invalid type: integer `0`, expected the name of a property"
    );
}

#[test]
fn an_object_is_called_so() {
    fn words<T: DeserializeOwned>() -> String {
        refused(serde_json::from_str::<T>("0"))
    }
    assert_eq!(
        words::<twins::BasicError>(),
        "invalid type: integer `0`, expected struct BasicError at line 1 column 1"
    );
    assert_eq!(
        words::<emitted::BasicError>(),
        "invalid type: integer `0`, expected an object (BasicError) at line 1 column 1"
    );
}

#[test]
fn absent_is_null_where_a_property_is_required_and_nullable() {
    let text = include_str!("../published-responses.json");
    let responses: Vec<serde_json::Value> = serde_json::from_str(text).unwrap();
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
