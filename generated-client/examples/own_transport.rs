//! A custom transport made of a closure, which returns responses from memory, as in a test. The
//! asynchronous and the blocking client both use it, without any feature of this crate.
//!
//! ```sh
//! cargo run -p github-oauth-authorizations --example own_transport --no-default-features
//! ```

#![expect(deprecated, reason = "GitHub has deprecated this API")]

use std::error::Error;

use bytes::Bytes;
use github_oauth_authorizations::{
    Client, FnTransport, RequestBody, blocking,
    oauth_authorizations::{delete_grant, get_grant, list_grants},
};
use http::{Method, Request, Response, StatusCode, header};

const BASE: &str = "https://ghe.example.com/api/v3";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    // An asynchronous client requires a future of the response …
    let transport = FnTransport(|request| async move { respond(&request) });
    let client = Client::with_transport(transport, BASE).build()?;
    println!("{:?}", client.call(get_grant(1)).await?.scopes);

    // … and a blocking client the response itself.
    let transport = FnTransport(|request| respond(&request));
    let client = blocking::Client::with_transport(transport, BASE).build()?;
    client.call(delete_grant(1))?;

    // 404 is a documented response of this operation, and not an error of `send`.
    println!("{:?}", client.send(list_grants())?.value);
    Ok(())
}

/// Returns the response of a fictional server, whatever its status code.
fn respond(request: &Request<RequestBody>) -> http::Result<Response<Bytes>> {
    let grant = r#"{"id":1,"url":"https://ghe.example.com/api/v3/applications/grants/1",
        "app":{"client_id":"abcde12345fghij67890","name":"an app","url":"http://app.example.com"},
        "created_at":"2011-09-06T17:26:27Z","updated_at":"2011-09-06T20:39:23Z",
        "scopes":["public_repo"]}"#;
    let (status, body) = match (request.method(), request.uri().path()) {
        (&Method::GET, "/api/v3/applications/grants/1") => (StatusCode::OK, grant),
        (&Method::DELETE, "/api/v3/applications/grants/1") => (StatusCode::NO_CONTENT, ""),
        _ => (StatusCode::NOT_FOUND, r#"{"message":"Not Found"}"#),
    };
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "application/json")
        .body(Bytes::from_static(body.as_bytes()))
}
