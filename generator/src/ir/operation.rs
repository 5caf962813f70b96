//! The vocabulary of operations: what is sent, and what comes back.

use serde_json::Value;

use super::{Authorization, Docs, Secrecy, TypeRef};
use crate::pointer::Pointer;

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// Where it is.
    pub pointer: Pointer,
    /// Its first tag.
    pub tag: Option<String>,
    /// Its HTTP method, as it is sent.
    pub method: String,
    /// Its path, with the names of parameters in braces.
    pub path: String,
    /// The same in pieces.
    pub segments: Vec<Segment>,
    /// A line on what it does.
    pub summary: Option<String>,
    /// What the document says of it.
    pub docs: Docs,
    /// A page on it: description and URL.
    pub external_docs: Option<(Option<String>, String)>,
    /// How a caller proves who they are.
    pub authorization: Authorization,
    /// Where it is served, as indexes in [`Api::servers`](super::Api::servers), if it isn't where
    /// the API is.
    pub servers: Vec<usize>,
    /// Its parameters, in document order.
    pub parameters: Vec<Parameter>,
    /// The body of its request.
    pub body: Option<Body>,
    /// What it asks for.
    pub accept: Accept,
    /// Its documented responses, in document order, `default` last.
    pub responses: Vec<Response>,
}

/// A piece of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Text.
    Literal(String),
    /// A parameter, by its index.
    Parameter(usize),
}

/// A parameter.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// Its name in the document.
    pub name: String,
    /// Where it is sent.
    pub location: ParameterLocation,
    /// How it is written there.
    pub form: ParameterEncoding,
    /// What the document says of it.
    pub docs: Docs,
    /// Whether it has to be given.
    pub need: Necessity,
    /// Its type.
    pub ty: TypeRef,
    /// Its only value, if it is required: callers don't give it.
    pub constant: Option<Value>,
    /// Whether it is shown in `Debug`.
    pub secrecy: Secrecy,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As the whole query.
    QueryString,
    /// In a header.
    Header,
    /// As a cookie.
    Cookie,
}

impl ParameterLocation {
    /// Its name in OpenAPI.
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

/// How a parameter or header is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterEncoding {
    /// As its text.
    Text,
    /// Once for each item of a list, as their texts.
    Each,
    /// In a style, as it serializes itself.
    Styled(Style),
}

/// A style of OpenAPI, and what goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Which one.
    pub kind: StyleKind,
    /// Whether items and properties are written each for itself.
    pub exploded: bool,
    /// Whether reserved characters stay as they are.
    pub reserved: bool,
    /// Whether an empty list is sent as a name without a value.
    pub empty: bool,
}

/// The styles of OpenAPI, and JSON.
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
    /// No style: JSON.
    Json,
}

impl StyleKind {
    /// Its name in OpenAPI.
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

/// Whether something has to be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Necessity {
    /// It has to be.
    Required,
    /// It may be left out.
    Optional,
}

/// The body of a request.
#[derive(Debug, Clone)]
pub struct Body {
    /// What the document says of it.
    pub docs: Docs,
    /// Whether it has to be given.
    pub need: Necessity,
    /// The media types that it can have, the usual one first: at least one.
    pub contents: Vec<RequestMediaType>,
}

/// A media type of the body of a request.
#[derive(Debug, Clone)]
pub struct RequestMediaType {
    /// The media type.
    pub media_type: String,
    /// What is sent.
    pub payload: RequestContent,
}

/// What is sent in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RequestContent {
    /// JSON of a type.
    Json(TypeRef),
    /// The properties of a type, with the styles of those that don't go without saying.
    Form(TypeRef, Vec<(String, Style)>),
    /// The parts of a type; those that the caller puts together, where there is none.
    Parts(Option<TypeRef>),
    /// Bytes or a stream.
    Bytes,
    /// Bytes or a stream whose media type the caller says, or this one.
    File(String),
}

impl RequestContent {
    /// Whether it is bytes or a stream.
    pub fn is_bytes(&self) -> bool {
        matches!(self, Self::Bytes | Self::File(_))
    }

    /// The type of what is sent, if it has one of its own.
    pub fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty) | Self::Form(ty, _) => Some(ty),
            Self::Parts(ty) => ty.as_ref(),
            Self::Bytes | Self::File(_) => None,
        }
    }
}

/// What is in a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// Nothing.
    Empty,
    /// JSON of a type.
    Json(TypeRef),
    /// Text.
    Text,
    /// Bytes, handed over as they come.
    Stream,
    /// One of several contents that aren't alike.
    Choice(TypeRef),
}

/// A content of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseContent {
    /// Its media types or ranges of them, as the document has them: at least one.
    pub media_types: Vec<String>,
    /// What is in it.
    pub payload: Payload,
    /// The type of the items that come one after the other in a stream, where that is said.
    pub item: Option<TypeRef>,
}

/// What an operation asks for.
#[derive(Debug, Clone, Default)]
pub struct Accept {
    /// The header that asks for the usual content of each response; `None` when none has a body.
    pub usual: Option<String>,
    /// The contents of responses that come in several.
    pub choices: Vec<AcceptChoice>,
}

/// A content that can be asked for.
#[derive(Debug, Clone)]
pub struct AcceptChoice {
    /// It, as the first response that comes in it has it.
    pub content: ResponseContent,
    /// The header that asks for it.
    pub header: String,
}

/// A documented response.
#[derive(Debug, Clone)]
pub struct Response {
    /// Where it is, after references.
    pub pointer: Pointer,
    /// Its status.
    pub status: Status,
    /// What the document says of it.
    pub docs: Docs,
    /// The media types that its body can come in, the usual one first; none when there is no body.
    pub contents: Vec<ResponseContent>,
    /// What is in its body.
    pub payload: Payload,
    /// Its documented headers, in document order.
    pub headers: Vec<Header>,
}

/// A documented status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One, such as 404.
    Exact(u16),
    /// A hundred, such as `4XX`, by its first digit.
    Range(u16),
    /// All that aren't listed.
    Default,
}

/// A documented header of a response.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// What the document says of it.
    pub docs: Docs,
    /// Its type.
    pub ty: TypeRef,
    /// The secrecy of the value in `Debug`.
    pub secrecy: Secrecy,
    /// How it is written: as its text, each item in a field line, in the style `simple`, or as JSON.
    pub form: ParameterEncoding,
}
