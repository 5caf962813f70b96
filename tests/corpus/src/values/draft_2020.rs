//! Schemas of OpenAPI 3.1 and later, validated as JSON Schema 2020-12.
//!
//! A schema with `prefixItems` is treated as an array of exactly these items, unless it has other
//! keywords for its length. This is the intention of most authors, and the behavior of the
//! generator.

use serde_json::{Map, Value, json};

use super::schemas::{Reached, bound, implied, nothing};

/// Keywords with a schema.
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

/// Keywords with an array of schemas.
const LIST: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];

/// Keywords with named schemas.
const MAP: [&str; 3] = ["dependentSchemas", "patternProperties", "properties"];

/// Other keywords that constrain values, and keywords that are used to create or compare values.
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
    pub(super) fn draft_2020(&mut self, node: &Value) -> Value {
        let Some(keys) = node.as_object() else {
            return match node {
                Value::Bool(false) => nothing(),
                _ => json!({}),
            };
        };
        let mut schema = Map::new();
        for (key, value) in keys {
            let name = key.as_str();
            let converted = match value {
                Value::String(reference) if name == "$ref" => match self.reference(reference) {
                    Some(reference) => Some(reference),
                    None => return nothing(),
                },
                _ if name == "$dynamicRef" => return nothing(),
                Value::Object(_) | Value::Bool(_) if ONE.contains(&name) => {
                    Some(self.draft_2020(value))
                }
                Value::Array(all) if LIST.contains(&name) => {
                    Some(all.iter().map(|one| self.draft_2020(one)).collect())
                }
                Value::Object(all) if MAP.contains(&name) => {
                    let all = all
                        .iter()
                        .map(|(name, one)| (name.clone(), self.draft_2020(one)));
                    Some(Value::Object(all.collect()))
                }
                Value::Array(examples) if name == "examples" => {
                    let first = examples.first().cloned();
                    schema.extend(first.map(|first| ("example".to_owned(), first)));
                    None
                }
                _ => PLAIN.contains(&name).then(|| value.clone()),
            };
            schema.extend(converted.map(|converted| (key.clone(), converted)));
        }
        typed(&mut schema, keys);
        places(&mut schema);
        Value::Object(schema)
    }
}

/// Adds the implied type, null and the bounds of integers.
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

/// Sets the length of an array with `prefixItems`.
fn places(schema: &mut Map<String, Value>) {
    let count = schema.get("prefixItems").and_then(Value::as_array);
    let Some(count) = count.map(Vec::len).filter(|count| *count > 0) else {
        return;
    };
    let has_items = schema.contains_key("items");
    schema.entry("minItems").or_insert(json!(count));
    if !has_items {
        schema.entry("maxItems").or_insert(json!(count));
    }
}
