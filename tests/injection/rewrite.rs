//! Writes a document anew with other text, keeping what refers to each other together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::grammar::{Kind, field};

/// Where a text stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The object of the specification.
    pub(crate) object: &'static str,
    /// The field of the object that holds it.
    pub(crate) field: String,
    /// The way from the root, for people.
    pub(crate) path: String,
    /// Whether it is the key of a map.
    pub(crate) is_key: bool,
}

/// The document with every text replaced by what `change` says of it.
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
    rewriter.follow(&mut written);
    written
}

/// All places of a document with text that an author chooses.
pub(crate) fn places(document: &Value) -> Vec<Place> {
    let mut found = Vec::new();
    rewrite(document, &mut |place, text| {
        found.push(place.clone());
        text.to_owned()
    });
    found
}

/// The document with one text replaced.
pub(crate) fn replace(document: &Value, wanted: usize, text: &str) -> Value {
    let mut index = 0;
    rewrite(document, &mut |_, old| {
        index += 1;
        if index - 1 == wanted { text } else { old }.to_owned()
    })
}

struct Rewriter<'c> {
    change: &'c mut dyn FnMut(&Place, &str) -> String,
    /// The names of properties, by where they were.
    properties: BTreeMap<String, String>,
    /// References to components, as they were and as they are.
    references: BTreeMap<String, String>,
    /// Security schemes, as they were and as they are.
    schemes: BTreeMap<String, String>,
    /// Parameters of paths, as they were and as they are.
    parameters: BTreeMap<String, String>,
}

impl Rewriter<'_> {
    fn kind(&mut self, kind: Kind, value: &Value, place: &Place) -> Value {
        match (kind, value) {
            (Kind::Any, _) => self.any(value, place),
            (Kind::Text, Value::String(text)) => (self.change)(place, text).into(),
            (Kind::One(object), Value::Object(map)) if !map.contains_key("$ref") => {
                self.object(object, map, place).into()
            }
            // What stands beside a reference.
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
            Value::String(text) => (self.change)(place, text).into(),
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
                self.parameters.insert(text(value), text(&new));
            }
            written.insert(key.clone(), new);
        }
        // What is required goes with the property of that name.
        if let (Some(Value::Array(old)), Some(Value::Array(new))) =
            (map.get("required"), written.get_mut("required"))
        {
            for (old, new) in old.iter().zip(new) {
                let at = format!("{}/properties/{}", place.path, text(old));
                if let Some(name) = self.properties.get(&at) {
                    *new = name.clone().into();
                }
            }
        }
        written
    }

    /// A map whose keys the author chooses. Keys that fall together are told apart.
    fn entries(
        &mut self,
        map: &Map<String, Value>,
        place: &Place,
        mut write: impl FnMut(&mut Self, &Value, &Place) -> Value,
    ) -> Value {
        let mut taken = BTreeSet::new();
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
                // What it was stays in front: the order of operations is what it was.
                new = format!("{key}/{changed}");
            }
            while !taken.insert(new.clone()) {
                new = format!("{new}{}", taken.len());
            }
            self.renamed(place, key, &new);
            written.insert(new, write(self, value, &at));
        }
        Value::Object(written)
    }

    fn renamed(&mut self, place: &Place, old: &str, new: &str) {
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

    /// Parameters of paths, in the paths.
    fn paths(&self, document: &mut Value) {
        let paths = document["paths"].as_object_mut().unwrap();
        for (mut path, item) in std::mem::take(paths) {
            for (old, new) in &self.parameters {
                path = path.replace(&format!("{{{old}}}"), &format!("{{{new}}}"));
            }
            paths.insert(path, item);
        }
    }

    /// What refers to components by their old names.
    fn follow(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Some(new) = self.references.get(text) {
                    text.clone_from(new);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.follow(item)),
            Value::Object(map) => {
                for (key, value) in map.iter_mut() {
                    match value {
                        Value::Array(needs) if key == "security" => {
                            needs.iter_mut().for_each(|need| self.schemes(need));
                        }
                        value => self.follow(value),
                    }
                }
            }
            _ => {}
        }
    }

    fn schemes(&self, need: &mut Value) {
        if let Value::Object(map) = need {
            let renamed = std::mem::take(map).into_iter().map(|(name, scopes)| {
                let name = self.schemes.get(&name).cloned().unwrap_or(name);
                (name, scopes)
            });
            *map = renamed.collect();
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

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
