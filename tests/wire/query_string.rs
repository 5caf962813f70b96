//! A whole query string as one parameter, and cookies that aren't encoded.

use rejoinder_compiled::{
    fixtures::query_string_client::{
        Client, Operation, blocking, models::Filter, runtime::OperationResponse, untagged::*,
    },
    server::Received,
};

use crate::{
    generated::{runtime, server},
    response,
};

/// Returns the target and the cookies of a request.
fn summary(received: &Received) -> String {
    let target = received.line.split(' ').nth(1).unwrap();
    let cookies = received.one("cookie").unwrap_or("-");
    format!("{target} {cookies}")
}

/// Calls an operation with both clients. Returns the request of each client.
fn requests_of<O>(operation: O) -> [String; 2]
where
    O: Operation + Clone,
{
    let server = server(&[response::status(204), response::status(204)]);
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
fn query_strings_and_cookies_are_sent_verbatim() {
    let filter = || Filter::new("a/b").tags(["x y"]);
    let cookies = with_cookies("a b/%20=").sizes([1, 2]);
    for (sent, expected) in [
        (
            requests_of(by_form(filter())),
            "/forms?name=a%2Fb&tags=x%20y -",
        ),
        (
            requests_of(by_json().selector(filter())),
            "/values?%7B%22name%22%3A%22a%2Fb%22%2C%22tags%22%3A%5B%22x%20y%22%5D%7D -",
        ),
        (
            requests_of(by_text().path("$.a[1]")),
            "/paths?%24.a%5B1%5D -",
        ),
        (requests_of(cookies), "/cookies session=a b/%20=; sizes=1,2"),
    ] {
        assert_eq!(sent, [expected, expected]);
    }
}
