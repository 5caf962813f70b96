//! Responses as real servers send them.
