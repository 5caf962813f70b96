//! The sorts of nodes that an OpenAPI document has: the keys of each, since which version, what is at
//! them, and whether the model takes one. After the tables of the specification, section 4.7 of 3.0, 4.8
//! of 3.1 and 4 of 3.2.

mod about;
mod content;
mod listing;
mod response;
mod schema;
mod security;

pub(super) mod swagger;

use openapiv3 as model;
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) use self::about::{CONTACT, EXTERNAL_DOCS, INFO, LICENSE, SERVER, TAG, VARIABLE};
pub(super) use self::content::{ENCODING, EXAMPLE, MEDIA_TYPE};
pub use self::listing::{keys_of, obeyed_keys_of};
use self::response::is_status;
pub(super) use self::response::{CALLBACK, LINK, RESPONSE, RESPONSES};
use self::schema::XML;
pub(super) use self::schema::{DISCRIMINATOR, SCHEMA, SCHEMA_OR_BOOLEAN};
pub(super) use self::security::{FLOWS, SECURITY_SCHEME, is_flow};
use super::version::Version;
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::pointer::Pointer;

/// A sort of node.
pub(super) struct NodeKind {
    /// What it is called, with its article.
    pub(super) name: &'static str,
    /// Why the model refuses a node of this sort, if it does.
    pub(super) refuses: fn(&Value) -> Option<String>,
    /// The keys that hold what isn't looked into.
    pub(super) plain: &'static [&'static str],
    /// The keys that hold nodes.
    pub(super) holds: &'static [(&'static str, Multiplicity, &'static NodeKind)],
    /// What the node is a map of, beside its keys.
    pub(super) entries: Option<Entries>,
    /// What a reference in its place means.
    pub(super) referred: ReferencePolicy,
    /// Keys that have to be there and can be taken for empty where they aren't.
    pub(super) needs: &'static [(&'static str, Placeholder)],
    /// The first version that has a key, for the keys that 3.0 hasn't, but for those of `obeyed`.
    pub(super) since: &'static [(&'static str, Version)],
    /// The last version that has a key, for the keys that later versions haven't.
    pub(super) until: &'static [(&'static str, Version)],
    /// The keys of some versions that are obeyed in all, because each can mean one thing only, with the
    /// first version that has each.
    pub(super) obeyed: &'static [(&'static str, Version)],
    /// Those of them that are in the normal form as they are.
    pub(super) kept: &'static [&'static str],
    /// Keys that nothing follows from, each with the remedy.
    pub(super) ignored: &'static [(&'static str, &'static str)],
    /// The value in place of an unreadable node; without it, the node is left out.
    pub(super) assumed: Option<AssumedValue>,
}

/// The value in place of an unreadable node.
#[derive(Clone, Copy)]
pub(super) struct AssumedValue {
    /// The node.
    pub(super) node: fn() -> Value,
    /// Its name in diagnostics.
    pub(super) name: &'static str,
}

/// How many nodes are at a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Multiplicity {
    One,
    List,
    Map,
}

/// What a reference in the place of a node means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ReferencePolicy {
    /// The specification has none there.
    Never,
    /// A component of this kind: a key of `components` or, with a `/`, of the document.
    Component(&'static str),
    /// What it leads to stands in its place: the model has no components of this kind.
    Inline,
}

/// The entries of a node that is itself a map.
pub(super) struct Entries {
    /// Whether a key is one of theirs.
    pub(super) fits: fn(&str) -> bool,
    /// What such a key is.
    pub(super) keys: &'static str,
    pub(super) sort: &'static NodeKind,
}

/// What is put where something is missing.
#[derive(Clone, Copy)]
pub(super) enum Placeholder {
    Text,
    Object,
    /// A default that no value has: the caller has to give one.
    Default,
}

impl Placeholder {
    /// The value.
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
    /// All keys that the specification names in a version.
    pub(super) fn keys(&self, version: Version) -> impl Iterator<Item = &'static str> {
        let held = self.holds.iter().map(|(key, ..)| *key);
        let all = self.plain.iter().copied().chain(held);
        all.filter(move |key| self.has(key, version))
    }

    /// Returns `true` if a version has a key, of those that any version has.
    pub(super) fn has(&self, key: &str, version: Version) -> bool {
        let mut until = self.until.iter();
        let is_over = until.any(|(earlier, last)| *earlier == key && *last < version);
        self.since(key) <= version && !is_over
    }

    /// Returns `true` if a key is of all versions, of those that any version has.
    pub(super) fn is_of_all(&self, key: &str) -> bool {
        self.since(key) == Version::V3_0 && !self.until.iter().any(|(earlier, _)| *earlier == key)
    }

    /// The first version whose documents are read for a key.
    pub(super) fn read_since(&self, key: &str) -> Version {
        match self.is_obeyed(key) {
            true => Version::V3_0,
            false => self.since(key),
        }
    }

    /// The first version that has a key.
    pub(super) fn since(&self, key: &str) -> Version {
        let mut all = self.since.iter().chain(self.obeyed);
        let later = all.find(|(later, _)| *later == key);
        later.map_or(Version::V3_0, |(_, since)| *since)
    }

    /// Returns `true` for a key that is obeyed in versions that don't have it.
    pub(super) fn is_obeyed(&self, key: &str) -> bool {
        self.obeyed.iter().any(|(obeyed, _)| *obeyed == key)
    }

    /// What a key holds, if it holds nodes in a version.
    pub(super) fn held_at(
        &self,
        key: &str,
        version: Version,
    ) -> Option<(Multiplicity, &'static Self)> {
        self.held(key, self.read_since(key) <= version)
    }

    fn held(&self, key: &str, is_read: bool) -> Option<(Multiplicity, &'static Self)> {
        let held = self.holds.iter().find(|(held, ..)| *held == key);
        if let Some((_, many, sort)) = held {
            return is_read.then_some((*many, sort));
        }
        // Extensions stand beside the entries.
        let entries = self.entries.as_ref().filter(|_| !key.starts_with("x-"))?;
        (entries.fits)(key).then_some((Multiplicity::One, entries.sort))
    }

    /// What a key holds, if it holds nodes in the normal form.
    pub(super) fn normally_at(&self, key: &str) -> Option<(Multiplicity, &'static Self)> {
        let is_normal = self.kept.contains(&key) || self.since(key) == Version::V3_0;
        self.held(key, is_normal)
    }

    /// Says that nothing follows from a key, if the version has it.
    pub(super) fn ignored_key(
        &self,
        at: &Pointer,
        help: &str,
        version: Version,
    ) -> Option<Diagnostic> {
        let key = at.last().unwrap_or_default();
        let message = format!("`{key}` of {} isn't generated", self.name);
        let note = Diagnostic::note(Code::NotGenerated, at, message).at(Location::Key(at.clone()));
        (self.since(&key) <= version).then(|| note.help(help))
    }

    pub(super) fn is(&self, other: &'static Self) -> bool {
        std::ptr::eq(self, other)
    }
}

fn refuses<T: for<'de> Deserialize<'de>>(value: &Value) -> Option<String> {
    T::deserialize(value).err().map(|error| error.to_string())
}

/// A sort that is looked into for its keys alone; the one that holds it knows what is refused.
fn never(_: &Value) -> Option<String> {
    None
}

/// A sort with nothing but keys.
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

/// A node without keys.
fn empty() -> Value {
    json!({})
}

/// A response that documents nothing.
fn empty_response() -> Value {
    json!({ "description": "" })
}

/// The placeholder of nodes that may have no keys.
const EMPTY: Option<AssumedValue> = Some(AssumedValue {
    node: empty,
    name: "an empty one",
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
        refuses::<model::OpenAPI>,
        &["openapi", "$self", "security", "jsonSchemaDialect"],
    )
};
pub(super) static PATHS: NodeKind = NodeKind {
    assumed: EMPTY,
    entries: Some(Entries {
        fits: |key| key.starts_with('/'),
        keys: "a path, which begins with `/`",
        sort: &PATH_ITEM,
    }),
    ..leaf("the paths object", refuses::<model::Paths>, &[])
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
        ("callbacks", "they are requests that the server makes"),
    ],
    ..leaf("the components object", refuses::<model::Components>, &[])
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
        refuses::<model::PathItem>,
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
        refuses::<model::Operation>,
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
        refuses::<model::Parameter>,
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
            "each header is optional: servers leave them out",
        ),
        (
            "allowEmptyValue",
            "it is of query parameters; a header may always be empty",
        ),
        (
            "allowReserved",
            "it is of query parameters; a header is read as it stands",
        ),
    ],
    ..leaf(
        "a header",
        refuses::<model::Header>,
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
        refuses::<model::RequestBody>,
        &["description", "required"],
    )
};
