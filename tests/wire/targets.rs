//! The request line, as the server receives it.

use github_oauth_authorizations::{
    Error, Operation, OperationResponse, RequestError, oauth_authorizations::*,
};
use rejoinder_compiled::server::Server;

use crate::{
    client::{Side, both},
    response,
    sample::{AUTHORIZATION, GRANT, list},
};

/// A value, and its encoding in a path segment and in a query.
const VALUES: [(&str, &str); 16] = [
    ("abcde12345fghij67890", "abcde12345fghij67890"),
    ("-._~", "-._~"),
    ("a/b", "a%2Fb"),
    ("a%2Fb", "a%252Fb"),
    ("a b", "a%20b"),
    ("a+b", "a%2Bb"),
    ("a?b=c&d", "a%3Fb%3Dc%26d"),
    ("a#b", "a%23b"),
    ("a;b,c:d@e", "a%3Bb%2Cc%3Ad%40e"),
    ("ü", "%C3%BC"),
    ("日本", "%E6%97%A5%E6%9C%AC"),
    ("a\\b", "a%5Cb"),
    ("a\r\nb\tc\0", "a%0D%0Ab%09c%00"),
    ("..a", "..a"),
    ("../..", "..%2F.."),
    ("%2e%2e", "%252e%252e"),
];

fn line<O, R>(side: Side, base: &str, operation: O, body: &str) -> String
where
    O: Operation<Response<github_oauth_authorizations::runtime::Body> = R>,
    O: Operation<Response<github_oauth_authorizations::runtime::blocking::Body> = R>,
    R: OperationResponse,
{
    let server = Server::start([response::json(200, body).script()]).unwrap();
    let client = side.client_at(&format!("{}{base}", server.origin()), []);
    client.send(operation).map(drop).unwrap();
    server.received().pop().unwrap().line
}

#[test]
fn a_path_parameter_is_one_segment() {
    both(|side| {
        for (value, written) in VALUES {
            println!("{value:?}");
            let body = GetOrCreateAuthorizationForAppBody::new("");
            let operation = get_or_create_authorization_for_app(value, body);
            let line = line(side, "/api/v3", operation, AUTHORIZATION);
            assert_eq!(
                line,
                format!("PUT /api/v3/authorizations/clients/{written} HTTP/1.1")
            );
        }
    });
}

#[test]
fn two_path_parameters_are_two_segments() {
    both(|side| {
        for (value, written) in VALUES {
            println!("{value:?}");
            let body = GetOrCreateAuthorizationForAppAndFingerprintBody::new("");
            let operation = get_or_create_authorization_for_app_and_fingerprint(value, value, body);
            let line = line(side, "/api/v3", operation, AUTHORIZATION);
            let path = format!("/api/v3/authorizations/clients/{written}/{written}");
            assert_eq!(line, format!("PUT {path} HTTP/1.1"));
        }
    });
}

#[test]
fn a_query_parameter_is_one_parameter() {
    both(|side| {
        for (value, written) in VALUES {
            println!("{value:?}");
            let line = line(
                side,
                "/api/v3",
                list_grants().client_id(value),
                &list(GRANT),
            );
            let expected = format!("GET /api/v3/applications/grants?client_id={written} HTTP/1.1");
            assert_eq!(line, expected);
        }
        let operation = list_grants().client_id("").page(i64::MIN).per_page(0);
        let query = "per_page=0&page=-9223372036854775808&client_id=";
        let line = line(side, "/api/v3", operation, "[]");
        assert_eq!(
            line,
            format!("GET /api/v3/applications/grants?{query} HTTP/1.1")
        );
    });
}

#[test]
fn a_segment_that_no_url_can_contain_is_an_error() {
    both(|side| {
        let server = Server::start([]).unwrap();
        let client = side.client(&server, []);
        for value in ["", ".", ".."] {
            let body = GetOrCreateAuthorizationForAppAndFingerprintBody::new("");
            let operation = get_or_create_authorization_for_app_and_fingerprint("a", value, body);
            let error = client.send(operation).unwrap_err();
            let Error::Request { source, call } = error else {
                panic!("{error:?}")
            };
            assert!(call.operation().ends_with("-and-fingerprint"));
            let parameter = "fingerprint";
            assert_eq!(source, RequestError::PathSegment { parameter });
        }
        assert_eq!(server.connections(), 0);
    });
}

#[test]
fn a_base_url_has_any_path() {
    both(|side| {
        for (base, prefix) in [
            ("", ""),
            ("/", ""),
            ("/api/v3/", "/api/v3"),
            ("/a%20b/c", "/a%20b/c"),
        ] {
            println!("{base:?}");
            let line = line(side, base, get_authorization(1), AUTHORIZATION);
            assert_eq!(line, format!("GET {prefix}/authorizations/1 HTTP/1.1"));
        }
    });
}
