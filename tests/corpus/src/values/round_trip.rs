//! Comparison of a decoded value with its encoding.
//!
//! Numbers are compared as numbers (1.0 equals 1), in 32 bits if their format is `float`;
//! date-times as points in time. A property may be missing if it is read-only or write-only, or if
//! no schema of its object declares it and none has `additionalProperties`. The schemas of a value
//! are its own schema, the targets of its references, and the members of its `allOf` and of its
//! unions that accept the value. A type that occurs only in responses doesn't distinguish an
//! optional property that is null from a missing property.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use super::{
    places::Nulls,
    schemas::{Schemas, nothing},
};

impl Schemas {
    /// Returns an error with the difference if a value of a place did not round-trip.
    pub(crate) fn check_round_trip(
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
            self.collect_schemas(schema, read, &mut all);
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
                        (None, Some(schemas)) if !self.is_in_one_direction(schemas) => {
                            return Err(format!("`{path}`: expected {value}, found nothing"));
                        }
                        (None, _) => {}
                    }
                }
                match others.keys().find(|name| !properties.contains_key(*name)) {
                    Some(name) => Err(format!("`{path}/{name}`: unexpected property")),
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
                if self.is_f32(&all) && is_same_f32(read, written) =>
            {
                Ok(())
            }
            (read, written) => Err(format!("`{path}`: expected {read}, found {written}")),
        }
    }

    /// Returns `true` if a property is read-only or write-only, so that the type of the other
    /// direction omits it.
    fn is_in_one_direction(&self, schemas: &[String]) -> bool {
        let mut all = BTreeSet::new();
        for schema in schemas {
            self.collect_schemas(schema, &Value::Null, &mut all);
        }
        let has = |at: &String, key| self.look(at).get(key) == Some(&Value::Bool(true));
        all.iter()
            .any(|at| has(at, "readOnly") || has(at, "writeOnly"))
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

    /// Returns `true` if a number has the format `float`.
    fn is_f32(&self, all: &BTreeSet<String>) -> bool {
        let mut formats = all.iter().filter_map(|at| self.look(at).get("format"));
        formats.any(|format| format == "float")
    }

    /// Collects all schemas of a value, beginning with one of them.
    fn collect_schemas(&self, at: &str, value: &Value, all: &mut BTreeSet<String>) {
        if !all.insert(at.to_owned()) {
            return;
        }
        let schema = self.look(at);
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            self.collect_schemas(reference, value, all);
        }
        for union in ["allOf", "anyOf", "oneOf"] {
            let branches = schema.get(union).and_then(Value::as_array);
            for index in 0..branches.map_or(0, Vec::len) {
                let branch = format!("{at}/{union}/{index}");
                if self.is_valid(&branch, value) {
                    self.collect_schemas(&branch, value, all);
                }
            }
        }
    }

    /// Returns the schema of an item.
    fn item(&self, at: &str, index: usize) -> Option<String> {
        let schema = self.look(at);
        let own = schema.get("prefixItems").and_then(|own| own.get(index));
        match own {
            Some(_) => Some(format!("{at}/prefixItems/{index}")),
            None => schema.get("items").map(|_| format!("{at}/items")),
        }
    }

    /// Returns the schemas of a property in all schemas of its object.
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
            // All patterns share one type.
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
            let moment = |string: &str| string.parse::<jiff::Timestamp>().ok();
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

#[expect(clippy::cast_possible_truncation, reason = "the format has 32 bits")]
fn is_same_f32(read: &Number, written: &Number) -> bool {
    read.as_f64().map(|read| read as f32) == written.as_f64().map(|written| written as f32)
}
