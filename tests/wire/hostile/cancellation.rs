//! Calls that are canceled at any point. The connection of such a call is not used for another
//! call.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Waker},
    thread,
    time::Duration,
};

use github_oauth_authorizations::{Client, blocking, oauth_authorizations::*};
use rejoinder_compiled::server::{Act, Server};

use crate::{client::runtime, response, sample::AUTHORIZATION};

/// A response with this number, sent in many chunks.
fn numbered(id: usize) -> Vec<Act> {
    let body = AUTHORIZATION.replacen("\"id\": 1,", &format!("\"id\": {id},"), 1);
    let bytes = response::json(200, &body).bytes();
    let pieces = bytes.chunks(40).map(|piece| Act::Send(piece.to_vec()));
    let pause = Act::Pause(Duration::from_micros(500));
    pieces.flat_map(|piece| [piece, pause.clone()]).collect()
}

/// Pseudorandom points with a fixed seed: a linear congruential generator.
fn points() -> impl Iterator<Item = u64> {
    let mut state: u64 = 17;
    std::iter::from_fn(move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        Some(state >> 33)
    })
}

const RUNS: usize = 60;

/// The number of a request that is not canceled.
const KEPT: i64 = 7;

/// Checks that a response belongs to the request of the call, which was not canceled.
fn assert_own_response(server: &Server, id: i64) {
    let received = server.received();
    let script = usize::try_from(id).unwrap();
    let request = received.iter().find(|received| received.script == script);
    assert_eq!(request.unwrap().line, "GET /authorizations/7 HTTP/1.1");
}

/// Drops the future of a call after some time, or after some polls.
#[test]
fn a_dropped_future_frees_no_reusable_connection() {
    let server = Server::start((0..2 * RUNS).map(numbered)).unwrap();
    let client = Client::builder(server.origin()).build().unwrap();
    runtime().block_on(async {
        for (run, point) in points().take(RUNS).enumerate() {
            if run % 4 == 0 {
                let mut call = pin!(client.call(get_authorization(1)));
                let mut context = Context::from_waker(Waker::noop());
                for _ in 0..point % 4 {
                    let _ = call.as_mut().poll(&mut context);
                }
            } else {
                let time = Duration::from_micros(point % 15_000);
                let _ = tokio::time::timeout(time, client.call(get_authorization(1))).await;
            }
            let body = client.call(get_authorization(KEPT)).await.unwrap();
            assert_own_response(&server, body.id);
        }
    });
}

/// Drops a body after some of its bytes.
#[test]
fn a_dropped_body_frees_no_reusable_connection() {
    let server = Server::start((0..2 * RUNS).map(numbered)).unwrap();
    let client = Client::builder(server.origin()).build().unwrap();
    runtime().block_on(async {
        for point in points().take(RUNS / 2) {
            let mut body = client.raw(get_authorization(1)).await.unwrap().into_body();
            for _ in 0..point % 10 {
                body.chunk().await.unwrap();
            }
            drop(body);
            let body = client.call(get_authorization(KEPT)).await.unwrap();
            assert_own_response(&server, body.id);
        }
    });

    let server = Server::start((0..2 * RUNS).map(numbered)).unwrap();
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    for point in points().take(RUNS / 2) {
        let mut body = client.raw(get_authorization(1)).unwrap().into_body();
        for _ in 0..point % 10 {
            body.chunk().unwrap();
        }
        drop(body);
        let body = client.call(get_authorization(KEPT)).unwrap();
        assert_own_response(&server, body.id);
    }
}

/// Times out at any point, in threads that share a client.
#[test]
fn a_timed_out_call_frees_no_reusable_connection() {
    let server = Server::start((0..8 * RUNS).map(numbered)).unwrap();
    let patient = blocking::Client::builder(server.origin()).build().unwrap();
    thread::scope(|scope| {
        for thread in 0..2 {
            let (patient, server) = (patient.clone(), &server);
            scope.spawn(move || {
                for point in points().skip(thread * RUNS).take(RUNS / 2) {
                    let time = Duration::from_micros(1 + point % 15_000);
                    let hasty = blocking::Client::builder(server.origin()).timeout(time);
                    match hasty.build().unwrap().call(get_authorization(1)) {
                        Ok(_) => {}
                        Err(error) => assert!(error.is_timeout(), "{error:?}"),
                    }
                    let body = patient.call(get_authorization(KEPT)).unwrap();
                    assert_own_response(server, body.id);
                }
            });
        }
    });
}
