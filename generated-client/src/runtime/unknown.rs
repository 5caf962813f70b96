//! Values of enums that are not listed in the API description.

use std::fmt;

use super::secret::{Redacted, hides_unknown};

/// A string that is not listed in the API description.
///
/// Only an enum can create an `UnknownValue`, so that it differs from the listed values of the
/// enum.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(String);

impl UnknownValue {
    pub(crate) const fn empty() -> Self {
        Self(String::new())
    }

    pub(crate) fn new(value: &str) -> Self {
        Self(value.to_owned())
    }

    /// Returns the string.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match hides_unknown(formatter) {
            true => Redacted.fmt(formatter),
            false => self.0.fmt(formatter),
        }
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

/// An integer that is not listed in the API description.
///
/// Only an enum can create an `UnknownInteger`, so that it differs from the listed values of the
/// enum.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    pub(crate) const fn new(value: i64) -> Self {
        Self(value)
    }

    /// Returns the integer.
    #[must_use]
    pub const fn as_i64(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for UnknownInteger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match hides_unknown(formatter) {
            true => Redacted.fmt(formatter),
            false => self.0.fmt(formatter),
        }
    }
}

impl fmt::Display for UnknownInteger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

// A client without enums doesn't call these functions.
const _: fn() -> UnknownValue = UnknownValue::empty;
const _: fn(&str) -> UnknownValue = UnknownValue::new;
const _: fn(i64) -> UnknownInteger = UnknownInteger::new;
