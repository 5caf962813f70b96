//! Tests of retries in `runtime::exchange`.

use std::time::Duration;

use http::Request;

use super::exchange::{
    BASE, Built, Row, SEND_GET, SEND_POST, START, Step, body, broken, buffered, check, failed, get,
    head, post, put_stream, same, streamed, too_large,
};
use crate::runtime::{
    CallInfo, ClientBuilder, Options, RequestBody, Retry, RetryDecision, TransportErrorKind,
    exchange::{Action, Event, Exchange, OperationMeta},
};

fn retrying(options: Options) -> Options {
    options.retry(Retry::standard())
}

const UNAVAILABLE: Step = (|| head(503, &[]), "collect");
const WAIT: Step = (body, "wait");
const AGAIN: Step = (|| Event::Waited(true), "send GET https://a.example/x #2 0");
const FINISH_503: Step = (body, "finish 503 #1");

fn retried(
    name: &'static str,
    request: fn() -> Request<RequestBody>,
    steps: &'static [Step],
) -> Row {
    Row {
        name,
        options: retrying,
        meta: buffered,
        request,
        steps,
    }
}

#[test]
fn idempotent_requests_are_retried() {
    check(&[
        retried(
            "503, then 200",
            get,
            &[
                START,
                SEND_GET,
                UNAVAILABLE,
                WAIT,
                AGAIN,
                (|| head(200, &[]), "collect"),
                (body, "finish 200 #2"),
            ],
        ),
        retried(
            "no head",
            get,
            &[
                START,
                SEND_GET,
                (|| failed(TransportErrorKind::Other), "wait"),
                AGAIN,
            ],
        ),
        retried(
            "half of a success",
            get,
            &[
                START,
                SEND_GET,
                (|| head(200, &[]), "collect"),
                (broken, "wait"),
                AGAIN,
            ],
        ),
        retried(
            "a body over the limit",
            get,
            &[
                START,
                SEND_GET,
                UNAVAILABLE,
                (too_large, "fail Body TooLarge #1"),
            ],
        ),
        Row {
            options: |options| options.retry(Retry::standard().attempts(2)),
            ..retried(
                "the last attempt",
                get,
                &[
                    START,
                    SEND_GET,
                    UNAVAILABLE,
                    WAIT,
                    AGAIN,
                    UNAVAILABLE,
                    (body, "finish 503 #2"),
                ],
            )
        },
        Row {
            options: |options| options.retry(Retry::standard().budget(4)),
            ..retried(
                "no budget",
                get,
                &[START, SEND_GET, UNAVAILABLE, FINISH_503],
            )
        },
        Row {
            options: same,
            ..retried(
                "without retries",
                get,
                &[START, SEND_GET, UNAVAILABLE, FINISH_503],
            )
        },
        retried(
            "no timer",
            get,
            &[
                START,
                SEND_GET,
                UNAVAILABLE,
                WAIT,
                (|| Event::Waited(false), "finish 503 #1"),
            ],
        ),
        Row {
            meta: streamed,
            ..retried(
                "a stream that no retry can change",
                get,
                &[START, SEND_GET, (|| head(404, &[]), "stream")],
            )
        },
        Row {
            meta: streamed,
            ..retried(
                "a stream of the last response",
                get,
                &[
                    START,
                    SEND_GET,
                    UNAVAILABLE,
                    WAIT,
                    (|| Event::Waited(false), "stream 4 bytes"),
                    (|| Event::Streamed(Ok("stream")), "finish 503 #1"),
                ],
            )
        },
    ]);
}

#[test]
fn other_requests_are_not_retried() {
    const SEND_PUT: Step = (
        || Event::Authorized(Ok(true)),
        "send PUT https://a.example/x #1 0",
    );
    check(&[
        retried(
            "503 of a POST",
            post,
            &[START, SEND_POST, UNAVAILABLE, FINISH_503],
        ),
        retried(
            "no head of a POST",
            post,
            &[
                START,
                SEND_POST,
                (
                    || failed(TransportErrorKind::Timeout),
                    "fail Transport Timeout #1",
                ),
            ],
        ),
        retried(
            "no connection for a POST",
            post,
            &[
                START,
                SEND_POST,
                (|| failed(TransportErrorKind::Connect), "wait"),
                (|| Event::Waited(true), "send POST https://a.example/x #2 4"),
            ],
        ),
        Row {
            options: |options| retrying(options).header("idempotency-key", "k"),
            ..retried(
                "a POST with a key",
                post,
                &[START, SEND_POST, UNAVAILABLE, WAIT],
            )
        },
        Row {
            meta: |meta| OperationMeta {
                idempotency_key: Some("x-key"),
                ..buffered(meta)
            },
            ..retried(
                "a POST with a documented key",
                post,
                &[START, SEND_POST, UNAVAILABLE, WAIT],
            )
        },
        retried(
            "a stream",
            put_stream,
            &[
                START,
                SEND_PUT,
                (
                    || failed(TransportErrorKind::Connect),
                    "fail Transport Connect #1",
                ),
            ],
        ),
        Row {
            options: |options| {
                options.retry(Retry::standard().classify(|attempt| {
                    assert_eq!(attempt.body().unwrap(), "body");
                    RetryDecision::Stop
                }))
            },
            ..retried(
                "stopped by the classifier",
                get,
                &[START, SEND_GET, UNAVAILABLE, FINISH_503],
            )
        },
        Row {
            options: |options| {
                options.retry(
                    Retry::standard().classify(|attempt| match attempt.status() {
                        Some(status) if status == 409 => RetryDecision::Retry,
                        _ => RetryDecision::Default,
                    }),
                )
            },
            ..retried(
                "repeated by the classifier",
                post,
                &[START, SEND_POST, (|| head(409, &[]), "collect"), WAIT],
            )
        },
    ]);
}

#[test]
fn servers_decide_on_delays() {
    let after = |name, options: fn(Options) -> Options, steps| Row {
        options,
        ..retried(name, get, steps)
    };
    check(&[
        after(
            "seconds",
            retrying,
            &[
                START,
                SEND_GET,
                (|| head(429, &[("retry-after", "7")]), "collect"),
                (body, "wait 7s"),
            ],
        ),
        after(
            "longer than two minutes",
            retrying,
            &[
                START,
                SEND_GET,
                (|| head(503, &[("retry-after", "121")]), "collect"),
                FINISH_503,
            ],
        ),
        after(
            "longer than the timeout",
            |options| retrying(options).timeout(Duration::from_secs(5)),
            &[
                START,
                SEND_GET,
                (|| head(503, &[("retry-after", "6")]), "collect"),
                FINISH_503,
            ],
        ),
        after(
            "no retry",
            retrying,
            &[
                START,
                SEND_GET,
                (|| head(503, &[("x-should-retry", "false")]), "collect"),
                FINISH_503,
            ],
        ),
        after(
            "a retry",
            retrying,
            &[
                START,
                SEND_GET,
                (|| head(400, &[("x-should-retry", "true")]), "collect"),
                WAIT,
            ],
        ),
    ]);
}

/// Returns the idempotency keys of two attempts of a POST.
fn keys(options: fn(Options) -> Options) -> [Option<String>; 2] {
    let builder = ClientBuilder::<Built>::new((), BASE).options(options);
    let Built(settings) = builder.build().unwrap();
    let meta = OperationMeta {
        idempotency_key: Some("x-key"),
        ..buffered(OperationMeta::undocumented(CallInfo::new(
            "id", "POST", "/x",
        )))
    };
    let mut exchange = Exchange::new(meta, &settings, Ok(post())).unwrap();
    let mut sent = |events: Vec<Event<&'static str, &'static str>>| {
        let actions = events.into_iter().map(|event| exchange.next(event));
        actions.last().and_then(|action| match action {
            Action::Send(request) => {
                let key = request.headers().get("x-key")?;
                key.to_str().ok().map(str::to_owned)
            }
            _ => None,
        })
    };
    [
        sent(vec![Event::Start, Event::Authorized(Ok(true))]),
        sent(vec![head(503, &[]), body(), Event::Waited(true)]),
    ]
}

#[test]
fn attempts_share_an_idempotency_key() {
    let [first, second] = keys(retrying);
    assert!(first.is_some() && first == second, "{first:?} {second:?}");
    assert_ne!(first, keys(retrying)[0]);
    let own = keys(|options| retrying(options).header("x-key", "own"));
    assert_eq!(own, [Some("own".to_owned()), Some("own".to_owned())]);
    assert_eq!(keys(same), [None, None]);
}
