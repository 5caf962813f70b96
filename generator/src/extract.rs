//! Reduces a document to selected operations and the components that they use.

use std::{collections::BTreeSet, path::Path};

use serde_json::{Map, Value};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Location},
    failure::Failure,
    lower::{InheritanceGraph, select_operations},
    pointer::Pointer,
    read::{holds_operations, item_of, with_tree},
    resolve::Resolver,
    settings::Settings,
};

/// Returns the document at a path with only the selected operations and the components that they
/// use. The result is YAML of OpenAPI 3.0, in the original order.
///
/// # Errors
///
/// Returns an error if the document can't be read, or doesn't have a selected operation.
pub fn extract(path: &Path, settings: &Settings) -> Result<String, Failure> {
    let read = with_tree(path, settings.references.as_deref())
        .map_err(|(sources, found)| Failure::new(found, sources))?;
    let (document, tree) = read;
    let mut diagnostics = Diagnostics::default();
    let (operations, has_security) = select_operations(&document, settings, &mut diagnostics);
    if diagnostics.has_errors() {
        let found = diagnostics.into_vec();
        return Err(Failure::new(found, document.sources));
    }
    let inheritance = InheritanceGraph::of(Resolver::new(&document));
    // An operation without `security` is public if another operation declares `security`. The other
    // operation may be left out, so each public operation declares `security: []`.
    let has_public = has_security && tree.get("security").is_none();
    let document = cut_down(&tree, &inheritance, &operations, has_public);
    serde_yaml::to_string(&document).map_err(|error| {
        let message = format!("cannot write the document as YAML: {error}");
        Diagnostic::error(Code::Syntax, Location::Nowhere, message).into()
    })
}

/// The kept parts of a document: pointers of operations and components.
struct Kept<'a> {
    tree: &'a Value,
    /// `true` if operations without `security` are public: other operations have `security`, and
    /// the document doesn't.
    has_public: bool,
    inheritance: &'a InheritanceGraph<'a>,
    pointers: BTreeSet<Pointer>,
    /// Pointers whose references were not followed yet.
    pending: Vec<Pointer>,
}

fn cut_down(
    tree: &Value,
    inheritance: &InheritanceGraph<'_>,
    operations: &[Pointer],
    has_public: bool,
) -> Value {
    let mut kept = Kept {
        tree,
        has_public,
        inheritance,
        pointers: BTreeSet::new(),
        pending: Vec::new(),
    };
    for operation in operations {
        kept.keep(operation.clone());
    }
    if let Some(requirements) = tree.get("security") {
        kept.secure(requirements);
    }
    while let Some(pointer) = kept.pending.pop() {
        kept.follow(&pointer);
    }
    kept.document()
}

impl Kept<'_> {
    fn keep(&mut self, pointer: Pointer) {
        if pointer.look(self.tree).is_some() && self.pointers.insert(pointer.clone()) {
            self.pending.push(pointer);
        }
    }

    fn has(&self, pointer: &Pointer) -> bool {
        self.pointers.contains(pointer)
    }

    /// Keeps the targets of a kept node's references. For an operation, also keeps the targets of
    /// its path item.
    fn follow(&mut self, pointer: &Pointer) {
        let Some(node) = pointer.look(self.tree) else {
            return;
        };
        self.references(node);
        // A value of a base schema may have the type of a derived schema.
        if let [components, schemas, name] = pointer.keys().collect::<Vec<_>>().as_slice()
            && (components.as_str(), schemas.as_str()) == ("components", "schemas")
        {
            for child in self.inheritance.children(name) {
                self.component("schemas", child);
            }
        }
        if let Some(item) = item_of(pointer)
            && let Some(Value::Object(keys)) = item.look(self.tree)
        {
            let shared = keys.iter().filter(|(key, _)| is_shared(key));
            shared.for_each(|(_, node)| self.references(node));
            match node.get("security").or(self.tree.get("security")) {
                Some(requirements) => self.secure(requirements),
                None if self.has_public => {}
                None => self.secure_any(),
            }
        }
    }

    fn references(&mut self, node: &Value) {
        match node {
            Value::Array(items) => items.iter().for_each(|item| self.references(item)),
            Value::Object(keys) => {
                if let Some(Value::String(reference)) = keys.get("$ref") {
                    self.refer(reference);
                }
                let mapping = keys.get("discriminator").and_then(|it| it.get("mapping"));
                for target in mapping.and_then(Value::as_object).into_iter().flatten() {
                    if let Value::String(target) = target.1 {
                        self.refer(target);
                        self.component("schemas", target);
                    }
                }
                keys.values().for_each(|value| self.references(value));
            }
            _ => {}
        }
    }

    /// Keeps the component that a reference refers to. `bundle` has replaced all other targets with
    /// components.
    fn refer(&mut self, reference: &str) {
        let keys: Vec<String> = Pointer::from_fragment(reference)
            .iter()
            .flat_map(Pointer::keys)
            .collect();
        match keys.as_slice() {
            [root, kind, name, ..] if root == "components" => self.component(kind, name),
            _ => {}
        }
    }

    fn component(&mut self, kind: &str, name: &str) {
        self.keep(Pointer::root().child("components").child(kind).child(name));
    }

    /// Keeps the security schemes of requirements.
    fn secure(&mut self, requirements: &Value) {
        let requirements = requirements.as_array().into_iter().flatten();
        for name in requirements
            .filter_map(Value::as_object)
            .flat_map(Map::keys)
        {
            // Since 3.2, the name may be a reference.
            self.refer(name);
            self.component("securitySchemes", name);
        }
    }

    /// Keeps all security schemes, because the requirements are unknown.
    fn secure_any(&mut self) {
        let schemes = self.tree.get("components");
        let schemes = schemes.and_then(|all| all.get("securitySchemes"));
        for name in schemes
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(Map::keys)
        {
            self.component("securitySchemes", name);
        }
    }

    /// Returns the reduced document, in its original order.
    fn document(&self) -> Value {
        let root = Pointer::root();
        filtered(self.tree, &root, &|key, value, pointer| match key {
            "paths" => Some(filtered(value, pointer, &|_, item, pointer| {
                let item = filtered(item, pointer, &|key, node, pointer| match key {
                    key if is_shared(key) => Some(node.clone()),
                    _ if self.has(pointer) => Some(self.operation(node)),
                    "additionalOperations" => {
                        let mut kept = self.having(node, pointer)?;
                        let operations = kept.as_object_mut()?.values_mut();
                        operations.for_each(|operation| *operation = self.operation(operation));
                        Some(kept)
                    }
                    _ => None,
                });
                let any = item.as_object()?.keys().any(|key| !is_shared(key));
                any.then_some(item)
            })),
            "components" => Some(filtered(value, pointer, &|_, all, pointer| {
                self.having(all, pointer)
            })),
            "tags" => Some(self.tags(value)),
            // No operation of a client uses webhooks.
            "webhooks" => None,
            _ => Some(value.clone()),
        })
    }

    /// Returns an operation. A public operation declares `security: []`.
    fn operation(&self, node: &Value) -> Value {
        let mut node = node.clone();
        if let Value::Object(keys) = &mut node
            && self.has_public
        {
            let none = Value::Array(Vec::new());
            keys.entry("security").or_insert(none);
        }
        node
    }

    /// Returns the kept entries of a map; `None` if no entry is kept.
    fn having(&self, map: &Value, pointer: &Pointer) -> Option<Value> {
        let kept = filtered(map, pointer, &|_, node, pointer| {
            self.has(pointer).then(|| node.clone())
        });
        let any = kept.as_object().is_some_and(|kept| !kept.is_empty());
        any.then_some(kept)
    }

    /// Returns the tags of kept operations.
    fn tags(&self, tags: &Value) -> Value {
        let pointers = self.pointers.iter();
        let operations =
            pointers.filter_map(|pointer| pointer.look(self.tree)?.get("tags")?.as_array());
        let used: Vec<&Value> = operations.flatten().collect();
        let tags = tags.as_array().into_iter().flatten();
        let kept = tags.filter(|tag| tag.get("name").is_some_and(|name| used.contains(&name)));
        Value::Array(kept.cloned().collect())
    }
}

/// Filters and maps the entries of a map.
fn filtered(
    map: &Value,
    pointer: &Pointer,
    keep: &dyn Fn(&str, &Value, &Pointer) -> Option<Value>,
) -> Value {
    let entries = map.as_object().into_iter().flatten();
    let kept = entries.filter_map(|(key, value)| {
        let value = keep(key, value, &pointer.child(key))?;
        Some((key.clone(), value))
    });
    Value::Object(kept.collect())
}

/// Returns `true` if a key of a path item applies to all of its operations.
fn is_shared(key: &str) -> bool {
    !holds_operations(key)
}
