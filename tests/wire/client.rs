//! Both clients behind one interface, so that a case is written once.

use std::{fmt::Debug, time::Duration};

use github_oauth_authorizations::{
    self as api, CallError, Error, Operation, OperationResponse, Response, blocking,
    runtime::{BuildClient, ClientBuilder, Options, Paginated, Retry},
    transports,
};
use rejoinder_compiled::server::Server;
use tokio::runtime::Runtime;

use crate::leak;

/// Runs a test with each client.
pub(crate) fn both(test: impl Fn(Side)) {
    for side in [Side::Async, Side::Blocking] {
        // The output is shown only if the test fails.
        println!("with {side:?}");
        test(side);
    }
}

/// Repeats a check that depends on the timing of a connection pool. hyper returns a connection to
/// its pool in the background; a call before that opens another connection.
pub(crate) fn eventually(happens: impl Fn() -> bool) {
    assert!((0..100).any(|_| happens()), "the condition never held");
}

/// One of the two clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Async,
    Blocking,
}

/// A setting of the builder of a client.
#[derive(Debug, Clone)]
pub(crate) enum Setting {
    Basic(&'static str, &'static str),
    Bearer(&'static str),
    Header(&'static str, &'static str),
    UserAgent(&'static str),
    Timeout(Duration),
    ConnectTimeout(Duration),
    BodyLimit(usize),
    RedirectLimit(usize),
    Retry(Retry),
}

impl Side {
    /// Returns a client of the API at the origin of `server`, with the path `/api/v3`.
    pub(crate) fn client<const N: usize>(self, server: &Server, settings: [Setting; N]) -> Client {
        self.client_at(&format!("{}/api/v3", server.origin()), settings)
    }

    /// Like [`client`](Self::client), with a slice of settings.
    pub(crate) fn client_with(self, server: &Server, settings: &[Setting]) -> Client {
        let base = format!("{}/api/v3", server.origin());
        match self {
            Self::Async => Client::Async(build(api::Client::builder(&*base), settings), runtime()),
            Self::Blocking => Client::Blocking(build(blocking::Client::builder(&*base), settings)),
        }
    }

    pub(crate) fn client_at<const N: usize>(self, base: &str, settings: [Setting; N]) -> Client {
        match self {
            Self::Async => Client::over_reqwest(None, base, settings),
            Self::Blocking => Client::over_ureq(None, base, settings),
        }
    }
}

/// Either client.
pub(crate) enum Client {
    Async(api::Client, Runtime),
    Blocking(blocking::Client),
}

impl Client {
    pub(crate) fn over_reqwest<const N: usize>(
        own: Option<reqwest::Client>,
        base: &str,
        settings: [Setting; N],
    ) -> Self {
        let builder = match own {
            Some(own) => api::Client::with_transport(transports::reqwest::Reqwest::from(own), base),
            None => api::Client::builder(base),
        };
        Self::Async(build(builder, &settings), runtime())
    }

    pub(crate) fn over_ureq<const N: usize>(
        own: Option<ureq::Agent>,
        base: &str,
        settings: [Setting; N],
    ) -> Self {
        let builder = match own {
            Some(own) => blocking::Client::with_transport(transports::ureq::Ureq::from(own), base),
            None => blocking::Client::builder(base),
        };
        Self::Blocking(build(builder, &settings))
    }

    pub(crate) fn with(&self, set: impl FnOnce(Options) -> Options) -> Self {
        match self {
            Self::Async(client, _) => Self::Async(client.with(set), runtime()),
            Self::Blocking(client) => Self::Blocking(client.with(set)),
        }
    }

    /// Sends an operation. An error must contain no secret.
    pub(crate) fn send<O, R>(&self, operation: O) -> Result<Response<R>, Error>
    where
        O: Operation<Response<api::runtime::Body> = R>,
        O: Operation<Response<api::runtime::blocking::Body> = R>,
        R: OperationResponse,
    {
        let sent = match self {
            Self::Async(client, runtime) => runtime.block_on(client.send(operation)),
            Self::Blocking(client) => client.send(operation),
        };
        sent.inspect_err(leak::check)
    }

    /// Calls an operation. An error must contain no secret.
    pub(crate) fn call<O, R>(&self, operation: O) -> Result<R::Success, CallError<R>>
    where
        O: Operation<Response<api::runtime::Body> = R>,
        O: Operation<Response<api::runtime::blocking::Body> = R>,
        R: OperationResponse + Debug,
    {
        let called = match self {
            Self::Async(client, runtime) => runtime.block_on(client.call(operation)),
            Self::Blocking(client) => client.call(operation),
        };
        called.inspect_err(leak::check_call)
    }

    /// Reads all pages. Errors must contain no secret.
    pub(crate) fn pages<O, R>(
        &self,
        operation: O,
    ) -> Vec<Result<Response<R::Success>, CallError<R>>>
    where
        O: Paginated,
        O: Operation<Response<api::runtime::Body> = R>,
        O: Operation<Response<api::runtime::blocking::Body> = R>,
        R: OperationResponse + Debug,
    {
        let mut all = Vec::new();
        match self {
            Self::Async(client, runtime) => {
                let mut pages = client.pages(operation);
                while let Some(page) = runtime.block_on(pages.next()) {
                    all.push(page);
                }
                assert!(
                    runtime.block_on(pages.next()).is_none(),
                    "unexpected page after the last"
                );
            }
            Self::Blocking(client) => {
                let mut pages = client.pages(operation);
                all.extend(pages.by_ref());
                assert!(pages.next().is_none(), "unexpected page after the last");
            }
        }
        for error in all.iter().filter_map(|page| page.as_ref().err()) {
            leak::check_call(error);
        }
        all
    }

    pub(crate) fn debug(&self) -> String {
        match self {
            Self::Async(client, _) => format!("{client:?}"),
            Self::Blocking(client) => format!("{client:?}"),
        }
    }
}

/// Returns a runtime that runs tasks in the background, like the runtime of an application.
pub(crate) fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(1).enable_all().build().unwrap()
}

fn build<C: BuildClient>(builder: ClientBuilder<C>, settings: &[Setting]) -> C {
    let builder = settings
        .iter()
        .cloned()
        .fold(builder, |builder, setting| match setting {
            Setting::Basic(user, password) => builder.basic_auth(user, password),
            Setting::Bearer(token) => builder.bearer_auth(token),
            Setting::Header(name, value) => builder.default_header(name, value),
            Setting::UserAgent(product) => builder.user_agent(product),
            Setting::Timeout(time) => builder.timeout(time),
            Setting::ConnectTimeout(time) => builder.connect_timeout(time),
            Setting::BodyLimit(bytes) => builder.body_limit(bytes),
            Setting::RedirectLimit(redirects) => builder.redirect_limit(redirects),
            Setting::Retry(retry) => builder.retry(retry),
        });
    leak::check_output(&format!("{builder:?}"), leak::SECRETS);
    builder.build().unwrap()
}
