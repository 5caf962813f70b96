//! Errors of writing a request.

use std::{error::Error as StdError, fmt};

/// An error of writing a request. It names an argument, but doesn't show its value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// A path parameter is empty, `.` or `..`. URL parsers remove such a segment, even if it is
    /// percent-encoded (RFC 3986, section 5.2.4).
    PathSegment {
        /// The name of the parameter in the API description.
        parameter: &'static str,
    },
    /// A header value has a control character, such as a line end (RFC 9110, section 5.5), or an
    /// unsupported non-ASCII character.
    Header {
        /// The name of the header.
        name: String,
    },
    /// The method isn't a token (RFC 9110, section 9.1).
    Method,
    /// A header name isn't a token (RFC 9110, section 5.1).
    HeaderName,
    /// A value of a custom type can't be serialized.
    Serialization {
        /// The name of the parameter in the API description.
        parameter: String,
    },
    /// The body can't be serialized.
    Body {
        /// The reason. It doesn't show values.
        reason: String,
    },
    /// Base URL, path and query don't form a URI. A URI has at most 64 KiB.
    Uri,
    /// The link to the next page has another origin than the first page. The client doesn't send
    /// credentials there.
    CrossOriginNextPage {
        /// The origin of the link, such as `https://example.com`.
        origin: String,
    },
    /// The link to the next page isn't a URL, or is the URL of a previous page.
    InvalidNextPage,
}

impl fmt::Display for RequestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PathSegment { parameter } => write!(
                formatter,
                "invalid path parameter `{parameter}`: empty, `.` or `..`"
            ),
            Self::Header { name } => {
                write!(formatter, "invalid value of header `{name}`")
            }
            Self::Method => formatter.write_str("invalid method"),
            Self::HeaderName => formatter.write_str("invalid header name"),
            Self::Serialization { parameter } => {
                write!(formatter, "cannot serialize `{parameter}`")
            }
            Self::Body { reason } => write!(formatter, "cannot serialize the body: {reason}"),
            Self::Uri => formatter.write_str("base URL, path and query don't form a valid URI"),
            Self::CrossOriginNextPage { origin } => {
                write!(formatter, "the next page has another origin, {origin}")
            }
            Self::InvalidNextPage => {
                formatter.write_str("invalid or repeated link to the next page")
            }
        }
    }
}

impl StdError for RequestError {}
