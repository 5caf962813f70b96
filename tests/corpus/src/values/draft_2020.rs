//! The schemas of OpenAPI 3.1 and later, which are JSON Schema 2020-12: they are validated as such.
//!
//! A list with a schema for each place has all of them and no more, where nothing else is said: that
//! is what its authors mean, and how it is read.

use serde_json::{Map, Value, json};

use super::schemas::{Reached, bound, implied, nothing};

/// Keys that hold a schema.
const ONE: [&str; 10] = [
    "additionalProperties",
    "contains",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keys that hold a list of schemas.
const LIST: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];

/// Keys that hold schemas by names.
const MAP: [&str; 3] = ["dependentSchemas", "patternProperties", "properties"];

/// Other keys that demand something, or that values are made and compared with.
const PLAIN: [&str; 24] = [
    "const",
    "dependentRequired",
    "enum",
    "example",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
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
    "readOnly",
    "required",
    "type",
    "uniqueItems",
    "writeOnly",
    "nullable",
];

impl Reached {
    pub(super) fn later(&mut self, node: &Value) -> Value {
        let Some(keys) = node.as_object() else {
            return match node {
                Value::Bool(false) => nothing(),
                _ => json!({}),
            };
        };
        let mut schema = Map::new();
        for (key, value) in keys {
            let name = key.as_str();
            let held = match value {
                Value::String(reference) if name == "$ref" => match self.reference(reference) {
                    Some(reference) => Some(reference),
                    None => return nothing(),
                },
                _ if name == "$dynamicRef" => return nothing(),
                Value::Object(_) | Value::Bool(_) if ONE.contains(&name) => Some(self.later(value)),
                Value::Array(all) if LIST.contains(&name) => {
                    Some(all.iter().map(|one| self.later(one)).collect())
                }
                Value::Object(all) if MAP.contains(&name) => {
                    let all = all
                        .iter()
                        .map(|(name, one)| (name.clone(), self.later(one)));
                    Some(Value::Object(all.collect()))
                }
                Value::Array(examples) if name == "examples" => {
                    let first = examples.first().cloned();
                    schema.extend(first.map(|first| ("example".to_owned(), first)));
                    None
                }
                _ => PLAIN.contains(&name).then(|| value.clone()),
            };
            schema.extend(held.map(|held| (key.clone(), held)));
        }
        typed(&mut schema, keys);
        places(&mut schema);
        Value::Object(schema)
    }
}

/// The types that a schema means.
fn typed(schema: &mut Map<String, Value>, keys: &Map<String, Value>) {
    let is_free = !schema.contains_key("type") && !schema.contains_key("const");
    if let Some(ty) = implied(keys).filter(|_| is_free) {
        schema.insert("type".to_owned(), json!(ty));
    }
    let nullable = schema.remove("nullable") == Some(json!(true));
    match schema.get_mut("type") {
        Some(Value::Array(types)) if nullable => types.push(json!("null")),
        Some(ty @ Value::String(_)) if nullable => *ty = json!([ty, "null"]),
        _ => {}
    }
    bound(schema, keys);
}

/// How many items a list has that has schemas for its places.
fn places(schema: &mut Map<String, Value>) {
    let count = schema.get("prefixItems").and_then(Value::as_array);
    let Some(count) = count.map(Vec::len).filter(|count| *count > 0) else {
        return;
    };
    let says_more = schema.contains_key("items");
    schema.entry("minItems").or_insert(json!(count));
    if !says_more {
        schema.entry("maxItems").or_insert(json!(count));
    }
}
