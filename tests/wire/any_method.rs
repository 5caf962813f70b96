//! Operations of any method: `additionalOperations`, and QUERY, which has a body.

use rejoinder_compiled::{
    fixtures::any_method_client::{
        Client, Operation, blocking,
        models::Query,
        runtime::OperationResponse,
        things::{link_thing, query_things, version_control_things_by_id},
        untagged::copy_things_by_id,
    },
    server::Received,
};

use crate::{
    generated::{runtime, server},
    response,
};

/// Returns the request line, the length and the body of a request.
fn summary(received: &Received) -> String {
    let (line, _) = received.line.rsplit_once(' ').unwrap();
    let length = received.one("content-length").unwrap_or("-");
    let body = String::from_utf8_lossy(&received.body);
    format!("{line} {length} {body}")
}

/// Calls an operation with both clients of a server with these responses. Returns the requests of
/// each client.
fn requests_of<O>(operation: O, responses: &[response::Written]) -> [Vec<String>; 2]
where
    O: Operation + Clone,
{
    let server = server(&[responses, responses].concat());
    runtime().block_on(async {
        let client = Client::builder(server.origin()).build().unwrap();
        let response = client.send(operation.clone()).await.unwrap();
        assert!(response.value.into_success().is_ok());
    });
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    let response = client.send(operation).unwrap();
    assert!(response.value.into_success().is_ok());
    let received = server.received();
    let (first, second) = received.split_at(responses.len());
    [first, second].map(|received| received.iter().map(summary).collect())
}

#[test]
fn a_method_is_sent_as_it_is_spelled() {
    let nothing = [response::status(204)];
    let created = [response::status(201).header("location", "/things/2")];
    let link = link_thing("1", "</things/2>; rel=\"next\"");
    let body = Query::new("a");
    for (sent, expected) in [
        (requests_of(link, &nothing), "LINK /things/1 - "),
        (
            requests_of(copy_things_by_id("1"), &created),
            "copy /things/1 - ",
        ),
        (
            requests_of(version_control_things_by_id("1").body(body), &nothing),
            "VERSION-CONTROL /things/1 12 {\"name\":\"a\"}",
        ),
    ] {
        assert_eq!(sent, [[expected], [expected]]);
    }
}

#[test]
fn a_redirected_query_keeps_its_method() {
    let found = response::json(200, r#"["a"]"#);
    for code in [301, 302, 307, 308] {
        let responses = [response::redirect(code, "/others"), found.clone()];
        let sent = requests_of(query_things(Query::new("a")).limit(1), &responses);
        let expected = [
            "QUERY /things?limit=1 12 {\"name\":\"a\"}",
            "QUERY /others 12 {\"name\":\"a\"}",
        ];
        assert_eq!(sent, [expected, expected], "{code}");
    }
    let responses = [response::redirect(303, "/found/1"), found];
    let sent = requests_of(query_things(Query::new("a")), &responses);
    let expected = ["QUERY /things 12 {\"name\":\"a\"}", "GET /found/1 - "];
    assert_eq!(sent, [expected, expected]);
}
