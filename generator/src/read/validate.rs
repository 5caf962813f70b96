//! Which nodes of a refused document are the ones that the model refuses.
//!
//! The model says what it expected and, because it buffers, not where; and it tries a node that it
//! refuses twice, so that a mistake in a deep schema takes it twice as long for each level. So nodes
//! are tried from the innermost to the outermost, each with stand-ins for those that it holds.

use serde_json::{Map, Value, json};

use super::node_kind::{DOCUMENT, Multiplicity, NodeKind, OPERATION, Placeholder, ReferencePolicy};
use crate::pointer::Pointer;

/// A node that is refused, while all that it holds are accepted.
pub(super) struct InvalidNode {
    /// Where it is.
    pub(super) node: Pointer,
    /// What it is.
    pub(super) sort: &'static NodeKind,
    /// Why it is refused.
    pub(super) why: Why,
}

/// Why a node is refused.
pub(super) enum Why {
    /// A key is missing that can be taken for empty.
    Missing(&'static str, Placeholder),
    /// What the model says, and the key without which the node is accepted.
    Key(String, String),
    /// What the model says, and the key that it says it of, if that is known.
    Refused(String, Option<String>),
}

/// The deepest nodes of a document that are refused, in document order.
pub(super) fn invalid_nodes(document: &Value) -> Vec<InvalidNode> {
    let mut found = Vec::new();
    validate(&DOCUMENT, document, &Pointer::root(), &mut found);
    found
}

/// Fits a tree to the model, which takes no references to callbacks in operations.
pub(super) fn prune_nulls(sort: &'static NodeKind, node: &mut Value) {
    let Value::Object(keys) = node else { return };
    if let (true, Some(Value::Object(callbacks))) = (sort.is(&OPERATION), keys.get_mut("callbacks"))
    {
        for callback in callbacks.values_mut() {
            if callback.get("$ref").is_some() {
                *callback = json!({});
            }
        }
    }
    for (key, value) in keys {
        match (sort.normally_at(key), value) {
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

/// Collects what is wrong in a node, and gives what may stand for it in the one that holds it.
fn validate(
    sort: &'static NodeKind,
    node: &Value,
    at: &Pointer,
    found: &mut Vec<InvalidNode>,
) -> Option<Value> {
    if node.get("$ref").is_some_and(Value::is_string) {
        return Some(node.clone());
    }
    let before = found.len();
    let shallow = shallow(sort, node, at, found);
    let Some(message) = (sort.refuses)(&shallow) else {
        return Some(sort.placeholder(shallow));
    };
    let keys = node.as_object();
    let missing: Vec<Why> = sort
        .needs
        .iter()
        .filter(|(key, _)| keys.is_some_and(|keys| !keys.contains_key(*key)))
        .map(|(key, empty)| Why::Missing(key, *empty))
        .collect();
    let deeper = found.len() > before;
    let reasons = match missing.is_empty() {
        // What it is refused for may be what was wrong in it, and isn't there any more.
        true if deeper => Vec::new(),
        true => invalid_children(sort, &shallow, message),
        false => missing,
    };
    found.extend(reasons.into_iter().map(|why| InvalidNode {
        node: at.clone(),
        sort,
        why,
    }));
    None
}

/// A node with stand-ins for the nodes that it holds, and without those that are wrong.
fn shallow(
    sort: &'static NodeKind,
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
        let value = match (sort.normally_at(key), value) {
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
    /// What stands for an accepted node: a reference where the model takes one.
    fn placeholder(&self, node: Value) -> Value {
        if self.referred != ReferencePolicy::Never {
            json!({ "$ref": "#" })
        } else {
            node
        }
    }
}

/// A node with more keys than this isn't searched for the one to blame: each is tried in turn.
const MAX_KEYS: usize = 50;

/// The keys that are to blame: those without which the node is accepted. Without each of them the
/// model may miss it, or refuse the node for another reason.
fn invalid_children(sort: &NodeKind, node: &Value, message: String) -> Vec<Why> {
    let Some(entries) = node.as_object().filter(|keys| keys.len() <= MAX_KEYS) else {
        return vec![Why::Refused(message, None)];
    };
    let without = |key: &String| {
        let mut without = entries.clone();
        without.remove(key);
        (sort.refuses)(&Value::Object(without))
    };
    let accepted = entries.keys().find(|key| without(key).is_none());
    if let Some(key) = accepted {
        return vec![Why::Key(message, key.clone())];
    }
    let several = skip_invalid_children(sort, entries);
    if !several.is_empty() {
        return several;
    }
    // A value that isn't one of those there are is said as it stands.
    let said = |value: &Value| {
        let text = value.as_str();
        text.is_some_and(|text| message.starts_with(&format!("unknown variant `{text}`")))
    };
    if let Some((key, _)) = entries.iter().find(|(_, value)| said(value)) {
        let key = key.clone();
        return vec![Why::Refused(message, Some(key))];
    }
    let differs = |key: &&String| without(key).is_some_and(|other| other != message);
    // Of what is missing no key is to blame.
    let missing = message.starts_with("missing field") || message.starts_with("no variant");
    let culprit = entries.keys().find(differs).filter(|_| !missing).cloned();
    vec![Why::Refused(message, culprit)]
}

/// The keys that are to blame where several are: each is refused beside those that are accepted. None
/// if the keys that the model needs are refused.
fn skip_invalid_children(sort: &NodeKind, entries: &Map<String, Value>) -> Vec<Why> {
    let refuses = |keys: &Map<String, Value>| (sort.refuses)(&Value::Object(keys.clone()));
    let mut accepted = entries.clone();
    accepted.retain(|key, _| !sort.plain.contains(&key.as_str()));
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
