//! Parses a source into the typed model: directly if possible, else by way of a tree that is
//! bundled, pruned and recovered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::bundle::{Bundled, bundle};
use super::node_kind::{self, DOCUMENT};
use super::normal::{self, normalize};
use super::prune::prune;
use super::sources::{Removed, Source};
use super::v3_0::{self, Tables, strict::OpenAPI};
use super::version::{self, Version};
use super::{Document, Excluded, Refusal, Refused, Sources};
use super::{keys, method, recover, sources, swagger, text, validate};
use crate::diagnostic::{Code, Diagnostic, Location, Severity};
use crate::pointer::Pointer;

/// Conditions for returning the tree of a document with the model.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TreeMode {
    /// Only if the model needs the tree.
    IfNeeded,
    /// Always.
    Always,
}

/// The maximum depth of schemas that are parsed directly. The model's time to parse doubles with
/// each level around an error, so deeper documents are validated first.
const DEEP: usize = 10;

/// The maximum number of recoveries: an error in a node shows only after its children are valid.
const MAX_RECOVERIES: usize = 16;

/// Parses a source as a document. Other files are read only below `folder`.
pub(super) fn open(
    source: Source,
    folder: Option<&Path>,
    tree_mode: TreeMode,
) -> Result<(Document, Option<Value>), Refused> {
    let refused = |source: Source, found| Err((source.into(), found));
    if let Some(diagnostic) = text::bounds(&source.text, source.format()) {
        return refused(source, vec![diagnostic]);
    }
    // Keys and numbers are checked first, because the model panics at some of them.
    let keys = keys::find(&source);
    if !keys.fatal.is_empty() {
        let found = source.document_tree().err().unwrap_or(keys.fatal);
        return refused(source, found);
    }
    let mut excluded = Excluded {
        diagnostics: keys.unknown,
        ..Excluded::default()
    };
    let version = keys.version.unwrap_or(Version::V3_0);
    let is_normal = version == Version::V3_0;
    let is_direct = tree_mode == TreeMode::IfNeeded
        && is_normal
        && keys.depth <= DEEP
        && keys.wrong.is_empty()
        && !keys.needs_tree
        && !keys.is_ahead
        && !keys.has_external_references;
    if let Some(Ok(openapi)) = is_direct.then(|| source.parsed::<OpenAPI>()) {
        if let Some(diagnostic) = version::unsupported(&openapi.openapi) {
            return refused(source, vec![diagnostic]);
        }
        let document = Document {
            sources: source.into(),
            openapi: v3_0::document(openapi, &Tables::default()),
            excluded,
        };
        return Ok((document, None));
    }
    let mut tree = match source.document_tree() {
        Ok(tree) => tree,
        Err(found) => return refused(source, found),
    };
    let mut sources;
    let mut written = None;
    remove_numbers(&mut tree, &keys.unwritable);
    if tree.get("openapi").is_none() {
        let swagger = &node_kind::swagger::DOCUMENT;
        let mut bundled = bundle(swagger, tree, source, folder);
        excluded.diagnostics = keys::unknown_in(swagger, &bundled.document);
        excluded.diagnostics.append(&mut bundled.found);
        excluded.diagnostics.extend(keys.wrong);
        prune(swagger, Version::V3_0, &mut bundled, &mut excluded);
        (tree, sources) = converted(bundled, &mut excluded)?;
    } else {
        let own = components(&tree);
        let mut bundled = if keys.has_external_references || !is_normal {
            bundle(&DOCUMENT, tree, source, folder)
        } else {
            Bundled::of_one_file(tree, source)
        };
        if keys.has_external_references || !is_normal || keys.needs_tree {
            excluded.diagnostics = keys::unknown_in(&DOCUMENT, &bundled.document);
            let is_own = |found: &Diagnostic| !found.node().is_some_and(|at| is_new(at, &own));
            excluded.diagnostics.retain(is_own);
        }
        excluded.diagnostics.append(&mut bundled.found);
        excluded.diagnostics.extend(keys.wrong);
        prune(&DOCUMENT, version, &mut bundled, &mut excluded);
        if !is_normal {
            written = (tree_mode == TreeMode::Always).then(|| bundled.document.clone());
            let extras = normalize(&mut bundled);
            excluded.diagnostics.extend(extras.diagnostics);
            excluded.descriptions = extras.descriptions;
            excluded.components.extend(extras.components);
            excluded.no_paths = extras.no_paths;
        }
        (tree, sources) = (bundled.document, bundled.sources);
        sources.keep(&excluded.diagnostics);
        excluded.unresolved = bundled.unresolved;
    }
    if is_normal {
        normal::obey(&mut tree, &mut sources, &mut excluded);
    }
    validate::prune_nulls(&DOCUMENT, &mut tree);
    recover::unresolved_operations(&mut tree, &mut excluded);
    match recovered(&mut tree, &mut sources, &mut excluded) {
        Ok(openapi) => {
            excluded.drop_explained();
            let further = match version >= Version::V3_2 {
                true => method::further(&tree),
                false => BTreeMap::new(),
            };
            let tables = Tables {
                unresolved: std::mem::take(&mut excluded.unresolved),
                descriptions: std::mem::take(&mut excluded.descriptions),
                invalid: std::mem::take(&mut excluded.operations),
                further,
            };
            sources.is_rewritten = version > Version::V3_0;
            let document = Document {
                sources,
                openapi: v3_0::document(openapi, &tables),
                excluded,
            };
            Ok((document, Some(written.unwrap_or(tree))))
        }
        Err(found) => Err((sources, found)),
    }
}

/// The kinds of components of a document.
fn components(tree: &Value) -> BTreeSet<String> {
    let kinds = tree.get("components").and_then(Value::as_object);
    kinds
        .into_iter()
        .flat_map(|all| all.keys().cloned())
        .collect()
}

/// Returns `true` for a kind of components that the document itself doesn't have.
fn is_new(at: &Pointer, own: &BTreeSet<String>) -> bool {
    let mut keys = at.keys();
    let is_component = keys.next().as_deref() == Some("components");
    let kind = keys.next();
    is_component && keys.next().is_none() && kind.is_some_and(|kind| !own.contains(&kind))
}

/// Converts a Swagger 2.0 document to OpenAPI 3.0, and moves its diagnostics to the new pointers.
fn converted(bundled: Bundled, excluded: &mut Excluded) -> Result<(Value, Sources), Refused> {
    let mut sources = bundled.sources;
    let converted = match swagger::convert(&bundled.document) {
        Ok(converted) => converted,
        Err(found) => return Err((sources, vec![found])),
    };
    sources.converted = converted.written;
    sources.keep(&excluded.diagnostics);
    excluded.diagnostics.extend(converted.found);
    if !bundled.unresolved.is_empty() {
        let mut references = Vec::new();
        references_in(&converted.document, &Pointer::root(), &mut references);
        let unresolved = references.into_iter().filter_map(|pointer| {
            let unresolved = bundled
                .unresolved
                .get(&sources::before(&sources.converted, &pointer))?;
            let unresolved = unresolved.clone().renamed(&|_| pointer.child("$ref"));
            Some((pointer, unresolved))
        });
        excluded.unresolved = unresolved.collect();
    }
    Ok((converted.document, sources))
}

/// Collects the pointers of all references.
fn references_in(node: &Value, at: &Pointer, found: &mut Vec<Pointer>) {
    match node {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                references_in(item, &at.child(index), found);
            }
        }
        Value::Object(keys) => {
            if keys.get("$ref").is_some_and(Value::is_string) {
                found.push(at.clone());
            }
            for (key, value) in keys {
                references_in(value, &at.child(key), found);
            }
        }
        _ => {}
    }
}

/// Returns the model of a document without its invalid parts.
fn recovered(
    tree: &mut Value,
    sources: &mut Sources,
    excluded: &mut Excluded,
) -> Result<OpenAPI, Vec<Diagnostic>> {
    for round in 1..=MAX_RECOVERIES {
        let wrong = validate::invalid_nodes(tree);
        if wrong.is_empty() {
            break;
        }
        match recover::recover(tree, &wrong, excluded) {
            Ok(mut removed) => {
                removed.round = round;
                sources.renumber(&removed);
                excluded.renumber(&removed);
            }
            Err(diagnostic) => {
                excluded.diagnostics.push(diagnostic);
                return Err(std::mem::take(&mut excluded.diagnostics));
            }
        }
    }
    OpenAPI::deserialize(&*tree).map_err(|error| {
        let location = Location::Pointer(Pointer::root());
        let message = error.to_string();
        vec![Refusal { message, location }.not_openapi()]
    })
}

impl Source {
    /// Returns the tree of an OpenAPI document.
    fn document_tree(&self) -> Result<Value, Vec<Diagnostic>> {
        let mut tree = self.tree().map_err(|diagnostic| vec![diagnostic])?;
        if let Some(diagnostic) = super::not_openapi(&tree) {
            return Err(vec![diagnostic]);
        }
        if let Some(version @ Value::Number(_)) = tree.get_mut("openapi") {
            *version = Value::String(version::text(version));
        }
        Ok(tree)
    }

    /// Returns the tree of another file, with the diagnostics of its keys.
    pub(super) fn checked_tree(&self) -> Result<(Value, Vec<Diagnostic>), Vec<Diagnostic>> {
        if let Some(diagnostic) = text::bounds(&self.text, self.format()) {
            return Err(vec![diagnostic]);
        }
        let found = keys::find(self);
        if !found.fatal.is_empty() {
            return Err(found.fatal);
        }
        let mut tree = self.tree().map_err(|diagnostic| vec![diagnostic])?;
        remove_numbers(&mut tree, &found.unwritable);
        Ok((tree, found.wrong))
    }
}

/// Removes numbers that JSON can't represent: keywords of schemas, and values of number schemas.
fn remove_numbers(tree: &mut Value, unwritable: &[Pointer]) {
    // Invariant: the pointers are in the order of the document, so the indexes stay valid.
    for pointer in unwritable.iter().rev() {
        let Some((holder, key)) = pointer.parent() else {
            continue;
        };
        match holder.look_mut(tree) {
            Some(Value::Object(keys)) => {
                let is_value = ["const", "default"].contains(&key.as_str());
                if !is_value || is_number(keys) {
                    keys.shift_remove(&key);
                }
            }
            Some(Value::Array(_)) => remove_listed(tree, &holder, &key),
            _ => {}
        }
    }
}

/// Removes a value from the `enum` of a number schema.
fn remove_listed(tree: &mut Value, list: &Pointer, index: &str) {
    let (Some((schema, key)), Ok(index)) = (list.parent(), index.parse::<usize>()) else {
        return;
    };
    if let Some(Value::Object(keys)) = schema.look_mut(tree)
        && key == "enum"
        && is_number(keys)
        && let Some(Value::Array(values)) = keys.get_mut(&key)
        && index < values.len()
    {
        values.remove(index);
    }
}

/// Returns `true` for a schema of integers or numbers.
fn is_number(schema: &Map<String, Value>) -> bool {
    let is_number = |ty: &Value| ty == "number" || ty == "integer";
    match schema.get("type") {
        Some(Value::Array(types)) => types.iter().any(is_number),
        ty => ty.is_some_and(is_number),
    }
}

impl Excluded {
    /// Drops notes about keys without effect on their type if the value itself is invalid.
    fn drop_explained(&mut self) {
        let wrong = self.diagnostics.iter();
        let wrong = wrong.filter(|found| found.code == Code::InvalidNode);
        let wrong: BTreeSet<Pointer> = wrong.filter_map(Diagnostic::node).cloned().collect();
        let is_note = |found: &Diagnostic| {
            found.code == Code::Contradiction && found.severity == Severity::Note
        };
        self.diagnostics.retain(|found| {
            let is_wrong = found.node().is_some_and(|pointer| wrong.contains(pointer));
            !(is_note(found) && is_wrong)
        });
    }

    /// Renames the pointers of array items after other items were removed.
    fn renumber(&mut self, removed: &Removed) {
        for found in &mut self.diagnostics {
            *found = found.clone().renamed(&|pointer| removed.rename(pointer));
        }
        removed.rename_all(&mut self.unresolved);
        removed.rename_all(&mut self.descriptions);
        removed.rename_all(&mut self.operations);
    }
}
