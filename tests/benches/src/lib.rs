//! Inputs of the benchmarks, and the types and requests of the hand-written code.
#![expect(clippy::unwrap_used, reason = "all inputs are valid")]

use std::fmt::Write;

use bytes::Bytes;
use http::{HeaderMap, Request, header::ACCEPT};

/// The client of the types of extreme sizes.
#[expect(missing_docs, reason = "a document that describes no property")]
pub mod shapes {
    include!(concat!(env!("OUT_DIR"), "/shapes/mod.rs"));
}

/// The types with derived serde implementations.
pub mod derived {
    include!(concat!(env!("OUT_DIR"), "/derived.rs"));
}

/// The base URL of requests.
pub const BASE: &str = "https://ghe.example.com/api/v3";

/// Returns the first authorization of the examples of the document.
fn authorization() -> String {
    let examples = include_str!("../../client/examples.json");
    let examples: serde_json::Value = serde_json::from_str(examples).unwrap();
    examples.get("authorization").unwrap().to_string()
}

/// Returns a response of `list-authorizations` with 100 items.
pub fn list() -> String {
    format!("[{}]", vec![authorization(); 100].join(","))
}

/// Returns a response of `list-authorizations` with 1,000 items.
pub fn long_list() -> String {
    format!("[{}]", vec![authorization(); 1_000].join(","))
}

/// Returns an object with 300 properties, in the order of the document.
pub fn wide() -> String {
    object(0..300)
}

/// Returns an object with 300 properties, in reverse order.
pub fn wide_reversed() -> String {
    object((0..300).rev())
}

fn object(properties: impl Iterator<Item = usize>) -> String {
    let mut json = String::from("{");
    for property in properties {
        let value = ["\"text\"", "5", "true"].get(property % 3).unwrap();
        write!(json, "\"property_{property}\":{value},").unwrap();
    }
    json.pop();
    json + "}"
}

/// Returns every value of an enum of 1,000 values.
pub fn values() -> String {
    let values: Vec<String> = (0..1_000).map(|n| format!("\"value-{n}\"")).collect();
    format!("[{}]", values.join(","))
}

/// Returns every variant of a union of 50 variants.
pub fn variants() -> String {
    let variant = |n: usize| format!("{{\"kind\":\"branch{n}\",\"size\":{n}}}");
    let variants: Vec<String> = (0..50).map(variant).collect();
    format!("[{}]", variants.join(","))
}

/// Returns 100 nested objects.
pub fn deep() -> String {
    let open: String = (0..100)
        .map(|n| format!("{{\"id\":{n},\"inner\":"))
        .collect();
    format!("{open}{{\"id\":100}}{}", "}".repeat(100))
}

/// Returns 100 nested unions around a long undocumented array, with the discriminator last.
pub fn nested() -> String {
    let array = format!("[{}0]", "0,".repeat(10_000));
    let leaf = format!("{{\"x\":{array},\"size\":1,\"kind\":\"leaf\"}}");
    let (open, close) = ("{\"inner\":".repeat(100), ",\"kind\":\"node\"}".repeat(100));
    format!("{open}{leaf}{close}")
}

/// Returns the headers and the body of a response with an authorization.
pub fn response() -> (HeaderMap, Bytes) {
    let mut headers = HeaderMap::new();
    let json = http::HeaderValue::from_static("application/json; charset=utf-8");
    headers.insert(http::header::CONTENT_TYPE, json);
    (headers, authorization().into())
}

/// Returns a hand-written request of `get-authorization`.
pub fn request_by_hand(id: i64) -> Request<Bytes> {
    Request::get(format!("{BASE}/authorizations/{id}"))
        .header(ACCEPT, "application/json")
        .body(Bytes::new())
        .unwrap()
}
