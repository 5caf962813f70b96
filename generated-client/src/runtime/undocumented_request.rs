//! Requests that the API description doesn't have.

use std::fmt;

use http::{HeaderName, HeaderValue, Method, Request, Uri, header};
use serde::Serialize;

use super::{
    BaseUrl, CallInfo, RequestBody, RequestError, exchange::OperationMeta, integer::Shortest, uri,
};

/// A request that the API description doesn't have, created by
/// [`Client::request`](super::Client::request).
#[must_use]
pub struct UndocumentedRequest<C> {
    client: C,
    call: CallInfo,
    /// The request, or its first error.
    request: Result<Request<RequestBody>, RequestError>,
}

impl<C> UndocumentedRequest<C> {
    pub(crate) fn new(client: C, base: &BaseUrl, method: Method, path: &str) -> Self {
        let (template, _) = path.split_once('?').unwrap_or((path, ""));
        Self {
            client,
            call: CallInfo::undocumented(&method, template.to_owned()),
            request: target(base, path).map(|uri| {
                let mut request = Request::new(RequestBody::Empty);
                *request.method_mut() = method;
                *request.uri_mut() = uri;
                request
            }),
        }
    }

    /// Adds a query parameter, percent-encoded.
    pub fn query(self, name: &str, value: impl ToString) -> Self {
        self.change(|request| {
            let uri = uri::with_pair(request.uri(), name, &value.to_string());
            *request.uri_mut() = uri.ok_or(RequestError::Uri)?;
            Ok(())
        })
    }

    /// Adds a header. It replaces a default header of the same name.
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        self.change(|request| {
            let name = name.try_into().map_err(|_| RequestError::HeaderName)?;
            let mut value: HeaderValue = value.try_into().map_err(|_| RequestError::Header {
                name: name.as_str().to_owned(),
            })?;
            value.set_sensitive(true);
            request.headers_mut().append(name, value);
            Ok(())
        })
    }

    /// Sets a body, with its media type as `Content-Type`.
    pub fn body(self, media_type: &str, body: impl Into<RequestBody>) -> Self {
        self.change(|request| {
            let value = HeaderValue::try_from(media_type).map_err(|_| RequestError::Header {
                name: header::CONTENT_TYPE.as_str().to_owned(),
            })?;
            request.headers_mut().insert(header::CONTENT_TYPE, value);
            *request.body_mut() = body.into();
            Ok(())
        })
    }

    /// Sets a JSON body.
    pub fn json<B: Serialize + ?Sized>(self, body: &B) -> Self {
        let mut bytes = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Shortest);
        match body.serialize(&mut serializer) {
            Ok(()) => self.body("application/json", bytes),
            Err(error) => self.change(|_| {
                Err(RequestError::Body {
                    reason: error.to_string(),
                })
            }),
        }
    }

    pub(crate) fn into_parts(
        self,
    ) -> (C, OperationMeta, Result<Request<RequestBody>, RequestError>) {
        let meta = OperationMeta::undocumented(self.call);
        (self.client, meta, self.request)
    }

    fn change(
        mut self,
        change: impl FnOnce(&mut Request<RequestBody>) -> Result<(), RequestError>,
    ) -> Self {
        self.request = self.request.and_then(|mut request| {
            change(&mut request)?;
            Ok(request)
        });
        self
    }
}

/// Shows method and path: query, headers and body may contain secrets.
impl<C> fmt::Debug for UndocumentedRequest<C> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UndocumentedRequest")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

/// Returns the URI of a path below the base URL. Without the slash, a path could extend the host.
fn target(base: &BaseUrl, path: &str) -> Result<Uri, RequestError> {
    let (segments, _) = path.split_once('?').unwrap_or((path, ""));
    let is_dots = |segment: &str| {
        let decoded = segment.to_ascii_lowercase().replace("%2e", ".");
        matches!(decoded.as_str(), "." | "..")
    };
    // URL parsers remove such segments, and the path could leave the base URL.
    if segments.split(['/', '\\']).any(is_dots) {
        return Err(RequestError::PathSegment { parameter: "path" });
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    let uri = format!("{}{slash}{path}", base.as_str());
    Uri::try_from(uri).map_err(|_| RequestError::Uri)
}
