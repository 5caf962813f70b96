//! What every generated client stands on: the contract between an operation and a transport, and
//! the clients that bring the two together.
//!
//! An [`Operation`] is a value that can write its request and read its reply; it does no input or
//! output. A [`Transport`] (or a [`blocking::Transport`]) carries an [`http::Request`] to a server
//! and brings an [`http::Response`] back; it knows no operation. [`Client`] and
//! [`blocking::Client`] add base URL, credentials, redirects, limits and paging.

mod base_url;
pub mod blocking;
mod client;
pub mod decode;
mod error;
mod exchange;
pub mod json;
pub(crate) mod link;
pub(crate) mod locate;
mod operation;
mod redirect;
mod reply;
mod request;
mod secret;
mod settings;
mod transport;
mod upload;
pub(crate) mod uri;

pub use base_url::{BaseUrl, BaseUrlError};
pub use client::{Client, Pages};
pub use error::{
    BodyError, BoxError, BuildError, CallError, DecodeError, DecodeFailure, Error, RedirectError,
    RedirectReason, Rejected, RequestError, TransportError, TransportErrorKind,
};
pub use operation::{
    Called, Incoming, Operation, Outcome, Page, Paginated, Success, Want, WithHeaders,
};
pub use reply::{RawReply, Reply};
pub use request::RequestWriter;
pub use secret::Redacted;
pub use settings::{BuildClient, ClientBuilder, Settings, Timeout};
pub use transport::{FnTransport, Transport};
pub use upload::{Upload, UploadReader, UploadSource, UploadStream};
