//! No error may show a secret, nor what a body says. Whatever is secret in these tests contains
//! `hush`, and all other text of a body contains `murmur`.

use std::{error::Error as StdError, fmt::Debug};

use github_oauth_authorizations::{CallError, Error};

pub(crate) const USER: &str = "octocat";
pub(crate) const PASSWORD: &str = "hush-password";
/// The two above as [RFC 7617](https://www.rfc-editor.org/rfc/rfc7617) writes them.
pub(crate) const BASIC: &str = "Basic b2N0b2NhdDpodXNoLXBhc3N3b3Jk";
pub(crate) const TOKEN: &str = "hush-bearer";
pub(crate) const ONE_TIME_PASSWORD: &str = "hush-123456";
pub(crate) const CLIENT_SECRET: &str = "hush-client-secret";

pub(crate) const SECRETS: &[&str] = &["hush", "b2N0b2NhdDpodXNo"];
const SECRETS_AND_BODIES: &[&str] = &["hush", "b2N0b2NhdDpodXNo", "murmur"];

pub(crate) fn check(error: &Error) {
    check_text(&chain(error), SECRETS_AND_BODIES);
}

/// The typed response of a rejection is shown, less its secrets.
pub(crate) fn check_call<R: Debug>(error: &CallError<R>) {
    let forbidden = match error {
        CallError::Rejected(_) => SECRETS,
        _ => SECRETS_AND_BODIES,
    };
    check_text(&chain(error), forbidden);
}

pub(crate) fn check_text(text: &str, forbidden: &[&str]) {
    for word in forbidden {
        assert!(!text.contains(word), "{word:?} is in {text}");
    }
}

/// Everything that an error and those behind it show.
pub(crate) fn chain(error: &dyn StdError) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        text += &format!("{error:?} {error:#?} {error} ");
        next = error.source();
    }
    text
}
