//! Prunes values of an unexpected JSON type, such as null. Each is reported and replaced by the
//! most useful value.

mod duplicates;
mod integer;
pub(super) mod large;
pub(super) mod scalar;
pub(super) mod schema_type;
mod security;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use self::integer::integers;
use self::large::LargeNumbers;
use super::bundle::Bundled;
use super::node_kind::{
    DISCRIMINATOR, MEDIA_TYPE, Multiplicity, NodeKind, OPERATION, Placeholder, SCHEMA,
    SCHEMA_OR_BOOLEAN, VARIABLE, is_flow, swagger,
};
use super::sources::Removed;
use super::version::Version;
use super::{Excluded, route};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::pointer::Pointer;

/// Keys whose values are data and may be null.
pub(super) const AUTHORED: [&str; 8] = [
    "const",
    "dataValue",
    "default",
    "enum",
    "example",
    "examples",
    "requestBody",
    "value",
];

/// Keywords of schemas with numbers.
pub(super) const NUMBERS: [&str; 13] = [
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
];

/// Keywords of schemas with instance values.
pub(super) const VALUES: [&str; 3] = ["const", "default", "enum"];

/// Documentation keys: a null in their place is removed without a diagnostic.
const PROSE: [&str; 6] = [
    "$comment",
    "description",
    "operationId",
    "pattern",
    "summary",
    "title",
];

/// Keys with arrays of strings.
const STRINGS: [&str; 2] = ["required", "tags"];

/// Prunes a document, and reports each change.
pub(super) fn prune(
    node_kind: &'static NodeKind,
    version: Version,
    bundled: &mut Bundled,
    excluded: &mut Excluded,
) {
    // The node of an unresolved reference may be null by now.
    let reported = excluded.diagnostics.iter().filter_map(Diagnostic::node);
    let reported: BTreeSet<Pointer> = reported
        .filter_map(|pointer| Some(pointer.parent()?.0))
        .collect();
    let mut pruning = Pruning {
        version,
        bundled,
        reported,
        excluded,
        removed: Removed::default(),
        scalars: Vec::new(),
        large: Vec::new(),
    };
    let mut document = std::mem::take(&mut pruning.bundled.document);
    if let Value::Object(keys) = &mut document {
        pruning.keys(node_kind, keys, &Pointer::root());
    }
    pruning.bundled.document = document;
    let (removed, scalars, large) = (pruning.removed, pruning.scalars, pruning.large);
    let found = scalar::restore(bundled, &removed, scalars);
    excluded.diagnostics.extend(found);
    let found = large::restore(bundled, &removed, large);
    excluded.diagnostics.extend(found);
    for found in &mut excluded.diagnostics {
        *found = found.clone().renamed(&|pointer| removed.rename(pointer));
    }
    bundled.renumber(&removed);
}

struct Pruning<'a> {
    version: Version,
    bundled: &'a mut Bundled,
    /// Nodes that already have a diagnostic.
    reported: BTreeSet<Pointer>,
    excluded: &'a mut Excluded,
    removed: Removed,
    /// Numbers and booleans in the place of strings.
    scalars: Vec<(Pointer, Value)>,
    large: Vec<LargeNumbers>,
}

/// The outcome for a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Kept,
    Removed,
}

impl Pruning<'_> {
    /// Prunes the values of a node.
    fn keys(&mut self, node_kind: &'static NodeKind, node: &mut Map<String, Value>, at: &Pointer) {
        match node.get("$ref") {
            Some(Value::String(_)) if self.version == Version::V3_0 => return,
            None | Some(Value::String(_)) => {}
            Some(other) => {
                self.wrong("$ref", other, "a string", &at.child("$ref"));
                node.shift_remove("$ref");
            }
        }
        self.duplicates(node_kind, node, at);
        if is_schema(node_kind) {
            self.types(node_kind, node, at);
            integers(node);
        }
        large::find(node_kind, node, at, &mut self.large);
        if node_kind.plain.contains(&"enum") && scalar::is_of_strings(node) {
            self.string_values(node, at);
        }
        node.retain(|key, value| {
            let pointer = at.child(key);
            let outcome = match node_kind.held_at(key, self.version) {
                Some((Multiplicity::One, held)) => self.node(held, key, value, &pointer),
                Some((Multiplicity::List, held)) => self.list(held, key, value, &pointer),
                Some((Multiplicity::Map, held)) => self.map(held, key, value, &pointer),
                None if key.starts_with("x-") => Outcome::Kept,
                None => self.plain(node_kind, key, value, &pointer),
            };
            outcome == Outcome::Kept
        });
    }

    fn node(
        &mut self,
        node_kind: &'static NodeKind,
        key: &str,
        node: &mut Value,
        at: &Pointer,
    ) -> Outcome {
        match node {
            Value::Object(keys) => {
                self.keys(node_kind, keys, at);
                return Outcome::Kept;
            }
            Value::Bool(_)
                if key == "additionalProperties"
                    || is_schema(node_kind) && (key == "items" || SCHEMA.is_obeyed(key))
                    || self.takes_booleans(node_kind) =>
            {
                return Outcome::Kept;
            }
            Value::Array(_) if key == "items" && is_schema(node_kind) => {
                return self.list(node_kind, key, node, at);
            }
            _ if self.reported.contains(at) => return Outcome::Removed,
            _ => {}
        }
        let message = format!("expected {}, found {}", node_kind.name, kind(node));
        // An empty schema allows everything, so its negation allows nothing.
        let assumed = node_kind.assumed.filter(|_| key != "not");
        let is_operation = node_kind.is(&OPERATION) || node_kind.is(&swagger::OPERATION);
        let help = match assumed {
            _ if is_operation => "write an object; the operation is left out here".to_owned(),
            Some(assumed) => format!("correct it; {} is assumed here", assumed.name),
            None => "correct it, or remove it; it is left out here".to_owned(),
        };
        let found = Diagnostic::warning(Code::InvalidNode, at, message).help(help);
        if is_operation {
            *node = json!({ "responses": {} });
            self.excluded.operations.insert(at.clone(), found.clone());
        }
        let lost = is_operation.then(|| route(at));
        let found = found.losing(lost.as_slice());
        self.excluded.diagnostics.push(found);
        match assumed {
            Some(assumed) => *node = (assumed.node)(),
            None if is_operation => {}
            None => {
                self.component(at);
                return Outcome::Removed;
            }
        }
        Outcome::Kept
    }

    /// Returns `true` if the kind is a schema and the version allows boolean schemas.
    fn takes_booleans(&self, node_kind: &'static NodeKind) -> bool {
        is_schema(node_kind) && self.version > Version::V3_0
    }

    /// Excludes a component.
    fn component(&mut self, at: &Pointer) {
        let mut keys = at.keys();
        let (first, second, third) = (keys.next(), keys.next(), keys.next());
        let kind = match (first.as_deref(), &second) {
            (Some("components"), Some(kind)) => kind.as_str(),
            (Some("parameters"), _) => "parameters",
            (Some("securityDefinitions"), _) => "securitySchemes",
            _ => return,
        };
        let name = match first.as_deref() {
            Some("components") => third,
            _ => second.clone(),
        };
        if let Some(name) = name {
            let components = Pointer::root().child("components");
            let pointer = components.child(kind).child(name);
            self.excluded.components.insert(pointer);
        }
    }

    fn list(
        &mut self,
        node_kind: &'static NodeKind,
        key: &str,
        value: &mut Value,
        at: &Pointer,
    ) -> Outcome {
        let Value::Array(items) = value else {
            return self.wrong(key, value, "an array", at);
        };
        self.items(items, at, |this, item, pointer| {
            this.node(node_kind, "", item, pointer)
        });
        Outcome::Kept
    }

    /// Prunes the items of an array, and records the new indexes.
    fn items(
        &mut self,
        items: &mut Vec<Value>,
        at: &Pointer,
        mut outcome: impl FnMut(&mut Self, &mut Value, &Pointer) -> Outcome,
    ) {
        let mut removed = Vec::new();
        let mut index = 0;
        let length = items.len();
        items.retain_mut(|item| {
            let outcome = outcome(self, item, &at.child(index));
            if outcome == Outcome::Removed {
                removed.push(index);
            }
            index += 1;
            outcome == Outcome::Kept
        });
        self.removed.add(at, removed, length);
    }

    fn map(
        &mut self,
        node_kind: &'static NodeKind,
        key: &str,
        value: &mut Value,
        at: &Pointer,
    ) -> Outcome {
        let Value::Object(entries) = value else {
            return self.wrong(key, value, "an object", at);
        };
        if node_kind.is(&MEDIA_TYPE) {
            self.spellings("media type", entries, at);
        }
        entries
            .retain(|key, child| self.node(node_kind, "", child, &at.child(key)) == Outcome::Kept);
        Outcome::Kept
    }

    /// Reports a value of the wrong type, which is removed.
    fn wrong(&mut self, key: &str, value: &Value, expected: &str, at: &Pointer) -> Outcome {
        if !self.reported.contains(at) {
            let message = format!("expected {expected} for `{key}`, found {}", kind(value));
            let found = Diagnostic::warning(Code::InvalidNode, at, message);
            let found = found.help("correct it, or remove the key; it is ignored here");
            self.excluded.diagnostics.push(found);
        }
        Outcome::Removed
    }

    /// Prunes the value of a key that holds no nodes.
    fn plain(
        &mut self,
        node_kind: &'static NodeKind,
        key: &str,
        value: &mut Value,
        at: &Pointer,
    ) -> Outcome {
        if !node_kind.plain.contains(&key) || node_kind.read_since(key) > self.version {
            return Outcome::Kept;
        }
        let is_of_node = !is_schema(node_kind);
        match value {
            Value::Null if AUTHORED.contains(&key) && key != "enum" && !node_kind.is(&VARIABLE) => {
            }
            Value::Null => return self.null(node_kind, key, value, at),
            _ if key == "security" && is_of_node => return self.security(value, at),
            Value::Bool(_) | Value::Number(_) if scalar::is_string(node_kind, key) => {
                self.string(value, at);
            }
            Value::Array(items) if STRINGS.contains(&key) || node_kind.is(&VARIABLE) => {
                self.items(items, at, |this, item, pointer| this.string(item, pointer));
            }
            Value::Object(entries)
                if key == "mapping" && node_kind.is(&DISCRIMINATOR)
                    || key == "scopes" && is_flow(node_kind) =>
            {
                entries.retain(|name, entry| {
                    let outcome = self.string(entry, &at.child(name));
                    // A scope is valid without a description.
                    if outcome == Outcome::Removed && key == "scopes" {
                        *entry = Value::String(String::new());
                    }
                    outcome == Outcome::Kept || key == "scopes"
                });
            }
            _ => {}
        }
        Outcome::Kept
    }

    /// Prunes null: an empty string replaces it if OpenAPI requires the key.
    fn null(
        &mut self,
        node_kind: &'static NodeKind,
        key: &str,
        value: &mut Value,
        at: &Pointer,
    ) -> Outcome {
        let mut needs = node_kind.needs.iter();
        let needed =
            needs.find(|(needed, empty)| *needed == key && !matches!(empty, Placeholder::Object));
        let (help, outcome) = if let Some((_, empty)) = needed {
            *value = empty.value();
            let help = format!("write a string; {} here", empty.consequence());
            (help, Outcome::Kept)
        } else {
            (
                "remove the key; it is ignored here".to_owned(),
                Outcome::Removed,
            )
        };
        if !self.reported.contains(at) {
            let message = format!("expected a value for `{key}`, found null");
            let mut found = Diagnostic::warning(Code::InvalidNode, at, message);
            if PROSE.contains(&key) {
                found.severity = Severity::Note;
            }
            self.excluded.diagnostics.push(found.help(help));
        }
        outcome
    }

    /// Prunes a string. An unquoted YAML scalar becomes a string.
    fn string(&mut self, value: &mut Value, at: &Pointer) -> Outcome {
        match value {
            Value::String(_) => Outcome::Kept,
            Value::Bool(_) | Value::Number(_) => {
                let text = Value::String(value.to_string());
                let scalar = std::mem::replace(value, text);
                self.scalars.push((at.clone(), scalar));
                Outcome::Kept
            }
            _ if self.reported.contains(at) => Outcome::Removed,
            _ => {
                let message = format!("expected a string, found {}", kind(value));
                let found = Diagnostic::warning(Code::InvalidNode, at, message)
                    .help("correct it, or remove it; it is ignored here");
                self.excluded.diagnostics.push(found);
                Outcome::Removed
            }
        }
    }
}

fn is_schema(node_kind: &'static NodeKind) -> bool {
    node_kind.is(&SCHEMA) || node_kind.is(&SCHEMA_OR_BOOLEAN) || node_kind.is(&swagger::SCHEMA)
}

/// Returns `true` for a number out of the range of floats, which YAML parses as a string.
pub(super) fn is_out_of_range(text: &str) -> bool {
    text.ends_with(|c: char| c.is_ascii_digit()) && text.parse().is_ok_and(f64::is_infinite)
}

/// Describes a value by its JSON type with an article, or by its content if it is a short scalar.
pub(super) fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) | Value::Number(_) => format!("`{value}`"),
        Value::String(text) if is_out_of_range(text) => {
            format!("`{text}`, a number out of range")
        }
        Value::String(text) if text.len() <= 40 && !text.contains(['`', '\n']) => {
            format!("the string `{text}`")
        }
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
