//! Lists whose places have schemas of their own.

use serde_json::{Map, Value, json};

use super::schema::{never_is_false, unchecked};
use super::{Place, Rewriting, extension};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::LONGEST_TUPLE;

impl Rewriting<'_> {
    pub(super) fn items(&mut self, keys: &mut Map<String, Value>, place: Place<'_>) {
        // Which items are left over isn't known where other schemas speak of some.
        if let Some(items) = keys.shift_remove("unevaluatedItems")
            && !keys.contains_key("items")
            && (items.is_object() || keys.contains_key("prefixItems"))
        {
            keys.insert("items".to_owned(), items);
            self.moved(place, &["items"], &["unevaluatedItems"]);
        }
        never_is_false(keys, "items");
        match keys.shift_remove("prefixItems") {
            Some(Value::Array(prefix)) if !prefix.is_empty() => self.places(keys, prefix, place),
            Some(other) if !other.is_array() => self.unreadable(place, "prefixItems", "a list"),
            _ => match keys.get("items") {
                Some(Value::Bool(true)) => drop(keys.shift_remove("items")),
                Some(Value::Bool(false)) => {
                    keys.insert("maxItems".to_owned(), json!(0));
                    keys.insert("items".to_owned(), json!({}));
                }
                _ => {}
            },
        }
    }

    /// A tuple where there are as many items as schemas; else a list of what any place may hold.
    fn places(&mut self, keys: &mut Map<String, Value>, prefix: Vec<Value>, place: Place<'_>) {
        let count = |keys: &Map<_, Value>, key| keys.get::<str>(key).and_then(Value::as_u64);
        let length = prefix.len() as u64;
        let all = count(keys, "minItems").is_none_or(|least| least >= length);
        let no_more = match keys.get("items") {
            None | Some(Value::Bool(false)) => true,
            Some(_) => count(keys, "maxItems").is_some_and(|most| most <= length),
        };
        let words = Value::Array(prefix.clone());
        let mut schemas = prefix;
        for index in 0..schemas.len() {
            let index = index.to_string();
            self.moved(place, &["items", "anyOf", &index], &["prefixItems", &index]);
        }
        if all && no_more && schemas.len() <= LONGEST_TUPLE {
            for key in ["minItems", "maxItems"] {
                if count(keys, key) == Some(length) {
                    keys.shift_remove(key);
                }
            }
            keys.insert(extension::TUPLE.to_owned(), Value::Bool(true));
        } else {
            match keys.get("items") {
                Some(Value::Bool(false)) => {
                    keys.entry("maxItems").or_insert_with(|| json!(length));
                }
                Some(items) => {
                    let index = schemas.len().to_string();
                    schemas.push(items.clone());
                    self.moved(place, &["items", "anyOf", &index], &["items"]);
                }
                None => {}
            }
            unchecked(keys, "prefixItems", words);
            let message = "this list is typed by all that may be in it, whichever place it has";
            let at = place.was.child("prefixItems");
            self.beside.diagnostics.push(
                Diagnostic::warning(Code::UnsupportedSchema, &at, message).help(format!(
                    "a list with a schema for each place, at most {LONGEST_TUPLE}, and no others is a tuple"
                )),
            );
        }
        let anything = |schema: &Value| *schema == json!(true) || *schema == json!({});
        if !keys.contains_key(extension::TUPLE) && schemas.iter().any(anything) {
            keys.insert("items".to_owned(), json!({}));
        } else {
            keys.insert("items".to_owned(), json!({ "anyOf": schemas }));
        }
        self.moved(place, &["items"], &["prefixItems"]);
    }
}
