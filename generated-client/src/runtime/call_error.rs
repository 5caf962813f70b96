//! Errors of calls.

use std::{error::Error as StdError, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{
    CallInfo, Error, RateLimit,
    response::{Names, Size},
    response_headers, retry, retry_after,
};

/// The error of an unsuccessful call.
#[derive(Debug)]
pub enum CallError<R> {
    /// A documented response that isn't successful.
    ErrorResponse(Box<ErrorResponse<R>>),
    /// No documented response arrived.
    Error(Error),
}

impl<R> CallError<R> {
    /// Returns the operation, with its HTTP method and path template.
    #[must_use]
    pub fn call(&self) -> &CallInfo {
        match self {
            Self::ErrorResponse(response) => &response.call,
            Self::Error(error) => error.call(),
        }
    }

    /// Returns the ID of the operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.call().operation()
    }

    /// Returns the number of attempts of the call: 1 without retries.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.call().attempt()
    }

    /// Returns the documented response, if any.
    #[must_use]
    pub fn error_response(&self) -> Option<&ErrorResponse<R>> {
        match self {
            Self::ErrorResponse(response) => Some(response),
            Self::Error(_) => None,
        }
    }

    /// Returns `true` if the call timed out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::ErrorResponse(_) => false,
            Self::Error(error) => error.is_timeout(),
        }
    }

    /// Returns `true` if another attempt may succeed and has no further effect, by the rules of
    /// [`Retry::standard`](super::Retry::standard). An idempotency key doesn't count.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::ErrorResponse(response) => {
                retry::should_retry(response.status, &response.headers)
                    && retry::is_idempotent(response.call.method())
            }
            Self::Error(error) => error.is_retryable(),
        }
    }

    /// Returns the delay that the server asks for before the next request: `retry-after-ms`,
    /// `x-ms-retry-after-ms` or `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::delay(self.headers()?)
    }

    /// Returns the ID that the server gave the request, such as `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        response_headers::request_id(self.headers()?)
    }

    /// Returns the rate limit that the response states, such as `x-ratelimit-remaining`.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        response_headers::rate_limit(self.headers()?)
    }

    /// Returns the status code, if the head of a response arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::ErrorResponse(response) => Some(response.status),
            Self::Error(error) => error.status(),
        }
    }

    /// Returns the headers, if the head of a response arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::ErrorResponse(response) => Some(&response.headers),
            Self::Error(error) => error.headers(),
        }
    }

    /// Returns the raw body, if a whole response arrived.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Self::ErrorResponse(response) => Some(&response.body),
            Self::Error(error) => error.body(),
        }
    }
}

impl<R> fmt::Display for CallError<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ErrorResponse(response) => response.fmt(formatter),
            Self::Error(error) => error.fmt(formatter),
        }
    }
}

impl<R: fmt::Debug> StdError for CallError<R> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::ErrorResponse(_) => None,
            Self::Error(error) => error.source(),
        }
    }
}

impl<R> From<Error> for CallError<R> {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// A documented response that isn't successful.
#[non_exhaustive]
pub struct ErrorResponse<R> {
    /// The operation.
    pub call: CallInfo,
    /// The status code.
    pub status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The raw body, with undocumented properties; empty if `value` has the body as a stream.
    pub body: Bytes,
    /// The decoded response.
    pub value: R,
}

impl<R> ErrorResponse<R> {
    /// Returns the delay that the server asks for before the next request: `retry-after-ms`,
    /// `x-ms-retry-after-ms` or `Retry-After`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::delay(&self.headers)
    }

    /// Returns the ID that the server gave the request, such as `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        response_headers::request_id(&self.headers)
    }

    /// Returns the rate limit that the response states, such as `x-ratelimit-remaining`.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        response_headers::rate_limit(&self.headers)
    }
}

impl<R: fmt::Debug> fmt::Debug for ErrorResponse<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ErrorResponse")
            .field("call", &self.call)
            .field("status", &self.status)
            .field("headers", &Names(&self.headers))
            .field("body", &Size(&self.body))
            .field("value", &self.value)
            .finish()
    }
}

impl<R> fmt::Display for ErrorResponse<R> {
    /// Omits the body, since a server may repeat secrets of the request.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}: the server responded with {}",
            self.call,
            self.status.as_str()
        )
    }
}

impl<R: fmt::Debug> StdError for ErrorResponse<R> {}
