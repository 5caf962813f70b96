//! Base URLs.

use std::{convert::Infallible, fmt};

use http::Uri;

use super::uri;

/// The URL of an API, to which its paths are appended: `https://ghe.example.com/api/v3`.
///
/// A base URL has a scheme (`http` or `https`), a host and optionally a path. Query, fragment and
/// credentials are invalid; credentials are set with the client builder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    string: String,
    uri: Uri,
}

impl BaseUrl {
    /// Parses a base URL. Trailing slashes are removed, since the paths of the API start with a
    /// slash.
    ///
    /// # Errors
    ///
    /// If `url` isn't a base URL.
    pub fn parse(url: &str) -> Result<Self, BaseUrlError> {
        if url.contains(['{', '}']) {
            return Err(BaseUrlError("placeholder without a value"));
        }
        if url.contains(['?', '#']) {
            return Err(BaseUrlError("unsupported query or fragment"));
        }
        if !url.is_ascii() {
            return Err(BaseUrlError("unencoded non-ASCII character"));
        }
        let Some((scheme, rest)) = url.split_once("://") else {
            return Err(BaseUrlError("not a URL"));
        };
        if !["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()) {
            return Err(BaseUrlError("expected `http://` or `https://`"));
        }
        let rest = rest.trim_end_matches('/');
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        if authority.is_empty() || authority.starts_with(':') {
            return Err(BaseUrlError("missing host"));
        }
        if authority.contains('@') {
            return Err(BaseUrlError(
                "unsupported credentials; set them with the client builder",
            ));
        }
        let is_dot_segment = |segment: &str| {
            let segment = segment.replace("%2e", ".").replace("%2E", ".");
            segment == "." || segment == ".."
        };
        if path.split('/').any(is_dot_segment) {
            return Err(BaseUrlError("path segment `.` or `..`"));
        }
        let string = format!("{scheme}://{rest}");
        let uri: Uri = string.parse().map_err(|_| BaseUrlError("not a URL"))?;
        if !uri::same_origin(&uri, &uri) {
            return Err(BaseUrlError("invalid host or port"));
        }
        Ok(Self { string, uri })
    }

    /// Returns the URL, without trailing slashes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.string
    }

    pub(crate) fn uri(&self) -> &Uri {
        &self.uri
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.string)
    }
}

impl TryFrom<&str> for BaseUrl {
    type Error = BaseUrlError;

    fn try_from(url: &str) -> Result<Self, BaseUrlError> {
        Self::parse(url)
    }
}

impl TryFrom<String> for BaseUrl {
    type Error = BaseUrlError;

    fn try_from(url: String) -> Result<Self, BaseUrlError> {
        Self::parse(&url)
    }
}

impl TryFrom<&String> for BaseUrl {
    type Error = BaseUrlError;

    fn try_from(url: &String) -> Result<Self, BaseUrlError> {
        Self::parse(url)
    }
}

/// The error of an invalid [`BaseUrl`]. It doesn't show the URL, which may contain credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BaseUrlError(pub(super) &'static str);

impl fmt::Display for BaseUrlError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "invalid base URL: {}", self.0)
    }
}

impl std::error::Error for BaseUrlError {}

impl From<Infallible> for BaseUrlError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
