//! From the names of the document to the names in Rust, all at once, so that collisions are settled
//! in one place.
//!
//! The law: a name follows from the place in the document alone, never from the order in which
//! things came or from what else was kept. Names that collide are told apart by more of their place;
//! only those that nothing else tells apart are numbered.

mod component;
mod content;
mod distinct;
mod inline;
mod known_word;
mod member;
mod operation;
mod rename;
mod reserved;
mod scope;
mod security;
mod server;
mod short_id;
mod status;
mod type_path;
mod types;
mod variant;
mod word;

pub(crate) use rename::check as check_renames;
pub(crate) use reserved::{is_keyword, setter};

use crate::{diagnostic::Diagnostics, ir::Api, settings::Settings};

/// The names of an [`Api`] in Rust, index by index.
#[derive(Debug)]
pub struct Names {
    /// Of its types.
    pub types: Vec<TypeNames>,
    /// Of its operations.
    pub operations: Vec<OperationNames>,
    /// Of its servers.
    pub servers: Vec<ServerNames>,
    /// Of its security schemes.
    pub security: Vec<String>,
}

/// The names of a type.
#[derive(Debug, Clone, Default)]
pub struct TypeNames {
    /// The type itself.
    pub ident: String,
    /// The module of the component that owns it.
    pub module: Option<String>,
    /// The struct of its required fields, where they are too many for a constructor; else empty.
    pub arguments: String,
    /// Its fields, variants or branches.
    pub members: Vec<String>,
    /// The setters that say null, for fields that can.
    pub nulls: Vec<String>,
    /// What gives the usual one of several media types.
    pub usual: String,
    /// The ends of the functions that read a union as one of its types.
    pub accessors: Vec<String>,
    /// The field of unnamed properties; the variant of values that aren't known.
    pub others: String,
}

/// The names of an operation.
#[derive(Debug, Clone, Default)]
pub struct OperationNames {
    /// The module of its tag.
    pub module: String,
    /// The function that makes its request.
    pub function: String,
    /// The request.
    pub request: String,
    /// The struct of its required arguments, where they are too many for a function.
    pub arguments: String,
    /// The enum of its responses.
    pub response: String,
    /// Its parameters.
    pub parameters: Vec<String>,
    /// The body among them.
    pub body: String,
    /// The enum of its bodies, where there are several; else empty.
    pub content: String,
    /// The bodies in it.
    pub contents: Vec<String>,
    /// What is asked for, where that can be chosen.
    pub accept: String,
    /// The setters that choose it.
    pub accepts: Vec<String>,
    /// Its responses.
    pub variants: Vec<String>,
    /// The headers of each response.
    pub headers: Vec<Vec<String>>,
    /// The struct of them, where they are too many for a variant; else empty.
    pub header_structs: Vec<String>,
}

/// The names of a server.
#[derive(Debug, Clone, Default)]
pub struct ServerNames {
    /// The struct that fills its template.
    pub ident: String,
    /// Its variables.
    pub variables: Vec<String>,
}

/// Names everything, and reports what had to be told apart.
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
