//! What brought components are called: after the place that they were written at.

use std::collections::BTreeMap;

use heck::ToSnakeCase;
use serde_json::Value;

use super::files::Files;
use crate::pointer::Pointer;
use crate::read::Origin;

/// What a name begins with until all are known.
pub(in crate::read) const PROVISIONAL: &str = "\u{1}";

/// A name as it is written in a pointer.
pub(super) fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Where the components of a kind are.
pub(super) fn home(kind: &str) -> Pointer {
    match kind.strip_prefix('/') {
        Some(key) => Pointer::root().child(key),
        None => Pointer::root().child("components").child(kind),
    }
}

/// The place of a component until its name is known.
pub(super) fn provisional(kind: &str, index: usize) -> Pointer {
    home(kind).child(format!("{PROVISIONAL}{index}"))
}

/// The names of all brought components.
pub(super) struct Names {
    /// By the order in which they were brought.
    pub(super) of_brought: Vec<String>,
}

/// Names components after the last words of their places; those that would collide with each other,
/// or with one of the document, after the file as well, or after the whole place.
pub(super) fn names(
    document: &Value,
    files: &Files,
    origins: Vec<(&'static str, &Origin)>,
) -> Names {
    let candidates: Vec<[String; 3]> = origins
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
        for (index, (level, was)) in levels.iter_mut().zip(before).enumerate() {
            let Some((kind, names)) = at(index) else {
                continue;
            };
            let name = names.get(was).map_or("", String::as_str);
            let held = home(kind).look(document);
            let held = held.and_then(Value::as_object).into_iter().flatten();
            let is_held = held.into_iter().any(|(other, _)| same(other, name));
            let uses = taken.get(&(kind, name.to_snake_case()));
            let shared = uses.is_some_and(|uses| *uses > 1);
            if (is_held || shared) && was + 1 < names.len() {
                *level += 1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let chosen = candidates.iter().zip(levels);
    let of_brought = chosen
        .map(|(names, level)| names.get(level).cloned().unwrap_or_default())
        .collect();
    Names { of_brought }
}

/// Words of a place that say what sort of thing is there, and nothing of the thing.
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

/// Whether two names would be one in Rust.
fn same(one: &str, other: &str) -> bool {
    one.to_snake_case() == other.to_snake_case()
}

fn candidates(files: &Files, origin: &Origin) -> [String; 3] {
    let (stem, path) = files.names(origin.file);
    let keys: Vec<String> = origin.pointer.keys().collect();
    let told: Vec<&str> = keys
        .iter()
        .map(String::as_str)
        .filter(|key| !STRUCTURE.contains(key))
        .collect();
    let told = told.join(" ");
    let whole = format!("{path} {}", origin.pointer);
    if told.is_empty() {
        [stem, path, whole]
    } else {
        let with_file = format!("{path} {told}");
        [told, with_file, whole]
    }
}

impl Names {
    /// A place with the name that the component in it has now.
    pub(super) fn rename(&self, pointer: &Pointer) -> Pointer {
        let keys = pointer.keys().enumerate();
        keys.fold(Pointer::root(), |renamed, (depth, key)| {
            let name = self.name(&key).filter(|_| depth <= 2);
            renamed.child(name.unwrap_or(&key))
        })
    }

    fn name(&self, key: &str) -> Option<&str> {
        let index: usize = key.strip_prefix(PROVISIONAL)?.parse().ok()?;
        self.of_brought.get(index).map(String::as_str)
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
