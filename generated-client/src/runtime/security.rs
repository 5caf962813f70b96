//! How callers prove who they are: security schemes, and what is given for them.

use std::{fmt, marker::PhantomData};

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue, Uri, header};

use super::{Redacted, uri};

/// What an operation asks of its caller: one of some alternatives, each of which is schemes that
/// are needed together. Nothing, where there are none; `None`, where the document doesn't say.
pub type Security = Option<&'static [&'static [SecurityScheme]]>;

/// A security scheme: what a credential is and where it goes. Those of the document are the
/// constants of the module `security`. `C` is what is given for it, a [`String`] or a
/// [`BasicCredential`]; without it, the scheme is any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecurityScheme<C = ()> {
    name: &'static str,
    place: Place,
    credential: PhantomData<fn() -> C>,
}

/// Where a credential goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
    Bearer,
    Basic,
}

impl<C> SecurityScheme<C> {
    const fn new(name: &'static str, place: Place) -> Self {
        Self {
            name,
            place,
            credential: PhantomData,
        }
    }

    /// The scheme, whatever is given for it.
    #[must_use]
    pub const fn any(&self) -> SecurityScheme {
        SecurityScheme::new(self.name, self.place)
    }
}

impl SecurityScheme<String> {
    /// A key that is the value of a header.
    #[must_use]
    pub const fn header(name: &'static str, header: &'static str) -> Self {
        Self::new(name, Place::Header(header))
    }

    /// A key in a query parameter.
    #[must_use]
    pub const fn query(name: &'static str, parameter: &'static str) -> Self {
        Self::new(name, Place::Query(parameter))
    }

    /// A key in a cookie.
    #[must_use]
    pub const fn cookie(name: &'static str, cookie: &'static str) -> Self {
        Self::new(name, Place::Cookie(cookie))
    }

    /// A bearer token (RFC 6750), which is what OAuth 2.0 and OpenID Connect give.
    #[must_use]
    pub const fn bearer(name: &'static str) -> Self {
        Self::new(name, Place::Bearer)
    }
}

impl SecurityScheme<BasicCredential> {
    /// A user and a password (RFC 7617).
    #[must_use]
    pub const fn basic(name: &'static str) -> Self {
        Self::new(name, Place::Basic)
    }
}

impl SecurityScheme {
    /// Its name in the document.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether there is something where its credential goes.
    pub(crate) fn is_in(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        match self.place {
            Place::Header(name) => headers.contains_key(name),
            Place::Query(name) => uri::has_pair(uri, name),
            Place::Cookie(name) => has_cookie(headers, name),
            Place::Bearer | Place::Basic => headers.contains_key(header::AUTHORIZATION),
        }
    }

    /// Whether the credentials of both go to the same place.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        match (self.header_name(), other.header_name()) {
            (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
            _ => self.place == other.place,
        }
    }

    fn header_name(&self) -> Option<&'static str> {
        match self.place {
            Place::Header(name) => Some(name),
            Place::Bearer | Place::Basic => Some("authorization"),
            Place::Query(_) | Place::Cookie(_) => None,
        }
    }

    /// A credential as it is sent; else why it can't be.
    pub(crate) fn write(&self, credential: &Credential) -> Result<EncodedCredential, &'static str> {
        let value = match (self.place, credential) {
            (Place::Query(name), Credential::Text(text)) => {
                return Ok(EncodedCredential::Query(name, text.clone()));
            }
            (Place::Cookie(name), Credential::Text(text)) => {
                return Ok(EncodedCredential::Cookie(cookie(name, text)?));
            }
            (Place::Header(_), Credential::Text(text)) => hidden(text.clone())?,
            (Place::Bearer, Credential::Text(token)) => hidden(format!("Bearer {token}"))?,
            (Place::Basic, Credential::Basic(basic)) => basic.header()?,
            _ => return Err("it is of another scheme"),
        };
        let name = self.header_name().and_then(|name| name.parse().ok());
        let name = name.ok_or("its header can't have that name")?;
        Ok(EncodedCredential::Header(name, value))
    }
}

/// What is given for a security scheme. `Debug` doesn't show it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Credential {
    /// A key or a token.
    Text(String),
    /// A user and a password.
    Basic(BasicCredential),
}

impl fmt::Debug for Credential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Redacted.fmt(formatter)
    }
}

impl From<String> for Credential {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<BasicCredential> for Credential {
    fn from(basic: BasicCredential) -> Self {
        Self::Basic(basic)
    }
}

/// The credential itself, if it isn't that.
impl TryFrom<Credential> for String {
    type Error = Credential;

    fn try_from(credential: Credential) -> Result<Self, Credential> {
        match credential {
            Credential::Text(text) => Ok(text),
            other => Err(other),
        }
    }
}

/// The credential itself, if it isn't that.
impl TryFrom<Credential> for BasicCredential {
    type Error = Credential;

    fn try_from(credential: Credential) -> Result<Self, Credential> {
        match credential {
            Credential::Basic(basic) => Ok(basic),
            other => Err(other),
        }
    }
}

/// A user and a password, of which `Debug` doesn't show the latter: `("octocat", password)`
/// becomes one.
#[derive(Clone, PartialEq, Eq)]
pub struct BasicCredential {
    user: String,
    password: String,
}

impl BasicCredential {
    /// A user and a password.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            user: user.into(),
            password: password.into(),
        }
    }

    /// The value of `Authorization`; else why there is none.
    pub(crate) fn header(&self) -> Result<HeaderValue, &'static str> {
        // A colon in the user would move into the password.
        if self.user.contains(':') {
            return Err("its user has a colon");
        }
        let encoded = STANDARD.encode(format!("{}:{}", self.user, self.password));
        hidden(format!("Basic {encoded}"))
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

/// A credential as it is sent.
#[derive(Clone)]
pub(crate) enum EncodedCredential {
    Header(HeaderName, HeaderValue),
    Query(&'static str, String),
    /// The pair as a field of its own.
    Cookie(HeaderValue),
}

/// A header that isn't shown.
fn hidden(text: String) -> Result<HeaderValue, &'static str> {
    let value = HeaderValue::try_from(text);
    let mut value = value.map_err(|_| "it has a character that a header can't have")?;
    value.set_sensitive(true);
    Ok(value)
}

/// A cookie goes back as it came (RFC 6265, section 5.4), so it isn't encoded.
fn cookie(name: &str, value: &str) -> Result<HeaderValue, &'static str> {
    let fits = |c: char| c.is_ascii_graphic() && !matches!(c, ',' | ';' | '\\');
    if !value.chars().all(fits) {
        return Err("it has a character that a cookie can't have");
    }
    hidden(format!("{name}={value}"))
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

/// Adds a cookie to those that a request has: in one field, as HTTP/1.1 has them (RFC 6265,
/// section 5.4).
pub(crate) fn add_cookie(headers: &mut HeaderMap, cookie: &HeaderValue) {
    let fields = headers.get_all(header::COOKIE).into_iter();
    let all: Vec<&[u8]> = fields.chain([cookie]).map(HeaderValue::as_bytes).collect();
    // It can't fail: each of them is a header.
    if let Ok(mut value) = HeaderValue::from_bytes(&all.join(b"; ".as_slice())) {
        value.set_sensitive(true);
        headers.insert(header::COOKIE, value);
    }
}
