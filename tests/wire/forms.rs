//! Forms, parts and cookies as the server receives them.

use std::io::Cursor;

use rejoinder_compiled::{
    fixtures::{
        forms_client::{
            self,
            untagged::{TokenBody, TokenBodyGrantType, token},
        },
        multipart_client::{
            BodyStream, Client, blocking,
            models::{Upload, UploadPurpose},
            runtime::File,
            untagged::upload,
        },
        styles_client::{self, untagged::elsewhere},
    },
    server::Received,
};

use crate::{
    generated::{runtime, server},
    response,
};

const BYTES: &[u8] = b"\x00\xff of a file\r\n--";

fn assert_parts(received: &Received, has_length: bool) {
    let boundary = received
        .one("content-type")
        .and_then(|head| head.strip_prefix("multipart/form-data; boundary="))
        .unwrap();
    let mut expected = format!(
        "--{boundary}\r\n\
         Content-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    )
    .into_bytes();
    expected.extend_from_slice(BYTES);
    expected.extend_from_slice(
        format!(
            "\r\n--{boundary}\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n\
             assistants\r\n--{boundary}--\r\n"
        )
        .as_bytes(),
    );
    assert_eq!(received.body, expected);
    let length = expected.len().to_string();
    assert_eq!(
        received.one("content-length"),
        has_length.then_some(length.as_str())
    );
}

#[test]
fn parts_are_bytes_or_streams() {
    let uploads = || {
        let stream = || BodyStream::from_reader(Cursor::new(BYTES));
        let size = u64::try_from(BYTES.len()).unwrap();
        let files = [
            File::new(stream()),
            File::new(stream().with_size(size)),
            File::new(BYTES.to_vec()),
        ];
        files.map(|file| {
            upload(Upload::new(
                file.file_name("a.bin"),
                UploadPurpose::Assistants,
            ))
        })
    };
    let server = server(&vec![response::status(204); 6]);
    runtime().block_on(async {
        let client = Client::builder(server.origin()).build().unwrap();
        for operation in uploads() {
            client.call(operation).await.unwrap();
        }
    });
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    for operation in uploads() {
        client.call(operation).unwrap();
    }
    let lengths = [false, true, true].into_iter().cycle();
    for (received, has_length) in server.received().iter().zip(lengths) {
        assert_parts(received, has_length);
    }
    assert_eq!(server.received().len(), 6);
}

#[test]
fn a_form_and_cookies_arrive() {
    let server = server(&vec![response::status(204); 2]);
    let client = forms_client::blocking::Client::builder(server.origin());
    let body = TokenBody::new(TokenBodyGrantType::Password).password("a b");
    client.build().unwrap().call(token(body)).unwrap();
    let client = styles_client::blocking::Client::builder(server.origin());
    let operation = elsewhere([], "s").seen([1, 2]);
    client.build().unwrap().call(operation).unwrap();

    let received = server.received();
    assert_eq!(received[0].body, b"grant_type=password&password=a%20b");
    assert_eq!(
        received[0].one("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(received[1].one("cookie"), Some("session=s; seen=1,2"));
    assert_eq!(received[1].one("x-colors"), None);
}
