//! Names imported components after their origins.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use serde_json::Value;

use super::files::Files;
use super::{ImportedNode, alias, place};
use crate::pointer::Pointer;
use crate::read::Origin;

/// The prefix of provisional names.
pub(in crate::read) const PROVISIONAL: &str = "\u{1}";

/// Escapes a name for a pointer.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Returns the pointer of the components of a kind.
pub(super) fn container(kind: &str) -> Pointer {
    match kind.strip_prefix('/') {
        Some(key) => Pointer::root().child(key),
        None => Pointer::root().child("components").child(kind),
    }
}

/// Returns the provisional pointer of a component.
pub(super) fn provisional(kind: &str, index: usize) -> Pointer {
    container(kind).child(format!("{PROVISIONAL}{index}"))
}

/// Returns the index in a provisional name.
pub(super) fn index(name: &str) -> Option<usize> {
    name.strip_prefix(PROVISIONAL)?.parse().ok()
}

/// The names of all imported components.
pub(super) struct Names {
    /// The names, in the order of the imports.
    of_imported: Vec<String>,
    /// The indexes of the components that the imports stand for.
    targets: Vec<usize>,
}

/// Names imported components: after the component of the document that is only a reference to the
/// import, or after their places.
pub(super) fn names(document: &Value, files: &Files, nodes: &[ImportedNode]) -> Names {
    let targets = alias::targets(nodes);
    let natural = |index: usize| match nodes.get(index) {
        Some((_, origin, _)) => {
            let [natural, ..] = candidates(files, origin);
            natural
        }
        None => String::new(),
    };
    let mut by_index = alias::names(document, nodes, &targets, natural);
    let others = nodes.iter().zip(&targets).enumerate();
    let others = others
        .filter(|(index, (_, target))| index == *target && !by_index.contains_key(index))
        .map(|(index, ((kind, origin, _), _))| (index, (*kind, origin)));
    let (indexes, origins): (Vec<usize>, Vec<_>) = others.unzip();
    by_index.extend(indexes.into_iter().zip(by_place(document, files, &origins)));
    let names = targets.iter().map(|target| by_index.get(target).cloned());
    Names {
        of_imported: names.map(Option::unwrap_or_default).collect(),
        targets,
    }
}

/// Returns the names of components after their places, or after the distinctive keys of their
/// pointers. On a collision with another component, the name gets the file, then the whole pointer.
fn by_place(document: &Value, files: &Files, origins: &[(&'static str, &Origin)]) -> Vec<String> {
    let candidates: Vec<[String; 4]> = origins
        .iter()
        .map(|(_, origin)| candidates(files, origin))
        .collect();
    let mut levels = vec![0; origins.len()];
    loop {
        let mut taken: BTreeMap<(&str, String), usize> = BTreeMap::new();
        let at = |index: usize| Some((origins.get(index)?.0, candidates.get(index)?));
        for (index, level) in levels.iter().enumerate() {
            if let Some((kind, names)) = at(index) {
                let name = names.get(*level).map_or("", String::as_str);
                *taken.entry((kind, name.to_snake_case())).or_default() += 1;
            }
        }
        let mut moved = false;
        let before = levels.clone();
        for (index, (level, current)) in levels.iter_mut().zip(before).enumerate() {
            let Some((kind, names)) = at(index) else {
                continue;
            };
            let name = names.get(current).map_or("", String::as_str);
            let held = container(kind).look(document);
            let held = held.and_then(Value::as_object).into_iter().flatten();
            let is_held = held.into_iter().any(|(other, _)| same(other, name));
            let uses = taken.get(&(kind, name.to_snake_case()));
            let shared = uses.is_some_and(|uses| *uses > 1);
            if (is_held || shared) && current + 1 < names.len() {
                *level += 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let chosen = candidates.iter().zip(levels);
    chosen
        .map(|(names, level)| names.get(level).cloned().unwrap_or_default())
        .collect()
}

/// Keys of a pointer that name a kind of node, not the node.
const STRUCTURE: [&str; 16] = [
    "$defs",
    "components",
    "content",
    "definitions",
    "headers",
    "mediaTypes",
    "parameters",
    "paths",
    "properties",
    "requestBodies",
    "requestBody",
    "responses",
    "schema",
    "schemas",
    "securitySchemes",
    "examples",
];

/// Returns `true` if two names are equal in Rust.
fn same(one: &str, other: &str) -> bool {
    one.to_snake_case() == other.to_snake_case()
}

fn candidates(files: &Files, origin: &Origin) -> [String; 4] {
    let (stem, path) = files.names(origin.file);
    let keys: Vec<String> = origin.pointer.keys().collect();
    let distinctive: Vec<&str> = keys
        .iter()
        .map(String::as_str)
        .filter(|key| !STRUCTURE.contains(key))
        .collect();
    let distinctive = distinctive.join(" ");
    let whole = format!("{path} {}", origin.pointer);
    let at_place = |with_title| place::words(files, origin, with_title);
    let named = at_place(true).unwrap_or_else(|| distinctive.clone());
    let untitled = at_place(false).unwrap_or(distinctive);
    if named.is_empty() {
        [stem, path.clone(), path, whole]
    } else {
        let with_file = format!("{path} {untitled}");
        [named, untitled, with_file, whole]
    }
}

impl Names {
    /// Returns the name of an import that stands for itself.
    pub(super) fn of_own(&self, index: usize) -> Option<&str> {
        let is_own = self.targets.get(index) == Some(&index);
        self.of_imported
            .get(index)
            .filter(|_| is_own)
            .map(String::as_str)
    }

    /// Returns `true` for a pointer into an import that stands for another.
    pub(super) fn is_alias(&self, pointer: &Pointer) -> bool {
        let mut indexes = pointer.keys().filter_map(|key| index(&key));
        indexes
            .next()
            .is_some_and(|index| self.of_own(index).is_none())
    }

    /// Replaces the provisional name in a pointer.
    pub(super) fn rename(&self, pointer: &Pointer) -> Pointer {
        let keys = pointer.keys().enumerate();
        keys.fold(Pointer::root(), |renamed, (depth, key)| {
            let name = self.name(&key).filter(|_| depth <= 2);
            renamed.child(name.unwrap_or(&key))
        })
    }

    fn name(&self, key: &str) -> Option<&str> {
        self.of_imported.get(index(key)?).map(String::as_str)
    }

    fn renamed(&self, reference: String) -> String {
        match Pointer::from_fragment(&reference) {
            Some(pointer) => self.rename(&pointer).to_string(),
            None => reference,
        }
    }

    /// Renames the references of a document.
    pub(super) fn rename_references(&self, node: &mut Value) {
        match node {
            Value::String(text) if text.contains(PROVISIONAL) => {
                *text = self.renamed(std::mem::take(text));
            }
            Value::Array(items) => {
                items
                    .iter_mut()
                    .for_each(|item| self.rename_references(item));
            }
            Value::Object(keys) => {
                if keys.keys().any(|key| key.contains(PROVISIONAL)) {
                    let all = std::mem::take(keys).into_iter();
                    *keys = all.map(|(key, value)| (self.renamed(key), value)).collect();
                }
                keys.values_mut()
                    .for_each(|value| self.rename_references(value));
            }
            _ => {}
        }
    }
}
