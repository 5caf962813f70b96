//! Paging through an operation by the links of its responses.

use std::collections::BTreeSet;

use http::{HeaderMap, Request};

use super::{
    Error, Operation, OperationResponse, PageResult, RequestBody, RequestError, Response, link,
    raw_exchange::{Origin, RawExchange, succeed},
    redirect::SavedRequest,
    uri,
};

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
        let (body, attempts) = (exchange.bytes(), exchange.call.attempt());
        let value = succeed::<O, B>(Ok(exchange))?;
        self.advance(&origin, &headers);
        Ok(Response {
            status,
            headers,
            body,
            attempts,
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
