//! Documents of OpenAPI 3.0 and Swagger 2.0 with keys of later versions, or with keys beside
//! `$ref`. These versions ignore such keys, but authors rely on them, so Rejoinder obeys the keys
//! and reports a note.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{NormalizedExtras, Rewriting, RewrittenPointer, text};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;
use crate::read::node_kind::{DOCUMENT, NodeKind, ReferencePolicy, SCHEMA, SCHEMA_OR_BOOLEAN};
use crate::read::version::Version;
use crate::read::{Excluded, Sources, sources};

/// Keys beside the reference to a schema that are obeyed if `true`. Swagger 2.0 spells `nullable`
/// as `x-nullable`.
const FLAGS: [&str; 4] = ["nullable", "x-nullable", "readOnly", "writeOnly"];

/// Keys beside the reference to a schema that document it.
const DOCUMENTING: [&str; 4] = ["description", "deprecated", "default", "example"];

/// Rewrites a document of OpenAPI 3.0, or a document that was converted to 3.0.
pub(in crate::read) fn obey(tree: &mut Value, sources: &mut Sources, excluded: &mut Excluded) {
    let mut rewriting = Rewriting {
        version: Version::V3_0,
        pointers: BTreeMap::new(),
        original_unresolved: &excluded.unresolved,
        unresolved: BTreeMap::new(),
        extras: NormalizedExtras::default(),
    };
    let root = Pointer::root();
    rewriting.walk(&DOCUMENT, tree, &root, &root);
    let Rewriting {
        pointers,
        unresolved,
        extras,
        ..
    } = rewriting;
    let is_converted = !sources.converted.is_empty();
    let before = sources.converted.clone();
    let pointers = pointers.into_iter();
    let pointers =
        pointers.map(|(current, original)| (current, sources::before(&before, &original)));
    sources.converted.extend(pointers);
    excluded.unresolved.extend(unresolved);
    excluded.descriptions.extend(extras.descriptions);
    let found = extras.diagnostics.into_iter();
    let found: Vec<Diagnostic> = found
        .map(|found| found.renamed(&|pointer| sources::before(&before, pointer)))
        .collect();
    if !is_converted {
        sources.keep(&excluded.diagnostics);
    }
    sources.keep(&found);
    excluded.diagnostics.extend(found);
}

impl Rewriting<'_> {
    /// Rewrites a node with keys that its version doesn't have.
    pub(super) fn v3_0(
        &mut self,
        node_kind: &'static NodeKind,
        keys: &mut Map<String, Value>,
        pointer: RewrittenPointer<'_>,
    ) {
        let is_schema = node_kind.is(&SCHEMA) || node_kind.is(&SCHEMA_OR_BOOLEAN);
        let is_component = matches!(node_kind.referred, ReferencePolicy::Component(_));
        match keys.get("$ref").is_some_and(Value::is_string) {
            true if is_schema => self.beside_schema(keys, pointer),
            true if is_component => self.beside_reference(keys, pointer),
            false if is_schema && self.is_ahead(keys, pointer) => self.schema(keys, pointer),
            _ => {}
        }
    }

    /// Returns `true` for a schema with keys or values of later versions.
    fn is_ahead(&mut self, keys: &Map<String, Value>, pointer: RewrittenPointer<'_>) -> bool {
        let help = "declare the version of OpenAPI that allows it; the declared version doesn't";
        for key in ["exclusiveMinimum", "exclusiveMaximum"] {
            if keys.get(key).is_some_and(Value::is_number) {
                self.note(
                    pointer,
                    key,
                    &format!("`{key}` with a number is used"),
                    help,
                );
            }
        }
        if keys.get("items").is_some_and(Value::is_boolean) {
            self.note(pointer, "items", "a boolean at `items` is used", help);
        }
        match keys.get("type") {
            Some(Value::Array(_)) => self.note(pointer, "type", "an array of types is used", help),
            Some(ty) if ty == "null" => self.note(pointer, "type", "the type `null` is used", help),
            _ => {}
        }
        let is_later = |(key, value): (&String, &Value)| match key.as_str() {
            "type" => value.is_array() || value == "null",
            "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
            "items" => value.is_array() || value.is_boolean(),
            key => SCHEMA.is_obeyed(key) && SCHEMA.since(key) > Version::V3_0,
        };
        keys.iter().any(is_later)
    }

    /// Moves the reference to a schema into an `allOf`, because every version allows siblings
    /// there.
    fn beside_schema(&mut self, keys: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        let is_extension = |key: &str| key.starts_with("x-") && key != "x-nullable";
        if keys.keys().all(|key| key == "$ref" || is_extension(key)) {
            return;
        }
        let list = pointer.current.parent().and_then(|(list, _)| list.last());
        // A component in an `allOf` or a union stays a reference, so that it keeps its name.
        let is_part = list.is_some_and(|list| ["allOf", "anyOf", "oneOf"].contains(&list.as_str()));
        let is_obeyed = |key: &str, value: &Value| match key {
            _ if FLAGS.contains(&key) => *value == Value::Bool(true),
            "description" => !is_part && value.is_string(),
            "deprecated" => !is_part && *value == Value::Bool(true),
            _ => !is_part && DOCUMENTING.contains(&key),
        };
        let is_usual = |key: &str, value: &Value| {
            *value == Value::Bool(false) && (FLAGS.contains(&key) || key == "deprecated")
        };
        let (mut obeyed, mut ignored) = (Map::new(), Vec::new());
        let mut notes = Vec::new();
        for (key, value) in keys.iter().filter(|(key, _)| *key != "$ref") {
            if is_obeyed(key, value) {
                notes.push(key.clone());
                let key = key.trim_start_matches("x-");
                obeyed.insert(key.to_owned(), value.clone());
            } else if !is_usual(key, value) && !is_extension(key) {
                ignored.push(key.clone());
            }
        }
        for key in notes {
            let message = format!("`{key}` beside `$ref` is used");
            let help = "move the reference into `allOf`; OpenAPI 3.0 ignores the key here";
            self.note(pointer, &key, &message, help);
        }
        for key in ignored {
            let message = format!("`{key}` beside `$ref` is ignored");
            let help =
                "move the reference and the key into an `allOf`; OpenAPI 3.0 ignores the key here";
            self.note(pointer, &key, &message, help);
        }
        if obeyed.is_empty() {
            return;
        }
        if let Some(reference) = keys.get("$ref").cloned() {
            obeyed.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
            *keys = obeyed;
            self.moved(pointer, &["allOf", "0"], &[]);
        }
    }

    /// Keeps the description beside a reference to a component other than a schema. Version 3.1 and
    /// later versions allow the description, so no note is reported.
    pub(super) fn beside_reference(
        &mut self,
        keys: &Map<String, Value>,
        pointer: RewrittenPointer<'_>,
    ) {
        const DESCRIBING: [&str; 2] = ["description", "summary"];
        let mut descriptions = DESCRIBING
            .into_iter()
            .filter_map(|key| Some((key, text(keys, key)?)));
        let used = descriptions.next();
        let is_extension = |key: &str| key == "$ref" || key.starts_with("x-");
        for key in keys.keys().filter(|key| !is_extension(key)) {
            let (effect, help) = match &used {
                _ if self.version > Version::V3_0 && DESCRIBING.contains(&key.as_str()) => continue,
                Some((used, _)) if used == key => (
                    "obeyed",
                    "declare OpenAPI 3.1, which allows it; the declared version doesn't",
                ),
                _ if self.version > Version::V3_0 => (
                    "ignored",
                    "move it to the target of the reference; OpenAPI ignores it here",
                ),
                _ => (
                    "ignored",
                    "move it to the target of the reference; OpenAPI 3.0 ignores it here",
                ),
            };
            self.note(
                pointer,
                key,
                &format!("`{key}` beside `$ref` is {effect}"),
                help,
            );
        }
        if let Some((_, description)) = used {
            self.extras
                .descriptions
                .insert(pointer.current.clone(), description);
        }
    }

    /// Reports a note on a key.
    pub(super) fn note(
        &mut self,
        pointer: RewrittenPointer<'_>,
        key: &str,
        message: &str,
        help: &str,
    ) {
        let at = pointer.original.child(key);
        let found = Diagnostic::note(Code::Contradiction, &at, message);
        self.extras.diagnostics.push(found.help(help));
    }
}
