//! Properties by pattern, and unevaluated properties.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::schema::{never_is_false, unchecked};
use super::{Rewriting, RewrittenPointer};

impl Rewriting<'_> {
    /// Types additional properties as the union of all patterns and `additionalProperties`. Without
    /// `additionalProperties`, a property that matches no pattern may have any value, so the union
    /// allows any value.
    pub(super) fn names(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        if let Some(rest) = keys.shift_remove("unevaluatedProperties")
            && !keys.contains_key("additionalProperties")
        {
            keys.insert("additionalProperties".to_owned(), rest);
            self.moved(
                pointer,
                &["additionalProperties"],
                &["unevaluatedProperties"],
            );
        }
        never_is_false(keys, "additionalProperties");
        let patterns = match keys.shift_remove("patternProperties") {
            Some(Value::Object(patterns)) => patterns,
            Some(_) => return self.unreadable(pointer, "patternProperties", "an object"),
            None => return,
        };
        let from = |pattern: &str| vec!["patternProperties".to_owned(), pattern.to_owned()];
        let is_open = match keys.get("additionalProperties") {
            None | Some(Value::Bool(true)) => true,
            Some(Value::Object(others)) => others.is_empty(),
            Some(_) => false,
        };
        if is_open && !patterns.is_empty() && !patterns.keys().any(|pattern| fits_all(pattern)) {
            if keys
                .insert("additionalProperties".to_owned(), Value::Bool(true))
                .is_none()
            {
                self.moved(pointer, &["additionalProperties"], &["patternProperties"]);
            }
            return unchecked(keys, "patternProperties", patterns.into());
        }
        let mut schemas: IndexMap<Value, Vec<String>> = IndexMap::new();
        for (pattern, schema) in &patterns {
            if *schema != Value::Bool(false) {
                let of_schema = schemas.entry(schema.clone());
                of_schema.or_insert_with(|| from(pattern));
            }
        }
        match keys.get("additionalProperties") {
            None | Some(Value::Bool(false)) => {}
            Some(others) => {
                let of_schema = schemas.entry(others.clone());
                of_schema.or_insert_with(|| vec!["additionalProperties".to_owned()]);
            }
        }
        unchecked(keys, "patternProperties", patterns.into());
        let key = "additionalProperties";
        if let (1, Some((only, from))) = (schemas.len(), schemas.first()) {
            let from: Vec<&str> = from.iter().map(String::as_str).collect();
            keys.insert(key.to_owned(), only.clone());
            self.moved(pointer, &[key], &from);
            return;
        }
        for (index, from) in schemas.values().enumerate() {
            let from: Vec<&str> = from.iter().map(String::as_str).collect();
            self.moved(pointer, &[key, "anyOf", &index.to_string()], &from);
        }
        let schemas: Vec<Value> = schemas.into_keys().collect();
        if !schemas.is_empty() {
            self.moved(pointer, &[key], &["patternProperties"]);
            keys.insert(key.to_owned(), json!({ "anyOf": schemas }));
        }
    }
}

/// Returns `true` if a pattern matches every name, as generators of documents write it.
fn fits_all(pattern: &str) -> bool {
    let anchored = pattern.strip_prefix('^').unwrap_or(pattern);
    let bare = anchored.strip_suffix('$').unwrap_or(anchored);
    matches!(pattern, "" | "^" | ".") || matches!(bare, ".*" | ".+")
}
