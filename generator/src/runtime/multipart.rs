//! Bodies made of parts (RFC 2046, RFC 7578), and files in requests.

use std::fmt::{self, Write};

use serde::Serialize;

use super::{
    RequestBody,
    concat::{Segment, chain, contains},
    value::Value,
};

/// A file in a request: bytes or a stream, and what goes with them.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    body: RequestBody,
    name: Option<String>,
    media_type: Option<String>,
}

impl File {
    /// A file of bytes or a stream.
    #[must_use]
    pub fn new(body: impl Into<RequestBody>) -> Self {
        Self {
            body: body.into(),
            name: None,
            media_type: None,
        }
    }

    /// Sets the file's name. One in a form without a name goes by that of its property.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type, such as `image/png`. A file without one is of the type that the
    /// document says, where it says one, or `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    pub(crate) fn into_parts(self) -> (RequestBody, Option<String>) {
        (self.body, self.media_type)
    }
}

impl<T: Into<RequestBody>> From<T> for File {
    fn from(body: T) -> Self {
        Self::new(body)
    }
}

/// What is sent as parts.
pub trait Parts {
    /// Writes the parts.
    fn parts(&self, parts: &mut Multipart);
}

/// A body of parts.
#[derive(Clone, Default, PartialEq)]
pub struct Multipart {
    parts: Vec<Part>,
    /// Headers of the next part.
    headers: String,
    /// Whether something can't be written.
    is_wrong: bool,
}

#[derive(Clone, PartialEq)]
struct Part {
    head: String,
    body: RequestBody,
}

/// Shows the sizes of the parts: their headers may have secrets in them.
impl fmt::Debug for Multipart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bodies: Vec<&RequestBody> = self.parts.iter().map(|part| &part.body).collect();
        formatter
            .debug_struct("Multipart")
            .field("parts", &bodies)
            .finish()
    }
}

impl Parts for Multipart {
    fn parts(&self, parts: &mut Multipart) {
        parts.is_wrong |= self.is_wrong;
        parts.parts.extend_from_slice(&self.parts);
    }
}

impl Multipart {
    /// A body without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part of text.
    #[must_use]
    pub fn text(mut self, name: &str, text: impl Into<String>) -> Self {
        self.add(name, None, "", RequestBody::from(text.into()));
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn file(mut self, name: &str, file: impl Into<File>) -> Self {
        self.write_files(name, "", [&file.into()]);
        self
    }

    /// Says a header of the next part.
    pub fn write_header(&mut self, name: &str, value: &str) {
        self.headers.extend([name, ": ", value, "\r\n"]);
    }

    /// Writes a part for a value, one for each item of a list, and none for what is absent. Text
    /// is written as it is; all else, or everything of a media type that is JSON, as JSON.
    pub fn write_value<T: Serialize>(&mut self, name: &str, media_type: &str, value: &T) {
        match Value::of(value) {
            Some(Value::List(items)) => {
                for item in &items {
                    self.value(name, media_type, item);
                }
            }
            Some(value) => self.value(name, media_type, &value),
            None => self.is_wrong = true,
        }
        self.headers.clear();
    }

    /// Writes one part for a list, with this between its values, and none for an empty one.
    pub fn write_joined<T: Serialize>(&mut self, name: &str, between: &str, value: &T) {
        match Value::of(value) {
            Some(Value::List(items)) => {
                let values = items.iter().filter(|item| **item != Value::Null);
                let values: Vec<_> = values.map(Value::text).collect();
                if !values.is_empty() {
                    self.add(name, None, "", RequestBody::from(values.join(between)));
                }
            }
            Some(value) => self.value(name, "", &value),
            None => self.is_wrong = true,
        }
        self.headers.clear();
    }

    fn value(&mut self, name: &str, media_type: &str, value: &Value) {
        let is_json = media_type.contains("json");
        let (media_type, text) = match value {
            Value::Null => return,
            _ if is_json => (media_type, value.json()),
            value if value.is_nested() => ("application/json", value.json()),
            value => (media_type, value.text().into_owned()),
        };
        self.add(name, None, media_type, RequestBody::from(text));
    }

    /// Writes a part for each file.
    pub fn write_files<'f>(
        &mut self,
        name: &str,
        media_type: &str,
        files: impl IntoIterator<Item = &'f File>,
    ) {
        for file in files {
            let said = file.media_type.as_deref().unwrap_or(media_type);
            let media_type = if said.is_empty() {
                "application/octet-stream"
            } else {
                said
            };
            // Servers tell files from texts by whether there is a name.
            let file_name = file.name.as_deref().unwrap_or(name);
            self.add(name, Some(file_name), media_type, file.body.clone());
        }
        self.headers.clear();
    }

    fn add(&mut self, name: &str, file_name: Option<&str>, media_type: &str, body: RequestBody) {
        self.is_wrong |= media_type.chars().any(char::is_control);
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", quoted(name));
        if let Some(file_name) = file_name {
            // Writing to a string doesn't fail.
            let _ = write!(head, "; filename=\"{}\"", quoted(file_name));
        }
        head.push_str("\r\n");
        if !media_type.is_empty() {
            head.extend(["Content-Type: ", media_type, "\r\n"]);
        }
        head.push_str(&self.headers);
        self.parts.push(Part { head, body });
    }

    /// The body and its boundary; `None` where something can't be written.
    pub(crate) fn finish(self) -> Option<(String, RequestBody)> {
        if self.is_wrong {
            return None;
        }
        let boundary = self.boundary();
        let mut segments = Vec::new();
        let mut text = String::new();
        for part in self.parts {
            text.extend(["--", &boundary, "\r\n", &part.head, "\r\n"]);
            match part.body {
                RequestBody::Empty => {}
                RequestBody::Bytes(bytes) => {
                    segments.push(Segment::Bytes(std::mem::take(&mut text).into()));
                    segments.push(Segment::Bytes(bytes));
                }
                RequestBody::Stream(stream) => {
                    segments.push(Segment::Bytes(std::mem::take(&mut text).into()));
                    segments.push(Segment::Stream(stream));
                }
            }
            text.push_str("\r\n");
        }
        text.extend(["--", &boundary, "--\r\n"]);
        segments.push(Segment::Bytes(text.into()));
        let body = chain(segments, boundary.clone().into());
        Some((boundary, body))
    }

    /// A boundary that is the same for the same parts, and in none of them. What streams bring
    /// isn't known yet; it is looked through when it is sent.
    fn boundary(&self) -> String {
        // FNV-1a of all that is known without looking through large parts.
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut mix = |bytes: &[u8]| {
            for byte in bytes {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
            }
        };
        for part in &self.parts {
            mix(part.head.as_bytes());
            mix(&part.body.size().unwrap_or_default().to_le_bytes());
        }
        loop {
            let boundary = format!("rejoinder-{hash:016x}");
            let inside = |part: &Part| match &part.body {
                RequestBody::Bytes(bytes) => contains(bytes, boundary.as_bytes()),
                RequestBody::Empty | RequestBody::Stream(_) => false,
            };
            if !self.parts.iter().any(inside) {
                return boundary;
            }
            hash = hash.wrapping_add(1);
        }
    }
}

/// A name between quotes, as browsers write it (HTML, section 4.10.21.8).
fn quoted(name: &str) -> String {
    name.replace('\n', "%0A")
        .replace('\r', "%0D")
        .replace('"', "%22")
}
