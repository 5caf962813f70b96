//! Names and documentation of listed values, from extensions.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Lowering, schema_keywords::SchemaKeywords};
use crate::{
    diagnostic::Code,
    ir::{Docs, ListedValue},
    pointer::Pointer,
    read::extension,
};

/// Extensions with the names of values.
const VALUE_NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Extensions with the descriptions of values.
const VALUE_DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

impl Lowering<'_, '_> {
    /// Reports names and descriptions of listed values that are more or fewer than the values.
    pub(super) fn check_value_names(&mut self, keywords: &SchemaKeywords<'_>, pointer: &Pointer) {
        let count = keywords.values.len();
        let counts = count..=count + usize::from(keywords.lists_null);
        for key in VALUE_NAMES.iter().chain(&VALUE_DESCRIPTIONS) {
            let Some(Value::Array(all)) = keywords.extension(key) else {
                continue;
            };
            if !counts.contains(&all.len()) {
                let message = format!(
                    "expected {} entries in `{key}`, one for each value of `enum`, found {}",
                    counts.end(),
                    all.len()
                );
                let help =
                    "write one for each value, in the same order; they are assigned by index here";
                self.unused(Code::Contradiction, &pointer.child(key), message, help);
            }
        }
    }
}

/// Names and descriptions of listed values, from extensions of the schema.
pub(super) struct Descriptions<'v, 'd> {
    keywords: &'v SchemaKeywords<'d>,
    /// The first index of each value, by the JSON of the value.
    indexes: BTreeMap<String, usize>,
    /// The entry of `x-ms-enum` for each value, by the JSON of the value.
    of_microsoft: BTreeMap<String, &'d Value>,
}

impl<'v, 'd> Descriptions<'v, 'd> {
    pub(super) fn of(keywords: &'v SchemaKeywords<'d>) -> Self {
        let mut indexes = BTreeMap::new();
        let extensions = VALUE_NAMES.iter().chain(&VALUE_DESCRIPTIONS);
        let mut extensions = extensions.chain([&extension::VALUES]);
        if extensions.any(|key| keywords.extension(key).is_some()) {
            for (index, value) in keywords.values.iter().enumerate() {
                indexes.entry(value.to_string()).or_insert(index);
            }
        }
        let entry = keywords.extension("x-ms-enum");
        let entry = entry.and_then(|all| all.get("values")?.as_array());
        let mut of_microsoft = BTreeMap::new();
        for entry in entry.into_iter().flatten() {
            if let Some(listed) = entry.get("value") {
                let own = keywords.convert(listed);
                let own = own.as_ref().unwrap_or(listed);
                of_microsoft.entry(own.to_string()).or_insert(entry);
            }
        }
        Self {
            keywords,
            indexes,
            of_microsoft,
        }
    }

    /// Returns the name and the documentation of a listed value.
    pub(super) fn listed(&self, value: &Value) -> ListedValue {
        let string = |entry: &Value, key: &str| Some(entry.get(key)?.as_str()?.to_owned());
        let entry = self.keywords.extension(extension::VALUES);
        let entry = entry.and_then(|all| self.of_value(all, value));
        let of_microsoft = match self.of_microsoft.is_empty() {
            true => None,
            false => self.of_microsoft.get(&value.to_string()).copied(),
        };
        let title = entry.and_then(|entry| string(entry, "title"));
        let extension = |keys: &[&str]| {
            let mut found = keys.iter().filter_map(|key| {
                let entry = self.of_value(self.keywords.extension(key)?, value)?;
                entry.as_str().map(str::to_owned)
            });
            found.next()
        };
        let of_microsoft = |key: &str| of_microsoft.and_then(|entry| string(entry, key));
        ListedValue {
            name: extension(&VALUE_NAMES)
                .or_else(|| of_microsoft("name"))
                .or_else(|| title.clone()),
            docs: Docs {
                title,
                description: entry
                    .and_then(|entry| string(entry, "description"))
                    .or_else(|| extension(&VALUE_DESCRIPTIONS))
                    .or_else(|| of_microsoft("description")),
                deprecated: entry.and_then(|entry| entry.get("deprecated"))
                    == Some(&Value::Bool(true)),
                ..Docs::default()
            },
        }
    }

    /// Returns the entry of an extension for a value: at its index, or with the value as its key.
    fn of_value(&self, all: &'d Value, value: &Value) -> Option<&'d Value> {
        match all {
            Value::Array(all) => {
                let index = self.indexes.get(&value.to_string())?;
                // The array can have an entry for null, too.
                let has_null = all.len() == self.keywords.values.len() + 1;
                let null = self.keywords.null_index.filter(|_| has_null);
                all.get(index + usize::from(null.is_some_and(|null| null <= *index)))
            }
            Value::Object(all) => match value {
                Value::String(string) => all.get(string),
                other => all.get(&other.to_string()),
            },
            _ => None,
        }
    }
}
