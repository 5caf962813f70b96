//! Why a response can't be read.

use std::{error::Error as StdError, fmt};

/// Why a response can't be read. What it shows of a body is its form: names, never values.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The document doesn't list the status.
    Undocumented,
    /// The body isn't of the documented media type.
    ContentType {
        /// The documented ones, `, ` between them.
        expected: String,
        /// The one that arrived.
        found: String,
    },
    /// The body came in another of its media types than the one that was needed.
    OtherContent {
        /// The media types that were needed, `, ` between them.
        expected: &'static str,
    },
    /// The body is text in a charset that isn't read: UTF-8, US-ASCII and ISO-8859-1 are.
    Charset {
        /// The charset, in lower case.
        charset: String,
    },
    /// The body isn't as documented.
    Body {
        /// The field, such as `errors[0].code`; empty for the body itself.
        path: String,
        /// What is wrong there.
        reason: String,
        /// What is there, its values left out: `{"id":0,"url":"…"}`, `a number`.
        excerpt: String,
        /// What would make it readable.
        help: Option<&'static str>,
    },
    /// The body came whole where a stream was wanted, or the other way round: a fault of the
    /// transport.
    NotAsWanted,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undocumented => formatter.write_str("the status isn't documented"),
            Self::ContentType { expected, found } => {
                write!(
                    formatter,
                    "the body is {found:?}, and {expected} is documented"
                )
            }
            Self::OtherContent { expected } => write!(
                formatter,
                "the body came in another of its media types than {expected}"
            ),
            Self::Charset { charset } => write!(
                formatter,
                "the body is text in the charset {charset:?}, and only UTF-8, US-ASCII and \
                 ISO-8859-1 are read"
            ),
            Self::Body {
                path,
                reason,
                excerpt,
                help,
            } => {
                match path.as_str() {
                    "" => formatter.write_str("the body: ")?,
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
            Self::NotAsWanted => {
                formatter.write_str("the transport brought the body in a form that wasn't wanted")
            }
        }
    }
}

impl StdError for DecodeError {}
