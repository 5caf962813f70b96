//! Requests that the API description doesn't have.

use github_oauth_authorizations::{
    Error, RequestError, blocking,
    runtime::{CallInfo, Retry},
};
use http::Method;
use rejoinder_compiled::server::Server;
use serde_json::{Value, json};

use crate::{client::runtime, response};

fn server() -> Server {
    let echo = response::json(201, r#"{"id":7}"#).script();
    let failure = response::status(503).script();
    Server::start([failure.clone(), echo.clone(), failure, echo]).unwrap()
}

fn assert_received(server: &Server) {
    let received = server.received();
    assert_eq!(received.len(), 4);
    for received in received {
        assert_eq!(
            received.line,
            "PUT /api/v3/emojis/a%20b?size=1%262&x=y HTTP/1.1"
        );
        assert_eq!(received.one("authorization"), Some("Bearer token"));
        assert_eq!(received.one("x-a"), Some("call"));
        assert_eq!(received.one("content-type"), Some("application/json"));
        assert_eq!(received.body, br#"{"a":1}"#);
    }
}

#[test]
fn a_request_has_everything_that_a_client_adds() {
    let server = server();
    let base = format!("{}/api/v3", server.origin());
    let retry = || Retry::standard().max_delay(std::time::Duration::ZERO);
    runtime().block_on(async {
        let builder = github_oauth_authorizations::Client::builder(&*base).bearer_auth("token");
        let client = builder.default_header("x-a", "default").retry(retry());
        let request = client
            .build()
            .unwrap()
            .request(Method::PUT, "/emojis/a%20b");
        let request = request
            .query("size", "1&2")
            .query("x", 'y')
            .header("x-a", "call");
        let response = request.json(&json!({"a": 1})).send().await.unwrap();
        assert_eq!(response.status(), 201);
        let call = response.extensions().get::<CallInfo>().unwrap();
        assert_eq!(call.to_string(), "PUT /emojis/a%20b");
        assert_eq!((call.operation(), call.attempt()), ("", 2));
        let body: Value = response.into_body().json().await.unwrap();
        assert_eq!(body, json!({"id": 7}));
    });
    let builder = blocking::Client::builder(&*base).bearer_auth("token");
    let client = builder.default_header("x-a", "default").retry(retry());
    let request = client
        .build()
        .unwrap()
        .request(Method::PUT, "/emojis/a%20b");
    let request = request
        .query("size", "1&2")
        .query("x", 'y')
        .header("x-a", "call");
    let response = request.json(&json!({"a": 1})).send().unwrap();
    assert_eq!(response.status(), 201);
    assert_eq!(response.into_body().text().unwrap(), r#"{"id":7}"#);
    assert_received(&server);
}

#[test]
fn an_invalid_request_is_not_sent() {
    let server = Server::start([]).unwrap();
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    let segment = RequestError::PathSegment { parameter: "path" };
    let header = RequestError::Header {
        name: "x-a".to_owned(),
    };
    for (request, expected) in [
        (client.request(Method::GET, "/a/../b"), segment.clone()),
        (client.request(Method::GET, "/a/%2E%2e"), segment),
        (client.request(Method::GET, "/a b"), RequestError::Uri),
        (
            client.request(Method::GET, "/").header("x-a", "a\nb"),
            header,
        ),
        (
            client.request(Method::GET, "/").header("x a", "b"),
            RequestError::HeaderName,
        ),
    ] {
        let Err(Error::Request { source, .. }) = request.send() else {
            panic!("expected {expected:?}")
        };
        assert_eq!(source, expected);
    }
    assert_eq!(server.connections(), 0);
}

/// A path does not extend the host of the base URL.
#[test]
fn a_path_begins_with_a_slash() {
    let server = Server::start([response::status(204).script()]).unwrap();
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    client.request(Method::GET, "0/a").send().unwrap();
    assert_eq!(server.received()[0].line, "GET /0/a HTTP/1.1");
}
