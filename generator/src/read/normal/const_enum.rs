//! Converts a `oneOf` or `anyOf` of constants to an `enum` with documented values.

use indexmap::IndexSet;
use serde_json::{Map, Value, json};

use super::schema::is_never;
use super::{Rewriting, RewrittenPointer, extension};

/// Keywords of a constant that don't constrain its value.
const ANNOTATIONS: [&str; 7] = [
    "$comment",
    "deprecated",
    "description",
    "example",
    "examples",
    "title",
    "type",
];

/// Keywords beside `oneOf` or `anyOf` that add constraints.
const MORE: [&str; 5] = ["allOf", "enum", "not", "properties", "additionalProperties"];

impl Rewriting<'_> {
    /// Removes variants without a valid value, and null from an `allOf`. No value is both null and
    /// of another type, so null in an `allOf` means `nullable`.
    pub(super) fn subschemas(
        &mut self,
        keys: &mut Map<String, Value>,
        pointer: RewrittenPointer<'_>,
    ) {
        for choice in ["oneOf", "anyOf", "allOf"] {
            let is_out = match choice {
                "allOf" => is_only_null,
                _ => is_never,
            };
            let Some(Value::Array(subschemas)) = keys.get_mut(choice) else {
                continue;
            };
            if subschemas.len() == 1 || !subschemas.iter().any(is_out) {
                continue;
            }
            let all = std::mem::take(subschemas);
            for (index, subschema) in all.into_iter().enumerate() {
                if !is_out(&subschema) {
                    let now = subschemas.len().to_string();
                    self.moved(pointer, &[choice, &now], &[choice, &index.to_string()]);
                    subschemas.push(subschema);
                }
            }
            if choice == "allOf" {
                keys.insert("nullable".to_owned(), Value::Bool(true));
            }
        }
    }

    /// Converts a `oneOf` or `anyOf` of constants to an `enum`.
    pub(super) fn constants(
        &mut self,
        keys: &mut Map<String, Value>,
        pointer: RewrittenPointer<'_>,
    ) {
        let choice = match (keys.get("oneOf"), keys.get("anyOf")) {
            (Some(subschemas), None) => ("oneOf", subschemas),
            (None, Some(subschemas)) => ("anyOf", subschemas),
            _ => return,
        };
        let (choice, Value::Array(subschemas)) = choice else {
            return;
        };
        if MORE.iter().any(|key| keys.contains_key(*key)) {
            return;
        }
        let mut values: IndexSet<Value> = IndexSet::new();
        let mut documented = Vec::new();
        let mut indexes = Vec::new();
        let mut null = false;
        for (index, subschema) in subschemas.iter().enumerate() {
            if is_null(subschema) {
                null = true;
            } else if let Some((key, value)) = constant(subschema) {
                if !values.insert(value.clone()) {
                    continue;
                }
                documented.push(json!({
                    "title": subschema.get("title"),
                    "description": subschema.get("description"),
                    "deprecated": subschema.get("deprecated"),
                }));
                indexes.push((index.to_string(), key));
            } else {
                return;
            }
        }
        let ty = match (
            values.iter().all(Value::is_string),
            values.iter().all(Value::is_i64),
        ) {
            _ if values.is_empty() => return,
            (true, _) => "string",
            (_, true) => "integer",
            _ => return,
        };
        for (now, (index, key)) in indexes.iter().enumerate() {
            self.moved(pointer, &["enum", &now.to_string()], &[choice, index, key]);
        }
        self.moved(pointer, &["enum"], &[choice]);
        keys.shift_remove(choice);
        keys.entry("type").or_insert_with(|| ty.into());
        keys.insert("enum".to_owned(), values.into_iter().collect());
        if null {
            keys.insert("nullable".to_owned(), Value::Bool(true));
        }
        keys.insert(extension::VALUES.to_owned(), documented.into());
    }
}

/// Returns the keyword and value of a schema that only defines a constant.
fn constant(schema: &Value) -> Option<(&'static str, &Value)> {
    let keys = schema.as_object()?;
    let rest = |key: &&String| !ANNOTATIONS.contains(&key.as_str()) && !key.starts_with("x-");
    let mut rest = keys.keys().filter(rest);
    match (rest.next()?.as_str(), rest.next()) {
        ("const", None) => Some(("const", keys.get("const")?)),
        ("enum", None) => match keys.get("enum")?.as_array()?.as_slice() {
            [only] => Some(("enum", only)),
            _ => None,
        },
        _ => None,
    }
}

/// Returns `true` if a schema is exactly the type `null`.
fn is_only_null(schema: &Value) -> bool {
    *schema == json!({ "type": "null" })
}

/// Returns `true` if null is the only valid value.
fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|ty| *ty == json!("null"))
        || schema.get("const").is_some_and(Value::is_null)
}
