//! Every method, with a body where the document gives it one.

use rejoinder_compiled::{
    fixtures::methods_client::{
        Client, Operation, blocking,
        models::Query,
        runtime::Outcome,
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

/// Method, media type, length and body of a request.
fn text(received: &Received) -> String {
    let method = received.line.split(' ').next().unwrap();
    let media_type = received.one("content-type").unwrap_or("-");
    let length = received.one("content-length").unwrap_or("-");
    let body = String::from_utf8_lossy(&received.body);
    format!("{method} {media_type} {length} {body}")
}

/// What arrives of an operation by each of the clients, which get this response.
fn arrives<O>(operation: O, response: &response::Written) -> [String; 2]
where
    O: Operation + Clone,
{
    let server = server(&[response.clone(), response.clone()]);
    runtime().block_on(async {
        let client = Client::builder(server.origin()).build().unwrap();
        let response = client.send(operation.clone()).await.unwrap();
        assert!(response.value.success().is_ok());
    });
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    let response = client.send(operation).unwrap();
    assert!(response.value.success().is_ok());
    let received = server.received();
    [text(&received[0]), text(&received[1])]
}

#[test]
fn a_body_is_sent_with_any_method() {
    let nothing = response::status(204);
    let query = || Query::new("a");
    for (sent, method) in [
        (arrives(put_things().body(query()), &nothing), "PUT"),
        (arrives(patch_things(query()), &nothing), "PATCH"),
        (arrives(delete_things(query()), &nothing), "DELETE"),
        (
            arrives(search_things(query()), &response::json(200, r#"["a"]"#)),
            "GET",
        ),
    ] {
        let expected = format!("{method} application/json 12 {{\"name\":\"a\"}}");
        assert_eq!(sent, [expected.clone(), expected]);
    }
}

#[test]
fn what_has_no_body_is_empty() {
    let nothing = response::status(204);
    let head = response::status(200).header("x-count", "7").unsized_body();
    let options = response::status(200).header("allow", "GET, PUT");
    let trace = response::status(200).header("content-type", "message/http");
    for (sent, expected) in [
        (arrives(put_things(), &nothing), "PUT - 0 "),
        (arrives(do_nothing(), &nothing), "POST - 0 "),
        (arrives(look_at_things(), &head), "HEAD - - "),
        (arrives(ask_about_things(), &options), "OPTIONS - - "),
        (
            arrives(trace_things(), &trace.body("TRACE /")),
            "TRACE - - ",
        ),
    ] {
        assert_eq!(sent, [expected, expected]);
    }
}
