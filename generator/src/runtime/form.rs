//! Request bodies other than JSON: forms, multipart bodies and files.

use http::{HeaderValue, Request, header};
use serde::Serialize;

use super::{
    File, Multipart, MultipartForm, RequestBody, RequestError, RequestWriter, Style, value::Value,
};

impl RequestWriter {
    /// Finishes a request with a form, or without a body if `body` is `null`.
    ///
    /// `styles` are the styles of properties. By default, an object or nested array is written as
    /// JSON, and any other value in the style `form`.
    ///
    /// # Errors
    ///
    /// The first error of the request.
    pub fn form<T: Serialize>(
        self,
        media_type: &'static str,
        styles: &[(&'static str, Style)],
        body: &T,
    ) -> Result<Request<RequestBody>, RequestError> {
        self.write_form(media_type, styles, Value::of(body))
    }

    fn write_form(
        mut self,
        media_type: &'static str,
        styles: &[(&'static str, Style)],
        body: Option<Value>,
    ) -> Result<Request<RequestBody>, RequestError> {
        let properties = match body {
            Some(Value::Object(properties)) => properties,
            Some(Value::Null) => return self.empty(),
            _ => {
                self.fail(RequestError::Body {
                    reason: "expected an object for a form".to_owned(),
                });
                Vec::new()
            }
        };
        let mut form = String::new();
        for (name, value) in properties {
            let style = styles.iter().find(|(property, _)| *property == name);
            let style = style.map_or_else(|| default_style(&value), |(_, style)| *style);
            for (name, value) in style.pairs(&name, &value) {
                let between = if form.is_empty() { "" } else { "&" };
                form.extend([between, name.as_str(), "=", value.as_str()]);
            }
        }
        self.body(media_type, RequestBody::from(form))
    }

    /// Finishes a request with a multipart body.
    ///
    /// # Errors
    ///
    /// The first error of the request.
    pub fn multipart(
        mut self,
        media_type: &'static str,
        body: &dyn MultipartForm,
    ) -> Result<Request<RequestBody>, RequestError> {
        let mut parts = Multipart::new();
        body.parts(&mut parts);
        match parts.finish() {
            Some((boundary, body)) => {
                self.typed(&format!("{media_type}; boundary={boundary}"), body)
            }
            None => {
                self.fail(RequestError::Body {
                    reason: "unsupported value or invalid media type in a part".to_owned(),
                });
                self.empty()
            }
        }
    }

    /// Finishes a request with a multipart body, or without a body if `body` is `None`.
    ///
    /// # Errors
    ///
    /// The first error of the request.
    pub fn optional_multipart<T: MultipartForm>(
        self,
        media_type: &'static str,
        body: &Option<T>,
    ) -> Result<Request<RequestBody>, RequestError> {
        match body {
            Some(body) => self.multipart(media_type, body),
            None => self.empty(),
        }
    }

    /// Finishes a request with a file, or without a body if `file` is `None`. `media_type` is the
    /// default media type.
    ///
    /// # Errors
    ///
    /// The first error of the request.
    pub fn file(
        self,
        media_type: &'static str,
        file: Option<&File>,
    ) -> Result<Request<RequestBody>, RequestError> {
        let Some(file) = file else {
            return self.empty();
        };
        let (body, own) = file.clone().into_parts();
        self.typed(own.as_deref().unwrap_or(media_type), body)
    }

    fn typed(
        mut self,
        media_type: &str,
        body: RequestBody,
    ) -> Result<Request<RequestBody>, RequestError> {
        match HeaderValue::from_str(media_type) {
            Ok(value) => self.insert(header::CONTENT_TYPE, value),
            Err(_) => self.fail(RequestError::Header {
                name: "content-type".to_owned(),
            }),
        }
        self.finish(body)
    }
}

/// Returns the default style of a property of a form.
fn default_style(value: &Value) -> Style {
    let is_flat = match value {
        Value::Array(items) => !items.iter().any(Value::is_nested),
        value => !value.is_nested(),
    };
    if is_flat {
        Style::FORM.explode()
    } else {
        Style::JSON
    }
}
