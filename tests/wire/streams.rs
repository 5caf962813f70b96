//! Streams as request and response bodies, with hand-written operations, because the document has
//! no streams.

use std::{
    io::{self, Cursor, Read},
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;
use github_oauth_authorizations::{
    BaseUrl, BodyStream, DecodeError, Error, Operation, OperationResponse, RequestBody,
    RequestError,
    runtime::{BodyMode, RedirectReason, RequestWriter, ResponseBody},
};
use http::{Method, Request, response::Parts};
use rejoinder_compiled::server::Server;

use crate::{
    client::{Client, Setting, both},
    leak, response,
};

/// An upload that documents only 204.
#[derive(Debug, Clone)]
struct Put(RequestBody);

#[derive(Debug)]
struct Done;

impl OperationResponse for Done {
    type Success = ();

    fn into_success(self) -> Result<(), Self> {
        Ok(())
    }
}

impl Operation for Put {
    const ID: &'static str = "put";
    const METHOD: &'static str = "PUT";
    const PATH_TEMPLATE: &'static str = "/blob";
    type Response<B> = Done;

    fn request(&self, base: &BaseUrl) -> Result<Request<RequestBody>, RequestError> {
        let mut request = RequestWriter::new(Method::PUT, base);
        request.path("/blob");
        request.body("application/octet-stream", self.0.clone())
    }

    fn decode<B>(_: &Parts, _: ResponseBody<B>) -> Result<Done, DecodeError> {
        Ok(Done)
    }
}

/// A download: 200 is a stream.
struct Get;

struct Got<B>(B);

impl<B> OperationResponse for Got<B> {
    type Success = B;

    fn into_success(self) -> Result<B, Self> {
        Ok(self.0)
    }
}

impl Operation for Get {
    const ID: &'static str = "get";
    const METHOD: &'static str = "GET";
    const PATH_TEMPLATE: &'static str = "/blob";
    type Response<B> = Got<B>;

    fn request(&self, base: &BaseUrl) -> Result<Request<RequestBody>, RequestError> {
        let mut request = RequestWriter::new(Method::GET, base);
        request.path("/blob");
        request.empty()
    }

    fn body_mode(head: &Parts) -> BodyMode {
        match head.status.as_u16() {
            200 => BodyMode::Stream,
            _ => BodyMode::Buffer,
        }
    }

    fn decode<B>(head: &Parts, body: ResponseBody<B>) -> Result<Got<B>, DecodeError> {
        match head.status.as_u16() {
            200 => Ok(Got(body.stream()?)),
            _ => Err(DecodeError::UndocumentedStatus),
        }
    }
}

/// A stream with a chunk for every second poll; the other polls are pending.
struct Chunks(Vec<io::Result<Bytes>>, bool);

impl Stream for Chunks {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.1 = !self.1;
        if self.1 {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(self.0.pop())
    }
}

/// `murmur` in three chunks, one of them empty.
fn chunks() -> BodyStream {
    let chunks = ["mur", "", "rum"].map(|chunk| Ok(chunk.chars().rev().collect::<String>().into()));
    BodyStream::new(Chunks(chunks.into(), false))
}

#[test]
fn uploads_are_sent_whole() {
    let large = "murmur ".repeat(100_000);
    let reader = || BodyStream::from_reader(Cursor::new(large.clone()));
    type Case<'a> = (
        &'a str,
        Box<dyn Fn() -> RequestBody + 'a>,
        &'a str,
        Option<usize>,
    );
    let cases: Vec<Case<'_>> = vec![
        ("bytes", Box::new(|| "murmur".into()), "murmur", Some(6)),
        ("a stream", Box::new(|| chunks().into()), "murrum", None),
        (
            "a stream of a size",
            Box::new(|| chunks().with_size(6).into()),
            "murrum",
            Some(6),
        ),
        ("a reader", Box::new(|| reader().into()), &large, None),
        (
            "a reader of a size",
            Box::new(|| reader().with_size(large.len() as u64).into()),
            &large,
            Some(large.len()),
        ),
        (
            "an empty stream",
            Box::new(|| BodyStream::from_reader(io::empty()).with_size(0).into()),
            "",
            Some(0),
        ),
    ];
    both(|side| {
        for (name, upload, body, length) in &cases {
            println!("{name}");
            let server = Server::start([response::status(204).script()]).unwrap();
            side.client(&server, []).call(Put(upload())).unwrap();
            let received = server.received().pop().unwrap();
            assert_eq!(received.line, "PUT /api/v3/blob HTTP/1.1");
            assert_eq!(received.body, body.as_bytes());
            let length = length.map(|length| length.to_string());
            assert_eq!(received.one("content-length"), length.as_deref());
            let chunked = length.is_none().then_some("chunked");
            assert_eq!(received.one("transfer-encoding"), chunked);
            assert_eq!(
                received.one("content-type"),
                Some("application/octet-stream")
            );
        }
    });
}

/// No body, and an empty body: a `PUT` sends `Content-Length: 0` for both.
#[test]
fn an_empty_upload_has_length_zero() {
    both(|side| {
        for upload in [RequestBody::Empty, "".into()] {
            let server = Server::start([response::status(204).script()]).unwrap();
            side.client(&server, []).call(Put(upload.clone())).unwrap();
            let received = server.received().pop().unwrap();
            assert_eq!(received.one("content-length"), Some("0"), "{upload:?}");
            assert_eq!(received.one("transfer-encoding"), None);
            let has_type = !matches!(upload, RequestBody::Empty);
            assert_eq!(received.one("content-type").is_some(), has_type);
        }
    });
}

#[test]
fn a_stream_is_sent_once() {
    both(|side| {
        let responses = vec![response::status(204).script(); 2];
        let server = Server::start(responses).unwrap();
        let client = side.client(&server, []);
        let operation = Put(chunks().into());
        client.call(&operation).unwrap();
        let error = client.send(&operation).unwrap_err();
        assert!(
            leak::chain(&error).contains("can be sent only once"),
            "{error:?}"
        );
        assert_eq!(server.received().len(), 1);
    });
}

#[test]
fn a_failed_stream_is_an_error() {
    both(|side| {
        let broken = || vec![Err(io::Error::other("no more")), Ok("some".into())];
        for size in [None, Some(9)] {
            let stream = BodyStream::new(Chunks(broken(), false));
            let stream = match size {
                Some(size) => stream.with_size(size),
                None => stream,
            };
            let server = Server::start([]).unwrap();
            let error = side
                .client(&server, [])
                .send(Put(stream.into()))
                .unwrap_err();
            assert!(matches!(error, Error::Transport { .. }), "{error:?}");
            assert!(leak::chain(&error).contains("no more"), "{error:?}");
            assert_eq!(server.received().len(), 0);
        }
    });
}

/// A stream that is shorter than its size is an error. The surplus of a longer stream is never sent
/// as the beginning of another request.
#[test]
fn a_stream_of_another_size_is_an_error() {
    both(|side| {
        for size in [4, 9] {
            println!("{size}");
            let server = Server::start([]).unwrap();
            let client = side.client(&server, []);
            let error = client
                .send(Put(chunks().with_size(size).into()))
                .unwrap_err();
            assert!(matches!(error, Error::Transport { .. }), "{error:?}");
            assert!(
                server
                    .received()
                    .iter()
                    .all(|received| received.line.starts_with("PUT "))
            );
        }
    });
}

#[test]
fn a_stream_cannot_be_redirected() {
    both(|side| {
        for code in [301, 302, 307, 308] {
            let server = Server::start([response::redirect(code, "/there").script()]).unwrap();
            let client = side.client(&server, []);
            let error = client.send(Put(chunks().into())).unwrap_err();
            let Error::Redirect(error) = error else {
                panic!("{error:?}")
            };
            assert_eq!(error.reason, RedirectReason::BodyNotReplayable);
            assert_eq!(error.response.status, code);
            assert_eq!(server.received().len(), 1);
        }
        let redirect = response::redirect(303, "/there").script();
        let server = Server::start([redirect, response::status(204).script()]).unwrap();
        side.client(&server, []).send(Put(chunks().into())).unwrap();
        assert_eq!(server.received()[1].line, "GET /there HTTP/1.1");
        assert_eq!(server.received()[1].one("content-type"), None);

        let other = Server::start([]).unwrap();
        let server = Server::start([response::redirect(307, &other.origin()).script()]).unwrap();
        let error = side
            .client(&server, [])
            .send(Put(chunks().into()))
            .unwrap_err();
        let Error::Redirect(error) = error else {
            panic!("{error:?}")
        };
        assert_eq!(error.reason, RedirectReason::CrossOriginBody);
        assert_eq!(other.connections(), 0);
    });
}

/// Downloads a whole stream with either client. The body limit doesn't apply to streams.
fn download(client: &Client) -> Result<Vec<u8>, Error> {
    match client {
        Client::Async(client, runtime) => runtime.block_on(async {
            let mut body = client.send(Get).await?.value.0;
            let mut whole = Vec::new();
            while let Some(chunk) = body.chunk().await.unwrap() {
                whole.extend(chunk);
            }
            Ok(whole)
        }),
        Client::Blocking(client) => {
            let mut body = client.send(Get)?.value.0;
            let mut whole = Vec::new();
            body.read_to_end(&mut whole).unwrap();
            Ok(whole)
        }
    }
}

#[test]
fn downloads_are_returned_as_streams() {
    both(|side| {
        let large = "murmur ".repeat(100_000);
        let server = Server::start([
            response::redirect(302, "/there").script(),
            response::status(200).body(&large).script(),
        ])
        .unwrap();
        let client = side.client(&server, [Setting::BodyLimit(10)]);
        assert_eq!(download(&client).unwrap(), large.as_bytes());
    });
}

#[test]
fn an_undocumented_response_to_a_download_is_read_whole() {
    both(|side| {
        let server = Server::start([response::status(404).body("murmur").script()]).unwrap();
        let error = download(&side.client(&server, [])).unwrap_err();
        assert_eq!(error.body().unwrap(), "murmur");
        leak::check(&error);
    });
}
