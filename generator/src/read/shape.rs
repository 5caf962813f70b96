//! Which nodes of a refused document are the ones that the model refuses.
//!
//! The model says what it expected and, because it buffers, not where: a document whose one
//! mistake is deep in a schema is refused at its first path. So each sort of node knows which
//! nodes it holds, and they are tried one by one.

use serde_json::Value;

use super::sort::{DOCUMENT, Empty, Many, Sort};
use crate::pointer::Pointer;

/// A node that is refused, while all that it holds are accepted.
pub(super) struct Wrong {
    /// Where it is.
    pub(super) node: Pointer,
    /// What it is.
    pub(super) sort: &'static Sort,
    /// Why it is refused.
    pub(super) why: Why,
}

/// Why a node is refused.
pub(super) enum Why {
    /// A key is missing that can be taken for empty.
    Missing(&'static str, Empty),
    /// What the model says, and the key without which the node is accepted.
    Key(String, String),
    /// What the model says, and the key that it says it of, if that is known.
    Refused(String, Option<String>),
}

/// The deepest nodes of a document that are refused.
pub(super) fn wrong(document: &Value) -> Vec<Wrong> {
    let mut found = Vec::new();
    descend(&DOCUMENT, document, &Pointer::root(), &mut found);
    found
}

/// Collects what is wrong in a node, and says whether anything is.
fn descend(sort: &'static Sort, node: &Value, at: &Pointer, found: &mut Vec<Wrong>) -> bool {
    if node.get("$ref").is_some_and(Value::is_string) {
        return false;
    }
    let Some(message) = (sort.refuses)(node) else {
        return false;
    };
    let mut deeper = false;
    for (held, child, place) in children(sort, node, at) {
        deeper |= descend(held, child, &place, found);
    }
    let missing = sort.needs.iter().filter(|(key, _)| {
        node.as_object()
            .is_some_and(|keys| !keys.contains_key(*key))
    });
    let reasons: Vec<Why> = missing
        .map(|(key, empty)| Why::Missing(key, *empty))
        .collect();
    let reasons = if reasons.is_empty() && !deeper {
        vec![culprit(sort, node, message)]
    } else {
        reasons
    };
    found.extend(reasons.into_iter().map(|why| Wrong {
        node: at.clone(),
        sort,
        why,
    }));
    true
}

/// The nodes that a node holds.
fn children<'a>(
    sort: &'static Sort,
    node: &'a Value,
    at: &Pointer,
) -> Vec<(&'static Sort, &'a Value, Pointer)> {
    let mut found = Vec::new();
    for (key, many, held) in sort.holds {
        let place = at.child(key);
        match (many, node.get(*key)) {
            (Many::One, Some(child)) => found.push((*held, child, place)),
            (Many::List, Some(Value::Array(items))) => {
                let items = items.iter().enumerate();
                found.extend(items.map(|(index, item)| (*held, item, place.child(index))));
            }
            (Many::Map, Some(Value::Object(entries))) => {
                let entries = entries.iter();
                found.extend(entries.map(|(key, child)| (*held, child, place.child(key))));
            }
            _ => {}
        }
    }
    if let (Some(entries), Value::Object(map)) = (&sort.entries, node) {
        // Extensions stand beside the entries.
        let fitting = map
            .iter()
            .filter(|(key, _)| (entries.fits)(key) && !key.starts_with("x-"));
        found.extend(fitting.map(|(key, child)| (entries.sort, child, at.child(key))));
    }
    found
}

/// A node with more keys than this isn't searched for the one to blame: each is tried in turn.
const MOST_KEYS: usize = 50;

/// The key that is to blame: without it the node is accepted or, as the model may then miss the
/// key, refused for another reason.
fn culprit(sort: &Sort, node: &Value, message: String) -> Why {
    let Some(entries) = node.as_object().filter(|keys| keys.len() <= MOST_KEYS) else {
        return Why::Refused(message, None);
    };
    let without = |key: &String| {
        let mut without = entries.clone();
        without.remove(key);
        (sort.refuses)(&Value::Object(without))
    };
    let accepted = entries.keys().find(|key| without(key).is_none());
    if let Some(key) = accepted {
        return Why::Key(message, key.clone());
    }
    let differs = |key: &&String| without(key).is_some_and(|other| other != message);
    // Of what is missing no key is to blame.
    let missing = message.starts_with("missing field") || message.starts_with("no variant");
    let culprit = entries.keys().find(differs).filter(|_| !missing).cloned();
    Why::Refused(message, culprit)
}
