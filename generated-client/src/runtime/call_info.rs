//! The description of a call: operation, method and path template.

use std::{borrow::Cow, fmt};

/// The operation, HTTP method and path template of a call.
///
/// A client adds it to the extensions of each request, for transports, and to each error. It has no
/// arguments, and so no secrets. `Display` shows method and path template: `GET /users/{id}`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallInfo {
    operation: &'static str,
    method: Cow<'static, str>,
    path_template: Cow<'static, str>,
}

impl CallInfo {
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
        }
    }

    /// Returns the ID of the operation: its `operationId`, or else its method and path.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the HTTP method of the operation. A redirected request can have another method.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// Returns the path template, such as `/users/{id}`. It does not contain the path of the base
    /// URL.
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
