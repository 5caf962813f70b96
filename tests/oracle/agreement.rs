//! Comparison of emitted and derived implementations: reading and writing.

use std::cell::Cell;

use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Error, Value, error::Category};

use crate::{
    generators::{Distance, Node, Serialized, nodes, serialized_values, styles},
    schemas::Schema,
};

/// The number of generated values per test.
const CASES: u32 = 256;

/// Runs a test with generated values. The seed is fixed, and failures aren't persisted.
pub(crate) fn test_all<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value)) {
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let result = TestRunner::new_with_rng(config, rng).run(strategy, |value| {
        test(value);
        Ok(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
}

/// Checks that both implementations accept documented values.
pub(crate) fn documented<E, T>(schema: &Schema)
where
    E: Serialize + DeserializeOwned,
    T: Serialize + DeserializeOwned,
{
    let accepted = Cell::new(0);
    test_all(
        CASES / 2,
        &serialized_values(schema, Distance::Documented),
        |serialized| {
            let agreed = agree::<E, T>(&serialized, schema);
            accepted.set(accepted.get() + u32::from(agreed));
            // Some numbers are out of range for `serde_json`, and some values exceed its recursion
            // limit.
            let is_json = serde_json::from_slice::<Value>(&serialized.bytes).is_ok();
            assert!(
                agreed || !is_json,
                "{}",
                String::from_utf8_lossy(&serialized.bytes)
            );
        },
    );
    assert!(
        accepted.get() > CASES / 3,
        "only {} were accepted",
        accepted.get()
    );
}

/// Checks that either both implementations accept a value, or both reject it.
pub(crate) fn anything<E, T>(schema: &Schema)
where
    E: Serialize + DeserializeOwned,
    T: Serialize + DeserializeOwned,
{
    let accepted = Cell::new(0);
    test_all(
        CASES,
        &serialized_values(schema, Distance::Anything),
        |serialized| {
            accepted.set(accepted.get() + u32::from(agree::<E, T>(&serialized, schema)));
        },
    );
    // If nearly all or nearly no values were accepted, the test would cover only one case.
    let accepted = accepted.get();
    assert!(
        (CASES / 8..CASES).contains(&accepted),
        "{accepted} of {CASES} were accepted"
    );
}

/// Checks values inside types for which serde buffers the value, like [`anything`].
pub(crate) fn within<E, T>(schema: &Schema)
where
    E: Serialize + DeserializeOwned,
    T: Serialize + DeserializeOwned,
{
    let nodes = nodes(schema, Distance::Anything);
    test_all(CASES / 2, &(nodes, styles()), |(node, style)| {
        let serialize = |node: Node| Serialized {
            bytes: node.to_json(&style).into_bytes(),
            node,
            is_damaged: false,
        };
        let serialized = serialize(node.clone());
        agree::<Either<E>, Either<T>>(&serialized, schema);
        agree::<Option<E>, Option<T>>(&serialized, schema);
        if let Node::Object(mut fields) = node {
            agree::<Flat<E>, Flat<T>>(&serialized, schema);
            fields.push(("kind".to_owned(), Node::Text("Model".to_owned())));
            agree::<Tagged<E>, Tagged<T>>(&serialize(Node::Object(fields)), schema);
        }
    });
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Either<T> {
    Boolean(bool),
    Model(T),
}

#[derive(Serialize, Deserialize)]
struct Flat<T> {
    #[serde(flatten)]
    model: T,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Tagged<T> {
    Model(T),
}

/// Returns `true` for an error that `serde_json` doesn't find while it skips a value. A union finds
/// the error, and reports it at the end of the value with the category `Data`.
fn is_found_by_union(error: &serde_json::Error) -> bool {
    ["recursion limit exceeded", "number out of range"].contains(&message(error).as_str())
}

fn is_data(error: &serde_json::Error) -> bool {
    error.classify() == Category::Data
}

/// Returns the message of an error without the place.
fn message(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// Returns `true` if both implementations accept a value. Fails if they differ.
fn agree<E, T>(serialized: &Serialized, schema: &Schema) -> bool
where
    E: Serialize + DeserializeOwned,
    T: Serialize + DeserializeOwned,
{
    let bytes = serialized.bytes.as_slice();
    let json = String::from_utf8_lossy(bytes);
    let compare = |emitted: Result<E, Error>, derived: Result<T, Error>| match (emitted, derived) {
        (Ok(emitted), Ok(derived)) => {
            compare_written(&emitted, &derived);
            true
        }
        // Only a derived implementation accepts an array for an object: see `differences`.
        (Err(_), _) if serialized.node.has_array_for_object(schema) => false,
        (Err(emitted), Err(derived)) => {
            if is_found_by_union(&derived) {
                assert_eq!(message(&emitted), message(&derived), "{json}");
            } else {
                assert_eq!(is_data(&emitted), is_data(&derived), "{json}");
                if !serialized.is_damaged {
                    assert_eq!(emitted.classify(), derived.classify(), "{json}");
                    assert_eq!(message_of_derived(&emitted), derived.to_string(), "{json}");
                }
            }
            false
        }
        // An emitted union counts the nesting depth from its own value, so it accepts deeper
        // values.
        (Ok(_), Err(derived)) if is_found_by_union(&derived) => true,
        (Ok(_), Err(derived)) => {
            panic!("only the emitted implementation accepts {json}: {derived}")
        }
        (Err(emitted), Ok(_)) => {
            panic!("only the derived implementation accepts {json}: {emitted}")
        }
    };

    let from_slice = compare(serde_json::from_slice(bytes), serde_json::from_slice(bytes));
    let from_reader = compare(
        serde_json::from_reader(bytes),
        serde_json::from_reader(bytes),
    );
    assert_eq!(from_slice, from_reader, "{json}");
    if let Ok(string) = std::str::from_utf8(bytes) {
        let from_str = compare(serde_json::from_str(string), serde_json::from_str(string));
        assert_eq!(from_slice, from_str, "{json}");
    }
    if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
        // A `Value` has no duplicate properties.
        compare(
            serde_json::from_value(value.clone()),
            serde_json::from_value(value.clone()),
        );
        compare(E::deserialize(&value), T::deserialize(&value));
    }
    from_slice
}

/// Checks that both implementations write the same JSON, and that it round-trips.
fn compare_written<E, T>(emitted: &E, derived: &T)
where
    E: Serialize + DeserializeOwned,
    T: Serialize,
{
    let serialized = serde_json::to_string(emitted).unwrap();
    assert_eq!(serialized, serde_json::to_string(derived).unwrap());
    let pretty = serde_json::to_string_pretty(emitted).unwrap();
    assert_eq!(pretty, serde_json::to_string_pretty(derived).unwrap());
    let value = serde_json::to_value(emitted).unwrap();
    assert_eq!(value, serde_json::to_value(derived).unwrap());
    let decoded: E = serde_json::from_str(&serialized).unwrap();
    assert_eq!(serde_json::to_string(&decoded).unwrap(), serialized);
}

/// Returns the message of an error, with `struct` for an object, as in derived implementations.
fn message_of_derived(error: &Error) -> String {
    let message = error.to_string();
    match message.split_once("an object (") {
        Some((before, after)) => {
            let (name, after) = after.split_once(')').unwrap();
            format!("{before}struct {name}{after}")
        }
        None => message,
    }
}
