//! Resolves references by `$anchor` and `$id`, and below schemas with an `$id`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pointer::Pointer;

/// The `$id`s and anchors of a file.
#[derive(Default)]
pub(super) struct Anchors {
    /// Schemas, by anchor and by their nearest ancestor with an `$id`, or else the root.
    anchors: BTreeMap<(Pointer, String), Pointer>,
    /// The first schema with each anchor.
    anywhere: BTreeMap<String, Pointer>,
    /// Schemas by `$id`, both as written and resolved.
    ids: BTreeMap<String, Pointer>,
}

/// The keywords that give a schema an anchor.
const NAMES: [&str; 2] = ["$anchor", "$dynamicAnchor"];

impl Anchors {
    pub(super) fn of(tree: &Value) -> Self {
        let mut anchors = Self::default();
        let root = Pointer::root();
        anchors.collect(tree, &root, &root, "");
        anchors
    }

    fn collect(&mut self, node: &Value, at: &Pointer, within: &Pointer, base: &str) {
        match node {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.collect(item, &at.child(index), within, base);
                }
            }
            Value::Object(keys) => {
                let id = keys.get("$id").and_then(Value::as_str);
                let whole = id.map(|id| joined(base, id));
                let (within, base) = match &whole {
                    Some(whole) => (at, whole.as_str()),
                    None => (within, base),
                };
                for id in id.into_iter().chain(whole.as_deref()) {
                    let id = id.trim_end_matches('#').to_owned();
                    self.ids.entry(id).or_insert_with(|| at.clone());
                }
                for name in NAMES.iter().filter_map(|key| keys.get(*key)?.as_str()) {
                    let first = self.anywhere.entry(name.to_owned());
                    first.or_insert_with(|| at.clone());
                    let key = (within.clone(), name.to_owned());
                    self.anchors.entry(key).or_insert_with(|| at.clone());
                }
                for (key, value) in keys {
                    self.collect(value, &at.child(key), within, base);
                }
            }
            _ => {}
        }
    }

    /// Resolves a reference at a pointer of the tree.
    pub(super) fn target(&self, tree: &Value, from: &Pointer, reference: &str) -> Option<Pointer> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let (own, base) = resource(tree, from);
        let within = match path {
            "" => own,
            _ => {
                let schema = self.ids.get(path);
                schema
                    .or_else(|| self.ids.get(&joined(&base, path)))?
                    .clone()
            }
        };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let anchor = self.anchors.get(&(within, fragment.to_owned()));
            return anchor.or_else(|| self.anywhere.get(fragment)).cloned();
        }
        let below = Pointer::from_fragment(&format!("#{fragment}"))?;
        let pointer = below.keys().fold(within, |pointer, key| pointer.child(key));
        pointer.look(tree).is_some().then_some(pointer)
    }
}

/// Returns the innermost schema with an `$id` around a pointer, and its resolved `$id`. Without
/// such a schema, returns the component around the pointer.
fn resource(tree: &Value, pointer: &Pointer) -> (Pointer, String) {
    let mut at = Pointer::root();
    let mut found = (at.clone(), String::new());
    let mut node = tree;
    let is_component = pointer.keys().next().is_some_and(|key| key == "components");
    for (depth, key) in pointer.keys().enumerate() {
        let next = match node {
            Value::Object(keys) => keys.get(&key),
            Value::Array(items) => key.parse().ok().and_then(|index: usize| items.get(index)),
            _ => None,
        };
        let Some(next) = next else { break };
        (node, at) = (next, at.child(key));
        let id = node.get("$id").and_then(Value::as_str);
        if let Some(id) = id {
            found = (at.clone(), joined(&found.1, id));
        } else if is_component && depth == 2 && found.1.is_empty() {
            found.0 = at.clone();
        }
    }
    found
}

/// Resolves a reference against a base URI (RFC 3986, section 5), as far as `$id` needs it.
pub(super) fn joined(base: &str, reference: &str) -> String {
    let is_whole = reference.contains("://") || reference.starts_with("urn:");
    let folder = match reference.starts_with('/') {
        true => base
            .split_once("://")
            .map(|(scheme, rest)| scheme.len() + 3 + rest.find('/').unwrap_or(rest.len())),
        false => base.rfind('/').map(|end| end + 1),
    };
    match folder.and_then(|end| base.get(..end)) {
        Some(folder) if !is_whole => format!("{folder}{reference}"),
        _ => reference.to_owned(),
    }
}
