//! Connections that break, and unusual but valid responses. Invalid responses are in `hostile`.

use std::{thread, time::Duration};

use github_oauth_authorizations::{Error, oauth_authorizations::*};
use rejoinder_compiled::server::{Act, Server};

use crate::{
    client::{both, eventually},
    response,
    sample::{AUTHORIZATION, BASIC_ERROR},
};

fn raw(bytes: impl AsRef<[u8]>) -> Vec<Act> {
    vec![Act::Send(bytes.as_ref().to_vec()), Act::Close]
}

/// A cut-off body is an error with every status code, not only with a success.
#[test]
fn a_cut_off_body_is_an_error_with_every_status() {
    both(|side| {
        for code in [302, 401, 418] {
            let whole = response::json(code, BASIC_ERROR).bytes();
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

/// A body without `Content-Length` ends with the connection, as in HTTP/1.0.
#[test]
fn a_body_without_a_length_ends_with_the_connection() {
    both(|side| {
        for version in ["1.0", "1.1"] {
            let head = format!("HTTP/{version} 200 OK\r\ncontent-type: application/json\r\n\r\n");
            let server = Server::start([raw(head + AUTHORIZATION)]).unwrap();
            side.client(&server, []).call(get_authorization(1)).unwrap();
        }
    });
}

#[test]
fn a_chunked_body_is_read() {
    both(|side| {
        let (start, end) = AUTHORIZATION.split_at(100);
        let response = format!(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64;murmur=1\r\n{start}\r\n{:x}\r\n{end}\r\n0\r\nmurmur: 1\r\n\r\n",
            end.len()
        );
        let send = vec![Act::Send(response.into_bytes())];
        eventually(|| {
            let server = Server::start([send.clone(), send.clone()]).unwrap();
            let client = side.client(&server, []);
            client.call(get_authorization(1)).unwrap();
            client.call(get_authorization(1)).unwrap();
            server.connections() == 1
        });
    });
}

/// Interim responses (RFC 9110, section 15.2).
#[test]
fn interim_responses_are_skipped() {
    both(|side| {
        for interim in [
            "HTTP/1.1 103 Early Hints\r\nlink: </murmur>; rel=preload\r\n\r\n",
            "HTTP/1.1 102 Processing\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
        ] {
            println!("{interim}");
            let mut bytes = interim.as_bytes().repeat(3);
            bytes.extend(response::json(200, AUTHORIZATION).bytes());
            let server = Server::start([vec![Act::Send(bytes)]]).unwrap();
            let response = side.client(&server, []).send(get_authorization(1)).unwrap();
            assert_eq!(response.status, 200);
            assert!(!response.headers.contains_key("link"));
        }
    });
}

/// `Content-Length` of a 304 is the length that the body of a 200 would have (RFC 9110, section
/// 8.6). The client doesn't wait for the body of a 304.
#[test]
fn not_modified_has_no_body() {
    both(|side| {
        let response = response::status(304)
            .header("content-length", "1000")
            .header("content-type", "application/json");
        let good = response::json(200, AUTHORIZATION);
        let server = Server::start([response.script(), good.script()]).unwrap();
        let client = side.client(&server, []);
        let response = client.send(get_authorization(1)).unwrap();
        assert!(matches!(
            response.value,
            GetAuthorizationResponse::NotModified
        ));
        assert_eq!(response.headers["content-length"], "1000");
        client.call(get_authorization(1)).unwrap();
    });
}

/// A connection that the server closed between two calls isn't reused.
#[test]
fn a_stale_connection_is_not_reused() {
    both(|side| {
        let response = response::json(201, AUTHORIZATION);
        let server = Server::start([response.then(Act::Close), response.script()]).unwrap();
        let client = side.client(&server, []);
        client.call(create_authorization()).unwrap();
        server.wait_closed();
        // The thread of the client has to notice the end, too.
        thread::sleep(Duration::from_millis(200));
        client.call(create_authorization()).unwrap();
        assert_eq!(server.connections(), 2);
        assert_eq!(server.received().len(), 2);
    });
}
