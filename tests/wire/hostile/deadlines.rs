//! Servers that never end: the timeout of the client ends the call.
//!
//! The tests allow for a machine under load. The following command prints the precision of the
//! deadlines, and asserts 10 %:
//!
//! ```sh
//! cargo test --release -p rejoinder-compiled --test wire -- --ignored --nocapture deadline
//! ```

use std::time::{Duration, Instant};

use bytes::Bytes;
use rejoinder_compiled::{
    fixtures::streams_client::{Client, blocking, files::upload},
    server::{Act, Server},
};

use super::{
    Row,
    Seen::{BodyTimeout, HeadTimeout, NoHead},
    row, run, then,
};
use crate::{
    client::{Setting, Side},
    generated::runtime,
};

/// The timeout of the test.
const TIMEOUT: Duration = Duration::from_millis(300);
/// The timeout of the measurement.
const LONG_TIMEOUT: Duration = Duration::from_secs(1);
/// The tolerance for a machine under load.
const SLACK: Duration = Duration::from_millis(1500);
/// A pause that leaves time for further bytes.
const PAUSE: Duration = Duration::from_millis(20);

fn flood(bytes: &str) -> Act {
    Act::Flood(bytes.as_bytes().to_vec())
}

fn drip(bytes: &str) -> Act {
    Act::Drip(bytes.as_bytes().to_vec(), PAUSE)
}

const INTERIM: &str = "HTTP/1.1 100 Continue\r\n\r\n";
const HINTS: &str = "HTTP/1.1 103 Early Hints\r\nlink: </murmur>; rel=preload\r\n\r\n";

fn heads() -> Vec<Row> {
    let begun = "HTTP/1.1 200 OK\r\n";
    // The server sends no faster than an unoptimized client reads.
    let fast = |bytes: &str| Act::Drip(bytes.repeat(10).into_bytes(), Duration::from_millis(2));
    vec![
        row("no head", vec![Act::Hold], HeadTimeout),
        row(
            "half a head",
            then("HTTP/1.1 200 OK\r\ncontent-ty", Act::Hold),
            HeadTimeout,
        ),
        row(
            "a status line that trickles",
            then("HTTP/1.1 200 ", drip("m")),
            HeadTimeout,
        ),
        row(
            "a header that trickles",
            then(begun, drip("m")),
            HeadTimeout,
        ),
        row(
            "headers that trickle",
            then(begun, drip("murmur: 1\r\n")),
            HeadTimeout,
        ),
        row("empty lines that trickle", vec![drip("\r\n")], HeadTimeout),
        row(
            "an interim response, and nothing",
            then(INTERIM, Act::Hold),
            HeadTimeout,
        ),
        row(
            "interim responses that trickle",
            vec![drip(INTERIM)],
            HeadTimeout,
        ),
        row("many responses 100", vec![fast(INTERIM)], HeadTimeout),
        row(
            "many responses 102",
            vec![fast("HTTP/1.1 102 Processing\r\n\r\n")],
            HeadTimeout,
        ),
        row("many responses 103", vec![fast(HINTS)], HeadTimeout),
    ]
}

/// Interim responses as fast as the server sends them. hyper reads up to 128 buffers of 408 KiB
/// before it yields to the timer of the runtime: about 0.1 s in an optimized build, and up to 20 s
/// in an unoptimized build. Therefore only the measurement includes them. ureq returns an error
/// after 64 KiB.
fn floods() -> Vec<Row> {
    let flood = |bytes: &str| vec![flood(&bytes.repeat(4000))];
    vec![
        row("a flood of 100", flood(INTERIM), HeadTimeout).but_blocking(NoHead),
        row("a flood of 103", flood(HINTS), HeadTimeout).but_blocking(NoHead),
    ]
}

fn bodies() -> Vec<Row> {
    let sized = "HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n";
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    let unsized_body = "HTTP/1.1 200 OK\r\n\r\n";
    let ended = format!("{chunked}2\r\n{{}}\r\n0\r\n");
    vec![
        row("a head, and nothing", then(sized, Act::Hold), BodyTimeout),
        row("a body that trickles", then(sized, drip(" ")), BodyTimeout),
        row(
            "a body without a length that trickles",
            then(unsized_body, drip(" ")),
            BodyTimeout,
        ),
        row(
            "chunks that trickle",
            then(chunked, drip("1\r\n \r\n")),
            BodyTimeout,
        ),
        row(
            "chunks of a byte",
            then(chunked, flood("1\r\n \r\n")),
            BodyTimeout,
        ),
        row(
            "the size of a chunk that trickles",
            then(chunked, drip("0")),
            BodyTimeout,
        ),
        row(
            "an extension that trickles",
            then(format!("{chunked}1;"), drip("m")),
            BodyTimeout,
        ),
        row("no end of the chunks", then(&ended, Act::Hold), BodyTimeout),
        row(
            "trailers that trickle",
            then(&ended, drip("murmur: 1\r\n")),
            BodyTimeout,
        ),
    ]
}

/// Compressed bodies without content, which no limit on the size of a body ends.
fn compressed() -> Vec<Row> {
    let head = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n".to_vec();
    let gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    let begun = [head, gzip.to_vec()].concat();
    // This is a stored block of length 0 that isn't the last block.
    let empty = [0, 0, 0, 0xff, 0xff];
    vec![
        row(
            "empty blocks",
            then(&begun, Act::Flood(empty.repeat(1000))),
            BodyTimeout,
        ),
        row(
            "empty blocks that trickle",
            then(&begun, Act::Drip(empty.to_vec(), PAUSE)),
            BodyTimeout,
        ),
    ]
}

fn durations(timeout: Duration) -> Vec<(&'static str, Side, Duration)> {
    // No body reaches the limit.
    let settings = [Setting::Timeout(timeout), Setting::BodyLimit(usize::MAX)];
    let mut durations = run([heads(), bodies(), compressed()], &settings);
    durations.extend(requests(timeout));
    durations
}

/// A large request to a server that reads it slowly or not at all.
fn requests(timeout: Duration) -> Vec<(&'static str, Side, Duration)> {
    let body = Bytes::from(vec![b'm'; 32 << 20]);
    let readers = [
        ("a request that is not read", Act::Ignore),
        ("a request that is read byte by byte", Act::Sip(1, PAUSE)),
        (
            "a request that is read in small pieces",
            Act::Sip(4 << 10, PAUSE),
        ),
        ("a request that is read slowly", Act::Sip(64 << 10, PAUSE)),
    ];
    let mut durations = Vec::new();
    for (behavior, act) in readers {
        for side in [Side::Async, Side::Blocking] {
            let server = Server::start([vec![act.clone()]]).unwrap();
            let operation = upload("a", body.clone());
            let (begin, error) = match side {
                Side::Async => {
                    let client = Client::builder(server.origin()).timeout(timeout);
                    let (client, runtime) = (client.build().unwrap(), runtime());
                    let begin = Instant::now();
                    let called = runtime.block_on(client.call(operation));
                    (begin, called.unwrap_err())
                }
                Side::Blocking => {
                    let client = blocking::Client::builder(server.origin()).timeout(timeout);
                    let client = client.build().unwrap();
                    let begin = Instant::now();
                    (begin, client.call(operation).unwrap_err())
                }
            };
            let elapsed = begin.elapsed();
            println!("{side:?}: {behavior}\n    {elapsed:?}");
            assert!(error.is_timeout(), "{side:?}: {behavior}: {error:?}");
            durations.push((behavior, side, elapsed));
        }
    }
    durations
}

#[test]
fn a_deadline_ends_every_behavior() {
    for (behavior, side, elapsed) in durations(TIMEOUT) {
        assert!(
            elapsed < TIMEOUT + SLACK,
            "{side:?}: {behavior}: {elapsed:?}"
        );
    }
}

#[test]
#[ignore = "measures time on an idle machine"]
fn a_deadline_holds_within_a_tenth() {
    let settings = [
        Setting::Timeout(LONG_TIMEOUT),
        Setting::BodyLimit(usize::MAX),
    ];
    let durations = durations(LONG_TIMEOUT);
    let floods = run([floods()], &settings);
    println!("| behavior | client | ms of {} |", LONG_TIMEOUT.as_millis());
    println!("|---|---|--:|");
    for (behavior, side, elapsed) in durations.iter().chain(&floods) {
        println!("| {behavior} | {side:?} | {} |", elapsed.as_millis());
    }
    let late = |(_, _, elapsed): &&(_, _, Duration)| *elapsed > LONG_TIMEOUT * 11 / 10;
    let late: Vec<_> = durations.iter().filter(late).collect();
    assert!(late.is_empty(), "{late:#?}");
}
