//! Decoded and undecoded responses.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{CallInfo, DebugFn};

/// A decoded response, with its status code, headers and raw body.
///
/// `Debug` shows header names without values, and the size of the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<R> {
    /// The status code.
    pub status: StatusCode,
    /// All headers, documented or not.
    pub headers: HeaderMap,
    /// The raw body, also if none is documented; empty if `value` has the body as a stream.
    pub body: Bytes,
    /// The decoded value.
    pub value: R,
    pub(crate) attempts: u32,
    pub(crate) debug: Option<DebugFn<R>>,
}

impl<R> Response<R> {
    /// Returns the number of attempts of the call: 1 without retries.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl<R: fmt::Debug> fmt::Debug for Response<R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &Names(&self.headers))
            .field("body", &Size(&self.body))
            .field("value", &DebugValue(&self.value, self.debug))
            .finish()
    }
}

/// Formats the value of a response with its [`DebugFn`] function, or else with its own `Debug`.
struct DebugValue<'a, R>(&'a R, Option<DebugFn<R>>);

impl<R: fmt::Debug> fmt::Debug for DebugValue<'_, R> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.1 {
            Some(debug) => debug(self.0, formatter),
            None => self.0.fmt(formatter),
        }
    }
}

/// An undecoded response.
///
/// `Debug` shows header names without values, and the size of the body.
#[derive(Clone)]
#[non_exhaustive]
pub struct RawResponse {
    /// The operation.
    pub call: CallInfo,
    /// The status code.
    pub status: StatusCode,
    /// All headers.
    pub headers: HeaderMap,
    /// The raw body.
    pub body: Bytes,
}

impl RawResponse {
    pub(crate) fn new(call: CallInfo, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            call,
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
            .field("call", &self.call)
            .field("status", &self.status)
            .field("headers", &Names(&self.headers))
            .field("body", &Size(&self.body))
            .finish()
    }
}

/// Formats only the names of headers, since a value may be a secret, such as a cookie or the code
/// of a redirect.
pub(crate) struct Names<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.keys()).finish()
    }
}

/// Formats only the size of a body.
pub(crate) struct Size<'a>(pub(crate) &'a Bytes);

impl fmt::Debug for Size<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes", self.0.len())
    }
}
