//! The blocking transport over [`ureq`].

use std::{
    fmt,
    io::{self, Read},
    sync::mpsc::{RecvTimeoutError, sync_channel},
    thread,
    time::{Duration, Instant},
};

use bytes::{Bytes, BytesMut};
use ureq::{Agent, SendBody};

use super::super::runtime::{
    BaseUrl, BodyIdleTimeout, BodyMode, BuildError, ClientBuilder, RequestBody, Timeout,
    TransportError, TransportErrorKind,
    blocking::{BodyChunks, Client, Transport},
};

/// The largest chunk of a streamed body, in bytes.
const CHUNK: usize = 16 * 1024;

/// A transport that sends requests with a [`ureq::Agent`].
///
/// ureq can't end a time limit at the head of a response, and has no limit of waiting for more of a
/// body. If a client with such a limit sends a request whose response may be streamed, the transport
/// works on a thread of its own. After a timeout, the thread continues until the server ends the
/// connection.
///
/// ureq accepts the end of a TLS connection without `close_notify` as the end of a body that has
/// neither a length nor chunks. An attacker who closes the connection can truncate such a body.
#[derive(Clone, Default)]
pub struct Ureq {
    agent: Option<Agent>,
    connect_timeout: Option<Duration>,
}

impl fmt::Debug for Ureq {
    /// Omits the agent, which may have headers and proxies with secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Ureq")
    }
}

impl Client<Ureq> {
    /// Creates a builder of a client for the API at `base`.
    pub fn builder<U>(base: U) -> ClientBuilder<Self>
    where
        U: TryInto<BaseUrl>,
        U::Error: Into<BuildError>,
    {
        Self::with_transport(Ureq::default(), base)
    }
}

/// Creates a transport from a custom agent. Several API clients can share the proxies, root
/// certificates and connection pool of the agent.
impl From<Agent> for Ureq {
    fn from(agent: Agent) -> Self {
        Self {
            agent: Some(agent),
            ..Self::default()
        }
    }
}

/// A response body that isn't read yet, with the time limits of its request.
pub struct UnreadBody {
    body: ureq::Body,
    /// The deadline of reading the whole body, unless it is a limit of ureq.
    deadline: Option<Instant>,
    idle_timeout: Option<Duration>,
}

impl fmt::Debug for UnreadBody {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UnreadBody")
    }
}

impl Transport for Ureq {
    type Body = UnreadBody;

    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> Result<http::Response<UnreadBody>, TransportError> {
        let extensions = request.extensions();
        let left = extensions.get::<Timeout>().map(|Timeout(left)| *left);
        let streams = extensions.get() == Some(&BodyMode::Stream);
        let idle_timeout = extensions.get::<BodyIdleTimeout>();
        let idle_timeout = idle_timeout.map(|BodyIdleTimeout(limit)| *limit);
        let (response, deadline) = match left.filter(|_| streams) {
            Some(left) => {
                let deadline = Instant::now().checked_add(left);
                let transport = self.clone();
                let response = within(left, move || transport.run(request, None))??;
                (response, deadline)
            }
            None => (self.run(request, left)?, None),
        };
        Ok(response.map(|body| UnreadBody {
            body,
            deadline,
            idle_timeout,
        }))
    }

    fn collect(body: UnreadBody, limit: usize) -> Result<Bytes, TransportError> {
        let UnreadBody { body, deadline, .. } = body;
        match deadline {
            Some(deadline) => {
                let left = deadline.saturating_duration_since(Instant::now());
                within(left, move || read(body, limit))?
            }
            None => read(body, limit),
        }
    }

    fn stream(body: UnreadBody, _: usize) -> Result<BodyChunks, TransportError> {
        match body.idle_timeout {
            Some(limit) => timed_chunks(body.body, limit),
            None => Ok(chunks(body.body)),
        }
    }

    fn configure(mut self, connect_timeout: Option<Duration>) -> Result<Self, BuildError> {
        self.connect_timeout = connect_timeout;
        self.agent.get_or_insert_with(Agent::new_with_defaults);
        Ok(self)
    }
}

impl Ureq {
    /// Sends a request. `timeout` includes the body of the response.
    fn run(
        &self,
        request: http::Request<RequestBody>,
        timeout: Option<Duration>,
    ) -> Result<http::Response<ureq::Body>, TransportError> {
        let Some(agent) = &self.agent else {
            return Err(TransportError::other("the transport is not configured"));
        };
        let (mut head, content) = request.into_parts();
        if let Some(size) = content.content_length(&head.method) {
            head.headers
                .insert(http::header::CONTENT_LENGTH, size.into());
        }
        let request = http::Request::from_parts(head, convert_body(content)?);
        // The contract of a transport overrides the configuration of the agent.
        let mut request = agent
            .configure_request(request)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true);
        if timeout.is_some() {
            request = request.timeout_global(timeout);
        }
        if self.connect_timeout.is_some() {
            request = request.timeout_connect(self.connect_timeout);
        }
        let response = agent.run(request.build()).map_err(convert_error)?;
        // These responses have no body, even if their headers describe one (RFC 9110, section
        // 6.4.1).
        let bodiless = matches!(response.status().as_u16(), 204 | 304);
        Ok(if bodiless {
            response.map(|_| ureq::Body::builder().data(Vec::new()))
        } else {
            response
        })
    }
}

/// Reads a body to its end.
fn read(body: ureq::Body, limit: usize) -> Result<Bytes, TransportError> {
    let max = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut whole = Vec::new();
    let read = body.into_reader().take(max).read_to_end(&mut whole);
    read.map_err(|error| convert_error(ureq::Error::from(error)))?;
    if whole.len() > limit {
        return Err(TransportError::too_large(limit));
    }
    Ok(whole.into())
}

/// Returns the chunks of a body.
fn chunks(body: ureq::Body) -> BodyChunks {
    let mut reader = body.into_reader();
    Box::new(std::iter::from_fn(move || {
        let mut chunk = BytesMut::zeroed(CHUNK);
        match reader.read(&mut chunk) {
            Ok(0) => None,
            Ok(size) => Some(Ok(chunk.split_to(size).freeze())),
            Err(error) => Some(Err(convert_error(ureq::Error::from(error)))),
        }
    }))
}

/// Returns the chunks of a body, which a thread reads. The chunks end after an error.
fn timed_chunks(body: ureq::Body, limit: Duration) -> Result<BodyChunks, TransportError> {
    let (sender, receiver) = sync_channel(1);
    spawn(move || {
        for chunk in chunks(body) {
            if sender.send(chunk).is_err() {
                break;
            }
        }
    })?;
    let mut receiver = Some(receiver);
    Ok(Box::new(std::iter::from_fn(move || {
        match receiver.as_ref()?.recv_timeout(limit) {
            Ok(chunk) => Some(chunk),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => {
                receiver = None;
                Some(Err(TransportError::body_idle(limit)))
            }
        }
    })))
}

/// Runs a function on a thread, and returns its result if it arrives within the limit.
fn within<R: Send + 'static>(
    limit: Duration,
    function: impl FnOnce() -> R + Send + 'static,
) -> Result<R, TransportError> {
    let (sender, receiver) = sync_channel(1);
    spawn(move || drop(sender.send(function())))?;
    receiver.recv_timeout(limit).map_err(|error| match error {
        RecvTimeoutError::Timeout => TransportError::timed_out(),
        RecvTimeoutError::Disconnected => TransportError::other("the thread of ureq panicked"),
    })
}

fn spawn(function: impl FnOnce() + Send + 'static) -> Result<(), TransportError> {
    let thread = thread::Builder::new().name("ureq".to_owned());
    thread
        .spawn(function)
        .map(drop)
        .map_err(TransportError::other)
}

fn convert_body(body: RequestBody) -> Result<SendBody<'static>, TransportError> {
    Ok(match body {
        RequestBody::Empty => SendBody::none(),
        RequestBody::Bytes(bytes) => SendBody::from_owned_reader(io::Cursor::new(bytes)),
        RequestBody::Stream(stream) => SendBody::from_owned_reader(stream.reader()?),
    })
}

/// Converts an error. Messages with the URL are replaced, since its query may contain secrets.
fn convert_error(error: ureq::Error) -> TransportError {
    use ureq::Error;

    let kind = match &error {
        Error::Timeout(_) => TransportErrorKind::Timeout,
        Error::ConnectionFailed | Error::HostNotFound => TransportErrorKind::Connect,
        Error::Io(error) => match error.kind() {
            io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
            io::ErrorKind::ConnectionRefused => TransportErrorKind::Connect,
            _ => TransportErrorKind::Other,
        },
        Error::BadUri(_) => return TransportError::other("unsupported URI"),
        Error::RequireHttpsOnly(_) => {
            return TransportError::other("the agent only supports https");
        }
        _ => TransportErrorKind::Other,
    };
    TransportError::new(kind, error)
}
