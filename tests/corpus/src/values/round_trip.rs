//! Whether a value was written as it was read.
//!
//! Numbers are compared as numbers (1.0 is 1), those of the format `float` in 32 bits; times by the
//! moment that they are. A property may
//! be missing if it is read-only or write-only, or if no schema for its object names it and none says
//! `additionalProperties`. A schema is
//! one for a value if the value's own schema is it, refers to it, has it in its `allOf`, or has it
//! as a branch of a union that takes the value. Types that are never sent don't tell an optional
//! property that is null from one that is missing.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::{
    places::Nulls,
    schemas::{Schemas, nothing},
};

impl Schemas {
    /// Whether a value of a place was written as it was; what is different, if it wasn't.
    pub(crate) fn same(
        &self,
        place: &str,
        nulls: Nulls,
        read: &Value,
        written: &Value,
    ) -> Result<(), String> {
        self.compare(&[self.at(place)], nulls, read, written, "")
    }

    fn compare(
        &self,
        schemas: &[String],
        nulls: Nulls,
        read: &Value,
        written: &Value,
        path: &str,
    ) -> Result<(), String> {
        let mut all = BTreeSet::new();
        for schema in schemas {
            self.gather(schema, read, &mut all);
        }
        match (read, written) {
            (Value::Object(properties), Value::Object(others)) => {
                for (name, value) in properties {
                    let path = format!("{path}/{name}");
                    let schemas = self.property(&all, name);
                    match (others.get(name), &schemas) {
                        (Some(other), schemas) => {
                            let schemas = schemas.as_deref().unwrap_or_default();
                            self.compare(schemas, nulls, value, other, &path)?;
                        }
                        (None, Some(_))
                            if nulls == Nulls::Dropped
                                && value.is_null()
                                && !self.is_required(&all, name) => {}
                        (None, Some(schemas)) if !self.is_one_way(schemas) => {
                            return Err(format!("{path} was {value} and isn't written"));
                        }
                        (None, _) => {}
                    }
                }
                match others.keys().find(|name| !properties.contains_key(*name)) {
                    Some(name) => Err(format!("{path}/{name} is written and wasn't read")),
                    None => Ok(()),
                }
            }
            (Value::Array(items), Value::Array(others)) if items.len() == others.len() => {
                for (index, (item, other)) in items.iter().zip(others).enumerate() {
                    let schemas: Vec<String> =
                        all.iter().filter_map(|at| self.item(at, index)).collect();
                    self.compare(&schemas, nulls, item, other, &format!("{path}/{index}"))?;
                }
                Ok(())
            }
            (read, written) if is_same(read, written) => Ok(()),
            (Value::Number(read), Value::Number(written))
                if self.is_short(&all) && is_same_in_short(read, written) =>
            {
                Ok(())
            }
            (read, written) => Err(format!("{path} was {read} and is {written}")),
        }
    }

    /// Whether a property is read-only or write-only: the other type doesn't have it.
    fn is_one_way(&self, schemas: &[String]) -> bool {
        let mut all = BTreeSet::new();
        for schema in schemas {
            self.gather(schema, &Value::Null, &mut all);
        }
        let says = |at: &String, key| self.look(at).get(key) == Some(&Value::Bool(true));
        all.iter()
            .any(|at| says(at, "readOnly") || says(at, "writeOnly"))
    }

    /// Returns `true` if any schema of an object requires a property.
    fn is_required(&self, all: &BTreeSet<String>, name: &str) -> bool {
        let mut required = all.iter().filter_map(|at| self.look(at).get("required"));
        required.any(|names| {
            names
                .as_array()
                .is_some_and(|it| it.iter().any(|it| it == name))
        })
    }

    /// Whether a number has the format `float`.
    fn is_short(&self, all: &BTreeSet<String>) -> bool {
        let mut formats = all.iter().filter_map(|at| self.look(at).get("format"));
        formats.any(|format| format == "float")
    }

    /// The schemas for a value, from one of them.
    fn gather(&self, at: &str, value: &Value, all: &mut BTreeSet<String>) {
        if !all.insert(at.to_owned()) {
            return;
        }
        let schema = self.look(at);
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            self.gather(reference, value, all);
        }
        for union in ["allOf", "anyOf", "oneOf"] {
            let branches = schema.get(union).and_then(Value::as_array);
            for index in 0..branches.map_or(0, Vec::len) {
                let branch = format!("{at}/{union}/{index}");
                if self.is_of(&branch, value) {
                    self.gather(&branch, value, all);
                }
            }
        }
    }

    /// The schema that a schema has for an item.
    fn item(&self, at: &str, index: usize) -> Option<String> {
        let schema = self.look(at);
        let own = schema.get("prefixItems").and_then(|own| own.get(index));
        match own {
            Some(_) => Some(format!("{at}/prefixItems/{index}")),
            None => schema.get("items").map(|_| format!("{at}/items")),
        }
    }

    /// The schemas for a property, if any schema for its object says something of it.
    fn property(&self, all: &BTreeSet<String>, name: &str) -> Option<Vec<String>> {
        let escaped = name.replace('~', "~0").replace('/', "~1");
        let named = all.iter().filter(|at| {
            let properties = self.look(at).get("properties");
            properties.is_some_and(|properties| properties.get(name).is_some())
        });
        let named: Vec<String> = named
            .map(|at| format!("{at}/properties/{escaped}"))
            .collect();
        if !named.is_empty() {
            return Some(named);
        }
        let mut others = Vec::new();
        for at in all {
            for key in ["additionalProperties", "unevaluatedProperties"] {
                let schema = self.look(at).get(key).filter(|it| **it != nothing());
                if schema.is_some_and(|schema| *schema != Value::Bool(false)) {
                    others.push(format!("{at}/{key}"));
                }
            }
            // Those of all patterns are one type.
            let patterns = self.look(at).get("patternProperties");
            let patterns = patterns.and_then(Value::as_object).into_iter().flatten();
            others.extend(patterns.map(|(pattern, _)| {
                let pattern = pattern.replace('~', "~0").replace('/', "~1");
                format!("{at}/patternProperties/{pattern}")
            }));
        }
        (!others.is_empty()).then_some(others)
    }
}

fn is_same(read: &Value, written: &Value) -> bool {
    match (read, written) {
        (Value::Number(read), Value::Number(written)) => is_same_number(read, written),
        (Value::String(read), Value::String(written)) => {
            let moment = |text: &str| text.parse::<jiff::Timestamp>().ok();
            read == written || moment(read).is_some_and(|it| Some(it) == moment(written))
        }
        (read, written) => read == written,
    }
}

fn is_same_number(read: &Number, written: &Number) -> bool {
    match (read.as_i128(), written.as_i128()) {
        (Some(read), Some(written)) => read == written,
        _ => read.as_f64() == written.as_f64(),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "what the format holds is what is compared"
)]
fn is_same_in_short(read: &Number, written: &Number) -> bool {
    read.as_f64().map(|read| read as f32) == written.as_f64().map(|written| written as f32)
}
