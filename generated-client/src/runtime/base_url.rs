//! Where an API is served.

use std::{convert::Infallible, fmt};

use http::Uri;

use super::uri;

/// The URL that every path of the API is appended to: `https://ghe.example.com/api/v3`.
///
/// It has a scheme (`http` or `https`), a host and perhaps a path; no query, no fragment, and no
/// credentials, which belong into the client's builder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    uri: Uri,
}

impl BaseUrl {
    /// Reads a base URL. Slashes at its end are dropped: the paths of the document begin with one.
    ///
    /// # Errors
    ///
    /// When `text` isn't such a URL.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        if text.contains(['{', '}']) {
            return Err(BaseUrlError("has a placeholder that isn't filled in"));
        }
        if text.contains(['?', '#']) {
            return Err(BaseUrlError("has a query or a fragment"));
        }
        if !text.is_ascii() {
            return Err(BaseUrlError(
                "has a character outside of ASCII, which has to be encoded",
            ));
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return Err(BaseUrlError("is not a URL"));
        };
        if !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
            return Err(BaseUrlError("doesn't begin with http:// or https://"));
        }
        let rest = rest.trim_end_matches('/');
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.is_empty() || authority.starts_with(':') {
            return Err(BaseUrlError("has no host"));
        }
        if authority.contains('@') {
            return Err(BaseUrlError(
                "holds credentials: give them to the client's builder",
            ));
        }
        let dots = |segment: &str| {
            let segment = segment.replace("%2e", ".").replace("%2E", ".");
            segment == "." || segment == ".."
        };
        if path.split('/').any(dots) {
            return Err(BaseUrlError("has a segment `.` or `..`"));
        }
        let text = format!("{scheme}://{rest}");
        let uri: Uri = text.parse().map_err(|_| BaseUrlError("is not a URL"))?;
        if !uri::same_origin(&uri, &uri) {
            return Err(BaseUrlError("has a host or port that isn't one"));
        }
        Ok(Self { text, uri })
    }

    /// The URL without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl TryFrom<&str> for BaseUrl {
    type Error = BaseUrlError;

    fn try_from(text: &str) -> Result<Self, BaseUrlError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for BaseUrl {
    type Error = BaseUrlError;

    fn try_from(text: String) -> Result<Self, BaseUrlError> {
        Self::parse(&text)
    }
}

impl TryFrom<&String> for BaseUrl {
    type Error = BaseUrlError;

    fn try_from(text: &String) -> Result<Self, BaseUrlError> {
        Self::parse(text)
    }
}

/// Why a text is not a [`BaseUrl`]. The text itself isn't shown: it may hold credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BaseUrlError(pub(super) &'static str);

impl fmt::Display for BaseUrlError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "the base URL {}", self.0)
    }
}

impl std::error::Error for BaseUrlError {}

impl From<Infallible> for BaseUrlError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
