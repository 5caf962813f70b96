//! Retries: the policy of a client, and the attempts that it judges.

use std::{
    collections::hash_map::RandomState,
    fmt,
    hash::BuildHasher,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, StatusCode, response::Parts};

use super::{CallInfo, TransportError, TransportErrorKind, redirect::SavedRequest, retry_after};

/// The upper bound of the first delay. It doubles with each attempt.
const FIRST_DELAY: Duration = Duration::from_millis(500);
/// The longest delay of a server that a client waits for.
const LONGEST_SERVER_DELAY: Duration = Duration::from_secs(120);
/// The cost of a retry, in tokens of the budget.
const COST: u32 = 5;
/// The cost of a retry after a timeout.
const TIMEOUT_COST: u32 = 10;

/// A policy of retries. The default is [`never`](Self::never).
///
/// A failed attempt is repeated if its method is idempotent (GET, HEAD, OPTIONS, TRACE, PUT, DELETE
/// or QUERY) or its request has an idempotency key, and if
///
/// - the transport failed, except for a body over the limit, or
/// - the status code is 408, 429, 500, 502, 503 or 504. `x-should-retry: true` or `false` in a
///   response overrules the status code.
///
/// Without a connection, an attempt is repeated whatever its method. A request whose body is a
/// stream is repeated only if the stream is repeatable: see
/// [`BodyStream::repeatable`](super::BodyStream::repeatable).
///
/// The delay is the `retry-after-ms`, `x-ms-retry-after-ms` or `Retry-After` of the response. A call
/// ends if that delay is longer than two minutes. Otherwise the delay is random, and its upper bound
/// doubles with each attempt. No delay outlasts the timeout of the call.
///
/// If an operation documents an idempotency key and the caller sets none, all attempts of a call
/// have the same random key.
#[derive(Clone)]
pub struct Retry {
    attempts: u32,
    max_delay: Duration,
    budget: Arc<Budget>,
    classify: Option<Arc<ClassifyFn>>,
}

type ClassifyFn = dyn Fn(&Attempt<'_>) -> RetryDecision + Send + Sync;

impl Retry {
    /// Creates a policy without retries.
    #[must_use]
    pub fn never() -> Self {
        Self::standard().attempts(1)
    }

    /// Creates a policy of at most 3 attempts, with delays up to 8 seconds and a budget of 500.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            attempts: 3,
            max_delay: Duration::from_secs(8),
            budget: Arc::new(Budget::new(500)),
            classify: None,
        }
    }

    /// Sets the maximum number of attempts of a call, including the first.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the upper bound of a random delay. A delay that a server asks for can be longer.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the budget, which all clients with a clone of this policy share.
    ///
    /// A retry takes 5 tokens, or 10 after a timeout, and a success returns 1. Without enough
    /// tokens, attempts aren't repeated: a server without capacity gets few retries.
    #[must_use]
    pub fn budget(mut self, tokens: u32) -> Self {
        self.budget = Arc::new(Budget::new(tokens));
        self
    }

    /// Sets a function that decides on each failed attempt: after a transport error, and after a
    /// response that isn't a success. The maximum number of attempts, the timeout and the budget
    /// remain in effect.
    #[must_use]
    pub fn classify<F>(mut self, function: F) -> Self
    where
        F: Fn(&Attempt<'_>) -> RetryDecision + Send + Sync + 'static,
    {
        self.classify = Some(Arc::new(function));
        self
    }

    pub(crate) fn is_enabled(&self) -> bool {
        self.attempts > 1
    }

    /// Returns `true` if the response may lead to another attempt.
    pub(crate) fn judges(&self, call: &CallInfo, head: &Parts) -> bool {
        let is_failure = !head.status.is_success() && call.attempt() < self.attempts;
        is_failure && (self.classify.is_some() || should_retry(head.status, &head.headers))
    }

    /// Returns the delay before the next attempt, or `None` if there is none. `left` is the time
    /// until the deadline of the call.
    pub(crate) fn delay(
        &self,
        call: &CallInfo,
        request: &SavedRequest,
        idempotency_key: Option<&'static str>,
        outcome: &Outcome,
        left: Option<Duration>,
    ) -> Option<Duration> {
        let is_success = matches!(outcome, Outcome::Response(head, _) if head.status.is_success());
        if is_success || call.attempt() >= self.attempts || !request.is_replayable() {
            return None;
        }
        let attempt = Attempt {
            call,
            request,
            idempotency_key,
            outcome,
        };
        if !self.repeats(&attempt) {
            return None;
        }
        let delay = match attempt.headers().and_then(retry_after::delay) {
            Some(delay) if delay > LONGEST_SERVER_DELAY => return None,
            Some(delay) => delay,
            None => self.backoff(call.attempt()),
        };
        if left.is_some_and(|left| left <= delay) {
            return None;
        }
        self.budget.take(attempt.cost()).then_some(delay)
    }

    fn repeats(&self, attempt: &Attempt<'_>) -> bool {
        let decision = self.classify.as_ref().map(|classify| classify(attempt));
        match decision {
            Some(RetryDecision::Retry) => true,
            Some(RetryDecision::Stop) => false,
            Some(RetryDecision::Default) | None => attempt.is_retryable(),
        }
    }

    /// Returns a random delay. The upper bound doubles with each attempt.
    fn backoff(&self, attempt: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
        let bound = FIRST_DELAY.saturating_mul(doubled).min(self.max_delay);
        let [byte, ..] = random(0).to_le_bytes();
        bound.mul_f64(0.5 + f64::from(byte) / 512.0)
    }

    /// Returns a token to the budget, after a success.
    pub(crate) fn restore(&self) {
        if self.is_enabled() {
            self.budget.restore();
        }
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self::never()
    }
}

impl fmt::Debug for Retry {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Retry")
            .field("attempts", &self.attempts)
            .field("max_delay", &self.max_delay)
            .finish_non_exhaustive()
    }
}

/// The decision of [`Retry::classify`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum RetryDecision {
    /// Decide as without the function.
    Default,
    /// Repeat the request, whatever its method.
    Retry,
    /// End the call.
    Stop,
}

/// The result of an attempt.
pub(crate) enum Outcome {
    Response(Parts, Bytes),
    NoHead(TransportError),
    /// The body didn't arrive.
    NoBody(Parts, TransportError),
}

/// A failed attempt of a call.
pub struct Attempt<'a> {
    call: &'a CallInfo,
    request: &'a SavedRequest,
    idempotency_key: Option<&'static str>,
    outcome: &'a Outcome,
}

impl Attempt<'_> {
    /// Returns the operation and the number of the attempt, which begins with 1.
    #[must_use]
    pub fn call(&self) -> &CallInfo {
        self.call
    }

    /// Returns `true` if the request can be repeated: its method is idempotent, or it has an
    /// idempotency key.
    #[must_use]
    pub fn is_idempotent(&self) -> bool {
        let key = self.idempotency_key.unwrap_or("idempotency-key");
        is_idempotent(self.request.method.as_str()) || self.request.headers.contains_key(key)
    }

    /// Returns the status code, if the head of a response arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.head().map(|head| head.status)
    }

    /// Returns the headers, if the head of a response arrived.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.head().map(|head| &head.headers)
    }

    /// Returns the raw body, if a whole response arrived.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        match self.outcome {
            Outcome::Response(_, body) => Some(body),
            Outcome::NoHead(_) | Outcome::NoBody(..) => None,
        }
    }

    /// Returns the error of the transport, if no whole response arrived.
    #[must_use]
    pub fn error(&self) -> Option<&TransportError> {
        match self.outcome {
            Outcome::NoHead(error) | Outcome::NoBody(_, error) => Some(error),
            Outcome::Response(..) => None,
        }
    }

    fn head(&self) -> Option<&Parts> {
        match self.outcome {
            Outcome::Response(head, _) | Outcome::NoBody(head, _) => Some(head),
            Outcome::NoHead(_) => None,
        }
    }

    fn is_retryable(&self) -> bool {
        match self.outcome {
            Outcome::NoHead(error) if error.kind() == TransportErrorKind::Connect => true,
            Outcome::NoHead(error) | Outcome::NoBody(_, error) => {
                error.kind() != TransportErrorKind::TooLarge && self.is_idempotent()
            }
            Outcome::Response(head, _) => {
                should_retry(head.status, &head.headers) && self.is_idempotent()
            }
        }
    }

    fn cost(&self) -> u32 {
        match self.error() {
            Some(error) if error.kind() == TransportErrorKind::Timeout => TIMEOUT_COST,
            _ => COST,
        }
    }
}

impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Attempt")
            .field("call", self.call)
            .field("status", &self.status())
            .field("error", &self.error())
            .finish_non_exhaustive()
    }
}

/// Returns `true` if the response asks for a retry, by its status code or by `x-should-retry`.
pub(crate) fn should_retry(status: StatusCode, headers: &HeaderMap) -> bool {
    let asked = headers.get("x-should-retry");
    match asked.map(http::HeaderValue::as_bytes) {
        Some(b"true") => true,
        Some(b"false") => false,
        _ => matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504),
    }
}

/// Returns `true` if repeating a request has no further effect (RFC 9110, section 9.2.2).
pub(crate) fn is_idempotent(method: &str) -> bool {
    const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"];
    METHODS.contains(&method)
}

/// Returns `true` if a request with this method can be repeated after an error of the transport. A
/// request without a connection can be repeated whatever its method.
pub(crate) fn is_retryable_error(error: &TransportError, method: &str) -> bool {
    match error.kind() {
        TransportErrorKind::Connect => true,
        TransportErrorKind::TooLarge => false,
        _ => is_idempotent(method),
    }
}

/// The tokens that are left for retries.
struct Budget {
    tokens: AtomicU32,
    capacity: u32,
}

impl Budget {
    fn new(capacity: u32) -> Self {
        Self {
            tokens: AtomicU32::new(capacity),
            capacity,
        }
    }

    /// Takes tokens. Returns `false` if not enough are left.
    fn take(&self, cost: u32) -> bool {
        let take = |tokens: u32| tokens.checked_sub(cost);
        let taken = self
            .tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, take);
        taken.is_ok()
    }

    fn restore(&self) {
        let restore = |tokens: u32| (tokens < self.capacity).then(|| tokens + 1);
        let _ = self
            .tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, restore);
    }
}

/// Returns a random number. `std` seeds the keys of its hash maps with entropy of the system.
fn random(input: u8) -> u64 {
    RandomState::new().hash_one(input)
}

/// Returns a random UUID of version 4 (RFC 9562).
pub(crate) fn random_key() -> String {
    let bits = u128::from(random(0)) << 64 | u128::from(random(1));
    let bits = bits & !(0xf << 76) & !(0x3 << 62) | 0x4 << 76 | 0x2 << 62;
    let hex = format!("{bits:032x}");
    let mut key = String::with_capacity(36);
    for (index, digit) in hex.chars().enumerate() {
        if matches!(index, 8 | 12 | 16 | 20) {
            key.push('-');
        }
        key.push(digit);
    }
    key
}
