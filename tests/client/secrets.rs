//! No output of `Debug` or `Display` contains a secret. Every secret here contains `hush`.

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
    messages::{self, BASE, FixedClient, RespondFn, decode, request},
    samples::{basic_error, example},
};

/// `hush` in clear text, and `octocat:hush…` as RFC 7617 encodes it.
const SECRETS: [&str; 2] = ["hush", "b2N0b2NhdDpodXNo"];

#[track_caller]
fn assert_no_secret(output: &str) {
    for secret in SECRETS {
        assert!(!output.contains(secret), "{output}");
    }
}

#[track_caller]
fn assert_redacted(value: &impl Debug) {
    assert_no_secret(&format!("{value:?} {value:#?}"));
}

fn authorization() -> Value {
    let mut body = example("authorization");
    body["token"] = json!("hush-token");
    body["hashed_token"] = json!("hush-hash");
    body
}

#[test]
fn the_check_finds_secrets() {
    let result = std::panic::catch_unwind(|| assert_redacted(&"a hush b"));
    result.unwrap_err();
    let basic = http::HeaderValue::from_static("Basic b2N0b2NhdDpodXNoLXBhc3N3b3Jk");
    std::panic::catch_unwind(|| assert_redacted(&basic)).unwrap_err();
}

#[test]
fn bodies_and_operations_are_redacted() {
    let body = CreateAuthorizationBody::new()
        .client_secret("hush")
        .note("seen");
    assert_redacted(&body);
    assert!(
        format!("{body:?}").contains("client_secret: [redacted]"),
        "{body:?}"
    );
    assert!(format!("{body:?}").contains("seen"), "{body:?}");
    assert_redacted(&create_authorization().body(body.clone()));
    assert_redacted(&request(&create_authorization().body(body)).unwrap());
    // `Debug` doesn't reveal whether the value is set.
    assert_eq!(
        format!("{:?}", CreateAuthorizationBody::new()),
        format!("{:?}", CreateAuthorizationBody::new().client_secret("hush")),
    );

    let body = GetOrCreateAuthorizationForAppBody::new("hush");
    assert_redacted(&body);
    let operation = get_or_create_authorization_for_app("c", body);
    assert_redacted(&operation);
    assert_redacted(&request(&operation).unwrap());

    let body = GetOrCreateAuthorizationForAppAndFingerprintBody::new("hush");
    assert_redacted(&body);
    let operation = get_or_create_authorization_for_app_and_fingerprint("c", "f", body);
    assert_redacted(&operation);
    assert_redacted(&request(&operation).unwrap());
}

#[test]
fn headers_of_a_call_are_redacted() {
    let operation = get_grant(1).header("X-GitHub-OTP", "hush").unwrap();
    let operation = operation.header("x-other", "hush".to_owned()).unwrap();
    assert_redacted(&operation);
    assert_redacted(&request(&operation).unwrap());
    assert_redacted(&get_grant(1).header("X-GitHub-OTP", "hush\n").unwrap_err());
    assert_no_secret(
        &get_grant(1)
            .header("X-GitHub-OTP", "hush\n")
            .unwrap_err()
            .to_string(),
    );
    assert_no_secret(&get_grant(1).header("hush\n", "b").unwrap_err().to_string());
}

#[test]
fn request_bodies_are_redacted() {
    assert_redacted(&RequestBody::from("hush"));
    assert_redacted(&RequestBody::from("hush".to_owned()));
    assert_eq!(format!("{:?}", RequestBody::from("hush")), "Bytes(4 bytes)");
}

#[test]
fn responses_are_redacted() {
    let body = authorization();
    let read: Authorization = serde_json::from_value(body.clone()).unwrap();
    assert_eq!(read.token, "hush-token");
    assert_redacted(&read);
    assert!(
        format!("{read:?}").contains("token: [redacted]"),
        "{read:?}"
    );
    assert!(
        format!("{read:?}").contains("hashed_token: [redacted]"),
        "{read:?}"
    );
    assert_redacted(&decode::<GetAuthorization>(200, body.to_string()).unwrap());
    assert_redacted(&decode::<CreateAuthorization>(201, body.to_string()).unwrap());
    assert_redacted(&decode::<ListAuthorizations>(200, json!([body]).to_string()).unwrap());
}

type ClientBuilder =
    github_oauth_authorizations::runtime::ClientBuilder<blocking::Client<FnTransport<RespondFn>>>;

fn builder(base: &str, responding: RespondFn) -> ClientBuilder {
    blocking::Client::with_transport(FnTransport(responding), base)
}

fn with_credentials(builder: ClientBuilder) -> Vec<ClientBuilder> {
    let bearer = builder
        .bearer_auth("hush-bearer")
        .default_header("X-GitHub-OTP", "hush-code");
    assert_redacted(&bearer);
    let builder = self::builder(BASE, |_| Err("unused".into()));
    let basic = builder
        .basic_auth("octocat", "hush-password")
        .default_header("cookie", "a=hush");
    assert_redacted(&basic);
    vec![bearer, basic]
}

#[test]
fn clients_and_builders_are_redacted() {
    let check_request: RespondFn = |request| {
        assert_redacted(&request);
        assert_redacted(&request.headers());
        let secret = request.headers().values().any(|value| value.is_sensitive());
        assert!(secret, "{request:?}");
        Err("unreachable".into())
    };
    for builder in with_credentials(builder(BASE, check_request)) {
        let client = builder.build().unwrap();
        assert_redacted(&client);
        assert_redacted(&client.clone());
        assert_redacted(&client.pages(list_grants()));
        let error = client.call(get_grant(1)).unwrap_err();
        assert_redacted(&error);
        assert_no_secret(&error.to_string());
    }
    let transport =
        FnTransport(|_: Request<RequestBody>| std::future::ready(Err::<_, BoxError>("".into())));
    let builder = Client::with_transport(transport, BASE).bearer_auth("hush");
    assert_redacted(&builder);
    let client = builder.build().unwrap();
    assert_redacted(&client);
    assert_redacted(&client.pages(list_grants()));
}

#[test]
fn build_errors_are_redacted() {
    let responding: RespondFn = |_| Err("unused".into());
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
            .default_header("hush hush", "")
            .build()
            .unwrap_err(),
        builder(BASE, responding)
            .default_header("a", "hush\n")
            .build()
            .unwrap_err(),
    ] {
        assert_redacted(&error);
        assert_no_secret(&error.to_string());
    }
}

/// A client with a fixed response that has a secret in every sensitive header.
fn client_with_secret_headers(status: u16, body: impl AsRef<[u8]>) -> FixedClient {
    let headers = [
        ("set-cookie", "session=hush"),
        ("set-cookie", "other=hush"),
        ("authorization", "hush"),
        ("proxy-authorization", "hush"),
    ];
    messages::fixed_client(status, &headers, body)
        .body_limit(500)
        .build()
        .unwrap()
}

#[test]
fn responses_and_errors_of_calls_are_redacted() {
    let grant = example("application-grant").to_string();
    let response = client_with_secret_headers(200, grant)
        .send(get_grant(1))
        .unwrap();
    assert_eq!(response.headers["set-cookie"], "session=hush");
    assert_redacted(&response);

    let error = basic_error().to_string();
    let error = client_with_secret_headers(401, error)
        .call(get_grant(1))
        .unwrap_err();
    assert!(matches!(error, CallError::ErrorResponse(_)), "{error:?}");
    assert_redacted(&error);
    assert_no_secret(&error.to_string());

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
        let error = client_with_secret_headers(status, body)
            .call(get_grant(1))
            .unwrap_err();
        assert_redacted(&error);
        let CallError::Error(error) = error else {
            panic!("{error:?}");
        };
        let mut next: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = next {
            assert_no_secret(&format!("{error} {error:?} {error:#?}"));
            next = error.source();
        }
        // The user has access to the headers.
        assert_eq!(error.headers().unwrap()["set-cookie"], "session=hush");
        if let Some(body) = error.body() {
            assert!(body.windows(4).any(|word| word == b"hush"), "{body:?}");
        }
    }
}

/// Header values could reveal a code or credentials in the target of a redirect.
#[test]
fn headers_of_an_error_are_redacted() {
    let client = messages::fixed_client(307, &[("location", "ftp://u:hush@a")], "");
    let client = client.build().unwrap();
    assert_redacted(&client.send(get_grant(1)).unwrap_err());
}

#[test]
fn a_response_body_gives_access_to_its_bytes() {
    let incoming = ResponseBody::<()>::Bytes(Bytes::from_static(b"a"));
    assert_eq!(incoming.bytes().unwrap(), "a");
}
