//! Responses and their headers.

use std::fmt;

use indexmap::IndexMap;
use serde_json::Value;

use super::{Example, MediaType, ReferenceOr, SchemaOrContent};

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// The description.
    pub description: String,
    /// The headers, by name.
    pub headers: IndexMap<String, ReferenceOr<Header>>,
    /// The media types, by name.
    pub content: IndexMap<String, MediaType>,
    /// `true` if the response has links.
    pub has_links: bool,
}

/// The status codes of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatusCode {
    /// A status code, such as 404.
    Exact(u16),
    /// A range, such as `4XX`, by its first digit.
    Range(u16),
    /// All other status codes.
    Default,
}

impl fmt::Display for StatusCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact(code) => write!(formatter, "{code}"),
            Self::Range(digit) => write!(formatter, "{digit}XX"),
            Self::Default => formatter.write_str("default"),
        }
    }
}

/// A header of a response or of a part.
#[derive(Debug, Clone)]
pub struct Header {
    /// The description.
    pub description: Option<String>,
    /// `true` if the header is deprecated.
    pub deprecated: bool,
    /// The declared value of `explode`.
    pub explode: Option<bool>,
    /// The schema, or the media type with the schema.
    pub format: SchemaOrContent,
    /// The example.
    pub example: Option<Value>,
    /// The examples, by name.
    pub examples: IndexMap<String, ReferenceOr<Example>>,
}
