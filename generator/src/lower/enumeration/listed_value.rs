//! Names and documentation of listed values.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::lower::Lowering;
use crate::{
    diagnostic::Code,
    document::{Entries, ListedEntry, Schema, ValueAnnotations},
    ir::{Docs, ListedValue},
    pointer::Pointer,
};

impl Lowering<'_, '_> {
    /// Reports names and descriptions of listed values that are more or fewer than the values.
    pub(in crate::lower) fn check_value_names(&mut self, schema: &Schema, pointer: &Pointer) {
        let count = schema.values.len();
        let counts = count..=count + usize::from(schema.lists_null());
        let Some(annotations) = &schema.value_annotations else {
            return;
        };
        for (key, entries) in annotations.names.iter().chain(&annotations.descriptions) {
            let Entries::Listed(all) = entries else {
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

/// Names and descriptions of listed values, from annotations of the schema.
pub(in crate::lower) struct Descriptions<'d> {
    schema: &'d Schema,
    annotations: Option<&'d ValueAnnotations>,
    /// The first index of each value, by the JSON of the value.
    indexes: BTreeMap<String, usize>,
    /// The entry of `x-ms-enum` for each value, by the JSON of the value.
    of_microsoft: BTreeMap<String, &'d ListedEntry>,
}

impl<'d> Descriptions<'d> {
    pub(in crate::lower) fn of(schema: &'d Schema) -> Self {
        let mut indexes = BTreeMap::new();
        let mut of_microsoft = BTreeMap::new();
        let annotations = schema.value_annotations.as_deref();
        if let Some(annotations) = annotations {
            for (index, value) in schema.values.iter().enumerate() {
                indexes.entry(value.to_string()).or_insert(index);
            }
            for entry in &annotations.listed {
                of_microsoft.entry(entry.value.to_string()).or_insert(entry);
            }
        }
        Self {
            schema,
            annotations,
            indexes,
            of_microsoft,
        }
    }

    /// Returns the name and the documentation of a listed value.
    pub(in crate::lower) fn listed(&self, value: &Value) -> ListedValue {
        let Some(annotations) = self.annotations else {
            return ListedValue {
                name: None,
                docs: Docs::default(),
            };
        };
        let json = value.to_string();
        let index = self.indexes.get(&json).copied();
        let docs = index.and_then(|index| annotations.docs.get(index));
        let of_microsoft = self.of_microsoft.get(&json);
        let title = docs.and_then(|docs| docs.title.clone());
        let entry = |all: &[(&str, Entries)]| {
            let mut found = all.iter().filter_map(|(_, entries)| {
                let entry = self.entry(entries, value, &json, index)?;
                Some(entry.clone())
            });
            found.next()
        };
        ListedValue {
            name: entry(&annotations.names)
                .or_else(|| of_microsoft.and_then(|entry| entry.name.clone()))
                .or_else(|| title.clone()),
            docs: Docs {
                title,
                description: docs
                    .and_then(|docs| docs.description.clone())
                    .or_else(|| entry(&annotations.descriptions))
                    .or_else(|| of_microsoft.and_then(|entry| entry.description.clone())),
                deprecated: docs.is_some_and(|docs| docs.deprecated),
                ..Docs::default()
            },
        }
    }

    /// Returns the entry for a value: at its index, or with the value as its key.
    fn entry<'e>(
        &self,
        entries: &'e Entries,
        value: &Value,
        json: &str,
        index: Option<usize>,
    ) -> Option<&'e String> {
        match entries {
            Entries::Listed(all) => {
                let index = index?;
                // The array can have an entry for null, too.
                let has_null = all.len() == self.schema.values.len() + 1;
                let null = self.schema.null_index.filter(|_| has_null);
                let entry = all.get(index + usize::from(null.is_some_and(|null| null <= index)));
                entry?.as_ref()
            }
            Entries::Keyed(all) => all.get(value.as_str().unwrap_or(json)),
        }
    }
}
