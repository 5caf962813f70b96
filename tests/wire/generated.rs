//! The generated operations of `fixtures/streams.yaml` with both clients: streams as response and
//! as request body.

use std::io::{Cursor, Read};

use rejoinder_compiled::{
    fixtures::streams_client::{
        BodyStream, CallError, Client, Error, blocking,
        files::{DownloadResponse, UploadResponse, download, upload},
    },
    server::{Received, Server},
};

use crate::response;

const BLOB: &[u8] = b"\x00\x01\xff bytes of a file";

pub(crate) fn server(responses: &[response::Written]) -> Server {
    Server::start(responses.iter().map(response::Written::script)).unwrap()
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

fn file() -> response::Written {
    let response = response::status(200).header("etag", "\"v1\"");
    response
        .header("content-type", "application/octet-stream")
        .body(BLOB)
}

fn problem(code: u16) -> response::Written {
    response::json(code, r#"{"message":"no such file"}"#)
}

#[test]
fn a_response_is_returned_as_a_stream() {
    let server = server(&[file(), file()]);
    runtime().block_on(async {
        let client = Client::builder(server.origin()).build().unwrap();
        let response = client.send(download("a/b")).await.unwrap();
        let DownloadResponse::Ok { mut body, e_tag } = response.value else {
            panic!()
        };
        assert_eq!(e_tag.as_deref(), Some("\"v1\""));
        let mut whole = Vec::new();
        while let Some(chunk) = body.chunk().await.unwrap() {
            whole.extend_from_slice(&chunk);
        }
        assert_eq!(whole, BLOB);
    });
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    let mut body = client.call(download("a/b")).unwrap();
    let mut whole = Vec::new();
    body.read_to_end(&mut whole).unwrap();
    assert_eq!(whole, BLOB);
    for received in server.received() {
        assert_eq!(received.line, "GET /files/a%2Fb HTTP/1.1");
        assert_eq!(
            received.one("accept"),
            Some("application/octet-stream, application/json")
        );
    }
}

#[test]
fn other_responses_of_the_operation_are_read_whole() {
    let server = server(&[problem(404), problem(404)]);
    runtime().block_on(async {
        let client = Client::builder(server.origin()).build().unwrap();
        let Err(CallError::ErrorResponse(rejected)) = client.call(download("a")).await else {
            panic!()
        };
        let DownloadResponse::NotFound { body } = rejected.value else {
            panic!()
        };
        assert_eq!(body.message, "no such file");
    });
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    let DownloadResponse::NotFound { body } = client.send(download("a")).unwrap().value else {
        panic!()
    };
    assert_eq!(body.message, "no such file");
}

/// The body limit applies to bodies that the client reads whole, and not to streams.
#[test]
fn the_body_limit_does_not_apply_to_streams() {
    let server = server(&[file(), problem(404)]);
    let client = blocking::Client::builder(server.origin())
        .body_limit(3)
        .build()
        .unwrap();
    assert!(client.call(download("a")).is_ok());
    assert!(matches!(client.send(download("a")), Err(Error::Body(_))));
}

fn assert_uploaded(received: &Received, length: Option<&str>) {
    assert_eq!(received.line, "PUT /files/a HTTP/1.1");
    assert_eq!(
        received.one("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(received.one("content-length"), length);
    assert_eq!(received.body, BLOB);
}

#[test]
fn a_request_body_is_a_stream_or_bytes() {
    let uploads = || {
        let stream = || BodyStream::from_reader(Cursor::new(BLOB));
        let size = u64::try_from(BLOB.len()).unwrap();
        [
            stream().into(),
            stream().with_size(size).into(),
            BLOB.to_vec().into(),
        ] as [rejoinder_compiled::fixtures::streams_client::RequestBody; 3]
    };
    let server = server(&vec![response::status(204); 6]);
    runtime().block_on(async {
        let client = Client::builder(server.origin()).build().unwrap();
        for body in uploads() {
            client.call(upload("a", body)).await.unwrap();
        }
    });
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    for body in uploads() {
        client.call(upload("a", body)).unwrap();
    }
    let length = BLOB.len().to_string();
    let lengths = [None, Some(length.as_str()), Some(length.as_str())];
    for (received, length) in server.received().iter().zip(lengths.iter().cycle()) {
        assert_uploaded(received, *length);
    }
    assert_eq!(server.received().len(), 6);
}

#[test]
fn unlisted_statuses_are_the_default_response() {
    let server = server(&[problem(507)]);
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    let response = client.send(upload("a", "text")).unwrap();
    let UploadResponse::Default { status, body } = response.value else {
        panic!()
    };
    assert_eq!(
        (status.as_u16(), body.message.as_str()),
        (507, "no such file")
    );
}
