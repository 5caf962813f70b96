//! Errors of deserializing JSON text, with their location.

use std::fmt::{self, Display};

use serde::de::{Error, Expected, Unexpected};

/// An error of deserializing JSON text.
#[derive(Debug)]
pub(crate) struct ReadError(Box<Reason>);

#[derive(Debug)]
struct Reason {
    message: String,
    offset: Option<usize>,
    is_syntax: bool,
    /// The type that rejected a string.
    type_name: Option<&'static str>,
}

impl ReadError {
    /// Creates a syntax error at a byte offset of the text.
    #[cold]
    pub(crate) fn syntax(message: impl Into<String>, offset: usize) -> Self {
        Self(Box::new(Reason {
            message: message.into(),
            offset: Some(offset),
            is_syntax: true,
            type_name: None,
        }))
    }

    /// Sets the byte offset, unless the error has an offset.
    #[cold]
    pub(crate) fn at(mut self, offset: usize) -> Self {
        self.0.offset.get_or_insert(offset);
        self
    }

    /// Sets the type that rejected a string, unless the error has a type.
    #[cold]
    pub(crate) fn of_string<T>(mut self) -> Self {
        self.0.type_name.get_or_insert(std::any::type_name::<T>());
        self
    }

    /// Returns the type that rejected a string.
    pub(crate) fn type_name(&self) -> Option<&'static str> {
        self.0.type_name
    }

    /// Returns the byte offset, or 0 if the error has none.
    pub(crate) fn offset(&self) -> usize {
        self.0.offset.unwrap_or_default()
    }

    /// Returns `true` if the error has a byte offset.
    pub(crate) fn is_located(&self) -> bool {
        self.0.offset.is_some()
    }

    /// Returns `true` if the text isn't JSON or is nested too deep, and `false` if a value is of
    /// another type.
    pub(crate) fn is_syntax(&self) -> bool {
        self.0.is_syntax
    }
}

impl Error for ReadError {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        Self(Box::new(Reason {
            message: message.to_string(),
            offset: None,
            is_syntax: false,
            type_name: None,
        }))
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid type: {found}, expected {expected}"))
    }

    #[cold]
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("invalid value: {found}, expected {expected}"))
    }

    #[cold]
    fn missing_field(name: &'static str) -> Self {
        Self::custom(format_args!("missing property `{name}`"))
    }

    #[cold]
    fn duplicate_field(name: &'static str) -> Self {
        Self::custom(format_args!("duplicate property `{name}`"))
    }
}

impl Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl std::error::Error for ReadError {}
