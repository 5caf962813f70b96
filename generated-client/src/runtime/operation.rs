//! The contract: what an operation is to a transport.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, header::Entry, response::Parts};

use super::{BaseUrl, CallError, DecodeError, RequestBody, RequestError, Response, Security};

/// An operation of the API with its arguments: it writes its request and reads its response, and
/// leaves the way between to others.
///
/// A reference to an operation is an operation too, so that one value can be sent again.
pub trait Operation {
    /// The operation's name in the document (its `operationId`).
    const ID: &'static str;

    /// The redirects that the document lists: they are responses, and others are followed. 3 stands for
    /// `3XX`; `default` doesn't count.
    const REDIRECTS: &'static [u16] = &[];

    /// What it asks of its caller. A client adds the credentials that it was given for the first
    /// alternative of which it has all; where the document doesn't say, all that it was given.
    const SECURITY: Security = None;

    /// The documented responses. `B` is the body of a response that is handed over as a stream; an
    /// operation that has none ignores it.
    type Response<B>: Outcome;

    /// Writes the request: method, URI, headers and body.
    ///
    /// # Errors
    ///
    /// When an argument can't be sent where the document puts it; the error names it.
    fn request(&self, base: &BaseUrl) -> Result<Request<RequestBody>, RequestError>;

    /// Whether the body of this response is to be read whole, or handed over as it arrives.
    fn body_mode(head: &Parts) -> BodyMode {
        let _ = head;
        BodyMode::Buffer
    }

    /// Reads a response. `body` is to be as [`body_mode`](Self::body_mode) said.
    ///
    /// # Errors
    ///
    /// When the status isn't documented, or the body or a header isn't as documented.
    fn decode<B>(head: &Parts, body: ResponseBody<B>) -> Result<Self::Response<B>, DecodeError>;

    /// Adds a header to this call alone. It takes the place of a default header of that name.
    /// `Debug` doesn't show its value.
    ///
    /// # Errors
    ///
    /// When `name` or `value` can't be a header field: a control character, such as a line end, or
    /// a name that isn't a token (RFC 9110, section 5).
    fn header<N, V>(self, name: N, value: V) -> Result<WithHeaders<Self>, RequestError>
    where
        Self: Sized,
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        WithHeaders {
            operation: self,
            headers: HeaderMap::new(),
        }
        .header(name, value)
    }
}

/// How the body of a response is to be brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyMode {
    /// Read it whole.
    Buffer,
    /// Hand it over as it arrives.
    Stream,
}

/// The body of a response, as [`Operation::body_mode`] asked for it.
#[derive(Clone)]
pub enum ResponseBody<B> {
    /// The whole body.
    Bytes(Bytes),
    /// The body as the transport brings it.
    Stream(B),
}

/// Shows the size of the body.
impl<B: fmt::Debug> fmt::Debug for ResponseBody<B> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(formatter, "Bytes({} bytes)", bytes.len()),
            Self::Stream(body) => formatter.debug_tuple("Stream").field(body).finish(),
        }
    }
}

impl<B> ResponseBody<B> {
    /// The whole body.
    ///
    /// # Errors
    ///
    /// When it is a stream, although the operation wanted it whole.
    pub fn bytes(self) -> Result<Bytes, DecodeError> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Stream(_) => Err(DecodeError::NotAsWanted),
        }
    }

    /// The body as the transport brings it.
    ///
    /// # Errors
    ///
    /// When it was read whole, although the operation wanted it as a stream.
    pub fn stream(self) -> Result<B, DecodeError> {
        match self {
            Self::Stream(stream) => Ok(stream),
            Self::Bytes(_) => Err(DecodeError::NotAsWanted),
        }
    }
}

/// Shows a value in `Debug`.
pub type DebugFn<T> = fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result;

/// Responses of which some are a success.
pub trait Outcome: Sized {
    /// The body of the documented 2xx response; `()` when it has none; the response itself when several
    /// have different bodies.
    type Success;

    /// Shows a success in place of its own `Debug`: as JSON without its secrets.
    #[doc(hidden)]
    const DEBUG: Option<DebugFn<Self::Success>> = None;

    /// Tells success from all else.
    ///
    /// # Errors
    ///
    /// The response itself, when it isn't a success.
    fn success(self) -> Result<Self::Success, Self>;
}

/// The success of an operation, over a transport whose bodies are `B`.
pub type Success<O, B> = <<O as Operation>::Response<B> as Outcome>::Success;

/// What a call of an operation gives, over a transport whose bodies are `B`.
pub type CallResult<O, B> = Result<Success<O, B>, CallError<<O as Operation>::Response<B>>>;

/// What a page of an operation is, over a transport whose bodies are `B`.
pub type PageResult<O, B> =
    Result<Response<Success<O, B>>, CallError<<O as Operation>::Response<B>>>;

/// An operation whose responses link to the next page with `Link: <…>; rel="next"` (RFC 8288).
pub trait Paginated: Operation {}

impl<O: Operation> Operation for &O {
    const ID: &'static str = O::ID;
    const REDIRECTS: &'static [u16] = O::REDIRECTS;
    const SECURITY: Security = O::SECURITY;
    type Response<B> = O::Response<B>;

    fn request(&self, base: &BaseUrl) -> Result<Request<RequestBody>, RequestError> {
        O::request(self, base)
    }

    fn body_mode(head: &Parts) -> BodyMode {
        O::body_mode(head)
    }

    fn decode<B>(head: &Parts, body: ResponseBody<B>) -> Result<Self::Response<B>, DecodeError> {
        O::decode(head, body)
    }
}

impl<O: Paginated> Paginated for &O {}

/// An operation with headers of its own for one call, made by [`Operation::header`].
#[derive(Debug, Clone)]
pub struct WithHeaders<O> {
    operation: O,
    headers: HeaderMap,
}

impl<O> WithHeaders<O> {
    /// Adds another header.
    ///
    /// # Errors
    ///
    /// As [`Operation::header`].
    pub fn header<N, V>(mut self, name: N, value: V) -> Result<Self, RequestError>
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        let name = name.try_into().map_err(|_| RequestError::HeaderName)?;
        let mut value: HeaderValue = value.try_into().map_err(|_| RequestError::Header {
            name: name.as_str().to_owned(),
        })?;
        // Headers for one call are one-time passwords more often than not.
        value.set_sensitive(true);
        self.headers.append(name, value);
        Ok(self)
    }
}

impl<O: Operation> Operation for WithHeaders<O> {
    const ID: &'static str = O::ID;
    const REDIRECTS: &'static [u16] = O::REDIRECTS;
    const SECURITY: Security = O::SECURITY;
    type Response<B> = O::Response<B>;

    fn request(&self, base: &BaseUrl) -> Result<Request<RequestBody>, RequestError> {
        let mut request = self.operation.request(base)?;
        replace(request.headers_mut(), &self.headers);
        Ok(request)
    }

    fn body_mode(head: &Parts) -> BodyMode {
        O::body_mode(head)
    }

    fn decode<B>(head: &Parts, body: ResponseBody<B>) -> Result<Self::Response<B>, DecodeError> {
        O::decode(head, body)
    }
}

impl<O: Paginated> Paginated for WithHeaders<O> {}

/// Puts `headers` in the place of those of the same names.
fn replace(target: &mut HeaderMap, headers: &HeaderMap) {
    for name in headers.keys() {
        if let Entry::Occupied(entry) = target.entry(name) {
            entry.remove_entry_mult();
        }
        for value in headers.get_all(name) {
            target.append(name, value.clone());
        }
    }
}
