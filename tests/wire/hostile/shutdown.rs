//! A server that stops during calls.

use std::{thread, time::Duration};

use github_oauth_authorizations::{Client, Error, blocking, oauth_authorizations::*};
use rejoinder_compiled::server::{Act, Server};

use crate::{client::runtime, leak, response, sample::AUTHORIZATION};

const CALLS: usize = 8;

/// Some calls wait for the head, some calls wait for the rest of the body, and the other calls have
/// their response.
fn scripts() -> Vec<Vec<Act>> {
    let whole = response::json(200, AUTHORIZATION).bytes();
    let half = whole[..whole.len() - 9].to_vec();
    let scripts = [
        vec![Act::Hold],
        vec![Act::Send(half), Act::Hold],
        vec![
            Act::Send(b"HTTP/1.1 200 OK\r\ncontent-ty".to_vec()),
            Act::Hold,
        ],
        vec![Act::Send(whole), Act::Hold],
    ];
    scripts.into_iter().cycle().take(CALLS).collect()
}

/// A quarter of the calls has a response. All other calls are errors, and no error is a timeout.
fn check(results: Vec<Result<u16, Error>>) {
    let good = results.iter().filter(|result| result.is_ok()).count();
    assert_eq!(good, CALLS / 4);
    for error in results.into_iter().filter_map(Result::err) {
        leak::check(&error);
        assert!(!error.is_timeout(), "{error:?}");
        assert!(
            matches!(error, Error::Transport { .. } | Error::Body(_)),
            "{error:?}"
        );
    }
}

fn stop_when_all_wait(server: Server) {
    while server.received().len() < CALLS {
        thread::sleep(Duration::from_millis(5));
    }
    drop(server);
}

#[test]
fn calls_end_with_the_server() {
    let server = Server::start(scripts()).unwrap();
    let client = Client::builder(server.origin()).build().unwrap();
    let runtime = runtime();
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let client = client.clone();
            runtime.spawn(async move {
                let sent = client.send(get_authorization(1)).await;
                sent.map(|response| response.status.as_u16())
            })
        })
        .collect();
    stop_when_all_wait(server);
    let calls = calls
        .into_iter()
        .map(|call| runtime.block_on(call).unwrap());
    check(calls.collect());

    let server = Server::start(scripts()).unwrap();
    let client = blocking::Client::builder(server.origin()).build().unwrap();
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || {
                let sent = client.send(get_authorization(1));
                sent.map(|response| response.status.as_u16())
            })
        })
        .collect();
    stop_when_all_wait(server);
    check(calls.into_iter().map(|call| call.join().unwrap()).collect());
}
