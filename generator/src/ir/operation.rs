//! Operations, their requests and their responses.

use serde_json::Value;

use super::{Authorization, Docs, Secrecy, TypeRef};
use crate::pointer::Pointer;

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The `operationId`, or else the method and the path.
    pub id: String,
    /// The location in the document.
    pub pointer: Pointer,
    /// The first tag.
    pub tag: Option<String>,
    /// The HTTP method in upper case.
    pub method: String,
    /// The path template, with the names of parameters in braces.
    pub path: String,
    /// The literals and the parameters of the path.
    pub segments: Vec<Segment>,
    /// The summary.
    pub summary: Option<String>,
    /// The documentation.
    pub docs: Docs,
    /// The description and the URL of the external documentation.
    pub external_docs: Option<(Option<String>, String)>,
    /// The required authorization.
    pub authorization: Authorization,
    /// The indexes of the operation's own servers in [`Api::servers`](super::Api::servers); empty
    /// if the servers of the API apply.
    pub servers: Vec<usize>,
    /// The parameters, in document order.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The `Accept` headers.
    pub accept: Accept,
    /// The documented responses, in document order, `default` last.
    pub responses: Vec<Response>,
}

/// A part of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// A literal.
    Literal(String),
    /// A parameter, by its index in [`Operation::parameters`].
    Parameter(usize),
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The name in the document.
    pub name: String,
    /// The location in the request.
    pub location: ParameterLocation,
    /// The encoding of the value.
    pub encoding: ParameterEncoding,
    /// The documentation.
    pub docs: Docs,
    /// Required or optional.
    pub necessity: Necessity,
    /// The type of the value.
    pub ty: TypeRef,
    /// The only value of a required parameter. Such a parameter isn't an argument.
    pub constant: Option<Value>,
    /// The visibility in `Debug`.
    pub secrecy: Secrecy,
}

/// The location of a parameter in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterLocation {
    /// The path.
    Path,
    /// The query.
    Query,
    /// The whole query.
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

impl ParameterLocation {
    /// Returns the name in OpenAPI.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::QueryString => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// The encoding of a parameter or header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterEncoding {
    /// The value as a plain string.
    Text,
    /// One plain string for each item of an array.
    Each,
    /// The serialized value in a style.
    Styled(Style),
}

/// A style of OpenAPI with its options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The style.
    pub kind: StyleKind,
    /// `explode`: `true` if items and properties are separate pairs.
    pub exploded: bool,
    /// `allowReserved`: `true` if reserved characters aren't percent-encoded.
    pub reserved: bool,
    /// `allowEmptyValue`: `true` if an empty array is sent as a name without a value.
    pub empty: bool,
}

/// A style of OpenAPI, or JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StyleKind {
    /// `simple`
    Simple,
    /// `label`
    Label,
    /// `matrix`
    Matrix,
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
    /// JSON, which has no style.
    Json,
}

impl StyleKind {
    /// Returns the name in OpenAPI.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Label => "label",
            Self::Matrix => "matrix",
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
            Self::Cookie => "cookie",
            Self::Json => "JSON",
        }
    }
}

/// `required` of a parameter or body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Necessity {
    /// Required.
    Required,
    /// Optional.
    Optional,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct Body {
    /// The documentation.
    pub docs: Docs,
    /// Required or optional.
    pub necessity: Necessity,
    /// The media types, beginning with the default. Invariant: not empty.
    pub contents: Vec<RequestMediaType>,
}

/// A media type of a request body.
#[derive(Debug, Clone)]
pub struct RequestMediaType {
    /// The media type as it is sent.
    pub media_type: String,
    /// The content.
    pub payload: RequestContent,
}

/// The content of a request body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestContent {
    /// A value as JSON.
    Json(TypeRef),
    /// The properties of a value as a form, with the styles that aren't the default.
    Form(TypeRef, Vec<(String, Style)>),
    /// The properties of a value as multipart parts; without a type, parts that the caller builds.
    Parts(Option<TypeRef>),
    /// Bytes or a stream.
    Bytes,
    /// Bytes or a stream in a media type that the caller chooses, with a default.
    File(String),
}

impl RequestContent {
    /// Returns `true` for bytes or a stream.
    pub fn is_bytes(&self) -> bool {
        matches!(self, Self::Bytes | Self::File(_))
    }

    /// Returns the type of the value; `None` for bytes and for untyped parts.
    pub fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) => Some(ty),
            Self::Parts(ty) => ty.as_ref(),
            Self::Bytes | Self::File(_) => None,
        }
    }
}

/// The content of a response body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// Nothing.
    Empty,
    /// A value as JSON.
    Json(TypeRef),
    /// A string.
    Text,
    /// A stream of bytes.
    Stream,
    /// One of several different contents.
    Choice(TypeRef),
}

/// A content of a response with its media types.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseContent {
    /// The media types or media ranges, as documented. Invariant: not empty.
    pub media_types: Vec<String>,
    /// The content of the body.
    pub payload: Payload,
    /// The type of the items of a stream with an `itemSchema`.
    pub item: Option<TypeRef>,
}

impl ResponseContent {
    /// Returns `true` for a string in JSON and text media types, which has quotes only in JSON.
    #[must_use]
    pub fn is_json_or_text(&self) -> bool {
        let mut names = self.media_types.iter();
        matches!(self.payload, Payload::Json(_)) && names.any(|name| is_text(name))
    }
}

/// Returns `true` for text that isn't JSON.
pub fn is_text(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    let subtype = essence.strip_prefix("text/");
    subtype.is_some_and(|subtype| subtype != "json" && !subtype.ends_with("+json"))
}

/// The `Accept` headers of an operation.
#[derive(Debug, Clone, Default)]
pub struct Accept {
    /// The header for the default content of each response; `None` if no response has a body.
    pub default: Option<String>,
    /// The headers for the other contents.
    pub choices: Vec<AcceptChoice>,
}

/// A content that a caller can choose.
#[derive(Debug, Clone)]
pub struct AcceptChoice {
    /// The content in the first response with its media types.
    pub content: ResponseContent,
    /// The `Accept` header that prefers the content.
    pub header: String,
}

/// A documented response.
#[derive(Debug, Clone)]
pub struct Response {
    /// The location in the document, at the end of all references.
    pub pointer: Pointer,
    /// The status code.
    pub status: Status,
    /// The documentation.
    pub docs: Docs,
    /// The contents, beginning with the default; empty for a response without a body.
    pub contents: Vec<ResponseContent>,
    /// The content of the body.
    pub payload: Payload,
    /// The documented headers, in document order.
    pub headers: Vec<Header>,
}

/// A documented status code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// A status code, such as 404.
    Exact(u16),
    /// A range, such as `4XX`, by its first digit.
    Range(u16),
    /// All other status codes.
    Default,
}

/// A documented response header.
#[derive(Debug, Clone)]
pub struct Header {
    /// The name.
    pub name: String,
    /// The documentation.
    pub docs: Docs,
    /// The type of the value.
    pub ty: TypeRef,
    /// The visibility in `Debug`.
    pub secrecy: Secrecy,
    /// The encoding: a plain string, a field line for each item, the style `simple`, or JSON.
    pub encoding: ParameterEncoding,
}
