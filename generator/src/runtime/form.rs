//! Ends of requests that aren't JSON: forms, parts and files.

use http::{HeaderValue, Request, header};
use serde::Serialize;

use super::{
    File, Multipart, Parts, RequestBody, RequestError, RequestWriter, Style, value::Value,
};

impl RequestWriter {
    /// Ends a request with a form, each property in its style; without a body where it is absent.
    /// What isn't listed is a name and a value, or a list of them; all else is JSON.
    ///
    /// # Errors
    ///
    /// The first thing that couldn't be written.
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
                    reason: "a form is an object".to_owned(),
                });
                Vec::new()
            }
        };
        let mut form = String::new();
        for (name, value) in properties {
            let listed = styles.iter().find(|(listed, _)| *listed == name);
            let style = listed.map_or_else(|| usual(&value), |(_, style)| *style);
            for (name, value) in style.pairs(&name, &value) {
                let between = if form.is_empty() { "" } else { "&" };
                form.extend([between, name.as_str(), "=", value.as_str()]);
            }
        }
        self.body(media_type, RequestBody::from(form))
    }

    /// Ends a request with parts.
    ///
    /// # Errors
    ///
    /// The first thing that couldn't be written.
    pub fn multipart(
        mut self,
        media_type: &'static str,
        body: &dyn Parts,
    ) -> Result<Request<RequestBody>, RequestError> {
        let mut parts = Multipart::new();
        body.parts(&mut parts);
        match parts.finish() {
            Some((boundary, body)) => {
                self.typed(&format!("{media_type}; boundary={boundary}"), body)
            }
            None => {
                self.fail(RequestError::Body {
                    reason: "a part has no form, or its media type isn't one".to_owned(),
                });
                self.empty()
            }
        }
    }

    /// Ends a request with parts that may be absent.
    ///
    /// # Errors
    ///
    /// The first thing that couldn't be written.
    pub fn optional_multipart<T: Parts>(
        self,
        media_type: &'static str,
        body: &Option<T>,
    ) -> Result<Request<RequestBody>, RequestError> {
        match body {
            Some(body) => self.multipart(media_type, body),
            None => self.empty(),
        }
    }

    /// Ends a request with a file, of its own media type or the usual one; without a body where
    /// it is absent.
    ///
    /// # Errors
    ///
    /// The first thing that couldn't be written.
    pub fn file(
        self,
        usual: &'static str,
        file: Option<&File>,
    ) -> Result<Request<RequestBody>, RequestError> {
        let Some(file) = file else {
            return self.empty();
        };
        let (body, media_type) = file.clone().into_parts();
        self.typed(media_type.as_deref().unwrap_or(usual), body)
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

/// How a property of a form is written where the document doesn't say.
fn usual(value: &Value) -> Style {
    let is_flat = match value {
        Value::List(items) => !items.iter().any(Value::is_nested),
        value => !value.is_nested(),
    };
    if is_flat {
        Style::FORM.exploded()
    } else {
        Style::JSON
    }
}
