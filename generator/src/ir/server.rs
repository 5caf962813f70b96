//! Servers and their variables.

use crate::pointer::Pointer;

/// A base URL with its placeholders.
#[derive(Debug, Clone)]
pub struct Server {
    /// The location in the document.
    pub pointer: Pointer,
    /// `true` for a server of the whole API.
    pub is_general: bool,
    /// The template of an absolute URL, such as `{protocol}://{hostname}/api/v3`.
    pub template: String,
    /// The name in the document.
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The placeholders, in the order of the template.
    pub variables: Vec<Variable>,
}

/// A placeholder of a server's template.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Variable {
    /// The name between the braces.
    pub name: String,
    /// The description.
    pub description: Option<String>,
    /// The default; `None` if callers have to replace the document's default, such as `HOSTNAME`.
    pub default: Option<String>,
    /// The allowed values. An empty vector allows any value.
    pub allowed: Vec<String>,
}
