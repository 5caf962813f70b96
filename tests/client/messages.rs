//! Requests and responses in a form that tests compare.

use std::fmt::Write as _;

use bytes::Bytes;
use github_oauth_authorizations::{
    BaseUrl, DecodeError, FnTransport, Operation, RequestBody, RequestError, blocking,
    runtime::{BoxError, ClientBuilder, ResponseBody},
};
use http::{Request, Response, response::Parts};

/// The base URL of most tests.
pub(crate) const BASE: &str = "https://ghe.example.com/api/v3";

pub(crate) fn base(request_text: &str) -> BaseUrl {
    BaseUrl::parse(request_text).unwrap()
}

/// Returns the request of an operation below [`BASE`].
pub(crate) fn request<O: Operation>(operation: &O) -> Result<Request<RequestBody>, RequestError> {
    operation.request(&base(BASE))
}

/// Formats a request: request line, headers, a blank line and the body.
pub(crate) fn request_text(request: &Request<RequestBody>) -> String {
    let mut request_text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        let value = std::str::from_utf8(value.as_bytes()).unwrap();
        writeln!(request_text, "{name}: {value}").unwrap();
    }
    match request.body() {
        RequestBody::Empty => {}
        RequestBody::Bytes(bytes) => {
            write!(request_text, "\n{}", std::str::from_utf8(bytes).unwrap()).unwrap();
        }
        RequestBody::Stream(_) => panic!("no operation of the document streams"),
    }
    request_text
}

/// Formats the request of an operation below [`BASE`].
pub(crate) fn written<O: Operation>(operation: &O) -> String {
    request_text(&request(operation).unwrap())
}

/// Returns the head of a response.
pub(crate) fn head(status: u16, headers: &[(&str, &str)]) -> Parts {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(()).unwrap().into_parts().0
}

/// A transport as a function.
pub(crate) type RespondFn = fn(Request<RequestBody>) -> Result<Response<Bytes>, BoxError>;

/// A client with a fixed response.
pub(crate) type FixedClient = blocking::Client<
    FnTransport<Box<dyn Fn(Request<RequestBody>) -> Result<Response<Bytes>, BoxError>>>,
>;

/// Returns a builder of a client with a fixed response.
pub(crate) fn fixed_client(
    status: u16,
    headers: &[(&str, &str)],
    body: impl AsRef<[u8]>,
) -> ClientBuilder<FixedClient> {
    let body = Bytes::copy_from_slice(body.as_ref());
    let response = Response::from_parts(head(status, headers), body);
    let transport = FnTransport(Box::new(move |_| Ok(response.clone())) as Box<_>);
    blocking::Client::with_transport(transport, BASE)
}

/// Decodes the bytes of a JSON response.
pub(crate) fn decode<O: Operation>(
    status: u16,
    body: impl AsRef<[u8]>,
) -> Result<O::Response<()>, DecodeError> {
    let head = head(
        status,
        &[("content-type", "application/json; charset=utf-8")],
    );
    O::decode(
        &head,
        ResponseBody::Bytes(Bytes::copy_from_slice(body.as_ref())),
    )
}
