//! Values of enums that are not listed in the API description.

use std::fmt;

use super::secret::{Redacted, hides_unrecognized};

/// A string that is not listed in the API description.
///
/// Only an enum can create an `UnrecognizedValue`, so that it differs from the listed values of the
/// enum.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnrecognizedValue(pub(crate) String);

impl UnrecognizedValue {
    /// Returns the string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnrecognizedValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match hides_unrecognized(formatter) {
            true => Redacted.fmt(formatter),
            false => self.0.fmt(formatter),
        }
    }
}

impl fmt::Display for UnrecognizedValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// An integer that is not listed in the API description.
///
/// Only an enum can create an `UnrecognizedInteger`, so that it differs from the listed values of the
/// enum.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnrecognizedInteger(pub(crate) i64);

impl UnrecognizedInteger {
    /// Returns the integer.
    #[must_use]
    pub const fn as_i64(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for UnrecognizedInteger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match hides_unrecognized(formatter) {
            true => Redacted.fmt(formatter),
            false => self.0.fmt(formatter),
        }
    }
}

impl fmt::Display for UnrecognizedInteger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
