//! Security schemes and requirements.

use super::ParameterLocation;
use crate::pointer::Pointer;

/// A security scheme of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// The name in the document.
    pub name: String,
    /// The location in the document.
    pub pointer: Pointer,
    /// The description.
    pub description: Option<String>,
    /// The kind of credential.
    pub kind: SchemeKind,
}

/// The kind of credential of a security scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// An API key in the header, query parameter or cookie of this name.
    Key(ParameterLocation, String),
    /// A user name and a password.
    Basic,
    /// A bearer token, with the `bearerFormat`.
    Bearer(Option<String>),
    /// The credential of another HTTP authentication scheme, by name.
    Http(String),
    /// An OAuth 2.0 access token from one of these flows.
    OAuth2(Vec<Flow>),
    /// A token of the OpenID Connect provider at this discovery URL.
    OpenIdConnect(String),
}

/// An OAuth 2.0 flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The name in OpenAPI.
    pub name: &'static str,
    /// The purpose and the address of each URL.
    pub urls: Vec<(&'static str, String)>,
    /// The scopes and their descriptions.
    pub scopes: Vec<(String, String)>,
}

/// The authorization that an operation requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorization {
    /// Not specified.
    Unstated,
    /// No authorization is required.
    NotNeeded,
    /// One of the top-level alternatives, [`Api::requirements`](super::Api::requirements).
    Document,
    /// One of these alternatives.
    OneOf(Vec<Alternative>),
}

/// Security requirements that apply together. An empty alternative is anonymous access.
pub type Alternative = Vec<Requirement>;

/// A required security scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The name in the document.
    pub name: String,
    /// The index in [`Api::security`](super::Api::security); `None` if clients can't have a
    /// credential for the scheme.
    pub scheme: Option<usize>,
    /// The required scopes.
    pub scopes: Vec<String>,
}
