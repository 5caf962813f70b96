//! The body of a streamed response, for the blocking client.

use std::{
    fmt,
    io::{self, Read},
};

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::super::{
    Error, TransportError,
    body::{BodyOrigin, Collected},
    exclusive::Exclusive,
};

/// The chunks of a response body that a blocking transport reads.
pub type BodyChunks = Box<dyn Iterator<Item = Result<Bytes, TransportError>> + Send>;

/// The body of a response, read as it arrives: by chunks or as a [`Read`]er.
///
/// `Debug` shows nothing of the response.
pub struct Body {
    chunks: Exclusive<BodyChunks>,
    /// The rest of the chunk that [`Read`] returned a part of.
    rest: Bytes,
    origin: Box<BodyOrigin>,
}

impl Body {
    pub(crate) fn new(chunks: BodyChunks, origin: BodyOrigin) -> Self {
        Self {
            chunks: Exclusive::new(chunks),
            rest: Bytes::new(),
            origin: Box::new(origin),
        }
    }

    /// Reads the next chunk. Returns `None` at the end.
    ///
    /// # Errors
    ///
    /// [`Error::Body`] if the body is incomplete.
    pub fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        if !self.rest.is_empty() {
            return Ok(Some(std::mem::take(&mut self.rest)));
        }
        let next = self.chunks.get_mut().next().transpose();
        next.map_err(|source| self.origin.broken(source))
    }

    /// Reads the body to its end.
    ///
    /// # Errors
    ///
    /// [`Error::Body`] if the body is incomplete or larger than the limit of the client.
    pub fn bytes(mut self) -> Result<Bytes, Error> {
        let mut collected = Collected::default();
        while let Some(chunk) = self.chunk()? {
            collected.add(chunk, &self.origin)?;
        }
        Ok(collected.bytes())
    }

    /// Reads the body to its end as text.
    ///
    /// # Errors
    ///
    /// The errors of [`bytes`](Self::bytes), and [`Error::Decode`] if the charset is unsupported.
    pub fn text(self) -> Result<String, Error> {
        let origin = self.origin.clone();
        origin.text(self.bytes()?)
    }

    /// Reads the body to its end as JSON, whatever its media type.
    ///
    /// # Errors
    ///
    /// The errors of [`bytes`](Self::bytes), and [`Error::Decode`] if the JSON isn't a `T`.
    pub fn json<T: DeserializeOwned>(self) -> Result<T, Error> {
        let origin = self.origin.clone();
        origin.json(self.bytes()?)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Body")
    }
}

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.chunk().map_err(io::Error::other)? {
                Some(chunk) => self.rest = chunk,
                None => return Ok(0),
            }
        }
        let size = self.rest.len().min(buffer.len());
        let mut chunk: &[u8] = &self.rest.split_to(size);
        chunk.read(buffer)
    }
}
