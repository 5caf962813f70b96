//! Tests of `runtime::exchange`: events in, actions out, without a network.

use std::{future::ready, time::Duration};

use bytes::Bytes;
use http::{Method, Request, Response};

use crate::runtime::{
    BodyMode, BodyStream, BuildClient, BuildError, CallInfo, ClientBuilder, Error, Options,
    RequestBody, Retry, RetryDecision, SecurityScheme, Settings, TransportError,
    TransportErrorKind,
    credentials::Source,
    exchange::{Action, Event, Exchange, OperationMeta},
};

const BASE: &str = "https://a.example";

/// The settings of a client, without the client.
struct Built(Settings);

impl BuildClient for Built {
    type Transport = ();

    fn build_client(settings: Settings, _: Option<Duration>, (): ()) -> Result<Self, BuildError> {
        Ok(Self(settings))
    }
}

type Step = (fn() -> Event<&'static str, &'static str>, &'static str);

/// A call: its options, its request, and the expected action after each event.
struct Row {
    name: &'static str,
    options: fn(Options) -> Options,
    meta: fn(OperationMeta) -> OperationMeta,
    request: fn() -> Request<RequestBody>,
    steps: &'static [Step],
}

fn request(method: Method, body: RequestBody) -> Request<RequestBody> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = format!("{BASE}/x").parse().unwrap();
    request
}

fn get() -> Request<RequestBody> {
    request(Method::GET, RequestBody::Empty)
}

fn post() -> Request<RequestBody> {
    request(Method::POST, "body".into())
}

fn put_stream() -> Request<RequestBody> {
    let stream = BodyStream::from_reader(&b"body"[..]);
    request(Method::PUT, stream.into())
}

fn head(status: u16, headers: &[(&str, &str)]) -> Event<&'static str, &'static str> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Event::Head(Ok(response.body("unread").unwrap()))
}

fn failed(kind: TransportErrorKind) -> Event<&'static str, &'static str> {
    Event::Head(Err(TransportError::new(kind, "it broke")))
}

fn broken() -> Event<&'static str, &'static str> {
    Event::Collected(Err(TransportError::other("it broke")))
}

fn too_large() -> Event<&'static str, &'static str> {
    Event::Collected(Err(TransportError::too_large(1)))
}

fn body() -> Event<&'static str, &'static str> {
    Event::Collected(Ok(Bytes::from_static(b"body")))
}

/// Formats an action. A random delay is `wait`, and a delay of a server has its length.
fn shown(action: &Action<&str, &str>, has_random_delay: bool) -> String {
    match action {
        Action::Authorize => "authorize".to_owned(),
        Action::Send(request) => {
            let attempt = request.extensions().get::<CallInfo>().unwrap().attempt();
            let size = request.body().size().unwrap_or_default();
            format!(
                "send {} {} #{attempt} {size}",
                request.method(),
                request.uri()
            )
        }
        Action::Collect(_) => "collect".to_owned(),
        Action::Stream(_) => "stream".to_owned(),
        Action::StreamBytes(bytes) => format!("stream {} bytes", bytes.len()),
        Action::Wait(_) if has_random_delay => "wait".to_owned(),
        Action::Wait(delay) => format!("wait {delay:?}"),
        Action::Finish(Ok(raw)) => format!(
            "finish {} #{}",
            raw.head.status.as_u16(),
            raw.call.attempt()
        ),
        Action::Finish(Err(error)) => {
            let kind = match error {
                Error::Redirect(error) => format!("{:?}", error.reason),
                Error::Transport { source, .. } => format!("Transport {:?}", source.kind()),
                Error::Body(error) => format!("Body {:?}", error.source.kind()),
                Error::Credential { .. } => "Credential".to_owned(),
                other => format!("{other:?}"),
            };
            format!("fail {kind} #{}", error.attempts())
        }
    }
}

fn check(rows: &[Row]) {
    for row in rows {
        let scheme = SecurityScheme::<String>::bearer("token");
        let function = |_: Option<String>| ready(Ok::<_, TransportError>("t".to_owned()));
        let builder = ClientBuilder::<Built>::new((), BASE)
            .source(scheme.untyped(), Source::function(function))
            .options(row.options);
        let Built(settings) = builder.build().unwrap();
        let meta = (row.meta)(OperationMeta::undocumented(CallInfo::new(
            "id", "GET", "/x",
        )));
        let mut exchange = Exchange::new(meta, &settings, Ok((row.request)())).unwrap();
        for (index, (event, expected)) in row.steps.iter().enumerate() {
            let action = exchange.next(event());
            let found = shown(&action, *expected == "wait");
            assert_eq!(found, *expected, "{}, step {index}", row.name);
        }
    }
}

fn same(options: Options) -> Options {
    options
}

fn retrying(options: Options) -> Options {
    options.retry(Retry::standard())
}

fn buffered(meta: OperationMeta) -> OperationMeta {
    OperationMeta {
        body_mode: |_| BodyMode::Buffer,
        ..meta
    }
}

fn streamed(meta: OperationMeta) -> OperationMeta {
    meta.streamed()
}

const START: Step = (|| Event::Start, "authorize");
const SEND_GET: Step = (
    || Event::Authorized(Ok(true)),
    "send GET https://a.example/x #1 0",
);
const SEND_POST: Step = (
    || Event::Authorized(Ok(true)),
    "send POST https://a.example/x #1 4",
);
const FINISH: Step = (body, "finish 200 #1");

#[test]
fn responses_and_failures() {
    const OK: Step = (|| head(200, &[]), "collect");
    let row = |name, steps| Row {
        name,
        options: same,
        meta: buffered,
        request: get,
        steps,
    };
    check(&[
        row("a buffered body", &[START, SEND_GET, OK, FINISH]),
        row(
            "no head",
            &[
                START,
                SEND_GET,
                (
                    || failed(TransportErrorKind::Other),
                    "fail Transport Other #1",
                ),
            ],
        ),
        row(
            "a broken body",
            &[START, SEND_GET, OK, (broken, "fail Body Other #1")],
        ),
        row(
            "a large body",
            &[START, SEND_GET, OK, (too_large, "fail Body TooLarge #1")],
        ),
        Row {
            meta: streamed,
            ..row(
                "a streamed body",
                &[
                    START,
                    SEND_GET,
                    (|| head(503, &[]), "stream"),
                    (|| Event::Streamed(Ok("stream")), "finish 503 #1"),
                ],
            )
        },
        Row {
            meta: streamed,
            ..row(
                "a stream that does not begin",
                &[
                    START,
                    SEND_GET,
                    (|| head(200, &[]), "stream"),
                    (
                        || Event::Streamed(Err(TransportError::other("it broke"))),
                        "fail Body Other #1",
                    ),
                ],
            )
        },
        Row {
            options: |options| options.timeout(Duration::ZERO),
            ..row(
                "no time",
                &[
                    START,
                    (|| Event::Authorized(Ok(true)), "fail Transport Timeout #1"),
                ],
            )
        },
    ]);
}

#[test]
fn credentials() {
    const UNAUTHORIZED: Step = (|| head(401, &[]), "authorize");
    const FINISH_401: Step = (body, "finish 401 #1");
    const REFUSED: Step = (
        || Event::Authorized(Err(("token", "no".into()))),
        "fail Credential #1",
    );
    let row = |name, steps| Row {
        name,
        options: same,
        meta: buffered,
        request: get,
        steps,
    };
    check(&[
        row("no credential", &[START, REFUSED]),
        row(
            "a new credential is sent once",
            &[
                START,
                SEND_GET,
                UNAUTHORIZED,
                SEND_GET,
                (|| head(401, &[]), "collect"),
                FINISH_401,
            ],
        ),
        row(
            "the same credential is not sent again",
            &[
                START,
                SEND_GET,
                UNAUTHORIZED,
                (|| Event::Authorized(Ok(false)), "collect"),
                FINISH_401,
            ],
        ),
        row(
            "no new credential",
            &[START, SEND_GET, UNAUTHORIZED, REFUSED],
        ),
        Row {
            request: put_stream,
            ..row(
                "a streamed request",
                &[
                    START,
                    (
                        || Event::Authorized(Ok(true)),
                        "send PUT https://a.example/x #1 0",
                    ),
                    (|| head(401, &[]), "collect"),
                    FINISH_401,
                ],
            )
        },
    ]);
}

#[test]
fn redirects() {
    const TO_Y: Step = (
        || head(302, &[("location", "/y")]),
        "send GET https://a.example/y #1 0",
    );
    const OK: Step = (|| head(200, &[]), "collect");
    let row = |name, request: fn() -> _, steps| Row {
        name,
        options: same,
        meta: buffered,
        request,
        steps,
    };
    check(&[
        row("302", get, &[START, SEND_GET, TO_Y, OK, FINISH]),
        row(
            "303 of a POST is a GET",
            post,
            &[
                START,
                SEND_POST,
                (
                    || head(303, &[("location", "/y")]),
                    "send GET https://a.example/y #1 0",
                ),
            ],
        ),
        row(
            "307 of a POST repeats the body",
            post,
            &[
                START,
                SEND_POST,
                (
                    || head(307, &[("location", "/y")]),
                    "send POST https://a.example/y #1 4",
                ),
            ],
        ),
        row(
            "a body stays on its origin",
            post,
            &[
                START,
                SEND_POST,
                (
                    || head(307, &[("location", "https://b.example")]),
                    "collect",
                ),
                (body, "fail CrossOriginBody #1"),
            ],
        ),
        row(
            "another origin gets no credential, and 401 is final",
            get,
            &[
                START,
                SEND_GET,
                (
                    || head(302, &[("location", "//b.example/")]),
                    "send GET https://b.example/ #1 0",
                ),
                (|| head(401, &[]), "collect"),
            ],
        ),
        row(
            "a streamed body is not repeated",
            put_stream,
            &[
                START,
                (
                    || Event::Authorized(Ok(true)),
                    "send PUT https://a.example/x #1 0",
                ),
                (|| head(307, &[("location", "/y")]), "collect"),
                (body, "fail BodyNotReplayable #1"),
            ],
        ),
        row(
            "no location",
            get,
            &[
                START,
                SEND_GET,
                (|| head(302, &[]), "collect"),
                (broken, "fail Body Other #1"),
            ],
        ),
        Row {
            options: |options| options.redirect_limit(1),
            ..row(
                "too many",
                get,
                &[
                    START,
                    SEND_GET,
                    TO_Y,
                    (|| head(302, &[("location", "/z")]), "collect"),
                    (body, "fail TooManyRedirects #1"),
                ],
            )
        },
        Row {
            meta: |meta| OperationMeta {
                redirects: &[3],
                ..buffered(meta)
            },
            ..row(
                "documented",
                get,
                &[
                    START,
                    SEND_GET,
                    (|| head(302, &[("location", "/y")]), "collect"),
                    (body, "finish 302 #1"),
                ],
            )
        },
    ]);
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
