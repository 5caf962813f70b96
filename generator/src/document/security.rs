//! Security schemes and security requirements.

use indexmap::IndexMap;

use super::ParameterLocation;

/// The scopes of each security scheme that a request needs, by the name of the scheme.
pub type SecurityRequirement = IndexMap<String, Vec<String>>;

/// A security scheme.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// The description.
    pub description: Option<String>,
    /// The kind.
    pub kind: SecuritySchemeKind,
}

/// The kind of a security scheme.
#[derive(Debug, Clone)]
pub enum SecuritySchemeKind {
    /// A key in a parameter.
    ApiKey {
        /// The location of the parameter.
        location: ParameterLocation,
        /// The name of the parameter.
        name: String,
    },
    /// A scheme of HTTP authentication.
    Http {
        /// The name of the scheme.
        scheme: String,
        /// The format of a bearer token.
        bearer_format: Option<String>,
    },
    /// OAuth 2.
    OAuth2(Box<OAuthFlows>),
    /// OpenID Connect.
    OpenIdConnect {
        /// The URL of the metadata of the provider.
        url: String,
    },
}

/// The flows of OAuth 2 that an API supports.
#[derive(Debug, Clone, Default)]
pub struct OAuthFlows {
    /// The implicit flow.
    pub implicit: Option<OAuthFlow>,
    /// The resource owner password flow.
    pub password: Option<OAuthFlow>,
    /// The client credentials flow.
    pub client_credentials: Option<OAuthFlow>,
    /// The authorization code flow.
    pub authorization_code: Option<OAuthFlow>,
    /// The device authorization flow.
    pub device_authorization: Option<OAuthFlow>,
}

/// A flow of OAuth 2.
#[derive(Debug, Clone, Default)]
pub struct OAuthFlow {
    /// The authorization URL.
    pub authorization_url: Option<String>,
    /// The device authorization URL.
    pub device_authorization_url: Option<String>,
    /// The token URL.
    pub token_url: Option<String>,
    /// The refresh URL.
    pub refresh_url: Option<String>,
    /// The descriptions of the scopes, by name.
    pub scopes: IndexMap<String, String>,
}
