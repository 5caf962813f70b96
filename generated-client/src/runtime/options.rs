//! The options of calls: default headers, default query, limits and retries.

use std::{fmt, time::Duration};

use http::{HeaderMap, HeaderName, HeaderValue, Request, header};

use super::{
    BodyMode, RequestBody, RequestError, Retry, TransportError, TransportErrorKind,
    settings::{BodyIdleTimeout, Deadline, Timeout},
    uri,
};

/// The default limit of a buffered response body: 64 MiB.
const BODY_LIMIT: usize = 64 * 1024 * 1024;
/// The default limit of followed redirects.
const REDIRECT_LIMIT: usize = 10;
/// The default user agent: the name and version of the generated crate.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// The options of the calls of a client. [`Client::with`](super::Client::with) changes them.
#[derive(Clone)]
#[must_use]
pub struct Options {
    pub(crate) headers: HeaderMap,
    query: Vec<(String, String)>,
    pub(crate) timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    body_idle_timeout: Option<Duration>,
    pub(crate) body_limit: usize,
    pub(crate) redirect_limit: usize,
    pub(crate) retry: Retry,
    /// The first invalid header or query.
    pub(crate) invalid: Option<RequestError>,
}

impl Options {
    pub(crate) fn new() -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
        Self {
            headers,
            query: Vec::new(),
            timeout: None,
            attempt_timeout: None,
            body_idle_timeout: None,
            body_limit: BODY_LIMIT,
            redirect_limit: REDIRECT_LIMIT,
            retry: Retry::never(),
            invalid: None,
        }
    }

    /// Adds a header to every call, in place of a default header of the same name. A header of the
    /// operation has priority. Calls fail if the header is invalid.
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        match name.try_into() {
            Ok(name) => self.insert(name, value.try_into().ok()),
            Err(_) => self.fail(RequestError::HeaderName),
        }
    }

    /// Adds a query parameter to every call, unless the operation has a parameter of this name.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Sets the time limit of a call, with all redirects, attempts and delays. `None` is no limit,
    /// and the default.
    ///
    /// A call ends when its whole response arrived, or the head of a streamed response.
    pub fn timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.timeout = timeout.into();
        self
    }

    /// Sets the time limit of each request: of each attempt and each redirect. `None` is no limit,
    /// and the default.
    pub fn attempt_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.attempt_timeout = timeout.into();
        self
    }

    /// Sets the time limit of waiting for more of a streamed response body. `None` is no limit, and
    /// the default.
    pub fn body_idle_timeout(mut self, timeout: impl Into<Option<Duration>>) -> Self {
        self.body_idle_timeout = timeout.into();
        self
    }

    /// Sets the limit of a buffered response body, in bytes after decompression. The default is
    /// 64 MiB.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Sets the limit of followed redirects. The default is 10. A documented redirect is a response
    /// and isn't followed.
    pub fn redirect_limit(mut self, redirects: usize) -> Self {
        self.redirect_limit = redirects;
        self
    }

    /// Sets the policy of retries. The default is [`Retry::never`].
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    pub(crate) fn insert(mut self, name: HeaderName, value: Option<HeaderValue>) -> Self {
        match value {
            Some(mut value) => {
                value.set_sensitive(name != header::USER_AGENT);
                self.headers.insert(name, value);
                self
            }
            None => {
                let name = name.as_str().to_owned();
                self.fail(RequestError::Header { name })
            }
        }
    }

    /// Records an error. The first error is reported.
    fn fail(mut self, error: RequestError) -> Self {
        self.invalid.get_or_insert(error);
        self
    }

    /// Returns the deadline of a call that begins now.
    pub(crate) fn deadline(&self) -> Deadline {
        Deadline::after(self.timeout)
    }

    /// Adds the default headers and the default query that `request` doesn't have.
    pub(crate) fn prepare(&self, request: &mut Request<RequestBody>) -> Result<(), RequestError> {
        if let Some(error) = &self.invalid {
            return Err(error.clone());
        }
        for name in self.headers.keys() {
            if !request.headers().contains_key(name) {
                for value in self.headers.get_all(name) {
                    request.headers_mut().append(name, value.clone());
                }
            }
        }
        let before = request.uri().clone();
        for (name, value) in &self.query {
            if !uri::has_pair(&before, name) {
                let uri = uri::with_pair(request.uri(), name, value);
                *request.uri_mut() = uri.ok_or(RequestError::Uri)?;
            }
        }
        Ok(())
    }

    /// Adds the time limits to the extensions of a request. `streams` is `true` if the body of a
    /// response may be streamed.
    pub(crate) fn limit(
        &self,
        deadline: Deadline,
        streams: bool,
        request: &mut Request<RequestBody>,
    ) -> Result<(), TransportError> {
        let left = deadline.left();
        if left.is_some_and(|left| left.is_zero()) {
            let reason = "no time is left to send the request";
            return Err(TransportError::new(TransportErrorKind::Timeout, reason));
        }
        let extensions = request.extensions_mut();
        if let Some(left) = left.into_iter().chain(self.attempt_timeout).min() {
            extensions.insert(Timeout(left));
        }
        if streams {
            extensions.insert(BodyMode::Stream);
            if let Some(time) = self.body_idle_timeout {
                extensions.insert(BodyIdleTimeout(time));
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Options {
    /// Shows only the names of headers and query parameters, since their values may be secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query = self.query.iter().map(|(name, _)| name);
        formatter
            .debug_struct("Options")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("query", &query.collect::<Vec<_>>())
            .field("timeout", &self.timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("body_idle_timeout", &self.body_idle_timeout)
            .field("body_limit", &self.body_limit)
            .field("redirect_limit", &self.redirect_limit)
            .field("retry", &self.retry)
            .finish()
    }
}
