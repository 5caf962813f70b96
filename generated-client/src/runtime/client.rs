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

use bytes::Bytes;
use http::{Request, response::Parts};

use super::{
    BaseUrl, Body, BodyMode, BoxError, BuildClient, BuildError, CallResult, ClientBuilder,
    Credential, Error, Operation, PageResult, Paginated, RequestBody, RequestError, Response,
    ResponseBody, SecurityScheme, Settings, Transport,
    body::BodyOrigin,
    credentials::Source,
    exchange::{OperationMeta, Origin, Paging, RawExchange, read, succeed, undecoded},
    redirect::{RedirectAction, SavedRequest},
    secret::hide_secrets,
};

/// An asynchronous client, which sends operations over a [`Transport`].
///
/// Cloning is cheap: clones share the transport.
pub struct Client<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    transport: T,
    settings: Settings,
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
        let request = operation.request(&self.shared.settings.base);
        DecodeFuture {
            exchange: self
                .shared
                .boxed_exchange(OperationMeta::of::<O>(), request),
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
        let request = operation.request(&self.shared.settings.base);
        DecodeFuture {
            exchange: self
                .shared
                .boxed_exchange(OperationMeta::of::<O>(), request),
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
        let request = operation.request(&self.shared.settings.base);
        DecodeFuture {
            exchange: self
                .shared
                .boxed_exchange(OperationMeta::of::<O>().streamed(), request),
            read: undecoded,
        }
    }

    /// Returns the pages of an operation. [`Pages::next`] requests one page at a time.
    pub fn pages<O: Paginated>(&self, operation: O) -> Pages<T, O> {
        Pages {
            client: self.clone(),
            paging: Paging::new(operation.request(&self.shared.settings.base)),
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

impl<T: Transport> Shared<T> {
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
        let mut request = request.map_err(|source| meta.not_written(source))?;
        let deadline = self.settings.deadline();
        let mut credentials = self.settings.credentials(meta.security, &request);
        credentials
            .update()
            .await
            .map_err(|reason| meta.no_credential(reason))?;
        self.settings.prepare(&mut request);
        let mut followed = 0;
        loop {
            deadline
                .limit(&mut request)
                .map_err(|source| meta.not_sent(source))?;
            request.extensions_mut().insert(meta.call.clone());
            let sent = SavedRequest::keep(&request);
            let uri = sent.uri.clone();
            credentials
                .add(&mut request)
                .map_err(|source| meta.not_written(source))?;
            let sending = self.transport.send(request).await;
            let (mut head, body) = sending
                .map_err(|source| meta.not_sent(source))?
                .into_parts();
            hide_secrets(&mut head.headers);
            if sent.is_replayable()
                && credentials.should_refresh(head.status)
                && credentials
                    .update()
                    .await
                    .map_err(|reason| meta.no_credential(reason))?
            {
                request = sent.replay();
                continue;
            }
            let documented = meta.documents(head.status);
            match sent.redirect_action(&head, documented, followed, self.settings.redirect_limit) {
                RedirectAction::Deliver => {
                    let body = match (meta.body_mode)(&head) {
                        BodyMode::Stream => {
                            ResponseBody::Stream(self.stream(&meta, &head, body).await?)
                        }
                        BodyMode::Buffer => {
                            ResponseBody::Bytes(self.collect(&meta, &head, body).await?)
                        }
                    };
                    let origin = Origin { uri, credentials };
                    return Ok(RawExchange {
                        call: meta.call,
                        head,
                        body,
                        origin,
                    });
                }
                RedirectAction::Follow(next) => {
                    request = *next;
                    credentials.follow(&uri, &mut request);
                    followed += 1;
                }
                RedirectAction::Refuse(reason) => {
                    let body = self.collect(&meta, &head, body).await?;
                    return Err(meta.not_followed(head, body, reason));
                }
            }
        }
    }

    async fn stream(
        &self,
        meta: &OperationMeta,
        head: &Parts,
        body: T::Body,
    ) -> Result<Body, Error> {
        let limit = self.settings.body_limit;
        let chunks = T::stream(body, limit).await;
        let chunks = chunks.map_err(|source| meta.not_read(head, source))?;
        let origin = BodyOrigin {
            call: meta.call.clone(),
            head: head.clone(),
            limit,
        };
        Ok(Body::new(chunks, origin))
    }

    async fn collect(
        &self,
        meta: &OperationMeta,
        head: &Parts,
        body: T::Body,
    ) -> Result<Bytes, Error> {
        let collected = T::collect(body, self.settings.body_limit).await;
        collected.map_err(|source| meta.not_read(head, source))
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

impl<T: Transport> BuildClient for Client<T> {
    type Transport = T;

    fn build_client(
        settings: Settings,
        connect_timeout: Option<Duration>,
        transport: T,
    ) -> Result<Self, BuildError> {
        let transport = transport.configure(connect_timeout)?;
        Ok(Self {
            shared: Arc::new(Shared {
                transport,
                settings,
            }),
        })
    }
}

impl<T> Clone for Client<T> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}

impl<T> fmt::Debug for Client<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("Client")
            .field(&self.shared.settings)
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
            .shared
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
