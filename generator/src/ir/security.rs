//! The vocabulary of security: what proves who a caller is.

use super::ParameterLocation;
use crate::pointer::Pointer;

/// A security scheme of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in the document.
    pub name: String,
    /// Where it is.
    pub pointer: Pointer,
    /// What the document says of it.
    pub description: Option<String>,
    /// What its credential is.
    pub kind: SchemeKind,
}

/// What the credential of a security scheme is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// A key, in a header, a query parameter or a cookie of this name.
    Key(ParameterLocation, String),
    /// A user and a password.
    Basic,
    /// A bearer token, of the format that the document says.
    Bearer(Option<String>),
    /// Whatever another authentication scheme of HTTP has, by its name.
    Http(String),
    /// The token of one of these flows.
    OAuth2(Vec<Flow>),
    /// The token of the provider that is described at a URL.
    OpenIdConnect(String),
}

/// A way to the token of OAuth 2.0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// Its name in OpenAPI.
    pub name: &'static str,
    /// Its URLs: what each is for, and where it leads.
    pub urls: Vec<(&'static str, String)>,
    /// The scopes that it gives, and what the document says of each.
    pub scopes: Vec<(String, String)>,
}

/// How a caller proves who they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authorization {
    /// The document doesn't say.
    Unstated,
    /// The document says that nothing is needed.
    NotNeeded,
    /// One alternative of the document's own security requirements,
    /// [`Api::requirements`](super::Api::requirements).
    Document,
    /// One of these alternatives.
    OneOf(Vec<Alternative>),
}

/// Security requirements that have to be met together; none, if the alternative is anonymous access.
pub type Alternative = Vec<Requirement>;

/// A security scheme that is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// Its name in the document.
    pub name: String,
    /// Its index in [`Api::security`](super::Api::security); `None` where the client has no
    /// credential for it.
    pub scheme: Option<usize>,
    /// The scopes that are needed.
    pub scopes: Vec<String>,
}
