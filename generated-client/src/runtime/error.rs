//! What can go wrong with a call. No error shows a secret: bodies and header values are there for
//! who asks for them, and not in `Debug` or `Display`.

use std::{error::Error as StdError, fmt};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{
    BoxError, DecodeError, RawResponse, RequestError, TransportError, TransportErrorKind,
    response::Names,
};

/// A call that brought no documented response.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The request couldn't be written. Nothing was sent.
    Request {
        /// The operation.
        operation: &'static str,
        /// What couldn't be written.
        source: RequestError,
    },
    /// There is no credential for a security scheme. Nothing was sent, or a server rejected the one
    /// before.
    Credential {
        /// The operation.
        operation: &'static str,
        /// The name of the scheme in the document.
        scheme: &'static str,
        /// What the function says that was asked for it, which is shown; or why what it gave can't be
        /// sent.
        source: BoxError,
    },
    /// No response arrived.
    Transport {
        /// The operation.
        operation: &'static str,
        /// What the transport says.
        source: TransportError,
    },
    /// The head of a response arrived, and its body didn't.
    Body(Box<BodyError>),
    /// A redirect that the document doesn't list, and that wasn't followed.
    Redirect(Box<RedirectError>),
    /// A status that the document doesn't list.
    Undocumented(Box<RawResponse>),
    /// A documented status whose body or headers aren't as documented.
    Decode(Box<DecodeFailure>),
}

impl Error {
    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        match self {
            Self::Request { operation, .. }
            | Self::Credential { operation, .. }
            | Self::Transport { operation, .. } => operation,
            Self::Body(error) => error.operation,
            Self::Redirect(error) => error.response.operation,
            Self::Undocumented(response) => response.operation,
            Self::Decode(failure) => failure.response.operation,
        }
    }

    /// The status, once the head of a response arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Request { .. } | Self::Credential { .. } | Self::Transport { .. } => None,
            Self::Body(error) => Some(error.status),
            Self::Redirect(error) => Some(error.response.status),
            Self::Undocumented(response) => Some(response.status),
            Self::Decode(failure) => Some(failure.response.status),
        }
    }

    /// The headers, once the head of a response arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Request { .. } | Self::Credential { .. } | Self::Transport { .. } => None,
            Self::Body(error) => Some(&error.headers),
            Self::Redirect(error) => Some(&error.response.headers),
            Self::Undocumented(response) => Some(&response.headers),
            Self::Decode(failure) => Some(&failure.response.headers),
        }
    }

    /// The body, once a whole response arrived.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Request { .. }
            | Self::Credential { .. }
            | Self::Transport { .. }
            | Self::Body(_) => None,
            Self::Redirect(error) => Some(&error.response.body),
            Self::Undocumented(response) => Some(&response.body),
            Self::Decode(failure) => Some(&failure.response.body),
        }
    }

    /// Whether time ran out, before the response or while it was read.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport { source, .. } => source.kind() == TransportErrorKind::Timeout,
            Self::Body(error) => error.source.kind() == TransportErrorKind::Timeout,
            _ => false,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { operation, .. } => {
                write!(formatter, "{operation}: the request can't be written")
            }
            Self::Credential {
                operation, scheme, ..
            } => {
                write!(
                    formatter,
                    "{operation}: there is no credential for `{scheme}`"
                )
            }
            Self::Transport { operation, .. } => {
                write!(formatter, "{operation}: no response arrived")
            }
            Self::Body(error) => error.fmt(formatter),
            Self::Redirect(error) => error.fmt(formatter),
            Self::Undocumented(response) => write!(
                formatter,
                "{}: the status {} isn't documented ({} bytes of body)",
                response.operation,
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
            Self::Redirect(_) | Self::Undocumented(_) => None,
        }
    }
}

/// A body that broke off.
#[non_exhaustive]
pub struct BodyError {
    /// The operation.
    pub operation: &'static str,
    /// The status that arrived.
    pub status: StatusCode,
    /// The headers that arrived.
    pub headers: HeaderMap,
    /// What the transport says.
    pub source: TransportError,
}

impl BodyError {
    pub(crate) fn new(
        operation: &'static str,
        status: StatusCode,
        headers: HeaderMap,
        source: TransportError,
    ) -> Self {
        Self {
            operation,
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
            .field("operation", &self.operation)
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
            "{}: the body of the response {} can't be read",
            self.operation,
            self.status.as_str()
        )
    }
}

impl StdError for BodyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.source)
    }
}

/// A redirect that wasn't followed.
#[derive(Debug)]
#[non_exhaustive]
pub struct RedirectError {
    /// The redirect.
    pub response: RawResponse,
    /// Why it wasn't followed.
    pub reason: RedirectReason,
}

impl RedirectError {
    pub(crate) fn new(response: RawResponse, reason: RedirectReason) -> Self {
        Self { response, reason }
    }
}

/// Why a redirect wasn't followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RedirectReason {
    /// There were as many before it as the client follows.
    TooMany,
    /// Its `Location` is missing, or leads to no `http` or `https` URL.
    Location,
    /// It asks for the body again, which is a stream that was sent.
    BodySpent,
    /// It asks for the body to be sent to another origin.
    BodyToOtherOrigin,
}

impl fmt::Display for RedirectError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let reason = match self.reason {
            RedirectReason::TooMany => "too many came before it",
            RedirectReason::Location => "its Location is missing or unusable",
            RedirectReason::BodySpent => "the streamed body can't be sent again",
            RedirectReason::BodyToOtherOrigin => "it would send the body to another origin",
        };
        let RawResponse {
            operation, status, ..
        } = &self.response;
        write!(
            formatter,
            "{operation}: the redirect {} wasn't followed: {reason}",
            status.as_str()
        )
    }
}

impl StdError for RedirectError {}

/// A response with a documented status that isn't as documented.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeFailure {
    /// The response. Its body is empty when it was handed over as a stream.
    pub response: RawResponse,
    /// What is wrong with it.
    pub source: DecodeError,
}

impl DecodeFailure {
    pub(crate) fn new(response: RawResponse, source: DecodeError) -> Self {
        Self { response, source }
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RawResponse {
            operation, status, ..
        } = &self.response;
        write!(
            formatter,
            "{operation}: the response {} isn't as documented",
            status.as_str()
        )
    }
}

impl StdError for DecodeFailure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.source)
    }
}
