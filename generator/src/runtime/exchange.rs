//! The parts of an exchange that the asynchronous and the blocking client share.

use std::{collections::BTreeSet, mem};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, Uri, response::Parts};

use super::{
    BodyError, BodyMode, CallError, CallInfo, CallResult, DecodeError, Error, ErrorResponse,
    InvalidResponse, Operation, OperationResponse, PageResult, RawResponse, RedirectError,
    RedirectReason, RequestBody, RequestError, Response, ResponseBody, Security, TransportError,
    credentials::{CallCredentials, NoCredential},
    link,
    redirect::SavedRequest,
    uri,
};

/// The constants of an operation, without its type: an exchange is compiled once for all
/// operations.
pub(crate) struct OperationMeta {
    pub(crate) call: CallInfo,
    pub(crate) security: Security,
    pub(crate) redirects: &'static [u16],
    pub(crate) body_mode: fn(&Parts) -> BodyMode,
}

impl OperationMeta {
    pub(crate) fn of<O: Operation>() -> Self {
        Self {
            call: CallInfo::new(O::ID, O::METHOD, O::PATH_TEMPLATE),
            security: O::SECURITY,
            redirects: O::REDIRECTS,
            body_mode: O::body_mode,
        }
    }

    /// Changes the mode of all bodies to [`BodyMode::Stream`].
    pub(crate) fn streamed(self) -> Self {
        let body_mode = |_: &Parts| BodyMode::Stream;
        Self { body_mode, ..self }
    }

    /// Returns `true` if the redirect is documented, by its status code or by `3XX`.
    pub(crate) fn documents(&self, status: StatusCode) -> bool {
        let (code, range) = (status.as_u16(), status.as_u16() / 100);
        self.redirects.contains(&code) || self.redirects.contains(&range)
    }

    pub(crate) fn no_credential(&self, (scheme, source): NoCredential) -> Error {
        Error::Credential {
            call: self.call.clone(),
            scheme,
            source,
        }
    }

    pub(crate) fn not_written(&self, source: RequestError) -> Error {
        Error::Request {
            call: self.call.clone(),
            source,
        }
    }

    pub(crate) fn not_sent(&self, source: TransportError) -> Error {
        Error::Transport {
            call: self.call.clone(),
            source,
        }
    }

    pub(crate) fn not_read(&self, head: &Parts, source: TransportError) -> Error {
        let headers = head.headers.clone();
        Error::Body(Box::new(BodyError::new(
            self.call.clone(),
            head.status,
            headers,
            source,
        )))
    }

    pub(crate) fn not_followed(&self, head: Parts, body: Bytes, reason: RedirectReason) -> Error {
        let response = RawResponse::new(self.call.clone(), head.status, head.headers, body);
        Error::Redirect(Box::new(RedirectError::new(response, reason)))
    }
}

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
    fn bytes(&self) -> Bytes {
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
    let (response, body) = exchange?.split();
    match body.stream() {
        Ok(body) => Ok(http::Response::from_parts(response.head, body)),
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

/// The state of paging through an operation.
pub(crate) struct Paging {
    template: Option<SavedRequest>,
    next: Option<Result<Request<RequestBody>, RequestError>>,
    /// The URIs of previous pages: a repeated page would be an infinite loop.
    seen: BTreeSet<String>,
}

impl Paging {
    pub(crate) fn new(first: Result<Request<RequestBody>, RequestError>) -> Self {
        Self {
            template: first.as_ref().ok().map(SavedRequest::keep),
            next: Some(first),
            seen: BTreeSet::new(),
        }
    }

    /// Returns the request of the next page, or `None` after the last page and after an error. The
    /// request stays the same until [`page`](Self::page) is called, so that it can be repeated.
    pub(crate) fn request(&self) -> Option<Result<Request<RequestBody>, RequestError>> {
        self.next.clone()
    }

    /// Decodes a page and advances to the next page. An error ends the paging.
    pub(crate) fn page<O: Operation, B>(
        &mut self,
        exchange: Result<RawExchange<B>, Error>,
    ) -> PageResult<O, B> {
        self.next = None;
        let exchange = exchange?;
        let origin = exchange.origin.clone();
        let (status, headers) = (exchange.head.status, exchange.head.headers.clone());
        let body = exchange.bytes();
        let value = succeed::<O, B>(Ok(exchange))?;
        self.advance(&origin, &headers);
        Ok(Response {
            status,
            headers,
            body,
            value,
            debug: <O::Response<B> as OperationResponse>::DEBUG,
        })
    }

    fn advance(&mut self, Origin { uri, credentials }: &Origin, headers: &HeaderMap) {
        let (Some(target), Some(template)) = (link::next(headers), &self.template) else {
            return;
        };
        self.seen.insert(uri.to_string());
        let target = uri::resolve(uri, &target).map(|target| credentials.without(target));
        self.next = Some(match target {
            Some(target) if self.seen.contains(&target.to_string()) => {
                Err(RequestError::InvalidNextPage)
            }
            // The request has credentials and custom headers, which must not reach another origin.
            Some(target) if !uri::same_origin(&target, &template.uri) => {
                Err(RequestError::CrossOriginNextPage {
                    origin: uri::origin_string(&target),
                })
            }
            Some(target) => Ok(template.clone().with_uri(target)),
            None => Err(RequestError::InvalidNextPage),
        });
    }
}
