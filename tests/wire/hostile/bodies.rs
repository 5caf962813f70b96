//! Bodies that arrive whole: deep, wide, not UTF-8, not JSON, compressed in unusual ways.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use rejoinder_compiled::server::Act;

use super::{
    Row,
    Seen::{Answer, NoBody, TooLarge, Undecodable},
    row, run,
};
use crate::{client::Setting, response, sample::AUTHORIZATION};

fn body(bytes: impl AsRef<[u8]>) -> Vec<Act> {
    response::json(200, "").body(bytes).script()
}

/// The usual object with an additional property of this value.
fn with_property(value: impl AsRef<[u8]>) -> Vec<Act> {
    let rest = AUTHORIZATION.strip_prefix('{').unwrap();
    body([b"{\"other\": ", value.as_ref(), b",", rest.as_bytes()].concat())
}

/// The usual object with this note, which is JSON.
fn with_note(note: &[u8]) -> Vec<Act> {
    let (start, end) = AUTHORIZATION.split_once("\"murmur note\"").unwrap();
    body([start.as_bytes(), note, end.as_bytes()].concat())
}

fn nested(open: &str, close: &str) -> String {
    const LEVELS: usize = 200_000;
    open.repeat(LEVELS) + "1" + &close.repeat(LEVELS)
}

fn sizes() -> Vec<Row> {
    let keys: String = (0..1_000_000).map(|key| format!("\"{key}\":0,")).collect();
    let object = format!("{{{keys}\"murmur\":0}}");
    let wide = AUTHORIZATION.replacen('{', &format!("{{{keys}"), 1);
    let repeated = "\"id\": 1,".repeat(1000);
    vec![
        row(
            "200,000 arrays in each other",
            body(nested("[", "]")),
            Undecodable,
        ),
        row(
            "200,000 objects in each other",
            body(nested("{\"a\":", "}")),
            Undecodable,
        ),
        row(
            "200,000 brackets that are open",
            body("[".repeat(200_000)),
            Undecodable,
        ),
        row(
            "200,000 arrays in an unknown property",
            with_property(nested("[", "]")),
            Answer,
        ),
        row(
            "200,000 objects in an unknown property",
            with_property(nested("{\"a\":", "}")),
            Answer,
        ),
        row("a million unknown keys", body(wide), Answer),
        row(
            "a million keys in an unknown property",
            with_property(object),
            Answer,
        ),
        row(
            "a million items in an unknown property",
            with_property(format!("[{}0]", "0,".repeat(1_000_000))),
            Answer,
        ),
        row(
            "a number of a million digits",
            with_property("9".repeat(1_000_000)),
            Answer,
        ),
        row(
            "an exponent beyond any number",
            with_property("1e999999999999"),
            Answer,
        ),
        row(
            "a property a thousand times",
            body(AUTHORIZATION.replacen('{', &format!("{{{repeated}"), 1)),
            Undecodable,
        ),
    ]
}

fn strings() -> Vec<Row> {
    let utf_16: Vec<u8> = AUTHORIZATION
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    vec![
        row("a lone surrogate", with_note(br#""\ud800""#), Undecodable),
        row(
            "surrogates in the wrong order",
            with_note(br#""\udc00\ud800""#),
            Undecodable,
        ),
        row("half an escape", with_note(br#""\ud8""#), Undecodable),
        row(
            "bytes that are not UTF-8",
            with_note(b"\"\xff\xfe\""),
            Undecodable,
        ),
        row(
            "an encoded surrogate",
            with_note(b"\"\xed\xa0\x80\""),
            Undecodable,
        ),
        row(
            "an overlong encoding",
            with_note(b"\"\xc0\xaf\""),
            Undecodable,
        ),
        row("a control character", with_note(b"\"\x01\""), Undecodable),
        row("NUL", with_note(b"\"\0\""), Undecodable),
        row("an escaped NUL", with_note(br#""\u0000""#), Answer),
        row(
            "a lone surrogate in an unknown property",
            with_property(br#""\ud800""#),
            Answer,
        ),
        row(
            "bytes that are not UTF-8 in an unknown property",
            with_property(b"\"\xff\""),
            Answer,
        ),
        row(
            "a byte order mark",
            body(format!("\u{feff}{AUTHORIZATION}")),
            Answer,
        ),
        row("UTF-16", body(utf_16), Undecodable),
    ]
}

fn not_json() -> Vec<Row> {
    vec![
        row("nothing", body(""), Undecodable),
        row("blanks", body("  \n"), Undecodable),
        row("null", body("null"), Undecodable),
        row("an array", body("[]"), Undecodable),
        row(
            "half an object",
            body(AUTHORIZATION.split_at(100).0),
            Undecodable,
        ),
        row(
            "text after the object",
            body(format!("{AUTHORIZATION} murmur")),
            Undecodable,
        ),
        row("two objects", body(AUTHORIZATION.repeat(2)), Undecodable),
        row(
            "NUL after the object",
            body(format!("{AUTHORIZATION}\0")),
            Undecodable,
        ),
        row("HTML", body("<html>murmur</html>"), Undecodable),
        row("NaN", with_property("NaN"), Undecodable),
    ]
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn encoded() -> Vec<Row> {
    let with = |coding: &str, bytes: &[u8]| {
        let response = response::json(200, "").header("content-encoding", coding);
        response.body(bytes).script()
    };
    let (once, zeros) = (gzip(AUTHORIZATION.as_bytes()), vec![b'0'; 16 << 20]);
    let (bomb, twice) = (gzip(&zeros), gzip(&gzip(&zeros)));
    let mut followed = once.clone();
    followed.extend(b"murmur");
    // The flag `FNAME`, and a name without an end.
    let mut named = vec![0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 0xff];
    named.resize(1 << 20, b'm');
    vec![
        row("a bomb", with("gzip", &bomb), TooLarge),
        row("a bomb in gzip", with("gzip", &twice), Undecodable),
        row("a name of 1 MiB", with("gzip", &named), NoBody),
        row(
            "two encodings",
            with("gzip, gzip", &gzip(&once)),
            Undecodable,
        ),
        row(
            "an unknown encoding",
            with("murmur", AUTHORIZATION.as_bytes()),
            Answer,
        ),
        row(
            "an encoding that was not requested",
            with("br", &once),
            Undecodable,
        ),
        row("another name of gzip", with("x-gzip", &once), Undecodable),
        row("bytes after the end", with("gzip", &followed), Answer).but_blocking(NoBody),
    ]
}

#[test]
fn unusual_bodies_have_the_expected_results() {
    run([sizes(), strings(), not_json()], &[]);
}

#[test]
fn unusual_encodings_have_the_expected_results() {
    run([encoded()], &[Setting::BodyLimit(1 << 20)]);
}
