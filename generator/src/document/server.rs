//! Servers and their variables.

use indexmap::IndexMap;

/// A server of an API.
#[derive(Debug, Clone)]
pub struct Server {
    /// The template of the URL.
    pub url: String,
    /// The name.
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The variables of the template, by name.
    pub variables: IndexMap<String, ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// The allowed values; empty if every value is allowed.
    pub values: Vec<String>,
    /// The default.
    pub default: String,
    /// The description.
    pub description: Option<String>,
}
