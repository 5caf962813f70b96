//! Why a request can't be written.

use std::{error::Error as StdError, fmt};

/// An argument that can't be sent. It is named, and its value isn't shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// A path parameter that is empty, `.` or `..`: no URL can hold it as a segment, since parsers
    /// fold it, percent-encoded or not (RFC 3986, section 5.2.4).
    PathSegment {
        /// The parameter's name in the document.
        parameter: &'static str,
    },
    /// A header whose value can't be sent: it has a line end or another control character
    /// (RFC 9110, section 5.5), or text outside of ASCII.
    Header {
        /// The header's name.
        name: String,
    },
    /// A method that isn't a token (RFC 9110, section 9.1).
    Method,
    /// A header name that isn't a token (RFC 9110, section 5.1).
    HeaderName,
    /// A value whose serialization fails, which is one of your own types.
    Serialization {
        /// The name of the parameter or property in the document.
        parameter: String,
    },
    /// A body that can't be written as JSON.
    Body {
        /// What `serde_json` says; it doesn't show values.
        reason: String,
    },
    /// Base URL, path and query together are no URI, such as when they are over 64 KiB.
    Uri,
    /// A link to the next page that isn't followed: credentials would go to another origin than
    /// that of the base URL.
    NextPageElsewhere {
        /// Where the link leads, such as `https://example.com`.
        origin: String,
    },
    /// A link to the next page that is no URL, or that of a page that came already.
    NextPageInvalid,
}

impl fmt::Display for RequestError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PathSegment { parameter } => write!(
                formatter,
                "the path parameter `{parameter}` is empty, `.` or `..`, which no URL can hold"
            ),
            Self::Header { name } => {
                write!(formatter, "the value of the header `{name}` can't be sent")
            }
            Self::Method => formatter.write_str("the method is not a token"),
            Self::HeaderName => formatter.write_str("the name of a header is not a token"),
            Self::Serialization { parameter } => {
                write!(formatter, "the value of `{parameter}` can't be serialized")
            }
            Self::Body { reason } => write!(formatter, "the body can't be written: {reason}"),
            Self::Uri => formatter.write_str("base URL, path and query are no valid URI"),
            Self::NextPageElsewhere { origin } => {
                write!(
                    formatter,
                    "the link to the next page leads to another origin, {origin}"
                )
            }
            Self::NextPageInvalid => {
                formatter.write_str("the link to the next page is no URL, or that of a page before")
            }
        }
    }
}

impl StdError for RequestError {}
