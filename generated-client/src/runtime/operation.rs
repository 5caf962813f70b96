//! The traits of operations and of their responses.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, header::Entry, response::Parts};

use super::{BaseUrl, CallError, DecodeError, RequestBody, RequestError, Response, Security};

/// An operation of the API and its arguments. It writes its request and decodes its response.
///
/// A reference to an operation is an operation too, so that one value can be sent several times.
pub trait Operation {
    /// The ID of the operation: its `operationId`, or else its method and path.
    const ID: &'static str;

    /// The HTTP method.
    const METHOD: &'static str;

    /// The path template, such as `/users/{id}`.
    const PATH_TEMPLATE: &'static str;

    /// The documented redirects. A client returns them as responses and follows all other
    /// redirects. 3 stands for `3XX`; `default` doesn't document a redirect.
    const REDIRECTS: &'static [u16] = &[];

    /// The header of a documented idempotency key. See [`Retry`](super::Retry).
    const IDEMPOTENCY_KEY: Option<&'static str> = None;

    /// `true` if [`body_mode`](Self::body_mode) can return [`BodyMode::Stream`].
    const STREAMS: bool = false;

    /// Security requirements. The client uses the first alternative for which it has every
    /// credential. If none are declared, it sends all credentials it has.
    const SECURITY: Security = None;

    /// The documented responses. `B` is the type of a streamed body.
    type Response<B>: OperationResponse;

    /// Writes the request: method, URI, headers and body.
    ///
    /// # Errors
    ///
    /// If an argument can't be sent. The error names the argument.
    fn request(&self, base: &BaseUrl) -> Result<Request<RequestBody>, RequestError>;

    /// Returns the mode in which [`decode`](Self::decode) takes the body of a response.
    fn body_mode(head: &Parts) -> BodyMode {
        let _ = head;
        BodyMode::Buffer
    }

    /// Decodes a response. `body` must have the mode that [`body_mode`](Self::body_mode) returned.
    ///
    /// # Errors
    ///
    /// If the status code is undocumented, or the body doesn't match the API description.
    fn decode<B>(head: &Parts, body: ResponseBody<B>) -> Result<Self::Response<B>, DecodeError>;

    /// Adds a header to this operation. It replaces a default header of the same name, and `Debug`
    /// doesn't show its value.
    ///
    /// # Errors
    ///
    /// If `name` isn't a token, or `value` isn't a field value, such as a string with a line end
    /// (RFC 9110, section 5).
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

/// The mode in which the body of a response is read.
///
/// [`Stream`](Self::Stream) in the extensions of a request announces that the body of the response
/// may be streamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyMode {
    /// The client reads the whole body.
    Buffer,
    /// The caller reads the body as it arrives.
    Stream,
}

/// The body of a response, in the mode of [`Operation::body_mode`].
#[derive(Clone)]
pub enum ResponseBody<B> {
    /// The whole body.
    Bytes(Bytes),
    /// The body as it arrives from the transport.
    Stream(B),
}

/// Shows the size of a buffered body.
impl<B: fmt::Debug> fmt::Debug for ResponseBody<B> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(formatter, "Bytes({} bytes)", bytes.len()),
            Self::Stream(body) => formatter.debug_tuple("Stream").field(body).finish(),
        }
    }
}

impl<B> ResponseBody<B> {
    /// Returns the whole body.
    ///
    /// # Errors
    ///
    /// If the body is a stream.
    pub fn bytes(self) -> Result<Bytes, DecodeError> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Stream(_) => Err(DecodeError::UnexpectedBodyMode),
        }
    }

    /// Returns the stream.
    ///
    /// # Errors
    ///
    /// If the body is buffered.
    pub fn stream(self) -> Result<B, DecodeError> {
        match self {
            Self::Stream(stream) => Ok(stream),
            Self::Bytes(_) => Err(DecodeError::UnexpectedBodyMode),
        }
    }
}

/// A function that formats a value for `Debug`.
pub type DebugFn<T> = fn(&T, &mut fmt::Formatter<'_>) -> fmt::Result;

/// The documented responses of an operation: successes and failures.
pub trait OperationResponse: Sized {
    /// The body of the documented 2xx response: `()` if it has no body, and the response itself if
    /// several 2xx responses have different bodies.
    type Success;

    /// Formats the successful value as JSON without its secrets, instead of with its own `Debug`.
    #[doc(hidden)]
    const DEBUG: Option<DebugFn<Self::Success>> = None;

    /// Returns the body of a successful response.
    ///
    /// # Errors
    ///
    /// The response itself, if it isn't successful.
    fn into_success(self) -> Result<Self::Success, Self>;
}

/// The body of a successful response. `B` is the type of a streamed body.
pub type Success<O, B> = <<O as Operation>::Response<B> as OperationResponse>::Success;

/// The result of a call. `B` is the type of a streamed body.
pub type CallResult<O, B> = Result<Success<O, B>, CallError<<O as Operation>::Response<B>>>;

/// The result of requesting a page. `B` is the type of a streamed body.
pub type PageResult<O, B> =
    Result<Response<Success<O, B>>, CallError<<O as Operation>::Response<B>>>;

/// An operation whose responses link to the next page: `Link: <…>; rel="next"` (RFC 8288).
pub trait Paginated: Operation {}

impl<O: Operation> Operation for &O {
    const ID: &'static str = O::ID;
    const METHOD: &'static str = O::METHOD;
    const PATH_TEMPLATE: &'static str = O::PATH_TEMPLATE;
    const REDIRECTS: &'static [u16] = O::REDIRECTS;
    const IDEMPOTENCY_KEY: Option<&'static str> = O::IDEMPOTENCY_KEY;
    const STREAMS: bool = O::STREAMS;
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

/// An operation with additional headers, created by [`Operation::header`].
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
    /// The errors of [`Operation::header`].
    pub fn header<N, V>(mut self, name: N, value: V) -> Result<Self, RequestError>
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        let name = name.try_into().map_err(|_| RequestError::HeaderName)?;
        let mut value: HeaderValue = value.try_into().map_err(|_| RequestError::Header {
            name: name.as_str().to_owned(),
        })?;
        // Most headers of a single call are one-time passwords.
        value.set_sensitive(true);
        self.headers.append(name, value);
        Ok(self)
    }
}

impl<O: Operation> Operation for WithHeaders<O> {
    const ID: &'static str = O::ID;
    const METHOD: &'static str = O::METHOD;
    const PATH_TEMPLATE: &'static str = O::PATH_TEMPLATE;
    const REDIRECTS: &'static [u16] = O::REDIRECTS;
    const IDEMPOTENCY_KEY: Option<&'static str> = O::IDEMPOTENCY_KEY;
    const STREAMS: bool = O::STREAMS;
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

/// Adds `headers` to `target`. They replace headers of the same names.
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
