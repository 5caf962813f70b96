//! What a request says beside its target and body.

use github_oauth_authorizations::{Operation, RequestError, oauth_authorizations::*};
use rejoinder_compiled::server::{Received, Server};

use crate::{
    client::{Client, Setting, Side, both},
    leak::{BASIC, CLIENT_SECRET, ONE_TIME_PASSWORD, PASSWORD, TOKEN, USER},
    response,
    sample::{AUTHORIZATION, list},
};

/// What arrives when a list is asked for.
fn listed<const N: usize>(side: Side, settings: [Setting; N]) -> Received {
    heard(|server| {
        side.client(server, settings)
            .call(list_authorizations())
            .unwrap();
    })
}

fn heard(send: impl FnOnce(&Server)) -> Received {
    let server = Server::start([response::json(200, &list(AUTHORIZATION)).script()]).unwrap();
    send(&server);
    server.received().pop().unwrap()
}

/// What arrives with a client for a server that says 201.
fn created(side: Side, send: impl FnOnce(&Client)) -> Received {
    let server = Server::start([response::json(201, AUTHORIZATION).script()]).unwrap();
    send(&side.client(&server, []));
    server.received().pop().unwrap()
}

#[test]
fn a_plain_request() {
    both(|side| {
        let received = listed(side, []);
        assert_eq!(received.line, "GET /api/v3/authorizations HTTP/1.1");
        let agent = "github-oauth-authorizations/0.1.0";
        assert_eq!(received.one("user-agent"), Some(agent));
        assert_eq!(received.one("accept"), Some("application/json"));
        assert!(received.one("host").unwrap().starts_with("127.0.0.1:"));
        // Nothing else, and nothing of a body.
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

/// One header of a name arrives once, with the value that was set last.
#[test]
fn what_the_builder_says() {
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

/// The headers that an operation needs aren't replaced by those that every call has.
#[test]
fn a_default_header_does_not_replace_the_operations_own() {
    both(|side| {
        let received = listed(side, [Setting::Header("accept", "text/html")]);
        assert_eq!(received.all("accept"), ["application/json"]);
    });
}

#[test]
fn a_header_for_one_call() {
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
        // A reference is an operation, so that it can be sent again.
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
        let received = heard(|server| {
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
fn a_header_that_cannot_be_sent() {
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

/// How many bytes come, and what they are.
#[test]
fn a_body_is_described() {
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

/// RFC 9110, section 8.6: a method that anticipates a body says that there is none.
#[test]
fn no_body_is_described_too() {
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

/// Who counts is the transport, whatever the call says.
#[test]
fn the_length_is_that_of_the_body() {
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

/// A large body arrives whole.
#[test]
fn a_large_body() {
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
fn delete_and_patch_without_a_body() {
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
