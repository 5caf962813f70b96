//! Headers that mean the same in the responses of all APIs.

use std::time::{Duration, UNIX_EPOCH};

use http::{HeaderMap, HeaderName, HeaderValue};

/// Headers with the ID that a server gave a request. Earlier names have priority.
const REQUEST_IDS: [&str; 7] = [
    "x-request-id",
    "request-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "x-github-request-id",
    "x-correlation-id",
];

/// The least number of a reset that is a time since 1970, and not a delay: September 2001.
const EPOCH_SECONDS: u64 = 1_000_000_000;
/// The least number of a reset that is a time since 1970 in milliseconds.
const EPOCH_MILLISECONDS: u64 = 1_000_000_000_000;

/// The rate limit that a response states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests that the server accepts in a period.
    pub limit: Option<u64>,
    /// The number of requests that are left in the current period.
    pub remaining: u64,
    /// The time until the next period begins.
    pub reset: Option<Duration>,
}

/// Returns the ID that the server gave the request.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    REQUEST_IDS
        .into_iter()
        .filter_map(|name| headers.get(name)?.to_str().ok())
        .find(|id| !id.is_empty())
}

/// Returns the rate limit of `RateLimit` and `RateLimit-Policy`, or else of `X-RateLimit-*` and
/// `RateLimit-*`. Invalid values are ignored. Of several limits, the one with the fewest remaining
/// requests counts.
pub(crate) fn rate_limit(headers: &HeaderMap) -> Option<RateLimit> {
    let structured = items(headers, "ratelimit").filter_map(|item| {
        let policy = items(headers, "ratelimit-policy").find(|policy| name(policy) == name(item));
        Some(RateLimit {
            limit: policy.and_then(|policy| parameter(policy, "q")),
            remaining: parameter(item, "r")?,
            reset: parameter(item, "t").map(Duration::from_secs),
        })
    });
    structured
        .min_by_key(|limit| limit.remaining)
        .or_else(|| unstructured(headers, "x-ratelimit"))
        .or_else(|| unstructured(headers, "ratelimit"))
}

/// Reads the headers of a rate limit with one number each.
fn unstructured(headers: &HeaderMap, prefix: &str) -> Option<RateLimit> {
    let read = |suffix: &str| {
        let name = HeaderName::try_from(format!("{prefix}-{suffix}")).ok()?;
        number(headers.get(name).and_then(string)?)
    };
    Some(RateLimit {
        limit: read("limit"),
        remaining: read("remaining")?,
        reset: read("reset").map(until),
    })
}

/// Returns the time until a reset, which is a number of seconds or a time since 1970.
fn until(reset: u64) -> Duration {
    let time = match reset {
        EPOCH_MILLISECONDS.. => Duration::from_millis(reset),
        EPOCH_SECONDS.. => Duration::from_secs(reset),
        _ => return Duration::from_secs(reset),
    };
    time.saturating_sub(UNIX_EPOCH.elapsed().unwrap_or_default())
}

/// Returns the items of a structured list (RFC 9651).
fn items<'a>(headers: &'a HeaderMap, name: &'static str) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).into_iter().filter_map(string);
    values.flat_map(|value| split(value, ','))
}

/// Returns the item without its parameters.
fn name(item: &str) -> Option<&str> {
    split(item, ';').next()
}

fn parameter(item: &str, key: &str) -> Option<u64> {
    split(item, ';').skip(1).find_map(|parameter| {
        let (found, value) = parameter.split_once('=')?;
        number(value).filter(|_| found == key)
    })
}

/// Splits at separators outside quoted strings.
fn split(value: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    let parts = value.split(move |character| {
        is_quoted ^= character == '"';
        character == separator && !is_quoted
    });
    parts.map(str::trim)
}

fn number(value: &str) -> Option<u64> {
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    value.parse().ok().filter(|_| is_number)
}

fn string(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok().map(str::trim)
}
