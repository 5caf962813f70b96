//! Errors of building a client.

use std::{convert::Infallible, error::Error as StdError, fmt};

use super::{BaseUrlError, BoxError};

/// An error of building a client.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is invalid.
    BaseUrl(BaseUrlError),
    /// A default header, or a credential in a default header, has an invalid character.
    Header {
        /// The name of the header.
        name: String,
    },
    /// A credential is invalid.
    Credential {
        /// The name of the security scheme in the API description.
        scheme: &'static str,
        /// The reason.
        reason: &'static str,
    },
    /// The name of a default header isn't a token (RFC 9110, section 5.1).
    HeaderName,
    /// The transport can't be configured.
    Transport(BoxError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(error) => error.fmt(formatter),
            Self::Header { name } => {
                write!(
                    formatter,
                    "invalid character in the default header `{name}`"
                )
            }
            Self::Credential { scheme, reason } => {
                write!(formatter, "invalid credential for `{scheme}`: {reason}")
            }
            Self::HeaderName => formatter.write_str("invalid name of a default header"),
            Self::Transport(_) => formatter.write_str("cannot configure the transport"),
        }
    }
}

impl StdError for BuildError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => Some(&**error),
            Self::BaseUrl(_) | Self::Header { .. } | Self::Credential { .. } | Self::HeaderName => {
                None
            }
        }
    }
}

impl From<BaseUrlError> for BuildError {
    fn from(error: BaseUrlError) -> Self {
        Self::BaseUrl(error)
    }
}

impl From<Infallible> for BuildError {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
