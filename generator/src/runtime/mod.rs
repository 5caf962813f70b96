//! The runtime that is shipped into every generated client.
