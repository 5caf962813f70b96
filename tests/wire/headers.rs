//! The headers of a request.

use github_oauth_authorizations::{Operation, RequestError, oauth_authorizations::*};
use rejoinder_compiled::server::{Received, Server};

use crate::{
    client::{Client, Setting, Side, both},
    leak::{BASIC, CLIENT_SECRET, ONE_TIME_PASSWORD, PASSWORD, TOKEN, USER},
    response,
    sample::{AUTHORIZATION, list},
};

/// Returns the request of an operation without a body.
fn listed<const N: usize>(side: Side, settings: [Setting; N]) -> Received {
    request_of(|server| {
        side.client(server, settings)
            .call(list_authorizations())
            .unwrap();
    })
}

fn request_of(send: impl FnOnce(&Server)) -> Received {
    let server = Server::start([response::json(200, &list(AUTHORIZATION)).script()]).unwrap();
    send(&server);
    server.received().pop().unwrap()
}

/// Returns the request of an operation to a server that responds with 201.
fn created(side: Side, send: impl FnOnce(&Client)) -> Received {
    let server = Server::start([response::json(201, AUTHORIZATION).script()]).unwrap();
    send(&side.client(&server, []));
    server.received().pop().unwrap()
}

#[test]
fn a_plain_request_has_only_default_headers() {
    both(|side| {
        let received = listed(side, []);
        assert_eq!(received.line, "GET /api/v3/authorizations HTTP/1.1");
        let agent = "github-oauth-authorizations/0.1.0";
        assert_eq!(received.one("user-agent"), Some(agent));
        assert_eq!(received.one("accept"), Some("application/json"));
        assert!(received.one("host").unwrap().starts_with("127.0.0.1:"));
        // No other header is sent, in particular no header that describes a body.
        let mut names: Vec<_> = received
            .fields
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
        assert!(received.body.is_empty());
    });
}

/// A header that is set twice is sent once, with the last value.
#[test]
fn the_builder_sets_default_headers() {
    let cases: [(&[Setting], &str, &str); 10] = [
        (
            &[Setting::Header("host", "github.test")],
            "host",
            "github.test",
        ),
        (
            &[Setting::UserAgent("my-app/1.0 (x)")],
            "user-agent",
            "my-app/1.0 (x)",
        ),
        (
            &[Setting::Header("user-agent", "mine")],
            "user-agent",
            "mine",
        ),
        (&[Setting::Basic(USER, PASSWORD)], "authorization", BASIC),
        (&[Setting::Basic("", "")], "authorization", "Basic Og=="),
        (
            &[Setting::Basic("ü", "p:w?>")],
            "authorization",
            "Basic w7w6cDp3Pz4=",
        ),
        (
            &[Setting::Bearer(TOKEN)],
            "authorization",
            "Bearer hush-bearer",
        ),
        (
            &[Setting::Basic(USER, PASSWORD), Setting::Bearer(TOKEN)],
            "authorization",
            "Bearer hush-bearer",
        ),
        (&[Setting::Header("X-Default", "a b")], "x-default", "a b"),
        (
            &[Setting::Header("X-D", "a"), Setting::Header("x-d", "b")],
            "x-d",
            "b",
        ),
    ];
    both(|side| {
        for (settings, name, value) in cases {
            println!("{settings:?}");
            let received = match settings {
                [one] => listed(side, [one.clone()]),
                [one, two] => listed(side, [one.clone(), two.clone()]),
                _ => panic!(),
            };
            assert_eq!(received.all(name), [value]);
        }
    });
}

/// The headers of an operation take precedence over the default headers.
#[test]
fn headers_of_an_operation_override_default_headers() {
    both(|side| {
        let received = listed(side, [Setting::Header("accept", "text/html")]);
        assert_eq!(received.all("accept"), ["application/json"]);
    });
}

#[test]
fn a_header_can_be_set_for_one_call() {
    both(|side| {
        let responses = vec![response::json(200, &list(AUTHORIZATION)).script(); 3];
        let server = Server::start(responses).unwrap();
        let client = side.client(
            &server,
            [Setting::Header("x-default", "all"), Setting::Bearer(TOKEN)],
        );
        let operation = list_authorizations()
            .header("x-github-otp", ONE_TIME_PASSWORD)
            .unwrap()
            .header("x-default", "one")
            .unwrap()
            .header("authorization", "Bearer hush-one")
            .unwrap()
            .header("accept", "application/vnd.github.v3+json")
            .unwrap();
        // `&O` implements `Operation`, so an operation can be sent twice.
        client.call(&operation).unwrap();
        client.call(&operation).unwrap();
        client.call(list_authorizations()).unwrap();
        let received = server.received();
        for received in &received[..2] {
            assert_eq!(received.all("x-github-otp"), [ONE_TIME_PASSWORD]);
            assert_eq!(received.all("x-default"), ["one"]);
            assert_eq!(received.all("authorization"), ["Bearer hush-one"]);
            assert_eq!(received.all("accept"), ["application/vnd.github.v3+json"]);
        }
        assert_eq!(received[2].all("x-github-otp"), Vec::<&str>::new());
        assert_eq!(received[2].all("x-default"), ["all"]);
        assert_eq!(received[2].all("authorization"), ["Bearer hush-bearer"]);
        assert_eq!(received[2].all("accept"), ["application/json"]);
    });
}

#[test]
fn a_header_for_one_call_can_have_several_values() {
    both(|side| {
        let received = request_of(|server| {
            let operation = list_authorizations().header("x-many", "1").unwrap();
            let operation = operation.header("x-many", "2").unwrap();
            side.client(server, [Setting::Header("x-many", "0")])
                .call(operation)
                .unwrap();
        });
        assert_eq!(received.all("x-many"), ["1", "2"]);
    });
}

#[test]
fn an_invalid_header_is_an_error() {
    let unsendable = ["a\r\nx-evil: 1", "a\nb", "a\0b", "\u{7f}"];
    for value in unsendable {
        let name = "x-github-otp".to_owned();
        let refused = list_grants().header("x-github-otp", value).unwrap_err();
        assert_eq!(refused, RequestError::Header { name });
    }
    for name in ["", "a b", "a:b", "a\r\n", "ü"] {
        let refused = list_grants().header(name, "1").unwrap_err();
        assert_eq!(refused, RequestError::HeaderName);
    }
}

/// `Content-Length` and `Content-Type` of a body.
#[test]
fn a_body_has_a_length_and_a_media_type() {
    both(|side| {
        let body = CreateAuthorizationBody::new()
            .client_secret(CLIENT_SECRET)
            .note("é\n\"");
        let received = created(side, |client| {
            client.call(create_authorization().body(body)).unwrap();
        });
        let expected = r#"{"note":"é\n\"","client_secret":"hush-client-secret"}"#;
        assert_eq!(String::from_utf8(received.body.clone()).unwrap(), expected);
        assert_eq!(received.all("content-type"), ["application/json"]);
        assert_eq!(
            received.all("content-length"),
            [expected.len().to_string().as_str()]
        );
        assert_eq!(received.all("transfer-encoding"), Vec::<&str>::new());
    });
}

/// A method that anticipates a body sends `Content-Length: 0` without a body (RFC 9110, section
/// 8.6).
#[test]
fn a_missing_body_has_length_zero() {
    both(|side| {
        let received = created(side, |client| {
            client.call(create_authorization()).unwrap();
        });
        assert_eq!(received.line, "POST /api/v3/authorizations HTTP/1.1");
        assert_eq!(received.all("content-type"), Vec::<&str>::new());
        assert_eq!(received.all("transfer-encoding"), Vec::<&str>::new());
        assert_eq!(received.all("content-length"), ["0"]);
    });
}

/// The transport sets `Content-Length`; a header of the call doesn't change it.
#[test]
fn content_length_is_the_length_of_the_body() {
    both(|side| {
        let body = CreateAuthorizationBody::new().note("note");
        let operation = create_authorization()
            .body(body)
            .header("content-length", "3")
            .unwrap();
        let received = created(side, |client| {
            client.call(operation).unwrap();
        });
        assert_eq!(received.body, br#"{"note":"note"}"#);
        assert_eq!(received.all("content-length"), ["15"]);
    });
}

/// A large body arrives complete.
#[test]
fn a_large_body_is_sent_whole() {
    both(|side| {
        let note = "é".repeat(1 << 20);
        let body = CreateAuthorizationBody::new().note(&note);
        let received = created(side, |client| {
            client.call(create_authorization().body(body)).unwrap();
        });
        assert_eq!(received.body.len(), note.len() + r#"{"note":""}"#.len());
        assert_eq!(
            received.all("content-length"),
            [received.body.len().to_string().as_str()]
        );
    });
}

#[test]
fn delete_and_patch_are_sent_without_a_body() {
    both(|side| {
        let responses = [response::status(204), response::json(200, AUTHORIZATION)];
        let server = Server::start(responses.map(|response| response.script())).unwrap();
        let client = side.client(&server, []);
        client.call(delete_authorization(1)).unwrap();
        client.call(update_authorization(1)).unwrap();
        let received = server.received();
        assert_eq!(received[0].line, "DELETE /api/v3/authorizations/1 HTTP/1.1");
        assert_eq!(received[1].line, "PATCH /api/v3/authorizations/1 HTTP/1.1");
        for received in received {
            assert_eq!(received.all("content-type"), Vec::<&str>::new());
            assert_eq!(received.all("transfer-encoding"), Vec::<&str>::new());
            assert!(received.body.is_empty());
        }
    });
}
