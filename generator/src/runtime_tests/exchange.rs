//! Tests of `runtime::exchange`: events in, actions out, without a network.

use std::{future::ready, time::Duration};

use bytes::Bytes;
use http::{Method, Request, Response};

use crate::runtime::{
    BodyMode, BodyStream, BuildClient, BuildError, CallInfo, ClientBuilder, Error, Options,
    RequestBody, SecurityScheme, Settings, TransportError, TransportErrorKind,
    credentials::Source,
    exchange::{Action, Event, Exchange, OperationMeta},
};

pub(super) const BASE: &str = "https://a.example";

/// The settings of a client, without the client.
pub(super) struct Built(pub(super) Settings);

impl BuildClient for Built {
    type Transport = ();

    fn build_client(settings: Settings, _: Option<Duration>, (): ()) -> Result<Self, BuildError> {
        Ok(Self(settings))
    }
}

pub(super) type Step = (fn() -> Event<&'static str, &'static str>, &'static str);

/// A call: its options, its request, and the expected action after each event.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) options: fn(Options) -> Options,
    pub(super) meta: fn(OperationMeta) -> OperationMeta,
    pub(super) request: fn() -> Request<RequestBody>,
    pub(super) steps: &'static [Step],
}

fn request(method: Method, body: RequestBody) -> Request<RequestBody> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() = format!("{BASE}/x").parse().unwrap();
    request
}

pub(super) fn get() -> Request<RequestBody> {
    request(Method::GET, RequestBody::Empty)
}

pub(super) fn post() -> Request<RequestBody> {
    request(Method::POST, "body".into())
}

pub(super) fn put_stream() -> Request<RequestBody> {
    let stream = BodyStream::from_reader(&b"body"[..]);
    request(Method::PUT, stream.into())
}

pub(super) fn head(status: u16, headers: &[(&str, &str)]) -> Event<&'static str, &'static str> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    Event::Head(Ok(response.body("unread").unwrap()))
}

pub(super) fn failed(kind: TransportErrorKind) -> Event<&'static str, &'static str> {
    Event::Head(Err(TransportError::new(kind, "it broke")))
}

pub(super) fn broken() -> Event<&'static str, &'static str> {
    Event::Collected(Err(TransportError::other("it broke")))
}

pub(super) fn too_large() -> Event<&'static str, &'static str> {
    Event::Collected(Err(TransportError::too_large(1)))
}

pub(super) fn body() -> Event<&'static str, &'static str> {
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
        Action::Finish(result) => match result.as_ref() {
            Ok(raw) => format!(
                "finish {} #{}",
                raw.head.status.as_u16(),
                raw.call.attempt()
            ),
            Err(error) => {
                let kind = match error {
                    Error::Redirect(error) => format!("{:?}", error.reason),
                    Error::Transport { source, .. } => format!("Transport {:?}", source.kind()),
                    Error::Body(error) => format!("Body {:?}", error.source.kind()),
                    Error::Credential { .. } => "Credential".to_owned(),
                    other => format!("{other:?}"),
                };
                format!("fail {kind} #{}", error.attempts())
            }
        },
    }
}

pub(super) fn check(rows: &[Row]) {
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

pub(super) fn same(options: Options) -> Options {
    options
}

pub(super) fn buffered(meta: OperationMeta) -> OperationMeta {
    OperationMeta {
        body_mode: |_| BodyMode::Buffer,
        ..meta
    }
}

pub(super) fn streamed(meta: OperationMeta) -> OperationMeta {
    meta.streamed()
}

pub(super) const START: Step = (|| Event::Start, "authorize");
pub(super) const SEND_GET: Step = (
    || Event::Authorized(Ok(true)),
    "send GET https://a.example/x #1 0",
);
pub(super) const SEND_POST: Step = (
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
