//! Path items.

use super::{Operation, Parameter, ReferenceOr, Server};
use crate::pointer::Pointer;

/// The operations of a path.
#[derive(Debug, Clone, Default)]
pub struct PathItem {
    /// The summary.
    pub summary: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The operations.
    pub operations: Vec<PathOperation>,
    /// The servers of the operations.
    pub servers: Vec<Server>,
    /// The parameters of all operations.
    pub parameters: Vec<ReferenceOr<Parameter>>,
}

/// An operation of a path item.
#[derive(Debug, Clone)]
pub struct PathOperation {
    /// The method, such as `GET`.
    pub method: String,
    /// The location of the operation.
    pub pointer: Pointer,
    /// The operation.
    pub operation: Operation,
}
