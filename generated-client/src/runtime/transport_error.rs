//! Why a response or its body didn't arrive.

use std::{error::Error as StdError, fmt};

/// Any error, as a transport gives it.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// What a transport says when it can't bring a response or its body.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: BoxError,
}

/// The sorts of [`TransportError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// Time ran out.
    Timeout,
    /// No connection could be made.
    Connect,
    /// The body is over the client's limit.
    TooLarge,
    /// Anything else.
    Other,
}

impl TransportError {
    /// An error of a transport. What `source` shows is shown: it is to hold no secret.
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            source: source.into(),
        }
    }

    /// An error of no particular sort.
    pub fn other(source: impl Into<BoxError>) -> Self {
        Self::new(TransportErrorKind::Other, source)
    }

    /// A body over the limit.
    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        Self::new(
            TransportErrorKind::TooLarge,
            format!("the body is over {limit} bytes"),
        )
    }

    /// What sort of error it is.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TransportErrorKind::Timeout => formatter.write_str("time ran out"),
            TransportErrorKind::Connect => formatter.write_str("no connection could be made"),
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
