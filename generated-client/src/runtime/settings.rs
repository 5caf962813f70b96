//! Client configuration: base URL, credentials and limits.

use std::{
    fmt,
    time::{Duration, Instant},
};

use http::{HeaderName, HeaderValue, Request, header};

use super::{
    BaseUrl, BasicCredential, BuildError, Credential, Options, RequestBody, RequestError, Retry,
    Security, SecurityScheme,
    credentials::{CallCredentials, Credentials, Source},
};

/// The time limit of a request: until the head of the response, and the end of a buffered body.
///
/// A client with a timeout adds it to the extensions of each request, and the transport must not
/// exceed it. It does not limit the time of reading a streamed body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeout(pub Duration);

/// The time limit of waiting for more of a streamed body.
///
/// A client with this limit adds it to the extensions of each request whose response may be
/// streamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyIdleTimeout(pub Duration);

/// The settings that apply to every call of a client.
#[derive(Clone)]
pub struct Settings {
    pub(crate) base: BaseUrl,
    credentials: Credentials,
    pub(crate) options: Options,
}

impl Settings {
    /// Returns the credentials of a call. `request` is the request that the operation wrote.
    pub(crate) fn credentials(
        &self,
        security: Security,
        request: &Request<RequestBody>,
    ) -> CallCredentials {
        let headers = &self.options.headers;
        self.credentials.for_call(security, request, headers)
    }
}

/// The deadline of a call; `None` for a call without a time limit.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    pub(crate) fn after(timeout: Option<Duration>) -> Self {
        Self(timeout.and_then(|timeout| Instant::now().checked_add(timeout)))
    }

    /// Returns the time that is left, or `None` without a limit.
    pub(crate) fn left(self) -> Option<Duration> {
        self.0
            .map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("base", &self.base.as_str())
            .field("credentials", &self.credentials)
            .field("options", &self.options)
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
    credentials: Credentials,
    options: Options,
    invalid: Option<BuildError>,
    connect_timeout: Option<Duration>,
    transport: C::Transport,
}

impl<C: BuildClient> ClientBuilder<C> {
    pub(crate) fn new<U>(transport: C::Transport, base: U) -> Self
    where
        U: TryInto<BaseUrl>,
        U::Error: Into<BuildError>,
    {
        Self {
            base: base.try_into().map_err(Into::into),
            credentials: Credentials::default(),
            options: Options::new(),
            invalid: None,
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
        self.options(|options| options.header(name, value))
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

    /// Sets options of every call, such as [`Options::query`].
    pub fn options(mut self, set: impl FnOnce(Options) -> Options) -> Self {
        self.options = set(self.options);
        self
    }

    /// Sets the time limit of a call: see [`Options::timeout`].
    pub fn timeout(self, timeout: impl Into<Option<Duration>>) -> Self {
        self.options(|options| options.timeout(timeout))
    }

    /// Sets the time limit of connecting. The default is no limit.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// Sets the limit of a buffered response body: see [`Options::body_limit`].
    pub fn body_limit(self, bytes: usize) -> Self {
        self.options(|options| options.body_limit(bytes))
    }

    /// Sets the limit of followed redirects: see [`Options::redirect_limit`].
    pub fn redirect_limit(self, redirects: usize) -> Self {
        self.options(|options| options.redirect_limit(redirects))
    }

    /// Sets the policy of retries. The default is [`Retry::never`].
    pub fn retry(self, retry: Retry) -> Self {
        self.options(|options| options.retry(retry))
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
        match self.options.invalid {
            Some(RequestError::Header { name }) => return Err(BuildError::Header { name }),
            Some(_) => return Err(BuildError::HeaderName),
            None => {}
        }
        let settings = Settings {
            base,
            credentials: self.credentials,
            options: self.options,
        };
        C::build_client(settings, self.connect_timeout, self.transport)
    }

    fn insert(self, name: HeaderName, value: Option<HeaderValue>) -> Self {
        self.options(|options| options.insert(name, value))
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
            .field("credentials", &self.credentials)
            .field("options", &self.options)
            .field("connect_timeout", &self.connect_timeout)
            .finish_non_exhaustive()
    }
}
