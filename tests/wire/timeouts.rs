//! Timeouts and failed connections; `hostile/deadlines.rs` has more behaviors. No test measures
//! time: if a timeout is expected, the server waits until it is dropped.

use std::time::Duration;

use github_oauth_authorizations::{Error, oauth_authorizations::*, runtime::TransportErrorKind};
use rejoinder_compiled::server::{Act, Server};

use crate::{
    client::{Setting, both, eventually},
    response,
    sample::{AUTHORIZATION, BASIC_ERROR},
};

const WAIT: Duration = Duration::from_millis(300);

#[test]
fn a_timeout_ends_a_body() {
    both(|side| {
        for code in [200, 401, 500] {
            let whole = response::json(code, BASIC_ERROR)
                .header("x-request-id", "7")
                .bytes();
            for cut in [BASIC_ERROR.len(), 5] {
                let part = whole[..whole.len() - cut].to_vec();
                let server = Server::start([vec![Act::Send(part), Act::Hold]]).unwrap();
                let client = side.client(&server, [Setting::Timeout(WAIT)]);
                let error = client.send(get_authorization(1)).unwrap_err();
                assert!(error.is_timeout(), "{error:?}");
                let Error::Body(error) = error else {
                    panic!("{error:?}")
                };
                assert_eq!(error.status, code);
                assert_eq!(error.headers["x-request-id"], "7");
                assert_eq!(error.source.kind(), TransportErrorKind::Timeout);
            }
        }
    });
}

/// The timeout covers a call with all of its redirects.
#[test]
fn redirects_share_one_timeout() {
    both(|side| {
        let slow =
            |response: response::Written| vec![Act::Pause(WAIT / 2), Act::Send(response.bytes())];
        let mut scripts = vec![slow(response::redirect(302, "next")); 5];
        scripts.push(slow(response::json(200, AUTHORIZATION)));
        let server = Server::start(scripts).unwrap();
        let client = side.client(&server, [Setting::Timeout(WAIT)]);
        let error = client.send(get_authorization(1)).unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
    });
}

#[test]
fn a_call_within_the_timeout_succeeds() {
    both(|side| {
        let long = Duration::from_secs(600);
        let settings = [Setting::Timeout(long), Setting::ConnectTimeout(long)];
        let responses = vec![response::json(200, AUTHORIZATION).script(); 2];
        // A timeout doesn't prevent the reuse of the connection.
        eventually(|| {
            let server = Server::start(responses.clone()).unwrap();
            let client = side.client(&server, settings.clone());
            client.call(get_authorization(1)).unwrap();
            client.call(get_authorization(1)).unwrap();
            server.connections() == 1
        });
    });
}

/// A client stays usable after a call that timed out.
#[test]
fn a_client_is_usable_after_a_timeout() {
    both(|side| {
        let good = response::json(200, AUTHORIZATION).script();
        let server = Server::start([vec![Act::Hold], good]).unwrap();
        let client = side.client(&server, [Setting::Timeout(WAIT * 4)]);
        assert!(client.send(get_authorization(1)).unwrap_err().is_timeout());
        client.send(get_authorization(1)).unwrap();
        assert_eq!(server.connections(), 2);
    });
}

#[test]
fn a_refused_connection_is_an_error() {
    both(|side| {
        // A privileged port without a listener.
        let client = side.client_at("http://127.0.0.1:1", []);
        let error = client.send(get_authorization(1)).unwrap_err();
        assert!(!error.is_timeout());
        let Error::Transport { source, .. } = &error else {
            panic!("{error:?}")
        };
        assert_eq!(source.kind(), TransportErrorKind::Connect);
        assert_eq!(error.status(), None);
        assert!(error.headers().is_none());
        assert!(error.body().is_none());
    });
}
