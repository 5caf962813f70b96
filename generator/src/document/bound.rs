//! Bounds of numbers, lengths and counts.

/// An inclusive range, open at an end without a value.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Range<T> {
    /// The least value.
    pub least: Option<T>,
    /// The greatest value.
    pub most: Option<T>,
}

impl Range<usize> {
    /// Returns `true` if no count is in the range.
    pub fn is_empty(&self) -> bool {
        matches!((self.least, self.most), (Some(least), Some(most)) if least > most)
    }
}

/// A bound of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The bound as written in the document.
    pub text: String,
    /// The bound rounded to an integer.
    pub value: i128,
    /// `true` if the bound itself is not a valid value.
    pub exclusive: bool,
}
