//! Operations and request bodies.

use indexmap::IndexMap;

use super::{
    ExternalDocumentation, MediaType, Parameter, ReferenceOr, Response, SecurityRequirement,
    Server, StatusCode,
};
use crate::diagnostic::Diagnostic;

/// An operation.
#[derive(Debug, Clone)]
pub struct Operation {
    /// The tags.
    pub tags: Vec<String>,
    /// The summary.
    pub summary: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// A link to more documentation.
    pub external_docs: Option<ExternalDocumentation>,
    /// The `operationId`.
    pub operation_id: Option<String>,
    /// The parameters.
    pub parameters: Vec<ReferenceOr<Parameter>>,
    /// The request body.
    pub request_body: Option<ReferenceOr<RequestBody>>,
    /// The responses, in document order, `default` last.
    pub responses: Vec<(StatusCode, ReferenceOr<Response>)>,
    /// `true` if the operation has callbacks.
    pub has_callbacks: bool,
    /// `true` if the operation is deprecated.
    pub deprecated: bool,
    /// The security requirements; `None` for the requirements of the document.
    pub security: Option<Vec<SecurityRequirement>>,
    /// The servers; empty for the servers of the path item or of the document.
    pub servers: Vec<Server>,
    /// The diagnostic of an invalid operation, which has only its names and tags.
    pub invalid: Option<Box<Diagnostic>>,
}

/// A request body.
#[derive(Debug, Clone)]
pub struct RequestBody {
    /// The description.
    pub description: Option<String>,
    /// The media types, by name.
    pub content: IndexMap<String, MediaType>,
    /// `true` if every request has a body.
    pub required: bool,
}
