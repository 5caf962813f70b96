//! Schemas: nearly the same in both versions.

use serde_json::{Map, Value, json};

use super::reference;

/// The keys of a schema that hold a schema, or a list of them.
const HELD: [&str; 6] = [
    "items",
    "additionalProperties",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
];

/// What of a schema is said of all of its types.
const SAID_OF_ALL: [&str; 10] = [
    "title",
    "description",
    "default",
    "example",
    "readOnly",
    "writeOnly",
    "deprecated",
    "nullable",
    "externalDocs",
    "xml",
];

/// A map of schemas.
pub(super) fn schemas(map: Value) -> Value {
    match map {
        Value::Object(entries) => {
            let entries = entries.into_iter();
            Value::Object(entries.map(|(key, node)| (key, schema(node))).collect())
        }
        other => other,
    }
}

/// A schema; or what stands in its place, as it is.
pub(super) fn schema(node: Value) -> Value {
    let mut keys = match node {
        Value::Object(keys) => keys,
        Value::Array(items) => return items.into_iter().map(schema).collect(),
        other => return other,
    };
    if let Some(Value::String(target)) = keys.get("$ref") {
        let target = Value::String(reference(target));
        keys.insert("$ref".to_owned(), target);
        return Value::Object(keys);
    }
    for (key, value) in &mut keys {
        if HELD.contains(&key.as_str()) {
            *value = schema(value.take());
        } else if key == "properties" {
            *value = schemas(value.take());
        }
    }
    if let Some(discriminator) = keys.get_mut("discriminator") {
        *discriminator = told_by(discriminator.take());
    }
    if keys.get("x-nullable") == Some(&Value::Bool(true)) {
        keys.insert("nullable".to_owned(), Value::Bool(true));
    }
    if keys.get("type") == Some(&json!("file")) {
        keys.insert("type".to_owned(), json!("string"));
        keys.insert("format".to_owned(), json!("binary"));
    }
    typed(keys)
}

/// The name of a property is all that Swagger says of it: its values are names of definitions. A
/// mapping is of 3.0.
fn told_by(discriminator: Value) -> Value {
    match discriminator {
        Value::String(name) => json!({ "propertyName": name }),
        mut other => {
            let mapping = other.get_mut("mapping").and_then(Value::as_object_mut);
            for target in mapping.into_iter().flat_map(Map::values_mut) {
                if let Value::String(text) = target {
                    *text = reference(text);
                }
            }
            other
        }
    }
}

/// A schema with one type. Lists of types are JSON Schema's; of them, 2.0 has no word.
fn typed(mut keys: Map<String, Value>) -> Value {
    let Some(Value::Array(types)) = keys.get("type") else {
        return Value::Object(keys);
    };
    let (null, others): (Vec<Value>, Vec<Value>) =
        types.iter().cloned().partition(|name| name == "null");
    if !null.is_empty() {
        keys.insert("nullable".to_owned(), Value::Bool(true));
    }
    match others.as_slice() {
        [] => {
            keys.shift_remove("type");
        }
        [only] => {
            keys.insert("type".to_owned(), only.clone());
        }
        several => {
            let of_all = |key: &str| SAID_OF_ALL.contains(&key) || key.starts_with("x-");
            let (mut around, each): (Map<String, Value>, Map<String, Value>) =
                keys.into_iter().partition(|(key, _)| of_all(key));
            let branch = |name: &Value| {
                let mut branch = each.clone();
                branch.insert("type".to_owned(), name.clone());
                Value::Object(branch)
            };
            let branches = several.iter().map(branch).collect();
            around.insert("anyOf".to_owned(), Value::Array(branches));
            keys = around;
        }
    }
    Value::Object(keys)
}
