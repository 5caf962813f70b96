//! Values that aren't shared.

use std::sync::{Mutex, PoisonError};

/// A value that is only accessed through `&mut`, and is therefore `Sync` whatever its type.
///
/// An error can contain a body, and `Box<dyn Error + Send + Sync>` needs an error that is `Sync`.
/// The streams of transports aren't.
pub(crate) struct Exclusive<T>(Mutex<T>);

impl<T> Exclusive<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// Returns the value without locking: `&mut self` proves that there is no other access.
    pub(crate) fn get_mut(&mut self) -> &mut T {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}
