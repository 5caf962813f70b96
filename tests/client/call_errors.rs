//! Errors of calls: error responses and other errors, their conversions and sizes.

use std::{
    error::Error as StdError,
    fmt::{Debug, Display},
};

use github_oauth_authorizations::{
    BaseUrl, BuildError, CallError, DecodeError, Error, Operation, RequestError, TransportError,
    oauth_authorizations::*,
    runtime::{BodyError, ErrorResponse, InvalidResponse, RedirectError},
};
use serde_json::json;

use crate::{
    errors::{called, chain, sent},
    messages::BASE,
    samples::{basic_error, example},
};

#[test]
fn a_rejection_contains_the_response() {
    let error = called(401, &basic_error().to_string()).unwrap_err();
    let message = "GET /applications/grants/{grant_id}: the server responded with 401";
    assert_eq!(chain(&error), [message]);
    assert_eq!(error.operation(), GetGrant::ID);
    assert!(!error.is_timeout());
    assert_eq!(error.error_response().unwrap().status, 401);
    assert_eq!(error.status().unwrap(), 401);
    assert!(error.headers().unwrap().is_empty());
    let CallError::ErrorResponse(rejected) = error else {
        panic!("{error:?}");
    };
    assert_eq!(rejected.call.operation(), GetGrant::ID);
    assert_eq!(rejected.to_string(), message);
    let GetGrantResponse::Unauthorized { body } = &rejected.value else {
        panic!("{rejected:?}");
    };
    assert_eq!(serde_json::to_value(body).unwrap(), basic_error());

    let error = called(304, "").unwrap_err();
    assert_eq!(
        format!("{error:?}"),
        "ErrorResponse(ErrorResponse { call: CallInfo { operation: \"oauth-authorizations/get-grant\", \
         method: \"GET\", path_template: \"/applications/grants/{grant_id}\", attempt: 1 }, status: 304, \
         headers: [], body: 0 bytes, value: NotModified })"
    );
}

#[test]
fn a_failed_call_contains_its_error() {
    let error = called(200, "[]").unwrap_err();
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(
        chain(&error),
        [
            "GET /applications/grants/{grant_id}: response 200 doesn't match the API description",
            "body: expected an object (ApplicationGrant), found an array: []",
        ]
    );
    assert_eq!(error.operation(), GetGrant::ID);
    assert!(error.error_response().is_none() && !error.is_timeout());
    assert!(
        matches!(error, CallError::Error(Error::Decode(_))),
        "{error:?}"
    );
}

#[test]
fn errors_are_send_sync_and_static() {
    fn is_error<E: StdError + Send + Sync + 'static>() {}
    is_error::<Error>();
    is_error::<BodyError>();
    is_error::<BuildError>();
    is_error::<CallError<GetGrantResponse>>();
    is_error::<DecodeError>();
    is_error::<InvalidResponse>();
    is_error::<RedirectError>();
    is_error::<ErrorResponse<GetGrantResponse>>();
    is_error::<RequestError>();
    is_error::<TransportError>();
    is_error::<github_oauth_authorizations::runtime::BaseUrlError>();
}

#[test]
fn the_question_mark_converts_every_error() {
    fn grant() -> Result<i64, Box<dyn StdError + Send + Sync>> {
        let body = example("application-grant").to_string();
        let base = BaseUrl::try_from(BASE)?;
        let _: BaseUrl = github_oauth_authorizations::servers::Server::new("a").try_into()?;
        get_grant(1).header("a", "b")?.request(&base)?;
        let response = sent(200, &[], &body)?;
        let grant = called(200, &body)?;
        assert_eq!(response.status, 200);
        called(401, "{}")?;
        Ok(grant.id)
    }
    fn failed() -> Result<(), CallError<GetGrantResponse>> {
        sent(418, &[], "")?;
        Ok(())
    }

    let error = grant().unwrap_err();
    let error = error.downcast::<CallError<GetGrantResponse>>().unwrap();
    assert_eq!(error.status().unwrap(), 401);
    assert!(matches!(
        failed().unwrap_err(),
        CallError::Error(Error::UndocumentedStatus(_))
    ));
}

/// The sizes are below the limits of clippy for the code of users: 128 bytes for
/// `result_large_err`, and a difference of 200 bytes between variants for `large_enum_variant`.
#[test]
fn errors_and_responses_are_small() {
    fn at_most<T>(limit: usize) {
        let size = size_of::<T>();
        assert!(
            size <= limit,
            "{} has {size} bytes",
            std::any::type_name::<T>()
        );
    }
    at_most::<Error>(127);
    at_most::<CallError<GetGrantResponse>>(127);
    at_most::<RequestError>(127);
    at_most::<DecodeError>(127);
    at_most::<BuildError>(127);
    at_most::<TransportError>(127);
    at_most::<ListGrantsResponse>(199);
    at_most::<GetGrantResponse>(199);
    at_most::<DeleteGrantResponse>(199);
    at_most::<ListAuthorizationsResponse>(199);
    at_most::<CreateAuthorizationResponse>(199);
    at_most::<GetOrCreateAuthorizationForAppResponse>(199);
    at_most::<GetOrCreateAuthorizationForAppAndFingerprintResponse>(199);
    at_most::<GetAuthorizationResponse>(199);
    at_most::<UpdateAuthorizationResponse>(199);
    at_most::<DeleteAuthorizationResponse>(199);
}

/// No error repeats the message of its source, so a printed chain has no repetition.
#[test]
fn no_error_repeats_its_source() {
    fn distinct<E: StdError + Debug + Display + 'static>(error: &E) {
        let chain = chain(error);
        for (index, message) in chain.iter().enumerate() {
            for below in &chain[index + 1..] {
                assert!(!message.contains(below.as_str()), "{chain:?}");
            }
        }
    }
    distinct(&sent(200, &[], &json!({"id": 1}).to_string()).unwrap_err());
    distinct(&sent(200, &[], &"a".repeat(1001)).unwrap_err());
    distinct(&sent(418, &[], "").unwrap_err());
    distinct(&sent(301, &[], "").unwrap_err());
    distinct(&called(200, "[]").unwrap_err());
    distinct(&called(401, "{}").unwrap_err());
}
