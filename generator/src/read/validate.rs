//! Finds the nodes that the model refuses.
//!
//! An error of the model has the expected type but no location, because serde buffers the input of
//! untagged enums. The model also tries a refused node twice, so its time doubles with each level
//! around an error. Therefore, nodes are tried from the innermost to the outermost, with
//! placeholders for their children.

use serde_json::{Map, Value, json};

use super::node_kind::{DOCUMENT, Multiplicity, NodeKind, OPERATION, Placeholder, ReferencePolicy};
use crate::pointer::Pointer;

/// An invalid node whose children are valid.
pub(super) struct InvalidNode {
    /// The pointer of the node.
    pub(super) node: Pointer,
    /// The kind of node.
    pub(super) node_kind: &'static NodeKind,
    /// The reason.
    pub(super) why: Why,
}

/// The reason why a node is invalid.
pub(super) enum Why {
    /// A missing key for which a placeholder is assumed.
    Missing(&'static str, Placeholder),
    /// The model's message, and the key without which the node is valid.
    Key(String, String),
    /// The model's message, and its key if it is known.
    Refused(String, Option<String>),
}

/// Returns the innermost invalid nodes of a document, in document order.
pub(super) fn invalid_nodes(document: &Value) -> Vec<InvalidNode> {
    let mut found = Vec::new();
    validate(&DOCUMENT, document, &Pointer::root(), &mut found);
    found
}

/// Replaces references to callbacks in operations, which the model doesn't have.
pub(super) fn prune_nulls(node_kind: &'static NodeKind, node: &mut Value) {
    let Value::Object(keys) = node else { return };
    if let (true, Some(Value::Object(callbacks))) =
        (node_kind.is(&OPERATION), keys.get_mut("callbacks"))
    {
        for callback in callbacks.values_mut() {
            if callback.get("$ref").is_some() {
                *callback = json!({});
            }
        }
    }
    for (key, value) in keys {
        match (node_kind.normally_at(key), value) {
            (Some((Multiplicity::One, held)), value) => prune_nulls(held, value),
            (Some((Multiplicity::List, held)), Value::Array(items)) => {
                items.iter_mut().for_each(|item| prune_nulls(held, item));
            }
            (Some((Multiplicity::Map, held)), Value::Object(entries)) => {
                entries
                    .values_mut()
                    .for_each(|child| prune_nulls(held, child));
            }
            _ => {}
        }
    }
}

/// Collects the invalid nodes in a node. Returns the placeholder of a valid node.
fn validate(
    node_kind: &'static NodeKind,
    node: &Value,
    at: &Pointer,
    found: &mut Vec<InvalidNode>,
) -> Option<Value> {
    if node.get("$ref").is_some_and(Value::is_string) {
        return Some(node.clone());
    }
    let before = found.len();
    let shallow = shallow(node_kind, node, at, found);
    let Some(message) = (node_kind.refuses)(&shallow) else {
        return Some(node_kind.placeholder(shallow));
    };
    let keys = node.as_object();
    let missing: Vec<Why> = node_kind
        .needs
        .iter()
        .filter(|(key, _)| keys.is_some_and(|keys| !keys.contains_key(*key)))
        .map(|(key, empty)| Why::Missing(key, *empty))
        .collect();
    let deeper = found.len() > before;
    let reasons = match missing.is_empty() {
        // The reason may be an invalid child, which was removed.
        true if deeper => Vec::new(),
        true => invalid_children(node_kind, &shallow, message),
        false => missing,
    };
    found.extend(reasons.into_iter().map(|why| InvalidNode {
        node: at.clone(),
        node_kind,
        why,
    }));
    None
}

/// Returns a copy of a node without its invalid children, and with a placeholder for each valid
/// child.
fn shallow(
    node_kind: &'static NodeKind,
    node: &Value,
    at: &Pointer,
    found: &mut Vec<InvalidNode>,
) -> Value {
    let Value::Object(keys) = node else {
        return node.clone();
    };
    let mut copy = Map::new();
    for (key, value) in keys {
        let pointer = at.child(key);
        let value = match (node_kind.normally_at(key), value) {
            (Some((Multiplicity::One, held)), _) => validate(held, value, &pointer, found),
            (Some((Multiplicity::List, held)), Value::Array(items)) => {
                let items = items.iter().enumerate();
                let tried =
                    items.map(|(index, item)| validate(held, item, &pointer.child(index), found));
                Some(tried.flatten().collect())
            }
            (Some((Multiplicity::Map, held)), Value::Object(entries)) => {
                let tried = entries.iter().filter_map(|(key, child)| {
                    let child = validate(held, child, &pointer.child(key), found)?;
                    Some((key.clone(), child))
                });
                Some(Value::Object(tried.collect()))
            }
            _ => Some(value.clone()),
        };
        copy.extend(value.map(|value| (key.clone(), value)));
    }
    Value::Object(copy)
}

impl NodeKind {
    /// Returns the placeholder of a valid node: a reference if the model allows one.
    fn placeholder(&self, node: Value) -> Value {
        if self.referred != ReferencePolicy::Never {
            json!({ "$ref": "#" })
        } else {
            node
        }
    }
}

/// The maximum number of keys of a node that are tried one by one.
const MAX_KEYS: usize = 50;

/// Returns the keys that make a node invalid. If there is no such key, the reason is the model's
/// message.
fn invalid_children(node_kind: &NodeKind, node: &Value, message: String) -> Vec<Why> {
    let Some(entries) = node.as_object().filter(|keys| keys.len() <= MAX_KEYS) else {
        return vec![Why::Refused(message, None)];
    };
    let without = |key: &String| {
        let mut without = entries.clone();
        without.remove(key);
        (node_kind.refuses)(&Value::Object(without))
    };
    let accepted = entries.keys().find(|key| without(key).is_none());
    if let Some(key) = accepted {
        return vec![Why::Key(message, key.clone())];
    }
    let several = skip_invalid_children(node_kind, entries);
    if !several.is_empty() {
        return several;
    }
    // An unknown variant is quoted in the message.
    let is_quoted = |value: &Value| {
        let text = value.as_str();
        text.is_some_and(|text| message.starts_with(&format!("unknown variant `{text}`")))
    };
    if let Some((key, _)) = entries.iter().find(|(_, value)| is_quoted(value)) {
        let key = key.clone();
        return vec![Why::Refused(message, Some(key))];
    }
    let differs = |key: &&String| without(key).is_some_and(|other| other != message);
    // No key causes a missing field.
    let missing = message.starts_with("missing field") || message.starts_with("no variant");
    let culprit = entries.keys().find(differs).filter(|_| !missing).cloned();
    vec![Why::Refused(message, culprit)]
}

/// Returns several keys that make a node invalid, each on its own. Returns nothing if a required
/// key is invalid.
fn skip_invalid_children(node_kind: &NodeKind, entries: &Map<String, Value>) -> Vec<Why> {
    let refuses = |keys: &Map<String, Value>| (node_kind.refuses)(&Value::Object(keys.clone()));
    let mut accepted = entries.clone();
    accepted.retain(|key, _| !node_kind.plain.contains(&key.as_str()));
    while let Some(message) = refuses(&accepted) {
        let needed = message
            .strip_prefix("missing field `")
            .and_then(|rest| rest.split_once('`'))
            .and_then(|(key, _)| entries.get_key_value(key));
        match needed.filter(|(key, _)| !accepted.contains_key(*key)) {
            Some((key, value)) => accepted.insert(key.clone(), value.clone()),
            None => return Vec::new(),
        };
    }
    let mut culprits = Vec::new();
    for (key, value) in entries {
        if accepted.contains_key(key) {
            continue;
        }
        accepted.insert(key.clone(), value.clone());
        if let Some(message) = refuses(&accepted) {
            accepted.remove(key);
            culprits.push(Why::Key(message, key.clone()));
        }
    }
    culprits
}
