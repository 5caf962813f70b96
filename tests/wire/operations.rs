//! Hand-written operations: ranges of status codes, and documented redirects.

use github_oauth_authorizations::{
    BaseUrl, DecodeError, Error, Operation, OperationResponse, RequestBody, RequestError,
    runtime::{RequestWriter, ResponseBody},
};
use http::{Method, Request, StatusCode, response::Parts};
use rejoinder_compiled::server::Server;

use crate::{
    client::{Client, both},
    response,
};

/// A status code of a range.
#[derive(Debug)]
struct Seen(StatusCode);

impl OperationResponse for Seen {
    type Success = ();

    fn into_success(self) -> Result<(), Self> {
        match self.0.is_success() {
            true => Ok(()),
            false => Err(self),
        }
    }
}

fn see(head: &Parts) -> Result<Seen, DecodeError> {
    match head.status.as_u16() {
        500.. => Err(DecodeError::UndocumentedStatus),
        _ => Ok(Seen(head.status)),
    }
}

fn write(base: &BaseUrl) -> Result<Request<RequestBody>, RequestError> {
    let mut request = RequestWriter::new(Method::GET, base);
    request.path("/range");
    request.empty()
}

/// Documents `2XX`, `3XX` and 404.
struct Ranges;

impl Operation for Ranges {
    const ID: &'static str = "ranges";
    const METHOD: &'static str = "GET";
    const PATH_TEMPLATE: &'static str = "/range";
    const REDIRECTS: &'static [u16] = &[3];
    type Response<B> = Seen;

    fn request(&self, base: &BaseUrl) -> Result<Request<RequestBody>, RequestError> {
        write(base)
    }

    fn decode<B>(head: &Parts, _: ResponseBody<B>) -> Result<Seen, DecodeError> {
        see(head)
    }
}

/// Documents one redirect.
struct Moved;

impl Operation for Moved {
    const ID: &'static str = "moved";
    const METHOD: &'static str = "GET";
    const PATH_TEMPLATE: &'static str = "/range";
    const REDIRECTS: &'static [u16] = &[302];
    type Response<B> = Seen;

    fn request(&self, base: &BaseUrl) -> Result<Request<RequestBody>, RequestError> {
        write(base)
    }

    fn decode<B>(head: &Parts, _: ResponseBody<B>) -> Result<Seen, DecodeError> {
        see(head)
    }
}

#[test]
fn a_range_of_statuses_is_documented() {
    both(|side| {
        for code in [200, 299, 301, 302, 308, 304, 399, 404] {
            let response = response::redirect(code, "/elsewhere").script();
            let server = Server::start([response]).unwrap();
            let seen = side.client(&server, []).send(Ranges).unwrap();
            assert_eq!((seen.status.as_u16(), seen.value.0.as_u16()), (code, code));
        }
        let server = Server::start([response::status(500).script()]).unwrap();
        let error = side.client(&server, []).send(Ranges).unwrap_err();
        assert!(matches!(error, Error::UndocumentedStatus(_)), "{error:?}");
    });
}

/// A documented redirect is a response of an operation by reference and with a header, too.
#[test]
fn documented_redirects_are_responses() {
    fn status<O>(client: &Client, operation: O) -> StatusCode
    where
        O: Operation<Response<github_oauth_authorizations::runtime::Body> = Seen>,
        O: Operation<Response<github_oauth_authorizations::runtime::blocking::Body> = Seen>,
    {
        client.send(operation).unwrap().status
    }
    both(|side| {
        let redirect = response::redirect(302, "/elsewhere").script();
        let server = Server::start(vec![redirect; 3]).unwrap();
        let client = side.client(&server, []);
        assert_eq!(status(&client, Moved), 302);
        assert_eq!(status(&client, &Moved), 302);
        assert_eq!(status(&client, Moved.header("x-one", "1").unwrap()), 302);

        let redirect = response::redirect(301, "/elsewhere").script();
        let server = Server::start([redirect, response::status(200).script()]).unwrap();
        assert_eq!(status(&side.client(&server, []), Moved), 200);
    });
}
