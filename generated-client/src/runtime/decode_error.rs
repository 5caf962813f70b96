//! Errors of decoding a response.

use std::{error::Error as StdError, fmt};

/// An error of decoding a response. It shows names and types of a body, but no values.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The status code is undocumented.
    UndocumentedStatus,
    /// The media type of the body is undocumented.
    UndocumentedContentType {
        /// The documented media types, separated by `, `.
        expected: String,
        /// The media type of the response.
        found: String,
    },
    /// The body has another documented media type than the caller expected.
    UnexpectedContentType {
        /// The expected media types, separated by `, `.
        expected: &'static str,
    },
    /// The charset is unsupported. Supported are UTF-8, US-ASCII and ISO-8859-1.
    Charset {
        /// The charset in lower case.
        charset: String,
    },
    /// The body doesn't match the API description.
    Body {
        /// The location in the body, such as `errors[0].code`. Empty for the body itself.
        path: String,
        /// The reason.
        reason: String,
        /// The JSON at `path` with redacted values: `{"id":number,"url":"…"}`, `a number`.
        excerpt: String,
        /// A change that makes the body valid.
        help: Option<&'static str>,
    },
    /// The body has another [`BodyMode`](super::BodyMode) than the operation expects.
    UnexpectedBodyMode,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UndocumentedStatus => formatter.write_str("undocumented status"),
            Self::UndocumentedContentType { expected, found } => {
                write!(
                    formatter,
                    "expected media type {expected}, found {found:?}; if the API description lists \
                     it, add it to `media_types` of rejoinder.toml"
                )
            }
            Self::UnexpectedContentType { expected } => write!(
                formatter,
                "expected media type {expected}, found another documented media type"
            ),
            Self::Charset { charset } => write!(
                formatter,
                "unsupported charset {charset:?}; expected UTF-8, US-ASCII or ISO-8859-1"
            ),
            Self::Body {
                path,
                reason,
                excerpt,
                help,
            } => {
                match path.as_str() {
                    "" => formatter.write_str("body: ")?,
                    path => write!(formatter, "`{path}`: ")?,
                }
                let separator = if reason.starts_with("expected ") {
                    ','
                } else {
                    ';'
                };
                write!(formatter, "{reason}{separator} found {excerpt}")?;
                help.map_or(Ok(()), |help| write!(formatter, "; {help}"))
            }
            Self::UnexpectedBodyMode => formatter.write_str("unexpected body mode"),
        }
    }
}

impl StdError for DecodeError {}
