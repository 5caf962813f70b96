//! Responses: what arrived beside the value, and what arrived undecoded.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::DebugFn;

/// A response: the documented value, and the status and headers that came with it. `Debug` shows the
/// names of the headers and the size of the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<R> {
    /// The status.
    pub status: StatusCode,
    /// Every header, documented or not.
    pub headers: HeaderMap,
    /// The body as it arrived, also where none is documented; empty if `value` has it as a stream.
    pub body: Bytes,
    /// What the document says of it.
    pub value: R,
    pub(crate) show: Option<DebugFn<R>>,
}

impl<R: fmt::Debug> fmt::Debug for Response<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &Names(&self.headers))
            .field("body", &Size(&self.body))
            .field("value", &ShownValue(&self.value, self.show))
            .finish()
    }
}

/// The value of a response as `Debug` shows it.
struct ShownValue<'a, R>(&'a R, Option<DebugFn<R>>);

impl<R: fmt::Debug> fmt::Debug for ShownValue<'_, R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Some(show) => show(self.0, formatter),
            None => self.0.fmt(formatter),
        }
    }
}

/// A response as it arrived. `Debug` shows the names of its headers and the size of its body.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawResponse {
    /// The operation that it answers.
    pub operation: &'static str,
    /// The status.
    pub status: StatusCode,
    /// Every header.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl RawResponse {
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

impl fmt::Debug for RawResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawResponse")
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
