//! Writing a request: percent-encoded path segments, query, headers and body.

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

/// Writes a request piece by piece. The first thing that can't be written is the error at the end.
pub struct RequestWriter {
    method: Method,
    uri: String,
    has_query: bool,
    headers: HeaderMap,
    error: Option<RequestError>,
}

/// Shows the method: the URI may have secrets in its query.
impl fmt::Debug for RequestWriter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RequestWriter")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

impl RequestWriter {
    /// Begins a request to a path below `base`.
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

    /// Begins a request of a method that isn't one of the constants of [`Method`].
    #[must_use]
    pub fn with_method(method: &str, base: &BaseUrl) -> Self {
        let Ok(method) = Method::from_bytes(method.as_bytes()) else {
            let mut request = Self::new(Method::default(), base);
            request.fail(RequestError::Method);
            return request;
        };
        Self::new(method, base)
    }

    /// Appends a piece of the path that the document gives, such as `/users/`.
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
        match piece(name, style, Value::of(value), encode) {
            Ok(text) => {
                self.uri.push_str(&text);
                self.check_segment(start, name);
            }
            Err(error) => self.fail(error),
        }
    }

    fn check_segment(&mut self, start: usize, name: &'static str) {
        if matches!(self.uri.get(start..), Some("" | "." | "..")) {
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

    /// Appends a query parameter that may be absent.
    pub fn optional_query<T: Display>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.query(name, value);
        }
    }

    /// Appends a query parameter for each value of a list.
    pub fn query_each<T: Display>(&mut self, name: &'static str, values: &[T]) {
        for value in values {
            self.query(name, value);
        }
    }

    /// Appends a query parameter in a style; nothing where its value is absent.
    pub fn styled_query<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        for (name, value) in self.pairs(name, style, Value::of(value)) {
            self.next_query();
            self.uri.extend([name.as_str(), "=", &value]);
        }
    }

    /// Appends the whole query in a style that has no names; nothing where its value is absent.
    pub fn query_string<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        let value = Value::of(value);
        if value == Some(Value::Null) {
            return;
        }
        match piece(name, style, value, encode) {
            Ok(text) => {
                self.next_query();
                self.uri.push_str(&text);
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

    /// Adds a cookie, or several in one header; nothing where its value is absent.
    pub fn cookie<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        let pairs = self.pairs(name, style, Value::of(value));
        let mut text = match self.headers.get(header::COOKIE) {
            Some(before) => before.to_str().unwrap_or_default().to_owned(),
            None => String::new(),
        };
        for (name, value) in pairs {
            // In the style that encodes nothing, these would be another cookie, or no text.
            if value.contains(';') || !value.is_ascii() {
                self.fail(cookie_error());
            }
            let between = if text.is_empty() { "" } else { "; " };
            text.extend([between, name.as_str(), "=", &value]);
        }
        match HeaderValue::try_from(text) {
            Ok(value) if value.is_empty() => {}
            Ok(mut value) => {
                value.set_sensitive(true);
                self.headers.insert(header::COOKIE, value);
            }
            Err(_) => self.fail(cookie_error()),
        }
    }

    /// Adds a header in a style; nothing where its value is absent.
    pub fn styled_header<T: Serialize>(&mut self, name: &'static str, style: Style, value: &T) {
        match piece(name, style, Value::of(value), str::to_owned) {
            Ok(text) if text.is_empty() => {}
            Ok(text) => self.header(name, &text),
            Err(error) => self.fail(error),
        }
    }

    /// Adds a header.
    pub fn header(&mut self, name: &'static str, value: &dyn Display) {
        let text = value.to_string();
        let is_secret = is_secret_header(name);
        let (Ok(name), Ok(mut value)) = (
            HeaderName::try_from(name),
            HeaderValue::from_bytes(text.as_bytes()),
        ) else {
            return self.fail(RequestError::Header {
                name: name.to_owned(),
            });
        };
        value.set_sensitive(is_secret);
        self.headers.append(name, value);
    }

    /// Adds a header that may be absent.
    pub fn optional_header<T: Display>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.header(name, value);
        }
    }

    /// Says which media types can be read.
    pub fn accept(&mut self, media_types: &'static str) {
        self.headers
            .insert(header::ACCEPT, HeaderValue::from_static(media_types));
    }

    /// Ends a request without a body.
    ///
    /// # Errors
    ///
    /// The first thing that couldn't be written.
    pub fn empty(self) -> Result<Request<RequestBody>, RequestError> {
        self.finish(RequestBody::Empty)
    }

    /// Ends a request with a JSON body.
    ///
    /// # Errors
    ///
    /// The first thing that couldn't be written.
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

    /// The end of `json`, which knows no type.
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

    /// Ends a request with a JSON body that may be absent.
    ///
    /// # Errors
    ///
    /// The first thing that couldn't be written.
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

    /// Ends a request with a body of bytes or a stream.
    ///
    /// # Errors
    ///
    /// The first thing that couldn't be written.
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
        // Writing to a string doesn't fail, and a `Display` that does has written what it could.
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

/// A value in one piece.
fn piece(
    name: &str,
    style: Style,
    value: Option<Value>,
    encode: fn(&str) -> String,
) -> Result<String, RequestError> {
    let piece = value.map(|value| style.piece(name, &value, encode));
    piece.ok_or_else(|| RequestError::Serialization {
        parameter: name.to_owned(),
    })
}

/// Percent-encodes what is written through it.
struct Encoded<'a>(&'a mut String);

impl Write for Encoded<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend(utf8_percent_encode(text, ENCODED));
        Ok(())
    }
}
