//! Multipart bodies (RFC 2046, RFC 7578), and files in requests.

use std::fmt::{self, Write};

use serde::Serialize;

use super::{
    RequestBody,
    concat::{Segment, concat, contains},
    value::Value,
};

/// A file in a request: its body, name and media type.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    body: RequestBody,
    name: Option<String>,
    media_type: Option<String>,
}

impl File {
    /// Creates a file without a name and media type.
    #[must_use]
    pub fn new(body: impl Into<RequestBody>) -> Self {
        Self {
            body: body.into(),
            name: None,
            media_type: None,
        }
    }

    /// Sets the file name. The default in a multipart body is the name of the property.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type, such as `image/png`. The default is the media type in the API
    /// description, or `application/octet-stream`.
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

/// A value that can be sent as a multipart body.
pub trait MultipartForm {
    /// Adds the parts of the value to `parts`.
    fn parts(&self, parts: &mut Multipart);
}

/// A multipart body.
#[derive(Clone, Default, PartialEq)]
pub struct Multipart {
    parts: Vec<Part>,
    /// Headers of the next part.
    headers: String,
    /// `true` if a part can't be written.
    is_invalid: bool,
}

#[derive(Clone, PartialEq)]
struct Part {
    head: String,
    body: RequestBody,
}

/// Shows only the sizes of the parts, since their headers may contain secrets.
impl fmt::Debug for Multipart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bodies: Vec<&RequestBody> = self.parts.iter().map(|part| &part.body).collect();
        formatter
            .debug_struct("Multipart")
            .field("parts", &bodies)
            .finish()
    }
}

impl MultipartForm for Multipart {
    fn parts(&self, parts: &mut Multipart) {
        parts.is_invalid |= self.is_invalid;
        parts.parts.extend_from_slice(&self.parts);
    }
}

impl Multipart {
    /// Creates a body without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part with a string.
    #[must_use]
    pub fn text(mut self, name: &str, text: impl Into<String>) -> Self {
        self.add(name, None, "", RequestBody::from(text.into()));
        self
    }

    /// Adds a part with a file.
    #[must_use]
    pub fn file(mut self, name: &str, file: impl Into<File>) -> Self {
        self.write_files(name, "", [&file.into()]);
        self
    }

    /// Adds a header to the next part.
    pub fn write_header(&mut self, name: &str, value: &str) {
        self.headers.extend([name, ": ", value, "\r\n"]);
    }

    /// Adds a part for a value. An array adds a part for each item, and `null` adds no part.
    ///
    /// Objects and nested arrays are written as JSON, and so is every value if `media_type` is
    /// JSON.
    pub fn write_value<T: Serialize>(&mut self, name: &str, media_type: &str, value: &T) {
        match Value::of(value) {
            Some(Value::Array(items)) => {
                for item in &items {
                    self.value(name, media_type, item);
                }
            }
            Some(value) => self.value(name, media_type, &value),
            None => self.is_invalid = true,
        }
        self.headers.clear();
    }

    /// Adds one part with the items of an array and `delimiter` between them. An empty array adds
    /// no
    /// part.
    pub fn write_joined<T: Serialize>(&mut self, name: &str, delimiter: &str, value: &T) {
        match Value::of(value) {
            Some(Value::Array(items)) => {
                let values = items.iter().filter(|item| **item != Value::Null);
                let values: Vec<_> = values.map(Value::format).collect();
                if !values.is_empty() {
                    self.add(name, None, "", RequestBody::from(values.join(delimiter)));
                }
            }
            Some(value) => self.value(name, "", &value),
            None => self.is_invalid = true,
        }
        self.headers.clear();
    }

    fn value(&mut self, name: &str, media_type: &str, value: &Value) {
        let is_json = media_type.contains("json");
        let (media_type, string) = match value {
            Value::Null => return,
            _ if is_json => (media_type, value.json()),
            value if value.is_nested() => ("application/json", value.json()),
            value => (media_type, value.format().into_owned()),
        };
        self.add(name, None, media_type, RequestBody::from(string));
    }

    /// Adds a part for each file.
    pub fn write_files<'f>(
        &mut self,
        name: &str,
        media_type: &str,
        files: impl IntoIterator<Item = &'f File>,
    ) {
        for file in files {
            let media_type = match file.media_type.as_deref().unwrap_or(media_type) {
                "" => "application/octet-stream",
                media_type => media_type,
            };
            // Servers treat a part without a file name as a string.
            let file_name = file.name.as_deref().unwrap_or(name);
            self.add(name, Some(file_name), media_type, file.body.clone());
        }
        self.headers.clear();
    }

    fn add(&mut self, name: &str, file_name: Option<&str>, media_type: &str, body: RequestBody) {
        self.is_invalid |= media_type.chars().any(char::is_control);
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escape(name));
        if let Some(file_name) = file_name {
            // Writing to a string doesn't fail.
            let _ = write!(head, "; filename=\"{}\"", escape(file_name));
        }
        head.push_str("\r\n");
        if !media_type.is_empty() {
            head.extend(["Content-Type: ", media_type, "\r\n"]);
        }
        head.push_str(&self.headers);
        self.parts.push(Part { head, body });
    }

    /// Returns the boundary and the body. `None` if a part can't be written.
    pub(crate) fn finish(self) -> Option<(String, RequestBody)> {
        if self.is_invalid {
            return None;
        }
        let boundary = self.boundary();
        let mut segments = Vec::new();
        let mut framing = String::new();
        for part in self.parts {
            framing.extend(["--", &boundary, "\r\n", &part.head, "\r\n"]);
            match part.body {
                RequestBody::Empty => {}
                RequestBody::Bytes(bytes) => {
                    segments.push(Segment::Bytes(std::mem::take(&mut framing).into()));
                    segments.push(Segment::Bytes(bytes));
                }
                RequestBody::Stream(stream) => {
                    segments.push(Segment::Bytes(std::mem::take(&mut framing).into()));
                    segments.push(Segment::Stream(stream));
                }
            }
            framing.push_str("\r\n");
        }
        framing.extend(["--", &boundary, "--\r\n"]);
        segments.push(Segment::Bytes(framing.into()));
        let body = concat(segments, boundary.clone().into());
        Some((boundary, body))
    }

    /// Returns a boundary that no part contains. The boundary is deterministic: equal parts have
    /// equal boundaries. Streams are searched for the boundary while they are sent.
    fn boundary(&self) -> String {
        // FNV-1a of the headers and sizes, since hashing large bodies is slow.
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

/// Escapes a name for a quoted string, as browsers do (HTML, section 4.10.21.8).
fn escape(name: &str) -> String {
    name.replace('\n', "%0A")
        .replace('\r', "%0D")
        .replace('"', "%22")
}
