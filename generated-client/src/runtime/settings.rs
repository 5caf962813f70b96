//! Client configuration: base URL, credentials and limits.

use std::{
    fmt,
    time::{Duration, Instant},
};

use http::{HeaderMap, HeaderName, HeaderValue, Request, header};

use super::{
    BaseUrl, BasicCredential, BuildError, Credential, RequestBody, Security, SecurityScheme,
    TransportError, TransportErrorKind,
    credentials::{CallCredentials, Credentials, Source},
};

/// The default limit of a buffered response body: 64 MiB.
const BODY_LIMIT: usize = 64 * 1024 * 1024;
/// The default limit of followed redirects.
const REDIRECT_LIMIT: usize = 10;
/// The default user agent: the name and version of the generated crate.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// The time left for a request of a call.
///
/// A client with a timeout adds it to the extensions of each request, and the transport must not
/// exceed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeout(pub Duration);

/// The settings that apply to every call of a client.
#[derive(Clone)]
pub struct Settings {
    pub(crate) base: BaseUrl,
    headers: HeaderMap,
    credentials: Credentials,
    pub(crate) body_limit: usize,
    pub(crate) redirect_limit: usize,
    timeout: Option<Duration>,
}

impl Settings {
    /// Returns the deadline of a call that begins now.
    pub(crate) fn deadline(&self) -> Deadline {
        Deadline(
            self.timeout
                .and_then(|timeout| Instant::now().checked_add(timeout)),
        )
    }

    /// Returns the credentials of a call. `request` is the request that the operation wrote.
    pub(crate) fn credentials(
        &self,
        security: Security,
        request: &Request<RequestBody>,
    ) -> CallCredentials {
        self.credentials.for_call(security, request, &self.headers)
    }

    /// Adds the default headers that `request` doesn't have.
    pub(crate) fn prepare(&self, request: &mut Request<RequestBody>) {
        for name in self.headers.keys() {
            if !request.headers().contains_key(name) {
                for value in self.headers.get_all(name) {
                    request.headers_mut().append(name, value.clone());
                }
            }
        }
    }
}

/// The deadline of a call; `None` for a call without a time limit.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    /// Adds the remaining time to the extensions of a request.
    pub(crate) fn limit(self, request: &mut Request<RequestBody>) -> Result<(), TransportError> {
        let Some(deadline) = self.0 else {
            return Ok(());
        };
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let reason = "no time is left to send the request";
            return Err(TransportError::new(TransportErrorKind::Timeout, reason));
        }
        request.extensions_mut().insert(Timeout(left));
        Ok(())
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("base", &self.base.as_str())
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("credentials", &self.credentials)
            .field("body_limit", &self.body_limit)
            .field("redirect_limit", &self.redirect_limit)
            .finish()
    }
}

/// A client that [`ClientBuilder`] can build.
pub trait BuildClient: Sized {
    /// The transport of the client.
    type Transport;

    /// Creates the client.
    ///
    /// # Errors
    ///
    /// If the transport can't be configured.
    fn build_client(
        settings: Settings,
        connect_timeout: Option<Duration>,
        transport: Self::Transport,
    ) -> Result<Self, BuildError>;
}

/// A builder of an asynchronous or blocking client.
#[must_use]
pub struct ClientBuilder<C: BuildClient> {
    base: Result<BaseUrl, BuildError>,
    headers: HeaderMap,
    credentials: Credentials,
    invalid: Option<BuildError>,
    body_limit: usize,
    redirect_limit: usize,
    timeout: Option<Duration>,
    connect_timeout: Option<Duration>,
    transport: C::Transport,
}

impl<C: BuildClient> ClientBuilder<C> {
    pub(crate) fn new<U>(transport: C::Transport, base: U) -> Self
    where
        U: TryInto<BaseUrl>,
        U::Error: Into<BuildError>,
    {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, HeaderValue::from_static(USER_AGENT));
        Self {
            base: base.try_into().map_err(Into::into),
            headers,
            credentials: Credentials::default(),
            invalid: None,
            body_limit: BODY_LIMIT,
            redirect_limit: REDIRECT_LIMIT,
            timeout: None,
            connect_timeout: None,
            transport,
        }
    }

    /// Adds a header to every call.
    pub fn default_header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        match name.try_into() {
            Ok(name) => self.insert(name, value.try_into().ok()),
            Err(_) => self.fail(BuildError::HeaderName),
        }
    }

    /// Sets the user agent. The default is the name and version of this crate.
    pub fn user_agent(self, product: &str) -> Self {
        self.insert(header::USER_AGENT, HeaderValue::from_str(product).ok())
    }

    /// Authenticates every call with a user and a password (RFC 7617).
    pub fn basic_auth(self, user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        let credential = BasicCredential::new(user.as_ref(), password.as_ref());
        self.insert(header::AUTHORIZATION, credential.header().ok())
    }

    /// Authenticates every call with a bearer token (RFC 6750).
    pub fn bearer_auth(self, token: impl AsRef<str>) -> Self {
        let value = HeaderValue::try_from(format!("Bearer {}", token.as_ref())).ok();
        self.insert(header::AUTHORIZATION, value)
    }

    /// Sets the credential of a security scheme.
    ///
    /// Operations that require the scheme send the credential, and so do operations without
    /// declared security requirements. An operation with alternative requirements uses the first
    /// alternative for which the client has every credential. If no alternative is satisfied, the
    /// operation is sent without credentials.
    ///
    /// A credential is sent only to the origin of the operation. It replaces a default header, but
    /// not a header of a single call.
    pub fn credential<G: Into<Credential>>(
        self,
        scheme: SecurityScheme<G>,
        credential: impl Into<G>,
    ) -> Self {
        let scheme = scheme.untyped();
        let credential = credential.into().into();
        if let Err(reason) = scheme.encode(&credential) {
            let scheme = scheme.name();
            return self.fail(BuildError::Credential { scheme, reason });
        }
        self.source(scheme, Source::Value(credential))
    }

    pub(crate) fn source(mut self, scheme: SecurityScheme, source: Source) -> Self {
        self.credentials.set(scheme, source);
        self
    }

    /// Sets the time limit of a whole call. The default is no limit.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the time limit of connecting. The default is no limit.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
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

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// If the base URL, a default header or a credential is invalid, or the transport can't be
    /// configured.
    pub fn build(self) -> Result<C, BuildError> {
        let base = self.base?;
        if let Some(error) = self.invalid {
            return Err(error);
        }
        let settings = Settings {
            base,
            headers: self.headers,
            credentials: self.credentials,
            body_limit: self.body_limit,
            redirect_limit: self.redirect_limit,
            timeout: self.timeout,
        };
        C::build_client(settings, self.connect_timeout, self.transport)
    }

    fn insert(mut self, name: HeaderName, value: Option<HeaderValue>) -> Self {
        match value {
            Some(mut value) => {
                value.set_sensitive(name != header::USER_AGENT);
                self.headers.insert(name, value);
            }
            None => {
                let name = name.as_str().to_owned();
                return self.fail(BuildError::Header { name });
            }
        }
        self
    }

    /// Records an error. [`build`](Self::build) returns the first error.
    fn fail(mut self, error: BuildError) -> Self {
        self.invalid.get_or_insert(error);
        self
    }
}

impl<C: BuildClient> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("credentials", &self.credentials)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .finish_non_exhaustive()
    }
}
