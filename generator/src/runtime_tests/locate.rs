//! Tests of `runtime::locate` with errors of `serde_json`.

use std::collections::BTreeMap;

use serde::de::Deserialize;
use serde_json::Value;

use super::readers::{Early, Either, Kind, Late, Record};
use crate::runtime::locate::{Located, locate};

/// Returns the location of the error of decoding `text` as a `T`.
fn located<T: for<'de> Deserialize<'de>>(text: &[u8]) -> Located {
    match serde_json::from_slice::<T>(text) {
        Ok(_) => panic!("{} was decoded", String::from_utf8_lossy(text)),
        Err(error) => locate(text, error.line(), error.column()),
    }
}

fn check<T: for<'de> Deserialize<'de>>(cases: &[(&str, &str, &str)]) {
    for (text, path, excerpt) in cases {
        let found = located::<T>(text.as_bytes());
        assert_eq!(
            (found.path.as_str(), found.excerpt.as_str()),
            (*path, *excerpt),
            "{text}"
        );
    }
}

#[test]
fn scalars_of_unexpected_types() {
    check::<Vec<u64>>(&[
        (r#"[1, "abc" , 2]"#, "[1]", r#""…""#),
        (r#"["abc"]"#, "[0]", r#""…""#),
        (r#"[1, "a\"]\\", 2]"#, "[1]", r#""…""#),
        ("[1, -5 , 2]", "[1]", "number"),
        ("[1, 5.5e3]", "[1]", "number"),
        ("[1, true , 2]", "[1]", "boolean"),
        ("[1,false]", "[1]", "boolean"),
        ("[1, null]", "[1]", "null"),
        ("[1,\n\"x\"\n, 2]", "[1]", r#""…""#),
    ]);
    check::<Vec<u8>>(&[("[1,\r\n300\r\n, 2]", "[1]", "number")]);
    check::<Vec<f64>>(&[("[1, 1e999]", "[1]", "number")]);
    check::<BTreeMap<String, Vec<i64>>>(&[
        (r#"{"a":[1],"b":[1,"x"]}"#, "b[1]", r#""…""#),
        (r#"{"a":[1],"b": "q" }"#, "b", r#""…""#),
        (r#"{"a" : null}"#, "a", "null"),
        (
            "{\n  \"a\": [\n    1,\n    true\n  ]\n}\n",
            "a[1]",
            "boolean",
        ),
    ]);
    check::<BTreeMap<String, u64>>(&[
        (r#""x""#, "", r#""…""#),
        (" 12 ", "", "number"),
        ("null", "", "null"),
    ]);
}

#[test]
fn unexpected_objects_and_arrays() {
    check::<Vec<u64>>(&[
        ("[1, [2] , 2]", "[1]", "[number]"),
        (r#"[1,{"a":2}, 2]"#, "[1]", r#"{"a":number}"#),
        ("[[], 2]", "[0]", "[]"),
        (r#"{"a":1}"#, "", r#"{"a":number}"#),
    ]);
    check::<Vec<u8>>(&[("[1,\n{\n\n}, 2]", "[1]", "{}")]);
    check::<Vec<Vec<u64>>>(&[(r#"[[1], {"a":1}]"#, "[1]", r#"{"a":number}"#)]);
    check::<BTreeMap<String, Vec<i64>>>(&[
        (r#"{"a":[1],"b": {"q":1}}"#, "b", r#"{"q":number}"#),
        (r#"{"a":[[]]}"#, "a[0]", "[]"),
        (" \n [] ", "", "[]"),
    ]);
    check::<Vec<BTreeMap<String, u64>>>(&[("[[1,2]]", "[0]", "[number,number]")]);
}

#[test]
fn tuples_and_keys() {
    check::<Vec<(u64, u64)>>(&[
        ("[[1,2],[1]]", "[1]", "[number]"),
        ("[[ ], [4,5]]", "[0]", "[]"),
        ("[[1,2],[1,2,3 ], [4,5]]", "[1][2]", "number"),
        (r#"[[1,2,{"a":3}]]"#, "[0][2]", r#"{"a":number}"#),
        (r#"[[1,"2"]]"#, "[0][1]", r#""…""#),
    ]);
    check::<(u64, BTreeMap<String, bool>, [u64; 2])>(&[
        (r#"[1, {"a":true,"b":0}, [1,2]]"#, "[1].b", "number"),
        ("[1, {}, [1]]", "[2]", "[number]"),
        ("[1, {}]", "", "[number,{}]"),
    ]);
    check::<BTreeMap<u64, u64>>(&[(r#"{"1":1,"x":2}"#, "x", "number")]);
}

#[test]
fn structs() {
    check::<Record>(&[
        (r#"{"id":1}"#, "", r#"{"id":number}"#),
        (r#"{"id":1,"tags":[],"parts":[{}, {}]}"#, "parts[0]", "{}"),
        (
            r#"{"id":1,"tags":[],"parts":[{"id":1,"tags":[]},{"id":2, "kind":"one"} ]}"#,
            "parts[1]",
            r#"{"id":number,"kind":"…"}"#,
        ),
        (
            "{\"id\":1,\"tags\":[],\"parts\":[{\n\n}\n]}",
            "parts[0]",
            "{}",
        ),
        (r#"{"id":"1","tags":[]}"#, "id", r#""…""#),
        (r#"{"id":1,"tags":["a", 1 ,"b"]}"#, "tags[1]", "number"),
        (r#"{"id":1,"tags":"a"}"#, "tags", r#""…""#),
        (r#"{"id":1,"tags":{"a":"b"}}"#, "tags", r#"{"a":"…"}"#),
        (r#"{"id":1,"tags":[],"parts":["x" ]}"#, "parts[0]", r#""…""#),
        (r#"{"id":1,"id":2,"tags":[]}"#, "id", "number"),
        (r#"{"id":1,"more" : [true]}"#, "more", "[boolean]"),
        (
            r#"{"id":1,"tags":[],"parts":[{"id":2,"tags":[],"parts":[{"tags":[],"id":{}}]}]}"#,
            "parts[0].parts[0].id",
            "{}",
        ),
    ]);
}

#[test]
fn variants() {
    check::<Vec<Kind>>(&[
        (r#"["one", "three" , "one"]"#, "[1]", r#""…""#),
        (r#"["one", 7]"#, "[1]", "number"),
        (r#"["one", 77, 8]"#, "[1]", "number"),
        (r#"["one", true]"#, "[1]", "boolean"),
        (r#"["one", {}]"#, "[1]", "{}"),
        (r#"["one", [1]]"#, "[1]", "[number]"),
        (r#"[{"three":{"a":1}}]"#, "[0].three", r#"{"a":number}"#),
        (r#"[{"one" :1}]"#, "[0].one", "number"),
        (r#"[{"two":"x"}]"#, "[0].two", r#""…""#),
        (r#"[{"two":{}}]"#, "[0].two", "{}"),
        (r#"[{"two":1,"one":2}]"#, "[0].two", "number"),
    ]);
    check::<Record>(&[
        (r#"{"id":1,"kind":"three","tags":[]}"#, "kind", r#""…""#),
        (r#"{"id":1,"tags":[],"kind":"three"}"#, "kind", r#""…""#),
    ]);
}

#[test]
fn rejected_in_a_visitor() {
    check::<Record>(&[
        (r#"{"id":1,"tags":[],"early":"2020"}"#, "early", r#""…""#),
        (r#"{"id":1,"early":"2020" ,"tags":[]}"#, "early", r#""…""#),
        (
            r#"{"id":1,"either":[{"n":1},{"n":"x"},{"n":1}]}"#,
            "either[1]",
            r#"{"n":"…"}"#,
        ),
        (
            r#"{"id":1,"either":[{"n":1}, {"n":"x"} ]}"#,
            "either[1]",
            r#"{"n":"…"}"#,
        ),
        (r#"{"id":1,"either":["n","m"]}"#, "either[1]", r#""…""#),
        (r#"{"id":1,"either":["n",3]}"#, "either[1]", "number"),
        (r#"{"id":1,"either":["n",[3]]}"#, "either[1]", "[number]"),
    ]);
    check::<Either>(&[(r#" {"n":"x"} "#, "", r#"{"n":"…"}"#)]);
    check::<Vec<Early>>(&[(r#"[  "x", "y"]"#, "[0]", r#""…""#)]);
}

#[test]
fn rejected_after_reading() {
    check::<Vec<Late>>(&[
        (r#"["a" , 1]"#, "[0]", r#""…""#),
        (r#"[{"a":1} , 1]"#, "[0]", r#"{"a":number}"#),
        (r#"[{"a":1},{"b":1}]"#, "[0]", r#"{"a":number}"#),
        ("[[1],\n\n  [2,3]]", "[0]", "[number]"),
        ("[ true,null]", "[0]", "boolean"),
    ]);
    check::<BTreeMap<String, Late>>(&[
        (r#"{"k":{"a":1} , "l":4}"#, "k", r#"{"a":number}"#),
        (r#"{"k":4,"l":4}"#, "k", "number"),
    ]);
    check::<Record>(&[
        (
            r#"{"id":1,"tags":[],"late":[1], "kind":null}"#,
            "late",
            "[number]",
        ),
        (
            r#"{"parts":[{"id":1,"late":"x","tags":[]}]}"#,
            "parts[0].late",
            r#""…""#,
        ),
    ]);
}

/// `serde_json` reports these errors at the position of other errors, which are more frequent.
#[test]
fn rejected_after_reading_and_ambiguous() {
    // `serde_json` reports an error in the last item at the end of the array or object, like an
    // unexpected length or a missing field.
    check::<Vec<Late>>(&[("[12]", "", "[number]"), ("[\n1\n]", "", "[number]")]);
    check::<Record>(&[(
        r#"{"id":1,"tags":[],"parts":[{"late":"x"}]}"#,
        "parts[0]",
        r#"{"late":"…"}"#,
    )]);
    // `serde_json` reports an error in the first item at the position of the second item, like an
    // unexpected type of the second item.
    check::<Vec<Late>>(&[(r#"[1, {"a":1}]"#, "[1]", r#"{"a":number}"#)]);
    // The error has no location.
    check::<Late>(&[(r#" {"a":[]}"#, "", r#"{"a":[]}"#)]);
}

#[test]
fn invalid_json() {
    check::<Value>(&[
        ("", "", ""),
        ("  \n", "", ""),
        ("<html>secret</html>", "", "…"),
        ("secret", "", "…"),
        ("[", "", "[…"),
        ("[1", "[0]", "number"),
        ("[1,\n", "[1]", ""),
        ("[1, \"secret", "[1]", "\"…"),
        ("{", "", "{…"),
        (r#"{"a"#, "", "{…"),
        (r#"{"a""#, "", "{…"),
        (r#"{"a": "#, "a", ""),
        (r#"{"a":1,"#, "", r#"{"a":number,…"#),
        (r#"{"a":[1,{"b":nul"#, "a[1].b", "…"),
        (r#"{"a":[1,{"b":{}  "#, "a[1].b", "{}"),
        (r#"{"a":[1,{"b":tru}]}"#, "a[1].b", "…"),
        (r#"{"a":[1,{"b":NaN}]}"#, "a[1].b", "…"),
        ("[tru]", "[0]", "…"),
        ("[1,]", "[1]", "…"),
        ("[1 2]", "[0]", "number"),
        ("[01]", "[0]", "number"),
        ("[1] x", "", "[number]"),
        ("[[1]]]", "", "[[number]]"),
        ("{'a':1}", "", "{…"),
        ("{a:1}", "", "{…"),
        (r#"{"a" 1}"#, "", "{…"),
        (r#"{"a":{"b":1]}"#, "a.b", "number"),
        (r#"{"a":{"b":1,}}"#, "a", r#"{"b":number,…"#),
        (r#"{"a":"\q"}"#, "a", r#""…""#),
        ("{\"a\":\"x\ny\"}", "a", r#""…""#),
        (r#"{"a":"\ud800"}"#, "a", r#""…""#),
        // unescaped quotes: their content isn't a key
        (r#"{"a":"say "secret": now"}"#, "a", r#""…""#),
    ]);
    let found = located::<Value>(b"{\"a\":[1,\"\xff\xfe\"]}");
    assert_eq!(
        (found.path.as_str(), found.excerpt.as_str()),
        ("a[1]", "\"…\"")
    );
}

#[test]
fn paths() {
    let path = |key: &str| {
        located::<BTreeMap<String, Vec<u8>>>(format!("{{{key}:[1,-1]}}").as_bytes()).path
    };
    let long = "k".repeat(100);
    for (key, expected) in [
        (r#""a""#, "a[1]".to_owned()),
        (r#""_a1""#, "_a1[1]".to_owned()),
        (r#""odd key""#, r#"["odd key"][1]"#.to_owned()),
        (r#""1a""#, r#"["1a"][1]"#.to_owned()),
        (r#""""#, r#"[""][1]"#.to_owned()),
        (r#""X-Y""#, r#"["X-Y"][1]"#.to_owned()),
        (r#""\"\u00e9""#, r#"["\"\u00e9"][1]"#.to_owned()),
        ("\"\u{e9}\"", "[\"\u{e9}\"][1]".to_owned()),
        ("\"\u{9b}\"", "[\"\u{fffd}\"][1]".to_owned()),
        (&format!("\"{long}\""), format!("{}…[1]", "k".repeat(64))),
    ] {
        assert_eq!(path(key), expected, "{key}");
    }
    let nested = r#"{"a":{"b c":{"d":[{"e":x}]}}}"#;
    assert_eq!(
        located::<Value>(nested.as_bytes()).path,
        r#"a["b c"].d[0].e"#
    );
}

/// Returns the excerpt of the whole text.
fn excerpt_of(text: &[u8]) -> String {
    locate(text, 0, 0).excerpt
}

#[test]
fn excerpts() {
    for (text, expected) in [
        (
            r#"{ "code": "secret", "index": 42, "value": ["a", "b"], "ok": false, "no": null }"#,
            r#"{"code":"…","index":number,"value":["…","…"],"ok":boolean,"no":null}"#,
        ),
        (
            r#"{"odd key":{"\"":-1.5e3}}"#,
            r#"{"odd key":{"\"":number}}"#,
        ),
        ("[ [ ] , { } ]", "[[],{}]"),
        (r#"{"a":1 "secret":2}"#, r#"{"a":number…"#),
        (r#"{"a":1,"secret"}"#, r#"{"a":number,…"#),
        (r#"["secret":1]"#, r#"["…"…"#),
        (r#"{"a":secret}"#, r#"{"a":…"#),
        (r#"{"a":"secret"#, r#"{"a":"…"#),
    ] {
        assert_eq!(excerpt_of(text.as_bytes()), expected, "{text}");
    }
    assert_eq!(
        excerpt_of(b"{\"\xff\x1b\":\"\xff\"}"),
        "{\"\u{fffd}\u{fffd}\":\"…\"}"
    );

    let long = excerpt_of(format!("[{}1]", "1,".repeat(1000)).as_bytes());
    assert_eq!(long, format!("[{}…", "number,".repeat(17)));
    let long_key = format!(r#"{{"{}":1}}"#, "k".repeat(1000));
    assert_eq!(excerpt_of(long_key.as_bytes()), "{…");
}

/// Values are never shown, whatever the text and the position of the error.
#[test]
fn nothing_panics_and_nothing_leaks() {
    let text = "{\"a\": [1, {\"b c\": \"S3CRET\\\"S3CRET\"}, \"S3CRET\", -1.5e7, true],\r\n \
                \"\u{e9}\": null, \"d\": [[], {}, \"S3CRET\"]}";
    let whole = text.as_bytes();
    let check = |text: &[u8], line: usize, column: usize| {
        let found = locate(text, line, column);
        for shown in [&found.path, &found.excerpt] {
            assert!(!shown.contains("CRET"), "{found:?} at {line}:{column}");
        }
    };
    for end in 0..=whole.len() {
        for line in 0..4 {
            for column in 0..=whole.len() + 2 {
                check(&whole[..end], line, column);
            }
        }
    }
    for broken in 0..whole.len() {
        for byte in *b"{}[],: \n1x\\\xff\x00" {
            let mut text = whole.to_vec();
            text[broken] = byte;
            check(&text, 1, usize::MAX);
            check(&text, usize::MAX, 0);
            check(&text, 1, broken);
            check(&text, 1, broken + 1);
        }
    }
}

#[test]
fn deep_and_large_texts_take_linear_time() {
    for open in ["[", "{\"a\":", "[{\"a\":"] {
        let deep = open.repeat(300_000);
        let found = locate(deep.as_bytes(), 1, deep.len());
        assert!(
            found.path.ends_with('…') && found.path.len() < 200,
            "{}",
            found.path
        );
        assert!(excerpt_of(deep.as_bytes()).chars().count() <= 121);
    }
    let flat = format!("[{}\"x\"]", "\"\\\\\",\n".repeat(300_000));
    let found = locate(flat.as_bytes(), 300_001, 3);
    assert_eq!(found.path, "[300000]");
    let unclosed = "[\"".to_owned() + &"\\\"".repeat(1_000_000);
    assert_eq!(locate(unclosed.as_bytes(), 1, unclosed.len()).path, "[0]");
}
