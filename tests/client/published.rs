//! The responses that GitHub publishes for this API. They have no `expires_at`, which the document
//! requires, and their `token` is empty if an existing authorization is returned.

use bytes::Bytes;
use github_oauth_authorizations::{
    Operation, models::Authorization, oauth_authorizations::*, runtime::ResponseBody,
};
use serde::Deserialize;
use serde_json::Value;

use crate::messages::{BASE, head, request};

#[derive(Deserialize)]
struct Published {
    operation: String,
    method: String,
    path: String,
    request: Value,
    status: u16,
    headers: std::collections::BTreeMap<String, String>,
    body: Value,
}

fn published() -> [Published; 3] {
    serde_json::from_str(include_str!("../published-responses.json")).unwrap()
}

/// Builds the published request, and decodes the published response.
fn exchange<O: Operation>(published: &Published, operation: &O) -> O::Response<()> {
    assert_eq!(O::ID, published.operation);
    let request = request(operation).unwrap();
    assert_eq!(request.method().as_str(), published.method);
    assert_eq!(
        request.uri().to_string(),
        format!("{BASE}{}", published.path)
    );
    let github_oauth_authorizations::RequestBody::Bytes(body) = request.body() else {
        panic!("{:?}", request.body());
    };
    assert_eq!(
        serde_json::from_slice::<Value>(body).unwrap(),
        published.request
    );

    let headers: Vec<_> = published
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let body = Bytes::from(published.body.to_string());
    O::decode(&head(published.status, &headers), ResponseBody::Bytes(body)).unwrap()
}

fn check(published: &Published, body: &Authorization, location: Option<&str>, token: &str) {
    assert_eq!(location, Some("https://api.github.com/authorizations/1"));
    assert_eq!(body.id, 1);
    assert_eq!(body.url, "https://api.github.com/authorizations/1");
    assert_eq!(
        body.scopes.as_deref(),
        Some(&["public_repo".to_owned()][..])
    );
    assert_eq!(body.token, token);
    assert_eq!(body.token_last_eight.as_deref(), Some("12345678"));
    assert_eq!(
        body.hashed_token.as_deref(),
        Some("25f94a2a5c7fbaf499c665bc73d67c1c87e496da8985131633ee0a95819db2e8")
    );
    assert_eq!(body.app.url, "http://my-github-app.com");
    assert_eq!(body.app.name, "my github app");
    assert_eq!(body.app.client_id, "abcde12345fghij67890");
    assert_eq!(body.note.as_deref(), Some("optional note"));
    assert_eq!(body.note_url.as_deref(), Some("http://optional/note/url"));
    assert_eq!(body.updated_at, "2011-09-06T20:39:23Z".parse().unwrap());
    assert_eq!(body.created_at, "2011-09-06T17:26:27Z".parse().unwrap());
    assert_eq!(body.fingerprint.as_deref(), Some(""));
    assert_eq!(body.user, None);
    assert_eq!(body.installation, None);
    assert_eq!(body.expires_at, None);

    let mut expected = published.body.clone();
    assert_eq!(expected.get("expires_at"), None);
    expected["expires_at"] = Value::Null;
    assert_eq!(serde_json::to_value(body).unwrap(), expected);
}

fn for_app(secret: &str) -> GetOrCreateAuthorizationForApp {
    let body = GetOrCreateAuthorizationForAppBody::new(secret)
        .scopes(["public_repo"])
        .note("admin script");
    get_or_create_authorization_for_app("abcde12345fghij67890", body)
}

#[test]
fn an_authorization_is_created() {
    let [published, _, _] = published();
    let body = CreateAuthorizationBody::new()
        .scopes(["public_repo"])
        .note("admin script");
    match exchange(&published, &create_authorization().body(body)) {
        CreateAuthorizationResponse::Created { body, location } => {
            check(&published, &body, location.as_deref(), "abcdefgh12345678");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_authorization_for_an_app_is_created() {
    let [_, published, _] = published();
    let operation = for_app("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcd");
    match exchange(&published, &operation) {
        GetOrCreateAuthorizationForAppResponse::Created { body, location } => {
            check(&published, &body, location.as_deref(), "abcdefgh12345678");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_authorization_for_an_app_is_returned() {
    let [_, _, published] = published();
    let operation = for_app("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcd");
    match exchange(&published, &operation) {
        GetOrCreateAuthorizationForAppResponse::Ok { body, location } => {
            check(&published, &body, location.as_deref(), "");
        }
        other => panic!("{other:?}"),
    }
}
