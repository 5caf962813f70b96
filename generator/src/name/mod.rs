//! Rust names for all items of a document. All names are assigned in one pass, which resolves
//! collisions.
//!
//! Invariant: a name depends on the location in the document, and not on the order or selection of
//! operations. Colliding names are extended by further words of their locations. Names are numbered
//! only if nothing else distinguishes them.

mod member;
mod operation;
mod rename;
mod scope;
mod security;
mod server;
mod types;
mod variant;
mod word;

pub(crate) use rename::check as check_renames;
pub(crate) use word::reserved::{is_keyword, setter};

use crate::{diagnostic::Diagnostics, ir::Api, settings::Settings};

/// The Rust names of an [`Api`]. Each vector has the indexes of its counterpart in the [`Api`].
#[derive(Debug)]
pub struct Names {
    /// The names of types.
    pub types: Vec<TypeNames>,
    /// The names of operations.
    pub operations: Vec<OperationNames>,
    /// The names of servers.
    pub servers: Vec<ServerNames>,
    /// The constants of security schemes.
    pub security: Vec<String>,
}

/// The names of a type.
#[derive(Debug, Clone, Default)]
pub struct TypeNames {
    /// The type.
    pub ident: String,
    /// The module of the component that owns the type.
    pub module: Option<String>,
    /// The struct of the required fields; empty if the constructor takes them as arguments.
    pub arguments: String,
    /// The fields or variants.
    pub members: Vec<String>,
    /// The setters that assign null, for nullable fields.
    pub nulls: Vec<String>,
    /// The method that returns the first of several media types.
    pub into_body: String,
    /// The suffixes of the methods that return a variant of a union.
    pub accessors: Vec<String>,
    /// The field of additional properties, or the variant of unlisted values.
    pub catch_all: String,
}

/// The names of an operation.
#[derive(Debug, Clone, Default)]
pub struct OperationNames {
    /// The module of the tag.
    pub module: String,
    /// The function that returns the request.
    pub function: String,
    /// The struct of the request.
    pub request: String,
    /// The struct of the required arguments, if they are too many for a function.
    pub arguments: String,
    /// The enum of responses.
    pub response: String,
    /// The parameters.
    pub parameters: Vec<String>,
    /// The argument of the body.
    pub body: String,
    /// The enum of media types of the body; empty for a single media type.
    pub content: String,
    /// The variants of `content`.
    pub contents: Vec<String>,
    /// The field of the accepted media types.
    pub accept: String,
    /// The setters of the accepted media types.
    pub accepts: Vec<String>,
    /// The variants of `response`.
    pub variants: Vec<String>,
    /// The headers of each response.
    pub headers: Vec<Vec<String>>,
    /// The struct of the headers of each response; empty if the headers are fields of the variant.
    pub header_structs: Vec<String>,
}

/// The names of a server.
#[derive(Debug, Clone, Default)]
pub struct ServerNames {
    /// The struct of the variables.
    pub ident: String,
    /// The variables.
    pub variables: Vec<String>,
}

/// Assigns all names, and reports collisions.
pub fn name(api: &Api, settings: &Settings, diagnostics: &mut Diagnostics) -> Names {
    let mut operations = operation::operations(api, settings, diagnostics);
    let types = types::types(api, &mut operations, &settings.rename, diagnostics);
    Names {
        types,
        operations,
        servers: server::servers(api, diagnostics),
        security: security::schemes(api, diagnostics),
    }
}
