//! Converts a schema of JSON Schema 2020-12 to OpenAPI 3.0.

use serde_json::{Map, Value, json};

use super::{Rewriting, RewrittenPointer, extension};
use crate::diagnostic::{Code, Diagnostic};
use crate::read::version::Version;

/// Keywords that identify a schema, or are for authors.
const SILENT: [&str; 9] = [
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$recursiveAnchor",
    "$schema",
    "$vocabulary",
    "definitions",
];

/// Keywords that 3.0 doesn't have and that don't affect the type.
const UNCHECKED: [&str; 12] = [
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "if",
    "then",
    "else",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
];

/// Converts a boolean schema: `true` allows any value, `false` none.
pub(super) fn of_boolean(anything: bool) -> Value {
    match anything {
        true => json!({}),
        false => json!({ "not": {} }),
    }
}

impl Rewriting<'_> {
    pub(super) fn schema(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        let is_foreign = |key: &str| key.starts_with("x-rejoinder-") && key != extension::BOUNDS;
        keys.retain(|key, _| !SILENT.contains(&key.as_str()) && !is_foreign(key));
        self.reference(keys, pointer);
        if keys.contains_key("$ref") {
            return;
        }
        self.constant(keys, pointer);
        self.examples(keys, pointer);
        self.bound(keys, pointer, "minimum", "exclusiveMinimum");
        self.bound(keys, pointer, "maximum", "exclusiveMaximum");
        dependencies(keys);
        self.content(keys, pointer);
        self.subschemas(keys, pointer);
        self.constants(keys, pointer);
        self.types(keys, pointer);
        self.items(keys, pointer);
        self.names(keys, pointer);
        // All property names are strings.
        keys.retain(|key, value| key != "propertyNames" || *value != json!({ "type": "string" }));
        for key in UNCHECKED {
            if let Some(value) = keys.shift_remove(key) {
                unchecked(keys, key, value);
            }
        }
    }

    /// Moves a reference with siblings into an `allOf`, because the reference and its siblings all
    /// apply.
    fn reference(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        let Some(reference) = keys.get("$ref").cloned() else {
            return;
        };
        let is_alone = |key: &String| key == "$ref" || key.starts_with("x-");
        if keys.keys().all(is_alone) {
            keys.retain(|key, _| key == "$ref");
            return;
        }
        keys.shift_remove("$ref");
        let parts = keys.entry("allOf").or_insert_with(|| json!([]));
        if let Value::Array(parts) = parts {
            let index = parts.len().to_string();
            parts.push(json!({ "$ref": reference }));
            self.moved(pointer, &["allOf", &index], &[]);
        }
    }

    fn constant(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        if let Some(constant) = keys.shift_remove("const") {
            keys.insert("enum".to_owned(), json!([constant]));
            self.moved(pointer, &["enum"], &["const"]);
        }
    }

    /// Keeps the first example. A value that isn't an array is a single example.
    fn examples(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        let mut examples = match keys.shift_remove("examples") {
            None => return,
            Some(Value::Array(examples)) => examples,
            Some(other) => vec![other],
        };
        if !keys.contains_key("example") && !examples.is_empty() {
            keys.insert("example".to_owned(), examples.remove(0));
            self.moved(pointer, &["example"], &["examples", "0"]);
        }
        if !examples.is_empty() {
            unchecked(keys, "examples", examples.into());
        }
    }

    /// Converts a numeric exclusive bound to the boolean form of 3.0.
    fn bound(
        &mut self,
        keys: &mut Map<String, Value>,
        pointer: RewrittenPointer<'_>,
        inclusive: &str,
        exclusive: &str,
    ) {
        if self.version > Version::V3_0 && keys.get(exclusive) == Some(&Value::Bool(true)) {
            let consequence = match keys.contains_key(inclusive) {
                true => format!("`{inclusive}` is an exclusive bound here"),
                false => "the key is ignored here".to_owned(),
            };
            let message = format!("expected a number for `{exclusive}`, found `true`");
            self.extras.diagnostics.push(
                Diagnostic::warning(
                    Code::InvalidNode,
                    &pointer.original.child(exclusive),
                    message,
                )
                .help(format!("write the bound at `{exclusive}`; {consequence}")),
            );
            if !keys.contains_key(inclusive) {
                keys.shift_remove(exclusive);
            }
        }
        let number = |key: &str| keys.get(key).and_then(Value::as_f64);
        let Some(limit) = number(exclusive) else {
            return;
        };
        let is_wider = number(inclusive).is_some_and(|other| match inclusive {
            "minimum" => other > limit,
            _ => other < limit,
        });
        let Some(limit) = keys.shift_remove(exclusive) else {
            return;
        };
        if !is_wider {
            keys.insert(inclusive.to_owned(), limit);
            keys.insert(exclusive.to_owned(), Value::Bool(true));
            self.moved(pointer, &[inclusive], &[exclusive]);
        }
    }
}

impl Rewriting<'_> {
    /// Reports a keyword of the wrong type.
    pub(super) fn unreadable(&mut self, pointer: RewrittenPointer<'_>, key: &str, expected: &str) {
        let at = pointer.original.child(key);
        let message = format!("expected {expected} for `{key}`");
        self.extras.diagnostics.push(
            Diagnostic::warning(Code::InvalidNode, &at, message)
                .help("correct it; the key is ignored here"),
        );
    }
}

/// Splits `dependencies` of older drafts into the two keywords of 2020-12.
fn dependencies(keys: &mut Map<String, Value>) {
    let Some(Value::Object(all)) = keys.shift_remove("dependencies") else {
        return;
    };
    for (name, value) in all {
        let key = match value {
            Value::Array(_) => "dependentRequired",
            _ => "dependentSchemas",
        };
        if let Value::Object(entries) = keys.entry(key).or_insert_with(|| json!({})) {
            entries.entry(name).or_insert(value);
        }
    }
}

/// Returns `true` if a schema is exactly `false` or its equivalent.
pub(super) fn is_never(schema: &Value) -> bool {
    *schema == Value::Bool(false) || *schema == json!({ "not": {} })
}

/// Replaces a schema that no value satisfies with `false`.
pub(super) fn never_is_false(keys: &mut Map<String, Value>, key: &str) {
    if let Some(rest) = keys.get_mut(key)
        && is_never(rest)
    {
        *rest = Value::Bool(false);
    }
}

/// Adds a constraint that is documented and not checked.
pub(super) fn unchecked(keys: &mut Map<String, Value>, key: &str, value: Value) {
    let all = keys
        .entry(extension::UNCHECKED)
        .or_insert_with(|| json!({}));
    if let Value::Object(all) = all {
        all.insert(key.to_owned(), value);
    }
}
