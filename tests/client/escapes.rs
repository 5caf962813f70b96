//! Values of the caller in a URL are encoded or rejected.

use github_oauth_authorizations::{RequestError, oauth_authorizations::*};
use percent_encoding::percent_decode_str;
use proptest::{
    prelude::{ProptestConfig, any},
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};

use crate::messages::{self, BASE, request};

/// A value, and its encoding as a path segment and as a query parameter.
const ESCAPED: &[(&str, &str)] = &[
    ("a/b", "a%2Fb"),
    ("a%2Fb", "a%252Fb"),
    ("a b", "a%20b"),
    ("a+b", "a%2Bb"),
    ("a?b", "a%3Fb"),
    ("a#b", "a%23b"),
    ("a&b", "a%26b"),
    ("a=b", "a%3Db"),
    ("a;b", "a%3Bb"),
    ("a,b", "a%2Cb"),
    ("a:b", "a%3Ab"),
    ("a@b", "a%40b"),
    ("a\\b", "a%5Cb"),
    ("a'b\"", "a%27b%22"),
    ("{client_id}", "%7Bclient_id%7D"),
    ("<>|^`[]", "%3C%3E%7C%5E%60%5B%5D"),
    ("%", "%25"),
    ("é", "%C3%A9"),
    ("日本", "%E6%97%A5%E6%9C%AC"),
    ("𝄞", "%F0%9D%84%9E"),
    ("a\r\nb", "a%0D%0Ab"),
    ("\u{0}\t\u{7f}", "%00%09%7F"),
    ("-._~", "-._~"),
    ("...", "..."),
    (".a", ".a"),
    ("%2E%2E", "%252E%252E"),
    ("/", "%2F"),
    ("//evil.example", "%2F%2Fevil.example"),
    ("../..", "..%2F.."),
];

#[test]
fn a_path_parameter_is_one_segment() {
    for (plain, escaped) in ESCAPED {
        let body = GetOrCreateAuthorizationForAppBody::new("s");
        let request = request(&get_or_create_authorization_for_app(*plain, body)).unwrap();
        let uri = format!("{BASE}/authorizations/clients/{escaped}");
        assert_eq!(request.uri().to_string(), uri);

        let body = GetOrCreateAuthorizationForAppAndFingerprintBody::new("s");
        let operation = get_or_create_authorization_for_app_and_fingerprint(*plain, *plain, body);
        let request = messages::request(&operation).unwrap();
        let uri = format!("{BASE}/authorizations/clients/{escaped}/{escaped}");
        assert_eq!(request.uri().to_string(), uri);
    }
}

#[test]
fn a_query_parameter_is_one_value() {
    let more = [("", ""), (".", "."), ("..", "..")];
    for (plain, escaped) in ESCAPED.iter().chain(&more) {
        let request = request(&list_grants().page(1).client_id(*plain)).unwrap();
        let uri = format!("{BASE}/applications/grants?page=1&client_id={escaped}");
        assert_eq!(request.uri().to_string(), uri);
    }
}

#[test]
fn any_string_is_one_segment_and_one_value() {
    let config = ProptestConfig {
        cases: 1024,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let decoded = |value: &str| {
        percent_decode_str(value)
            .decode_utf8()
            .unwrap()
            .into_owned()
    };
    TestRunner::new_with_rng(config, rng)
        .run(&any::<String>(), |plain| {
            let body = GetOrCreateAuthorizationForAppBody::new("s");
            if !matches!(plain.as_str(), "" | "." | "..") {
                let operation = get_or_create_authorization_for_app(plain.clone(), body);
                let request = request(&operation).unwrap();
                let segments: Vec<_> = request.uri().path().split('/').collect();
                assert_eq!(
                    segments[..5],
                    ["", "api", "v3", "authorizations", "clients"]
                );
                assert_eq!(segments.len(), 6);
                assert_eq!(decoded(segments[5]), plain);
                assert_eq!(request.uri().query(), None);
            }
            let request = request(&list_grants().client_id(plain.clone())).unwrap();
            let value = request
                .uri()
                .query()
                .unwrap()
                .strip_prefix("client_id=")
                .unwrap();
            assert!(!value.contains(['&', '=', '+', '#']), "{value}");
            assert_eq!(decoded(value), plain);
            Ok(())
        })
        .unwrap();
}

#[test]
fn invalid_path_segments_are_rejected() {
    for value in ["", ".", ".."] {
        let body = GetOrCreateAuthorizationForAppBody::new("s");
        let error = request(&get_or_create_authorization_for_app(value, body)).unwrap_err();
        assert_eq!(
            error,
            RequestError::PathSegment {
                parameter: "client_id"
            }
        );

        let body = GetOrCreateAuthorizationForAppAndFingerprintBody::new("s");
        let operation = |client_id: &str, fingerprint: &str| {
            let body = body.clone();
            get_or_create_authorization_for_app_and_fingerprint(client_id, fingerprint, body)
        };
        let error = request(&operation("c", value)).unwrap_err();
        assert_eq!(
            error,
            RequestError::PathSegment {
                parameter: "fingerprint"
            }
        );
        // The first invalid parameter is named.
        let error = request(&operation(value, value)).unwrap_err();
        assert_eq!(
            error,
            RequestError::PathSegment {
                parameter: "client_id"
            }
        );
    }
}

#[test]
fn a_too_long_url_is_rejected() {
    let operation = list_grants().client_id("a".repeat(70_000));
    assert_eq!(request(&operation).unwrap_err(), RequestError::Uri);
    assert!(request(&list_grants().client_id("a".repeat(60_000))).is_ok());
}
