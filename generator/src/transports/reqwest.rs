//! The asynchronous transport over [`reqwest`].

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Mutex,
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};
use reqwest::redirect::Policy;
use tokio::time::{Instant, Sleep, sleep, timeout_at};

use super::super::runtime::{
    BaseUrl, BodyChunks, BodyIdleTimeout, BodySource, BoxError, BuildError, Client, ClientBuilder,
    RequestBody, Timeout, Transport, TransportError, TransportErrorKind,
};

/// A transport that sends requests with a [`reqwest::Client`].
///
/// Timeouts depend on the timers of the Tokio runtime. If a server floods a connection with interim
/// (1xx) responses, hyper reads up to 128 buffers of 408 KiB before it yields. A timeout can be
/// late by that time: about 0.1 s in an optimized build, and many seconds in an unoptimized build.
#[derive(Clone, Default)]
pub struct Reqwest {
    client: Option<reqwest::Client>,
}

impl fmt::Debug for Reqwest {
    /// Omits the client, which may have headers and proxies with secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Reqwest")
    }
}

/// The message for a client that follows redirects.
const FOLLOWED: &str =
    "the reqwest client followed a redirect; build it with `redirect(Policy::none())`";

impl Client<Reqwest> {
    /// Creates a builder of a client for the API at `base`.
    pub fn builder<U>(base: U) -> ClientBuilder<Self>
    where
        U: TryInto<BaseUrl>,
        U::Error: Into<BuildError>,
    {
        Self::with_transport(Reqwest::default(), base)
    }
}

/// Creates a transport from a custom client. Several API clients can share the proxies, root
/// certificates and connection pool of the custom client.
///
/// Build the client with `redirect(reqwest::redirect::Policy::none())`. Otherwise it follows
/// documented redirects and sends custom headers to other origins; a call fails if the URL of its
/// response shows a redirect. The `connect_timeout` of the API client is ignored. Don't put
/// credentials into default headers of the client: they are sent to every origin of a redirect.
impl From<reqwest::Client> for Reqwest {
    fn from(client: reqwest::Client) -> Self {
        Self {
            client: Some(client),
        }
    }
}

/// A response whose body isn't read yet, with the time limits of its request.
pub struct UnreadResponse {
    response: reqwest::Response,
    deadline: Option<Instant>,
    idle_timeout: Option<Duration>,
}

/// Omits the response, whose URL and headers may have secrets.
impl fmt::Debug for UnreadResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UnreadResponse")
    }
}

impl Transport for Reqwest {
    type Body = UnreadResponse;

    async fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> Result<http::Response<UnreadResponse>, TransportError> {
        let Some(client) = &self.client else {
            return Err(TransportError::other("the transport is not configured"));
        };
        let (mut head, content) = request.into_parts();
        if let Some(size) = content.content_length(&head.method) {
            head.headers
                .insert(http::header::CONTENT_LENGTH, size.into());
        }
        let deadline = head.extensions.get::<Timeout>();
        let deadline = deadline.and_then(|Timeout(left)| Instant::now().checked_add(*left));
        let idle_timeout = head.extensions.get::<BodyIdleTimeout>();
        let idle_timeout = idle_timeout.map(|BodyIdleTimeout(limit)| *limit);
        let request = http::Request::from_parts(head, convert_body(content)?);
        let request = reqwest::Request::try_from(request).map_err(convert_error)?;
        let url = request.url().clone();
        // The timeout of reqwest would include a streamed body.
        let mut response = within(deadline, client.execute(request)).await?;
        if *response.url() != url {
            return Err(TransportError::other(FOLLOWED));
        }
        let mut converted = http::Response::new(());
        *converted.status_mut() = response.status();
        *converted.version_mut() = response.version();
        *converted.headers_mut() = std::mem::take(response.headers_mut());
        Ok(converted.map(|()| UnreadResponse {
            response,
            deadline,
            idle_timeout,
        }))
    }

    async fn collect(body: UnreadResponse, limit: usize) -> Result<Bytes, TransportError> {
        let UnreadResponse {
            response: mut body,
            deadline,
            ..
        } = body;
        // Most bodies have a single chunk, which isn't copied.
        let mut whole = match within(deadline, body.chunk()).await? {
            Some(first) => first,
            None => return Ok(Bytes::new()),
        };
        if whole.len() > limit {
            return Err(TransportError::too_large(limit));
        }
        let Some(second) = within(deadline, body.chunk()).await? else {
            return Ok(whole);
        };
        let mut rest = BytesMut::from(std::mem::take(&mut whole));
        let mut next = Some(second);
        while let Some(chunk) = next {
            if rest.len() + chunk.len() > limit {
                return Err(TransportError::too_large(limit));
            }
            rest.extend_from_slice(&chunk);
            next = within(deadline, body.chunk()).await?;
        }
        Ok(rest.freeze())
    }

    async fn stream(body: UnreadResponse, _: usize) -> Result<BodyChunks, TransportError> {
        Ok(Box::pin(ResponseChunks {
            body: body.response.into(),
            idle_timeout: body.idle_timeout,
            timer: None,
        }))
    }

    async fn sleep(&self, delay: Duration) -> bool {
        sleep(delay).await;
        true
    }

    fn configure(mut self, connect_timeout: Option<Duration>) -> Result<Self, BuildError> {
        if self.client.is_none() {
            let mut builder = reqwest::Client::builder().redirect(Policy::none());
            if let Some(timeout) = connect_timeout {
                builder = builder.connect_timeout(timeout);
            }
            let client = builder
                .build()
                .map_err(|error| BuildError::Transport(error.into()))?;
            self.client = Some(client);
        }
        Ok(self)
    }
}

fn convert_body(body: RequestBody) -> Result<reqwest::Body, TransportError> {
    Ok(match body {
        RequestBody::Empty => reqwest::Body::default(),
        RequestBody::Bytes(bytes) => bytes.into(),
        RequestBody::Stream(stream) => {
            let size = stream.size();
            reqwest::Body::wrap(StreamedBody {
                source: Mutex::new(stream.take()?),
                size,
            })
        }
    })
}

/// Awaits a result of reqwest until a deadline.
async fn within<T>(
    deadline: Option<Instant>,
    future: impl Future<Output = reqwest::Result<T>>,
) -> Result<T, TransportError> {
    let result = match deadline {
        Some(deadline) => timeout_at(deadline, future).await,
        None => Ok(future.await),
    };
    result
        .map_err(|_| TransportError::timed_out())?
        .map_err(convert_error)
}

/// The chunks of a response.
struct ResponseChunks {
    body: reqwest::Body,
    idle_timeout: Option<Duration>,
    /// The timer of a poll that waits for a chunk.
    timer: Option<Pin<Box<Sleep>>>,
}

impl ResponseChunks {
    /// Returns an error if no chunk arrives in time.
    fn poll_idle(&mut self, context: &mut Context<'_>) -> Poll<TransportError> {
        let Some(limit) = self.idle_timeout else {
            return Poll::Pending;
        };
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(limit)));
        timer
            .as_mut()
            .poll(context)
            .map(|()| TransportError::body_idle(limit))
    }
}

impl Stream for ResponseChunks {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Ready(Some(frame)) => frame.map_err(convert_error).map(Frame::into_data),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return self.poll_idle(context).map(|error| Some(Err(error))),
            };
            self.timer = None;
            match frame {
                Ok(Ok(chunk)) => return Poll::Ready(Some(Ok(chunk))),
                // Trailers are ignored.
                Ok(Err(_)) => {}
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
    }
}

/// Converts an error and removes its URL, whose query may contain secrets.
fn convert_error(error: reqwest::Error) -> TransportError {
    if error.is_redirect() {
        return TransportError::other(FOLLOWED);
    }
    let kind = if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_connect() {
        TransportErrorKind::Connect
    } else {
        TransportErrorKind::Other
    };
    TransportError::new(kind, error.without_url())
}

/// A body that is a stream. The mutex only makes the stream `Sync`, and is never locked.
struct StreamedBody {
    source: Mutex<BodySource>,
    size: Option<u64>,
}

impl Body for StreamedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let source = self
            .source
            .get_mut()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        source
            .as_mut()
            .poll_next(context)
            .map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.size
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
