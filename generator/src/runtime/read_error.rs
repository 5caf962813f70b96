//! An error of reading JSON text, with its place.

use std::fmt::{self, Display};

use serde::de::{Error, Expected, Unexpected};

/// An error of reading JSON text.
#[derive(Debug)]
pub(crate) struct ReadError(Box<Reason>);

#[derive(Debug)]
struct Reason {
    message: String,
    offset: Option<usize>,
    is_syntax: bool,
}

impl ReadError {
    /// An error of the text itself, at a number of bytes behind its start.
    #[cold]
    pub(crate) fn syntax(message: impl Into<String>, offset: usize) -> Self {
        Self(Box::new(Reason {
            message: message.into(),
            offset: Some(offset),
            is_syntax: true,
        }))
    }

    /// Sets the place of an error that has none.
    #[cold]
    pub(crate) fn at(mut self, offset: usize) -> Self {
        self.0.offset.get_or_insert(offset);
        self
    }

    /// The place of the error, in bytes behind the start of the text.
    pub(crate) fn offset(&self) -> usize {
        self.0.offset.unwrap_or_default()
    }

    /// Returns `true` if the error has a place.
    pub(crate) fn is_placed(&self) -> bool {
        self.0.offset.is_some()
    }

    /// Returns `true` if the text is no JSON, or too deep, and `false` if a value isn't of its type.
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
}

impl Display for ReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.message)
    }
}

impl std::error::Error for ReadError {}
