//! Which nodes of a refused document are the ones that the model refuses.
//!
//! The model says what it expected and, because it buffers, not where: a document whose one
//! mistake is deep in a schema is refused at its first path. So each sort of node knows which
//! nodes it holds, and they are tried one by one.

use std::borrow::Cow;

use openapiv3 as model;
use serde::Deserialize;
use serde_json::Value;

use super::Format;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;

/// The deepest nodes that are refused, each with what the model says.
pub(super) fn wrong(document: &Value, format: Format) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let document = match format {
        Format::Json => Cow::Borrowed(document),
        Format::Yaml => Cow::Owned(with_texts(document)),
    };
    descend(&DOCUMENT, &document, &Pointer::root(), &mut found);
    found
}

/// A sort of node: whether the model refuses one, and what it holds at which keys.
struct Sort {
    refuses: fn(&Value) -> Option<String>,
    holds: &'static [(&'static str, Many, &'static Sort)],
}

#[derive(Clone, Copy)]
enum Many {
    One,
    List,
    Map,
    /// The node is itself the map, without a key.
    Flat,
}

use Many::{Flat, List, Map, One};

fn refuses<T: for<'de> Deserialize<'de>>(value: &Value) -> Option<String> {
    T::deserialize(value).err().map(|error| error.to_string())
}

static DOCUMENT: Sort = Sort {
    refuses: refuses::<model::OpenAPI>,
    holds: &[
        ("info", One, &INFO),
        ("servers", List, &SERVER),
        ("paths", One, &PATHS),
        ("components", One, &COMPONENTS),
        ("tags", List, &TAG),
    ],
};
static INFO: Sort = leaf(refuses::<model::Info>);
static SERVER: Sort = leaf(refuses::<model::Server>);
static TAG: Sort = leaf(refuses::<model::Tag>);
static PATHS: Sort = Sort {
    refuses: refuses::<model::Paths>,
    holds: &[("", Flat, &PATH_ITEM)],
};
static COMPONENTS: Sort = Sort {
    refuses: refuses::<model::Components>,
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
    ],
};
static PATH_ITEM: Sort = Sort {
    refuses: refuses::<model::PathItem>,
    holds: &[
        ("get", One, &OPERATION),
        ("put", One, &OPERATION),
        ("post", One, &OPERATION),
        ("delete", One, &OPERATION),
        ("options", One, &OPERATION),
        ("head", One, &OPERATION),
        ("patch", One, &OPERATION),
        ("trace", One, &OPERATION),
        ("servers", List, &SERVER),
        ("parameters", List, &PARAMETER),
    ],
};
static OPERATION: Sort = Sort {
    refuses: refuses::<model::Operation>,
    holds: &[
        ("parameters", List, &PARAMETER),
        ("requestBody", One, &REQUEST_BODY),
        ("responses", One, &RESPONSES),
        ("callbacks", Map, &CALLBACK),
        ("servers", List, &SERVER),
    ],
};
static PARAMETER: Sort = Sort {
    refuses: refuses::<model::Parameter>,
    holds: CONTENT,
};
static HEADER: Sort = Sort {
    refuses: refuses::<model::Header>,
    holds: CONTENT,
};
static REQUEST_BODY: Sort = Sort {
    refuses: refuses::<model::RequestBody>,
    holds: CONTENT,
};
static MEDIA_TYPE: Sort = Sort {
    refuses: refuses::<model::MediaType>,
    holds: &[
        ("schema", One, &SCHEMA),
        ("examples", Map, &EXAMPLE),
        ("encoding", Map, &ENCODING),
    ],
};
static CONTENT: &[(&str, Many, &Sort)] = &[
    ("schema", One, &SCHEMA),
    ("content", Map, &MEDIA_TYPE),
    ("examples", Map, &EXAMPLE),
];
static ENCODING: Sort = Sort {
    refuses: refuses::<model::Encoding>,
    holds: &[("headers", Map, &HEADER)],
};
static RESPONSES: Sort = Sort {
    refuses: refuses::<model::Responses>,
    holds: &[("", Flat, &RESPONSE)],
};
static RESPONSE: Sort = Sort {
    refuses: refuses::<model::Response>,
    holds: &[
        ("headers", Map, &HEADER),
        ("content", Map, &MEDIA_TYPE),
        ("links", Map, &LINK),
    ],
};
static SCHEMA: Sort = Sort {
    refuses: refuses::<model::Schema>,
    holds: &[
        ("properties", Map, &SCHEMA),
        ("items", One, &SCHEMA),
        ("additionalProperties", One, &SCHEMA_OR_BOOL),
        ("allOf", List, &SCHEMA),
        ("oneOf", List, &SCHEMA),
        ("anyOf", List, &SCHEMA),
        ("not", One, &SCHEMA),
    ],
};
static SCHEMA_OR_BOOL: Sort = Sort {
    refuses: refuses::<model::AdditionalProperties>,
    holds: SCHEMA.holds,
};
static SECURITY_SCHEME: Sort = leaf(refuses::<model::SecurityScheme>);
static EXAMPLE: Sort = leaf(refuses::<model::Example>);
static LINK: Sort = leaf(refuses::<model::Link>);
static CALLBACK: Sort = Sort {
    refuses: refuses::<model::Callback>,
    holds: &[("", Flat, &PATH_ITEM)],
};

const fn leaf(refuses: fn(&Value) -> Option<String>) -> Sort {
    Sort {
        refuses,
        holds: &[],
    }
}

/// Reports what is wrong in a node, and says whether anything is.
fn descend(sort: &Sort, node: &Value, pointer: &Pointer, found: &mut Vec<Diagnostic>) -> bool {
    if node.get("$ref").is_some_and(Value::is_string) {
        return false;
    }
    let Some(message) = (sort.refuses)(node) else {
        return false;
    };
    let mut deeper = false;
    for (key, many, held) in sort.holds {
        for (child, child_pointer) in children(node, key, *many, pointer) {
            deeper |= descend(held, child, &child_pointer, found);
        }
    }
    if !deeper {
        let culprit = culprit(sort, node, &message).map(|key| pointer.child(key));
        let place = Place::Pointer(culprit.unwrap_or_else(|| pointer.clone()));
        let message = format!("this is not what OpenAPI 3.0 has here: {message}");
        found.push(Diagnostic::error(Code::NotOpenapi, place, message));
    }
    true
}

fn children<'a>(node: &'a Value, key: &str, many: Many, at: &Pointer) -> Vec<(&'a Value, Pointer)> {
    let (holder, at) = match many {
        Flat => (Some(node), at.clone()),
        One | List | Map => (node.get(key), at.child(key)),
    };
    match (many, holder) {
        (One, Some(child)) => vec![(child, at)],
        (List, Some(Value::Array(items))) => items
            .iter()
            .enumerate()
            .map(|(index, item)| (item, at.child(index)))
            .collect(),
        (Map | Flat, Some(Value::Object(entries))) => entries
            .iter()
            .filter(|(key, _)| many_has(many, key))
            .map(|(key, child)| (child, at.child(key)))
            .collect(),
        _ => Vec::new(),
    }
}

/// Extensions stand beside the entries of a flat map.
fn many_has(many: Many, key: &str) -> bool {
    !(matches!(many, Flat) && key.starts_with("x-"))
}

/// The key that is to blame: without it the node is accepted or, as the model may then miss the
/// key, refused for another reason.
fn culprit<'a>(sort: &Sort, node: &'a Value, message: &str) -> Option<&'a String> {
    let entries = node.as_object()?;
    let without = |key: &String| {
        let mut without = entries.clone();
        without.remove(key);
        (sort.refuses)(&Value::Object(without))
    };
    let accepted = entries.keys().find(|key| without(key).is_none());
    if accepted.is_some() || message.starts_with("missing field") {
        return accepted;
    }
    let differs = |key: &&String| without(key).is_some_and(|other| other != message);
    entries.keys().find(differs)
}

/// Turns numbers and `true` into texts where the YAML parser does so by itself, as in
/// `version: 1.0`: in the parts of a document that the model doesn't buffer.
fn with_texts(document: &Value) -> Value {
    let mut document = document.clone();
    for part in ["openapi", "info", "servers", "tags", "externalDocs"] {
        if let Some(value) = document.get_mut(part) {
            to_texts(value);
        }
    }
    document
}

fn to_texts(value: &mut Value) {
    match value {
        Value::Bool(_) | Value::Number(_) => *value = Value::String(value.to_string()),
        Value::Array(items) => items.iter_mut().for_each(to_texts),
        Value::Object(entries) => entries.values_mut().for_each(to_texts),
        Value::Null | Value::String(_) => {}
    }
}
