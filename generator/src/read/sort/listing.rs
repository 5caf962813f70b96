//! The keys of all sorts of nodes, for the table of answers in the tests.

use std::collections::{BTreeMap, BTreeSet};

use super::{DOCUMENT, Sort, swagger};
use crate::read::version::Version;

/// The keys of each sort of node in a version of the specification, by the name of the sort; nothing
/// for a version that isn't read.
pub fn keys_of(version: &str) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let (root, version) = match Version::of(version) {
        Some(version) => (&DOCUMENT, version),
        None if version == "2.0" => (&swagger::DOCUMENT, Version::V3_0),
        None => return BTreeMap::new(),
    };
    let mut found: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let mut seen: Vec<&Sort> = Vec::new();
    let mut left = vec![root];
    while let Some(sort) = left.pop() {
        if seen.iter().any(|other| std::ptr::eq(*other, sort)) {
            continue;
        }
        seen.push(sort);
        found
            .entry(sort.name)
            .or_default()
            .extend(sort.keys(version));
        let held = sort
            .holds
            .iter()
            .filter(|(key, ..)| sort.since(key) <= version);
        left.extend(held.map(|(.., held)| *held));
        left.extend(sort.entries.as_ref().map(|entries| entries.sort));
    }
    let beside = ["summary", "description"];
    let beside = beside.iter().filter(|_| version > Version::V3_0);
    let reference = beside.chain(&["$ref"]).copied().collect();
    found.insert("a reference", reference);
    found.retain(|_, keys| !keys.is_empty());
    found
}
