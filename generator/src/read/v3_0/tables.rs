//! Parts of a document that the strict model of OpenAPI 3.0 lacks: side tables and extension keys.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::document::Reference;
use crate::pointer::Pointer;
use crate::read::method::FurtherOperation;

/// The parts of nodes that the strict model lacks, by the pointer of the node.
#[derive(Default)]
pub(in crate::read) struct Tables {
    /// Diagnostics of unresolved references.
    pub(in crate::read) unresolved: BTreeMap<Pointer, Diagnostic>,
    /// Descriptions beside references to components other than schemas.
    pub(in crate::read) descriptions: BTreeMap<Pointer, String>,
    /// Diagnostics of invalid operations.
    pub(in crate::read) invalid: BTreeMap<Pointer, Diagnostic>,
    /// Operations with other methods, by their path items.
    pub(in crate::read) further: BTreeMap<Pointer, Vec<FurtherOperation>>,
}

impl Tables {
    /// Returns a reference, with the keys beside it.
    pub(super) fn reference(&self, target: String, at: &At<'_>) -> Reference {
        Reference {
            target,
            description: get(&self.descriptions, at).cloned(),
            unresolved: get(&self.unresolved, at).cloned().map(Box::new),
        }
    }

    /// Returns the diagnostic of an invalid operation.
    pub(super) fn invalid(&self, at: &At<'_>) -> Option<Box<Diagnostic>> {
        get(&self.invalid, at).cloned().map(Box::new)
    }

    /// Returns the operations of a path item with other methods.
    pub(super) fn further(&self, at: &At<'_>) -> &[FurtherOperation] {
        get(&self.further, at).map_or(&[], Vec::as_slice)
    }
}

/// Returns the entry of a node. Most documents have no entries, and need no pointers.
fn get<'t, T>(table: &'t BTreeMap<Pointer, T>, at: &At<'_>) -> Option<&'t T> {
    match table.is_empty() {
        true => None,
        false => table.get(&at.pointer()),
    }
}

/// The location of a node, on the stack.
pub(super) enum At<'a> {
    /// The document.
    Root,
    /// A node with a pointer.
    Pointer(&'a Pointer),
    /// The value of a key.
    Key(&'a Self, &'a str),
    /// An item of an array.
    Item(&'a Self, usize),
}

impl<'a> At<'a> {
    pub(super) fn child(&'a self, key: &'a str) -> Self {
        Self::Key(self, key)
    }

    pub(super) fn item(&'a self, index: usize) -> Self {
        Self::Item(self, index)
    }

    pub(super) fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Pointer(pointer) => (*pointer).clone(),
            Self::Key(parent, key) => parent.pointer().child(key),
            Self::Item(parent, index) => parent.pointer().child(index),
        }
    }
}

/// Extension keys of a node.
pub(super) trait Extensions {
    /// Removes a string.
    fn take_string(&mut self, key: &str) -> Option<String>;

    /// Removes a boolean.
    fn take_bool(&mut self, key: &str) -> Option<bool>;
}

impl Extensions for IndexMap<String, Value> {
    fn take_string(&mut self, key: &str) -> Option<String> {
        match self.swap_remove(key)? {
            Value::String(string) => Some(string),
            _ => None,
        }
    }

    fn take_bool(&mut self, key: &str) -> Option<bool> {
        self.swap_remove(key)?.as_bool()
    }
}
