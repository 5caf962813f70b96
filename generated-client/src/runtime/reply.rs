//! Replies: what arrived beside the value, and what arrived undecoded.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

/// A reply: the documented value, and the status and headers that came with it. `Debug` shows the
/// names of the headers and the size of the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Reply<R> {
    /// The status.
    pub status: StatusCode,
    /// Every header, documented or not.
    pub headers: HeaderMap,
    /// The body as it arrived, also where none is documented; empty if `value` has it as a stream.
    pub body: Bytes,
    /// What the document says of it.
    pub value: R,
}

impl<R: fmt::Debug> fmt::Debug for Reply<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &Names(&self.headers))
            .field("body", &Size(&self.body))
            .field("value", &self.value)
            .finish()
    }
}

/// A reply as it arrived. `Debug` shows the names of its headers and the size of its body.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawReply {
    /// The operation that it answers.
    pub operation: &'static str,
    /// The status.
    pub status: StatusCode,
    /// Every header.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl RawReply {
    pub(crate) fn new(
        operation: &'static str,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        Self {
            operation,
            status,
            headers,
            body,
        }
    }
}

impl fmt::Debug for RawReply {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawReply")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("headers", &Names(&self.headers))
            .field("body", &Size(&self.body))
            .finish()
    }
}

/// Headers as `Debug` shows them: a value may be a secret, as a cookie or a redirect's code is.
pub(crate) struct Names<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.keys()).finish()
    }
}

/// A body as `Debug` shows it.
pub(crate) struct Size<'a>(pub(crate) &'a Bytes);

impl fmt::Debug for Size<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes", self.0.len())
    }
}

/// Keeps what a server sets as a secret out of the `Debug` of the headers themselves.
pub(crate) fn hide_secrets(headers: &mut HeaderMap) {
    for name in [
        header::SET_COOKIE,
        header::AUTHORIZATION,
        header::PROXY_AUTHORIZATION,
    ] {
        if let header::Entry::Occupied(mut entry) = headers.entry(name) {
            for value in entry.iter_mut() {
                value.set_sensitive(true);
            }
        }
    }
}
