//! Errors of sending an operation. Bodies and header values may be secrets: neither `Debug` nor
//! `Display` shows them.

use std::{error::Error as StdError, fmt, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{
    BoxError, CallInfo, DecodeError, RateLimit, RawResponse, RequestError, TransportError,
    TransportErrorKind, response::Names, response_headers, retry, retry_after,
};

/// An error of sending an operation: no documented response arrived.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request can't be written. Nothing was sent.
    Request {
        /// The operation.
        call: CallInfo,
        /// The error of the request.
        source: RequestError,
    },
    /// A credential function returned no valid credential. Either nothing was sent, or the server
    /// rejected the previous credential.
    Credential {
        /// The operation.
        call: CallInfo,
        /// The name of the security scheme in the API description.
        scheme: &'static str,
        /// The error that the credential function returned, or the reason why its credential can't
        /// be sent.
        source: BoxError,
    },
    /// No response arrived.
    Transport {
        /// The operation.
        call: CallInfo,
        /// The error of the transport.
        source: TransportError,
    },
    /// The head of a response arrived, but its body didn't.
    Body(Box<BodyError>),
    /// An undocumented redirect that wasn't followed.
    Redirect(Box<RedirectError>),
    /// An undocumented status code.
    UndocumentedStatus(Box<RawResponse>),
    /// A response with a documented status code that doesn't match the API description.
    Decode(Box<InvalidResponse>),
}

impl Error {
    /// Returns the operation, with its HTTP method and path template.
    #[must_use]
    pub fn call(&self) -> &CallInfo {
        match self {
            Self::Request { call, .. }
            | Self::Credential { call, .. }
            | Self::Transport { call, .. } => call,
            Self::Body(error) => &error.call,
            Self::Redirect(error) => &error.response.call,
            Self::UndocumentedStatus(response) => &response.call,
            Self::Decode(failure) => &failure.response.call,
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

    /// Returns the status code, if the head of a response arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Request { .. } | Self::Credential { .. } | Self::Transport { .. } => None,
            Self::Body(error) => Some(error.status),
            Self::Redirect(error) => Some(error.response.status),
            Self::UndocumentedStatus(response) => Some(response.status),
            Self::Decode(failure) => Some(failure.response.status),
        }
    }

    /// Returns the headers, if the head of a response arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Request { .. } | Self::Credential { .. } | Self::Transport { .. } => None,
            Self::Body(error) => Some(&error.headers),
            Self::Redirect(error) => Some(&error.response.headers),
            Self::UndocumentedStatus(response) => Some(&response.headers),
            Self::Decode(failure) => Some(&failure.response.headers),
        }
    }

    /// Returns the raw body, if a whole response arrived.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Request { .. }
            | Self::Credential { .. }
            | Self::Transport { .. }
            | Self::Body(_) => None,
            Self::Redirect(error) => Some(&error.response.body),
            Self::UndocumentedStatus(response) => Some(&response.body),
            Self::Decode(failure) => Some(&failure.response.body),
        }
    }

    /// Returns `true` if the call timed out, before the response or while its body was read.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport { source, .. } => source.kind() == TransportErrorKind::Timeout,
            Self::Body(error) => error.source.kind() == TransportErrorKind::Timeout,
            _ => false,
        }
    }

    /// Returns `true` if another attempt may succeed and has no further effect, by the rules of
    /// [`Retry::standard`](super::Retry::standard). An idempotency key doesn't count.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let call = self.call();
        match self {
            Self::Request { .. }
            | Self::Credential { .. }
            | Self::Redirect(_)
            | Self::Decode(_) => false,
            Self::Transport { source, .. } => retry::is_retryable_error(source, call.method()),
            Self::Body(error) => retry::is_retryable_error(&error.source, call.method()),
            Self::UndocumentedStatus(response) => {
                retry::should_retry(response.status, &response.headers)
                    && retry::is_idempotent(call.method())
            }
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
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { call, .. } => {
                write!(formatter, "{call}: cannot write the request")
            }
            Self::Credential { call, scheme, .. } => {
                write!(
                    formatter,
                    "{call}: the credential function of `{scheme}` returned no valid credential"
                )
            }
            Self::Transport { call, .. } => {
                write!(formatter, "{call}: no response arrived")
            }
            Self::Body(error) => error.fmt(formatter),
            Self::Redirect(error) => error.fmt(formatter),
            Self::UndocumentedStatus(response) => write!(
                formatter,
                "{}: undocumented status {} ({} bytes of body)",
                response.call,
                response.status.as_str(),
                response.body.len()
            ),
            Self::Decode(failure) => failure.fmt(formatter),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Request { source, .. } => Some(source),
            Self::Credential { source, .. } => Some(&**source),
            Self::Transport { source, .. } => Some(source),
            Self::Body(error) => Some(&error.source),
            Self::Decode(failure) => Some(&failure.source),
            Self::Redirect(_) | Self::UndocumentedStatus(_) => None,
        }
    }
}

/// A response body that can't be read to its end.
#[non_exhaustive]
pub struct BodyError {
    /// The operation.
    pub call: CallInfo,
    /// The status code.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The error of the transport.
    pub source: TransportError,
}

impl BodyError {
    pub(crate) fn new(
        call: CallInfo,
        status: StatusCode,
        headers: HeaderMap,
        source: TransportError,
    ) -> Self {
        Self {
            call,
            status,
            headers,
            source,
        }
    }
}

impl fmt::Debug for BodyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BodyError")
            .field("call", &self.call)
            .field("status", &self.status)
            .field("headers", &Names(&self.headers))
            .field("source", &self.source)
            .finish()
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}: cannot read the body of response {}",
            self.call,
            self.status.as_str()
        )
    }
}

impl StdError for BodyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.source)
    }
}

/// An undocumented redirect that wasn't followed.
#[derive(Debug)]
#[non_exhaustive]
pub struct RedirectError {
    /// The redirect.
    pub response: RawResponse,
    /// The reason.
    pub reason: RedirectReason,
}

impl RedirectError {
    pub(crate) fn new(response: RawResponse, reason: RedirectReason) -> Self {
        Self { response, reason }
    }
}

/// The reason why a redirect wasn't followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedirectReason {
    /// The call reached the redirect limit of the client.
    TooManyRedirects,
    /// `Location` is missing, or isn't an `http` or `https` URL.
    InvalidLocation,
    /// The request body has to be sent again, and is a stream.
    BodyNotReplayable,
    /// The request body would be sent to another origin.
    CrossOriginBody,
}

impl fmt::Display for RedirectError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            RedirectReason::TooManyRedirects => "too many redirects",
            RedirectReason::InvalidLocation => "missing or invalid Location",
            RedirectReason::BodyNotReplayable => "a streamed body can be sent only once",
            RedirectReason::CrossOriginBody => "the body would be sent to another origin",
        };
        let RawResponse { call, status, .. } = &self.response;
        write!(
            formatter,
            "{call}: redirect {} not followed: {reason}",
            status.as_str()
        )
    }
}

impl StdError for RedirectError {}

/// A response with a documented status code that doesn't match the API description.
#[derive(Debug)]
#[non_exhaustive]
pub struct InvalidResponse {
    /// The response. Its body is empty if the operation reads it as a stream.
    pub response: RawResponse,
    /// The error of the decoder.
    pub source: DecodeError,
}

impl InvalidResponse {
    pub(crate) fn new(response: RawResponse, source: DecodeError) -> Self {
        Self { response, source }
    }
}

impl fmt::Display for InvalidResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RawResponse { call, status, .. } = &self.response;
        write!(
            formatter,
            "{call}: response {} doesn't match the API description",
            status.as_str()
        )
    }
}

impl StdError for InvalidResponse {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.source)
    }
}
