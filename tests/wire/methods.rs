//! Every method, with the body of the operation.

use rejoinder_compiled::{
    fixtures::methods_client::{
        Client, Operation, blocking,
        models::Query,
        runtime::OperationResponse,
        untagged::{
            ask_about_things, delete_things, do_nothing, look_at_things, patch_things, put_things,
            search_things, trace_things,
        },
    },
    server::Received,
};

use crate::{
    generated::{runtime, server},
    response,
};

/// Returns the method, the media type, the length and the body of a request.
fn summary(received: &Received) -> String {
    let method = received.line.split(' ').next().unwrap();
    let media_type = received.one("content-type").unwrap_or("-");
    let length = received.one("content-length").unwrap_or("-");
    let body = String::from_utf8_lossy(&received.body);
    format!("{method} {media_type} {length} {body}")
}

/// Calls an operation with both clients of a server with this response. Returns the request of each
/// client.
fn requests_of<O>(operation: O, response: &response::Written) -> [String; 2]
where
    O: Operation + Clone,
{
    let server = server(&[response.clone(), response.clone()]);
    runtime().block_on(async {
        let client = Client::builder(server.origin()).build().unwrap();
        let response = client.send(operation.clone()).await.unwrap();
        assert!(response.value.into_success().is_ok());
    });
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    let response = client.send(operation).unwrap();
    assert!(response.value.into_success().is_ok());
    let received = server.received();
    [summary(&received[0]), summary(&received[1])]
}

#[test]
fn a_body_is_sent_with_any_method() {
    let nothing = response::status(204);
    let query = || Query::new("a");
    for (sent, method) in [
        (requests_of(put_things().body(query()), &nothing), "PUT"),
        (requests_of(patch_things(query()), &nothing), "PATCH"),
        (requests_of(delete_things(query()), &nothing), "DELETE"),
        (
            requests_of(search_things(query()), &response::json(200, r#"["a"]"#)),
            "GET",
        ),
    ] {
        let expected = format!("{method} application/json 12 {{\"name\":\"a\"}}");
        assert_eq!(sent, [expected.clone(), expected]);
    }
}

#[test]
fn an_operation_without_a_body_sends_none() {
    let nothing = response::status(204);
    let head = response::status(200).header("x-count", "7").unsized_body();
    let options = response::status(200).header("allow", "GET, PUT");
    let trace = response::status(200).header("content-type", "message/http");
    for (sent, expected) in [
        (requests_of(put_things(), &nothing), "PUT - 0 "),
        (requests_of(do_nothing(), &nothing), "POST - 0 "),
        (requests_of(look_at_things(), &head), "HEAD - - "),
        (requests_of(ask_about_things(), &options), "OPTIONS - - "),
        (
            requests_of(trace_things(), &trace.body("TRACE /")),
            "TRACE - - ",
        ),
    ] {
        assert_eq!(sent, [expected, expected]);
    }
}
