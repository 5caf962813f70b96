//! The blocking client and its transports.

mod body;

use std::{fmt, future::ready, iter::once, marker::PhantomData, sync::Arc, thread, time::Duration};

use bytes::Bytes;
use http::{Method, Request};

use super::{
    BaseUrl, BoxError, BuildClient, BuildError, CallResult, ClientBuilder, Credential, Error,
    FnTransport, Operation, Options, PageResult, Paginated, RequestBody, RequestError, Response,
    SecurityScheme, Settings, TransportError, UndocumentedRequest,
    credentials::Source,
    exchange::{Action, Event, Exchange, OperationMeta},
    paging::Paging,
    raw_exchange::{RawExchange, read, succeed, undecoded},
    request_body::block_on,
    transport::check_size,
};

pub use body::{Body, BodyChunks};

/// A blocking transport: sends requests to a server and returns responses.
///
/// A transport doesn't follow redirects, and returns a response whatever its status code:
/// [`Client`] follows redirects, and the operation decodes error responses.
pub trait Transport {
    /// The body of a response, not read yet.
    type Body;

    /// Sends a request and returns the response when its head arrives.
    ///
    /// The time limits are in the extensions of the request: see [`Timeout`](super::Timeout) and
    /// [`BodyIdleTimeout`](super::BodyIdleTimeout).
    ///
    /// # Errors
    ///
    /// If no head arrives.
    fn send(
        &self,
        request: Request<RequestBody>,
    ) -> Result<http::Response<Self::Body>, TransportError>;

    /// Reads a body to its end and decompresses it.
    ///
    /// # Errors
    ///
    /// If the body is incomplete. [`TransportError::too_large`] as soon as the decompressed body is
    /// larger than `limit` bytes.
    fn collect(body: Self::Body, limit: usize) -> Result<Bytes, TransportError>;

    /// Returns the decompressed chunks of a body as they arrive. The default implementation reads
    /// the whole body and returns one chunk.
    ///
    /// # Errors
    ///
    /// If the body can't be read.
    fn stream(body: Self::Body, limit: usize) -> Result<BodyChunks, TransportError> {
        Ok(one_chunk(Self::collect(body, limit)?))
    }

    /// Waits before a retry. The default implementation blocks the thread.
    fn sleep(&self, delay: Duration) {
        thread::sleep(delay);
    }

    /// Configures the transport with the time limit of connecting, when a client is built.
    ///
    /// # Errors
    ///
    /// If the transport can't be configured.
    fn configure(self, connect_timeout: Option<Duration>) -> Result<Self, BuildError>
    where
        Self: Sized,
    {
        let _ = connect_timeout;
        Ok(self)
    }
}

impl<F, E> Transport for FnTransport<F>
where
    F: Fn(Request<RequestBody>) -> Result<http::Response<Bytes>, E>,
    E: Into<BoxError>,
{
    type Body = Bytes;

    fn send(&self, request: Request<RequestBody>) -> Result<http::Response<Bytes>, TransportError> {
        (self.0)(request).map_err(TransportError::other)
    }

    fn collect(body: Bytes, limit: usize) -> Result<Bytes, TransportError> {
        check_size(body, limit)
    }

    fn stream(body: Bytes, _: usize) -> Result<BodyChunks, TransportError> {
        Ok(one_chunk(body))
    }
}

/// Returns a whole body as an iterator over one chunk.
fn one_chunk(body: Bytes) -> BodyChunks {
    Box::new(once(Ok(body)))
}

/// A blocking client, which sends operations over a [`Transport`].
///
/// Cloning is cheap: clones share the transport.
pub struct Client<T> {
    transport: Arc<T>,
    settings: Arc<Settings>,
}

impl<T: Transport> Client<T> {
    /// Creates a builder of a client with a custom transport.
    ///
    /// [`FnTransport`] is a transport made of a closure.
    pub fn with_transport<U>(transport: T, base: U) -> ClientBuilder<Self>
    where
        U: TryInto<BaseUrl>,
        U::Error: Into<BuildError>,
    {
        ClientBuilder::new(transport, base)
    }

    /// Returns a client with other options, over the same transport.
    pub fn with(&self, set: impl FnOnce(Options) -> Options) -> Self {
        let mut settings = Settings::clone(&self.settings);
        settings.options = set(settings.options);
        Self {
            transport: Arc::clone(&self.transport),
            settings: Arc::new(settings),
        }
    }

    /// Sends an operation and returns the documented response, whatever its status code.
    ///
    /// # Errors
    ///
    /// If no documented response arrives: see [`Error`].
    pub fn send<O: Operation>(&self, operation: O) -> Result<Response<O::Response<Body>>, Error> {
        let request = operation.request(&self.settings.base);
        read::<O, _>(self.exchange(OperationMeta::of::<O>(), request))
    }

    /// Sends an operation and returns the body of the successful response.
    ///
    /// The body is `()` if none is documented; [`send`](Self::send) returns its bytes.
    ///
    /// # Errors
    ///
    /// [`CallError::ErrorResponse`] with the typed response if it isn't successful, and
    /// [`CallError::Error`] if no documented response arrives.
    ///
    /// [`CallError::ErrorResponse`]: super::CallError::ErrorResponse
    /// [`CallError::Error`]: super::CallError::Error
    pub fn call<O: Operation>(&self, operation: O) -> CallResult<O, Body> {
        let request = operation.request(&self.settings.base);
        succeed::<O, _>(self.exchange(OperationMeta::of::<O>(), request))
    }

    /// Sends an operation and returns the response undecoded, whatever its status code and content.
    ///
    /// Use this method for responses that differ from the API description. Credentials, redirects
    /// and limits apply as in [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// If no response arrives: see [`Error`].
    pub fn raw<O: Operation>(&self, operation: O) -> Result<http::Response<Body>, Error> {
        let request = operation.request(&self.settings.base);
        undecoded(self.exchange(OperationMeta::of::<O>().streamed(), request))
    }

    /// Creates a request that the API description doesn't have, below the base URL.
    ///
    /// Credentials, redirects, retries and limits apply as in [`send`](Self::send). The client adds
    /// all credentials that it has.
    pub fn request(&self, method: Method, path: &str) -> UndocumentedRequest<Self> {
        UndocumentedRequest::new(self.clone(), &self.settings.base, method, path)
    }

    /// Returns an iterator over the pages of an operation.
    ///
    /// The link to the next page is `Link: <…>; rel="next"`. It must have the origin of the first
    /// request. The iterator ends after an error.
    pub fn pages<O: Paginated>(&self, operation: O) -> Pages<T, O> {
        Pages {
            client: self.clone(),
            paging: Paging::new(operation.request(&self.settings.base)),
            operation: PhantomData,
        }
    }
}

impl<T: Transport> Client<T> {
    fn exchange(
        &self,
        meta: OperationMeta,
        request: Result<Request<RequestBody>, RequestError>,
    ) -> Result<RawExchange<Body>, Error> {
        let limit = self.settings.options.body_limit;
        let mut exchange = Exchange::new(meta, &self.settings, request)?;
        let mut event = Event::Start;
        loop {
            event = match exchange.next(event) {
                Action::Authorize => Event::Authorized(block_on(exchange.credentials.update())),
                Action::Send(request) => Event::Head(self.transport.send(*request)),
                Action::Collect(body) => Event::Collected(T::collect(body, limit)),
                Action::Stream(body) => Event::Streamed(T::stream(body, limit)),
                Action::StreamBytes(bytes) => Event::Streamed(Ok(one_chunk(bytes))),
                Action::Wait(delay) => {
                    self.transport.sleep(delay);
                    Event::Waited(true)
                }
                Action::Finish(result) => {
                    return (*result).map(|raw| raw.with_body(limit, Body::new));
                }
            };
        }
    }
}

impl<T: Transport> ClientBuilder<Client<T>> {
    /// Sets a function that returns the credential of a security scheme.
    ///
    /// [`credential`](Self::credential) lists the operations that send the credential. Each call
    /// and each page of such an operation calls the function with `None`. If the server responds
    /// with 401, the client calls the function once more, with the rejected credential, so that the
    /// function can refresh it. If the function returns a different credential and the request body
    /// isn't a stream, the client sends the request again. The client caches no credential: to
    /// return a credential again, the function has to keep the credential.
    ///
    /// The function must not send its own requests with this client: such requests would call the
    /// function again.
    pub fn credential_provider<C, F, V, E>(self, scheme: SecurityScheme<C>, function: F) -> Self
    where
        C: Into<Credential> + TryFrom<Credential>,
        F: Fn(Option<C>) -> Result<V, E> + Send + Sync + 'static,
        V: Into<C> + Send + 'static,
        E: Into<BoxError> + Send + 'static,
    {
        let function = move |rejected| ready(function(rejected));
        self.source(scheme.untyped(), Source::function(function))
    }
}

impl<T: Transport> UndocumentedRequest<Client<T>> {
    /// Sends the request and returns the response, whatever its status code and content.
    ///
    /// # Errors
    ///
    /// If no response arrives: see [`Error`].
    pub fn send(self) -> Result<http::Response<Body>, Error> {
        let (client, meta, request) = self.into_parts();
        undecoded(client.exchange(meta, request))
    }
}

impl<T: Transport> BuildClient for Client<T> {
    type Transport = T;

    fn build_client(
        settings: Settings,
        connect_timeout: Option<Duration>,
        transport: T,
    ) -> Result<Self, BuildError> {
        let transport = transport.configure(connect_timeout)?;
        Ok(Self {
            transport: Arc::new(transport),
            settings: Arc::new(settings),
        })
    }
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self {
            transport: Arc::clone(&self.transport),
            settings: Arc::clone(&self.settings),
        }
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Client")
            .field(&self.settings)
            .finish()
    }
}

/// The pages of an operation, created by [`Client::pages`].
#[must_use]
pub struct Pages<T, O> {
    client: Client<T>,
    paging: Paging,
    operation: PhantomData<fn() -> O>,
}

impl<T: Transport, O: Paginated> Iterator for Pages<T, O> {
    type Item = PageResult<O, Body>;

    fn next(&mut self) -> Option<Self::Item> {
        let request = self.paging.request()?;
        let exchange = self.client.exchange(OperationMeta::of::<O>(), request);
        Some(self.paging.page::<O, _>(exchange))
    }
}

impl<T, O> fmt::Debug for Pages<T, O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pages")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}
