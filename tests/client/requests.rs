//! Every request, byte for byte.

use github_oauth_authorizations::{Operation, RequestBody, oauth_authorizations::*};

use crate::messages::{BASE, request, written};

/// A request of an operation with nothing optional, then one with everything.
#[track_caller]
fn writes<O: Operation>(bare: &O, bare_text: &str, full: &O, full_text: &str) {
    assert_eq!(written(bare), bare_text);
    assert_eq!(written(full), full_text);
    assert_eq!(written(&full), full_text);
}

#[test]
fn list_grants_is_written() {
    writes(
        &list_grants(),
        "GET https://ghe.example.com/api/v3/applications/grants\n\
         accept: application/json\n",
        // In the order of the document, not in that of the calls.
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
    writes(
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
fn each_of_the_query_is_optional() {
    let written = |operation| {
        let text = written::<ListGrants>(&operation);
        let (line, _) = text.split_once('\n').unwrap();
        line.rsplit_once('/').unwrap().1.to_owned()
    };
    assert_eq!(written(list_grants().per_page(1)), "grants?per_page=1");
    assert_eq!(written(list_grants().page(1)), "grants?page=1");
    assert_eq!(written(list_grants().client_id("c")), "grants?client_id=c");
    assert_eq!(
        written(list_grants().page(1).client_id("c")),
        "grants?page=1&client_id=c"
    );
    // Empty is not absent.
    assert_eq!(written(list_grants().client_id("")), "grants?client_id=");
    let mut fields = list_grants().page(1);
    fields.page = None;
    fields.per_page = Some(3);
    assert_eq!(written(fields), "grants?per_page=3");
}

#[test]
fn grants_are_written() {
    let text = "GET https://ghe.example.com/api/v3/applications/grants/1\n\
                accept: application/json\n";
    assert_eq!(written(&get_grant(1)), text);
    let text = "DELETE https://ghe.example.com/api/v3/applications/grants/1\n\
                accept: application/json\n";
    assert_eq!(written(&delete_grant(1)), text);
}

#[test]
fn authorizations_are_written() {
    let text = "GET https://ghe.example.com/api/v3/authorizations/1\n\
                accept: application/json\n";
    assert_eq!(written(&get_authorization(1)), text);
    let text = "DELETE https://ghe.example.com/api/v3/authorizations/1\n\
                accept: application/json\n";
    assert_eq!(written(&delete_authorization(1)), text);
}

#[test]
fn create_authorization_is_written() {
    writes(
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
    // A body without properties is not the same as no body.
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
    writes(
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
    writes(
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
    writes(
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

/// The one property of each body that is optional and nullable: absent, null, empty, a value.
#[test]
fn absent_is_not_null_is_not_empty() {
    fn json<O: Operation>(operation: &O) -> String {
        written(operation).split_once("\n\n").unwrap().1.to_owned()
    }

    let update = |body| json(&update_authorization(1).body(body));
    let new = UpdateAuthorizationBody::new;
    assert_eq!(update(new()), "{}");
    assert_eq!(update(new().scopes_null()), r#"{"scopes":null}"#);
    assert_eq!(update(new().scopes([""; 0])), r#"{"scopes":[]}"#);
    assert_eq!(update(new().scopes([""])), r#"{"scopes":[""]}"#);
    // The last call counts.
    assert_eq!(
        update(new().scopes(["a"]).scopes_null()),
        r#"{"scopes":null}"#
    );
    assert_eq!(
        update(new().scopes_null().scopes(["a"])),
        r#"{"scopes":["a"]}"#
    );
    let mut body = new().scopes(["a"]);
    body.scopes = None;
    assert_eq!(update(body), "{}");

    let create = |body| json(&create_authorization().body(body));
    let new = CreateAuthorizationBody::new;
    assert_eq!(create(new().scopes_null()), r#"{"scopes":null}"#);
    assert_eq!(create(new().scopes([""; 0])), r#"{"scopes":[]}"#);

    let body = GetOrCreateAuthorizationForAppBody::new("s");
    let operation = get_or_create_authorization_for_app("c", body.scopes_null());
    assert_eq!(json(&operation), r#"{"client_secret":"s","scopes":null}"#);

    let body = GetOrCreateAuthorizationForAppAndFingerprintBody::new("s").scopes_null();
    let operation = get_or_create_authorization_for_app_and_fingerprint("c", "f", body);
    assert_eq!(json(&operation), r#"{"client_secret":"s","scopes":null}"#);
}

#[test]
fn bodies_escape_what_json_escapes() {
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
fn integers_have_their_whole_range() {
    let line = |text: String| text.lines().next().unwrap().to_owned();
    for (integer, text) in [
        (i64::MIN, "-9223372036854775808"),
        (-1, "-1"),
        (0, "0"),
        (i64::MAX, "9223372036854775807"),
    ] {
        assert_eq!(
            line(written(&get_grant(integer))),
            format!("GET {BASE}/applications/grants/{text}")
        );
        assert_eq!(
            line(written(&delete_authorization(integer))),
            format!("DELETE {BASE}/authorizations/{text}")
        );
        assert_eq!(
            line(written(&list_grants().per_page(integer).page(integer))),
            format!("GET {BASE}/applications/grants?per_page={text}&page={text}")
        );
    }
}
