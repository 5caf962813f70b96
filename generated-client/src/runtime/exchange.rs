//! What the asynchronous and the blocking client do alike: everything but waiting.

use std::{collections::BTreeSet, mem};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, Uri, response::Parts};

use super::{
    BodyError, BodyMode, CallError, CallResult, DecodeError, DecodeFailure, Error, Operation,
    Outcome, PageResult, RawResponse, RedirectError, RedirectReason, Rejected, RequestBody,
    RequestError, Response, ResponseBody, Security, TransportError,
    credentials::{CallCredentials, NoCredential},
    link,
    redirect::SavedRequest,
    uri,
};

/// What an operation says of any response, without its type: a client is compiled once for all.
#[derive(Clone, Copy)]
pub(crate) struct OperationMeta {
    pub(crate) operation: &'static str,
    pub(crate) security: Security,
    pub(crate) redirects: &'static [u16],
    pub(crate) body_mode: fn(&Parts) -> BodyMode,
}

impl OperationMeta {
    pub(crate) fn of<O: Operation>() -> Self {
        Self {
            operation: O::ID,
            security: O::SECURITY,
            redirects: O::REDIRECTS,
            body_mode: O::body_mode,
        }
    }

    /// The same, with the body of every response as it arrives.
    pub(crate) fn streamed(self) -> Self {
        let body_mode = |_: &Parts| BodyMode::Stream;
        Self { body_mode, ..self }
    }

    /// Whether the document lists this redirect, alone or in a range.
    pub(crate) fn documents(self, status: StatusCode) -> bool {
        let (code, range) = (status.as_u16(), status.as_u16() / 100);
        self.redirects.contains(&code) || self.redirects.contains(&range)
    }

    pub(crate) fn no_credential(self, (scheme, source): NoCredential) -> Error {
        Error::Credential {
            operation: self.operation,
            scheme,
            source,
        }
    }

    pub(crate) fn not_written(self, source: RequestError) -> Error {
        Error::Request {
            operation: self.operation,
            source,
        }
    }

    pub(crate) fn not_sent(self, source: TransportError) -> Error {
        Error::Transport {
            operation: self.operation,
            source,
        }
    }

    pub(crate) fn not_read(self, head: &Parts, source: TransportError) -> Error {
        let headers = head.headers.clone();
        Error::Body(Box::new(BodyError::new(
            self.operation,
            head.status,
            headers,
            source,
        )))
    }

    pub(crate) fn not_followed(self, head: Parts, body: Bytes, reason: RedirectReason) -> Error {
        let response = RawResponse::new(self.operation, head.status, head.headers, body);
        Error::Redirect(Box::new(RedirectError::new(response, reason)))
    }
}

/// A response that isn't read yet.
pub(crate) struct RawExchange<B> {
    pub(crate) head: Parts,
    pub(crate) body: ResponseBody<B>,
    pub(crate) origin: Origin,
}

/// Where a response came from, after redirects, and the credentials that went there.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) uri: Uri,
    pub(crate) credentials: CallCredentials,
}

impl<B> RawExchange<B> {
    /// Its body, and beside it the head and the bytes.
    fn open(self) -> (ResponseHead, ResponseBody<B>) {
        let bytes = self.bytes();
        let Self { head, body, .. } = self;
        (ResponseHead { head, bytes }, body)
    }

    /// The body as it arrived. Of a stream there is nothing.
    fn bytes(&self) -> Bytes {
        match &self.body {
            ResponseBody::Bytes(bytes) => bytes.clone(),
            ResponseBody::Stream(_) => Bytes::new(),
        }
    }
}

/// A response while its body is read, and the bytes of the body. What it has is taken out of it, since
/// moving it as a whole is more code for each operation.
struct ResponseHead {
    head: Parts,
    bytes: Bytes,
}

impl ResponseHead {
    fn take(&mut self) -> (StatusCode, HeaderMap, Bytes) {
        let headers = mem::take(&mut self.head.headers);
        (self.head.status, headers, mem::take(&mut self.bytes))
    }

    fn not_decoded(&mut self, operation: &'static str, source: DecodeError) -> Error {
        let (status, headers, body) = self.take();
        let response = RawResponse::new(operation, status, headers, body);
        match source {
            DecodeError::Undocumented => Error::Undocumented(Box::new(response)),
            source => Error::Decode(Box::new(DecodeFailure::new(response, source))),
        }
    }
}

/// Reads a response that arrived. As `succeed`, it is compiled for each operation: what doesn't depend
/// on that is elsewhere, and `?` would be compiled again for each.
pub(crate) fn read<O: Operation, B>(
    exchange: Result<RawExchange<B>, Error>,
) -> Result<Response<O::Response<B>>, Error> {
    let (mut response, body) = match exchange {
        Ok(exchange) => exchange.open(),
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
                show: None,
            })
        }
        Err(source) => Err(response.not_decoded(O::ID, source)),
    }
}

/// Hands over a response that arrived, its body as a stream.
pub(crate) fn undecoded<B>(
    exchange: Result<RawExchange<B>, Error>,
) -> Result<http::Response<B>, Error> {
    let (mut response, body) = exchange?.open();
    match body.stream() {
        Ok(body) => Ok(http::Response::from_parts(response.head, body)),
        Err(source) => Err(response.not_decoded("", source)),
    }
}

/// Reads a response that arrived and tells success from all else.
pub(crate) fn succeed<O: Operation, B>(
    exchange: Result<RawExchange<B>, Error>,
) -> CallResult<O, B> {
    let (mut response, body) = match exchange {
        Ok(exchange) => exchange.open(),
        Err(error) => return Err(CallError::Failed(error)),
    };
    match O::decode(&response.head, body) {
        Ok(value) => match value.success() {
            Ok(value) => Ok(value),
            Err(value) => {
                let (status, headers, body) = response.take();
                let rejected = Rejected {
                    operation: O::ID,
                    status,
                    headers,
                    body,
                    value,
                };
                Err(CallError::Rejected(Box::new(rejected)))
            }
        },
        Err(source) => Err(CallError::Failed(response.not_decoded(O::ID, source))),
    }
}

/// The way through the pages of an operation.
pub(crate) struct Paging {
    template: Option<SavedRequest>,
    next: Option<Result<Request<RequestBody>, RequestError>>,
    /// Where pages came from: one that comes again would never end.
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

    /// The request for the next page; `None` after the last one and after an error. It stays the
    /// next one until [`page`](Self::page): a page that is given up can be asked for again.
    pub(crate) fn request(&self) -> Option<Result<Request<RequestBody>, RequestError>> {
        self.next.clone()
    }

    /// Reads a page and goes on from there; an error ends the pages.
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
        self.turn(&origin, &headers);
        Ok(Response {
            status,
            headers,
            body,
            value,
            show: <O::Response<B> as Outcome>::DEBUG,
        })
    }

    fn turn(&mut self, Origin { uri, credentials }: &Origin, headers: &HeaderMap) {
        let (Some(target), Some(template)) = (link::next(headers), &self.template) else {
            return;
        };
        self.seen.insert(uri.to_string());
        let target = uri::resolve(uri, &target).map(|target| credentials.without(target));
        self.next = Some(match target {
            Some(target) if self.seen.contains(&target.to_string()) => {
                Err(RequestError::NextPageInvalid)
            }
            // Credentials and custom headers go with the request.
            Some(target) if !uri::same_origin(&target, &template.uri) => {
                Err(RequestError::NextPageElsewhere {
                    origin: uri::shown_origin(&target),
                })
            }
            Some(target) => Ok(template.clone().to(target)),
            None => Err(RequestError::NextPageInvalid),
        });
    }
}
