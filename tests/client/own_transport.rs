//! Clients with a custom transport: their requests, and their handling of responses.

use std::{
    rc::Rc,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use bytes::Bytes;
use github_oauth_authorizations::{
    CallError, CallInfo, Error, FnTransport, Operation, RequestBody, RequestError, TransportError,
    blocking,
    oauth_authorizations::*,
    runtime::{
        self, BaseUrl, BuildError, Client, DecodeError, OperationResponse, Paginated, ResponseBody,
        Timeout,
    },
};
use http::{Request, Response, response::Parts};

use crate::{
    messages::{BASE, RespondFn, request_text},
    samples::{basic_error, example},
};

/// The version of the client's crate, which is part of the user agent.
pub(crate) const VERSION: &str = "0.1.0";

pub(crate) fn wait<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(future)
}

/// Returns the headers that a client sends with an operation.
fn headers(set: impl FnOnce(Builder) -> Builder, operation: impl Operation) -> String {
    let sent: RespondFn = |request| Err(request_text(&request).into());
    let builder = blocking::Client::with_transport(FnTransport(sent), BASE);
    let client = set(builder).build().unwrap();
    let Err(Error::Transport { source, .. }) = client.send(operation) else {
        panic!("unexpected response");
    };
    let message = std::error::Error::source(&source).unwrap().to_string();
    message.split_once('\n').unwrap().1.to_owned()
}

type Builder = runtime::ClientBuilder<blocking::Client<FnTransport<RespondFn>>>;

#[test]
fn default_headers_are_sent() {
    let user_agent = format!("user-agent: github-oauth-authorizations/{VERSION}\n");
    assert_eq!(
        headers(|builder| builder, get_grant(1)),
        format!("accept: application/json\n{user_agent}")
    );
    assert_eq!(
        headers(
            |builder| builder
                .user_agent("my-app/1.0")
                .basic_auth("octocat", "password"),
            get_grant(1)
        ),
        "accept: application/json\n\
         user-agent: my-app/1.0\n\
         authorization: Basic b2N0b2NhdDpwYXNzd29yZA==\n"
    );
    // The last call of `basic_auth` or `bearer_auth` takes effect.
    assert_eq!(
        headers(
            |builder| builder
                .basic_auth("octocat", "password")
                .bearer_auth("token"),
            get_grant(1)
        ),
        format!("accept: application/json\n{user_agent}authorization: Bearer token\n")
    );
    // An empty password, and a password outside of ASCII (RFC 7617, section 2.1).
    assert_eq!(
        headers(
            |builder| builder.user_agent("a").basic_auth("", ""),
            get_grant(1)
        ),
        "accept: application/json\nuser-agent: a\nauthorization: Basic Og==\n"
    );
    assert_eq!(
        headers(
            |builder| builder.user_agent("a").basic_auth("test", "123£"),
            get_grant(1)
        ),
        "accept: application/json\nuser-agent: a\nauthorization: Basic dGVzdDoxMjPCow==\n"
    );
}

#[test]
fn a_header_of_a_call_replaces_a_default_header() {
    let set = |builder: Builder| {
        builder
            .user_agent("a")
            .default_header("X-A", "default")
            .default_header("Accept", "default")
    };
    assert_eq!(
        headers(set, get_grant(1)),
        "accept: application/json\nuser-agent: a\nx-a: default\n"
    );
    let operation = get_grant(1)
        .header("x-a", "call")
        .unwrap()
        .header("X-A", "twice")
        .unwrap();
    let operation = operation.header("user-agent", "b").unwrap();
    assert_eq!(
        headers(set, &operation),
        "accept: application/json\nx-a: call\nx-a: twice\nuser-agent: b\n"
    );
}

#[test]
fn an_operation_can_be_sent_twice() {
    let count = &*Box::leak(Box::new(AtomicUsize::new(0)));
    let transport = FnTransport(|request: Request<RequestBody>| {
        count.fetch_add(1, Ordering::Relaxed);
        assert_eq!(request.method(), "POST");
        let response = match request.headers().get("x-github-otp") {
            Some(_) => Response::builder()
                .status(201)
                .body(Bytes::from(example("authorization").to_string())),
            None => Response::builder()
                .status(401)
                .header("x-github-otp", "required; sms")
                .body(Bytes::from(basic_error().to_string())),
        };
        std::future::ready(response)
    });
    let client = Client::with_transport(transport, BASE).build().unwrap();
    let operation = create_authorization().body(CreateAuthorizationBody::new().note("n"));

    let authorization = wait(async {
        let error = client.call(&operation).await.unwrap_err();
        assert_eq!(error.headers().unwrap()["x-github-otp"], "required; sms");
        let with_code = (&operation).header("X-GitHub-OTP", "123456").unwrap();
        let first = client.call(&with_code).await.unwrap();
        let second = client.clone().call(&with_code).await.unwrap();
        assert_eq!(first, second);
        client.call(operation).await.unwrap_err();
        first
    });
    assert_eq!(authorization.id, 1);
    assert_eq!(count.load(Ordering::Relaxed), 4);
}

/// A redirected request keeps the operation of its call, whatever its method.
#[test]
fn a_request_contains_its_operation() {
    let transport: RespondFn = |request| {
        let call = request.extensions().get::<CallInfo>().unwrap();
        assert_eq!(call.operation(), DeleteGrant::ID);
        assert_eq!(call.method(), "DELETE");
        assert_eq!(call.path_template(), "/applications/grants/{grant_id}");
        let (status, location) = match request.method().as_str() {
            "DELETE" => (303, "/there"),
            _ => (404, ""),
        };
        let response = Response::builder().status(status);
        Ok(response.header("location", location).body("{}".into())?)
    };
    let client = blocking::Client::with_transport(FnTransport(transport), BASE);
    let error = client.build().unwrap().call(delete_grant(1)).unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
    assert_eq!(
        error.call().to_string(),
        "DELETE /applications/grants/{grant_id}"
    );
    assert_eq!(error.operation(), DeleteGrant::ID);
}

/// An operation whose response is not `Send`.
struct Local;

struct LocalResponse(Rc<str>);

impl Operation for Local {
    const ID: &'static str = "local";
    const METHOD: &'static str = "GET";
    const PATH_TEMPLATE: &'static str = "/local";
    type Response<B> = LocalResponse;

    fn request(&self, base: &BaseUrl) -> Result<Request<RequestBody>, RequestError> {
        delete_grant(1).request(base)
    }

    fn decode<B>(_: &Parts, _: ResponseBody<B>) -> Result<LocalResponse, DecodeError> {
        Ok(LocalResponse(Rc::from("read")))
    }
}

impl Paginated for Local {}

impl OperationResponse for LocalResponse {
    type Success = Rc<str>;

    fn into_success(self) -> Result<Rc<str>, Self> {
        Ok(self.0)
    }
}

/// Nothing is sent before the future is polled. The output of the future need not be `Send`.
#[test]
fn a_call_is_a_send_future() {
    fn is_send<F: Future + Send>(future: F) -> F {
        future
    }
    let count = &*Box::leak(Box::new(AtomicUsize::new(0)));
    let transport = FnTransport(|_| {
        count.fetch_add(1, Ordering::Relaxed);
        std::future::ready(Response::builder().status(204).body(Bytes::new()))
    });
    let client = Client::with_transport(transport, BASE).build().unwrap();
    let operation = delete_grant(1);
    let first = is_send(client.call(&operation));
    let second = is_send(client.send(operation.clone()));
    assert_eq!(count.load(Ordering::Relaxed), 0);
    wait(async {
        first.await.unwrap();
        let second = second.await.unwrap().value;
        assert!(matches!(second, DeleteGrantResponse::NoContent));
    });
    assert_eq!(count.load(Ordering::Relaxed), 2);
    drop(client.call(delete_grant(1)));
    assert_eq!(count.load(Ordering::Relaxed), 2);
    let mut pages = client.pages(Local);
    let (third, fourth) = (is_send(client.call(Local)), is_send(pages.next()));
    wait(async {
        assert_eq!(&*third.await.ok().unwrap(), "read");
        assert_eq!(&*fourth.await.unwrap().ok().unwrap().value, "read");
    });
}

#[test]
fn an_invalid_request_is_not_sent() {
    let sent: RespondFn = |request| panic!("{request:?} was sent");
    let client = blocking::Client::with_transport(FnTransport(sent), BASE)
        .build()
        .unwrap();
    let body = GetOrCreateAuthorizationForAppBody::new("s");
    let error = client
        .call(get_or_create_authorization_for_app("", body))
        .unwrap_err();
    assert!(
        matches!(error, CallError::Error(Error::Request { .. })),
        "{error:?}"
    );
}

/// A transport that isn't a closure, with its own body type.
struct Recorded {
    connect_timeout: Option<Duration>,
}

/// A body in several chunks.
struct Chunks(Vec<&'static [u8]>);

impl Recorded {
    fn response(&self, request: &Request<RequestBody>) -> Response<Chunks> {
        let Timeout(left) = request.extensions().get().unwrap();
        assert!(!left.is_zero() && *left <= Duration::from_secs(100));
        assert_eq!(self.connect_timeout, Some(Duration::from_secs(2)));
        Response::new(Chunks(vec![b"[", b"", b"]"]))
    }
}

fn joined(body: &Chunks, limit: usize) -> Result<Bytes, TransportError> {
    let whole = body.0.concat();
    match whole.len() > limit {
        true => Err(TransportError::too_large(limit)),
        false => Ok(whole.into()),
    }
}

impl runtime::Transport for Recorded {
    type Body = Chunks;

    async fn send(
        &self,
        request: Request<RequestBody>,
    ) -> Result<Response<Chunks>, TransportError> {
        Ok(self.response(&request))
    }

    async fn collect(body: Chunks, limit: usize) -> Result<Bytes, TransportError> {
        joined(&body, limit)
    }

    fn configure(self, connect_timeout: Option<Duration>) -> Result<Self, BuildError> {
        Ok(Self { connect_timeout })
    }
}

impl blocking::Transport for Recorded {
    type Body = Chunks;

    fn send(&self, request: Request<RequestBody>) -> Result<Response<Chunks>, TransportError> {
        Ok(self.response(&request))
    }

    fn collect(body: Chunks, limit: usize) -> Result<Bytes, TransportError> {
        joined(&body, limit)
    }

    fn configure(self, connect_timeout: Option<Duration>) -> Result<Self, BuildError> {
        Ok(Self { connect_timeout })
    }
}

#[test]
fn a_transport_has_its_own_body_type() {
    let (total, connect) = (Duration::from_secs(100), Duration::from_secs(2));
    for limit in [1, 2] {
        let builder = Client::with_transport(
            Recorded {
                connect_timeout: None,
            },
            BASE,
        );
        let builder = builder
            .timeout(total)
            .connect_timeout(connect)
            .body_limit(limit);
        let called = wait(builder.build().unwrap().call(list_authorizations()));
        assert_eq!(called.is_ok(), limit == 2, "{called:?}");

        let builder = blocking::Client::with_transport(
            Recorded {
                connect_timeout: None,
            },
            BASE,
        );
        let builder = builder
            .timeout(total)
            .connect_timeout(connect)
            .body_limit(limit);
        let called = builder.build().unwrap().call(list_authorizations());
        assert_eq!(called.is_ok(), limit == 2, "{called:?}");
    }
}
