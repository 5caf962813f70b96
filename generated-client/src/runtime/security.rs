//! Security schemes and credentials.

use std::{fmt, marker::PhantomData};

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};

use super::{secret::Redacted, uri};

/// The security requirements of an operation.
///
/// Each alternative lists the schemes that it requires together. There is no alternative if the
/// operation requires no credential. `None` if the API description declares no requirements.
pub type Security = Option<&'static [&'static [SecurityScheme]]>;

/// A security scheme: a kind of credential and its location in a request.
///
/// The module `security` has a constant for each scheme of the API description. `C` is the type of
/// the credential: [`String`] or [`BasicCredential`], or `()` for a scheme of either type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityScheme<C = ()> {
    name: &'static str,
    location: Location,
    credential: PhantomData<fn() -> C>,
}

/// The location of a credential in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Location {
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
    Bearer,
    Basic,
}

impl<C> SecurityScheme<C> {
    const fn new(name: &'static str, location: Location) -> Self {
        Self {
            name,
            location,
            credential: PhantomData,
        }
    }

    /// Returns the scheme without the type of its credential.
    #[must_use]
    pub const fn untyped(&self) -> SecurityScheme {
        SecurityScheme::new(self.name, self.location)
    }
}

impl SecurityScheme<String> {
    /// Creates a scheme whose credential is the value of a header.
    #[must_use]
    pub const fn header(name: &'static str, header: &'static str) -> Self {
        Self::new(name, Location::Header(header))
    }

    /// Creates a scheme whose credential is a query parameter.
    #[must_use]
    pub const fn query(name: &'static str, parameter: &'static str) -> Self {
        Self::new(name, Location::Query(parameter))
    }

    /// Creates a scheme whose credential is a cookie.
    #[must_use]
    pub const fn cookie(name: &'static str, cookie: &'static str) -> Self {
        Self::new(name, Location::Cookie(cookie))
    }

    /// Creates a scheme of bearer tokens (RFC 6750), which OAuth 2.0 and OpenID Connect use too.
    #[must_use]
    pub const fn bearer(name: &'static str) -> Self {
        Self::new(name, Location::Bearer)
    }
}

impl SecurityScheme<BasicCredential> {
    /// Creates a scheme of HTTP basic authentication (RFC 7617).
    #[must_use]
    pub const fn basic(name: &'static str) -> Self {
        Self::new(name, Location::Basic)
    }
}

impl SecurityScheme {
    /// Returns the name of the scheme in the API description.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Returns `true` if a request has a value at the location of the credential.
    pub(crate) fn is_in(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        match self.location {
            Location::Header(name) => headers.contains_key(name),
            Location::Query(name) => uri::has_pair(uri, name),
            Location::Cookie(name) => has_cookie(headers, name),
            Location::Bearer | Location::Basic => headers.contains_key(header::AUTHORIZATION),
        }
    }

    /// Returns `true` if both schemes have the same location.
    pub(crate) fn shares_location(&self, other: &Self) -> bool {
        match (self.header_name(), other.header_name()) {
            (Some(name), Some(other)) => name.eq_ignore_ascii_case(other),
            _ => self.location == other.location,
        }
    }

    fn header_name(&self) -> Option<&'static str> {
        match self.location {
            Location::Header(name) => Some(name),
            Location::Bearer | Location::Basic => Some("authorization"),
            Location::Query(_) | Location::Cookie(_) => None,
        }
    }

    /// Encodes a credential.
    ///
    /// # Errors
    ///
    /// The reason why the credential can't be sent.
    pub(crate) fn encode(
        &self,
        credential: &Credential,
    ) -> Result<EncodedCredential, &'static str> {
        let value = match (self.location, credential) {
            (Location::Query(name), Credential::Token(key)) => {
                return Ok(EncodedCredential::Query(name, key.clone()));
            }
            (Location::Cookie(name), Credential::Token(key)) => {
                return Ok(EncodedCredential::Cookie(cookie(name, key)?));
            }
            (Location::Header(_), Credential::Token(key)) => sensitive(key.clone())?,
            (Location::Bearer, Credential::Token(token)) => sensitive(format!("Bearer {token}"))?,
            (Location::Basic, Credential::Basic(basic)) => basic.header()?,
            _ => return Err("unexpected kind of credential"),
        };
        let name = self.header_name().and_then(|name| name.parse().ok());
        let name = name.ok_or("invalid header name")?;
        Ok(EncodedCredential::Header(name, value))
    }
}

/// The credential of a security scheme. `Debug` doesn't show it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential {
    /// An API key or a token.
    Token(String),
    /// A user and a password.
    Basic(BasicCredential),
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Redacted.fmt(formatter)
    }
}

impl From<String> for Credential {
    fn from(string: String) -> Self {
        Self::Token(string)
    }
}

impl From<BasicCredential> for Credential {
    fn from(basic: BasicCredential) -> Self {
        Self::Basic(basic)
    }
}

/// Fails with the credential itself if it is of the other kind.
impl TryFrom<Credential> for String {
    type Error = Credential;

    fn try_from(credential: Credential) -> Result<Self, Credential> {
        match credential {
            Credential::Token(key) => Ok(key),
            other => Err(other),
        }
    }
}

/// Fails with the credential itself if it is of the other kind.
impl TryFrom<Credential> for BasicCredential {
    type Error = Credential;

    fn try_from(credential: Credential) -> Result<Self, Credential> {
        match credential {
            Credential::Basic(basic) => Ok(basic),
            other => Err(other),
        }
    }
}

/// A user and a password. A pair such as `("octocat", password)` converts into a credential.
///
/// `Debug` doesn't show the password.
#[derive(Clone, PartialEq, Eq)]
pub struct BasicCredential {
    user: String,
    password: String,
}

impl BasicCredential {
    /// Creates a credential.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            user: user.into(),
            password: password.into(),
        }
    }

    /// Returns the value of `Authorization`.
    ///
    /// # Errors
    ///
    /// The reason why the credential can't be sent.
    pub(crate) fn header(&self) -> Result<HeaderValue, &'static str> {
        // The server would read a part of the user as the password.
        if self.user.contains(':') {
            return Err("the user contains a colon");
        }
        let encoded = STANDARD.encode(format!("{}:{}", self.user, self.password));
        sensitive(format!("Basic {encoded}"))
    }
}

impl fmt::Debug for BasicCredential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BasicCredential")
            .field("user", &self.user)
            .field("password", &Redacted)
            .finish()
    }
}

impl<U: Into<String>, P: Into<String>> From<(U, P)> for BasicCredential {
    fn from((user, password): (U, P)) -> Self {
        Self::new(user, password)
    }
}

/// A credential, encoded for a request.
#[derive(Clone)]
pub(crate) enum EncodedCredential {
    Header(HeaderName, HeaderValue),
    Query(&'static str, String),
    /// A header field with the name and value of the cookie.
    Cookie(HeaderValue),
}

/// Creates a header value that `Debug` doesn't show.
fn sensitive(value: String) -> Result<HeaderValue, &'static str> {
    let value = HeaderValue::try_from(value);
    let mut value = value.map_err(|_| "invalid character in a header")?;
    value.set_sensitive(true);
    Ok(value)
}

/// Creates a cookie. User agents send cookies unencoded (RFC 6265, section 5.4).
fn cookie(name: &str, value: &str) -> Result<HeaderValue, &'static str> {
    let is_valid = |c: char| c.is_ascii_graphic() && !matches!(c, ',' | ';' | '\\');
    if !value.chars().all(is_valid) {
        return Err("invalid character in a cookie");
    }
    sensitive(format!("{name}={value}"))
}

fn has_cookie(headers: &HeaderMap, name: &str) -> bool {
    let mut fields = headers.get_all(header::COOKIE).into_iter();
    fields.any(|field| {
        let mut pairs = field.as_bytes().split(|byte| *byte == b';');
        pairs.any(|pair| {
            let rest = pair.trim_ascii_start().strip_prefix(name.as_bytes());
            rest.is_some_and(|rest| rest.starts_with(b"="))
        })
    })
}

/// Adds a cookie to a request. HTTP/1.1 allows a single field for all cookies (RFC 6265,
/// section 5.4).
pub(crate) fn add_cookie(headers: &mut HeaderMap, cookie: &HeaderValue) {
    let fields = headers.get_all(header::COOKIE).into_iter();
    let all: Vec<&[u8]> = fields.chain([cookie]).map(HeaderValue::as_bytes).collect();
    // Invariant: header values joined by `; ` are a header value.
    if let Ok(mut value) = HeaderValue::from_bytes(&all.join(b"; ".as_slice())) {
        value.set_sensitive(true);
        headers.insert(header::COOKIE, value);
    }
}
