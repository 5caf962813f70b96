//! Nothing that is shown holds a secret. Whatever is secret here contains `hush`.

use std::fmt::Debug;

use bytes::Bytes;
use github_oauth_authorizations::{
    CallError, FnTransport, Operation, RequestBody, blocking,
    models::Authorization,
    oauth_authorizations::*,
    runtime::{BoxError, Client, ResponseBody},
};
use http::Request;
use serde_json::{Value, json};

use crate::{
    messages::{self, BASE, Responding, Told, decode, request},
    samples::{basic_error, example},
};

/// `hush` as it is, and `octocat:hush…` as RFC 7617 writes it.
const SECRETS: [&str; 2] = ["hush", "b2N0b2NhdDpodXNo"];

#[track_caller]
fn silent(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{text}");
    }
}

#[track_caller]
fn quiet(value: &impl Debug) {
    silent(&format!("{value:?} {value:#?}"));
}

fn authorization() -> Value {
    let mut body = example("authorization");
    body["token"] = json!("hush-token");
    body["hashed_token"] = json!("hush-hash");
    body
}

#[test]
fn the_check_would_see_them() {
    let shown = std::panic::catch_unwind(|| quiet(&"a hush b"));
    shown.unwrap_err();
    let basic = http::HeaderValue::from_static("Basic b2N0b2NhdDpodXNoLXBhc3N3b3Jk");
    std::panic::catch_unwind(|| quiet(&basic)).unwrap_err();
}

#[test]
fn bodies_and_operations_are_quiet() {
    let body = CreateAuthorizationBody::new()
        .client_secret("hush")
        .note("seen");
    quiet(&body);
    assert!(
        format!("{body:?}").contains("client_secret: [redacted]"),
        "{body:?}"
    );
    assert!(format!("{body:?}").contains("seen"), "{body:?}");
    quiet(&create_authorization().body(body.clone()));
    quiet(&request(&create_authorization().body(body)).unwrap());
    // Not even whether there is one.
    assert_eq!(
        format!("{:?}", CreateAuthorizationBody::new()),
        format!("{:?}", CreateAuthorizationBody::new().client_secret("hush")),
    );

    let body = GetOrCreateAuthorizationForAppBody::new("hush");
    quiet(&body);
    let operation = get_or_create_authorization_for_app("c", body);
    quiet(&operation);
    quiet(&request(&operation).unwrap());

    let body = GetOrCreateAuthorizationForAppAndFingerprintBody::new("hush");
    quiet(&body);
    let operation = get_or_create_authorization_for_app_and_fingerprint("c", "f", body);
    quiet(&operation);
    quiet(&request(&operation).unwrap());
}

#[test]
fn headers_for_one_call_are_quiet() {
    let operation = get_grant(1).header("X-GitHub-OTP", "hush").unwrap();
    let operation = operation.header("x-other", "hush".to_owned()).unwrap();
    quiet(&operation);
    quiet(&request(&operation).unwrap());
    quiet(&get_grant(1).header("X-GitHub-OTP", "hush\n").unwrap_err());
    silent(
        &get_grant(1)
            .header("X-GitHub-OTP", "hush\n")
            .unwrap_err()
            .to_string(),
    );
    silent(&get_grant(1).header("hush\n", "b").unwrap_err().to_string());
}

#[test]
fn uploads_are_quiet() {
    quiet(&RequestBody::from("hush"));
    quiet(&RequestBody::from("hush".to_owned()));
    assert_eq!(format!("{:?}", RequestBody::from("hush")), "Bytes(4 bytes)");
}

#[test]
fn responses_are_quiet() {
    let body = authorization();
    let read: Authorization = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(read.token, "hush-token");
    quiet(&read);
    assert!(
        format!("{read:?}").contains("token: [redacted]"),
        "{read:?}"
    );
    assert!(
        format!("{read:?}").contains("hashed_token: [redacted]"),
        "{read:?}"
    );
    quiet(&decode::<GetAuthorization>(200, body.to_string()).unwrap());
    quiet(&decode::<CreateAuthorization>(201, body.to_string()).unwrap());
    quiet(&decode::<ListAuthorizations>(200, json!([body]).to_string()).unwrap());
}

type ClientBuilder =
    github_oauth_authorizations::runtime::ClientBuilder<blocking::Client<FnTransport<Responding>>>;

fn builder(base: &str, responding: Responding) -> ClientBuilder {
    blocking::Client::with_transport(FnTransport(responding), base)
}

fn told(builder: ClientBuilder) -> Vec<ClientBuilder> {
    let bearer = builder
        .bearer_auth("hush-bearer")
        .header("X-GitHub-OTP", "hush-code");
    quiet(&bearer);
    let builder = self::builder(BASE, |_| Err("unused".into()));
    let basic = builder
        .basic_auth("octocat", "hush-password")
        .header("cookie", "a=hush");
    quiet(&basic);
    vec![bearer, basic]
}

#[test]
fn clients_and_their_builders_are_quiet() {
    let seen: Responding = |request| {
        quiet(&request);
        quiet(&request.headers());
        let secret = request.headers().values().any(|value| value.is_sensitive());
        assert!(secret, "{request:?}");
        Err("unreachable".into())
    };
    for builder in told(builder(BASE, seen)) {
        let client = builder.build().unwrap();
        quiet(&client);
        quiet(&client.clone());
        quiet(&client.pages(list_grants()));
        let error = client.call(get_grant(1)).unwrap_err();
        quiet(&error);
        silent(&error.to_string());
    }
    let transport =
        FnTransport(|_: Request<RequestBody>| std::future::ready(Err::<_, BoxError>("".into())));
    let builder = Client::with_transport(transport, BASE).bearer_auth("hush");
    quiet(&builder);
    let client = builder.build().unwrap();
    quiet(&client);
    quiet(&client.pages(list_grants()));
}

#[test]
fn what_cant_be_built_is_quiet() {
    let responding: Responding = |_| Err("unused".into());
    for error in [
        builder("https://octocat:hush@a", responding)
            .build()
            .unwrap_err(),
        builder("https://hush@a", responding).build().unwrap_err(),
        builder("hush://a", responding).build().unwrap_err(),
        builder("https://a?hush", responding).build().unwrap_err(),
        builder(BASE, responding)
            .bearer_auth("hush\n")
            .build()
            .unwrap_err(),
        builder(BASE, responding)
            .basic_auth("hush:hush", "hush")
            .build()
            .unwrap_err(),
        builder(BASE, responding)
            .header("hush hush", "")
            .build()
            .unwrap_err(),
        builder(BASE, responding)
            .header("a", "hush\n")
            .build()
            .unwrap_err(),
    ] {
        quiet(&error);
        silent(&error.to_string());
    }
}

/// A client of a server that says this, with a secret in every header that has one.
fn answered(status: u16, body: impl AsRef<[u8]>) -> Told {
    let headers = [
        ("set-cookie", "session=hush"),
        ("set-cookie", "other=hush"),
        ("authorization", "hush"),
        ("proxy-authorization", "hush"),
    ];
    messages::told(status, &headers, body)
        .body_limit(500)
        .build()
        .unwrap()
}

#[test]
fn responses_and_errors_are_quiet() {
    let grant = example("application-grant").to_string();
    let response = answered(200, grant).send(get_grant(1)).unwrap();
    assert_eq!(response.headers["set-cookie"], "session=hush");
    quiet(&response);

    let error = basic_error().to_string();
    let error = answered(401, error).call(get_grant(1)).unwrap_err();
    assert!(matches!(error, CallError::Rejected(_)), "{error:?}");
    quiet(&error);
    silent(&error.to_string());

    let long = "hush".repeat(200);
    for (status, body) in [
        (418, "hush"),
        (500, "<html>hush</html>"),
        (301, "hush"),
        (200, "hush"),
        (200, "\"hush\""),
        (200, r#"{"id":"hush"}"#),
        (200, r#"{"id":1,"url":["hush","hush"]}"#),
        (200, r#"{"id":1,"created_at":"hush"}"#),
        (200, r#"{"id":1,"app":{"client_id":"hush"}}"#),
        (200, r#"{"id":1,"url":"hush"#),
        (200, &long),
    ] {
        let error = answered(status, body).call(get_grant(1)).unwrap_err();
        quiet(&error);
        let CallError::Failed(error) = error else {
            panic!("{error:?}");
        };
        let mut next: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = next {
            silent(&format!("{error} {error:?} {error:#?}"));
            next = error.source();
        }
        // They are there for who asks.
        assert_eq!(error.headers().unwrap()["set-cookie"], "session=hush");
        if let Some(body) = error.body() {
            assert!(body.windows(4).any(|word| word == b"hush"), "{body:?}");
        }
    }
}

/// `runtime/error.rs` says that header values are not in `Debug`. A redirect with a code or with
/// credentials in its target is what they could give away.
#[test]
fn the_headers_of_an_error_are_quiet() {
    let client = messages::told(307, &[("location", "ftp://u:hush@a")], "");
    let client = client.build().unwrap();
    quiet(&client.send(get_grant(1)).unwrap_err());
}

#[test]
fn an_incoming_body_is_shown_to_who_has_it() {
    // It is what a transport brought, and not part of an error or a response.
    let incoming = ResponseBody::<()>::Bytes(Bytes::from_static(b"a"));
    assert_eq!(incoming.bytes().unwrap(), "a");
}
