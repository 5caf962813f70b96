//! The kinds of nodes in an OpenAPI document: their keys, the versions of each key, and the nodes
//! at the keys. The tables follow the specification: section 4.7 of 3.0, 4.8 of 3.1 and 4 of 3.2.

mod content;
mod info;
mod listing;
mod response;
mod schema;
mod security;

pub(super) mod swagger;

use serde::Deserialize;
use serde_json::{Value, json};

pub(super) use self::content::{ENCODING, EXAMPLE, MEDIA_TYPE};
pub(super) use self::info::{CONTACT, EXTERNAL_DOCS, INFO, LICENSE, SERVER, TAG, VARIABLE};
pub use self::listing::{keys_of, obeyed_keys_of};
use self::response::is_status;
pub(super) use self::response::{CALLBACK, LINK, RESPONSE, RESPONSES};
use self::schema::XML;
pub(super) use self::schema::{DISCRIMINATOR, SCHEMA, SCHEMA_OR_BOOLEAN};
pub(super) use self::security::{FLOWS, SECURITY_SCHEME, is_flow};
use super::v3_0::strict;
use super::version::Version;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::pointer::Pointer;

/// A kind of node.
pub(super) struct NodeKind {
    /// The name, with an article.
    pub(super) name: &'static str,
    /// Returns the model's error message for an invalid node of this kind.
    pub(super) refuses: fn(&Value) -> Option<String>,
    /// The keys that hold no nodes.
    pub(super) plain: &'static [&'static str],
    /// The keys that hold nodes.
    pub(super) holds: &'static [(&'static str, Multiplicity, &'static NodeKind)],
    /// The entries of a node that is a map, beside its keys.
    pub(super) entries: Option<Entries>,
    /// The meaning of a reference in place of the node.
    pub(super) referred: ReferencePolicy,
    /// Required keys, each with the placeholder for a missing value.
    pub(super) needs: &'static [(&'static str, Placeholder)],
    /// The first version of each key that 3.0 doesn't have, except for the keys in `obeyed`.
    pub(super) since: &'static [(&'static str, Version)],
    /// The last version of each key that later versions don't have.
    pub(super) until: &'static [(&'static str, Version)],
    /// Keys of some versions that are obeyed in all versions, because they are unambiguous, each
    /// with its first version.
    pub(super) obeyed: &'static [(&'static str, Version)],
    /// The keys of later versions that the normal form keeps.
    pub(super) kept: &'static [&'static str],
    /// Keys without an effect on the client, each with a help.
    pub(super) ignored: &'static [(&'static str, &'static str)],
    /// The value in place of an invalid node; `None` if the node is left out.
    pub(super) assumed: Option<AssumedValue>,
}

/// The value in place of an invalid node.
#[derive(Clone, Copy)]
pub(super) struct AssumedValue {
    /// The node.
    pub(super) node: fn() -> Value,
    /// Its name in diagnostics.
    pub(super) name: &'static str,
}

/// The number of nodes at a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Multiplicity {
    One,
    List,
    Map,
}

/// The meaning of a reference in place of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ReferencePolicy {
    /// The specification allows no reference.
    Never,
    /// A reference to a component of this kind: a key of `components` or, with a `/`, of the
    /// document.
    Component(&'static str),
    /// The target replaces the reference, because the model has no components of this kind.
    Inline,
}

/// The entries of a node that is itself a map.
pub(super) struct Entries {
    /// Returns `true` if a key belongs to an entry.
    pub(super) fits: fn(&str) -> bool,
    /// A description of the keys of entries.
    pub(super) keys: &'static str,
    pub(super) node_kind: &'static NodeKind,
}

/// The value for a missing key.
#[derive(Clone, Copy)]
pub(super) enum Placeholder {
    Text,
    Object,
    /// A default that isn't a valid value, so that the caller has to pass an argument.
    Default,
}

impl Placeholder {
    /// Returns the value.
    pub(super) fn value(self) -> Value {
        match self {
            Self::Text => json!(""),
            Self::Object => json!({}),
            Self::Default => json!("{}"),
        }
    }

    /// Returns the consequence for the output, as the end of a help.
    pub(super) fn consequence(self) -> &'static str {
        match self {
            Self::Text | Self::Object => "an empty value is assumed",
            Self::Default => "an argument without a default is generated",
        }
    }
}

use Multiplicity::{List, Map, One};

impl NodeKind {
    /// Returns the keys of a version.
    pub(super) fn keys(&self, version: Version) -> impl Iterator<Item = &'static str> {
        let held = self.holds.iter().map(|(key, ..)| *key);
        let all = self.plain.iter().copied().chain(held);
        all.filter(move |key| self.has(key, version))
    }

    /// Returns `true` if a version has a known key.
    pub(super) fn has(&self, key: &str, version: Version) -> bool {
        let mut until = self.until.iter();
        let is_over = until.any(|(earlier, last)| *earlier == key && *last < version);
        self.since(key) <= version && !is_over
    }

    /// Returns `true` if all versions have a known key.
    pub(super) fn is_of_all(&self, key: &str) -> bool {
        self.since(key) == Version::V3_0 && !self.until.iter().any(|(earlier, _)| *earlier == key)
    }

    /// Returns the first version whose documents may use a key.
    pub(super) fn read_since(&self, key: &str) -> Version {
        match self.is_obeyed(key) {
            true => Version::V3_0,
            false => self.since(key),
        }
    }

    /// Returns the first version that has a key.
    pub(super) fn since(&self, key: &str) -> Version {
        let mut all = self.since.iter().chain(self.obeyed);
        let later = all.find(|(later, _)| *later == key);
        later.map_or(Version::V3_0, |(_, since)| *since)
    }

    /// Returns `true` for a key that is used in versions that don't have it.
    pub(super) fn is_obeyed(&self, key: &str) -> bool {
        self.obeyed.iter().any(|(obeyed, _)| *obeyed == key)
    }

    /// Returns the kind and number of the nodes at a key in a version.
    pub(super) fn held_at(
        &self,
        key: &str,
        version: Version,
    ) -> Option<(Multiplicity, &'static Self)> {
        self.held(key, self.read_since(key) <= version)
    }

    fn held(&self, key: &str, is_read: bool) -> Option<(Multiplicity, &'static Self)> {
        let held = self.holds.iter().find(|(held, ..)| *held == key);
        if let Some((_, many, node_kind)) = held {
            return is_read.then_some((*many, node_kind));
        }
        // Extensions are not entries.
        let entries = self.entries.as_ref().filter(|_| !key.starts_with("x-"))?;
        (entries.fits)(key).then_some((Multiplicity::One, entries.node_kind))
    }

    /// Returns the kind and number of the nodes at a key in the normal form.
    pub(super) fn normally_at(&self, key: &str) -> Option<(Multiplicity, &'static Self)> {
        let is_normal = self.kept.contains(&key) || self.since(key) == Version::V3_0;
        self.held(key, is_normal)
    }

    /// Returns a note on a key without an effect, if the version has the key.
    pub(super) fn ignored_key(
        &self,
        at: &Pointer,
        help: &str,
        version: Version,
    ) -> Option<Diagnostic> {
        let key = at.last().unwrap_or_default();
        let message = format!("`{key}` of {} is not generated", self.name);
        let note = Diagnostic::note(Code::NotGenerated, at, message).at(Location::Key(at.clone()));
        (self.since(&key) <= version).then(|| note.help(help))
    }

    /// Returns `true` for nodes whose `explode` the strict model drops, or reads as `false` if it is
    /// missing.
    pub(super) fn has_dropped_explode(&self) -> bool {
        self.is(&HEADER) || self.is(&ENCODING)
    }

    pub(super) fn is(&self, other: &'static Self) -> bool {
        std::ptr::eq(self, other)
    }
}

fn refuses<T: for<'de> Deserialize<'de>>(value: &Value) -> Option<String> {
    T::deserialize(value).err().map(|error| error.to_string())
}

/// Accepts every value: the kind around it validates the node.
fn never(_: &Value) -> Option<String> {
    None
}

/// Creates a kind without nodes at its keys.
const fn leaf(
    name: &'static str,
    refuses: fn(&Value) -> Option<String>,
    plain: &'static [&'static str],
) -> NodeKind {
    NodeKind {
        name,
        refuses,
        plain,
        holds: &[],
        entries: None,
        referred: ReferencePolicy::Never,
        needs: &[],
        since: &[],
        until: &[],
        obeyed: &[],
        kept: &[],
        ignored: &[],
        assumed: None,
    }
}

/// Returns an object without keys.
fn empty() -> Value {
    json!({})
}

/// Returns an empty response.
fn empty_response() -> Value {
    json!({ "description": "" })
}

/// The placeholder of nodes that may have no keys.
const EMPTY: Option<AssumedValue> = Some(AssumedValue {
    node: empty,
    name: "an empty object",
});
const EMPTY_RESPONSE: Option<AssumedValue> = Some(AssumedValue {
    node: empty_response,
    name: "an empty response",
});

pub(super) static DOCUMENT: NodeKind = NodeKind {
    holds: &[
        ("info", One, &INFO),
        ("servers", List, &SERVER),
        ("paths", One, &PATHS),
        ("components", One, &COMPONENTS),
        ("tags", List, &TAG),
        ("externalDocs", One, &EXTERNAL_DOCS),
        ("webhooks", Map, &PATH_ITEM),
    ],
    needs: &[("info", Placeholder::Object)],
    since: &[
        ("webhooks", Version::V3_1),
        ("jsonSchemaDialect", Version::V3_1),
        ("$self", Version::V3_2),
    ],
    ignored: &[(
        "jsonSchemaDialect",
        "schemas are read as JSON Schema 2020-12",
    )],
    ..leaf(
        "an OpenAPI document",
        refuses::<strict::OpenAPI>,
        &["openapi", "$self", "security", "jsonSchemaDialect"],
    )
};
pub(super) static PATHS: NodeKind = NodeKind {
    assumed: EMPTY,
    entries: Some(Entries {
        fits: |key| key.starts_with('/'),
        keys: "a path, which begins with `/`",
        node_kind: &PATH_ITEM,
    }),
    ..leaf("the paths object", refuses::<strict::Paths>, &[])
};
pub(super) static COMPONENTS: NodeKind = NodeKind {
    assumed: EMPTY,
    holds: &[
        ("schemas", Map, &SCHEMA),
        ("responses", Map, &RESPONSE),
        ("parameters", Map, &PARAMETER),
        ("examples", Map, &EXAMPLE),
        ("requestBodies", Map, &REQUEST_BODY),
        ("headers", Map, &HEADER),
        ("securitySchemes", Map, &SECURITY_SCHEME),
        ("links", Map, &LINK),
        ("callbacks", Map, &CALLBACK),
        ("pathItems", Map, &PATH_ITEM),
        ("mediaTypes", Map, &MEDIA_TYPE),
    ],
    since: &[("pathItems", Version::V3_1), ("mediaTypes", Version::V3_2)],
    ignored: &[
        ("links", "call the linked operations yourself"),
        (
            "callbacks",
            "implement them in your server; the API sends these requests",
        ),
    ],
    ..leaf("the components object", refuses::<strict::Components>, &[])
};
pub(super) static PATH_ITEM: NodeKind = NodeKind {
    referred: ReferencePolicy::Inline,
    holds: &[
        ("get", One, &OPERATION),
        ("put", One, &OPERATION),
        ("post", One, &OPERATION),
        ("delete", One, &OPERATION),
        ("options", One, &OPERATION),
        ("head", One, &OPERATION),
        ("patch", One, &OPERATION),
        ("trace", One, &OPERATION),
        ("query", One, &OPERATION),
        ("additionalOperations", Map, &OPERATION),
        ("servers", List, &SERVER),
        ("parameters", List, &PARAMETER),
    ],
    since: &[
        ("query", Version::V3_2),
        ("additionalOperations", Version::V3_2),
    ],
    kept: &["query", "additionalOperations"],
    ..leaf(
        "a path item",
        refuses::<strict::PathItem>,
        &["$ref", "summary", "description"],
    )
};
pub(super) static OPERATION: NodeKind = NodeKind {
    holds: &[
        ("externalDocs", One, &EXTERNAL_DOCS),
        ("parameters", List, &PARAMETER),
        ("requestBody", One, &REQUEST_BODY),
        ("responses", One, &RESPONSES),
        ("callbacks", Map, &CALLBACK),
        ("servers", List, &SERVER),
    ],
    needs: &[("responses", Placeholder::Object)],
    ..leaf(
        "an operation",
        refuses::<strict::Operation>,
        &[
            "tags",
            "summary",
            "description",
            "operationId",
            "deprecated",
            "security",
        ],
    )
};
pub(super) static PARAMETER: NodeKind = NodeKind {
    referred: ReferencePolicy::Component("parameters"),
    holds: CONTENT,
    ..leaf(
        "a parameter",
        refuses::<strict::Parameter>,
        &[
            "name",
            "in",
            "description",
            "required",
            "deprecated",
            "allowEmptyValue",
            "style",
            "explode",
            "allowReserved",
            "example",
        ],
    )
};
pub(super) static HEADER: NodeKind = NodeKind {
    assumed: Some(AssumedValue {
        node: || json!({ "schema": { "type": "string" } }),
        name: "a string",
    }),
    referred: ReferencePolicy::Component("headers"),
    holds: CONTENT,
    ignored: &[
        (
            "required",
            "remove it; every response header is optional in the client",
        ),
        ("allowEmptyValue", "remove it; a header may always be empty"),
        (
            "allowReserved",
            "remove it; headers are not percent-decoded",
        ),
    ],
    ..leaf(
        "a header",
        refuses::<strict::Header>,
        &[
            "description",
            "required",
            "deprecated",
            "allowEmptyValue",
            "style",
            "explode",
            "allowReserved",
            "example",
        ],
    )
};
static CONTENT: &[(&str, Multiplicity, &NodeKind)] = &[
    ("schema", One, &SCHEMA),
    ("content", Map, &MEDIA_TYPE),
    ("examples", Map, &EXAMPLE),
];
pub(super) static REQUEST_BODY: NodeKind = NodeKind {
    referred: ReferencePolicy::Component("requestBodies"),
    holds: &[("content", Map, &MEDIA_TYPE)],
    needs: &[("content", Placeholder::Object)],
    ..leaf(
        "a request body",
        refuses::<strict::RequestBody>,
        &["description", "required"],
    )
};
