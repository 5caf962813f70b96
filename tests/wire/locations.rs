//! Targets of redirects, and the limit on their number.

use github_oauth_authorizations::{
    Error,
    oauth_authorizations::*,
    runtime::{RedirectError, RedirectReason},
};
use rejoinder_compiled::server::{Act, Server};

use crate::{
    client::{Setting, both},
    leak::TOKEN,
    response,
    sample::AUTHORIZATION,
};

fn refused(error: Error) -> Box<RedirectError> {
    match error {
        Error::Redirect(error) => error,
        error => panic!("{error:?}"),
    }
}

#[test]
fn locations_are_resolved_against_the_request_target() {
    // The targets are relative to `/api/v3/authorizations/1`.
    let resolved = [
        ("2", "/api/v3/authorizations/2"),
        ("./2", "/api/v3/authorizations/2"),
        ("../users/2", "/api/v3/users/2"),
        ("../../../../2", "/2"),
        ("?page=2", "/api/v3/authorizations/1?page=2"),
        ("/root", "/root"),
        ("/root?a=b#part", "/root?a=b"),
        ("#part", "/api/v3/authorizations/1"),
        ("/a b/é{}", "/a%20b/%C3%A9%7B%7D"),
        ("/a%2Fb/%C3%A9", "/a%2Fb/%C3%A9"),
        ("//HOST/path", "/path"),
        ("http://HOST", "/"),
        ("http://HOST?a", "/?a"),
        ("HTTP://HOST/path#part", "/path"),
    ];
    both(|side| {
        for (location, target) in resolved {
            println!("{location}");
            let server = Server::start([]).unwrap();
            let host = server.origin().replace("http://", "");
            server.then([
                response::redirect(302, &location.replace("HOST", &host)).script(),
                response::json(200, AUTHORIZATION).script(),
            ]);
            side.client(&server, [Setting::Bearer(TOKEN)])
                .send(get_authorization(1))
                .unwrap();
            let received = server.received();
            assert_eq!(received[1].line, format!("GET {target} HTTP/1.1"));
            // The credential is sent, because the origin is the same in any spelling.
            assert!(received[1].one("authorization").is_some());
        }
    });
}

#[test]
fn an_unusable_location_is_an_error() {
    let unusable = [
        "ftp://127.0.0.1/",
        "mailto:octocat@github.com",
        "http://octocat:password@127.0.0.1/",
        "http://",
        "http:///path",
        "http:path",
        "//",
        "http://[::1/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:port/",
        "http://exa%6dple.com/",
        "javascript:alert(1)",
    ];
    let mut responses = vec![response::status(302)];
    responses.extend(unusable.map(|location| response::redirect(302, location)));
    both(|side| {
        for response in &responses {
            println!("{response:?}");
            let response = response.clone().body("murmur");
            let server = Server::start([response.script()]).unwrap();
            let error = side
                .client(&server, [])
                .send(get_authorization(1))
                .unwrap_err();
            assert_eq!(error.operation(), "oauth-authorizations/get-authorization");
            let error = refused(error);
            assert_eq!(error.reason, RedirectReason::InvalidLocation);
            assert_eq!(error.response.status, 302);
            assert_eq!(error.response.body, "murmur");
            assert_eq!(server.received().len(), 1);
        }
    });
}

#[test]
fn a_location_that_is_not_utf_8_is_an_error() {
    both(|side| {
        let head = b"HTTP/1.1 302 Found\r\nlocation: /\xff\r\ncontent-length: 0\r\n\r\n";
        let server = Server::start([vec![Act::Send(head.to_vec())]]).unwrap();
        let error = side
            .client(&server, [])
            .send(get_authorization(1))
            .unwrap_err();
        assert_eq!(refused(error).reason, RedirectReason::InvalidLocation);
    });
}

#[test]
fn redirects_end_at_the_redirect_limit() {
    let limited = |limit: usize| [Setting::RedirectLimit(limit)];
    both(|side| {
        for limit in [0, 1, 3] {
            let redirects = vec![response::redirect(302, "next").script(); limit + 1];
            let server = Server::start(redirects).unwrap();
            let client = side.client(&server, limited(limit));
            let error = refused(client.send(get_authorization(1)).unwrap_err());
            assert_eq!(error.reason, RedirectReason::TooManyRedirects);
            assert_eq!(server.received().len(), limit + 1);

            let mut redirects = vec![response::redirect(302, "next").script(); limit];
            redirects.push(response::json(200, AUTHORIZATION).script());
            let server = Server::start(redirects).unwrap();
            side.client(&server, limited(limit))
                .send(get_authorization(1))
                .unwrap();
        }
    });
}

#[test]
fn a_redirect_loop_ends_at_the_limit() {
    both(|side| {
        for location in ["", "#here", "/api/v3/authorizations/1"] {
            let server =
                Server::start(vec![response::redirect(302, location).script(); 20]).unwrap();
            let error = side
                .client(&server, [])
                .send(get_authorization(1))
                .unwrap_err();
            assert_eq!(refused(error).reason, RedirectReason::TooManyRedirects);
            // The server received the first request and its ten redirects.
            let received = server.received();
            assert_eq!(received.len(), 11);
            assert!(received.iter().all(|one| one.line == received[0].line));
        }
    });
}
