//! The runtime of a generated client: operations, transports and clients.
//!
//! An [`Operation`] writes its request and decodes its response, without I/O. A [`Transport`] (or a
//! [`blocking::Transport`]) sends an `http::Request` and returns an `http::Response`, whatever the
//! operation. [`Client`] and [`blocking::Client`] send operations over a transport and add base
//! URL, credentials, redirects, limits and paging.

mod any_error;
mod any_value;
mod base_url;
pub mod blocking;
mod body;
mod build_error;
mod call_error;
mod call_info;
mod client;
mod concat;
mod constant;
pub(crate) mod credentials;
mod date;
pub mod decode;
mod decode_error;
mod deserializer;
mod discriminator;
mod error;
pub(crate) mod exchange;
mod exclusive;
mod explain;
mod form;
mod integer;
mod items;
pub mod json;
mod json_text;
pub(crate) mod link;
pub(crate) mod locate;
pub(crate) mod media_type;
mod multipart;
mod operation;
mod options;
mod paging;
mod properties;
mod raw_exchange;
mod read_error;
mod reader;
mod redirect;
mod request;
mod request_body;
mod request_error;
mod response;
pub(crate) mod response_headers;
pub(crate) mod retry;
pub(crate) mod retry_after;
mod secret;
#[doc(hidden)]
pub mod secret_names;
mod secret_settings;
mod security;
mod server;
mod settings;
pub(crate) mod simple;
mod skip_index;
mod style;
mod tolerance;
mod transport;
mod transport_error;
mod undocumented_request;
pub(crate) mod union;
mod unrecognized;
pub(crate) mod uri;
pub(crate) mod value;

pub use any_error::AnyError;
pub use base_url::{BaseUrl, BaseUrlError};
pub use body::{Body, BodyChunks};
pub use build_error::BuildError;
pub use call_error::{CallError, ErrorResponse};
pub use call_info::CallInfo;
pub use client::{Client, Pages};
pub use decode_error::DecodeError;
pub use error::{BodyError, Error, InvalidResponse, RedirectError, RedirectReason};
pub use multipart::{File, Multipart, MultipartForm};
pub use operation::{
    BodyMode, CallResult, DebugFn, Operation, OperationResponse, PageResult, Paginated,
    ResponseBody, Success, WithHeaders,
};
pub use options::Options;
pub use request::RequestWriter;
pub use request_body::{BodyReader, BodySource, BodyStream, RequestBody};
pub use request_error::RequestError;
pub use response::{RawResponse, Response};
pub use response_headers::RateLimit;
pub use retry::{Attempt, Retry, RetryDecision};
pub use security::{BasicCredential, Credential, Security, SecurityScheme};
pub use server::{ServerTemplate, ServerVariable};
pub use settings::{BodyIdleTimeout, BuildClient, ClientBuilder, Settings, Timeout};
pub use style::Style;
pub use transport::{FnTransport, Transport};
pub use transport_error::{BoxError, TransportError, TransportErrorKind};
pub use undocumented_request::UndocumentedRequest;
pub use unrecognized::{UnrecognizedInteger, UnrecognizedValue};
