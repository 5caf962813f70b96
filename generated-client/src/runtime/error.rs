//! What can go wrong with a call. No error shows a secret: bodies and header values are there for
//! who asks for them, and not in `Debug` or `Display`.

use std::{convert::Infallible, error::Error as StdError, fmt};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{BaseUrlError, RawReply, reply::Names};

/// Any error, as a transport gives it.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// A call that brought no documented reply.
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
    /// No reply arrived.
    Transport {
        /// The operation.
        operation: &'static str,
        /// What the transport says.
        source: TransportError,
    },
    /// The head of a reply arrived, and its body didn't.
    Body(Box<BodyError>),
    /// A redirect that the document doesn't list, and that wasn't followed.
    Redirect(Box<RedirectError>),
    /// A status that the document doesn't list.
    Undocumented(Box<RawReply>),
    /// A documented status whose body or headers aren't as documented.
    Decode(Box<DecodeFailure>),
}

impl Error {
    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        match self {
            Self::Request { operation, .. } | Self::Transport { operation, .. } => operation,
            Self::Body(error) => error.operation,
            Self::Redirect(error) => error.reply.operation,
            Self::Undocumented(reply) => reply.operation,
            Self::Decode(failure) => failure.reply.operation,
        }
    }

    /// The status, once the head of a reply arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Request { .. } | Self::Transport { .. } => None,
            Self::Body(error) => Some(error.status),
            Self::Redirect(error) => Some(error.reply.status),
            Self::Undocumented(reply) => Some(reply.status),
            Self::Decode(failure) => Some(failure.reply.status),
        }
    }

    /// The headers, once the head of a reply arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Request { .. } | Self::Transport { .. } => None,
            Self::Body(error) => Some(&error.headers),
            Self::Redirect(error) => Some(&error.reply.headers),
            Self::Undocumented(reply) => Some(&reply.headers),
            Self::Decode(failure) => Some(&failure.reply.headers),
        }
    }

    /// The body, once a whole reply arrived.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        match self {
            Self::Request { .. } | Self::Transport { .. } | Self::Body(_) => None,
            Self::Redirect(error) => Some(&error.reply.body),
            Self::Undocumented(reply) => Some(&reply.body),
            Self::Decode(failure) => Some(&failure.reply.body),
        }
    }

    /// Whether time ran out, before the reply or while it was read.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport { source, .. } => source.kind == TransportErrorKind::Timeout,
            Self::Body(error) => error.source.kind == TransportErrorKind::Timeout,
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
            Self::Transport { operation, .. } => write!(formatter, "{operation}: no reply arrived"),
            Self::Body(error) => error.fmt(formatter),
            Self::Redirect(error) => error.fmt(formatter),
            Self::Undocumented(reply) => write!(
                formatter,
                "{}: the status {} isn't documented ({} bytes of body)",
                reply.operation,
                reply.status.as_str(),
                reply.body.len()
            ),
            Self::Decode(failure) => failure.fmt(formatter),
        }
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Request { source, .. } => Some(source),
            Self::Transport { source, .. } => Some(source),
            Self::Body(error) => Some(&error.source),
            Self::Decode(failure) => Some(&failure.source),
            Self::Redirect(_) | Self::Undocumented(_) => None,
        }
    }
}

/// An argument that can't be sent. It is named, and its value isn't shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// A path parameter that is empty, `.` or `..`: no URL can hold it as a segment, since parsers
    /// fold it, percent-encoded or not (RFC 3986, section 5.2.4).
    PathSegment {
        /// The parameter's name in the document.
        parameter: &'static str,
    },
    /// A header whose value can't be sent: it has a line end or another control character
    /// (RFC 9110, section 5.5), or text outside of ASCII.
    Header {
        /// The header's name.
        name: String,
    },
    /// A header name that isn't a token (RFC 9110, section 5.1).
    HeaderName,
    /// A body that can't be written as JSON.
    Body {
        /// What `serde_json` says; it doesn't show values.
        reason: String,
    },
    /// Base URL, path and query together are no URI, such as when they are over 64 KiB.
    Uri,
    /// A link to the next page that isn't followed: credentials would go to another origin than
    /// that of the base URL.
    NextPageElsewhere {
        /// Where the link leads, such as `https://example.com`.
        origin: String,
    },
    /// A link to the next page that is no URL, or that of a page that came already.
    NextPageInvalid,
}

impl fmt::Display for RequestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PathSegment { parameter } => write!(
                formatter,
                "the path parameter `{parameter}` is empty, `.` or `..`, which no URL can hold"
            ),
            Self::Header { name } => {
                write!(formatter, "the value of the header `{name}` can't be sent")
            }
            Self::HeaderName => formatter.write_str("the name of a header is not a token"),
            Self::Body { reason } => write!(formatter, "the body can't be written: {reason}"),
            Self::Uri => formatter.write_str("base URL, path and query are no valid URI"),
            Self::NextPageElsewhere { origin } => {
                write!(
                    formatter,
                    "the link to the next page leads to another origin, {origin}"
                )
            }
            Self::NextPageInvalid => {
                formatter.write_str("the link to the next page is no URL, or that of a page before")
            }
        }
    }
}

impl StdError for RequestError {}

/// What a transport says when it can't bring a reply or its body.
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
            TransportErrorKind::TooLarge => formatter.write_str("the reply is too large"),
            TransportErrorKind::Other => formatter.write_str("the transport failed"),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
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
            "{}: the body of the reply {} can't be read",
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
    pub reply: RawReply,
    /// Why it wasn't followed.
    pub reason: RedirectReason,
}

impl RedirectError {
    pub(crate) fn new(reply: RawReply, reason: RedirectReason) -> Self {
        Self { reply, reason }
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
        let RawReply {
            operation, status, ..
        } = &self.reply;
        write!(
            formatter,
            "{operation}: the redirect {} wasn't followed: {reason}",
            status.as_str()
        )
    }
}

impl StdError for RedirectError {}

/// Why a reply can't be read. What it shows of a body is its form: names, never values.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The document doesn't list the status.
    Undocumented,
    /// The body isn't of the documented media type.
    ContentType {
        /// The documented one.
        expected: &'static str,
        /// The one that arrived.
        found: String,
    },
    /// The body isn't as documented.
    Body {
        /// The field, such as `errors[0].code`; empty for the body itself.
        path: String,
        /// What is wrong there.
        reason: String,
        /// What is there, its values left out: `{"id":0,"url":"…"}`, `a number`.
        excerpt: String,
    },
    /// A header isn't as documented.
    Header {
        /// The header.
        name: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// The body came whole where a stream was wanted, or the other way round: a fault of the
    /// transport.
    NotAsWanted,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undocumented => formatter.write_str("the status isn't documented"),
            Self::ContentType { expected, found } => {
                write!(
                    formatter,
                    "the body is {found:?}, and {expected} is documented"
                )
            }
            Self::Body {
                path,
                reason,
                excerpt,
            } => {
                match path.as_str() {
                    "" => formatter.write_str("the body: ")?,
                    path => write!(formatter, "`{path}`: ")?,
                }
                write!(formatter, "{reason}; found {excerpt}")
            }
            Self::Header { name, reason } => write!(formatter, "the header `{name}`: {reason}"),
            Self::NotAsWanted => {
                formatter.write_str("the transport brought the body in a form that wasn't wanted")
            }
        }
    }
}

impl StdError for DecodeError {}

/// A reply with a documented status that isn't as documented.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeFailure {
    /// The reply. Its body is empty when it was handed over as a stream.
    pub reply: RawReply,
    /// What is wrong with it.
    pub source: DecodeError,
}

impl DecodeFailure {
    pub(crate) fn new(reply: RawReply, source: DecodeError) -> Self {
        Self { reply, source }
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let RawReply {
            operation, status, ..
        } = &self.reply;
        write!(
            formatter,
            "{operation}: the reply {} isn't as documented",
            status.as_str()
        )
    }
}

impl StdError for DecodeFailure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.source)
    }
}

/// A call that didn't succeed.
#[derive(Debug)]
pub enum CallError<R> {
    /// A documented reply that isn't a success.
    Rejected(Box<Rejected<R>>),
    /// No documented reply.
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

    /// The documented reply, if one arrived.
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

    /// The status, once the head of a reply arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Rejected(rejected) => Some(rejected.status),
            Self::Failed(error) => error.status(),
        }
    }

    /// The headers, once the head of a reply arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        match self {
            Self::Rejected(rejected) => Some(&rejected.headers),
            Self::Failed(error) => error.headers(),
        }
    }
}

impl<R: fmt::Debug> fmt::Display for CallError<R> {
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

/// A documented reply that isn't a success.
#[non_exhaustive]
pub struct Rejected<R> {
    /// The operation.
    pub operation: &'static str,
    /// The status.
    pub status: StatusCode,
    /// Every header.
    pub headers: HeaderMap,
    /// The reply.
    pub value: R,
}

impl<R> Rejected<R> {
    pub(crate) fn new(
        operation: &'static str,
        status: StatusCode,
        headers: HeaderMap,
        value: R,
    ) -> Self {
        Self {
            operation,
            status,
            headers,
            value,
        }
    }
}

impl<R: fmt::Debug> fmt::Debug for Rejected<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Rejected")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("headers", &Names(&self.headers))
            .field("value", &self.value)
            .finish()
    }
}

impl<R: fmt::Debug> fmt::Display for Rejected<R> {
    /// The reply is shown as `Debug` has it, its secrets left out.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}: the server answered {}: {:?}",
            self.operation,
            self.status.as_str(),
            self.value
        )
    }
}

impl<R: fmt::Debug> StdError for Rejected<R> {}

/// Why a client can't be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL isn't one.
    BaseUrl(BaseUrlError),
    /// A default header, or a credential that is sent in one, has a character that it can't have.
    Header {
        /// The header.
        name: String,
    },
    /// The name of a default header is not a token (RFC 9110, section 5.1).
    HeaderName,
    /// The transport can't be set up.
    Transport(BoxError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(error) => error.fmt(formatter),
            Self::Header { name } => {
                write!(
                    formatter,
                    "the default header `{name}` has a character that it can't have"
                )
            }
            Self::HeaderName => formatter.write_str("the name of a default header is not a token"),
            Self::Transport(_) => formatter.write_str("the transport can't be set up"),
        }
    }
}

impl StdError for BuildError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => Some(&**error),
            Self::BaseUrl(_) | Self::Header { .. } | Self::HeaderName => None,
        }
    }
}

impl From<BaseUrlError> for BuildError {
    fn from(error: BaseUrlError) -> Self {
        Self::BaseUrl(error)
    }
}

impl From<Infallible> for BuildError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
