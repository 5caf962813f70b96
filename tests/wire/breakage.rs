//! Connections that break, and servers that don't speak HTTP.

use std::{thread, time::Duration};

use github_oauth_authorizations::{Error, oauth_authorizations::*, runtime::TransportErrorKind};
use rejoinder_compiled::server::{Act, Server};

use crate::{
    client::{both, eventually},
    reply,
    sample::{AUTHORIZATION, BASIC_ERROR},
};

fn raw(bytes: impl AsRef<[u8]>) -> Vec<Act> {
    vec![Act::Send(bytes.as_ref().to_vec()), Act::Close]
}

#[test]
fn a_body_that_is_cut_off() {
    let whole = reply::json(200, AUTHORIZATION).bytes();
    let chunked =
        |rest: &str| format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{rest}");
    let cut = [
        raw(&whole[..whole.len() - 1]),
        raw(&whole[..whole.len() - AUTHORIZATION.len()]),
        // A whole JSON text, in a body that isn't whole.
        raw(chunked("2\r\n{}\r\n")),
        raw(chunked("2\r\n{}")),
        raw(chunked("ff\r\n{\"murmur")),
        raw(chunked("")),
        // Chunks that are none.
        raw(chunked("murmur\r\n{}\r\n")),
        raw(chunked("2\r\n{}murmur")),
    ];
    both(|side| {
        for script in &cut {
            if let Act::Send(bytes) = &script[0] {
                println!("{}", String::from_utf8_lossy(bytes));
            }
            let server = Server::start([script.clone()]).unwrap();
            let error = side
                .client(&server, [])
                .send(get_authorization(1))
                .unwrap_err();
            assert!(!error.is_timeout());
            assert!(error.body().is_none());
            let Error::Body(error) = error else {
                panic!("{error:?}")
            };
            assert_eq!(error.operation, "oauth-authorizations/get-authorization");
            assert_eq!(error.status, 200);
            assert!(!error.headers.is_empty());
            assert_eq!(error.source.kind(), TransportErrorKind::Other);
        }
    });
}

/// Not only where the body is read for its value.
#[test]
fn any_body_that_is_cut_off() {
    both(|side| {
        for code in [302, 401, 418] {
            let whole = reply::json(code, BASIC_ERROR).bytes();
            let server = Server::start([raw(&whole[..whole.len() - 1])]).unwrap();
            let error = side
                .client(&server, [])
                .send(get_authorization(1))
                .unwrap_err();
            assert_eq!(error.status().unwrap(), code);
            assert!(matches!(error, Error::Body(_)), "{error:?}");
        }
    });
}

#[test]
fn no_head() {
    let many: String = (0..1000)
        .map(|field| format!("murmur-{field}: 1\r\n"))
        .collect();
    let huge = "m".repeat(1 << 20);
    let scripts = [
        vec![Act::Reset],
        vec![Act::Close],
        raw("HTTP/1.1 200 OK\r\ncontent-ty"),
        raw("HTTP/1.1 200 OK\r\n"),
        raw("murmur murmur murmur\r\n\r\n"),
        raw("<html>murmur</html>"),
        raw("HTTP/9.9 200 OK\r\n\r\n"),
        raw("HTTP/1.1 murmur OK\r\n\r\n"),
        raw("HTTP/1.1 20 OK\r\n\r\n"),
        raw("HTTP/1.1 200 OK\r\nmurmur\r\n\r\n"),
        raw("HTTP/1.1 200 OK\r\ncontent-length: murmur\r\n\r\n"),
        raw("HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} "),
        raw(format!(
            "HTTP/1.1 200 OK\r\n{many}content-length: 0\r\n\r\n"
        )),
        raw(format!(
            "HTTP/1.1 200 OK\r\nmurmur: {huge}\r\ncontent-length: 0\r\n\r\n"
        )),
        raw([0; 64]),
        // A TLS alert.
        raw([21, 3, 1, 0, 2, 2, 70]),
        raw("SSH-2.0-OpenSSH_9.9\r\n"),
    ];
    both(|side| {
        for script in &scripts {
            println!(
                "{}",
                format!("{script:?}").chars().take(200).collect::<String>()
            );
            // A second try would be answered with 599.
            let server = Server::start([script.clone()]).unwrap();
            let client = side.client(&server, []);
            let error = client.send(create_authorization()).unwrap_err();
            assert!(!error.is_timeout());
            assert_eq!(error.status(), None);
            let Error::Transport { source, .. } = error else {
                panic!("{error:?}")
            };
            assert_eq!(source.kind(), TransportErrorKind::Other);
        }
    });
}

/// An older server: the body ends with the connection.
#[test]
fn a_body_without_a_length() {
    both(|side| {
        for version in ["1.0", "1.1"] {
            let head = format!("HTTP/{version} 200 OK\r\ncontent-type: application/json\r\n\r\n");
            let server = Server::start([raw(head + AUTHORIZATION)]).unwrap();
            side.client(&server, []).call(get_authorization(1)).unwrap();
        }
    });
}

#[test]
fn a_chunked_body() {
    both(|side| {
        let (start, end) = AUTHORIZATION.split_at(100);
        let reply = format!(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64;murmur=1\r\n{start}\r\n{:x}\r\n{end}\r\n0\r\nmurmur: 1\r\n\r\n",
            end.len()
        );
        let send = vec![Act::Send(reply.into_bytes())];
        eventually(|| {
            let server = Server::start([send.clone(), send.clone()]).unwrap();
            let client = side.client(&server, []);
            client.call(get_authorization(1)).unwrap();
            client.call(get_authorization(1)).unwrap();
            server.connections() == 1
        });
    });
}

/// Replies before the reply (RFC 9110, section 15.2).
#[test]
fn interim_replies_are_passed_over() {
    both(|side| {
        for interim in [
            "HTTP/1.1 103 Early Hints\r\nlink: </murmur>; rel=preload\r\n\r\n",
            "HTTP/1.1 102 Processing\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
        ] {
            println!("{interim}");
            let mut bytes = interim.as_bytes().repeat(3);
            bytes.extend(reply::json(200, AUTHORIZATION).bytes());
            let server = Server::start([vec![Act::Send(bytes)]]).unwrap();
            let reply = side.client(&server, []).send(get_authorization(1)).unwrap();
            assert_eq!(reply.status, 200);
            assert!(!reply.headers.contains_key("link"));
        }
    });
}

/// The length is that of the body that a 200 would have had (RFC 9110, section 8.6). Nobody waits
/// for it.
#[test]
fn not_modified_has_no_body() {
    both(|side| {
        let reply = reply::status(304)
            .header("content-length", "1000")
            .header("content-type", "application/json");
        let good = reply::json(200, AUTHORIZATION);
        let server = Server::start([reply.script(), good.script()]).unwrap();
        let client = side.client(&server, []);
        let reply = client.send(get_authorization(1)).unwrap();
        assert!(matches!(reply.value, GetAuthorizationResponse::NotModified));
        assert_eq!(reply.headers["content-length"], "1000");
        client.call(get_authorization(1)).unwrap();
    });
}

/// A connection that the server closed between two calls isn't used again.
#[test]
fn a_stale_connection() {
    both(|side| {
        let reply = reply::json(201, AUTHORIZATION);
        let server = Server::start([reply.then(Act::Close), reply.script()]).unwrap();
        let client = side.client(&server, []);
        client.call(create_authorization()).unwrap();
        server.wait_closed();
        // A thread of the client's has to see it, too.
        thread::sleep(Duration::from_millis(200));
        client.call(create_authorization()).unwrap();
        assert_eq!(server.connections(), 2);
        assert_eq!(server.received().len(), 2);
    });
}
