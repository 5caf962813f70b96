//! Tests of errors of calls.

use std::{error::Error as StdError, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header::RETRY_AFTER};

use crate::runtime::{
    AnyError, CallError, CallInfo, Error, ErrorResponse, RawResponse, TransportError,
    TransportErrorKind,
};

fn undocumented(method: &'static str, status: u16, headers: &HeaderMap) -> AnyError {
    let call = CallInfo::new("listUsers", method, "/users");
    let status = StatusCode::from_u16(status).unwrap();
    let response = RawResponse::new(call, status, headers.clone(), Bytes::from_static(b"{}"));
    Error::UndocumentedStatus(Box::new(response)).into()
}

fn transport(method: &'static str, kind: TransportErrorKind) -> AnyError {
    let call = CallInfo::new("listUsers", method, "/users");
    let source = TransportError::new(kind, "closed");
    CallError::<String>::Error(Error::Transport { call, source }).into()
}

#[test]
fn retryable_errors_have_no_further_effect() {
    let mut headers = HeaderMap::new();
    for (method, status, expected) in [
        ("GET", 503, true),
        ("QUERY", 429, true),
        ("POST", 503, false),
        ("GET", 404, false),
        ("GET", 501, false),
    ] {
        let error = undocumented(method, status, &headers);
        assert_eq!(error.is_retryable(), expected, "{error}");
    }
    headers.insert("x-should-retry", "false".parse().unwrap());
    assert!(!undocumented("GET", 503, &headers).is_retryable());
    for (method, kind, expected) in [
        ("POST", TransportErrorKind::Connect, true),
        ("POST", TransportErrorKind::Timeout, false),
        ("GET", TransportErrorKind::Timeout, true),
        ("GET", TransportErrorKind::TooLarge, false),
    ] {
        let error = transport(method, kind);
        assert_eq!(error.is_retryable(), expected, "{method} {kind:?}");
        assert_eq!(error.is_timeout(), kind == TransportErrorKind::Timeout);
    }
}

#[test]
fn errors_of_all_operations_keep_the_response() {
    let mut headers = HeaderMap::new();
    headers.insert("retry-after", "7".parse().unwrap());
    headers.insert("x-request-id", "a".parse().unwrap());
    headers.insert("x-ratelimit-remaining", "0".parse().unwrap());
    let error = undocumented("GET", 429, &headers);
    assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"{}"[..]));
    assert_eq!(error.operation(), "listUsers");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.request_id(), Some("a"));
    assert_eq!(error.rate_limit().map(|limit| limit.remaining), Some(0));
    assert_eq!(size_of::<AnyError>(), size_of::<usize>());

    let error: Box<dyn StdError + Send + Sync> = transport("GET", TransportErrorKind::Other).into();
    assert_eq!(error.to_string(), "GET /users: no response arrived");
    assert!(error.source().is_some());
    let error: &AnyError = error.downcast_ref().unwrap();
    assert_eq!((error.status(), error.retry_after()), (None, None));
}

#[test]
fn documented_responses_are_kept_undecoded() {
    let error = CallError::ErrorResponse(Box::new(ErrorResponse {
        call: CallInfo::new("listUsers", "GET", "/users"),
        status: StatusCode::SERVICE_UNAVAILABLE,
        headers: HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static("7"))]),
        body: Bytes::from_static(b"busy"),
        value: "busy",
    }));
    let text = error.to_string();
    let error = AnyError::from(error);
    assert_eq!(error.to_string(), text);
    assert_eq!(error.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"busy"[..]));
    assert!(error.is_retryable());
}
