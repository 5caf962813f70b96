//! Decoding of the response of an exchange.

use std::mem;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, Uri, response::Parts};

use super::{
    CallError, CallInfo, CallResult, DecodeError, Error, ErrorResponse, InvalidResponse, Operation,
    OperationResponse, RawResponse, Response, ResponseBody, body::BodyOrigin,
    credentials::CallCredentials,
};

/// An exchange whose response isn't decoded yet.
pub(crate) struct RawExchange<B> {
    pub(crate) call: CallInfo,
    pub(crate) head: Parts,
    pub(crate) body: ResponseBody<B>,
    pub(crate) origin: Origin,
}

/// The URI of a response, after redirects, and the credentials of its request.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) uri: Uri,
    pub(crate) credentials: CallCredentials,
}

impl<S> RawExchange<S> {
    /// Converts the streamed body. `limit` is the limit of a body that is read whole.
    pub(crate) fn with_body<B>(
        self,
        limit: usize,
        convert: fn(S, BodyOrigin) -> B,
    ) -> RawExchange<B> {
        let body = match self.body {
            ResponseBody::Bytes(bytes) => ResponseBody::Bytes(bytes),
            ResponseBody::Stream(stream) => {
                let origin = BodyOrigin {
                    call: self.call.clone(),
                    head: self.head.clone(),
                    limit,
                };
                ResponseBody::Stream(convert(stream, origin))
            }
        };
        RawExchange {
            call: self.call,
            head: self.head,
            body,
            origin: self.origin,
        }
    }
}

impl<B> RawExchange<B> {
    /// Splits the response into its head and its body. The head contains the bytes of the body too.
    fn split(self) -> (ResponseHead, ResponseBody<B>) {
        let bytes = self.bytes();
        let Self {
            call, head, body, ..
        } = self;
        (ResponseHead { call, head, bytes }, body)
    }

    /// Returns the raw body, or no bytes if the body is a stream.
    pub(crate) fn bytes(&self) -> Bytes {
        match &self.body {
            ResponseBody::Bytes(bytes) => bytes.clone(),
            ResponseBody::Stream(_) => Bytes::new(),
        }
    }
}

/// The head and raw body of a response that is being decoded. Its fields are taken out one by one:
/// moving the whole value compiles to more code for each operation.
struct ResponseHead {
    call: CallInfo,
    head: Parts,
    bytes: Bytes,
}

impl ResponseHead {
    fn take(&mut self) -> (StatusCode, HeaderMap, Bytes) {
        let headers = mem::take(&mut self.head.headers);
        (self.head.status, headers, mem::take(&mut self.bytes))
    }

    fn not_decoded(mut self, source: DecodeError) -> Error {
        let (status, headers, body) = self.take();
        let response = RawResponse::new(self.call, status, headers, body);
        match source {
            DecodeError::UndocumentedStatus => Error::UndocumentedStatus(Box::new(response)),
            source => Error::Decode(Box::new(InvalidResponse::new(response, source))),
        }
    }
}

/// Decodes a response, for `send`.
///
/// This function and [`succeed`] are compiled for each operation. They call functions that don't
/// depend on the operation, and avoid `?`, which compiles to more code.
pub(crate) fn read<O: Operation, B>(
    exchange: Result<RawExchange<B>, Error>,
) -> Result<Response<O::Response<B>>, Error> {
    let (mut response, body) = match exchange {
        Ok(exchange) => exchange.split(),
        Err(error) => return Err(error),
    };
    match O::decode(&response.head, body) {
        Ok(value) => {
            let (status, headers, body) = response.take();
            Ok(Response {
                status,
                headers,
                body,
                attempts: response.call.attempt(),
                value,
                debug: None,
            })
        }
        Err(source) => Err(response.not_decoded(source)),
    }
}

/// Returns a response whose body is a stream, for `raw`.
pub(crate) fn undecoded<B>(
    exchange: Result<RawExchange<B>, Error>,
) -> Result<http::Response<B>, Error> {
    let (mut response, body) = exchange?.split();
    match body.stream() {
        Ok(body) => {
            response.head.extensions.insert(response.call);
            Ok(http::Response::from_parts(response.head, body))
        }
        Err(source) => Err(response.not_decoded(source)),
    }
}

/// Decodes a response, and returns its body if it is successful, for `call`.
pub(crate) fn succeed<O: Operation, B>(
    exchange: Result<RawExchange<B>, Error>,
) -> CallResult<O, B> {
    let (mut response, body) = match exchange {
        Ok(exchange) => exchange.split(),
        Err(error) => return Err(CallError::Error(error)),
    };
    match O::decode(&response.head, body) {
        Ok(value) => match value.into_success() {
            Ok(value) => Ok(value),
            Err(value) => {
                let (status, headers, body) = response.take();
                let rejected = ErrorResponse {
                    call: response.call,
                    status,
                    headers,
                    body,
                    value,
                };
                Err(CallError::ErrorResponse(Box::new(rejected)))
            }
        },
        Err(source) => Err(CallError::Error(response.not_decoded(source))),
    }
}
