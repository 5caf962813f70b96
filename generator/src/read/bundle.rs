//! Bundles a document: the targets of references into other files, paths and schemas become
//! components, and the references refer to these components.

mod alias;
mod anchors;
mod files;
mod inline;
mod kind;
mod loss;
mod naming;
mod place;
mod share;

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;

use indexmap::IndexSet;
use serde_json::{Map, Value, json};

use self::files::Files;
pub(super) use self::inline::the;
pub(super) use self::naming::PROVISIONAL;
use self::share::share;
use super::node_kind::{
    DISCRIMINATOR, Multiplicity, NodeKind, ReferencePolicy, SCHEMA, SECURITY_SCHEME,
};
use super::sources::{self, Origin, Removed, Source, Sources};
use super::version::Version;
use crate::diagnostic::{Diagnostic, Location};
use crate::document::SecurityScheme;
use crate::pointer::Pointer;
use crate::resolve::component_pointer;

/// A document in which every resolved reference refers to one of its components.
pub(super) struct Bundled {
    pub(super) document: Value,
    pub(super) sources: Sources,
    /// The diagnostics of unresolved references, by the pointer of the node.
    pub(super) unresolved: BTreeMap<Pointer, Diagnostic>,
    /// Diagnostics of removed references, and of keys in other files.
    pub(super) found: Vec<Diagnostic>,
}

impl Bundled {
    /// Creates a bundle of one file whose references refer to its components.
    pub(super) fn of_one_file(document: Value, source: Source) -> Self {
        Self {
            document,
            sources: source.into(),
            unresolved: BTreeMap::new(),
            found: Vec::new(),
        }
    }

    /// Renames the pointers of array items after others were removed.
    pub(super) fn renumber(&mut self, removed: &Removed) {
        removed.renumber(&mut self.sources.moved, sources::origin);
        removed.rename_all(&mut self.unresolved);
    }
}

/// Imports everything that a document refers to. Other files are read only below `folder`.
pub(super) fn bundle(
    node_kind: &'static NodeKind,
    mut document: Value,
    source: Source,
    folder: Option<&Path>,
) -> Bundled {
    let mut bundle = Bundle {
        node_kind,
        version: Version::of_tree(&document),
        files: Files::new(document.clone(), source, folder),
        imported: IndexSet::new(),
        queue: VecDeque::new(),
        moved: BTreeMap::new(),
        unresolved: BTreeMap::new(),
        found: Vec::new(),
        inlined: Vec::new(),
        unresolved_origins: IndexSet::new(),
        inlined_bytes: 0,
        is_exhausted: false,
    };
    bundle.walk(node_kind, &mut document, 0, &Pointer::root());
    let mut nodes = Vec::new();
    while let Some((kind, node_kind, origin)) = bundle.queue.pop_front() {
        let pointer = naming::provisional(kind, nodes.len());
        // Invariant: the node was found when its reference was.
        let node = bundle.files.look(&origin).cloned();
        let mut node = node.unwrap_or_else(|| {
            let found = Diagnostic::internal(&pointer, "an imported component is lost");
            bundle.found.push(found);
            Value::Null
        });
        bundle.moved.insert(pointer.clone(), origin.clone());
        bundle.walk(node_kind, &mut node, origin.file, &pointer);
        nodes.push((kind, origin, node));
    }
    bundle.finish(document, nodes)
}

/// An imported component: the kind of component, the kind of node, and its origin.
type ImportedComponent = (&'static str, &'static NodeKind, Origin);

/// An imported component with its node: the kind of component and its origin.
type ImportedNode = (&'static str, Origin, Value);

/// A key beside a reference, its value and its origin.
type ReferenceSibling = (String, Value, Origin);

struct Bundle {
    node_kind: &'static NodeKind,
    version: Version,
    files: Files,
    /// Imported components by kind and origin, in the order of discovery.
    imported: IndexSet<(&'static str, Origin)>,
    /// Imported components that were not visited yet.
    queue: VecDeque<ImportedComponent>,
    moved: BTreeMap<Pointer, Origin>,
    unresolved: BTreeMap<Pointer, Diagnostic>,
    found: Vec<Diagnostic>,
    /// The origins of removed references.
    unresolved_origins: IndexSet<Origin>,
    /// The origins of inlined nodes around the current node.
    inlined: Vec<Origin>,
    /// The total size of inlined nodes.
    inlined_bytes: usize,
    /// `true` if the size exceeded the limit.
    is_exhausted: bool,
}

/// The value at a key.
#[derive(Clone, Copy)]
enum Entry {
    One(&'static NodeKind),
    List(&'static NodeKind),
    Map(&'static NodeKind),
    /// A string, or data.
    Value,
}

/// The maximum length of a chain of references.
const MAX_STEPS: usize = 32;

impl Bundle {
    /// Visits a node of a file that is, or will be, at a pointer of the document.
    fn walk(&mut self, node_kind: &'static NodeKind, node: &mut Value, file: usize, at: &Pointer) {
        let inlined = self.inlined.len();
        self.enter(node_kind, node, file, at);
        self.inlined.truncate(inlined);
    }

    fn enter(&mut self, node_kind: &'static NodeKind, node: &mut Value, file: usize, at: &Pointer) {
        if self.version > Version::V3_0
            && node_kind.referred == ReferencePolicy::Component("schemas")
            && let Some(keyword) = unify_reference_keyword(node)
        {
            let mut origin = sources::origin(&self.moved, at);
            origin.pointer = origin.pointer.child(keyword);
            self.moved.insert(at.child("$ref"), origin);
        }
        let (file, siblings) = self.follow(node_kind, node, file, at);
        let Value::Object(keys) = node else { return };
        if self.version == Version::V3_0 && keys.contains_key("$ref") {
            return;
        }
        self.children(node_kind, keys, file, at);
        self.report(node, siblings, at);
    }

    /// Follows the reference in a node: to a component, or to the node that replaces it. Returns
    /// the file of the resulting node, and the keys beside the references.
    fn follow(
        &mut self,
        node_kind: &'static NodeKind,
        node: &mut Value,
        file: usize,
        at: &Pointer,
    ) -> (usize, Vec<ReferenceSibling>) {
        let mut file = file;
        let mut siblings = Vec::new();
        for _ in 0..MAX_STEPS {
            let Some(Value::String(reference)) = node.get("$ref") else {
                break;
            };
            let ReferencePolicy::Component(kind) = node_kind.referred else {
                match self.inline(Entry::One(node_kind), node, file, at) {
                    Some((target, others)) => {
                        file = target;
                        siblings.extend(others);
                        continue;
                    }
                    None => break,
                }
            };
            let reference = reference.clone();
            let target = self.target(file, &reference, at);
            match target.and_then(|target| self.of_kind(node_kind, target, &reference, at)) {
                Ok(target) => {
                    let reference = json!(self.component(kind, node_kind, target));
                    if let Value::Object(keys) = node {
                        keys.insert("$ref".to_owned(), reference);
                    }
                }
                Err(unresolved) => {
                    let unresolved = unresolved.with_consequence(loss::of(kind, at));
                    self.report_unresolved(at, &unresolved);
                    self.unresolved.insert(at.clone(), unresolved);
                }
            }
            break;
        }
        (file, siblings)
    }

    /// Visits the children of a node.
    fn children(
        &mut self,
        node_kind: &'static NodeKind,
        keys: &mut Map<String, Value>,
        file: usize,
        at: &Pointer,
    ) {
        let mut has_default = true;
        for (key, value) in keys.iter_mut() {
            let pointer = at.child(key);
            let held = match node_kind.held_at(key, self.version) {
                Some((Multiplicity::One, held)) if key == "items" && value.is_array() => {
                    Entry::List(held)
                }
                Some((Multiplicity::One, held)) => Entry::One(held),
                Some((Multiplicity::List, held)) => Entry::List(held),
                Some((Multiplicity::Map, held)) => Entry::Map(held),
                None if key.starts_with("x-") => continue,
                None => Entry::Value,
            };
            self.entry_at(held, value, file, &pointer);
            match value {
                Value::Object(mapping) if key == "mapping" && node_kind.is(&DISCRIMINATOR) => {
                    mapping
                        .retain(|value, target| self.mapped(target, file, &pointer.child(value)));
                }
                value if key == "defaultMapping" && node_kind.is(&DISCRIMINATOR) => {
                    has_default = self.mapped(value, file, &pointer);
                }
                Value::Array(alternatives) if key == "security" => {
                    for requirements in alternatives.iter_mut().filter_map(Value::as_object_mut) {
                        self.required(requirements, file, &pointer);
                    }
                }
                _ => {}
            }
        }
        if !has_default {
            keys.shift_remove("defaultMapping");
        }
    }

    /// Visits the value at a key.
    fn entry_at(&mut self, held: Entry, value: &mut Value, file: usize, pointer: &Pointer) {
        if let Entry::One(node_kind) = held {
            return self.walk(node_kind, value, file, pointer);
        }
        let inlined = self.inlined.len();
        let mut file = file;
        let mut siblings = Vec::new();
        for _ in 0..MAX_STEPS {
            let Some((target, others)) = self.inline(held, value, file, pointer) else {
                break;
            };
            file = target;
            siblings.extend(others);
        }
        match (held, &mut *value) {
            (Entry::List(node_kind), Value::Array(items)) => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.walk(node_kind, item, file, &pointer.child(index));
                }
            }
            (Entry::Map(node_kind), Value::Object(entries)) => {
                for (key, child) in entries {
                    self.walk(node_kind, child, file, &pointer.child(key));
                }
            }
            (Entry::Value, Value::Array(items)) if pointer.last().as_deref() == Some("tags") => {
                for (index, item) in items.iter_mut().enumerate() {
                    self.entry_at(Entry::Value, item, file, &pointer.child(index));
                }
            }
            _ => {}
        }
        self.inlined.truncate(inlined);
        self.report(value, siblings, pointer);
    }

    /// Inserts the keys beside references into the target. The key nearest to the path has
    /// precedence.
    fn report(&mut self, node: &mut Value, siblings: Vec<ReferenceSibling>, at: &Pointer) {
        let Value::Object(keys) = node else { return };
        for (key, value, origin) in siblings.into_iter().rev() {
            self.moved.insert(at.child(&key), origin);
            keys.insert(key, value);
        }
    }

    /// Resolves a reference: to a pointer, or to a schema by its `$id` or anchor.
    fn target(&mut self, file: usize, reference: &str, at: &Pointer) -> Result<Origin, Diagnostic> {
        let found = self.files.target(file, reference, at);
        // `#` is the schema that contains the reference.
        if self.version == Version::V3_0 || found.is_ok() && reference != "#" {
            return found;
        }
        let from = sources::origin(&self.moved, at);
        self.files.named(&from, reference).map_or(found, Ok)
    }

    /// Follows the target of a discriminator's mapping, which is a component's name or a reference.
    /// Returns `false` if it is unresolved.
    fn mapped(&mut self, value: &mut Value, file: usize, at: &Pointer) -> bool {
        let Value::String(reference) = value else {
            return true;
        };
        let is_name = !reference.contains(['#', '/', '.']);
        let followed = match is_name {
            true => format!("#/components/schemas/{}", naming::escaped(reference)),
            false => reference.clone(),
        };
        let target = self.files.target(file, &followed, at);
        match target.and_then(|target| self.of_kind(&SCHEMA, target, &followed, at)) {
            Ok(_) if is_name && file == 0 => {}
            Ok(target) => *value = Value::String(self.component("schemas", &SCHEMA, target)),
            Err(unresolved) => {
                let unresolved = unresolved.at(Location::Pointer(at.clone()));
                let unresolved = unresolved.with_consequence("the value is not mapped");
                self.report_unresolved(at, &unresolved);
                return false;
            }
        }
        true
    }

    /// Reports an unresolved reference, once for each origin.
    fn report_unresolved(&mut self, at: &Pointer, unresolved: &Diagnostic) {
        let origin = sources::origin(&self.moved, at);
        if self.unresolved_origins.insert(origin) {
            self.found.push(unresolved.clone());
        }
    }

    /// Imports the security schemes of requirements: since 3.2, a key may be a reference.
    fn required(&mut self, requirements: &mut Map<String, Value>, file: usize, at: &Pointer) {
        if self.version < Version::V3_2 {
            return;
        }
        let required = std::mem::take(requirements).into_iter();
        *requirements = required
            .map(|(name, scopes)| {
                let component = component_pointer::<SecurityScheme>(&name);
                let own = self.files.look(&Origin {
                    file: 0,
                    pointer: component,
                });
                if own.is_some() || !name.contains(['#', '/', '.']) {
                    return (name, scopes);
                }
                match self.files.target(file, &name, at) {
                    Ok(target) => (
                        self.component("securitySchemes", &SECURITY_SCHEME, target),
                        scopes,
                    ),
                    Err(_) => (name, scopes),
                }
            })
            .collect();
    }

    /// Returns the reference to the component of a target.
    fn component(
        &mut self,
        kind: &'static str,
        node_kind: &'static NodeKind,
        target: Origin,
    ) -> String {
        let holder = target.pointer.parent().map(|(holder, _)| holder);
        if target.file == 0 && holder == Some(naming::container(kind)) {
            return target.pointer.to_string();
        }
        let (index, is_new) = self.imported.insert_full((kind, target.clone()));
        if is_new {
            self.queue.push_back((kind, node_kind, target));
        }
        naming::provisional(kind, index).to_string()
    }

    /// Inserts the imported components under unique names.
    fn finish(mut self, mut document: Value, mut nodes: Vec<ImportedNode>) -> Bundled {
        let names = naming::names(&document, &self.files, &nodes);
        let renamed = |pointer: &Pointer| names.rename(pointer);
        share(self.node_kind, &mut document, &mut nodes, self.version);
        for (index, (kind, _, node)) in nodes.into_iter().enumerate() {
            let Some(name) = names.of_own(index) else {
                continue;
            };
            let container = naming::container(kind);
            let container = container
                .keys()
                .try_fold(&mut document, |map, key| entry(map, &key));
            if let Some(Value::Object(all)) = container {
                all.insert(name.to_owned(), node);
            }
        }
        names.rename_references(&mut document);
        let found = self.files.take_found(&mut self.moved);
        let found = self.found.into_iter().chain(found);
        let moved = self.moved.into_iter();
        let moved = moved.filter(|(at, _)| !names.is_alias(at));
        let unresolved = self.unresolved.into_iter();
        Bundled {
            document,
            sources: Sources {
                files: self.files.into_sources(),
                moved: moved.map(|(at, origin)| (renamed(&at), origin)).collect(),
                ..Sources::default()
            },
            found: found.map(|found| found.renamed(&renamed)).collect(),
            unresolved: unresolved
                .map(|(at, found)| (renamed(&at), found.renamed(&renamed)))
                .collect(),
        }
    }
}

/// Replaces `$dynamicRef` and `$recursiveRef` with `$ref`. They are equivalent unless another
/// schema extends the target. Returns the replaced keyword.
fn unify_reference_keyword(schema: &mut Value) -> Option<&'static str> {
    let keys = schema.as_object_mut()?;
    if keys.contains_key("$ref") {
        return None;
    }
    let mut keywords = ["$dynamicRef", "$recursiveRef"].into_iter();
    let keyword = keywords.find(|keyword| keys.contains_key(*keyword))?;
    let reference = keys.shift_remove(keyword)?;
    keys.insert("$ref".to_owned(), reference);
    Some(keyword)
}

/// Returns the value at a key of a map. A missing value becomes an object.
fn entry<'a>(map: &'a mut Value, key: &str) -> Option<&'a mut Value> {
    let map = map.as_object_mut()?;
    Some(map.entry(key).or_insert_with(|| json!({})))
}
