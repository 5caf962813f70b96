//! The blocking client, and what carries its requests.

mod body;

use std::{fmt, future::ready, iter::once, marker::PhantomData, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, response::Parts};

use super::{
    BaseUrl, BodyMode, BoxError, BuildClient, BuildError, CallResult, ClientBuilder, Credential,
    Error, FnTransport, Operation, PageResult, Paginated, RequestBody, RequestError, Response,
    ResponseBody, SecurityScheme, Settings, TransportError,
    body::BodyOrigin,
    credentials::Source,
    exchange::{OperationMeta, Origin, Paging, RawExchange, read, succeed, undecoded},
    redirect::{RedirectAction, SavedRequest},
    request_body::block_on,
    secret::hide_secrets,
    transport::within,
};

pub use body::{Body, BodyChunks};

/// Carries requests to a server and brings responses back, blocking the thread.
///
/// A transport never follows a redirect and never takes a status for an error: [`Client`] does
/// the one and the operation the other.
pub trait Transport {
    /// The body of a response as it arrives.
    type Body;

    /// Sends a request and waits for the head of its response.
    ///
    /// # Errors
    ///
    /// When no head arrives.
    fn send(
        &self,
        request: Request<RequestBody>,
    ) -> Result<http::Response<Self::Body>, TransportError>;

    /// Reads a body to its end, decompressed.
    ///
    /// # Errors
    ///
    /// When it breaks off, and as soon as it is over `limit` bytes, with
    /// [`TransportError::too_large`].
    fn collect(body: Self::Body, limit: usize) -> Result<Bytes, TransportError>;

    /// Hands a body over as it arrives, decompressed. Unless a transport has its own, the body is read to
    /// its end first.
    ///
    /// # Errors
    ///
    /// When there is no body.
    fn stream(body: Self::Body, limit: usize) -> Result<BodyChunks, TransportError> {
        Ok(Box::new(once(Ok(Self::collect(body, limit)?))))
    }

    /// Takes how long a connection may take to be made, when a client is built. How long a request
    /// may take comes with it: see [`Timeout`](super::Timeout).
    ///
    /// # Errors
    ///
    /// When the transport can't be set up.
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
        within(body, limit)
    }

    fn stream(body: Bytes, _: usize) -> Result<BodyChunks, TransportError> {
        Ok(Box::new(once(Ok(body))))
    }
}

/// Sends operations over a [`Transport`]. Cheap to clone; clones share the transport.
pub struct Client<T> {
    shared: Arc<Shared<T>>,
}

struct Shared<T> {
    transport: T,
    settings: Settings,
}

impl<T: Transport> Client<T> {
    /// Builds a client on a transport of your own; a closure makes one with [`FnTransport`].
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
    pub fn send<O: Operation>(&self, operation: O) -> Result<Response<O::Response<Body>>, Error> {
        let request = operation.request(&self.shared.settings.base);
        read::<O, _>(self.shared.exchange(OperationMeta::of::<O>(), request))
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
    pub fn call<O: Operation>(&self, operation: O) -> CallResult<O, Body> {
        let request = operation.request(&self.shared.settings.base);
        succeed::<O, _>(self.shared.exchange(OperationMeta::of::<O>(), request))
    }

    /// Sends an operation and gives the response as it arrives, whatever its status and content are: for
    /// what is documented otherwise than it is. Credentials, redirects and limits are those of
    /// [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// When no response arrives: see [`Error`].
    pub fn raw<O: Operation>(&self, operation: O) -> Result<http::Response<Body>, Error> {
        let request = operation.request(&self.shared.settings.base);
        undecoded(
            self.shared
                .exchange(OperationMeta::of::<O>().streamed(), request),
        )
    }

    /// Calls an operation page by page. Follows `Link: <…>; rel="next"` on the origin of the base
    /// URL. After an error there are no more pages.
    pub fn pages<O: Paginated>(&self, operation: O) -> Pages<T, O> {
        Pages {
            client: self.clone(),
            paging: Paging::new(operation.request(&self.shared.settings.base)),
            operation: PhantomData,
        }
    }
}

impl<T: Transport> Shared<T> {
    fn exchange(
        &self,
        meta: OperationMeta,
        request: Result<Request<RequestBody>, RequestError>,
    ) -> Result<RawExchange<Body>, Error> {
        let mut request = request.map_err(|source| meta.not_written(source))?;
        let deadline = self.settings.deadline();
        let mut credentials = self.settings.credentials(meta.security, &request);
        block_on(credentials.ask()).map_err(|reason| meta.no_credential(reason))?;
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
            let sending = self.transport.send(request);
            let (mut head, body) = sending
                .map_err(|source| meta.not_sent(source))?
                .into_parts();
            hide_secrets(&mut head.headers);
            if sent.is_replayable()
                && credentials.should_refresh(head.status)
                && block_on(credentials.ask()).map_err(|reason| meta.no_credential(reason))?
            {
                request = sent.again();
                continue;
            }
            let documented = meta.documents(head.status);
            match sent.redirect_action(&head, documented, followed, self.settings.redirect_limit) {
                RedirectAction::Deliver => {
                    let body = match (meta.body_mode)(&head) {
                        BodyMode::Stream => ResponseBody::Stream(self.stream(meta, &head, body)?),
                        BodyMode::Buffer => ResponseBody::Bytes(self.collect(meta, &head, body)?),
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
                    let body = self.collect(meta, &head, body)?;
                    return Err(meta.not_followed(head, body, reason));
                }
            }
        }
    }

    fn stream(&self, meta: OperationMeta, head: &Parts, body: T::Body) -> Result<Body, Error> {
        let limit = self.settings.body_limit;
        let chunks = T::stream(body, limit).map_err(|source| meta.not_read(head, source))?;
        let operation = meta.operation;
        let head = head.clone();
        let origin = BodyOrigin {
            operation,
            head,
            limit,
        };
        Ok(Body::new(chunks, origin))
    }

    fn collect(&self, meta: OperationMeta, head: &Parts, body: T::Body) -> Result<Bytes, Error> {
        let collected = T::collect(body, self.settings.body_limit);
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
    pub fn credential_from<C, F, V, E>(self, scheme: SecurityScheme<C>, function: F) -> Self
    where
        C: Into<Credential> + TryFrom<Credential>,
        F: Fn(Option<C>) -> Result<V, E> + Send + Sync + 'static,
        V: Into<C> + Send + 'static,
        E: Into<BoxError> + Send + 'static,
    {
        let function = move |rejected| ready(function(rejected));
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

impl<T: Transport, O: Paginated> Iterator for Pages<T, O> {
    type Item = PageResult<O, Body>;

    fn next(&mut self) -> Option<Self::Item> {
        let request = self.paging.request()?;
        let arrived = self
            .client
            .shared
            .exchange(OperationMeta::of::<O>(), request);
        Some(self.paging.page::<O, _>(arrived))
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
