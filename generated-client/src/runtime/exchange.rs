//! The exchange of a call: a state machine without I/O, which both clients drive.
//!
//! An exchange obtains credentials, sends the request, follows redirects, refreshes rejected
//! credentials, retries failed attempts, and reads the body of the response.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode, response::Parts};

use super::{
    BodyError, BodyMode, CallInfo, Error, Operation, RawResponse, RedirectError, RedirectReason,
    RequestBody, RequestError, ResponseBody, Security, Settings, TransportError,
    credentials::{CallCredentials, NoCredential},
    raw_exchange::{Origin, RawExchange},
    redirect::{RedirectAction, SavedRequest},
    retry::{self, Outcome},
    secret::hide_secrets,
    settings::Deadline,
};

/// The constants of an operation, without its type: an exchange is compiled once for all
/// operations.
pub(crate) struct OperationMeta {
    pub(crate) call: CallInfo,
    pub(crate) security: Security,
    pub(crate) redirects: &'static [u16],
    pub(crate) idempotency_key: Option<&'static str>,
    pub(crate) body_mode: fn(&Parts) -> BodyMode,
    /// `true` if the body of a response may be streamed.
    pub(crate) streams: bool,
}

impl OperationMeta {
    pub(crate) fn of<O: Operation>() -> Self {
        Self {
            call: CallInfo::new(O::ID, O::METHOD, O::PATH_TEMPLATE),
            security: O::SECURITY,
            redirects: O::REDIRECTS,
            idempotency_key: O::IDEMPOTENCY_KEY,
            body_mode: O::body_mode,
            streams: O::STREAMS,
        }
    }

    /// Returns the metadata of a request that the API description doesn't have.
    pub(crate) fn undocumented(call: CallInfo) -> Self {
        Self {
            call,
            security: None,
            redirects: &[],
            idempotency_key: None,
            body_mode: |_| BodyMode::Stream,
            streams: true,
        }
    }

    /// Changes the mode of all bodies to [`BodyMode::Stream`].
    pub(crate) fn streamed(self) -> Self {
        Self {
            body_mode: |_| BodyMode::Stream,
            streams: true,
            ..self
        }
    }

    /// Returns `true` if the redirect is documented, by its status code or by `3XX`.
    fn documents(&self, status: StatusCode) -> bool {
        let (code, range) = (status.as_u16(), status.as_u16() / 100);
        self.redirects.contains(&code) || self.redirects.contains(&range)
    }

    fn no_credential(&self, (scheme, source): NoCredential) -> Error {
        let call = self.call.clone();
        Error::Credential {
            call,
            scheme,
            source,
        }
    }

    fn not_written(&self, source: RequestError) -> Error {
        let call = self.call.clone();
        Error::Request { call, source }
    }

    fn not_sent(&self, source: TransportError) -> Error {
        let call = self.call.clone();
        Error::Transport { call, source }
    }

    fn not_read(&self, head: Parts, source: TransportError) -> Error {
        let error = BodyError::new(self.call.clone(), head.status, head.headers, source);
        Error::Body(Box::new(error))
    }

    fn not_followed(&self, head: Parts, body: Bytes, reason: RedirectReason) -> Error {
        let response = RawResponse::new(self.call.clone(), head.status, head.headers, body);
        Error::Redirect(Box::new(RedirectError::new(response, reason)))
    }
}

/// The result of an [`Action`]. `B` is an unread body, and `S` the body as a stream.
pub(crate) enum Event<B, S> {
    Start,
    /// The credentials are up to date: `true` if a credential changed.
    Authorized(Result<bool, NoCredential>),
    Head(Result<http::Response<B>, TransportError>),
    Collected(Result<Bytes, TransportError>),
    Streamed(Result<S, TransportError>),
    /// `true` if the time passed, and `false` if the transport can't wait.
    Waited(bool),
}

/// The next step of an exchange.
pub(crate) enum Action<B, S> {
    /// Update [`Exchange::credentials`].
    Authorize,
    Send(Box<Request<RequestBody>>),
    /// Read the whole body.
    Collect(B),
    /// Read the body as a stream.
    Stream(B),
    /// Make a stream of a whole body.
    StreamBytes(Bytes),
    Wait(Duration),
    Finish(Box<Result<RawExchange<S>, Error>>),
}

/// The state of an exchange.
enum State<B> {
    /// The response is not known yet.
    Open,
    /// The server rejected the credentials with this response.
    Unauthorized(Parts, B),
    /// The body of a redirect that isn't followed is being read.
    Refused(Parts, RedirectReason),
    /// The body of the response is being read.
    Reading(Parts),
    /// The next attempt begins after a delay.
    Failed(Outcome),
}

/// The exchange of a call.
pub(crate) struct Exchange<'s, B> {
    meta: OperationMeta,
    settings: &'s Settings,
    deadline: Deadline,
    pub(crate) credentials: CallCredentials,
    /// The next request, without credentials.
    request: SavedRequest,
    followed: usize,
    state: State<B>,
}

impl<'s, B> Exchange<'s, B> {
    pub(crate) fn new(
        meta: OperationMeta,
        settings: &'s Settings,
        request: Result<Request<RequestBody>, RequestError>,
    ) -> Result<Self, Error> {
        let mut request = request.map_err(|source| meta.not_written(source))?;
        let credentials = settings.credentials(meta.security, &request);
        let prepared = settings.options.prepare(&mut request);
        prepared.map_err(|source| meta.not_written(source))?;
        if let (Some(name), true) = (meta.idempotency_key, settings.options.retry.is_enabled()) {
            let key = || HeaderValue::try_from(retry::random_key()).ok();
            if let (false, Some(key)) = (request.headers().contains_key(name), key()) {
                request.headers_mut().insert(name, key);
            }
        }
        Ok(Self {
            deadline: settings.options.deadline(),
            credentials,
            request: SavedRequest::new(request),
            followed: 0,
            state: State::Open,
            meta,
            settings,
        })
    }

    /// Returns the next action after an event. The first event is [`Event::Start`].
    pub(crate) fn next<S>(&mut self, event: Event<B, S>) -> Action<B, S> {
        let state = std::mem::replace(&mut self.state, State::Open);
        let next = match (event, state) {
            (Event::Start, _) => Ok(Action::Authorize),
            (Event::Authorized(Err(reason)), _) => Err(self.meta.no_credential(reason)),
            (Event::Authorized(Ok(false)), State::Unauthorized(head, body)) => {
                self.respond(head, body)
            }
            (Event::Authorized(Ok(_)), _) => self.send(),
            (Event::Head(Ok(response)), _) => self.head(response),
            (Event::Head(Err(error)), _) => self.retry(Outcome::NoHead(error)),
            (Event::Collected(Ok(bytes)), State::Refused(head, reason)) => {
                Err(self.meta.not_followed(head, bytes, reason))
            }
            (Event::Collected(Err(error)), State::Refused(head, _)) => {
                Err(self.meta.not_read(head, error))
            }
            (Event::Collected(Ok(bytes)), State::Reading(head)) => {
                self.retry(Outcome::Response(head, bytes))
            }
            (Event::Collected(Err(error)), State::Reading(head)) => {
                self.retry(Outcome::NoBody(head, error))
            }
            (Event::Streamed(Ok(stream)), State::Reading(head)) => {
                Ok(self.deliver(head, ResponseBody::Stream(stream)))
            }
            (Event::Streamed(Err(error)), State::Reading(head)) => {
                self.retry(Outcome::NoBody(head, error))
            }
            (Event::Waited(true), State::Failed(_)) => {
                self.meta.call.next_attempt();
                self.send()
            }
            (Event::Waited(false), State::Failed(outcome)) => self.finish(outcome),
            (Event::Collected(_) | Event::Streamed(_) | Event::Waited(_), _) => Err(self
                .meta
                .not_sent(TransportError::other("unexpected event"))),
        };
        next.unwrap_or_else(|error| Action::Finish(Box::new(Err(error))))
    }

    /// Sends the request, with credentials and the time that is left.
    fn send<S>(&self) -> Result<Action<B, S>, Error> {
        let mut request = self.request.clone().replay();
        let options = &self.settings.options;
        let limited = options.limit(self.deadline, self.meta.streams, &mut request);
        limited.map_err(|source| self.meta.not_sent(source))?;
        request.extensions_mut().insert(self.meta.call.clone());
        let added = self.credentials.add(&mut request);
        added.map_err(|source| self.meta.not_written(source))?;
        Ok(Action::Send(Box::new(request)))
    }

    fn head<S>(&mut self, response: http::Response<B>) -> Result<Action<B, S>, Error> {
        let (mut head, body) = response.into_parts();
        hide_secrets(&mut head.headers);
        if self.request.is_replayable() && self.credentials.should_refresh(head.status) {
            self.state = State::Unauthorized(head, body);
            return Ok(Action::Authorize);
        }
        self.respond(head, body)
    }

    /// Follows a redirect, or reads the body of the response.
    fn respond<S>(&mut self, head: Parts, body: B) -> Result<Action<B, S>, Error> {
        let documented = self.meta.documents(head.status);
        let limit = self.settings.options.redirect_limit;
        let redirect = self
            .request
            .redirect_action(&head, documented, self.followed, limit);
        match redirect {
            RedirectAction::Deliver => {
                // The body of a response that may be retried is read whole, for the classifier.
                let is_judged = self.settings.options.retry.judges(&self.meta.call, &head);
                let mode = (self.meta.body_mode)(&head);
                self.state = State::Reading(head);
                Ok(match mode {
                    BodyMode::Stream if !is_judged => Action::Stream(body),
                    BodyMode::Stream | BodyMode::Buffer => Action::Collect(body),
                })
            }
            RedirectAction::Follow(next) => {
                let from = std::mem::replace(&mut self.request, *next);
                self.credentials.follow(&from.uri, &mut self.request.uri);
                self.followed += 1;
                self.send()
            }
            RedirectAction::Refuse(reason) => {
                self.state = State::Refused(head, reason);
                Ok(Action::Collect(body))
            }
        }
    }

    /// Waits for the next attempt, or finishes.
    fn retry<S>(&mut self, outcome: Outcome) -> Result<Action<B, S>, Error> {
        let retry = &self.settings.options.retry;
        let left = self.deadline.left();
        let key = self.meta.idempotency_key;
        match retry.delay(&self.meta.call, &self.request, key, &outcome, left) {
            Some(delay) => {
                self.state = State::Failed(outcome);
                Ok(Action::Wait(delay))
            }
            None => self.finish(outcome),
        }
    }

    fn finish<S>(&mut self, outcome: Outcome) -> Result<Action<B, S>, Error> {
        match outcome {
            Outcome::NoHead(error) => Err(self.meta.not_sent(error)),
            Outcome::NoBody(head, error) => Err(self.meta.not_read(head, error)),
            Outcome::Response(head, bytes) => Ok(match (self.meta.body_mode)(&head) {
                BodyMode::Buffer => self.deliver(head, ResponseBody::Bytes(bytes)),
                BodyMode::Stream => {
                    self.state = State::Reading(head);
                    Action::StreamBytes(bytes)
                }
            }),
        }
    }

    fn deliver<S>(&mut self, head: Parts, body: ResponseBody<S>) -> Action<B, S> {
        if head.status.is_success() {
            self.settings.options.retry.restore();
        }
        Action::Finish(Box::new(Ok(RawExchange {
            call: self.meta.call.clone(),
            head,
            body,
            origin: Origin {
                uri: self.request.uri.clone(),
                credentials: std::mem::take(&mut self.credentials),
            },
        })))
    }
}
