//! Compressed responses.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};
use github_oauth_authorizations::{Error, oauth_authorizations::*, runtime::TransportErrorKind};
use rejoinder_compiled::server::Server;

use crate::{
    client::{Setting, Side, both},
    response::{self, Written},
    sample::{AUTHORIZATION, list, read},
};

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zipped(code: u16, body: impl AsRef<[u8]>) -> Written {
    response::status(code)
        .header("content-type", "application/json")
        .header("content-encoding", "gzip")
        .body(body)
}

#[test]
fn a_compressed_response_is_read() {
    both(|side| {
        let server = Server::start([zipped(200, gzip(AUTHORIZATION.as_bytes())).script()]).unwrap();
        let response = side.client(&server, []).send(get_authorization(1)).unwrap();
        let GetAuthorizationResponse::Ok { body } = response.value else {
            panic!("{:?}", response.value)
        };
        assert_eq!(*body, read(AUTHORIZATION));
        // It isn't any more what it was on the way.
        assert!(!response.headers.contains_key("content-encoding"));
        assert!(!response.headers.contains_key("content-length"));
        assert_eq!(server.received()[0].one("accept-encoding"), Some("gzip"));
    });
}

/// RFC 1952, section 2.2: a file of several members is what they are, one after the other. A limit
/// of reqwest, which reads the first alone: what it reads is there, and is no JSON.
#[test]
fn several_members_are_one_body() {
    both(|side| {
        let (start, end) = AUTHORIZATION.as_bytes().split_at(100);
        let members = [gzip(start), gzip(end)].concat();
        let server = Server::start([zipped(200, members).script()]).unwrap();
        let sent = side.client(&server, []).send(get_authorization(1));
        match side {
            Side::Async => assert_eq!(sent.unwrap_err().body().unwrap(), start),
            Side::Blocking => drop(sent.unwrap()),
        }
    });
}

#[test]
fn an_undocumented_response_is_decompressed() {
    both(|side| {
        let server = Server::start([zipped(418, gzip(b"murmur")).script()]).unwrap();
        let error = side
            .client(&server, [])
            .send(get_authorization(1))
            .unwrap_err();
        assert_eq!(error.body().unwrap(), "murmur");
    });
}

#[test]
fn a_response_without_a_body_is_not_decompressed() {
    both(|side| {
        for code in [204, 304] {
            println!("{code}");
            let response = response::status(code).header("content-encoding", "gzip");
            let server = Server::start([response.script()]).unwrap();
            let response = side.client(&server, []).send(delete_grant(1)).unwrap();
            assert_eq!(response.status, code);
        }
    });
}

/// Some servers name the encoding of a body that they don't have. A limit of ureq, which looks for
/// the beginning of one.
#[test]
fn nothing_decompresses_to_nothing() {
    both(|side| {
        let server = Server::start([zipped(418, "").script()]).unwrap();
        let error = side
            .client(&server, [])
            .send(get_authorization(1))
            .unwrap_err();
        assert_eq!(error.status().unwrap(), 418);
        match side {
            Side::Async => assert_eq!(error.body().unwrap(), ""),
            Side::Blocking => assert!(matches!(error, Error::Body(_)), "{error:?}"),
        }
    });
}

#[test]
fn a_broken_one_is_an_error() {
    let whole = gzip(AUTHORIZATION.as_bytes());
    let mut wrong_sum = whole.clone();
    let sum = wrong_sum.len() - 8;
    wrong_sum[sum] ^= 1;
    let broken = [
        &whole[..whole.len() - 1],
        &whole[..whole.len() - 8],
        &whole[..whole.len() / 2],
        &whole[..5],
        &wrong_sum,
        b"murmur murmur murmur murmur",
        AUTHORIZATION.as_bytes(),
    ];
    both(|side| {
        for body in broken {
            println!("{} bytes", body.len());
            let server = Server::start([zipped(200, body).script()]).unwrap();
            let error = side
                .client(&server, [])
                .send(get_authorization(1))
                .unwrap_err();
            let Error::Body(error) = error else {
                panic!("{error:?}")
            };
            assert_eq!(error.status, 200);
            assert_eq!(error.headers["content-type"], "application/json");
            assert_eq!(error.source.kind(), TransportErrorKind::Other);
        }
    });
}

/// 1 MiB that is a thousand bytes on the way.
#[test]
fn the_limit_is_on_what_comes_out() {
    let zeros = format!("[{}0]", "0,".repeat(1 << 19));
    let bomb = gzip(zeros.as_bytes());
    assert!(bomb.len() < 1 << 14);
    both(|side| {
        for code in [200, 418] {
            let server = Server::start([zipped(code, &bomb).script()]).unwrap();
            let client = side.client(&server, [Setting::BodyLimit(1 << 16)]);
            let error = client.send(get_authorization(1)).unwrap_err();
            let Error::Body(error) = error else {
                panic!("{error:?}")
            };
            assert_eq!(error.status, code);
            assert_eq!(error.source.kind(), TransportErrorKind::TooLarge);
        }
        let text = list(AUTHORIZATION);
        for (limit, fits) in [(text.len(), true), (text.len() - 1, false)] {
            let server = Server::start([zipped(200, gzip(text.as_bytes())).script()]).unwrap();
            let client = side.client(&server, [Setting::BodyLimit(limit)]);
            assert_eq!(client.send(list_authorizations()).is_ok(), fits);
        }
    });
}

/// A user who wants none asks for none.
#[test]
fn it_can_be_refused() {
    both(|side| {
        let server = Server::start([response::json(200, AUTHORIZATION).script()]).unwrap();
        let client = side.client(&server, [Setting::Header("accept-encoding", "identity")]);
        client.call(get_authorization(1)).unwrap();
        assert_eq!(
            server.received()[0].one("accept-encoding"),
            Some("identity")
        );
    });
}
