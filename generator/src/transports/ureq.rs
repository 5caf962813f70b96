//! The blocking transport over [`ureq`].

use std::{
    fmt,
    io::{self, Read},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use ureq::{Agent, SendBody};

use super::super::runtime::{
    BaseUrl, BuildError, ClientBuilder, RequestBody, Timeout, TransportError, TransportErrorKind,
    blocking::{BodyChunks, Client, Transport},
};

/// How many bytes of a streamed body are read at once.
const CHUNK: usize = 16 * 1024;

/// Carries requests over a [`ureq::Agent`].
///
/// ureq takes the end of a TLS connection without `close_notify` for the end of a body that has neither a
/// length nor chunks: whoever cuts the connection shortens such a body.
#[derive(Clone, Default)]
pub struct Ureq {
    agent: Option<Agent>,
    connect_timeout: Option<Duration>,
}

impl fmt::Debug for Ureq {
    /// Shows nothing of the agent: it may have headers and proxies with secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Ureq")
    }
}

impl Client<Ureq> {
    /// Builds a client for the API at `base`.
    pub fn builder<U>(base: U) -> ClientBuilder<Self>
    where
        U: TryInto<BaseUrl>,
        U::Error: Into<BuildError>,
    {
        Self::with_transport(Ureq::default(), base)
    }
}

/// An agent of your own: its proxies, roots and pool, which several API clients can share.
impl From<Agent> for Ureq {
    fn from(agent: Agent) -> Self {
        Self {
            agent: Some(agent),
            ..Self::default()
        }
    }
}

impl Transport for Ureq {
    type Body = ureq::Body;

    fn send(
        &self,
        request: http::Request<RequestBody>,
    ) -> Result<http::Response<ureq::Body>, TransportError> {
        let Some(agent) = &self.agent else {
            return Err(TransportError::other("the transport isn't configured"));
        };
        let (mut head, upload) = request.into_parts();
        if let Some(size) = upload.content_length(&head.method) {
            head.headers
                .insert(http::header::CONTENT_LENGTH, size.into());
        }
        let timeout = head.extensions.get::<Timeout>().copied();
        let request = http::Request::from_parts(head, body(upload)?);
        // Whatever the agent's own configuration says, these are the contract of a transport.
        let mut request = agent
            .configure_request(request)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .allow_non_standard_methods(true);
        if let Some(Timeout(left)) = timeout {
            request = request.timeout_global(Some(left));
        }
        if self.connect_timeout.is_some() {
            request = request.timeout_connect(self.connect_timeout);
        }
        let response = agent.run(request.build()).map_err(explain)?;
        // Their headers may describe a body, and they have none (RFC 9110, section 6.4.1).
        let bodiless = matches!(response.status().as_u16(), 204 | 304);
        Ok(if bodiless {
            response.map(|_| ureq::Body::builder().data(Vec::new()))
        } else {
            response
        })
    }

    fn collect(body: ureq::Body, limit: usize) -> Result<Bytes, TransportError> {
        let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
        let mut whole = Vec::new();
        let read = body.into_reader().take(most).read_to_end(&mut whole);
        read.map_err(|error| explain(ureq::Error::from(error)))?;
        if whole.len() > limit {
            return Err(TransportError::too_large(limit));
        }
        Ok(whole.into())
    }

    fn stream(body: ureq::Body, _: usize) -> Result<BodyChunks, TransportError> {
        let mut reader = body.into_reader();
        Ok(Box::new(std::iter::from_fn(move || {
            let mut chunk = BytesMut::zeroed(CHUNK);
            match reader.read(&mut chunk) {
                Ok(0) => None,
                Ok(size) => Some(Ok(chunk.split_to(size).freeze())),
                Err(error) => Some(Err(explain(ureq::Error::from(error)))),
            }
        })))
    }

    fn configure(mut self, connect_timeout: Option<Duration>) -> Result<Self, BuildError> {
        self.connect_timeout = connect_timeout;
        self.agent.get_or_insert_with(Agent::new_with_defaults);
        Ok(self)
    }
}

fn body(upload: RequestBody) -> Result<SendBody<'static>, TransportError> {
    Ok(match upload {
        RequestBody::Empty => SendBody::none(),
        RequestBody::Bytes(bytes) => SendBody::from_owned_reader(io::Cursor::new(bytes)),
        RequestBody::Stream(stream) => SendBody::from_owned_reader(stream.reader()?),
    })
}

/// What went wrong. An error that quotes the URL is told without it: a query may hold secrets.
fn explain(error: ureq::Error) -> TransportError {
    use ureq::Error;

    let kind = match &error {
        Error::Timeout(_) => TransportErrorKind::Timeout,
        Error::ConnectionFailed | Error::HostNotFound => TransportErrorKind::Connect,
        Error::Io(error) => match error.kind() {
            io::ErrorKind::TimedOut => TransportErrorKind::Timeout,
            io::ErrorKind::ConnectionRefused => TransportErrorKind::Connect,
            _ => TransportErrorKind::Other,
        },
        Error::BadUri(_) => return TransportError::other("the URI can't be sent"),
        Error::RequireHttpsOnly(_) => return TransportError::other("the agent takes https only"),
        _ => TransportErrorKind::Other,
    };
    TransportError::new(kind, error)
}
