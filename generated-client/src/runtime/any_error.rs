//! The error of a call of any operation.

use std::{error::Error as StdError, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{CallError, CallInfo, Error, ErrorResponse, RateLimit};

/// The error of an unsuccessful call of any operation.
///
/// `?` converts the errors of all operations to it. A documented response is kept undecoded.
#[derive(Debug)]
pub struct AnyError(Box<CallError<()>>);

impl AnyError {
    /// Returns the operation, with its HTTP method and path template.
    #[must_use]
    pub fn call(&self) -> &CallInfo {
        self.0.call()
    }

    /// Returns the ID of the operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.operation()
    }

    /// Returns the number of attempts of the call: 1 without retries.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts()
    }

    /// Returns the status code, if the head of a response arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status()
    }

    /// Returns the headers, if the head of a response arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.headers()
    }

    /// Returns the raw body, if a whole response arrived.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0.body()
    }

    /// Returns `true` if the call timed out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.0.is_timeout()
    }

    /// Returns `true` if another attempt may succeed and has no further effect, by the rules of
    /// [`Retry::standard`](super::Retry::standard). An idempotency key doesn't count.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.is_retryable()
    }

    /// Returns the delay that the server asks for before the next request: `retry-after-ms`,
    /// `x-ms-retry-after-ms` or `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after()
    }

    /// Returns the ID that the server gave the request, such as `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id()
    }

    /// Returns the rate limit that the response states, such as `x-ratelimit-remaining`.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.0.rate_limit()
    }
}

impl<R> From<CallError<R>> for AnyError {
    fn from(error: CallError<R>) -> Self {
        Self(Box::new(match error {
            CallError::ErrorResponse(response) => {
                CallError::ErrorResponse(Box::new(ErrorResponse {
                    call: response.call,
                    status: response.status,
                    headers: response.headers,
                    body: response.body,
                    value: (),
                }))
            }
            CallError::Error(error) => CallError::Error(error),
        }))
    }
}

impl From<Error> for AnyError {
    fn from(error: Error) -> Self {
        Self(Box::new(CallError::Error(error)))
    }
}

impl fmt::Display for AnyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl StdError for AnyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}
