//! Converts documents of OpenAPI 3.1 and 3.2 to the normal form: OpenAPI 3.0 with extensions for
//! features that 3.0 can't express.

mod const_enum;
mod content;
mod items;
mod names;
mod schema;
mod types;
mod v3_0;
mod v3_2;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

pub(super) use self::v3_0::obey;
use super::bundle::Bundled;
use super::node_kind::{
    COMPONENTS, DOCUMENT, INFO, LICENSE, Multiplicity, NodeKind, OPERATION, SCHEMA,
    SCHEMA_OR_BOOLEAN,
};
use super::version::Version;
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;

/// Extension keys of the normal form.
pub(in crate::read) mod extension {
    /// The `anyOf` of `items` lists the schemas of a tuple's items.
    pub(in crate::read) const TUPLE: &str = "x-rejoinder-tuple";
    /// Title, description and deprecation of each value of `enum`.
    pub(in crate::read) const VALUES: &str = "x-rejoinder-values";
    /// The bounds that are written with more digits than a float keeps, by keyword.
    pub(in crate::read) const BOUNDS: &str = "x-rejoinder-bounds";
    /// Constraints that are documented and not checked.
    pub(in crate::read) const UNCHECKED: &str = "x-rejoinder-unchecked";
    /// The schema for values that a discriminator's `mapping` doesn't list.
    pub(in crate::read) const DEFAULT_MAPPING: &str = "x-rejoinder-default-mapping";
    /// The schema of a media type is the array of the items of a sequence.
    pub(in crate::read) const ITEMS: &str = "x-rejoinder-items";
    /// The parameter is the whole query string.
    pub(in crate::read) const QUERY_STRING: &str = "x-rejoinder-query-string";
    /// The style of the parameter is `cookie`.
    pub(in crate::read) const COOKIE: &str = "x-rejoinder-cookie";
    /// The OAuth 2 device authorization flow.
    pub(in crate::read) const DEVICE_FLOW: &str = "x-rejoinder-device-flow";
    /// The name of a server.
    pub(in crate::read) const SERVER_NAME: &str = "x-rejoinder-name";
    /// The declared `explode` of a header or encoding, which the strict model drops.
    pub(in crate::read) const EXPLODE: &str = "x-rejoinder-explode";
    /// The separator of the items of a part, from `collectionFormat` of Swagger 2.0.
    pub(in crate::read) const DELIMITER: &str = "x-rejoinder-delimiter";
}

/// Results of the normalization beside the document.
#[derive(Default)]
pub(super) struct NormalizedExtras {
    /// Diagnostics of invalid parts and of parts that aren't generated.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Descriptions beside references, by the pointer of the node.
    pub(super) descriptions: BTreeMap<Pointer, String>,
    /// `true` if the document has no `paths`.
    pub(super) no_paths: bool,
    /// Excluded components.
    pub(super) components: BTreeSet<Pointer>,
}

/// Converts a bundled document to the normal form.
pub(super) fn normalize(bundled: &mut Bundled) -> NormalizedExtras {
    let mut rewriting = Rewriting {
        version: Version::of_tree(&bundled.document),
        pointers: BTreeMap::new(),
        original_unresolved: &bundled.unresolved,
        unresolved: BTreeMap::new(),
        extras: NormalizedExtras::default(),
    };
    let root = Pointer::root();
    rewriting.walk(&DOCUMENT, &mut bundled.document, &root, &root);
    let Rewriting {
        pointers,
        unresolved,
        extras,
        ..
    } = rewriting;
    bundled.sources.converted = pointers;
    bundled.unresolved = unresolved;
    extras
}

struct Rewriting<'a> {
    /// The original pointers of moved nodes, by their current pointers.
    pointers: BTreeMap<Pointer, Pointer>,
    version: Version,
    original_unresolved: &'a BTreeMap<Pointer, Diagnostic>,
    unresolved: BTreeMap<Pointer, Diagnostic>,
    extras: NormalizedExtras,
}

impl Rewriting<'_> {
    /// Rewrites a node of a kind, and its children.
    fn walk(
        &mut self,
        node_kind: &'static NodeKind,
        node: &mut Value,
        current: &Pointer,
        original: &Pointer,
    ) {
        let is_schema = node_kind.is(&SCHEMA) || node_kind.is(&SCHEMA_OR_BOOLEAN);
        if let Value::Bool(anything) = *node
            && node_kind.is(&SCHEMA)
        {
            *node = schema::of_boolean(anything);
        }
        let Value::Object(keys) = node else { return };
        let pointer = RewrittenPointer { current, original };
        if node_kind.has_dropped_explode()
            && let Some(explode @ Value::Bool(_)) = keys.get("explode").cloned()
        {
            keys.insert(extension::EXPLODE.to_owned(), explode);
        }
        if self.version == Version::V3_0 {
            self.v3_0(node_kind, keys, pointer);
        } else if is_schema {
            self.schema(keys, pointer);
        } else {
            self.other(node_kind, keys, pointer);
        }
        if keys.contains_key("$ref") {
            if let Some(unresolved) = self.original_unresolved.get(original) {
                let here = current.child("$ref");
                let unresolved = unresolved.clone().renamed(&|_: &Pointer| here.clone());
                self.unresolved.insert(current.clone(), unresolved);
            }
            return;
        }
        for (key, value) in keys {
            let (current, original) = self.below(current, original, key);
            match (node_kind.normally_at(key), value) {
                (Some((Multiplicity::One, held)), value) => {
                    self.walk(held, value, &current, &original)
                }
                (Some((Multiplicity::List, held)), Value::Array(items)) => {
                    for (index, item) in items.iter_mut().enumerate() {
                        let (current, original) = self.below(&current, &original, index);
                        self.walk(held, item, &current, &original);
                    }
                }
                (Some((Multiplicity::Map, held)), Value::Object(entries)) => {
                    for (key, child) in entries {
                        let (current, original) = self.below(&current, &original, key);
                        self.walk(held, child, &current, &original);
                    }
                }
                _ => {}
            }
        }
    }

    /// Returns the pointers of a child.
    fn below(
        &self,
        current: &Pointer,
        original: &Pointer,
        key: impl std::fmt::Display,
    ) -> (Pointer, Pointer) {
        let current = current.child(&key);
        let moved = self.pointers.get(&current).cloned();
        let original = moved.unwrap_or_else(|| original.child(&key));
        (current, original)
    }

    /// Rewrites the features of 3.1 in a node that isn't a schema.
    fn other(
        &mut self,
        node_kind: &'static NodeKind,
        keys: &mut Map<String, Value>,
        pointer: RewrittenPointer<'_>,
    ) {
        if node_kind.is(&DOCUMENT) {
            if !keys.contains_key("paths") {
                keys.insert("paths".to_owned(), Map::new().into());
                self.extras.no_paths = true;
                self.extras.diagnostics.push(
                    Diagnostic::warning(
                        Code::NotGenerated,
                        pointer.original,
                        "the document has no `paths`",
                    )
                    .help("add `paths`; without them, the client has no operations"),
                );
            }
            if self.version >= Version::V3_2 {
                self.tag_parents(keys, pointer);
            }
            if keys.contains_key("webhooks") {
                let at = pointer.original.child("webhooks");
                self.extras.diagnostics.push(
                    Diagnostic::warning(Code::NotGenerated, &at, "webhooks are not generated")
                        .help("implement them in your server; the API sends these requests"),
                );
            }
        } else if node_kind.is(&OPERATION) {
            keys.entry("responses").or_insert_with(|| Map::new().into());
        } else if node_kind.is(&COMPONENTS) {
            self.certificates(keys, pointer);
        } else if node_kind.is(&INFO) {
            let summary = text(keys, "summary");
            let texts = summary.into_iter().chain(text(keys, "description"));
            let texts: Vec<String> = texts.collect();
            if !texts.is_empty() {
                keys.insert("description".to_owned(), texts.join("\n\n").into());
            }
        } else if node_kind.is(&LICENSE) {
            if let (Some(name), Some(identifier)) = (text(keys, "name"), text(keys, "identifier"))
                && name != identifier
            {
                let name = format!("{name} ({identifier})");
                keys.insert("name".to_owned(), name.into());
            }
        } else if keys.contains_key("$ref") {
            self.beside_reference(keys, pointer);
        }
        if !keys.contains_key("$ref") && self.version >= Version::V3_2 {
            self.v3_2(node_kind, keys, pointer);
        }
    }
}

impl Rewriting<'_> {
    /// Removes the security schemes that need a client certificate.
    fn certificates(&mut self, components: &mut Map<String, Value>, pointer: RewrittenPointer<'_>) {
        let Some(Value::Object(schemes)) = components.get_mut("securitySchemes") else {
            return;
        };
        let at = pointer.current.child("securitySchemes");
        schemes.retain(|name, scheme| {
            let is_certificate = scheme.get("type").is_some_and(|ty| ty == "mutualTLS");
            if is_certificate {
                let at = at.child(name);
                let message = "unsupported scheme type `mutualTLS`";
                self.extras.diagnostics.push(
                    Diagnostic::warning(Code::NotGenerated, &at, message)
                        .help("configure the transport with the client certificate"),
                );
                self.extras.components.insert(at);
            }
            !is_certificate
        });
    }
}

/// The pointer of a node in the normal form, and its pointer in the original document.
#[derive(Clone, Copy)]
struct RewrittenPointer<'a> {
    current: &'a Pointer,
    original: &'a Pointer,
}

fn text(keys: &Map<String, Value>, key: &str) -> Option<String> {
    let text = keys.get(key)?.as_str()?;
    Some(text.to_owned())
}

impl Rewriting<'_> {
    /// Records that a value moved from one path of keys in a node to another.
    fn moved(&mut self, pointer: RewrittenPointer<'_>, now: &[&str], before: &[&str]) {
        let current = now
            .iter()
            .fold(pointer.current.clone(), |current, key| current.child(key));
        let original = before
            .iter()
            .fold(pointer.original.clone(), |original, key| {
                original.child(key)
            });
        self.pointers.insert(current, original);
    }
}
