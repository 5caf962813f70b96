//! Handling of redirects (RFC 9110, section 15.4).

use http::{
    HeaderMap, Method, Request, StatusCode, Uri,
    header::{self, HeaderName},
    response::Parts,
};

use super::{RedirectReason, RequestBody, uri};

/// The headers without user data, which may be sent to any origin.
const CROSS_ORIGIN: [HeaderName; 3] = [header::ACCEPT, header::CONTENT_TYPE, header::USER_AGENT];

/// The action of a client for a response.
pub(crate) enum RedirectAction {
    /// Return the response.
    Deliver,
    /// Send this request.
    Follow(Box<SavedRequest>),
    /// Fail.
    Refuse(RedirectReason),
}

/// A copy of a sent request, for redirects, retries and pages.
#[derive(Clone)]
pub(crate) struct SavedRequest {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    body: RequestBody,
}

impl SavedRequest {
    pub(crate) fn new(request: Request<RequestBody>) -> Self {
        let (head, body) = request.into_parts();
        Self {
            method: head.method,
            uri: head.uri,
            headers: head.headers,
            body,
        }
    }

    pub(crate) fn keep(request: &Request<RequestBody>) -> Self {
        Self {
            method: request.method().clone(),
            uri: request.uri().clone(),
            headers: request.headers().clone(),
            body: request.body().clone(),
        }
    }

    /// Returns `true` if the request can be sent again.
    pub(crate) fn is_replayable(&self) -> bool {
        match &self.body {
            RequestBody::Empty | RequestBody::Bytes(_) => true,
            RequestBody::Stream(stream) => stream.is_repeatable(),
        }
    }

    /// Returns the request.
    pub(crate) fn replay(self) -> Request<RequestBody> {
        new_request(self.method, self.uri, self.headers, self.body)
    }

    /// Returns the request to another URI, without its body.
    pub(crate) fn with_uri(self, uri: Uri) -> Request<RequestBody> {
        new_request(self.method, uri, self.headers, RequestBody::Empty)
    }

    /// Returns the action for the response with this head.
    pub(crate) fn redirect_action(
        &self,
        head: &Parts,
        documented: bool,
        followed: usize,
        limit: usize,
    ) -> RedirectAction {
        let (true, false) = (is_redirect(head.status), documented) else {
            return RedirectAction::Deliver;
        };
        if followed >= limit {
            return RedirectAction::Refuse(RedirectReason::TooManyRedirects);
        }
        let location = head.headers.get(header::LOCATION);
        let location = location.and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
        match location.and_then(|location| uri::resolve(&self.uri, location)) {
            Some(target) => self.clone().follow(head.status, target),
            None => RedirectAction::Refuse(RedirectReason::InvalidLocation),
        }
    }

    fn follow(mut self, status: StatusCode, target: Uri) -> RedirectAction {
        if becomes_get(status, &self.method) {
            self.method = Method::GET;
            self.body = RequestBody::Empty;
            drop_content_headers(&mut self.headers);
        }
        if !uri::same_origin(&self.uri, &target) {
            if !matches!(self.body, RequestBody::Empty) {
                return RedirectAction::Refuse(RedirectReason::CrossOriginBody);
            }
            self.headers = CROSS_ORIGIN
                .into_iter()
                .filter_map(|name| self.headers.remove(&name).map(|value| (name, value)))
                .collect();
        }
        if !self.is_replayable() {
            return RedirectAction::Refuse(RedirectReason::BodyNotReplayable);
        }
        self.uri = target;
        RedirectAction::Follow(Box::new(self))
    }
}

fn new_request(
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: RequestBody,
) -> Request<RequestBody> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    *request.headers_mut() = headers;
    request
}

/// Removes the headers that describe the body.
fn drop_content_headers(headers: &mut HeaderMap) {
    let names = headers
        .keys()
        .filter(|name| name.as_str().starts_with("content-"));
    for name in names.cloned().collect::<Vec<_>>() {
        headers.remove(name);
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Returns `true` if the redirected request is a GET, as in all user agents: after a 303, and after
/// a 301 or 302 for a POST (RFC 9110, sections 15.4.2 to 15.4.4).
fn becomes_get(status: StatusCode, method: &Method) -> bool {
    match status.as_u16() {
        301 | 302 => method == Method::POST,
        303 => method != Method::HEAD,
        _ => false,
    }
}
