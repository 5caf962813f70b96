//! Request bodies: empty, bytes or a stream.

use std::{
    fmt,
    future::{Future, poll_fn},
    io::{self, Read},
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use bytes::Bytes;
use futures_core::Stream;
use http::Method;

use super::{BoxError, TransportError, exclusive::Exclusive};

/// The body of a request.
#[derive(Clone, Default)]
pub enum RequestBody {
    /// No body.
    #[default]
    Empty,
    /// Bytes. They can be sent several times.
    Bytes(Bytes),
    /// A stream. It can be sent only once, unless it is [repeatable](BodyStream::repeatable).
    Stream(BodyStream),
}

impl RequestBody {
    /// Returns the size in bytes, if it is known.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        match self {
            Self::Empty => Some(0),
            Self::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Self::Stream(stream) => stream.size,
        }
    }
}

impl RequestBody {
    /// Returns the `Content-Length` of a request with this body.
    ///
    /// An empty body has a length of 0 if `method` usually has a body, such as POST or QUERY, and
    /// no length otherwise (RFC 9110, section 8.6).
    #[must_use]
    pub fn content_length(&self, method: &Method) -> Option<u64> {
        let anticipated = ["POST", "PUT", "PATCH", "QUERY"].contains(&method.as_str());
        let is_sent = anticipated || !matches!(self, Self::Empty);
        self.size().filter(|_| is_sent)
    }
}

/// Bytes are equal by value, streams only if they are clones of the same stream.
impl PartialEq for RequestBody {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Empty, Self::Empty) => true,
            (Self::Bytes(left), Self::Bytes(right)) => left == right,
            (Self::Stream(left), Self::Stream(right)) => left.source.is_same(&right.source),
            _ => false,
        }
    }
}

impl fmt::Debug for RequestBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("Empty"),
            Self::Bytes(bytes) => write!(formatter, "Bytes({} bytes)", bytes.len()),
            Self::Stream(stream) => stream.fmt(formatter),
        }
    }
}

impl From<Bytes> for RequestBody {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<Vec<u8>> for RequestBody {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<String> for RequestBody {
    fn from(string: String) -> Self {
        Self::Bytes(string.into())
    }
}

impl From<&'static str> for RequestBody {
    fn from(string: &'static str) -> Self {
        Self::Bytes(Bytes::from_static(string.as_bytes()))
    }
}

impl From<BodyStream> for RequestBody {
    fn from(stream: BodyStream) -> Self {
        Self::Stream(stream)
    }
}

/// The chunks of a streamed body.
pub type BodySource = Pin<Box<dyn Stream<Item = Result<Bytes, BoxError>> + Send>>;

/// A body that is read while it is sent. Clones share the stream: only one of them can be
/// sent, unless the stream is [repeatable](Self::repeatable).
#[derive(Clone)]
pub struct BodyStream {
    size: Option<u64>,
    source: SharedSource,
}

/// The source of the chunks of all clones of a body.
#[derive(Clone)]
enum SharedSource {
    Once(Arc<Mutex<Option<BodySource>>>),
    Repeatable(Arc<dyn Fn() -> BodySource + Send + Sync>),
}

impl SharedSource {
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Once(source), Self::Once(other)) => Arc::ptr_eq(source, other),
            (Self::Repeatable(source), Self::Repeatable(other)) => Arc::ptr_eq(source, other),
            (Self::Once(_) | Self::Repeatable(_), _) => false,
        }
    }

    fn take(&self) -> Option<BodySource> {
        match self {
            Self::Once(source) => {
                let mut source = source.lock().unwrap_or_else(PoisonError::into_inner);
                source.take()
            }
            Self::Repeatable(source) => Some(source()),
        }
    }
}

impl BodyStream {
    /// Creates a body from a stream of chunks. A blocking client polls the stream on the thread of
    /// the call.
    pub fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::from_source(Box::pin(Chunks {
            stream: Box::pin(stream),
        }))
    }

    /// Creates a body from a reader. An asynchronous client calls `read` within a task, where a
    /// reader must not block: use [`new`](Self::new) instead.
    pub fn from_reader(reader: impl Read + Send + 'static) -> Self {
        Self::from_source(Box::pin(ReaderChunks {
            reader: Box::new(reader),
        }))
    }

    /// Creates a body from a function that returns the stream from its beginning. The body can be
    /// sent again, after a redirect and for a retry.
    pub fn repeatable<F, S, E>(function: F) -> Self
    where
        F: Fn() -> S + Send + Sync + 'static,
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let source = move || -> BodySource {
            Box::pin(Chunks {
                stream: Box::pin(function()),
            })
        };
        Self {
            size: None,
            source: SharedSource::Repeatable(Arc::new(source)),
        }
    }

    /// Returns `true` if the body can be sent again.
    pub(crate) fn is_repeatable(&self) -> bool {
        matches!(self.source, SharedSource::Repeatable(_))
    }

    fn from_source(source: BodySource) -> Self {
        Self {
            size: None,
            source: SharedSource::Once(Arc::new(Mutex::new(Some(source)))),
        }
    }

    /// Sets the size in bytes, which is sent as `Content-Length`.
    #[must_use]
    pub fn with_size(mut self, size: u64) -> Self {
        self.size = Some(size);
        self
    }

    /// Returns the size in bytes, if it is known.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.size
    }

    /// Takes the stream, in order to send it.
    ///
    /// # Errors
    ///
    /// If the stream was taken before.
    pub fn take(&self) -> Result<BodySource, TransportError> {
        let source = self
            .source
            .take()
            .ok_or_else(|| TransportError::other("a streamed body can be sent only once"))?;
        Ok(match self.size {
            Some(left) => Box::pin(Counted {
                source,
                left,
                last: None,
            }),
            None => source,
        })
    }

    /// Takes the stream as a reader, for a blocking transport.
    ///
    /// # Errors
    ///
    /// If the stream was taken before.
    pub fn reader(&self) -> Result<BodyReader, TransportError> {
        Ok(BodyReader {
            source: Exclusive::new(self.take()?),
            chunk: Bytes::new(),
        })
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.size {
            Some(size) => write!(formatter, "Stream({size} bytes)"),
            None => formatter.write_str("Stream"),
        }
    }
}

/// A stream whose errors are boxed.
struct Chunks<S> {
    stream: Pin<Box<S>>,
}

impl<S, E> Stream for Chunks<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.stream.as_mut().poll_next(context);
        polled.map(|chunk| chunk.map(|chunk| chunk.map_err(Into::into)))
    }
}

/// A stream that fails if its size differs from the declared size. The excess would be cut off, or
/// read as the next request.
struct Counted {
    source: BodySource,
    left: u64,
    /// The chunk that reaches the declared size, held back until the source ends.
    last: Option<Bytes>,
}

impl Stream for Counted {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Poll::Ready(polled) = self.source.as_mut().poll_next(context) else {
                return Poll::Pending;
            };
            let chunk = match polled {
                Some(Ok(chunk)) if chunk.is_empty() => continue,
                Some(Ok(chunk)) => chunk,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None if self.left == 0 => return Poll::Ready(self.last.take().map(Ok)),
                None => {
                    return Poll::Ready(Some(Err(
                        "the body is shorter than its declared size".into()
                    )));
                }
            };
            let size = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            match self.left.checked_sub(size) {
                Some(0) => {
                    self.left = 0;
                    self.last = Some(chunk);
                }
                Some(left) => {
                    self.left = left;
                    return Poll::Ready(Some(Ok(chunk)));
                }
                None => {
                    return Poll::Ready(Some(Err(
                        "the body is longer than its declared size".into()
                    )));
                }
            }
        }
    }
}

/// The largest chunk that is read from a reader, in bytes.
const CHUNK: u64 = 64 * 1024;

struct ReaderChunks {
    reader: Box<dyn Read + Send>,
}

impl Stream for ReaderChunks {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut chunk = Vec::new();
        Poll::Ready(
            match self.reader.as_mut().take(CHUNK).read_to_end(&mut chunk) {
                Ok(0) => None,
                Ok(_) => Some(Ok(chunk.into())),
                Err(error) => Some(Err(error.into())),
            },
        )
    }
}

/// A reader of a streamed body, created by [`BodyStream::reader`].
pub struct BodyReader {
    source: Exclusive<BodySource>,
    chunk: Bytes,
}

impl fmt::Debug for BodyReader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("BodyReader")
    }
}

impl Read for BodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            let source = self.source.get_mut();
            match block_on(poll_fn(|context| source.as_mut().poll_next(context))) {
                Some(chunk) => self.chunk = chunk.map_err(io::Error::other)?,
                None => return Ok(0),
            }
        }
        let size = self.chunk.len().min(buffer.len());
        let mut chunk: &[u8] = &self.chunk.split_to(size);
        chunk.read(buffer)
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Polls a future on this thread until it completes.
pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}
