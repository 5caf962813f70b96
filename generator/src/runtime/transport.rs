//! What carries a request to a server, asynchronously.

use std::{future::Future, time::Duration};

use bytes::Bytes;
use http::{Request, Response};

use super::{BodyChunks, BoxError, BuildError, RequestBody, TransportError, body::one_chunk};

/// Carries requests to a server and brings responses back, asynchronously.
///
/// A transport never follows a redirect and never takes a status for an error: [`Client`] does
/// the one and the operation the other.
///
/// [`Client`]: super::Client
pub trait Transport: Send + Sync {
    /// The body of a response as it arrives.
    type Body: Send;

    /// Sends a request and waits for the head of its response.
    fn send(
        &self,
        request: Request<RequestBody>,
    ) -> impl Future<Output = Result<Response<Self::Body>, TransportError>> + Send;

    /// Reads a body to its end, decompressed, and gives up as soon as it is over `limit` bytes
    /// with [`TransportError::too_large`].
    fn collect(
        body: Self::Body,
        limit: usize,
    ) -> impl Future<Output = Result<Bytes, TransportError>> + Send;

    /// Hands a body over as it arrives, decompressed. Unless a transport has its own, the body is read to
    /// its end first.
    fn stream(
        body: Self::Body,
        limit: usize,
    ) -> impl Future<Output = Result<BodyChunks, TransportError>> + Send {
        async move { Ok(one_chunk(Self::collect(body, limit).await?)) }
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

/// A transport made of a closure, for [`Client::with_transport`] and
/// [`blocking::Client::with_transport`].
///
/// The closure is given the request and returns the response with its whole body: a future of it for
/// an asynchronous client, the response itself for a blocking one.
///
/// [`Client::with_transport`]: super::Client::with_transport
/// [`blocking::Client::with_transport`]: super::blocking::Client::with_transport
#[derive(Debug, Clone)]
pub struct FnTransport<F>(pub F);

impl<F, R, E> Transport for FnTransport<F>
where
    F: Fn(Request<RequestBody>) -> R + Send + Sync,
    R: Future<Output = Result<Response<Bytes>, E>> + Send,
    E: Into<BoxError>,
{
    type Body = Bytes;

    async fn send(&self, request: Request<RequestBody>) -> Result<Response<Bytes>, TransportError> {
        (self.0)(request).await.map_err(TransportError::other)
    }

    async fn collect(body: Bytes, limit: usize) -> Result<Bytes, TransportError> {
        within(body, limit)
    }

    async fn stream(body: Bytes, _: usize) -> Result<BodyChunks, TransportError> {
        Ok(one_chunk(body))
    }
}

/// Checks a body that came whole.
pub(crate) fn within(body: Bytes, limit: usize) -> Result<Bytes, TransportError> {
    if body.len() > limit {
        Err(TransportError::too_large(limit))
    } else {
        Ok(body)
    }
}
