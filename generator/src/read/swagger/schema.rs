//! Schemas, which are nearly the same in both versions.

use serde_json::{Map, Value, json};

use super::reference;

/// Keywords with a schema or an array of schemas.
const HELD: [&str; 16] = [
    "items",
    "additionalItems",
    "prefixItems",
    "unevaluatedItems",
    "contains",
    "additionalProperties",
    "unevaluatedProperties",
    "propertyNames",
    "contentSchema",
    "if",
    "then",
    "else",
    "allOf",
    "oneOf",
    "anyOf",
    "not",
];

/// Keywords with a map of schemas.
const MAPS: [&str; 5] = [
    "properties",
    "patternProperties",
    "dependentSchemas",
    "$defs",
    "definitions",
];

/// Converts a map of schemas.
pub(super) fn schemas(map: Value) -> Value {
    match map {
        Value::Object(entries) => {
            let entries = entries.into_iter();
            Value::Object(entries.map(|(key, node)| (key, schema(node))).collect())
        }
        other => other,
    }
}

/// Converts a schema. An invalid value is unchanged.
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
        } else if MAPS.contains(&key.as_str()) {
            *value = schemas(value.take());
        }
    }
    if let Some(node) = keys.get_mut("discriminator") {
        *node = discriminator(node.take());
    }
    if keys.get("x-nullable") == Some(&Value::Bool(true)) {
        keys.insert("nullable".to_owned(), Value::Bool(true));
    }
    if keys.get("type") == Some(&json!("file")) {
        keys.insert("type".to_owned(), json!("string"));
        keys.insert("format".to_owned(), json!("binary"));
    }
    Value::Object(keys)
}

/// Converts a discriminator. Swagger has only the name of the property, whose values are names of
/// definitions. A mapping is from 3.0.
fn discriminator(discriminator: Value) -> Value {
    match discriminator {
        Value::String(name) => json!({ "propertyName": name }),
        mut other => {
            let mapping = other.get_mut("mapping").and_then(Value::as_object_mut);
            for target in mapping.into_iter().flat_map(Map::values_mut) {
                if let Value::String(string) = target {
                    *string = reference(string);
                }
            }
            other
        }
    }
}
