//! Requests and responses in the form that the tests compare.

use std::fmt::Write as _;

use bytes::Bytes;
use github_oauth_authorizations::{
    BaseUrl, DecodeError, FnTransport, Operation, RequestBody, RequestError, blocking,
    runtime::{BoxError, ClientBuilder, ResponseBody},
};
use http::{Request, Response, response::Parts};

/// The base URL of most tests.
pub(crate) const BASE: &str = "https://ghe.example.com/api/v3";

pub(crate) fn base(text: &str) -> BaseUrl {
    BaseUrl::parse(text).unwrap()
}

/// The request of an operation below [`BASE`].
pub(crate) fn request<O: Operation>(operation: &O) -> Result<Request<RequestBody>, RequestError> {
    operation.request(&base(BASE))
}

/// A request as text: its first line, its headers, a blank line and its body.
pub(crate) fn text(request: &Request<RequestBody>) -> String {
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers() {
        let value = std::str::from_utf8(value.as_bytes()).unwrap();
        writeln!(text, "{name}: {value}").unwrap();
    }
    match request.body() {
        RequestBody::Empty => {}
        RequestBody::Bytes(bytes) => {
            write!(text, "\n{}", std::str::from_utf8(bytes).unwrap()).unwrap();
        }
        RequestBody::Stream(_) => panic!("no operation of the document streams"),
    }
    text
}

/// The request of an operation below [`BASE`] as text.
pub(crate) fn written<O: Operation>(operation: &O) -> String {
    text(&request(operation).unwrap())
}

/// The head of a response.
pub(crate) fn head(status: u16, headers: &[(&str, &str)]) -> Parts {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(()).unwrap().into_parts().0
}

/// A transport that is one function.
pub(crate) type Responding = fn(Request<RequestBody>) -> Result<Response<Bytes>, BoxError>;

/// A client of a server that always says the same.
pub(crate) type Told = blocking::Client<
    FnTransport<Box<dyn Fn(Request<RequestBody>) -> Result<Response<Bytes>, BoxError>>>,
>;

/// A builder of a client of a server that always says this.
pub(crate) fn told(
    status: u16,
    headers: &[(&str, &str)],
    body: impl AsRef<[u8]>,
) -> ClientBuilder<Told> {
    let body = Bytes::copy_from_slice(body.as_ref());
    let response = Response::from_parts(head(status, headers), body);
    let transport = FnTransport(Box::new(move |_| Ok(response.clone())) as Box<_>);
    blocking::Client::with_transport(transport, BASE)
}

/// Reads the bytes of a response that says that it is JSON.
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
