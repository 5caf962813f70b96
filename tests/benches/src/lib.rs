//! What is read and written, and the same by hand.
#![expect(
    clippy::unwrap_used,
    reason = "texts that are made here are as they should be"
)]

use std::fmt::Write;

use bytes::Bytes;
use http::{HeaderMap, Request, header::ACCEPT};

/// The client of extreme shapes.
#[expect(missing_docs, reason = "a document that describes no property")]
pub mod shapes {
    include!(concat!(env!("OUT_DIR"), "/shapes/mod.rs"));
}

/// The same types with derived serde implementations.
pub mod derived {
    include!(concat!(env!("OUT_DIR"), "/derived.rs"));
}

/// The base URL of requests.
pub const BASE: &str = "https://ghe.example.com/api/v3";

/// The first authorization of the document's examples.
fn authorization() -> String {
    let examples = include_str!("../../client/examples.json");
    let examples: serde_json::Value = serde_json::from_str(examples).unwrap();
    examples.get("authorization").unwrap().to_string()
}

/// A hundred authorizations, as `list-authorizations` responses with them.
pub fn list() -> String {
    format!("[{}]", vec![authorization(); 100].join(","))
}

/// A thousand.
pub fn long_list() -> String {
    format!("[{}]", vec![authorization(); 1_000].join(","))
}

/// An object with 300 properties, in the order of the document.
pub fn wide() -> String {
    object(0..300)
}

/// The same the other way round.
pub fn wide_reversed() -> String {
    object((0..300).rev())
}

fn object(properties: impl Iterator<Item = usize>) -> String {
    let mut text = String::from("{");
    for property in properties {
        let value = ["\"text\"", "5", "true"].get(property % 3).unwrap();
        write!(text, "\"property_{property}\":{value},").unwrap();
    }
    text.pop();
    text + "}"
}

/// Every value of an enumeration of a thousand.
pub fn values() -> String {
    let values: Vec<String> = (0..1_000).map(|n| format!("\"value-{n}\"")).collect();
    format!("[{}]", values.join(","))
}

/// Every branch of a union of fifty.
pub fn branches() -> String {
    let branch = |n: usize| format!("{{\"kind\":\"branch{n}\",\"size\":{n}}}");
    let branches: Vec<String> = (0..50).map(branch).collect();
    format!("[{}]", branches.join(","))
}

/// Objects a hundred deep.
pub fn deep() -> String {
    let open: String = (0..100)
        .map(|n| format!("{{\"id\":{n},\"inner\":"))
        .collect();
    format!("{open}{{\"id\":100}}{}", "}".repeat(100))
}

/// Unions a hundred deep around a long array that isn't documented, what tells them apart at their end.
pub fn nested() -> String {
    let array = format!("[{}0]", "0,".repeat(10_000));
    let leaf = format!("{{\"x\":{array},\"size\":1,\"kind\":\"leaf\"}}");
    let (open, close) = ("{\"inner\":".repeat(100), ",\"kind\":\"node\"}".repeat(100));
    format!("{open}{leaf}{close}")
}

/// A response with an authorization: its headers and its body.
pub fn response() -> (HeaderMap, Bytes) {
    let mut headers = HeaderMap::new();
    let json = http::HeaderValue::from_static("application/json; charset=utf-8");
    headers.insert(http::header::CONTENT_TYPE, json);
    (headers, authorization().into())
}

/// A request of `get-authorization`, as one would write it by hand.
pub fn request_by_hand(id: i64) -> Request<Bytes> {
    Request::get(format!("{BASE}/authorizations/{id}"))
        .header(ACCEPT, "application/json")
        .body(Bytes::new())
        .unwrap()
}
