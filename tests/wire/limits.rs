//! The limit on the size of a body.

use github_oauth_authorizations::{Error, oauth_authorizations::*, runtime::TransportErrorKind};
use rejoinder_compiled::server::{Act, Server};

use crate::{
    client::{Client, Setting, Side, both},
    response::{self, Written},
    sample::{AUTHORIZATION, list},
};

/// A response whose body has this size.
fn sized(size: usize) -> Written {
    let padding = " ".repeat(size - list(AUTHORIZATION).len());
    response::json(200, &(list(AUTHORIZATION) + &padding))
}

fn limited(side: Side, server: &Server, limit: usize) -> Client {
    side.client(server, [Setting::BodyLimit(limit)])
}

fn assert_too_large(error: Error, status: u16) {
    assert!(!error.is_timeout());
    assert!(error.body().is_none());
    let Error::Body(error) = error else {
        panic!("{error:?}")
    };
    assert_eq!(error.status, status);
    assert_eq!(error.source.kind(), TransportErrorKind::TooLarge);
}

#[test]
fn a_body_may_have_exactly_the_size_of_the_limit() {
    both(|side| {
        // The smaller body has one chunk, and the larger body has many.
        for limit in [1000, 1 << 20] {
            for size in [limit - 1, limit] {
                let server = Server::start([sized(size).script()]).unwrap();
                limited(side, &server, limit)
                    .call(list_authorizations())
                    .unwrap();
            }
            let server = Server::start([sized(limit + 1).script()]).unwrap();
            let sent = limited(side, &server, limit).send(list_authorizations());
            assert_too_large(sent.unwrap_err(), 200);
        }
    });
}

#[test]
fn an_empty_body_is_within_every_limit() {
    both(|side| {
        let server = Server::start([response::status(204).script()]).unwrap();
        limited(side, &server, 0).call(delete_grant(1)).unwrap();
        let server = Server::start([response::status(418).script()]).unwrap();
        let error = limited(side, &server, 0).send(delete_grant(1)).unwrap_err();
        assert_eq!(error.body().unwrap(), "");
        let server = Server::start([response::status(418).body("m").script()]).unwrap();
        assert_too_large(
            limited(side, &server, 0).send(delete_grant(1)).unwrap_err(),
            418,
        );
    });
}

#[test]
fn the_largest_limit_accepts_any_body() {
    both(|side| {
        let server = Server::start([sized(1 << 20).script()]).unwrap();
        limited(side, &server, usize::MAX)
            .call(list_authorizations())
            .unwrap();
    });
}

/// Responses that never end: the client closes the connection at the limit.
#[test]
fn an_endless_body_ends_at_the_limit() {
    let endless = response::status(200).unsized_body();
    let chunked = response::status(200)
        .unsized_body()
        .header("transfer-encoding", "chunked");
    let chunk = format!("400\r\n{}\r\n", " ".repeat(1024)).into_bytes();
    let promised = response::status(200)
        .unsized_body()
        .header("content-length", "1000000000000");
    let undocumented = response::status(500).unsized_body();
    let redirect = response::redirect(302, "ftp://x").unsized_body();
    let spaces = vec![b' '; 1024];
    let floods = [
        (200, endless.then(Act::Flood(spaces.clone()))),
        (200, chunked.then(Act::Flood(chunk))),
        (200, promised.then(Act::Flood(spaces.clone()))),
        (500, undocumented.then(Act::Flood(spaces.clone()))),
        (302, redirect.then(Act::Flood(spaces))),
    ];
    both(|side| {
        for (status, script) in &floods {
            println!("{:?}", script[0]);
            let server = Server::start([script.clone()]).unwrap();
            let client = limited(side, &server, 1 << 16);
            assert_too_large(client.send(get_authorization(1)).unwrap_err(), *status);
            server.wait_closed();
        }
    });
}

/// The body of a followed redirect isn't read to its end.
#[test]
fn a_redirect_with_an_endless_body_is_followed() {
    both(|side| {
        let flood = Act::Flood(vec![b' '; 1024]);
        let redirect = response::redirect(302, "/there").unsized_body().then(flood);
        let last = response::json(200, AUTHORIZATION).script();
        let server = Server::start([redirect, last]).unwrap();
        side.client(&server, []).call(get_authorization(1)).unwrap();
    });
}
