//! Converts a Swagger 2.0 document to OpenAPI 3.0. Invalid parts are kept, so that later stages
//! report them. Features that 3.0 can't express are reported.

mod body;
mod parameter;
mod response;
mod schema;
mod security;
mod server;

use std::collections::BTreeMap;

use indexmap::IndexSet;
use serde_json::{Map, Value, json};

use super::prune::kind;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::pointer::Pointer;

/// The keys of a path item that are methods.
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// A converted document.
pub(super) struct Converted {
    /// The OpenAPI 3.0 document.
    pub(super) document: Value,
    /// The original pointers of moved nodes, by their new pointers.
    pub(super) written: BTreeMap<Pointer, Pointer>,
    /// Diagnostics of invalid parts and of parts that 3.0 can't express.
    pub(super) found: Vec<Diagnostic>,
}

/// The maximum number of nodes in the converted responses and bodies. A shared definition is copied
/// for each media type, and for each operation whose media types differ.
const MAX_NODES: usize = 10_000_000;

/// Converts a document whose references refer to its own components, or are unresolved.
///
/// # Errors
///
/// Returns an error if the converted document would be too large.
pub(super) fn convert(document: &Value) -> Result<Converted, Diagnostic> {
    let mut conversion = Conversion {
        document,
        host: None,
        base_path: None,
        consumes: Vec::new(),
        produces: Vec::new(),
        nodes: 0,
        written: BTreeMap::new(),
        found: Vec::new(),
    };
    let root = ConversionContext::default();
    let default = || vec!["application/json".to_owned()];
    conversion.host = conversion.host(&root);
    conversion.base_path = conversion.base_path(&root);
    conversion.consumes = conversion
        .strings(document, "consumes", &root)
        .unwrap_or_else(default);
    conversion.produces = conversion
        .strings(document, "produces", &root)
        .unwrap_or_else(default);
    let document = conversion.converted(&root);
    if conversion.nodes > MAX_NODES {
        let message =
            "the document is too large with its shared definitions repeated where they are used";
        let found = Diagnostic::error(Code::TooLarge, Location::Pointer(root.old), message);
        return Err(found.help("replace large schemas with references to definitions"));
    }
    Ok(Converted {
        document,
        written: conversion.written,
        found: conversion.found,
    })
}

/// Counts nodes; a long string counts as several.
fn nodes(node: &Value) -> usize {
    match node {
        Value::String(string) => 1 + string.len() / 100,
        Value::Array(items) => 1 + items.iter().map(nodes).sum::<usize>(),
        Value::Object(keys) => 1 + keys.values().map(nodes).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) => 1,
    }
}

/// Returns `true` for version 2.0.
pub(super) fn is_version(version: &str) -> bool {
    matches!(version, "2.0" | "2")
}

struct Conversion<'d> {
    document: &'d Value,
    host: Option<String>,
    base_path: Option<String>,
    /// The default media types of requests.
    consumes: Vec<String>,
    /// The default media types of responses.
    produces: Vec<String>,
    /// The number of nodes in responses and bodies so far.
    nodes: usize,
    written: BTreeMap<Pointer, Pointer>,
    found: Vec<Diagnostic>,
}

/// The pointers of a node in the new and the old document.
#[derive(Clone, Default)]
struct ConversionContext {
    new: Pointer,
    old: Pointer,
}

impl ConversionContext {
    /// Returns the pointers of a key that both documents have.
    fn child(&self, key: impl std::fmt::Display) -> Self {
        Self {
            new: self.new.child(&key),
            old: self.old.child(key),
        }
    }

    /// Returns the pointers of a key that only the new document has.
    fn within(&self, key: impl std::fmt::Display) -> Self {
        Self {
            new: self.new.child(key),
            old: self.old.clone(),
        }
    }
}

/// Returns the value at a key, unless it is null.
fn get<'d>(node: &'d Value, key: &str) -> Option<&'d Value> {
    node.get(key).filter(|value| !value.is_null())
}

/// Returns the entries of a node with one of these keys, and its extensions.
fn kept(node: &Map<String, Value>, keys: &[&str]) -> Map<String, Value> {
    let entries = node.iter();
    let kept = entries.filter(|(key, _)| keys.contains(&key.as_str()) || key.starts_with("x-"));
    kept.map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Creates a reference to a component, with the keys beside the original reference.
fn referring(keys: &Map<String, Value>, target: &str) -> Value {
    let mut new = keys.clone();
    new.insert("$ref".to_owned(), reference(target).into());
    Value::Object(new)
}

/// Converts a reference to a component.
fn reference(reference: &str) -> String {
    let moved = [
        ("#/definitions/", "#/components/schemas/"),
        ("#/parameters/", "#/components/parameters/"),
        ("#/responses/", "#/components/responses/"),
    ];
    let renamed = moved.iter().find_map(|(old, new)| {
        let name = reference.strip_prefix(old)?;
        Some(format!("{new}{name}"))
    });
    renamed.unwrap_or_else(|| reference.to_owned())
}

impl<'d> Conversion<'d> {
    fn converted(&mut self, at: &ConversionContext) -> Value {
        let Value::Object(keys) = self.document else {
            return self.document.clone();
        };
        let mut new = Map::new();
        new.insert("openapi".to_owned(), json!("3.0.3"));
        self.moved(&at.new.child("openapi"), &at.old.child("swagger"));
        new.extend(kept(keys, &["info", "tags", "externalDocs", "security"]));
        if let Some(servers) = self.servers(at) {
            new.insert("servers".to_owned(), servers);
        }
        if let Some(paths) = get(self.document, "paths") {
            new.insert("paths".to_owned(), self.paths(paths, &at.child("paths")));
        }
        let components = self.components(at);
        if !components.is_empty() {
            new.insert("components".to_owned(), Value::Object(components));
        }
        Value::Object(new)
    }

    /// Records the original pointer of a node.
    fn moved(&mut self, new: &Pointer, old: &Pointer) {
        self.written.insert(new.clone(), old.clone());
    }

    fn record_pointer(&mut self, at: &ConversionContext) {
        self.moved(&at.new, &at.old);
    }

    /// Returns `true` if repeating a node doesn't exceed the maximum number of nodes.
    fn affords(&mut self, node: &Value, times: usize) -> bool {
        let more = nodes(node).saturating_mul(times);
        self.nodes = self.nodes.saturating_add(more);
        self.nodes <= MAX_NODES
    }

    /// Reports the keys beside a reference that its target replaces.
    fn beside(&mut self, node: &Value, old: &Pointer) {
        let keys = node.as_object().into_iter().flat_map(Map::keys);
        for key in keys.filter(|key| *key != "$ref" && !key.starts_with("x-")) {
            let at = old.child(key);
            self.moved(&at, &at);
            let message = format!("`{key}` beside `$ref` is ignored");
            let found = Diagnostic::note(Code::Contradiction, &at, message);
            let help = "move it to the target of the reference; Swagger 2.0 ignores it here";
            self.found.push(found.help(help));
        }
    }

    /// Reports a key that the new document doesn't have.
    fn report(&mut self, code: Code, old: &Pointer, message: &str, help: &str) {
        self.moved(old, old);
        let found = Diagnostic::warning(code, old, message).help(help);
        self.found.push(found);
    }

    /// Returns the string at a key; `None` if it is missing or empty.
    fn string(&mut self, node: &'d Value, key: &str, at: &ConversionContext) -> Option<&'d str> {
        let value = get(node, key)?;
        if !value.is_string() {
            let message = format!("expected a string for `{key}`, found {}", kind(value));
            let help = "correct it; it is ignored here";
            self.report(Code::InvalidNode, &at.old.child(key), &message, help);
        }
        value.as_str().filter(|string| !string.is_empty())
    }

    /// Returns the strings of an array; `None` if there are none.
    fn strings(&mut self, node: &Value, key: &str, at: &ConversionContext) -> Option<Vec<String>> {
        let value = get(node, key)?;
        let items = value.as_array().map_or(&[][..], Vec::as_slice);
        let strings: IndexSet<&str> = items.iter().filter_map(Value::as_str).collect();
        let wrong = match value.is_array() {
            true => items.iter().find(|item| !item.is_string()),
            false => Some(value),
        };
        if let Some(wrong) = wrong {
            let message = format!(
                "expected an array of strings for `{key}`, found {}",
                kind(wrong)
            );
            let help = "correct it; items that are not strings are ignored here";
            self.report(Code::InvalidNode, &at.old.child(key), &message, help);
        }
        let strings = strings.into_iter().map(str::to_owned);
        Some(strings.collect()).filter(|strings: &Vec<String>| !strings.is_empty())
    }

    fn paths(&mut self, paths: &'d Value, at: &ConversionContext) -> Value {
        let Value::Object(items) = paths else {
            return paths.clone();
        };
        let mut new = kept(items, &[]);
        for (path, item) in items.iter().filter(|(path, _)| path.starts_with('/')) {
            new.insert(path.clone(), self.item(item, &at.child(path)));
        }
        Value::Object(new)
    }

    fn item(&mut self, item: &'d Value, at: &ConversionContext) -> Value {
        let Value::Object(keys) = item else {
            return item.clone();
        };
        let mut new = kept(keys, &["$ref"]);
        let shared = self.listed(item, &at.old);
        if let Some(parameters) = self.parameters(item, &shared, at) {
            new.insert("parameters".to_owned(), parameters);
        }
        for (method, operation) in keys {
            if METHODS.contains(&method.as_str()) && !operation.is_null() {
                let operation = self.operation(operation, &shared, &at.child(method));
                new.insert(method.clone(), operation);
            }
        }
        Value::Object(new)
    }

    fn operation(
        &mut self,
        node: &'d Value,
        shared: &[parameter::ListedParameter<'d>],
        at: &ConversionContext,
    ) -> Value {
        let Value::Object(keys) = node else {
            return node.clone();
        };
        let mut new = kept(
            keys,
            &[
                "$ref",
                "tags",
                "summary",
                "description",
                "externalDocs",
                "operationId",
                "deprecated",
                "security",
            ],
        );
        let own = self.listed(node, &at.old);
        if let Some(parameters) = self.parameters(node, &own, at) {
            new.insert("parameters".to_owned(), parameters);
        }
        let consumes = self.strings(node, "consumes", at);
        if let Some(body) = self.body(&own, shared, consumes.as_deref(), &at.within("requestBody"))
        {
            new.insert("requestBody".to_owned(), body);
        }
        let produces = self.strings(node, "produces", at);
        if let Some(responses) = get(node, "responses") {
            let responses = self.responses(responses, produces.as_deref(), &at.child("responses"));
            new.insert("responses".to_owned(), responses);
        }
        if let Some(servers) = self.own_servers(node, at) {
            new.insert("servers".to_owned(), servers);
        }
        Value::Object(new)
    }

    fn components(&mut self, at: &ConversionContext) -> Map<String, Value> {
        let document = self.document;
        let components = at.within("components");
        let mut new = Map::new();
        let home = |key: &str, old: &str| ConversionContext {
            new: components.new.child(key),
            old: at.old.child(old),
        };
        if let Some(definitions) = get(document, "definitions") {
            self.record_pointer(&home("schemas", "definitions"));
            let schemas = schema::schemas(definitions.clone());
            new.insert("schemas".to_owned(), schemas);
        }
        if let Some(responses) = get(document, "responses") {
            let at = home("responses", "responses");
            self.record_pointer(&at);
            let responses = self.mapped(responses, &at, |this, node, at| {
                this.response(node, None, at)
            });
            new.insert("responses".to_owned(), responses);
        }
        if let Some(parameters) = get(document, "parameters") {
            let (parameters, bodies) = self.shared_parameters(
                parameters,
                &home("parameters", "parameters"),
                &home("requestBodies", "parameters"),
            );
            new.insert("parameters".to_owned(), parameters);
            if !bodies.is_empty() {
                new.insert("requestBodies".to_owned(), Value::Object(bodies));
            }
        }
        if let Some(schemes) = get(document, "securityDefinitions") {
            let at = home("securitySchemes", "securityDefinitions");
            self.record_pointer(&at);
            let schemes = self.mapped(schemes, &at, Self::security_scheme);
            new.insert("securitySchemes".to_owned(), schemes);
        }
        new
    }

    /// Converts the entries of a map.
    fn mapped(
        &mut self,
        map: &'d Value,
        at: &ConversionContext,
        convert: impl Fn(&mut Self, &'d Value, &ConversionContext) -> Value,
    ) -> Value {
        let Value::Object(entries) = map else {
            return map.clone();
        };
        let new = entries.iter();
        let new = new.map(|(key, node)| (key.clone(), convert(self, node, &at.child(key))));
        Value::Object(new.collect())
    }
}

#[cfg(test)]
mod tests;
