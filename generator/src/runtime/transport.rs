//! Asynchronous transports.

use std::{
    future::{Future, ready},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};

use super::{BodyChunks, BoxError, BuildError, RequestBody, TransportError, body::one_chunk};

/// An asynchronous transport: sends requests to a server and returns responses.
///
/// A transport doesn't follow redirects, and returns a response whatever its status code:
/// [`Client`] follows redirects, and the operation decodes error responses.
///
/// [`Client`]: super::Client
pub trait Transport: Send + Sync {
    /// The body of a response, not read yet.
    type Body: Send;

    /// Sends a request and returns the response when its head arrives.
    ///
    /// The time limits are in the extensions of the request: see [`Timeout`](super::Timeout) and
    /// [`BodyIdleTimeout`](super::BodyIdleTimeout).
    fn send(
        &self,
        request: Request<RequestBody>,
    ) -> impl Future<Output = Result<Response<Self::Body>, TransportError>> + Send;

    /// Reads a body to its end and decompresses it. Fails with [`TransportError::too_large`] as
    /// soon as the decompressed body is larger than `limit` bytes.
    fn collect(
        body: Self::Body,
        limit: usize,
    ) -> impl Future<Output = Result<Bytes, TransportError>> + Send;

    /// Returns the decompressed chunks of a body as they arrive. The default implementation reads
    /// the whole body and returns one chunk.
    fn stream(
        body: Self::Body,
        limit: usize,
    ) -> impl Future<Output = Result<BodyChunks, TransportError>> + Send {
        async move { Ok(one_chunk(Self::collect(body, limit).await?)) }
    }

    /// Waits before a retry. Returns `false` if the transport can't wait; the call then ends with the
    /// response or the error of its last attempt.
    ///
    /// A transport without an implementation has no timer, and can't wait: it repeats only requests
    /// without a delay.
    fn sleep(&self, delay: Duration) -> impl Future<Output = bool> + Send {
        ready(delay.is_zero())
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

/// A transport made of a closure, for [`Client::with_transport`] and
/// [`blocking::Client::with_transport`].
///
/// The closure takes a request and returns a response with its whole body: as a future for an
/// asynchronous client, directly for a blocking client.
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
        check_size(body, limit)
    }

    async fn stream(body: Bytes, _: usize) -> Result<BodyChunks, TransportError> {
        Ok(one_chunk(body))
    }
}

/// Returns the body, or an error if it is larger than the limit.
pub(crate) fn check_size(body: Bytes, limit: usize) -> Result<Bytes, TransportError> {
    if body.len() > limit {
        Err(TransportError::too_large(limit))
    } else {
        Ok(body)
    }
}
