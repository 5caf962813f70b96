//! Parameters.

use indexmap::IndexMap;
use serde_json::Value;

use super::{Example, MediaType, ReferenceOr, Schema};

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// The location.
    pub location: ParameterLocation,
    /// The description.
    pub description: Option<String>,
    /// `true` if every request has the parameter.
    pub required: bool,
    /// `true` if the parameter is deprecated.
    pub deprecated: bool,
    /// The declared or default style.
    pub style: ParameterStyle,
    /// The declared value of `explode`.
    pub explode: Option<bool>,
    /// `true` if reserved characters are sent unchanged.
    pub allow_reserved: bool,
    /// `true` if the value may be empty.
    pub allow_empty_value: bool,
    /// The schema, or the media type with the schema.
    pub format: SchemaOrContent,
    /// The example.
    pub example: Option<Value>,
    /// The examples, by name.
    pub examples: IndexMap<String, ReferenceOr<Example>>,
}

/// The location of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterLocation {
    /// A segment of the path, or a part of a segment.
    Path,
    /// The query.
    Query,
    /// The whole query string.
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// The style of a parameter or of a form property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterStyle {
    /// `matrix`
    Matrix,
    /// `label`
    Label,
    /// `simple`
    Simple,
    /// `form`
    Form,
    /// `spaceDelimited`
    SpaceDelimited,
    /// `pipeDelimited`
    PipeDelimited,
    /// `deepObject`
    DeepObject,
    /// `cookie`
    Cookie,
}

/// The schema of a parameter or header, or its media type.
#[derive(Debug, Clone)]
pub enum SchemaOrContent {
    /// The schema of a value in a style.
    Schema(ReferenceOr<Schema>),
    /// The media types, by name.
    Content(IndexMap<String, MediaType>),
}
