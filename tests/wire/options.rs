//! Options of derived clients, and the time limits of streamed bodies.

use std::time::Duration;

use github_oauth_authorizations::{Error, Operation, RequestError, oauth_authorizations::*};
use rejoinder_compiled::{
    fixtures::streams_client::{self, blocking, files::download},
    server::{Act, Server},
};

use crate::{
    client::{Setting, both, eventually},
    generated::runtime,
    response::{self, Written},
    sample::AUTHORIZATION,
};

const WAIT: Duration = Duration::from_millis(300);

#[test]
fn a_derived_client_adds_headers_and_query() {
    both(|side| {
        let good = response::json(200, AUTHORIZATION).script();
        let server = Server::start(vec![good; 3]).unwrap();
        let settings = [Setting::Header("x-a", "default"), Setting::UserAgent("a")];
        let client = side.client(&server, settings);
        let derived = client.with(|options| {
            let options = options.header("x-a", "derived").query("page size", "1&2");
            options.query("page size", "3")
        });
        derived.call(get_authorization(1)).unwrap();
        derived
            .call(get_authorization(1).header("x-a", "call").unwrap())
            .unwrap();
        client.call(get_authorization(1)).unwrap();
        let received = server.received();
        let target = "GET /api/v3/authorizations/1";
        let query = "?page%20size=1%262&page%20size=3";
        for (received, (query, header)) in
            received
                .iter()
                .zip([(query, "derived"), (query, "call"), ("", "default")])
        {
            assert_eq!(received.line, format!("{target}{query} HTTP/1.1"));
            assert_eq!(received.one("x-a"), Some(header));
            assert_eq!(received.one("user-agent"), Some("a"));
        }
    });
}

#[test]
fn derived_clients_share_the_transport() {
    both(|side| {
        eventually(|| {
            let good = response::json(200, AUTHORIZATION).script();
            let server = Server::start(vec![good; 2]).unwrap();
            let client = side.client(&server, []);
            client.call(get_authorization(1)).unwrap();
            let derived = client.with(|options| options.body_limit(1 << 20));
            derived.call(get_authorization(1)).unwrap();
            server.connections() == 1
        });
    });
}

#[test]
fn an_invalid_header_is_an_error_of_each_call() {
    both(|side| {
        let server = Server::start([]).unwrap();
        let client = side.client(&server, []);
        let error = client.with(|options| options.header("x-a", "a\nb"));
        let error = error.send(get_authorization(1)).unwrap_err();
        let Error::Request { source, .. } = error else {
            panic!("{error:?}")
        };
        let name = "x-a".to_owned();
        assert_eq!(source, RequestError::Header { name });
        assert_eq!(server.connections(), 0);
    });
}

#[test]
fn a_derived_client_has_its_own_timeout() {
    both(|side| {
        let good = vec![
            Act::Pause(WAIT),
            Act::Send(response::json(200, AUTHORIZATION).bytes()),
        ];
        let server = Server::start([vec![Act::Hold], good]).unwrap();
        let client = side.client(&server, [Setting::Timeout(WAIT / 2)]);
        assert!(client.send(get_authorization(1)).unwrap_err().is_timeout());
        let patient = client.with(|options| options.timeout(None));
        patient.send(get_authorization(1)).unwrap();
    });
}

fn file(body: &str) -> Written {
    response::status(200)
        .header("content-type", "application/octet-stream")
        .body(body)
}

/// The acts of a response in two parts, with another act between them.
fn in_two(response: &Written, between: Act) -> Vec<Act> {
    let mut first = response.bytes();
    let second = first.split_off(first.len() - 2);
    vec![Act::Send(first), between, Act::Send(second)]
}

/// Downloads a file with each client, and returns the result with the messages of its error.
fn downloads(
    script: &[Act],
    set: fn(streams_client::runtime::Options) -> streams_client::runtime::Options,
) -> [Result<String, String>; 2] {
    let messages = |error: &dyn std::error::Error, is_timeout: bool| {
        let mut messages = format!("{is_timeout}: {error}");
        let mut source = error.source();
        while let Some(error) = source {
            messages += &format!(": {error}");
            source = error.source();
        }
        messages
    };
    let server = Server::start([script.to_vec(), script.to_vec()]).unwrap();
    let asynchronous = runtime().block_on(async {
        let client = streams_client::Client::builder(server.origin());
        let client = client.options(set).build().unwrap();
        let body = client.call(download("a")).await;
        let body = body.map_err(|error| messages(&error, error.is_timeout()))?;
        let text = body.text().await;
        text.map_err(|error| messages(&error, error.is_timeout()))
    });
    let client = blocking::Client::builder(server.origin());
    let client = client.options(set).build().unwrap();
    let blocking = client
        .call(download("a"))
        .map_err(|error| messages(&error, error.is_timeout()))
        .and_then(|body| {
            body.text()
                .map_err(|error| messages(&error, error.is_timeout()))
        });
    [asynchronous, blocking]
}

#[test]
fn a_timeout_does_not_end_a_stream() {
    let slow = in_two(&file("text"), Act::Pause(WAIT * 2));
    let results = downloads(&slow, |options| options.timeout(WAIT).attempt_timeout(WAIT));
    assert_eq!(results, [Ok("text".to_owned()), Ok("text".to_owned())]);
}

#[test]
fn a_timeout_ends_the_head_of_a_stream() {
    for result in downloads(&[Act::Hold], |options| options.timeout(WAIT)) {
        let message = result.unwrap_err();
        let expected = "true: GET /files/{name}: no response arrived: timed out";
        assert!(message.starts_with(expected), "{message}");
    }
}

#[test]
fn a_timeout_ends_a_buffered_body_of_a_streaming_operation() {
    let script = in_two(&response::json(404, r#"{"message":"no"}"#), Act::Hold);
    for result in downloads(&script, |options| options.timeout(WAIT)) {
        let message = result.unwrap_err();
        let expected = "true: GET /files/{name}: cannot read the body of response 404: timed out";
        assert!(message.starts_with(expected), "{message}");
    }
}

#[test]
fn an_idle_timeout_names_itself() {
    let stalled = in_two(&file("text"), Act::Hold);
    for result in downloads(&stalled, |options| options.body_idle_timeout(WAIT)) {
        let expected = "true: GET /files/{name}: cannot read the body of response 200: timed out: \
                        nothing of the body arrived within 300ms, the limit of `body_idle_timeout`";
        assert_eq!(result.unwrap_err(), expected);
    }
    let slow = in_two(&file("text"), Act::Pause(WAIT));
    let results = downloads(&slow, |options| options.body_idle_timeout(WAIT * 30));
    assert_eq!(results, [Ok("text".to_owned()), Ok("text".to_owned())]);
}
