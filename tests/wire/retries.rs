//! Retries against servers that fail. No test measures time, except that a call ends before its
//! deadline.

use std::{
    collections::BTreeMap,
    io::Cursor,
    time::{Duration, Instant},
};

use github_oauth_authorizations::{
    Client, Error, Operation,
    oauth_authorizations::*,
    runtime::{Retry, RetryDecision, TransportErrorKind},
};
use rejoinder_compiled::{
    fixtures::streams_client::{self, BodyStream, blocking, files::upload},
    server::{Act, Server},
};

use crate::{
    client::{Setting, both, runtime},
    response,
    sample::AUTHORIZATION,
};

/// A policy of 3 attempts without random delays.
fn retry() -> Retry {
    Retry::standard().max_delay(Duration::ZERO)
}

fn good() -> Vec<Act> {
    response::json(200, AUTHORIZATION).script()
}

/// The failures of a server: before, in and after the head, and in the body.
fn faults() -> Vec<(&'static str, Vec<Act>)> {
    let whole = response::json(200, AUTHORIZATION).bytes();
    let head = b"HTTP/1.1 200 OK\r\ncontent-le".to_vec();
    let half = whole[..whole.len() - 5].to_vec();
    let status = |code| response::status(code).script();
    vec![
        ("reset before the request is read", vec![Act::Reset]),
        ("reset before the head", vec![Act::Abort]),
        ("closed before the head", vec![Act::Close]),
        (
            "reset in the head",
            vec![Act::Send(head.clone()), Act::Abort],
        ),
        ("closed in the head", vec![Act::Send(head), Act::Close]),
        (
            "reset in the body",
            vec![Act::Send(half.clone()), Act::Abort],
        ),
        ("closed in the body", vec![Act::Send(half), Act::Close]),
        ("408", status(408)),
        ("429", status(429)),
        ("500", status(500)),
        ("502", status(502)),
        ("503", status(503)),
        ("504", status(504)),
    ]
}

#[test]
fn an_idempotent_request_is_repeated() {
    both(|side| {
        for (name, fault) in faults() {
            let server = Server::start([fault.clone(), fault, good()]).unwrap();
            let client = side.client(&server, [Setting::Retry(retry())]);
            let response = client.send(get_authorization(1));
            assert_eq!(response.unwrap().attempts(), 3, "{name}");
        }
    });
}

#[test]
fn another_request_is_sent_once() {
    both(|side| {
        for (name, fault) in faults() {
            let server = Server::start([fault, good()]).unwrap();
            let client = side.client(&server, [Setting::Retry(retry())]);
            let error = client.send(create_authorization()).unwrap_err();
            assert_eq!(error.attempts(), 1, "{name}");
            assert!(server.received().len() <= 1, "{name}");
        }
    });
}

#[test]
fn attempts_are_limited() {
    both(|side| {
        for (name, fault) in faults() {
            let server = Server::start(vec![fault; 3]).unwrap();
            let client = side.client(&server, [Setting::Retry(retry().attempts(2))]);
            let error = client.send(get_authorization(1)).unwrap_err();
            assert_eq!(error.attempts(), 2, "{name}");
        }
    });
}

#[test]
fn retries_are_off_by_default() {
    both(|side| {
        let server = Server::start([response::status(503).script(), good()]).unwrap();
        let error = side.client(&server, []).send(get_authorization(1));
        assert_eq!(error.unwrap_err().attempts(), 1);
        assert_eq!(server.received().len(), 1);
    });
}

#[test]
fn any_request_is_repeated_without_a_connection() {
    both(|side| {
        let client = side.client_at("http://127.0.0.1:1", [Setting::Retry(retry())]);
        let error = client.send(create_authorization()).unwrap_err();
        assert_eq!(error.attempts(), 3);
        let Error::Transport { source, .. } = error else {
            panic!("{error:?}")
        };
        assert_eq!(source.kind(), TransportErrorKind::Connect);
    });
}

#[test]
fn an_idempotency_key_permits_retries() {
    both(|side| {
        let server = Server::start([vec![Act::Abort], good()]).unwrap();
        let client = side.client(&server, [Setting::Retry(retry())]);
        let operation = create_authorization().header("Idempotency-Key", "k");
        assert_eq!(client.send(operation.unwrap()).unwrap().attempts(), 2);
        assert_eq!(server.received().len(), 2);
        for received in server.received() {
            assert_eq!(received.one("idempotency-key"), Some("k"));
        }
    });
}

#[test]
fn servers_set_the_delay() {
    let past = "Sun, 06 Nov 1994 08:49:37 GMT";
    let soon = [
        ("retry-after", "0"),
        ("retry-after", "0.001"),
        ("retry-after", past),
        ("retry-after", "Sunday, 06-Nov-94 08:49:37 GMT"),
        ("retry-after-ms", "1"),
        ("x-ms-retry-after-ms", "1"),
        ("retry-after", "invalid"),
        ("x-should-retry", "true"),
    ];
    let never = [
        ("retry-after", "121"),
        ("retry-after", "99999999999999999999999"),
        ("retry-after", "Fri, 01 Jan 2100 00:00:00 GMT"),
        // Longer than the timeout of the call.
        ("retry-after", "100"),
        ("retry-after-ms", "100000"),
        ("x-should-retry", "false"),
    ];
    let rows = soon
        .map(|row| (row, 2))
        .into_iter()
        .chain(never.map(|row| (row, 1)));
    let rows: Vec<_> = rows.collect();
    both(|side| {
        for code in [429, 503] {
            for ((name, value), attempts) in &rows {
                let failure = response::status(code).header(name, value).script();
                let server = Server::start([failure, good()]).unwrap();
                let timeout = Setting::Timeout(Duration::from_secs(60));
                let client = side.client(&server, [timeout, Setting::Retry(retry())]);
                let made = match client.send(get_authorization(1)) {
                    Ok(response) => response.attempts(),
                    Err(error) => error.attempts(),
                };
                assert_eq!(made, *attempts, "{code} {name}: {value}");
            }
        }
    });
}

#[test]
fn a_classifier_decides() {
    both(|side| {
        let busy = response::json(409, r#"{"code":"busy"}"#).script();
        let quota = response::json(429, r#"{"code":"insufficient_quota"}"#).script();
        let server = Server::start([busy, quota, good()]).unwrap();
        let policy = retry().classify(|attempt| {
            let body = attempt.body().map(|body| body.to_vec()).unwrap_or_default();
            match String::from_utf8_lossy(&body) {
                body if body.contains("busy") => RetryDecision::Retry,
                body if body.contains("insufficient_quota") => RetryDecision::Stop,
                _ => RetryDecision::Default,
            }
        });
        let client = side.client(&server, [Setting::Retry(policy)]);
        let error = client.send(create_authorization()).unwrap_err();
        assert_eq!(
            (error.attempts(), error.status().unwrap().as_u16()),
            (2, 429)
        );
    });
}

#[test]
fn an_attempt_has_a_timeout() {
    both(|side| {
        let server = Server::start([vec![Act::Hold], good()]).unwrap();
        let client = side.client(&server, [Setting::Retry(retry())]);
        let client = client.with(|options| options.attempt_timeout(Duration::from_millis(300)));
        assert_eq!(client.send(get_authorization(1)).unwrap().attempts(), 2);
    });
}

#[test]
fn no_retry_outlasts_the_deadline() {
    both(|side| {
        let server = Server::start(vec![vec![Act::Hold]; 100]).unwrap();
        let client = side.client(&server, [Setting::Retry(retry().attempts(100))]);
        let client = client.with(|options| {
            let options = options.timeout(Duration::from_millis(500));
            options.attempt_timeout(Duration::from_millis(100))
        });
        let begin = Instant::now();
        let error = client.send(get_authorization(1)).unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert!(begin.elapsed() < Duration::from_secs(10));
    });
}

/// A stream is sent once, unless it can be made again.
#[test]
fn a_repeatable_stream_is_repeated() {
    struct Once(Option<bytes::Bytes>);
    impl futures_core::Stream for Once {
        type Item = Result<bytes::Bytes, std::io::Error>;

        fn poll_next(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Self::Item>> {
            std::task::Poll::Ready(self.0.take().map(Ok))
        }
    }
    let repeatable = || BodyStream::repeatable(|| Once(Some("text".into())));
    let once = || BodyStream::from_reader(Cursor::new("text"));
    for (body, attempts) in [(repeatable as fn() -> BodyStream, 2), (once, 1)] {
        let script = || {
            [
                response::status(503).script(),
                response::status(204).script(),
            ]
        };
        let server = Server::start(script().into_iter().chain(script())).unwrap();
        let policy = || streams_client::Retry::standard().max_delay(Duration::ZERO);
        let client = blocking::Client::builder(server.origin()).retry(policy());
        let sent = client.build().unwrap().send(upload("a", body()));
        assert_eq!(
            sent.map_or_else(|error| error.attempts(), |sent| sent.attempts()),
            attempts
        );
        let client = streams_client::Client::builder(server.origin()).retry(policy());
        if attempts == 2 {
            let client = client.build().unwrap();
            let sent = runtime().block_on(client.send(upload("a", body())));
            assert_eq!(sent.unwrap().attempts(), 2);
        }
        for received in server.received() {
            assert_eq!(received.body, b"text");
        }
    }
}

/// A generator of random numbers with a fixed seed (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

const TASKS: usize = 64;
const REQUESTS: usize = 5000;

/// Scripts of requests. One request in five fails.
fn random_scripts() -> Vec<Vec<Act>> {
    let mut random = Random(0x5eed);
    let failures: Vec<Vec<Act>> = faults().into_iter().map(|(_, fault)| fault).collect();
    let script = |_| match random.below(5) {
        0 => {
            let index = random.below(u64::try_from(failures.len()).unwrap());
            failures[usize::try_from(index).unwrap()].clone()
        }
        _ => good(),
    };
    (0..REQUESTS * 3).map(script).collect()
}

/// The number of attempts adds up, and no POST arrives twice.
#[test]
fn many_tasks_survive_random_failures() {
    let scripts = random_scripts();
    let server = Server::start(scripts.clone()).unwrap();
    let client = Client::builder(server.origin())
        .retry(retry().budget(u32::MAX))
        .build()
        .unwrap();
    let task = |task: usize, client: Client| async move {
        let (mut ended, mut attempts) = (0, 0);
        for number in (task..REQUESTS).step_by(TASKS) {
            // Only the GETs are idempotent.
            let made = if number % 2 == 0 {
                let sent = client
                    .send(get_authorization(i64::try_from(number).unwrap()))
                    .await;
                sent.map_or_else(|error| error.attempts(), |sent| sent.attempts())
            } else {
                let body = CreateAuthorizationBody::new().note(number.to_string());
                let sent = client.send(create_authorization().body(body)).await;
                let made = sent.map_or_else(|error| error.attempts(), |sent| sent.attempts());
                assert_eq!(made, 1);
                made
            };
            ended += 1;
            attempts += usize::try_from(made).unwrap();
        }
        (ended, attempts)
    };
    let (mut ended, mut attempts) = (0, 0);
    runtime().block_on(async {
        let tasks: Vec<_> = (0..TASKS)
            .map(|number| tokio::spawn(task(number, client.clone())))
            .collect();
        for task in tasks {
            let (more, made) = task.await.unwrap();
            ended += more;
            attempts += made;
        }
    });
    assert_eq!(ended, REQUESTS);
    assert!(attempts > REQUESTS, "no attempt was repeated");
    let unread = |script: &&Vec<Act>| matches!(script.first(), Some(Act::Reset));
    let received = server.received();
    let read = attempts - scripts[..attempts].iter().filter(unread).count();
    assert_eq!(received.len(), read);
    let mut posts: BTreeMap<&[u8], usize> = BTreeMap::new();
    for received in received
        .iter()
        .filter(|received| received.line.starts_with("POST"))
    {
        *posts.entry(&received.body).or_default() += 1;
    }
    assert!(posts.values().all(|times| *times == 1));
}
