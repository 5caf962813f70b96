//! Replacement of the strings of a document. References are kept consistent.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::grammar::{Kind, field};

/// The place of a string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The object of the specification.
    pub(crate) object: &'static str,
    /// The field that contains the string.
    pub(crate) field: String,
    /// The path from the root, for messages.
    pub(crate) path: String,
    /// `true` if the string is the key of a map.
    pub(crate) is_key: bool,
}

/// Returns a document with every string replaced by the result of `change`.
pub(crate) fn rewrite(document: &Value, change: &mut dyn FnMut(&Place, &str) -> String) -> Value {
    let mut rewriter = Rewriter {
        change,
        properties: BTreeMap::new(),
        references: BTreeMap::new(),
        schemes: BTreeMap::new(),
        parameters: BTreeMap::new(),
    };
    let root = Place {
        object: "OpenAPI",
        field: String::new(),
        path: "#".to_owned(),
        is_key: false,
    };
    let mut written = rewriter.kind(Kind::One("OpenAPI"), document, &root);
    rewriter.paths(&mut written);
    rewriter.update_references(&mut written);
    written
}

/// Returns all places of a document with text of the author.
pub(crate) fn places(document: &Value) -> Vec<Place> {
    let mut found = Vec::new();
    rewrite(document, &mut |place, string| {
        found.push(place.clone());
        string.to_owned()
    });
    found
}

/// Returns a document with one string replaced.
pub(crate) fn replace(document: &Value, selected: usize, string: &str) -> Value {
    let mut index = 0;
    rewrite(document, &mut |_, old| {
        index += 1;
        if index - 1 == selected { string } else { old }.to_owned()
    })
}

struct Rewriter<'c> {
    change: &'c mut dyn FnMut(&Place, &str) -> String,
    /// The new names of properties, by their old places.
    properties: BTreeMap<String, String>,
    /// The new references to components, by the old references.
    references: BTreeMap<String, String>,
    /// The new names of security schemes, by the old names.
    schemes: BTreeMap<String, String>,
    /// The new names of path parameters, by the old names.
    parameters: BTreeMap<String, String>,
}

impl Rewriter<'_> {
    fn kind(&mut self, kind: Kind, value: &Value, place: &Place) -> Value {
        match (kind, value) {
            (Kind::Any, _) => self.any(value, place),
            (Kind::Text, Value::String(string)) => (self.change)(place, string).into(),
            (Kind::One(object), Value::Object(map)) if !map.contains_key("$ref") => {
                self.object(object, map, place).into()
            }
            // The siblings of a reference are rewritten, too.
            (Kind::One(object), Value::Object(map)) => {
                let mut beside = map.clone();
                let reference = beside.shift_remove("$ref").unwrap_or_default();
                let mut written = self.object(object, &beside, place);
                written.insert("$ref".to_owned(), reference);
                written.into()
            }
            (Kind::List(kind), Value::Array(items)) => {
                let items = items.iter().enumerate();
                items
                    .map(|(index, item)| self.kind(*kind, item, &place.step(&index.to_string())))
                    .collect()
            }
            (Kind::Named(kind), Value::Object(map)) => {
                self.entries(map, place, |this, value, place| {
                    this.kind(*kind, value, place)
                })
            }
            (Kind::Keyed(kind), Value::Object(map)) => {
                let entries = map.iter();
                entries
                    .map(|(key, value)| (key.clone(), self.kind(*kind, value, &place.step(key))))
                    .collect()
            }
            _ => value.clone(),
        }
    }

    fn any(&mut self, value: &Value, place: &Place) -> Value {
        match value {
            Value::String(string) => (self.change)(place, string).into(),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items
                    .map(|(index, item)| self.any(item, &place.step(&index.to_string())))
                    .collect()
            }
            Value::Object(map) => self.entries(map, place, Self::any),
            value => value.clone(),
        }
    }

    fn object(
        &mut self,
        object: &'static str,
        map: &Map<String, Value>,
        place: &Place,
    ) -> Map<String, Value> {
        let mut written = Map::new();
        for (key, value) in map {
            let place = place.field(object, key);
            let new = self.kind(field(object, key), value, &place);
            if (object, key.as_str()) == ("Parameter", "name") && map["in"] == "path" {
                self.parameters.insert(string(value), string(&new));
            }
            written.insert(key.clone(), new);
        }
        // Names in `required` are renamed with their properties.
        if let (Some(Value::Array(old)), Some(Value::Array(new))) =
            (map.get("required"), written.get_mut("required"))
        {
            for (old, new) in old.iter().zip(new) {
                let at = format!("{}/properties/{}", place.path, string(old));
                if let Some(name) = self.properties.get(&at) {
                    *new = name.clone().into();
                }
            }
        }
        written
    }

    /// Returns a map with keys of the author. Colliding keys get a suffix.
    fn entries(
        &mut self,
        map: &Map<String, Value>,
        place: &Place,
        mut write: impl FnMut(&mut Self, &Value, &Place) -> Value,
    ) -> Value {
        let mut used = BTreeSet::new();
        let mut written = Map::new();
        for (key, value) in map {
            let at = place.step(key);
            let name = Place {
                is_key: true,
                ..at.clone()
            };
            let changed = (self.change)(&name, key);
            let mut new = changed.clone();
            if (place.object, place.field.as_str()) == ("OpenAPI", "paths") && new != *key {
                // The old path stays as a prefix, so that the order of operations doesn't change.
                new = format!("{key}/{changed}");
            }
            while !used.insert(new.clone()) {
                new = format!("{new}{}", used.len());
            }
            self.record_rename(place, key, &new);
            written.insert(new, write(self, value, &at));
        }
        Value::Object(written)
    }

    fn record_rename(&mut self, place: &Place, old: &str, new: &str) {
        if (place.object, place.field.as_str()) == ("Schema", "properties") {
            let at = format!("{}/{old}", place.path);
            self.properties.insert(at, new.to_owned());
        }
        if place.object != "Components" {
            return;
        }
        let reference = |name: &str| {
            format!(
                "{}/{}",
                place.path,
                name.replace('~', "~0").replace('/', "~1")
            )
        };
        self.references.insert(reference(old), reference(new));
        if place.field == "securitySchemes" {
            self.schemes.insert(old.to_owned(), new.to_owned());
        }
    }

    /// Renames the parameters in the paths.
    fn paths(&self, document: &mut Value) {
        let paths = document["paths"].as_object_mut().unwrap();
        for (mut path, item) in std::mem::take(paths) {
            for (old, new) in &self.parameters {
                path = path.replace(&format!("{{{old}}}"), &format!("{{{new}}}"));
            }
            paths.insert(path, item);
        }
    }

    /// Updates references to components.
    fn update_references(&self, value: &mut Value) {
        match value {
            Value::String(string) => {
                if let Some(new) = self.references.get(string) {
                    string.clone_from(new);
                }
            }
            Value::Array(items) => items
                .iter_mut()
                .for_each(|item| self.update_references(item)),
            Value::Object(map) => {
                for (key, value) in map.iter_mut() {
                    match value {
                        Value::Array(needs) if key == "security" => {
                            needs.iter_mut().for_each(|need| self.schemes(need));
                        }
                        value => self.update_references(value),
                    }
                }
            }
            _ => {}
        }
    }

    fn schemes(&self, need: &mut Value) {
        if let Value::Object(map) = need {
            let record_rename = std::mem::take(map).into_iter().map(|(name, scopes)| {
                let name = self.schemes.get(&name).cloned().unwrap_or(name);
                (name, scopes)
            });
            *map = record_rename.collect();
        }
    }
}

impl Place {
    fn step(&self, key: &str) -> Self {
        Self {
            path: format!("{}/{key}", self.path),
            ..self.clone()
        }
    }

    fn field(&self, object: &'static str, key: &str) -> Self {
        let field = if key.starts_with("x-") { "x-" } else { key };
        Self {
            object,
            field: field.to_owned(),
            ..self.step(key)
        }
    }
}

fn string(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
