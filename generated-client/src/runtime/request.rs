//! Writing of requests: percent-encoded path segments, query, headers and body.

use std::fmt::{self, Display, Write};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header};
use percent_encoding::utf8_percent_encode;
use serde::Serialize;

use super::{
    BaseUrl, RequestBody, RequestError, Style,
    integer::Shortest,
    secret::is_secret_header,
    style::{ENCODED, encode},
    value::Value,
};

/// A builder of requests. The first error is returned at the end.
pub struct RequestWriter {
    method: Method,
    uri: String,
    has_query: bool,
    headers: HeaderMap,
    error: Option<RequestError>,
}

/// Shows only the method, since the query may contain secrets.
impl fmt::Debug for RequestWriter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RequestWriter")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

impl RequestWriter {
    /// Creates a request whose URI starts with `base`.
    #[must_use]
    pub fn new(method: Method, base: &BaseUrl) -> Self {
        let mut uri = String::with_capacity(base.as_str().len() + 64);
        uri.push_str(base.as_str());
        Self {
            method,
            uri,
            has_query: false,
            headers: HeaderMap::new(),
            error: None,
        }
    }

    /// Creates a request with a method that isn't a constant of [`Method`].
    #[must_use]
    pub fn with_method(method: &str, base: &BaseUrl) -> Self {
        let Ok(method) = Method::from_bytes(method.as_bytes()) else {
            let mut request = Self::new(Method::default(), base);
            request.fail(RequestError::Method);
            return request;
        };
        Self::new(method, base)
    }

    /// Appends a literal of the path template, such as `/users/`.
    pub fn path(&mut self, literal: &str) {
        self.has_query |= literal.contains('?');
        self.uri.push_str(literal);
    }

    /// Appends a path parameter as one segment, percent-encoded.
    pub fn segment(&mut self, name: &'static str, value: &dyn Display) {
        let start = self.uri.len();
        self.append(value);
        self.check_segment(start, name);
    }

    /// Appends a path parameter in a style.
    pub fn styled_segment<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        let start = self.uri.len();
        match joined(name, style, Value::of(value), style.path_encoding()) {
            Ok(value) => {
                self.uri.push_str(&value);
                self.check_segment(start, name);
            }
            Err(error) => self.fail(error),
        }
    }

    fn check_segment(&mut self, start: usize, name: &'static str) {
        let value = self.uri.get(start..).unwrap_or_default();
        let mut segments = value.split('/');
        if value.is_empty() || segments.any(|segment| matches!(segment, "." | "..")) {
            self.fail(RequestError::PathSegment { parameter: name });
        }
    }

    /// Appends a query parameter.
    pub fn query(&mut self, name: &'static str, value: &dyn Display) {
        self.next_query();
        self.append(&name);
        self.uri.push('=');
        self.append(value);
    }

    /// Appends a query parameter, unless it is `None`.
    pub fn optional_query<T: Display>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.query(name, value);
        }
    }

    /// Appends a query parameter for each of `values`.
    pub fn query_each<T: Display>(&mut self, name: &'static str, values: &[T]) {
        for value in values {
            self.query(name, value);
        }
    }

    /// Appends a query parameter in a style, unless it is `null`.
    pub fn styled_query<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        for (name, value) in self.pairs(name, style, Value::of(value)) {
            self.next_query();
            self.uri.extend([name.as_str(), "=", &value]);
        }
    }

    /// Appends a value in a style as the whole query string, unless it is `null`.
    pub fn query_string<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        let value = Value::of(value);
        if value == Some(Value::Null) {
            return;
        }
        match joined(name, style, value, encode) {
            Ok(value) => {
                self.next_query();
                self.uri.push_str(&value);
            }
            Err(error) => self.fail(error),
        }
    }

    fn next_query(&mut self) {
        if !self.has_query {
            self.uri.push('?');
        } else if !self.uri.ends_with(['?', '&']) {
            self.uri.push('&');
        }
        self.has_query = true;
    }

    fn pairs(
        &mut self,
        name: &'static str,
        style: Style,
        value: Option<Value>,
    ) -> Vec<(String, String)> {
        let pairs = value.map(|value| style.pairs(name, &value));
        pairs.unwrap_or_else(|| {
            self.fail(RequestError::Serialization {
                parameter: name.to_owned(),
            });
            Vec::new()
        })
    }

    /// Adds a cookie parameter in a style, unless it is `null`. All cookies share one header.
    pub fn cookie<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        let pairs = self.pairs(name, style, Value::of(value));
        let mut cookies = match self.headers.get(header::COOKIE) {
            Some(before) => before.to_str().unwrap_or_default().to_owned(),
            None => String::new(),
        };
        for (name, value) in pairs {
            // The style `cookie` doesn't encode values.
            if value.contains(';') || !value.is_ascii() {
                self.fail(cookie_error());
            }
            let between = if cookies.is_empty() { "" } else { "; " };
            cookies.extend([between, name.as_str(), "=", &value]);
        }
        match HeaderValue::try_from(cookies) {
            Ok(value) if value.is_empty() => {}
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.insert(header::COOKIE, value);
            }
            Err(_) => self.fail(cookie_error()),
        }
    }

    /// Adds a header in a style, unless it is `null`.
    pub fn styled_header<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        let value = Value::of(value);
        // Joined, it would be the text `null` in the style `JSON`.
        if value == Some(Value::Null) {
            return;
        }
        match joined(name, style, value, str::to_owned) {
            Ok(value) if value.is_empty() => {}
            Ok(value) => self.header(name, &value),
            Err(error) => self.fail(error),
        }
    }

    /// Adds a header.
    pub fn header(&mut self, name: &'static str, value: &dyn Display) {
        let string = value.to_string();
        let is_secret = is_secret_header(name);
        let (Ok(name), Ok(mut value)) = (
            HeaderName::try_from(name),
            HeaderValue::from_bytes(string.as_bytes()),
        ) else {
            return self.fail(RequestError::Header {
                name: name.to_owned(),
            });
        };
        value.set_sensitive(is_secret);
        self.headers.append(name, value);
    }

    /// Adds a header, unless it is `None`.
    pub fn optional_header<T: Display>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.header(name, value);
        }
    }

    /// Sets the `Accept` header.
    pub fn accept(&mut self, media_types: &'static str) {
        self.headers
            .insert(header::ACCEPT, HeaderValue::from_static(media_types));
    }

    /// Finishes a request without a body.
    ///
    /// # Errors
    ///
    /// The first error of the request.
    pub fn empty(self) -> Result<Request<RequestBody>, RequestError> {
        self.finish(RequestBody::Empty)
    }

    /// Finishes a request with a JSON body.
    ///
    /// # Errors
    ///
    /// The first error of the request.
    pub fn json<T: Serialize>(
        self,
        media_type: &'static str,
        body: &T,
    ) -> Result<Request<RequestBody>, RequestError> {
        let mut bytes = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, Shortest);
        let written = body.serialize(&mut serializer);
        self.write_json(media_type, written.map(|()| bytes))
    }

    /// The part of `json` that doesn't depend on the type of the body.
    fn write_json(
        mut self,
        media_type: &'static str,
        body: serde_json::Result<Vec<u8>>,
    ) -> Result<Request<RequestBody>, RequestError> {
        match body {
            Ok(bytes) => self.body(media_type, RequestBody::Bytes(Bytes::from(bytes))),
            Err(error) => {
                self.fail(RequestError::Body {
                    reason: error.to_string(),
                });
                self.empty()
            }
        }
    }

    /// Finishes a request with a JSON body, or without a body if `body` is `None`.
    ///
    /// # Errors
    ///
    /// The first error of the request.
    pub fn optional_json<T: Serialize>(
        self,
        media_type: &'static str,
        body: &Option<T>,
    ) -> Result<Request<RequestBody>, RequestError> {
        match body {
            Some(body) => self.json(media_type, body),
            None => self.empty(),
        }
    }

    /// Finishes a request with a body of bytes or a stream.
    ///
    /// # Errors
    ///
    /// The first error of the request.
    pub fn body(
        mut self,
        media_type: &'static str,
        body: RequestBody,
    ) -> Result<Request<RequestBody>, RequestError> {
        if !matches!(body, RequestBody::Empty) {
            self.headers
                .insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        }
        self.finish(body)
    }

    pub(super) fn insert(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.insert(name, value);
    }

    pub(super) fn finish(self, body: RequestBody) -> Result<Request<RequestBody>, RequestError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let uri = http::Uri::try_from(self.uri).map_err(|_| RequestError::Uri)?;
        let mut request = Request::new(body);
        *request.method_mut() = self.method;
        *request.uri_mut() = uri;
        *request.headers_mut() = self.headers;
        Ok(request)
    }

    fn append(&mut self, value: &dyn Display) {
        // Writing to a string doesn't fail. A failing `Display` leaves an incomplete value.
        let _ = write!(Encoded(&mut self.uri), "{value}");
    }

    pub(super) fn fail(&mut self, error: RequestError) {
        self.error.get_or_insert(error);
    }
}

fn cookie_error() -> RequestError {
    RequestError::Header {
        name: "cookie".to_owned(),
    }
}

/// Formats a value as a single string.
fn joined(
    name: &str,
    style: Style,
    value: Option<Value>,
    encode: fn(&str) -> String,
) -> Result<String, RequestError> {
    let joined = value.map(|value| style.joined(name, &value, encode));
    joined.ok_or_else(|| RequestError::Serialization {
        parameter: name.to_owned(),
    })
}

/// A writer that percent-encodes.
struct Encoded<'a>(&'a mut String);

impl Write for Encoded<'_> {
    fn write_str(&mut self, string: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(string, ENCODED));
        Ok(())
    }
}
