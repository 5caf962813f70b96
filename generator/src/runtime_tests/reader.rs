//! Tests of `runtime::reader` against `serde_json`.

use std::collections::BTreeMap;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, IgnoredAny},
};
use serde_json::{Value, value::RawValue};

use crate::runtime::union::read_text;

/// Valid and invalid JSON texts.
const TEXTS: [&str; 66] = [
    "null",
    "true",
    "false",
    "nul",
    "nulll",
    "True",
    "",
    " ",
    "0",
    "-0",
    "-",
    "01",
    "-01",
    "1.",
    "1.5",
    "-1.25e+3",
    "1e",
    "1e+",
    "1E400",
    ".5",
    "+1",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "-9223372036854775809",
    "1e2",
    "\"\"",
    "\"a\"",
    "\"a",
    "\"",
    "\"\\\"\"",
    "\"\\u00e9\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\"\\u12g4\"",
    "\"\\u12\"",
    "\"\\x\"",
    "\"\\",
    "\"\u{1}\"",
    "\"tab\t\"",
    "\"é\u{10000}\"",
    "[]",
    "[ ]",
    "[1]",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1,2",
    "[",
    "]",
    "[[],[[]],{}]",
    "{}",
    "{ }",
    "{\"a\":1}",
    "{\"a\":1,}",
    "{\"a\" 1}",
    "{\"a\":}",
    "{a:1}",
    "{1:1}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":1]",
    "{\"\\u0061\":{\"b\":[null,true,1.0e0]}}",
    "{\"a\":1}{",
    "1 x",
    " [ 1 , \"x\" ] ",
    "[\"long enough for eight bytes at once\", \"and an \\n escape in it\"]",
    "[1e999]",
];

#[test]
fn texts_are_decoded_like_in_serde_json() {
    for text in TEXTS {
        let expected = serde_json::from_str::<Value>(text).ok();
        assert_eq!(read_text(text.as_bytes()).ok(), expected, "{text}");
        let expected = serde_json::from_str::<IgnoredAny>(text).is_ok();
        let ignored = read_text::<IgnoredAny>(text.as_bytes());
        assert_eq!(ignored.is_ok(), expected, "{text}");
    }
}

#[test]
fn truncated_text_is_an_error() {
    let text = r#"{"a":[1.5e+3,true,null,"\u00e9\n"],"b":{"c":-1}}"#;
    read_text::<Value>(text.as_bytes()).unwrap();
    for end in 0..text.len() {
        let cut = &text.as_bytes()[..end];
        read_text::<Value>(cut).unwrap_err();
        read_text::<IgnoredAny>(cut).unwrap_err();
    }
}

#[test]
fn invalid_utf8_is_an_error_only_in_decoded_values() {
    let bytes = b"{\"a\":\"\xFF\"}";
    read_text::<IgnoredAny>(bytes).unwrap();
    let error = read_text::<Value>(bytes).unwrap_err();
    assert!(error.to_string().contains("unicode"), "{error}");
}

/// Compares the values of both parsers.
fn same<T: DeserializeOwned + PartialEq + std::fmt::Debug>(texts: &[&str]) {
    for text in texts {
        let expected = serde_json::from_str::<T>(text).ok();
        assert_eq!(read_text::<T>(text.as_bytes()).ok(), expected, "{text}");
    }
}

#[test]
fn types_are_decoded_like_in_serde_json() {
    same::<u8>(&["0", "255", "256", "-1", "1.0", "\"1\"", "null", "[1]"]);
    same::<i64>(&["-9223372036854775808", "9223372036854775808", "-0", "1e2"]);
    same::<i128>(&[
        "170141183460469231731687303715884105727",
        "170141183460469231731687303715884105728",
        "-1",
        "true",
    ]);
    same::<u128>(&["340282366920938463463374607431768211455", "-1"]);
    same::<f32>(&["16777217", "0.1", "1e38", "-0.0", "\"1\""]);
    // Without its feature `float_roundtrip`, `serde_json` reads infinity.
    read_text::<f32>(b"1e39").unwrap_err();
    same::<f64>(&["1e308", "1e309", "7", "-0.5"]);
    same::<bool>(&["true", "false", "0"]);
    same::<char>(&["\"é\"", "\"ab\"", "1"]);
    same::<String>(&["\"\\u0061\"", "1", "null"]);
    same::<Option<u8>>(&["null", "1", "\"\""]);
    same::<()>(&["null", "1", "[]"]);
    same::<(u8, String)>(&["[1,\"a\"]", "[1]", "[1,\"a\",2]", "{}", "null"]);
    same::<BTreeMap<u64, bool>>(&["{\"1\":true}", "{\"a\":true}", "{\"1\":1}"]);
    same::<BTreeMap<i128, u8>>(&["{\"-1\":1}"]);
    same::<BTreeMap<Option<String>, u8>>(&["{\"a\":1}"]);
    same::<Vec<Vec<u8>>>(&["[]", "[[1],[]]", "[1]", "[[1],]"]);
    same::<Result<u8, String>>(&[
        "{\"Ok\":1}",
        "{\"Err\":\"a\"}",
        "{\"Ok\":1,\"Err\":\"a\"}",
        "{}",
        "\"Ok\"",
        "1",
    ]);
    same::<std::net::IpAddr>(&["\"127.0.0.1\"", "\"x\""]);
    same::<std::time::Duration>(&["{\"secs\":1,\"nanos\":2}", "{\"secs\":1}"]);
    same::<std::num::NonZeroU8>(&["1", "0"]);
}

/// Floats are exact, as in `serde_json` with the feature `float_roundtrip`.
#[test]
fn fractions_are_exact() {
    for text in ["39.627374847167204", "-15.832582473754883", "5e-324"] {
        let expected: f64 = text.parse().unwrap();
        assert_eq!(read_text::<f64>(text.as_bytes()).unwrap(), expected);
    }
}

#[test]
fn null_is_an_empty_array_or_map() {
    assert!(read_text::<Vec<u8>>(b"null").unwrap().is_empty());
    let map: BTreeMap<String, Vec<u8>> = read_text(b"{\"a\":null}").unwrap();
    assert_eq!(map, BTreeMap::from([("a".to_owned(), Vec::new())]));
    assert_eq!(read_text::<Option<Vec<u8>>>(b"null").unwrap(), None);
}

/// Custom types may contain a `RawValue`.
#[test]
fn a_raw_value_is_json_text() {
    let all: Vec<Box<RawValue>> = read_text(b"[ {\"a\" : 1} , 1e999 ]").unwrap();
    let all: Vec<&str> = all.iter().map(|raw| raw.get()).collect();
    assert_eq!(all, ["{\"a\" : 1}", "1e999"]);
}

#[test]
fn errors_are_located_behind_their_value() {
    let offset = |text: &str| {
        read_text::<Vec<Late>>(text.as_bytes())
            .unwrap_err()
            .offset()
    };
    assert_eq!(offset("[1, 2]"), 2);
    assert_eq!(offset("[\"a\", 2]"), 7);
    assert_eq!(offset("[\"a\", [2]]"), 6);
    assert_eq!(offset("[\"a\", \"late\" , \"b\"]"), 12);
    assert_eq!(offset(" {}"), 1);
}

/// A string that is rejected after it was read.
#[derive(Debug)]
struct Late;

impl<'de> Deserialize<'de> for Late {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match String::deserialize(deserializer)?.as_str() {
            "late" => Err(serde::de::Error::custom("late")),
            _ => Ok(Self),
        }
    }
}
