//! Inlines references to nodes that can't be components.

use serde_json::Value;

use super::{Bundle, Entry, ReferenceSibling};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;
use crate::read::node_kind::{self, NodeKind, swagger};
use crate::read::sources;
use crate::read::{Origin, holds_operations};

/// The maximum depth that the parsers support.
const MAX_DEPTH: usize = 128;

/// The size of a node without its keys and strings.
const NODE_BYTES: usize = 8;

/// Keys whose values are data, which may look like a reference.
const AUTHORED: [&str; 5] = ["const", "dataValue", "default", "example", "value"];

impl Bundle {
    /// Replaces a reference with its target. Returns the file of the target, and the keys beside
    /// the reference; `None` if there is no resolved reference.
    pub(super) fn inline(
        &mut self,
        held: Entry,
        node: &mut Value,
        file: usize,
        at: &Pointer,
    ) -> Option<(usize, Vec<ReferenceSibling>)> {
        let reference = node.get("$ref")?.as_str()?.to_owned();
        let (target, looked_up) = match self.inlinable(held, &reference, file, at) {
            Ok(found) => found,
            Err(unresolved) => {
                self.unresolved_reference(held, node, at, unresolved);
                return None;
            }
        };
        self.inlined.push(target.clone());
        let own = std::mem::replace(node, looked_up);
        let siblings = self.siblings(held, own, file, at);
        let file = target.file;
        self.moved.insert(at.clone(), target);
        Some((file, siblings))
    }

    /// Returns the origin and the value of a reference's target.
    fn inlinable(
        &mut self,
        held: Entry,
        reference: &str,
        file: usize,
        at: &Pointer,
    ) -> Result<(Origin, Value), Diagnostic> {
        let target = self.target(file, reference, at)?;
        let target = match held {
            Entry::One(node_kind) => self.of_kind(node_kind, target, reference, at)?,
            Entry::List(_) | Entry::Map(_) | Entry::Value => target,
        };
        let pointer = at.child("$ref");
        if self.inlined.contains(&target) {
            let message = format!("cyclic reference `{reference}`");
            let found = Diagnostic::warning(Code::CyclicReference, &pointer, message);
            return Err(found.help("replace one of the references with a definition"));
        }
        // Invariant: `target` found the node.
        let Some(node) = self.files.look(&target) else {
            let message = format!("the target of `{reference}` is lost");
            return Err(Diagnostic::internal(&pointer, message));
        };
        let left = self.files.limit().saturating_sub(self.inlined_bytes);
        let depth = MAX_DEPTH.saturating_sub(at.keys().count());
        let Some(bytes) = bytes(node, left, depth).filter(|_| !self.is_exhausted) else {
            // Later references fail at once, so that their targets aren't measured repeatedly.
            self.is_exhausted = true;
            let message = format!(
                "unsupported reference `{reference}`: references repeat or nest too much of the document"
            );
            let found = Diagnostic::warning(Code::UnsupportedReference, &pointer, message);
            return Err(found.help("move the target into a component, which is not repeated"));
        };
        let node = node.clone();
        self.inlined_bytes = self.inlined_bytes.saturating_add(bytes);
        Ok((target, node))
    }

    /// Reports an unresolved reference, and removes it from a node that is useful without it.
    fn unresolved_reference(
        &mut self,
        held: Entry,
        node: &mut Value,
        at: &Pointer,
        unresolved: Diagnostic,
    ) {
        let lost = match held {
            Entry::One(node_kind) if is_excluded(node_kind) && !has_operation(node) => {
                let unresolved =
                    unresolved.with_consequence(&format!("{} is left out", the(node_kind.name)));
                self.unresolved.insert(at.clone(), unresolved);
                return;
            }
            Entry::One(node_kind) => the(node_kind.name),
            Entry::List(node_kind) | Entry::Map(node_kind) => {
                format!("each child node ({})", node_kind.name)
            }
            // An object with keys beside `$ref` may be data, not a reference.
            Entry::Value if node.as_object().is_some_and(|keys| keys.len() > 1) => return,
            Entry::Value if at.last().is_some_and(|key| key.parse::<usize>().is_ok()) => {
                "the item".to_owned()
            }
            Entry::Value => "the key".to_owned(),
        };
        let is_example = at
            .last()
            .is_some_and(|key| AUTHORED.contains(&key.as_str()));
        let loss = match held {
            Entry::Value if is_example => "the value is used unchanged".to_owned(),
            Entry::One(node_kind) if is_excluded(node_kind) => {
                format!("{lost} has only the keys beside `$ref`")
            }
            _ => format!("{lost} is left out"),
        };
        self.report_unresolved(at, &unresolved.with_consequence(&loss));
        match (held, node) {
            (Entry::Value, node) if !is_example => *node = Value::Null,
            // Without its required keys, the node would be reported again.
            (Entry::One(node_kind), node) if is_optional(node_kind) && has_only_reference(node) => {
                *node = Value::Null;
            }
            (Entry::One(_) | Entry::List(_) | Entry::Map(_), Value::Object(keys)) => {
                keys.shift_remove("$ref");
            }
            _ => {}
        }
    }

    /// Visits and returns the keys beside a reference, with their origins.
    fn siblings(
        &mut self,
        held: Entry,
        mut own: Value,
        file: usize,
        at: &Pointer,
    ) -> Vec<ReferenceSibling> {
        let origin = sources::origin(&self.moved, at);
        let Some(keys) = own.as_object_mut() else {
            return Vec::new();
        };
        keys.shift_remove("$ref");
        if keys.is_empty() {
            return Vec::new();
        }
        self.entry_at(held, &mut own, file, at);
        let Value::Object(keys) = own else {
            return Vec::new();
        };
        let siblings = keys.into_iter().map(|(key, value)| {
            let origin = Origin {
                file: origin.file,
                pointer: origin.pointer.child(&key),
            };
            (key, value, origin)
        });
        siblings.collect()
    }
}

/// Returns the name of a kind of node with the definite article.
pub(in crate::read) fn the(name: &str) -> String {
    let article = ["a ", "an "].iter().find_map(|it| name.strip_prefix(it));
    article.map_or(name.to_owned(), |noun| format!("the {noun}"))
}

/// Returns `true` if the operations of an unresolved node are listed as left out.
fn is_excluded(node_kind: &'static NodeKind) -> bool {
    [
        &node_kind::PATH_ITEM,
        &node_kind::OPERATION,
        &swagger::PATH_ITEM,
        &swagger::OPERATION,
    ]
    .into_iter()
    .any(|listed| node_kind.is(listed))
}

/// Returns `true` for nodes that are left out as a whole if a key that they need is missing.
fn is_optional(node_kind: &'static NodeKind) -> bool {
    [
        &node_kind::CONTACT,
        &node_kind::DISCRIMINATOR,
        &node_kind::EXTERNAL_DOCS,
        &node_kind::LICENSE,
        &node_kind::SERVER,
        &node_kind::TAG,
    ]
    .into_iter()
    .any(|optional| node_kind.is(optional))
}

fn has_only_reference(node: &Value) -> bool {
    node.as_object().is_some_and(|keys| keys.len() == 1)
}

/// Returns `true` if a path item or an operation has content beside its reference.
fn has_operation(node: &Value) -> bool {
    let mut keys = node.as_object().into_iter().flat_map(|keys| keys.keys());
    keys.any(|key| key == "responses" || holds_operations(key))
}

/// Returns the size of a node; `None` if it exceeds a size or depth.
fn bytes(node: &Value, limit: usize, depth: usize) -> Option<usize> {
    let depth = depth.checked_sub(1)?;
    let mut total = NODE_BYTES;
    let mut add = |key: &str, value: &Value| {
        let left = limit.checked_sub(total)?.checked_sub(key.len())?;
        total += key.len() + bytes(value, left, depth)?;
        Some(())
    };
    match node {
        Value::Array(items) => items.iter().try_for_each(|item| add("", item))?,
        Value::Object(keys) => keys.iter().try_for_each(|(key, value)| add(key, value))?,
        Value::String(string) => total += string.len(),
        _ => {}
    }
    (total <= limit).then_some(total)
}
