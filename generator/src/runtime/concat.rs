//! Request bodies made of bytes and streams.

use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;

use super::{BodySource, BodyStream, BoxError, RequestBody};

/// A segment of a body.
pub(crate) enum Segment {
    /// Bytes.
    Bytes(Bytes),
    /// A stream, which must not contain the boundary.
    Stream(BodyStream),
}

impl Segment {
    fn size(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Self::Stream(stream) => stream.size(),
        }
    }
}

/// Concatenates segments. The body is bytes, unless a segment is a stream.
pub(crate) fn concat(segments: Vec<Segment>, boundary: Bytes) -> RequestBody {
    let mut all = Vec::new();
    for segment in &segments {
        let Segment::Bytes(bytes) = segment else {
            return streamed(segments, boundary);
        };
        all.extend_from_slice(bytes);
    }
    RequestBody::from(all)
}

fn streamed(segments: Vec<Segment>, boundary: Bytes) -> RequestBody {
    let sizes: Option<Vec<u64>> = segments.iter().map(Segment::size).collect();
    let stream = BodyStream::new(Concat {
        segments: segments.into(),
        source: None,
        boundary,
        end: Vec::new(),
    });
    RequestBody::Stream(match sizes {
        Some(sizes) => stream.with_size(sizes.into_iter().sum()),
        None => stream,
    })
}

/// The chunks of all segments in order. A stream is taken when the segments before it have ended.
struct Concat {
    segments: VecDeque<Segment>,
    source: Option<BodySource>,
    boundary: Bytes,
    /// The last bytes of the current stream, which may be the start of a boundary.
    end: Vec<u8>,
}

impl Concat {
    /// Returns `true` if the boundary ends in this chunk of the current stream.
    fn has_boundary(&mut self, chunk: &Bytes) -> bool {
        let overlap = self.boundary.len().saturating_sub(1);
        let start = chunk.get(..overlap.min(chunk.len())).unwrap_or_default();
        self.end.extend_from_slice(start);
        let found = contains(&self.end, &self.boundary) || contains(chunk, &self.boundary);
        match chunk.len().checked_sub(overlap) {
            Some(before) => {
                self.end.clear();
                let end = chunk.get(before..).unwrap_or_default();
                self.end.extend_from_slice(end);
            }
            None => {
                let before = self.end.len().saturating_sub(overlap);
                self.end.drain(..before);
            }
        }
        found
    }
}

impl Stream for Concat {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(source) = &mut self.source {
                match source.as_mut().poll_next(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Some(Ok(chunk))) if self.has_boundary(&chunk) => {
                        let error = "a part contains the multipart boundary";
                        return Poll::Ready(Some(Err(error.into())));
                    }
                    Poll::Ready(Some(chunk)) => return Poll::Ready(Some(chunk)),
                    Poll::Ready(None) => {
                        self.source = None;
                        self.end.clear();
                    }
                }
            }
            match self.segments.pop_front() {
                Some(Segment::Bytes(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                Some(Segment::Stream(stream)) => match stream.take() {
                    Ok(source) => self.source = Some(source),
                    Err(error) => return Poll::Ready(Some(Err(error.into()))),
                },
                None => return Poll::Ready(None),
            }
        }
    }
}

/// Returns `true` if `bytes` contain `boundary`.
pub(crate) fn contains(bytes: &[u8], boundary: &[u8]) -> bool {
    let first = boundary.first().copied().unwrap_or_default();
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        rest = rest.get(at..).unwrap_or_default();
        if rest.starts_with(boundary) {
            return true;
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    false
}
