//! Operations of a path item: the values of its methods and of `additionalOperations`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pointer::Pointer;

/// Keys of a path item that are methods.
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// The key of a path item that maps methods to operations.
const ADDITIONAL: &str = "additionalOperations";

/// Returns `true` if a key of a path item holds an operation or a map of operations.
pub fn holds_operations(key: &str) -> bool {
    METHODS.contains(&key) || key == ADDITIONAL
}

/// Returns the pointer of the path item that holds an operation; `None` if an operation cannot be
/// at `operation`.
pub fn item_of(operation: &Pointer) -> Option<Pointer> {
    let (holder, key) = operation.parent()?;
    if METHODS.contains(&key.as_str()) {
        return Some(holder);
    }
    let (item, holder) = holder.parent()?;
    (holder == ADDITIONAL).then_some(item)
}

/// Returns the method and path of an operation, which name an operation without `operationId`.
pub fn route(operation: &Pointer) -> String {
    let path = item_of(operation).and_then(|item| item.last());
    let method = operation.last().unwrap_or_default().to_lowercase();
    format!("{method} {}", path.unwrap_or_default())
}

/// Returns the pointers of the operations of a path item, in document order.
pub(super) fn pointers(item: &Value, at: &Pointer) -> Vec<Pointer> {
    let keys = item.as_object().into_iter().flatten();
    let pointers = keys.flat_map(|(key, node)| match key.as_str() {
        ADDITIONAL => {
            let further = node.as_object().into_iter().flatten();
            let at = at.child(key);
            further.map(|(method, _)| at.child(method)).collect()
        }
        key if METHODS.contains(&key) => vec![at.child(key)],
        _ => Vec::new(),
    });
    pointers.collect()
}

/// An operation with a method that the strict model doesn't have.
pub(super) struct FurtherOperation {
    /// The method.
    pub(super) method: String,
    /// The pointer.
    pub(super) pointer: Pointer,
    /// The node.
    pub(super) node: Value,
}

/// Returns the operations with methods that the strict model doesn't have, by path item.
pub(super) fn further(document: &Value) -> BTreeMap<Pointer, Vec<FurtherOperation>> {
    let mut found: BTreeMap<Pointer, Vec<FurtherOperation>> = BTreeMap::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let at = Pointer::root().child("paths").child(path);
        for pointer in pointers(item, &at) {
            let method = match pointer.parent() {
                Some((holder, method)) if holder != at => method,
                Some((_, method)) if method == "query" => method.to_uppercase(),
                _ => continue,
            };
            if let Some(node) = pointer.look(document).cloned() {
                let all = found.entry(at.clone()).or_default();
                all.push(FurtherOperation {
                    method,
                    pointer,
                    node,
                });
            }
        }
    }
    found
}
