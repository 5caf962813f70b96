//! Heads of responses: missing, cut off, malformed, ambiguous and oversized.

use rejoinder_compiled::server::Act;

use super::{
    Row,
    Seen::{Answer, NoHead, Undecodable, Undocumented},
    length, raw, row, run, then, with_lines,
};
use crate::{response, sample::AUTHORIZATION};

/// A whole response with this head, to which the framing and the usual body are added.
fn framed(head: &[u8]) -> Vec<Act> {
    let rest = format!("\r\n{}\r\n\r\n{AUTHORIZATION}", closing());
    raw([head, rest.as_bytes()].concat())
}

/// The framing of the usual body, at the end of a connection.
fn closing() -> String {
    format!("{}\r\nconnection: close", length())
}

fn missing() -> Vec<Row> {
    vec![
        row(
            "a reset before the request is read",
            vec![Act::Reset],
            NoHead,
        ),
        row("a reset before the head", vec![Act::Abort], NoHead),
        row("an end before the head", vec![Act::Close], NoHead),
        row(
            "a reset in the head",
            then("HTTP/1.1 200 OK\r\ncontent-ty", Act::Abort),
            NoHead,
        ),
        row(
            "an end in a header",
            raw("HTTP/1.1 200 OK\r\ncontent-ty"),
            NoHead,
        ),
        row(
            "an end before the empty line",
            raw("HTTP/1.1 200 OK\r\n"),
            NoHead,
        ),
        row(
            "an interim response alone",
            raw("HTTP/1.1 100 Continue\r\n\r\n"),
            NoHead,
        ),
        row("text", raw("murmur murmur murmur\r\n\r\n"), NoHead),
        row("HTML without a head", raw("<html>murmur</html>"), NoHead),
        row("NUL bytes", raw([0; 64]), NoHead),
        row("a TLS alert", raw([21, 3, 1, 0, 2, 2, 70]), NoHead),
        row(
            "a frame of HTTP/2",
            raw(b"\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x64"),
            NoHead,
        ),
        row("SSH", raw("SSH-2.0-OpenSSH_9.9\r\n"), NoHead),
    ]
}

fn status_lines() -> Vec<Row> {
    vec![
        row("an unknown version", raw("HTTP/9.9 200 OK\r\n\r\n"), NoHead),
        row(
            "a status code of letters",
            raw("HTTP/1.1 murmur OK\r\n\r\n"),
            NoHead,
        ),
        row(
            "a status code of two digits",
            raw("HTTP/1.1 20 OK\r\n\r\n"),
            NoHead,
        ),
        row(
            "a status code of four digits",
            raw("HTTP/1.1 2000 OK\r\n\r\n"),
            NoHead,
        ),
        row(
            "a status code below 100",
            framed(b"HTTP/1.1 099 OK"),
            NoHead,
        ),
        row(
            "an undefined status code",
            framed(b"HTTP/1.1 999 OK"),
            Undocumented(999),
        ),
        row("no reason phrase", framed(b"HTTP/1.1 200"), Answer),
        row("an empty reason phrase", framed(b"HTTP/1.1 200 "), Answer),
        row(
            "a reason phrase that is not UTF-8",
            framed(b"HTTP/1.1 200 \xff"),
            Answer,
        ),
        row(
            "a switch of protocols that was not requested",
            framed(b"HTTP/1.1 101 Switching"),
            Undocumented(101),
        ),
    ]
}

fn headers() -> Vec<Row> {
    let with = |line: &[u8]| framed(&[b"HTTP/1.1 200 OK\r\n", line].concat());
    vec![
        row(
            "a header without a colon",
            raw("HTTP/1.1 200 OK\r\nmurmur\r\n\r\n"),
            NoHead,
        ),
        row("a header without a name", with(b": murmur"), NoHead),
        row("a header without a value", with(b"murmur:"), Answer),
        row("a name with a blank", with(b"mur mur: 1"), NoHead),
        row(
            "a name that is not ASCII",
            with("m\u{fc}rmur: 1".as_bytes()),
            NoHead,
        ),
        row(
            "a value that is not UTF-8",
            with(b"murmur: \xff\xfe"),
            Answer,
        ),
        row(
            "a media type that is not UTF-8",
            with(b"content-type: \xff"),
            Undecodable,
        ),
        row("a value with NUL", with(b"murmur: a\0b"), NoHead),
        row(
            "a value with a control character",
            with(b"murmur: a\x01b"),
            NoHead,
        ),
        row(
            "a value with a carriage return",
            with(b"murmur: a\rb"),
            NoHead,
        ),
        row("a folded value", with(b"murmur: a\r\n b"), NoHead),
    ]
}

fn lengths() -> Vec<Row> {
    let (size, length) = (AUTHORIZATION.len(), length());
    let whole = |lines: &str| raw(with_lines(&format!("connection: close\r\n{lines}")));
    let field = |value: &str| whole(&format!("content-length: {value}"));
    vec![
        row("a length of letters", field("murmur"), NoHead),
        row("a negative length", field("-1"), NoHead),
        row("a length with a sign", field(&format!("+{size}")), NoHead),
        row("a length in hexadecimal", field("0x10"), NoHead),
        row("an empty length", field(""), NoHead),
        row(
            "a length over 64 bits",
            field("99999999999999999999"),
            NoHead,
        ),
        row(
            "a length with leading zeros",
            field(&format!("000{size}")),
            Answer,
        ),
        row(
            "the length twice",
            whole(&format!("{length}\r\n{length}")),
            Answer,
        ),
        row(
            "the length twice in a list",
            field(&format!("{size}, {size}")),
            Answer,
        ),
        row(
            "two lengths",
            whole(&format!("{length}\r\ncontent-length: 3")),
            NoHead,
        ),
        row(
            "two lengths in a list",
            field(&format!("{size}, 3")),
            NoHead,
        ),
    ]
}

fn oversized() -> Vec<Row> {
    let many = |count: usize| {
        let lines: String = (0..count)
            .map(|field| format!("murmur-{field}: 1\r\n"))
            .collect();
        with_lines(&format!("{lines}{}", closing()))
    };
    let long = |size: usize| {
        let value = "m".repeat(size);
        with_lines(&format!("murmur: {value}\r\n{}", closing()))
    };
    let flood = |bytes: &[u8]| then("HTTP/1.1 200 OK\r\n", Act::Flood(bytes.to_vec()));
    let interim = "HTTP/1.1 103 Early Hints\r\nmurmur: 1\r\n\r\n".repeat(1000);
    let mut after_interim = interim.into_bytes();
    after_interim.extend(response::json(200, AUTHORIZATION).bytes());
    vec![
        row("90 headers", raw(many(90)), Answer),
        row("1,000 headers", raw(many(1000)), NoHead),
        row("a header of 32 KiB", raw(long(32 << 10)), Answer),
        row("a header of 1 MiB", raw(long(1 << 20)), NoHead),
        row(
            "a status line that never ends",
            vec![Act::Flood(b"HTTP/1.1 200 ".to_vec())],
            NoHead,
        ),
        row(
            "empty lines that never end",
            vec![Act::Flood(b"\r\n".repeat(1000))],
            NoHead,
        ),
        row("a header that never ends", flood(b"m"), NoHead),
        row("headers that never end", flood(b"murmur: 1\r\n"), NoHead),
        row(
            "1,000 interim responses",
            vec![Act::Send(after_interim)],
            Answer,
        ),
    ]
}

#[test]
fn malformed_heads_have_the_expected_results() {
    run(
        [missing(), status_lines(), headers(), lengths(), oversized()],
        &[],
    );
}
