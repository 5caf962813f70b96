//! Lists the keys of all kinds of nodes, for tests.

use std::collections::{BTreeMap, BTreeSet};

use super::{DOCUMENT, NodeKind, swagger};
use crate::read::version::Version;

/// Keys by the name of the kind of node.
type Keys = BTreeMap<&'static str, BTreeSet<&'static str>>;

/// Returns the keys of each kind of node in a version of the specification. Empty if the version
/// isn't supported.
pub fn keys_of(version: &str) -> Keys {
    let mut found = listed(version, |node_kind, version| {
        node_kind.keys(version).collect()
    });
    if found.is_empty() {
        return found;
    }
    let version = Version::of(version);
    let beside = ["summary", "description"].into_iter();
    let beside = beside.filter(|_| version > Some(Version::V3_0));
    found.insert("a reference", beside.chain(["$ref"]).collect());
    found
}

/// Returns the keys of other versions that are obeyed in a version.
pub fn obeyed_keys_of(version: &str) -> Keys {
    listed(version, |node_kind, version| {
        let all = node_kind.obeyed.iter().map(|(key, _)| *key);
        all.filter(|key| !node_kind.has(key, version)).collect()
    })
}

fn listed(version: &str, keys: fn(&NodeKind, Version) -> Vec<&'static str>) -> Keys {
    let (root, version) = match Version::of(version) {
        Some(version) => (&DOCUMENT, version),
        None if version == "2.0" => (&swagger::DOCUMENT, Version::V3_0),
        None => return BTreeMap::new(),
    };
    let mut found: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let mut seen: Vec<&NodeKind> = Vec::new();
    let mut left = vec![root];
    while let Some(node_kind) = left.pop() {
        if seen.iter().any(|other| std::ptr::eq(*other, node_kind)) {
            continue;
        }
        seen.push(node_kind);
        found
            .entry(node_kind.name)
            .or_default()
            .extend(keys(node_kind, version));
        let held = node_kind
            .holds
            .iter()
            .filter(|(key, ..)| node_kind.since(key) <= version);
        left.extend(held.map(|(.., held)| *held));
        left.extend(node_kind.entries.as_ref().map(|entries| entries.node_kind));
    }
    found.retain(|_, keys: &mut BTreeSet<_>| !keys.is_empty());
    found
}
