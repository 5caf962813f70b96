//! Messages and sources of errors.

use std::error::Error as StdError;

use bytes::Bytes;
use github_oauth_authorizations::{
    CallError, CallInfo, DecodeError, Error, FnTransport, Operation, RequestError, Response,
    TransportError, blocking,
    oauth_authorizations::*,
    runtime::{RedirectReason, Success, TransportErrorKind},
};

use crate::messages::{BASE, FixedClient, RespondFn, fixed_client};

/// Sends `get-grant` to a server with one response.
pub(crate) fn sent(
    status: u16,
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Response<GetGrantResponse>, Error> {
    client(status, headers, body).send(get_grant(1))
}

/// Calls `get-grant` of a server with one response.
pub(crate) fn called(
    status: u16,
    body: &str,
) -> Result<Success<GetGrant, Bytes>, CallError<GetGrantResponse>> {
    client(status, &[], body).call(get_grant(1))
}

fn client(status: u16, headers: &[(&str, &str)], body: &str) -> FixedClient {
    fixed_client(status, headers, body)
        .body_limit(1000)
        .build()
        .unwrap()
}

/// Returns the messages of an error and its sources.
pub(crate) fn chain(error: &(dyn StdError + 'static)) -> Vec<String> {
    let chain = std::iter::successors(Some(error), |error| (*error).source());
    chain.map(ToString::to_string).collect()
}

#[test]
fn an_invalid_request_is_an_error() {
    let body = GetOrCreateAuthorizationForAppBody::new("s");
    let error = client(200, &[], "")
        .send(get_or_create_authorization_for_app("..", body))
        .unwrap_err();
    assert_eq!(
        chain(&error),
        [
            "PUT /authorizations/clients/{client_id}: cannot write the request",
            "invalid path parameter `client_id`: empty, `.` or `..`",
        ]
    );
    assert_eq!(
        format!("{error:?}"),
        "Request { call: CallInfo { operation: \"oauth-authorizations/get-or-create-authorization-for-app\", \
         method: \"PUT\", path_template: \"/authorizations/clients/{client_id}\", attempt: 1 }, \
         source: PathSegment { parameter: \"client_id\" } }"
    );
    assert_eq!(
        error.operation(),
        "oauth-authorizations/get-or-create-authorization-for-app"
    );
    assert!(error.status().is_none() && error.headers().is_none() && error.body().is_none());
    assert!(!error.is_timeout());
}

#[test]
fn request_errors_have_messages() {
    for (error, message, debug) in [
        (
            RequestError::PathSegment { parameter: "a" },
            "invalid path parameter `a`: empty, `.` or `..`",
            "PathSegment { parameter: \"a\" }",
        ),
        (
            RequestError::HeaderName,
            "invalid header name",
            "HeaderName",
        ),
        (
            RequestError::Body {
                reason: "r".to_owned(),
            },
            "cannot serialize the body: r",
            "Body { reason: \"r\" }",
        ),
        (
            RequestError::Uri,
            "base URL, path and query don't form a valid URI",
            "Uri",
        ),
        (
            RequestError::CrossOriginNextPage {
                origin: "https://a".to_owned(),
            },
            "the next page has another origin, https://a",
            "CrossOriginNextPage { origin: \"https://a\" }",
        ),
        (
            RequestError::InvalidNextPage,
            "invalid or repeated link to the next page",
            "InvalidNextPage",
        ),
    ] {
        assert_eq!(chain(&error), [message]);
        assert_eq!(format!("{error:?}"), debug);
    }
    let error = get_grant(1).header("X-A", "b\n").unwrap_err();
    assert_eq!(chain(&error), ["invalid value of header `x-a`"]);
    assert_eq!(format!("{error:?}"), "Header { name: \"x-a\" }");
}

#[test]
fn a_failed_transport_is_an_error() {
    for (kind, message, is_timeout) in [
        (TransportErrorKind::Timeout, "timed out", true),
        (TransportErrorKind::Connect, "cannot connect", false),
        (
            TransportErrorKind::TooLarge,
            "the response is too large",
            false,
        ),
        (TransportErrorKind::Other, "the transport failed", false),
    ] {
        let source = TransportError::new(kind, "it broke");
        assert_eq!(source.kind(), kind);
        assert_eq!(
            format!("{source:?}"),
            format!("TransportError {{ kind: {kind:?}, source: \"it broke\" }}")
        );
        let call = CallInfo::new(GetGrant::ID, GetGrant::METHOD, GetGrant::PATH_TEMPLATE);
        let error = Error::Transport { call, source };
        assert_eq!(
            chain(&error),
            [
                "GET /applications/grants/{grant_id}: no response arrived",
                message,
                "it broke"
            ]
        );
        assert_eq!(error.is_timeout(), is_timeout);
        assert_eq!(error.operation(), GetGrant::ID);
        assert_eq!(error.status(), None);
    }
    assert_eq!(
        chain(&TransportError::too_large(7)),
        [
            "the response is too large",
            "the body is larger than 7 bytes"
        ]
    );

    let responding: RespondFn = |_| Err("no route".into());
    let client = blocking::Client::with_transport(FnTransport(responding), BASE)
        .build()
        .unwrap();
    let error = client.call(get_grant(1)).unwrap_err();
    assert_eq!(
        chain(&error),
        [
            "GET /applications/grants/{grant_id}: no response arrived",
            "the transport failed",
            "no route",
        ]
    );
}

#[test]
fn a_body_over_the_limit_is_an_error() {
    let error = sent(200, &[("x", "y")], &"a".repeat(1001)).unwrap_err();
    assert_eq!(
        chain(&error),
        [
            "GET /applications/grants/{grant_id}: cannot read the body of response 200",
            "the response is too large",
            "the body is larger than 1000 bytes",
        ]
    );
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.headers().unwrap()["x"], "y");
    assert_eq!(error.body(), None);
    let Error::Body(error) = &error else {
        panic!("{error:?}");
    };
    assert_eq!(error.source.kind(), TransportErrorKind::TooLarge);
    assert_eq!(
        format!("{error:?}"),
        "BodyError { call: CallInfo { operation: \"oauth-authorizations/get-grant\", \
         method: \"GET\", path_template: \"/applications/grants/{grant_id}\", attempt: 1 }, status: 200, \
         headers: [\"x\"], \
         source: TransportError { kind: TooLarge, source: \"the body is larger than 1000 bytes\" } }"
    );
}

#[test]
fn an_undocumented_status_is_an_error() {
    let error = sent(418, &[("x", "y")], "short and stout").unwrap_err();
    assert_eq!(
        chain(&error),
        ["GET /applications/grants/{grant_id}: undocumented status 418 (15 bytes of body)",]
    );
    assert_eq!(
        format!("{error:?}"),
        "UndocumentedStatus(RawResponse { call: CallInfo { operation: \"oauth-authorizations/get-grant\", \
         method: \"GET\", path_template: \"/applications/grants/{grant_id}\", attempt: 1 }, status: 418, \
         headers: [\"x\"], body: 15 bytes })"
    );
    assert_eq!(error.operation(), GetGrant::ID);
    assert_eq!(error.status().unwrap(), 418);
    assert_eq!(error.headers().unwrap()["x"], "y");
    assert_eq!(error.body().unwrap(), "short and stout");
    let error = sent(204, &[], "").unwrap_err();
    assert_eq!(
        chain(&error),
        ["GET /applications/grants/{grant_id}: undocumented status 204 (0 bytes of body)",]
    );
}

#[test]
fn an_invalid_body_is_an_error() {
    let error = sent(200, &[("x", "y")], r#"{"id": "one"}"#).unwrap_err();
    assert_eq!(
        chain(&error),
        [
            "GET /applications/grants/{grant_id}: response 200 doesn't match the API description",
            "`id`: expected an integer from -9223372036854775808 to 9223372036854775807 (i64), found a string",
        ]
    );
    assert_eq!(
        format!("{error:?}"),
        "Decode(InvalidResponse { response: RawResponse { call: CallInfo { operation: \"oauth-authorizations/get-grant\", \
         method: \"GET\", path_template: \"/applications/grants/{grant_id}\", attempt: 1 }, \
         status: 200, headers: [\"x\"], body: 13 bytes }, \
         source: Body { path: \"id\", reason: \"expected an integer from -9223372036854775808 to 9223372036854775807 (i64)\", excerpt: \"a string\", help: None } })"
    );
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.headers().unwrap()["x"], "y");
    assert_eq!(error.body().unwrap(), r#"{"id": "one"}"#);
}

#[test]
fn a_redirect_that_is_not_followed_is_an_error() {
    for (headers, reason, message) in [
        (
            &[][..],
            RedirectReason::InvalidLocation,
            "missing or invalid Location",
        ),
        (
            &[("location", "ftp://a")][..],
            RedirectReason::InvalidLocation,
            "missing or invalid Location",
        ),
        (
            &[("location", "/again")][..],
            RedirectReason::TooManyRedirects,
            "too many redirects",
        ),
    ] {
        let error = sent(307, headers, "moved").unwrap_err();
        assert_eq!(
            chain(&error),
            [format!(
                "GET /applications/grants/{{grant_id}}: redirect 307 not followed: {message}"
            )]
        );
        assert_eq!(error.status().unwrap(), 307);
        assert_eq!(error.body().unwrap(), "moved");
        let Error::Redirect(error) = error else {
            panic!("{error:?}");
        };
        assert_eq!(error.reason, reason);
    }
    let client = client(307, &[("location", "http://evil.example/")], "");
    let error = client
        .send(create_authorization().body(CreateAuthorizationBody::new()))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "POST /authorizations: redirect 307 not followed: \
         the body would be sent to another origin"
    );
}

#[test]
fn decode_errors_have_messages() {
    let body = |path: &str| DecodeError::Body {
        path: path.to_owned(),
        reason: "expected i64".to_owned(),
        excerpt: "a string".to_owned(),
        help: None,
    };
    for (error, message) in [
        (DecodeError::UndocumentedStatus, "undocumented status"),
        (
            DecodeError::UndocumentedContentType {
                expected: "application/json".to_owned(),
                found: "text/html".to_owned(),
            },
            "expected media type application/json, found \"text/html\"; if the API description lists \
             it, add it to `media_types` of rejoinder.toml",
        ),
        (
            DecodeError::UnexpectedContentType {
                expected: "application/json",
            },
            "expected media type application/json, found another documented media type",
        ),
        (
            DecodeError::Charset {
                charset: "big5".to_owned(),
            },
            "unsupported charset \"big5\"; expected UTF-8, US-ASCII or ISO-8859-1",
        ),
        (body(""), "body: expected i64, found a string"),
        (body("a[0].b"), "`a[0].b`: expected i64, found a string"),
        (DecodeError::UnexpectedBodyMode, "unexpected body mode"),
    ] {
        assert_eq!(chain(&error), [message]);
    }
}

#[test]
fn an_empty_body_has_its_own_message() {
    let error = sent(200, &[], "").unwrap_err();
    assert_eq!(
        chain(&error)[1],
        "body: unexpected end of JSON; found nothing"
    );
}
