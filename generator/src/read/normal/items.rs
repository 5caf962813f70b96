//! Arrays with a schema for each position.

use serde_json::{Map, Value, json};

use super::schema::{never_is_false, unchecked};
use super::{Rewriting, RewrittenPointer, extension};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::MAX_TUPLE_LENGTH;

impl Rewriting<'_> {
    pub(super) fn items(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        // Other schemas may evaluate some items, so the set of unevaluated items is unknown.
        match keys.shift_remove("unevaluatedItems") {
            Some(items)
                if !keys.contains_key("items")
                    && (items.is_object() || keys.contains_key("prefixItems")) =>
            {
                keys.insert("items".to_owned(), items);
                self.moved(pointer, &["items"], &["unevaluatedItems"]);
            }
            Some(Value::Object(_)) => {
                let help = "`items` is the schema of each item; it is ignored here";
                let message = "`unevaluatedItems` has no effect";
                self.note(pointer, "unevaluatedItems", message, help);
            }
            _ => {}
        }
        never_is_false(keys, "items");
        let key = self.draft_4(keys, pointer);
        match keys.shift_remove("prefixItems") {
            Some(Value::Array(prefix)) if !prefix.is_empty() => {
                self.prefix_items(keys, prefix, key, pointer);
            }
            Some(other) if !other.is_array() => self.unreadable(pointer, "prefixItems", "an array"),
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

    /// Converts the keywords of drafts before 2020-12: an array of schemas at `items`, and
    /// `additionalItems`. Returns the original keyword of the array.
    fn draft_4(
        &mut self,
        keys: &mut Map<String, Value>,
        pointer: RewrittenPointer<'_>,
    ) -> &'static str {
        let further = keys.shift_remove("additionalItems");
        let Some(Value::Array(_)) = keys.get("items") else {
            if further.is_some() {
                let help = "remove it; it applies only beside an array of schemas at `items`";
                self.note(
                    pointer,
                    "additionalItems",
                    "`additionalItems` has no effect",
                    help,
                );
            }
            return "prefixItems";
        };
        let prefix = keys.shift_remove("items");
        keys.extend(prefix.map(|prefix| ("prefixItems".to_owned(), prefix)));
        if let Some(further) = further {
            keys.insert("items".to_owned(), further);
            never_is_false(keys, "items");
            self.moved(pointer, &["items"], &["additionalItems"]);
        }
        let help = "write the array at `prefixItems`, the keyword of JSON Schema 2020-12";
        self.note(
            pointer,
            "items",
            "an array of schemas at `items` is used",
            help,
        );
        "items"
    }

    /// Converts `prefixItems` to a tuple if no item may follow and none may be missing. Otherwise,
    /// converts it to an array of every item type. `items: false` without `minItems` requires all
    /// items.
    fn prefix_items(
        &mut self,
        keys: &mut Map<String, Value>,
        prefix: Vec<Value>,
        key: &str,
        pointer: RewrittenPointer<'_>,
    ) {
        let count = |keys: &Map<_, Value>, key| keys.get::<str>(key).and_then(Value::as_u64);
        let length = prefix.len() as u64;
        let least = count(keys, "minItems");
        let closed = (keys.get("items") == Some(&Value::Bool(false))).then_some(length);
        let most = count(keys, "maxItems").into_iter().chain(closed).min();
        let all = least.is_none_or(|least| least >= length);
        let no_more = most == Some(length);
        let original = Value::Array(prefix.clone());
        let mut schemas = prefix;
        for index in 0..schemas.len() {
            let index = index.to_string();
            self.moved(pointer, &["items", "anyOf", &index], &[key, &index]);
        }
        if all && no_more && schemas.len() <= MAX_TUPLE_LENGTH {
            for key in ["minItems", "maxItems"] {
                if count(keys, key) == Some(length) {
                    keys.shift_remove(key);
                }
            }
            if least.is_none() {
                let message = format!("this array requires all of its {length} items");
                let at = pointer.original.child(key);
                self.extras.diagnostics.push(
                    Diagnostic::note(Code::UnsupportedSchema, &at, message).help(format!(
                        "add `minItems: {length}`; without it, a shorter array is valid, but an error here"
                    )),
                );
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
                    self.moved(pointer, &["items", "anyOf", &index], &["items"]);
                }
                None => {}
            }
            unchecked(keys, "prefixItems", original);
            let message = "this array allows each of its item types in every position";
            let at = pointer.original.child(key);
            let help = match length > MAX_TUPLE_LENGTH as u64 {
                true => format!(
                    "use an object, or at most {MAX_TUPLE_LENGTH} items; only such an array is a tuple"
                ),
                false => format!(
                    "add `minItems: {length}` and `items: false` if all arrays have that length: \
                     an array of at most {MAX_TUPLE_LENGTH} items is a tuple"
                ),
            };
            let found = Diagnostic::warning(Code::UnsupportedSchema, &at, message);
            self.extras.diagnostics.push(found.help(help));
        }
        let anything = |schema: &Value| *schema == json!(true) || *schema == json!({});
        if !keys.contains_key(extension::TUPLE) && schemas.iter().any(anything) {
            keys.insert("items".to_owned(), json!({}));
        } else {
            keys.insert("items".to_owned(), json!({ "anyOf": schemas }));
        }
        self.moved(pointer, &["items"], &[key]);
    }
}
