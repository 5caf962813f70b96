//! Why a call didn't give its success.

use std::{error::Error as StdError, fmt};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{
    Error,
    response::{Names, Size},
};

/// A call that didn't succeed.
#[derive(Debug)]
pub enum CallError<R> {
    /// A documented response that isn't a success.
    Rejected(Box<Rejected<R>>),
    /// No documented response.
    Failed(Error),
}

impl<R> CallError<R> {
    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        match self {
            Self::Rejected(rejected) => rejected.operation,
            Self::Failed(error) => error.operation(),
        }
    }

    /// The documented response, if one arrived.
    #[must_use]
    pub fn rejected(&self) -> Option<&Rejected<R>> {
        match self {
            Self::Rejected(rejected) => Some(rejected),
            Self::Failed(_) => None,
        }
    }

    /// Whether time ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Rejected(_) => false,
            Self::Failed(error) => error.is_timeout(),
        }
    }

    /// The status, once the head of a response arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Rejected(rejected) => Some(rejected.status),
            Self::Failed(error) => error.status(),
        }
    }

    /// The headers, once the head of a response arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Rejected(rejected) => Some(&rejected.headers),
            Self::Failed(error) => error.headers(),
        }
    }

    /// The body as it arrived, once a whole response did.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Rejected(rejected) => Some(&rejected.body),
            Self::Failed(error) => error.body(),
        }
    }
}

impl<R> fmt::Display for CallError<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(rejected) => rejected.fmt(formatter),
            Self::Failed(error) => error.fmt(formatter),
        }
    }
}

impl<R: fmt::Debug> StdError for CallError<R> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Rejected(_) => None,
            Self::Failed(error) => error.source(),
        }
    }
}

impl<R> From<Error> for CallError<R> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// A documented response that isn't a success.
#[non_exhaustive]
pub struct Rejected<R> {
    /// The operation.
    pub operation: &'static str,
    /// The status.
    pub status: StatusCode,
    /// Every header.
    pub headers: HeaderMap,
    /// The body as it arrived, with what the document doesn't describe; empty if `value` has it as a
    /// stream.
    pub body: Bytes,
    /// The response.
    pub value: R,
}

impl<R: fmt::Debug> fmt::Debug for Rejected<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Rejected")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("headers", &Names(&self.headers))
            .field("body", &Size(&self.body))
            .field("value", &self.value)
            .finish()
    }
}

impl<R> fmt::Display for Rejected<R> {
    /// What the server says isn't shown: it may repeat what was sent.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}: the server answered {}",
            self.operation,
            self.status.as_str()
        )
    }
}

impl<R: fmt::Debug> StdError for Rejected<R> {}
