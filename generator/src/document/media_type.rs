//! Media types, their encodings and examples.

use indexmap::IndexMap;
use serde_json::Value;

use super::{Header, ParameterStyle, ReferenceOr, Schema};

/// A media type of a message.
#[derive(Debug, Clone)]
pub struct MediaType {
    /// The schema of the content.
    pub schema: Option<ReferenceOr<Schema>>,
    /// `true` if the content is a sequence: `schema` is the array of its items.
    pub is_sequence: bool,
    /// The example.
    pub example: Option<Value>,
    /// The examples, by name.
    pub examples: IndexMap<String, ReferenceOr<Example>>,
    /// The encodings of properties, by the name of the property.
    pub encoding: IndexMap<String, Encoding>,
}

/// The encoding of a property of a form or multipart body.
#[derive(Debug, Clone)]
pub struct Encoding {
    /// The media types, separated by commas.
    pub content_type: Option<String>,
    /// The headers of a part, by name.
    pub headers: IndexMap<String, ReferenceOr<Header>>,
    /// The declared style.
    pub style: Option<ParameterStyle>,
    /// The declared value of `explode`.
    pub explode: Option<bool>,
    /// `true` if reserved characters are sent unchanged.
    pub allow_reserved: bool,
    /// The separator of the items of a part, from `collectionFormat` of Swagger 2.0.
    pub delimiter: Option<String>,
}

/// An example.
#[derive(Debug, Clone)]
pub struct Example {
    /// The summary.
    pub summary: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The value.
    pub value: Option<Value>,
}
