//! Components that are only a reference to an imported component. Both are one component, so that a
//! document of several files has the names of its own components.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use serde_json::Value;

use super::naming::{container, index};
use super::{ImportedNode, MAX_STEPS};
use crate::pointer::Pointer;

/// Returns the index of the component that each imported component stands for: its own, or the end
/// of its chain of references.
pub(super) fn targets(nodes: &[ImportedNode]) -> Vec<usize> {
    let target = |index: usize| {
        let mut last = index;
        for _ in 0..MAX_STEPS {
            match nodes.get(last).and_then(|(.., node)| referred(node)) {
                Some(next) => last = next,
                None => return last,
            }
        }
        // A cycle is reported where it is lowered.
        index
    };
    (0..nodes.len()).map(target).collect()
}

/// Returns the names of imported components that components of the document refer to: the name that
/// the import would have, else the first in alphabetical order.
pub(super) fn names(
    document: &Value,
    nodes: &[ImportedNode],
    targets: &[usize],
    natural: impl Fn(usize) -> String,
) -> BTreeMap<usize, String> {
    let mut all: BTreeMap<usize, Vec<&String>> = BTreeMap::new();
    let mut kinds: Vec<&str> = nodes.iter().map(|(kind, ..)| *kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let held = container(kind).look(document);
        for (name, node) in held.and_then(Value::as_object).into_iter().flatten() {
            let target = referred(node).and_then(|index| targets.get(index));
            if let Some(target) = target {
                all.entry(*target).or_default().push(name);
            }
        }
    }
    let chosen = all.into_iter().filter_map(|(target, mut names)| {
        names.sort_unstable();
        let natural = natural(target).to_snake_case();
        let same = names.iter().find(|name| name.to_snake_case() == natural);
        let name = same.or(names.first())?;
        Some((target, (*name).clone()))
    });
    chosen.collect()
}

/// Returns the index of the imported component that a node refers to, without other keys.
fn referred(node: &Value) -> Option<usize> {
    let keys = node.as_object().filter(|keys| keys.len() == 1)?;
    let pointer = Pointer::from_fragment(keys.get("$ref")?.as_str()?)?;
    index(&pointer.last()?)
}
