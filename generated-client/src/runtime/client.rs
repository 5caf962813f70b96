//! The asynchronous client.

use std::{
    fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use http::{Method, Request};

use super::{
    BaseUrl, Body, BoxError, BuildClient, BuildError, CallResult, ClientBuilder, Credential, Error,
    Operation, Options, PageResult, Paginated, RequestBody, RequestError, Response, SecurityScheme,
    Settings, Transport, UndocumentedRequest,
    body::one_chunk,
    credentials::Source,
    exchange::{Action, Event, Exchange, OperationMeta},
    paging::Paging,
    raw_exchange::{RawExchange, read, succeed, undecoded},
};

/// An asynchronous client, which sends operations over a [`Transport`].
///
/// Cloning is cheap: clones share the transport.
pub struct Client<T> {
    transport: Arc<T>,
    settings: Arc<Settings>,
}

impl<T: Transport> Client<T> {
    /// Creates a builder of a client with a custom transport.
    ///
    /// [`FnTransport`](super::FnTransport) is a transport made of a closure.
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
    pub fn send<O: Operation>(
        &self,
        operation: O,
    ) -> impl Future<Output = Result<Response<O::Response<Body>>, Error>> + Send + use<'_, O, T>
    {
        // Written before the future is polled, so that the future doesn't hold the operation.
        let request = operation.request(&self.settings.base);
        DecodeFuture {
            exchange: self.boxed_exchange(OperationMeta::of::<O>(), request),
            read: read::<O, Body>,
        }
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
    pub fn call<O: Operation>(
        &self,
        operation: O,
    ) -> impl Future<Output = CallResult<O, Body>> + Send + use<'_, O, T> {
        let request = operation.request(&self.settings.base);
        DecodeFuture {
            exchange: self.boxed_exchange(OperationMeta::of::<O>(), request),
            read: succeed::<O, Body>,
        }
    }

    /// Sends an operation and returns the response undecoded, whatever its status code and content.
    ///
    /// Use this method for responses that differ from the API description. Credentials, redirects
    /// and limits apply as in [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// If no response arrives: see [`Error`].
    pub fn raw<O: Operation>(
        &self,
        operation: O,
    ) -> impl Future<Output = Result<http::Response<Body>, Error>> + Send + use<'_, O, T> {
        let request = operation.request(&self.settings.base);
        DecodeFuture {
            exchange: self.boxed_exchange(OperationMeta::of::<O>().streamed(), request),
            read: undecoded,
        }
    }

    /// Creates a request that the API description doesn't have, below the base URL.
    ///
    /// Credentials, redirects, retries and limits apply as in [`send`](Self::send). The client adds
    /// all credentials that it has.
    pub fn request(&self, method: Method, path: &str) -> UndocumentedRequest<Self> {
        UndocumentedRequest::new(self.clone(), &self.settings.base, method, path)
    }

    /// Returns the pages of an operation. [`Pages::next`] requests one page at a time.
    pub fn pages<O: Paginated>(&self, operation: O) -> Pages<T, O> {
        Pages {
            client: self.clone(),
            paging: Paging::new(operation.request(&self.settings.base)),
            operation: PhantomData,
        }
    }
}

type ExchangeFuture<'a> =
    Pin<Box<dyn Future<Output = Result<RawExchange<Body>, Error>> + Send + 'a>>;

/// A type-erased exchange and its decoder. Only this `poll` is monomorphized per operation.
struct DecodeFuture<'a, R> {
    exchange: ExchangeFuture<'a>,
    read: fn(Result<RawExchange<Body>, Error>) -> R,
}

impl<R> Future for DecodeFuture<'_, R> {
    type Output = R;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<R> {
        let Self { exchange, read } = self.get_mut();
        match exchange.as_mut().poll(context) {
            Poll::Ready(exchange) => Poll::Ready(read(exchange)),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<T: Transport> Client<T> {
    /// Boxes an exchange: all operations share one type of future. Polling the future starts the
    /// exchange.
    fn boxed_exchange(
        &self,
        meta: OperationMeta,
        request: Result<Request<RequestBody>, RequestError>,
    ) -> ExchangeFuture<'_> {
        Box::pin(self.exchange(meta, request))
    }

    async fn exchange(
        &self,
        meta: OperationMeta,
        request: Result<Request<RequestBody>, RequestError>,
    ) -> Result<RawExchange<Body>, Error> {
        let limit = self.settings.options.body_limit;
        let mut exchange = Exchange::new(meta, &self.settings, request)?;
        let mut event = Event::Start;
        loop {
            event = match exchange.next(event) {
                Action::Authorize => Event::Authorized(exchange.credentials.update().await),
                Action::Send(request) => Event::Head(self.transport.send(*request).await),
                Action::Collect(body) => Event::Collected(T::collect(body, limit).await),
                Action::Stream(body) => Event::Streamed(T::stream(body, limit).await),
                Action::StreamBytes(bytes) => Event::Streamed(Ok(one_chunk(bytes))),
                Action::Wait(delay) => Event::Waited(self.transport.sleep(delay).await),
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
    pub fn credential_provider<C, F, A, V, E>(self, scheme: SecurityScheme<C>, function: F) -> Self
    where
        C: Into<Credential> + TryFrom<Credential>,
        F: Fn(Option<C>) -> A + Send + Sync + 'static,
        A: Future<Output = Result<V, E>> + Send + 'static,
        V: Into<C>,
        E: Into<BoxError>,
    {
        self.source(scheme.untyped(), Source::function(function))
    }
}

impl<T: Transport> UndocumentedRequest<Client<T>> {
    /// Sends the request and returns the response, whatever its status code and content.
    ///
    /// # Errors
    ///
    /// If no response arrives: see [`Error`].
    pub async fn send(self) -> Result<http::Response<Body>, Error> {
        let (client, meta, request) = self.into_parts();
        undecoded(client.boxed_exchange(meta, request).await)
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

impl<T: Transport, O: Paginated> Pages<T, O> {
    /// Returns the next page, or `None` after the last page and after an error.
    ///
    /// The link to the next page is `Link: <…>; rel="next"`. It must have the origin of the first
    /// request. If the future is dropped before it completes, the next call requests the same page.
    pub async fn next(&mut self) -> Option<PageResult<O, Body>> {
        let request = self.paging.request()?;
        let exchange = self
            .client
            .boxed_exchange(OperationMeta::of::<O>(), request);
        Some(self.paging.page::<O, _>(exchange.await))
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
