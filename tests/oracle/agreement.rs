//! Reading and writing with either implementation, and comparing.

use std::cell::Cell;

use proptest::{
    prelude::*,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Error, Value, error::Category};

use crate::{
    shapes::Shape,
    texts::{Distance, Node, Written, nodes, styles, texts},
};

/// How many texts of each sort are tried.
const CASES: u32 = 256;

/// The same texts every time, and no file of failures.
pub(crate) fn try_all<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value)) {
    let config = ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let tried = TestRunner::new_with_rng(config, rng).run(strategy, |value| {
        test(value);
        Ok(())
    });
    if let Err(failure) = tried {
        panic!("{failure}");
    }
}

/// What is as documented is taken.
pub(crate) fn documented<E, T>(shape: &Shape)
where
    E: Serialize + DeserializeOwned,
    T: Serialize + DeserializeOwned,
{
    let taken = Cell::new(0);
    try_all(CASES / 2, &texts(shape, Distance::Documented), |text| {
        let agreed = agree::<E, T>(&text, shape);
        taken.set(taken.get() + u32::from(agreed));
        // There are numbers that `serde_json` has no room for, and depths that it doesn't go to.
        let is_json = serde_json::from_slice::<Value>(&text.bytes).is_ok();
        assert!(
            agreed || !is_json,
            "{}",
            String::from_utf8_lossy(&text.bytes)
        );
    });
    assert!(taken.get() > CASES / 3, "only {} were taken", taken.get());
}

/// What may be anything is taken by both or refused by both.
pub(crate) fn anything<E, T>(shape: &Shape)
where
    E: Serialize + DeserializeOwned,
    T: Serialize + DeserializeOwned,
{
    let taken = Cell::new(0);
    try_all(CASES, &texts(shape, Distance::Anything), |text| {
        taken.set(taken.get() + u32::from(agree::<E, T>(&text, shape)));
    });
    // Else one of the two is hardly tried.
    let taken = taken.get();
    assert!(
        (CASES / 8..CASES).contains(&taken),
        "{taken} of {CASES} were taken"
    );
}

/// The same, where `serde` keeps what it read and reads it again from there.
pub(crate) fn within<E, T>(shape: &Shape)
where
    E: Serialize + DeserializeOwned,
    T: Serialize + DeserializeOwned,
{
    let nodes = nodes(shape, Distance::Anything);
    try_all(CASES / 2, &(nodes, styles()), |(node, style)| {
        let written = |node: Node| Written {
            bytes: node.written(&style).into_bytes(),
            node,
            is_damaged: false,
        };
        let text = written(node.clone());
        agree::<Either<E>, Either<T>>(&text, shape);
        agree::<Option<E>, Option<T>>(&text, shape);
        if let Node::Object(mut fields) = node {
            agree::<Flat<E>, Flat<T>>(&text, shape);
            fields.push(("kind".to_owned(), Node::Text("Model".to_owned())));
            agree::<Tagged<E>, Tagged<T>>(&written(Node::Object(fields)), shape);
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

/// Returns `true` for an error that `serde_json` doesn't find in a text that it hands over unread. A union finds
/// it, and then its place is the end of the text and its category is data.
fn is_found_by_union(error: &serde_json::Error) -> bool {
    ["recursion limit exceeded", "number out of range"].contains(&message(error).as_str())
}

fn is_data(error: &serde_json::Error) -> bool {
    error.classify() == Category::Data
}

/// Returns the message of an error without its place.
fn message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// Whether both take it; fails where they don't agree.
fn agree<E, T>(text: &Written, shape: &Shape) -> bool
where
    E: Serialize + DeserializeOwned,
    T: Serialize + DeserializeOwned,
{
    let bytes = text.bytes.as_slice();
    let shown = String::from_utf8_lossy(bytes);
    let compare = |emitted: Result<E, Error>, derived: Result<T, Error>| match (emitted, derived) {
        (Ok(emitted), Ok(derived)) => {
            written(&emitted, &derived);
            true
        }
        // The one difference in what is taken: see `differences`.
        (Err(_), _) if text.node.has_array_for_object(shape) => false,
        (Err(emitted), Err(derived)) => {
            if is_found_by_union(&derived) {
                assert_eq!(message(&emitted), message(&derived), "{shown}");
            } else {
                assert_eq!(is_data(&emitted), is_data(&derived), "{shown}");
                if !text.is_damaged {
                    assert_eq!(emitted.classify(), derived.classify(), "{shown}");
                    assert_eq!(words(&emitted), derived.to_string(), "{shown}");
                }
            }
            false
        }
        // A union counts the depth of its own text.
        (Ok(_), Err(derived)) if is_found_by_union(&derived) => true,
        (Ok(_), Err(derived)) => panic!("only the emitted takes {shown}: {derived}"),
        (Err(emitted), Ok(_)) => panic!("only the derived takes {shown}: {emitted}"),
    };

    let from_slice = compare(serde_json::from_slice(bytes), serde_json::from_slice(bytes));
    let from_reader = compare(
        serde_json::from_reader(bytes),
        serde_json::from_reader(bytes),
    );
    assert_eq!(from_slice, from_reader, "{shown}");
    if let Ok(text) = std::str::from_utf8(bytes) {
        let from_str = compare(serde_json::from_str(text), serde_json::from_str(text));
        assert_eq!(from_slice, from_str, "{shown}");
    }
    if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
        // What came twice is there once now.
        compare(
            serde_json::from_value(value.clone()),
            serde_json::from_value(value.clone()),
        );
        compare(E::deserialize(&value), T::deserialize(&value));
    }
    from_slice
}

/// Both write the same, and what is written is read as what it was.
fn written<E, T>(emitted: &E, derived: &T)
where
    E: Serialize + DeserializeOwned,
    T: Serialize,
{
    let text = serde_json::to_string(emitted).unwrap();
    assert_eq!(text, serde_json::to_string(derived).unwrap());
    let pretty = serde_json::to_string_pretty(emitted).unwrap();
    assert_eq!(pretty, serde_json::to_string_pretty(derived).unwrap());
    let value = serde_json::to_value(emitted).unwrap();
    assert_eq!(value, serde_json::to_value(derived).unwrap());
    let back: E = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&back).unwrap(), text);
}

/// What an error says. A derived one calls an object by the word of Rust.
fn words(error: &Error) -> String {
    let text = error.to_string();
    match text.split_once("an object (") {
        Some((before, after)) => {
            let (name, after) = after.split_once(')').unwrap();
            format!("{before}struct {name}{after}")
        }
        None => text,
    }
}
