//! Removes duplicate nodes where the specification allows a single node.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::{Map, Value};

use super::Pruning;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::pointer::Pointer;
use crate::read::bundle::the;
use crate::read::node_kind::{HEADER, NodeKind, PARAMETER, RESPONSES, swagger};

impl Pruning<'_> {
    /// Removes duplicates in a node.
    pub(super) fn duplicates(
        &mut self,
        node_kind: &'static NodeKind,
        node: &mut Map<String, Value>,
        at: &Pointer,
    ) {
        if node_kind.is(&RESPONSES) || node_kind.is(&swagger::RESPONSES) {
            self.spellings("status code", node, at);
        } else if node_kind.is(&PARAMETER) || node_kind.is(&HEADER) {
            self.content(node_kind, node, at);
        }
    }

    /// Removes the keys that differ from an earlier key only in case or spaces.
    pub(super) fn spellings(&mut self, what: &str, entries: &mut Map<String, Value>, at: &Pointer) {
        let mut seen: BTreeMap<String, String> = BTreeMap::new();
        entries.retain(|key, _| {
            let folded = key.to_ascii_lowercase().replace(' ', "");
            match seen.entry(folded) {
                Entry::Occupied(first) => {
                    let message =
                        format!("duplicate {what} `{key}`, documented as `{}`", first.get());
                    self.duplicate(message, &format!("the first {what}"), &at.child(key));
                    false
                }
                Entry::Vacant(entry) => {
                    entry.insert(key.clone());
                    true
                }
            }
        });
    }

    /// Removes the `content` of a parameter that also has a `schema`, and an empty `content`.
    /// Otherwise, removes all media types of the `content` except the first.
    fn content(
        &mut self,
        node_kind: &'static NodeKind,
        node: &mut Map<String, Value>,
        at: &Pointer,
    ) {
        let at = at.child("content");
        if node.contains_key("schema") && node.shift_remove("content").is_some() {
            let message = format!(
                "expected `schema` or `content` of {}, found both",
                node_kind.name
            );
            self.duplicate(message, "`schema`", &at);
        }
        let Some(Value::Object(content)) = node.get_mut("content") else {
            return;
        };
        if content.is_empty() {
            // Without `content`, the model reports a missing schema.
            node.shift_remove("content");
            return;
        }
        self.spellings("media type", content, &at);
        let mut index = 0;
        content.retain(|name, _| {
            index += 1;
            if index > 1 {
                let message = format!(
                    "expected one media type of {}, found several",
                    the(node_kind.name)
                );
                self.duplicate(message, "the first media type", &at.child(name));
            }
            index <= 1
        });
    }

    fn duplicate(&mut self, message: String, used: &str, at: &Pointer) {
        let found = Diagnostic::warning(Code::Contradiction, at, message);
        let help = format!("keep one of the two; {used} is used");
        let found = found.at(Location::Key(at.clone())).help(help);
        self.excluded.diagnostics.push(found);
    }
}
