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

fn gzip(json: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(json).unwrap();
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
        // The headers describe the decompressed body.
        assert!(!response.headers.contains_key("content-encoding"));
        assert!(!response.headers.contains_key("content-length"));
        assert_eq!(server.received()[0].one("accept-encoding"), Some("gzip"));
    });
}

/// The contents of several members are concatenated (RFC 1952, section 2.2). reqwest has a
/// limitation: it reads only the first member, which isn't valid JSON.
#[test]
fn members_of_a_gzip_body_are_concatenated() {
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

/// Some servers send `Content-Encoding` without a body. ureq has a limitation: it expects the
/// header of a gzip stream.
#[test]
fn an_empty_compressed_body_is_empty() {
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
fn a_corrupt_compressed_body_is_an_error() {
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

/// A body of 1 MiB that is compressed to about a thousand bytes.
#[test]
fn the_body_limit_applies_to_decompressed_bytes() {
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
        let json = list(AUTHORIZATION);
        for (limit, fits) in [(json.len(), true), (json.len() - 1, false)] {
            let server = Server::start([zipped(200, gzip(json.as_bytes())).script()]).unwrap();
            let client = side.client(&server, [Setting::BodyLimit(limit)]);
            assert_eq!(client.send(list_authorizations()).is_ok(), fits);
        }
    });
}

/// A user can disable compression with `Accept-Encoding: identity`.
#[test]
fn compression_can_be_disabled() {
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
