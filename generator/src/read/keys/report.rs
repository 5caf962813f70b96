//! Diagnostics about keys, numbers and tags.

use super::expected::{ExpectedKind, is_schema};
use crate::diagnostic::{Code, Diagnostic, Location};
use crate::pointer::Pointer;
use crate::read::node_kind::{Multiplicity, NodeKind};
use crate::read::version::Version;
use crate::suggestion::suggest;

pub(super) fn duplicate(pointer: Pointer, key: &str) -> Diagnostic {
    let message = format!("duplicate key `{key}`");
    Diagnostic::warning(Code::DuplicateKey, &pointer, message)
        .at(Location::Key(pointer.clone()))
        .help("keep one of the two; the last value is used")
}

pub(super) fn special(pointer: &Pointer, number: &str, held: ExpectedKind) -> Diagnostic {
    let message = match number.contains(|c: char| c.is_ascii_digit()) {
        true => format!("number out of range: `{number}`"),
        false => format!("expected a finite number, found `{number}`"),
    };
    let help = match held {
        ExpectedKind::Number => "remove the key, or write a finite number; it is ignored here",
        ExpectedKind::Values => {
            "remove it, write a finite number, or quote a string; a number schema ignores it"
        }
        _ => "write a finite number, or a string in quotes; it is read as a string here",
    };
    Diagnostic::warning(Code::InvalidNode, pointer, message).help(help)
}

/// Keywords for values of one type.
const TYPED: [(&[&str], &[&str]); 4] = [
    (&["string"], &["minLength", "maxLength", "pattern"]),
    (
        &["integer", "number"],
        &[
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
        ],
    ),
    (
        &["array"],
        &["items", "minItems", "maxItems", "uniqueItems"],
    ),
    (
        &["object"],
        &[
            "properties",
            "additionalProperties",
            "required",
            "minProperties",
            "maxProperties",
            "discriminator",
        ],
    ),
];

/// The keys of the security schemes of one type.
const SCHEMES: [(&str, &[&str]); 5] = [
    ("apiKey", &["name", "in"]),
    ("http", &["scheme", "bearerFormat"]),
    ("mutualTLS", &[]),
    ("oauth2", &["flows", "oauth2MetadataUrl"]),
    ("openIdConnect", &["openIdConnectUrl"]),
];

/// Returns `true` for a type of security schemes.
pub(super) fn is_scheme_type(typ: &str) -> bool {
    SCHEMES.iter().any(|(scheme, _)| *scheme == typ)
}

/// Returns `true` if a keyword applies to another JSON type, or if a key applies to another type of
/// security scheme.
pub(super) fn is_of_another_type(typ: &str, key: &str) -> bool {
    if is_scheme_type(typ) {
        let mut others = SCHEMES.iter().filter(|(scheme, _)| *scheme != typ);
        return others.any(|(_, keys)| keys.contains(&key));
    }
    let is_type = typ == "boolean" || TYPED.iter().any(|(types, _)| types.contains(&typ));
    let mut entries = TYPED.iter();
    let found = entries.find(|(_, keys)| keys.contains(&key));
    is_type && found.is_some_and(|(types, _)| !types.contains(&typ))
}

pub(super) fn of_another_type(pointer: Pointer, key: &str, typ: &str) -> Diagnostic {
    let message = format!("`{key}` has no effect on the type `{typ}`");
    Diagnostic::note(Code::Contradiction, &pointer, message)
        .at(Location::Key(pointer.clone()))
        .help("correct the type, or remove the key; it is ignored here")
}

pub(super) fn tagged(pointer: &Pointer, tag: &str) -> Diagnostic {
    let message = format!("unsupported YAML tag `!{tag}`");
    Diagnostic::warning(Code::InvalidNode, pointer, message)
        .help("write the value without a tag; the tag is ignored here")
}

pub(super) fn no_values(pointer: &Pointer) -> Diagnostic {
    let message = "no value satisfies `enum: []`";
    Diagnostic::warning(Code::Contradiction, pointer, message)
        .help("list the values, or remove the key; it is ignored here")
}

/// Returns the diagnostic of a key that a version doesn't have. Since 3.1, a schema may have
/// additional keywords, so only likely misspellings are reported.
pub(super) fn unknown(
    pointer: &Pointer,
    key: &str,
    node_kind: &NodeKind,
    version: Version,
) -> Option<Diagnostic> {
    let since = node_kind.since(key);
    if node_kind.is_obeyed(key) {
        return (!node_kind.has(key, version)).then(|| obeyed(pointer, key, node_kind));
    }
    if since > Version::V3_0 && since <= version {
        return None;
    }
    let near = suggest(key, node_kind.keys(version));
    if is_schema(node_kind) && version > Version::V3_0 && near.is_none() {
        return None;
    }
    let mut held = node_kind.holds.iter();
    let belongs = held.find(|(_, many, held)| {
        *many == Multiplicity::One && held.keys(version).any(|other| other == key)
    });
    let help = match (belongs, near, &node_kind.entries) {
        _ if since > version => {
            "declare a later version of OpenAPI, which has this field; it is ignored here"
                .to_owned()
        }
        (Some((holder, ..)), _, _) => {
            format!("move it into `{holder}`; it is ignored here")
        }
        (None, Some(near), _) => format!("did you mean `{near}`? It is ignored here"),
        (None, None, Some(entries)) => format!("write {}; it is ignored here", entries.keys),
        (None, None, None) => {
            "remove it, or begin an extension with `x-`; it is ignored here".to_owned()
        }
    };
    let message = format!("unknown field `{key}` in {}", node_kind.name);
    Some(
        Diagnostic::warning(Code::UnknownKey, pointer, message)
            .at(Location::Key(pointer.clone()))
            .help(help),
    )
}

/// Returns the note on an obeyed key of another version.
fn obeyed(pointer: &Pointer, key: &str, node_kind: &NodeKind) -> Diagnostic {
    let message = format!("`{key}` of {} is used", node_kind.name);
    Diagnostic::note(Code::UnknownKey, pointer, message)
        .at(Location::Key(pointer.clone()))
        .help("declare the version of OpenAPI that has this field; the declared version doesn't")
}
