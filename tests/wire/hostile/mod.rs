//! Servers that misbehave: tables of behaviors with their expected results. The driver runs each row with
//! either client, and checks that the next call with the same client is not affected.

mod bodies;
mod cancellation;
mod deadlines;
mod framing;
mod heads;
mod links;
mod redirects;
mod shutdown;
mod tls;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use github_oauth_authorizations::{
    Error, Response,
    oauth_authorizations::*,
    runtime::{RedirectReason, TransportErrorKind},
};
use rejoinder_compiled::server::{Act, Server};

use crate::{
    client::{Client, Setting, Side},
    response,
    sample::AUTHORIZATION,
};

/// The result of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen {
    /// The documented response.
    Answer,
    /// A response with a status code that is not documented.
    Undocumented(u16),
    /// A response that is not as documented.
    Undecodable,
    /// A redirect that was not followed.
    Redirect(RedirectReason),
    /// No connection.
    NoConnection,
    /// No valid head of a response.
    NoHead,
    /// A head, and a body that is not complete or not valid.
    NoBody,
    /// A body over the limit.
    TooLarge,
    /// The timeout before the head.
    HeadTimeout,
    /// The timeout in the body.
    BodyTimeout,
}

impl Seen {
    pub(crate) fn of(sent: Result<Response<GetAuthorizationResponse>, Error>) -> Self {
        let error = match sent {
            Ok(_) => return Self::Answer,
            Err(error) => error,
        };
        assert_eq!(error.operation(), "oauth-authorizations/get-authorization");
        let seen = match &error {
            Error::UndocumentedStatus(response) => Self::Undocumented(response.status.as_u16()),
            Error::Decode(_) => Self::Undecodable,
            Error::Redirect(error) => Self::Redirect(error.reason),
            Error::Transport { source, .. } => {
                assert!(error.status().is_none() && error.headers().is_none());
                assert!(error.body().is_none());
                match source.kind() {
                    TransportErrorKind::Timeout => Self::HeadTimeout,
                    TransportErrorKind::Connect => Self::NoConnection,
                    TransportErrorKind::Other => Self::NoHead,
                    kind => panic!("{kind:?}"),
                }
            }
            Error::Body(body) => {
                assert!(body.status == 200 && error.body().is_none());
                match body.source.kind() {
                    TransportErrorKind::Timeout => Self::BodyTimeout,
                    TransportErrorKind::TooLarge => Self::TooLarge,
                    TransportErrorKind::Other => Self::NoBody,
                    kind => panic!("{kind:?}"),
                }
            }
            error => panic!("{error:?}"),
        };
        let timeout = matches!(seen, Self::HeadTimeout | Self::BodyTimeout);
        assert_eq!(error.is_timeout(), timeout);
        seen
    }
}

/// A behavior of a server, and the result that each client has.
pub(crate) struct Row {
    behavior: &'static str,
    script: Vec<Act>,
    with_async: Seen,
    with_blocking: Seen,
}

/// A behavior with the same result for either client.
pub(crate) fn row(behavior: &'static str, script: Vec<Act>, seen: Seen) -> Row {
    Row {
        behavior,
        script,
        with_async: seen,
        with_blocking: seen,
    }
}

impl Row {
    /// Sets another result for the blocking client: a limitation of a library.
    pub(crate) fn but_blocking(mut self, seen: Seen) -> Self {
        self.with_blocking = seen;
        self
    }

    fn expected(&self, side: Side) -> Seen {
        match side {
            Side::Async => self.with_async,
            Side::Blocking => self.with_blocking,
        }
    }

    /// Calls a server with this behavior, and then calls the server again. Returns the first result
    /// and its duration.
    fn run(&self, side: Side, settings: &[Setting]) -> (Seen, Duration) {
        let good = response::json(200, AUTHORIZATION).script();
        let mut scripts = vec![self.script.clone()];
        scripts.extend(vec![good; ATTEMPTS]);
        let server = Server::start(scripts).unwrap();
        let client = side.client_with(&server, settings);
        let begin = Instant::now();
        let seen = Seen::of(client.send(get_authorization(1)));
        let elapsed = begin.elapsed();
        assert_good(&client);
        (seen, elapsed)
    }
}

/// A client with a short timeout may time out on a machine under load.
const ATTEMPTS: usize = 10;

/// Checks that neither the connection of a hostile response nor the bytes after it are used for
/// another call.
fn assert_good(client: &Client) {
    let sent = || client.send(get_authorization(1));
    let mut responses = (0..ATTEMPTS).map(|_| sent());
    let in_time = |sent: &Result<_, Error>| !sent.as_ref().is_err_and(Error::is_timeout);
    let response = responses.find(in_time).unwrap().unwrap();
    let GetAuthorizationResponse::Ok { body } = response.value else {
        panic!("{:?}", response.value)
    };
    assert_eq!(body.id, 1);
}

/// Runs tables with both clients, without stopping at a failure. Returns the duration of each row.
pub(crate) fn run<const N: usize>(
    tables: [Vec<Row>; N],
    settings: &[Setting],
) -> Vec<(&'static str, Side, Duration)> {
    let mut durations = Vec::new();
    let mut wrong = Vec::new();
    for row in tables.iter().flatten() {
        for side in [Side::Async, Side::Blocking] {
            let (behavior, expected) = (row.behavior, row.expected(side));
            println!("{side:?}: {behavior}");
            match catch_unwind(AssertUnwindSafe(|| row.run(side, settings))) {
                Ok((seen, elapsed)) => {
                    println!("    {seen:?} after {elapsed:?}");
                    if seen != expected {
                        wrong.push(format!(
                            "{side:?}: {behavior}: expected {expected:?}, found {seen:?}"
                        ));
                    }
                    durations.push((behavior, side, elapsed));
                }
                Err(_) => wrong.push(format!("{side:?}: {behavior}: panicked")),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    durations
}

/// Sends bytes and closes the connection. A response that the client accepts must have
/// `connection: close`, or the next call races with the end of the connection.
pub(crate) fn raw(bytes: impl AsRef<[u8]>) -> Vec<Act> {
    vec![Act::Send(bytes.as_ref().to_vec()), Act::Close]
}

/// Sends bytes, then performs another act.
pub(crate) fn then(bytes: impl AsRef<[u8]>, act: Act) -> Vec<Act> {
    vec![Act::Send(bytes.as_ref().to_vec()), act]
}

/// A complete response with these header lines, which must contain the framing, and the usual body.
pub(crate) fn with_lines(lines: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{lines}\r\n\r\n{AUTHORIZATION}")
}

/// The length of the usual body.
pub(crate) fn length() -> String {
    format!("content-length: {}", AUTHORIZATION.len())
}
