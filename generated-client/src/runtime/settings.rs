//! What a client is told once: where the API is, who asks, and how far to go.

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

/// The size that a buffered response may have unless the builder says otherwise: 64 MiB.
const BODY_LIMIT: usize = 64 * 1024 * 1024;
/// How many redirects are followed unless the builder says otherwise.
const REDIRECT_LIMIT: usize = 10;
/// Who asks, unless the builder says otherwise: the crate that this runtime is part of.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// How long a transport may take for a request: what is left of the time for the call. It comes
/// with the request, as one of its extensions, where the client has a timeout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeout(pub Duration);

/// What every call of a client has in common.
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
    /// When a call that begins now is over.
    pub(crate) fn deadline(&self) -> Deadline {
        Deadline(
            self.timeout
                .and_then(|timeout| Instant::now().checked_add(timeout)),
        )
    }

    /// The credentials for a request as its operation wrote it.
    pub(crate) fn credentials(
        &self,
        security: Security,
        request: &Request<RequestBody>,
    ) -> CallCredentials {
        self.credentials.taken(security, request, &self.headers)
    }

    /// Adds the default headers that the request doesn't have.
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

/// When a call is over, if ever.
#[derive(Clone, Copy)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    /// Tells the transport what is left.
    pub(crate) fn limit(self, request: &mut Request<RequestBody>) -> Result<(), TransportError> {
        let Some(deadline) = self.0 else {
            return Ok(());
        };
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            let reason = "what came before took all of it";
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
    /// What carries its requests.
    type Transport;

    /// Brings settings and transport together.
    ///
    /// # Errors
    ///
    /// When the transport can't be set up.
    fn build_client(
        settings: Settings,
        connect_timeout: Option<Duration>,
        transport: Self::Transport,
    ) -> Result<Self, BuildError>;
}

/// Builds a client, asynchronous or blocking.
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
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        match name.try_into() {
            Ok(name) => self.insert(name, value.try_into().ok()),
            Err(_) => self.refuse(BuildError::HeaderName),
        }
    }

    /// Says who asks; the name and version of this crate unless it is set.
    pub fn user_agent(self, product: &str) -> Self {
        self.insert(header::USER_AGENT, HeaderValue::from_str(product).ok())
    }

    /// Authenticates every call with a user and a password (RFC 7617), whatever it asks for.
    pub fn basic_auth(self, user: impl AsRef<str>, password: impl AsRef<str>) -> Self {
        let credential = BasicCredential::new(user.as_ref(), password.as_ref());
        self.insert(header::AUTHORIZATION, credential.header().ok())
    }

    /// Authenticates every call with a token (RFC 6750), whatever it asks for.
    pub fn bearer_auth(self, token: impl AsRef<str>) -> Self {
        let value = HeaderValue::try_from(format!("Bearer {}", token.as_ref())).ok();
        self.insert(header::AUTHORIZATION, value)
    }

    /// Gives a credential for a security scheme of the document. It is sent with the operations that
    /// ask for it, and with those of which the document doesn't say what they ask for; never to
    /// another origin than where the operation is served. It takes the place of a default header; a
    /// header that is given for one call stays.
    ///
    /// Of alternatives the first is taken of which the client has all credentials. Where there is
    /// none, a call is sent without.
    pub fn credential<G: Into<Credential>>(
        self,
        scheme: SecurityScheme<G>,
        credential: impl Into<G>,
    ) -> Self {
        let scheme = scheme.any();
        let credential = credential.into().into();
        if let Err(reason) = scheme.write(&credential) {
            let scheme = scheme.name();
            return self.refuse(BuildError::Credential { scheme, reason });
        }
        self.source(scheme, Source::Value(credential))
    }

    pub(crate) fn source(mut self, scheme: SecurityScheme, source: Source) -> Self {
        self.credentials.set(scheme, source);
        self
    }

    /// How long a call may take as a whole; no limit unless it is set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How long it may take to make a connection; no limit unless it is set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = Some(timeout);
        self
    }

    /// How many bytes a response may have that is read whole, decompressed; 64 MiB unless it is set.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// How many redirects that the document doesn't list are followed; 10 unless it is set.
    pub fn redirect_limit(mut self, redirects: usize) -> Self {
        self.redirect_limit = redirects;
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// When the base URL isn't one, a default header or credential can't be sent, or the transport
    /// can't be set up.
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
                return self.refuse(BuildError::Header { name });
            }
        }
        self
    }

    /// Keeps the first mistake for the end.
    fn refuse(mut self, error: BuildError) -> Self {
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
