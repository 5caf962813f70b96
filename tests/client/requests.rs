//! The request of every operation, byte for byte.

use github_oauth_authorizations::{Operation, RequestBody, oauth_authorizations::*};

use crate::messages::{BASE, request, written};

/// Checks the requests of an operation: first with no optional value, then with all of them.
#[track_caller]
fn assert_requests<O: Operation>(bare: &O, bare_request: &str, full: &O, full_request: &str) {
    assert_eq!(written(bare), bare_request);
    assert_eq!(written(full), full_request);
    assert_eq!(written(&full), full_request);
}

#[test]
fn list_grants_is_written() {
    assert_requests(
        &list_grants(),
        "GET https://ghe.example.com/api/v3/applications/grants\n\
         accept: application/json\n",
        // Parameters are sent in the order of the document, not of the calls.
        &list_grants()
            .client_id("abcde12345fghij67890")
            .page(2)
            .per_page(100),
        "GET https://ghe.example.com/api/v3/applications/grants\
         ?per_page=100&page=2&client_id=abcde12345fghij67890\n\
         accept: application/json\n",
    );
}

#[test]
fn list_authorizations_is_written() {
    assert_requests(
        &list_authorizations(),
        "GET https://ghe.example.com/api/v3/authorizations\n\
         accept: application/json\n",
        &list_authorizations()
            .client_id("abcde12345fghij67890")
            .page(2)
            .per_page(100),
        "GET https://ghe.example.com/api/v3/authorizations\
         ?per_page=100&page=2&client_id=abcde12345fghij67890\n\
         accept: application/json\n",
    );
}

#[test]
fn each_query_parameter_is_optional() {
    let written = |operation| {
        let expected = written::<ListGrants>(&operation);
        let (line, _) = expected.split_once('\n').unwrap();
        line.rsplit_once('/').unwrap().1.to_owned()
    };
    assert_eq!(written(list_grants().per_page(1)), "grants?per_page=1");
    assert_eq!(written(list_grants().page(1)), "grants?page=1");
    assert_eq!(written(list_grants().client_id("c")), "grants?client_id=c");
    assert_eq!(
        written(list_grants().page(1).client_id("c")),
        "grants?page=1&client_id=c"
    );
    // An empty value differs from a missing value.
    assert_eq!(written(list_grants().client_id("")), "grants?client_id=");
    let mut fields = list_grants().page(1);
    fields.page = None;
    fields.per_page = Some(3);
    assert_eq!(written(fields), "grants?per_page=3");
}

#[test]
fn grants_are_written() {
    let expected = "GET https://ghe.example.com/api/v3/applications/grants/1\n\
                accept: application/json\n";
    assert_eq!(written(&get_grant(1)), expected);
    let expected = "DELETE https://ghe.example.com/api/v3/applications/grants/1\n\
                accept: application/json\n";
    assert_eq!(written(&delete_grant(1)), expected);
}

#[test]
fn authorizations_are_written() {
    let expected = "GET https://ghe.example.com/api/v3/authorizations/1\n\
                accept: application/json\n";
    assert_eq!(written(&get_authorization(1)), expected);
    let expected = "DELETE https://ghe.example.com/api/v3/authorizations/1\n\
                accept: application/json\n";
    assert_eq!(written(&delete_authorization(1)), expected);
}

#[test]
fn create_authorization_is_written() {
    assert_requests(
        &create_authorization(),
        "POST https://ghe.example.com/api/v3/authorizations\n\
         accept: application/json\n",
        &create_authorization().body(
            CreateAuthorizationBody::new()
                .fingerprint("jklmnop12345678")
                .client_secret("3ef4ad510c59ad37bac6bb4f80047fb3aee3cc7f")
                .client_id("abcde12345fghij67890")
                .note_url("http://optional/note/url")
                .note("optional note")
                .scopes(["public_repo", "user"]),
        ),
        "POST https://ghe.example.com/api/v3/authorizations\n\
         accept: application/json\n\
         content-type: application/json\n\n\
         {\"scopes\":[\"public_repo\",\"user\"],\"note\":\"optional note\",\
         \"note_url\":\"http://optional/note/url\",\"client_id\":\"abcde12345fghij67890\",\
         \"client_secret\":\"3ef4ad510c59ad37bac6bb4f80047fb3aee3cc7f\",\
         \"fingerprint\":\"jklmnop12345678\"}",
    );
    // A body without properties differs from no body.
    assert_eq!(
        written(&create_authorization().body(CreateAuthorizationBody::new())),
        "POST https://ghe.example.com/api/v3/authorizations\n\
         accept: application/json\n\
         content-type: application/json\n\n\
         {}"
    );
}

#[test]
fn get_or_create_for_app_is_written() {
    let secret = "3ef4ad510c59ad37bac6bb4f80047fb3aee3cc7f";
    let body = GetOrCreateAuthorizationForAppBody::new(secret);
    assert_requests(
        &get_or_create_authorization_for_app("abcde12345fghij67890", body.clone()),
        "PUT https://ghe.example.com/api/v3/authorizations/clients/abcde12345fghij67890\n\
         accept: application/json\n\
         content-type: application/json\n\n\
         {\"client_secret\":\"3ef4ad510c59ad37bac6bb4f80047fb3aee3cc7f\"}",
        &get_or_create_authorization_for_app(
            "abcde12345fghij67890",
            body.fingerprint("jklmnop12345678")
                .note_url("http://optional/note/url")
                .note("optional note")
                .scopes(vec!["public_repo".to_owned()]),
        ),
        "PUT https://ghe.example.com/api/v3/authorizations/clients/abcde12345fghij67890\n\
         accept: application/json\n\
         content-type: application/json\n\n\
         {\"client_secret\":\"3ef4ad510c59ad37bac6bb4f80047fb3aee3cc7f\",\
         \"scopes\":[\"public_repo\"],\"note\":\"optional note\",\
         \"note_url\":\"http://optional/note/url\",\"fingerprint\":\"jklmnop12345678\"}",
    );
}

#[test]
fn get_or_create_for_app_and_fingerprint_is_written() {
    let body = GetOrCreateAuthorizationForAppAndFingerprintBody::new("secret");
    let operation = |body| {
        get_or_create_authorization_for_app_and_fingerprint(
            "abcde12345fghij67890",
            "jklmnop12345678",
            body,
        )
    };
    assert_requests(
        &operation(body.clone()),
        "PUT https://ghe.example.com/api/v3/authorizations/clients/\
         abcde12345fghij67890/jklmnop12345678\n\
         accept: application/json\n\
         content-type: application/json\n\n\
         {\"client_secret\":\"secret\"}",
        &operation(body.scopes(["a"; 0]).note("n").note_url("u")),
        "PUT https://ghe.example.com/api/v3/authorizations/clients/\
         abcde12345fghij67890/jklmnop12345678\n\
         accept: application/json\n\
         content-type: application/json\n\n\
         {\"client_secret\":\"secret\",\"scopes\":[],\"note\":\"n\",\"note_url\":\"u\"}",
    );
}

#[test]
fn update_authorization_is_written() {
    assert_requests(
        &update_authorization(1),
        "PATCH https://ghe.example.com/api/v3/authorizations/1\n\
         accept: application/json\n",
        &update_authorization(1).body(
            UpdateAuthorizationBody::new()
                .fingerprint("f")
                .note_url("u")
                .note("optional note")
                .remove_scopes(["user"])
                .add_scopes(["public_repo"])
                .scopes(["repo"]),
        ),
        "PATCH https://ghe.example.com/api/v3/authorizations/1\n\
         accept: application/json\n\
         content-type: application/json\n\n\
         {\"scopes\":[\"repo\"],\"add_scopes\":[\"public_repo\"],\"remove_scopes\":[\"user\"],\
         \"note\":\"optional note\",\"note_url\":\"u\",\"fingerprint\":\"f\"}",
    );
}

/// The only optional and nullable property of each body: absent, null, empty, and with a value.
#[test]
fn absent_null_and_empty_differ() {
    fn json<O: Operation>(operation: &O) -> String {
        written(operation).split_once("\n\n").unwrap().1.to_owned()
    }

    let update = |body| json(&update_authorization(1).body(body));
    let new = UpdateAuthorizationBody::new;
    assert_eq!(update(new()), "{}");
    assert_eq!(update(new().set_scopes_null()), r#"{"scopes":null}"#);
    assert_eq!(update(new().scopes([""; 0])), r#"{"scopes":[]}"#);
    assert_eq!(update(new().scopes([""])), r#"{"scopes":[""]}"#);
    // The last call of a setter takes effect.
    assert_eq!(
        update(new().scopes(["a"]).set_scopes_null()),
        r#"{"scopes":null}"#
    );
    assert_eq!(
        update(new().set_scopes_null().scopes(["a"])),
        r#"{"scopes":["a"]}"#
    );
    let mut body = new().scopes(["a"]);
    body.scopes = None;
    assert_eq!(update(body), "{}");

    let create = |body| json(&create_authorization().body(body));
    let new = CreateAuthorizationBody::new;
    assert_eq!(create(new().set_scopes_null()), r#"{"scopes":null}"#);
    assert_eq!(create(new().scopes([""; 0])), r#"{"scopes":[]}"#);

    let body = GetOrCreateAuthorizationForAppBody::new("s");
    let operation = get_or_create_authorization_for_app("c", body.set_scopes_null());
    assert_eq!(json(&operation), r#"{"client_secret":"s","scopes":null}"#);

    let body = GetOrCreateAuthorizationForAppAndFingerprintBody::new("s").set_scopes_null();
    let operation = get_or_create_authorization_for_app_and_fingerprint("c", "f", body);
    assert_eq!(json(&operation), r#"{"client_secret":"s","scopes":null}"#);
}

#[test]
fn bodies_are_escaped_as_json() {
    let body = UpdateAuthorizationBody::new().note("\"\\\n\r\t\u{0}\u{7f}\u{2028}é𝄞</script>");
    let request = request(&update_authorization(1).body(body)).unwrap();
    let RequestBody::Bytes(bytes) = request.body() else {
        panic!("{request:?}");
    };
    let expected = "{\"note\":\"\\\"\\\\\\n\\r\\t\\u0000\u{7f}\u{2028}é𝄞</script>\"}";
    assert_eq!(std::str::from_utf8(bytes).unwrap(), expected);
    assert_eq!(
        request.body().size(),
        Some(expected.len().try_into().unwrap())
    );
}

#[test]
fn integers_have_their_full_range() {
    let line = |expected: String| expected.lines().next().unwrap().to_owned();
    for (integer, expected) in [
        (i64::MIN, "-9223372036854775808"),
        (-1, "-1"),
        (0, "0"),
        (i64::MAX, "9223372036854775807"),
    ] {
        assert_eq!(
            line(written(&get_grant(integer))),
            format!("GET {BASE}/applications/grants/{expected}")
        );
        assert_eq!(
            line(written(&delete_authorization(integer))),
            format!("DELETE {BASE}/authorizations/{expected}")
        );
        assert_eq!(
            line(written(&list_grants().per_page(integer).page(integer))),
            format!("GET {BASE}/applications/grants?per_page={expected}&page={expected}")
        );
    }
}
