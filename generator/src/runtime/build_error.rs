//! Why a client can't be built.

use std::{convert::Infallible, error::Error as StdError, fmt};

use super::{BaseUrlError, BoxError};

/// Why a client can't be built.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL isn't one.
    BaseUrl(BaseUrlError),
    /// A default header, or a credential that is sent in one, has a character that it can't have.
    Header {
        /// The header.
        name: String,
    },
    /// A credential can't be sent.
    Credential {
        /// The name of its security scheme in the document.
        scheme: &'static str,
        /// Why it can't be sent.
        reason: &'static str,
    },
    /// The name of a default header is not a token (RFC 9110, section 5.1).
    HeaderName,
    /// The transport can't be set up.
    Transport(BoxError),
}

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl(error) => error.fmt(formatter),
            Self::Header { name } => {
                write!(
                    formatter,
                    "the default header `{name}` has a character that it can't have"
                )
            }
            Self::Credential { scheme, reason } => {
                write!(
                    formatter,
                    "the credential for `{scheme}` can't be sent: {reason}"
                )
            }
            Self::HeaderName => formatter.write_str("the name of a default header is not a token"),
            Self::Transport(_) => formatter.write_str("the transport can't be set up"),
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
