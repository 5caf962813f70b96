//! The body of a streamed response.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::response::Parts;
use serde::de::DeserializeOwned;

use super::{
    BodyError, CallInfo, DecodeError, Error, InvalidResponse, RawResponse, ResponseBody,
    TransportError, decode, exclusive::Exclusive,
};

/// The chunks of a response body that an asynchronous transport reads.
pub type BodyChunks = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// The body of a response: a `Stream` of chunks, read as they arrive.
///
/// `Debug` shows nothing of the response.
pub struct Body {
    chunks: Exclusive<BodyChunks>,
    origin: Box<BodyOrigin>,
}

impl Body {
    pub(crate) fn new(chunks: BodyChunks, origin: BodyOrigin) -> Self {
        Self {
            chunks: Exclusive::new(chunks),
            origin: Box::new(origin),
        }
    }

    /// Reads the next chunk. Returns `None` at the end.
    ///
    /// # Errors
    ///
    /// [`Error::Body`] if the body is incomplete.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let next = poll_fn(|context| self.chunks.get_mut().as_mut().poll_next(context)).await;
        next.transpose()
            .map_err(|source| self.origin.broken(source))
    }

    /// Reads the body to its end.
    ///
    /// # Errors
    ///
    /// [`Error::Body`] if the body is incomplete or larger than the limit of the client.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut collected = Collected::default();
        while let Some(chunk) = self.chunk().await? {
            collected.add(chunk, &self.origin)?;
        }
        Ok(collected.bytes())
    }

    /// Reads the body to its end as text.
    ///
    /// # Errors
    ///
    /// The errors of [`bytes`](Self::bytes), and [`Error::Decode`] if the charset is unsupported.
    pub async fn text(self) -> Result<String, Error> {
        let origin = self.origin.clone();
        let bytes = self.bytes().await?;
        origin.text(bytes)
    }

    /// Reads the body to its end as JSON, whatever its media type.
    ///
    /// # Errors
    ///
    /// The errors of [`bytes`](Self::bytes), and [`Error::Decode`] if the JSON isn't a `T`.
    pub async fn json<T: DeserializeOwned>(self) -> Result<T, Error> {
        let origin = self.origin.clone();
        let bytes = self.bytes().await?;
        origin.json(bytes)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Body")
    }
}

impl Stream for Body {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.chunks.get_mut().as_mut().poll_next(context);
        polled.map(|chunk| chunk.map(|chunk| chunk.map_err(|source| self.origin.broken(source))))
    }
}

/// Returns a whole body as a stream of one chunk.
pub(crate) fn one_chunk(body: Bytes) -> BodyChunks {
    Box::pin(OneChunk(Some(body)))
}

struct OneChunk(Option<Bytes>);

impl Stream for OneChunk {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

/// The call, response head and size limit of a body.
#[derive(Clone)]
pub(crate) struct BodyOrigin {
    pub(crate) call: CallInfo,
    pub(crate) head: Parts,
    pub(crate) limit: usize,
}

impl BodyOrigin {
    pub(crate) fn broken(&self, source: TransportError) -> Error {
        let headers = self.head.headers.clone();
        let error = BodyError::new(self.call.clone(), self.head.status, headers, source);
        Error::Body(Box::new(error))
    }

    pub(crate) fn text(self, bytes: Bytes) -> Result<String, Error> {
        let text = decode::any_text(&self.head, bytes.clone());
        text.map_err(|source| self.not_decoded(bytes, source))
    }

    pub(crate) fn json<T: DeserializeOwned>(self, bytes: Bytes) -> Result<T, Error> {
        let value = decode::json_unchecked(ResponseBody::<()>::Bytes(bytes.clone()));
        value.map_err(|source| self.not_decoded(bytes, source))
    }

    fn not_decoded(self, bytes: Bytes, source: DecodeError) -> Error {
        let Parts {
            status, headers, ..
        } = self.head;
        let response = RawResponse::new(self.call, status, headers, bytes);
        Error::Decode(Box::new(InvalidResponse::new(response, source)))
    }
}

/// The chunks of a body, concatenated. A single chunk isn't copied.
#[derive(Default)]
pub(crate) struct Collected {
    first: Bytes,
    rest: BytesMut,
}

impl Collected {
    pub(crate) fn add(&mut self, chunk: Bytes, origin: &BodyOrigin) -> Result<(), Error> {
        let size = self.first.len() + self.rest.len() + chunk.len();
        if size > origin.limit {
            return Err(origin.broken(TransportError::too_large(origin.limit)));
        }
        if self.first.is_empty() {
            self.first = chunk;
        } else {
            self.rest.extend_from_slice(&chunk);
        }
        Ok(())
    }

    pub(crate) fn bytes(self) -> Bytes {
        if self.rest.is_empty() {
            return self.first;
        }
        let mut whole = BytesMut::from(self.first);
        whole.unsplit(self.rest);
        whole.freeze()
    }
}
