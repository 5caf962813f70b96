//! The description of a call: operation, method and path template.

use std::{borrow::Cow, fmt};

use http::Method;

/// The operation, HTTP method and path template of a call.
///
/// A client adds it to the extensions of each request, for transports, and to each error. It has no
/// arguments of the operation, and so no secrets. `Display` shows method and path template:
/// `GET /users/{id}`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallInfo {
    operation: &'static str,
    method: Cow<'static, str>,
    path_template: Cow<'static, str>,
    attempt: u32,
}

impl CallInfo {
    /// Creates the description of a request that the API description doesn't have.
    pub(crate) fn undocumented(method: &Method, path: String) -> Self {
        Self {
            operation: "",
            method: Cow::Owned(method.to_string()),
            path_template: Cow::Owned(path),
            attempt: 1,
        }
    }

    /// Creates the description of a call of an operation.
    #[must_use]
    pub const fn new(
        operation: &'static str,
        method: &'static str,
        path_template: &'static str,
    ) -> Self {
        Self {
            operation,
            method: Cow::Borrowed(method),
            path_template: Cow::Borrowed(path_template),
            attempt: 1,
        }
    }

    /// Returns the ID of the operation: its `operationId`, or else its method and path. Empty for a
    /// request that the API description doesn't have.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP method of the operation. A redirected request can have another method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the number of the attempt, which begins with 1. Redirects, and the request with
    /// refreshed credentials, belong to the same attempt.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    pub(crate) fn next_attempt(&mut self) {
        self.attempt = self.attempt.saturating_add(1);
    }

    /// Returns the path template, such as `/users/{id}`, without the path of the base URL. The
    /// template of a request that the API description doesn't have is its path.
    #[must_use]
    pub fn path_template(&self) -> &str {
        &self.path_template
    }
}

impl fmt::Display for CallInfo {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.method, self.path_template)
    }
}
