//! The document model: plain structs with the vocabulary of OpenAPI and JSON Schema, independent of
//! the version of a document. `read` builds the model, and `lower` reads it.

mod bound;
mod info;
mod media_type;
mod operation;
mod parameter;
mod path_item;
mod response;
mod schema;
mod security;
mod server;
mod values;

use indexmap::IndexMap;

pub use self::bound::{Bound, Range};
pub use self::info::{Contact, ExternalDocumentation, Info, License, Tag};
pub use self::media_type::{Encoding, Example, MediaType};
pub use self::operation::{Operation, RequestBody};
pub use self::parameter::{Parameter, ParameterLocation, ParameterStyle, SchemaOrContent};
pub use self::path_item::{PathItem, PathOperation};
pub use self::response::{Header, Response, StatusCode};
pub use self::schema::{AdditionalProperties, Discriminator, Not, Schema};
pub use self::security::{
    OAuthFlow, OAuthFlows, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};
pub use self::server::{Server, ServerVariable};
pub use self::values::{Entries, ListedEntry, ValueAnnotations, ValueDocs};
use crate::diagnostic::Diagnostic;

/// An OpenAPI description.
#[derive(Debug, Clone, Default)]
pub struct OpenApi {
    /// The metadata of the API.
    pub info: Info,
    /// The servers.
    pub servers: Vec<Server>,
    /// The path items, by path.
    pub paths: IndexMap<String, ReferenceOr<PathItem>>,
    /// The components.
    pub components: Components,
    /// The security requirements of operations without requirements of their own.
    pub security: Option<Vec<SecurityRequirement>>,
    /// The tags.
    pub tags: Vec<Tag>,
    /// A link to more documentation.
    pub external_docs: Option<ExternalDocumentation>,
    /// `true` if a part of a multipart body is a file if its schema has no constraints, as since
    /// OpenAPI 3.1.
    pub has_files_without_constraints: bool,
}

/// The components of a document, by name.
#[derive(Debug, Clone, Default)]
pub struct Components {
    /// The schemas.
    pub schemas: IndexMap<String, ReferenceOr<Schema>>,
    /// The responses.
    pub responses: IndexMap<String, ReferenceOr<Response>>,
    /// The parameters.
    pub parameters: IndexMap<String, ReferenceOr<Parameter>>,
    /// The examples.
    pub examples: IndexMap<String, ReferenceOr<Example>>,
    /// The request bodies.
    pub request_bodies: IndexMap<String, ReferenceOr<RequestBody>>,
    /// The headers.
    pub headers: IndexMap<String, ReferenceOr<Header>>,
    /// The security schemes.
    pub security_schemes: IndexMap<String, ReferenceOr<SecurityScheme>>,
}

/// A node, or a reference to a component.
#[derive(Debug, Clone, PartialEq)]
pub enum ReferenceOr<T> {
    /// A reference.
    Reference(Reference),
    /// The node itself.
    Item(Box<T>),
}

impl<T> ReferenceOr<T> {
    /// Returns the node; `None` for a reference.
    pub fn as_item(&self) -> Option<&T> {
        match self {
            Self::Reference(_) => None,
            Self::Item(item) => Some(item),
        }
    }
}

/// A reference to a component, and the keys beside the reference.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The value of `$ref`.
    pub target: String,
    /// The description beside `$ref`, which overrides the description of the component.
    pub description: Option<String>,
    /// The diagnostic of a reference whose target couldn't be read.
    pub unresolved: Option<Box<Diagnostic>>,
}

/// References with the same target are equal.
impl PartialEq for Reference {
    fn eq(&self, other: &Self) -> bool {
        self.target == other.target
    }
}
