//! Errors of transports.

use std::{error::Error as StdError, fmt, time::Duration};

/// A boxed error of any type.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// An error of a transport: a response or its body didn't arrive.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: BoxError,
}

/// The kind of a [`TransportError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// The time limit was exceeded.
    Timeout,
    /// The connection failed.
    Connect,
    /// The body is larger than the limit of the client.
    TooLarge,
    /// Any other error.
    Other,
}

impl TransportError {
    /// Creates an error. `source` must not show secrets: error reports contain it.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// Creates an error of kind [`Other`](TransportErrorKind::Other).
    pub fn other(source: impl Into<BoxError>) -> Self {
        Self::new(TransportErrorKind::Other, source)
    }

    /// Creates the error of a body that is larger than `limit` bytes.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        Self::new(
            TransportErrorKind::TooLarge,
            format!("the body is larger than {limit} bytes"),
        )
    }

    /// Creates the error of a request that exceeds its [`Timeout`](super::Timeout).
    #[must_use]
    pub fn timed_out() -> Self {
        Self::new(TransportErrorKind::Timeout, "the time limit was exceeded")
    }

    /// Creates the error of a streamed body that exceeds its
    /// [`BodyIdleTimeout`](super::BodyIdleTimeout).
    #[must_use]
    pub fn body_idle(limit: Duration) -> Self {
        Self::new(
            TransportErrorKind::Timeout,
            format!(
                "nothing of the body arrived within {limit:?}, the limit of `body_idle_timeout`"
            ),
        )
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TransportErrorKind::Timeout => formatter.write_str("timed out"),
            TransportErrorKind::Connect => formatter.write_str("cannot connect"),
            TransportErrorKind::TooLarge => formatter.write_str("the response is too large"),
            TransportErrorKind::Other => formatter.write_str("the transport failed"),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
