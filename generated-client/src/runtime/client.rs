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

/// Sends operations over a [`Transport`]. Cheap to clone; clones share the transport.
pub struct Client<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    transport: T,
    settings: Settings,
}

impl<T: Transport> Client<T> {
    /// Builds a client on a transport of your own; a closure makes one with
    /// [`FnTransport`](super::FnTransport).
    pub fn with_transport<U>(transport: T, base: U) -> ClientBuilder<Self>
    where
        U: TryInto<BaseUrl>,
        U::Error: Into<BuildError>,
    {
        ClientBuilder::new(transport, base)
    }

    /// Sends an operation. Every documented response is a value, whatever its status.
    ///
    /// # Errors
    ///
    /// When no documented response arrives: see [`Error`].
    pub fn send<O: Operation>(
        &self,
        operation: O,
    ) -> impl Future<Output = Result<Response<O::Response<Body>>, Error>> + Send + use<'_, O, T>
    {
        // Written at once, so that the future doesn't hold the operation.
        let request = operation.request(&self.shared.settings.base);
        DecodeFuture {
            exchange: self
                .shared
                .boxed_exchange(OperationMeta::of::<O>(), request),
            read: read::<O, Body>,
        }
    }

    /// Sends an operation and gives the body of its success: `()` where none is documented, and
    /// [`send`](Self::send) has the bytes.
    ///
    /// # Errors
    ///
    /// [`CallError::Rejected`] with the typed response when it isn't a success, and
    /// [`CallError::Failed`] when no documented response arrives.
    ///
    /// [`CallError::Rejected`]: super::CallError::Rejected
    /// [`CallError::Failed`]: super::CallError::Failed
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

    /// Sends an operation and gives the response as it arrives, whatever its status and content are: for
    /// what is documented otherwise than it is. Credentials, redirects and limits are those of
    /// [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// When no response arrives: see [`Error`].
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

    /// Calls an operation page by page: see [`Pages::next`].
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

/// A response on its way, which knows no operation, and what reads it, which does: of waiting, this `poll`
/// is all that is compiled for each operation.
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
    /// An exchange in a box, of one type for all operations. Nothing happens before it is polled.
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
            .ask()
            .await
            .map_err(|reason| meta.no_credential(reason))?;
        self.settings.prepare(&mut request);
        let mut followed = 0;
        loop {
            deadline
                .limit(&mut request)
                .map_err(|source| meta.not_sent(source))?;
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
                    .ask()
                    .await
                    .map_err(|reason| meta.no_credential(reason))?
            {
                request = sent.again();
                continue;
            }
            let documented = meta.documents(head.status);
            match sent.redirect_action(&head, documented, followed, self.settings.redirect_limit) {
                RedirectAction::Deliver => {
                    let body = match (meta.body_mode)(&head) {
                        BodyMode::Stream => {
                            ResponseBody::Stream(self.stream(meta, &head, body).await?)
                        }
                        BodyMode::Buffer => {
                            ResponseBody::Bytes(self.collect(meta, &head, body).await?)
                        }
                    };
                    let origin = Origin { uri, credentials };
                    return Ok(RawExchange { head, body, origin });
                }
                RedirectAction::Follow(next) => {
                    request = *next;
                    credentials.follow(&uri, &mut request);
                    followed += 1;
                }
                RedirectAction::Refuse(reason) => {
                    let body = self.collect(meta, &head, body).await?;
                    return Err(meta.not_followed(head, body, reason));
                }
            }
        }
    }

    async fn stream(
        &self,
        meta: OperationMeta,
        head: &Parts,
        body: T::Body,
    ) -> Result<Body, Error> {
        let limit = self.settings.body_limit;
        let chunks = T::stream(body, limit).await;
        let chunks = chunks.map_err(|source| meta.not_read(head, source))?;
        let operation = meta.operation;
        let head = head.clone();
        let origin = BodyOrigin {
            operation,
            head,
            limit,
        };
        Ok(Body::new(chunks, origin))
    }

    async fn collect(
        &self,
        meta: OperationMeta,
        head: &Parts,
        body: T::Body,
    ) -> Result<Bytes, Error> {
        let collected = T::collect(body, self.settings.body_limit).await;
        collected.map_err(|source| meta.not_read(head, source))
    }
}

impl<T: Transport> ClientBuilder<Client<T>> {
    /// As [`credential`](Self::credential), with a function that is asked for it by each call and
    /// each page that takes it, with `None`. Where the server says 401 it is asked once more, with
    /// the credential that was rejected, so that it can get a fresh one; if it gives another and the
    /// body can be sent again, so is the call. What is to be kept between calls, the function keeps.
    ///
    /// A call that the function makes with a client that has it would ask it again.
    pub fn credential_from<C, F, A, V, E>(self, scheme: SecurityScheme<C>, function: F) -> Self
    where
        C: Into<Credential> + TryFrom<Credential>,
        F: Fn(Option<C>) -> A + Send + Sync + 'static,
        A: Future<Output = Result<V, E>> + Send + 'static,
        V: Into<C>,
        E: Into<BoxError>,
    {
        self.source(scheme.any(), Source::function(function))
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

/// The pages of an operation, made by [`Client::pages`].
#[must_use]
pub struct Pages<T, O> {
    client: Client<T>,
    paging: Paging,
    operation: PhantomData<fn() -> O>,
}

impl<T: Transport, O: Paginated> Pages<T, O> {
    /// The next page, or `None` after the last. Follows `Link: <…>; rel="next"` on the origin of
    /// the base URL. After an error there are no more pages. A page
    /// that is given up before it arrives is asked for again.
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
