//! Checks for leaks: no error may contain a secret or the content of a body. Every secret in these
//! tests contains `hush`; all other strings of a body contain `murmur`.

use std::{error::Error as StdError, fmt::Debug};

use github_oauth_authorizations::{CallError, Error};

pub(crate) const USER: &str = "octocat";
pub(crate) const PASSWORD: &str = "hush-password";
/// `USER` and `PASSWORD`, encoded according to [RFC 7617](https://www.rfc-editor.org/rfc/rfc7617).
pub(crate) const BASIC: &str = "Basic b2N0b2NhdDpodXNoLXBhc3N3b3Jk";
pub(crate) const TOKEN: &str = "hush-bearer";
pub(crate) const ONE_TIME_PASSWORD: &str = "hush-123456";
pub(crate) const CLIENT_SECRET: &str = "hush-client-secret";

pub(crate) const SECRETS: &[&str] = &["hush", "b2N0b2NhdDpodXNo"];
const SECRETS_AND_BODIES: &[&str] = &["hush", "b2N0b2NhdDpodXNo", "murmur"];

pub(crate) fn check(error: &Error) {
    check_output(&chain(error), SECRETS_AND_BODIES);
}

/// Checks an error of a call. A typed error response is shown, without its secrets.
pub(crate) fn check_call<R: Debug>(error: &CallError<R>) {
    let forbidden = match error {
        CallError::ErrorResponse(_) => SECRETS,
        _ => SECRETS_AND_BODIES,
    };
    check_output(&chain(error), forbidden);
}

pub(crate) fn check_output(output: &str, forbidden: &[&str]) {
    for word in forbidden {
        assert!(!output.contains(word), "{word:?} is in {output}");
    }
}

/// Formats an error and all of its sources.
pub(crate) fn chain(error: &dyn StdError) -> String {
    let mut output = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        output += &format!("{error:?} {error:#?} {error} ");
        next = error.source();
    }
    output
}
