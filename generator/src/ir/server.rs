//! The vocabulary of servers.

use crate::pointer::Pointer;

/// A base URL with its placeholders.
#[derive(Debug, Clone)]
pub struct Server {
    /// Where it is.
    pub pointer: Pointer,
    /// Whether the document says it of the whole API.
    pub is_general: bool,
    /// The template, such as `{protocol}://{hostname}/api/v3`: always one of an absolute URL.
    pub template: String,
    /// Its name in the document.
    pub name: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// The placeholders, in document order.
    pub variables: Vec<Variable>,
}

/// A placeholder of a server's template.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Variable {
    /// Its name between the braces.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// The value to use where none is given; `None` when the document's own isn't usable, such
    /// as `HOSTNAME`.
    pub default: Option<String>,
    /// The only values it can have; any where empty.
    pub allowed: Vec<String>,
}
