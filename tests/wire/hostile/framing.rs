//! Bodies and their framing: cut off, ambiguous, malformed, and followed by other bytes.

use rejoinder_compiled::server::Act;

use super::{
    Row,
    Seen::{self, Answer, NoBody, Undecodable},
    length, raw, row, run, then, with_lines,
};
use crate::{response, sample::AUTHORIZATION};

/// A chunked response; `rest` contains the chunks.
fn chunked(rest: impl AsRef<str>) -> String {
    let rest = rest.as_ref();
    format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{rest}")
}

/// The usual body as one chunk.
fn chunk() -> String {
    format!("{:x}\r\n{AUTHORIZATION}\r\n", AUTHORIZATION.len())
}

/// A response to another request, in place of the expected response.
fn smuggled() -> Vec<u8> {
    let body = AUTHORIZATION.replace("\"id\": 1,", "\"id\": 666,");
    response::json(200, &body).bytes()
}

fn cut_off() -> Vec<Row> {
    let whole = response::json(200, AUTHORIZATION).bytes();
    let (all, head) = (whole.len() - 1, whole.len() - AUTHORIZATION.len());
    vec![
        row("an end before the last byte", raw(&whole[..all]), NoBody),
        row("an end between head and body", raw(&whole[..head]), NoBody),
        row(
            "a reset before the last byte",
            then(&whole[..all], Act::Abort),
            NoBody,
        ),
        row("an end in a chunk", raw(chunked("ff\r\n{\"murmur")), NoBody),
        row("an end after a chunk", raw(chunked("2\r\n{}\r\n")), NoBody),
        row(
            "an end before the end of a chunk",
            raw(chunked("2\r\n{}")),
            NoBody,
        ),
        row("an end before the first chunk", raw(chunked("")), NoBody),
        row("an end in the size of a chunk", raw(chunked("f")), NoBody),
    ]
}

fn chunks() -> Vec<Row> {
    let sized = |size: &str| raw(chunked(format!("{size}\r\n{}", chunk())));
    let long = format!("{:x};{}\r\n", AUTHORIZATION.len(), "m".repeat(1 << 20));
    let trailers = "murmur: 1\r\n".repeat(2000);
    let trailers = chunked(format!("{}0\r\n{trailers}\r\n", chunk()));
    vec![
        row("a size of letters", sized("murmur"), NoBody),
        row("an empty size", sized(""), NoBody),
        row("a negative size", sized("-2"), NoBody),
        row("a size with a sign", sized("+2"), NoBody),
        row("a size with a prefix", sized("0x2"), NoBody),
        row("a size over 64 bits", sized("fffffffffffffffff"), NoBody),
        row("a size of 64 bits", sized("ffffffffffffffff"), NoBody),
        row(
            "a chunk that is longer than its size",
            raw(chunked("2\r\n{}murmur")),
            NoBody,
        ),
        row("an extension of 1 MiB", raw(chunked(long)), NoBody),
        row(
            "2,000 trailers",
            vec![Act::Send(trailers.into_bytes())],
            NoBody,
        )
        .but_blocking(Answer),
    ]
}

/// `Transfer-Encoding` overrides `Content-Length` (RFC 9112, section 6.3). If `chunked` is not the
/// last transfer coding, the body ends with the connection.
fn ambiguous() -> Vec<Row> {
    let coded = |coding: &str, body: &str| {
        raw(format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: {coding}\r\nconnection: close\r\n\r\n{body}"
        ))
    };
    let whole = format!("{}0\r\n\r\n", chunk());
    let both = |lines: &str| {
        raw(format!(
            "HTTP/1.1 200 OK\r\n{lines}\r\nconnection: close\r\n\r\n{whole}"
        ))
    };
    vec![
        row(
            "chunks and a shorter length",
            both("content-length: 3\r\ntransfer-encoding: chunked"),
            Answer,
        ),
        row(
            "a shorter length and chunks",
            both("transfer-encoding: chunked\r\ncontent-length: 3"),
            Answer,
        ),
        row(
            "an unknown transfer coding",
            coded("murmur", AUTHORIZATION),
            Answer,
        ),
        row(
            "a transfer coding after chunks",
            coded("chunked, murmur", &whole),
            Undecodable,
        )
        .but_blocking(Answer),
        row("chunks twice", coded("chunked, chunked", &whole), Answer),
    ]
}

/// Bytes after a response on a connection that is kept alive. The second call must not read these
/// bytes. They are sent together with the response, because bytes that arrive during the second
/// call are the response of that call.
fn followed() -> Vec<Row> {
    let good = response::json(200, AUTHORIZATION).bytes();
    let after = |first: &[u8], rest: &[u8]| vec![Act::Send([first, rest].concat())];
    let whole = chunked(format!("{}0\r\n\r\n", chunk()));
    let short = with_lines("content-length: 0");
    let other = smuggled();
    vec![
        row(
            "text after the body",
            after(&good, b"murmur murmur"),
            Answer,
        ),
        row("a line end after the body", after(&good, b"\r\n"), Answer),
        row(
            "another response after the body",
            after(&good, &other),
            Answer,
        ),
        row(
            "another response after the last chunk",
            after(whole.as_bytes(), &other),
            Answer,
        ),
        row(
            "a body of the length 0",
            after(short.as_bytes(), b""),
            Undecodable,
        ),
        row(
            "many responses",
            vec![Act::Send([good.clone(), other.repeat(1000)].concat())],
            Answer,
        ),
        row(
            "another response in one that is too short",
            after(with_lines(&length()).as_bytes(), &other),
            Answer,
        ),
    ]
}

#[test]
fn malformed_framing_has_the_expected_results() {
    run([cut_off(), chunks(), ambiguous(), followed()], &[]);
}

/// A response without a body leaves the bytes after it unread.
#[test]
fn a_body_of_a_bodiless_status_is_not_read() {
    let with = |code: u16| {
        let head = format!("HTTP/1.1 {code} Whatever\r\ncontent-type: application/json\r\n\r\n");
        vec![Act::Send([head.as_bytes(), &smuggled()].concat())]
    };
    let seen: Seen = Seen::Undocumented(204);
    run(
        [vec![
            row("a body after 204", with(204), seen),
            row("a body after 304", with(304), Answer),
        ]],
        &[],
    );
}
