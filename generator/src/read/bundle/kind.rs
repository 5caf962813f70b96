//! References to nodes of another kind than the one that their place asks for.

use super::Bundle;
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;
use crate::read::Origin;
use crate::read::sort::{Many, Referred, Sort};
use crate::read::version::Version;

impl Bundle {
    /// The target of a reference, if it may stand in the place of a node of a sort.
    pub(super) fn of_kind(
        &self,
        sort: &'static Sort,
        target: Origin,
        reference: &str,
        at: &Pointer,
    ) -> Result<Origin, Diagnostic> {
        let (root, version) = match self.files.root(target.file) {
            _ if target.file == 0 => (self.sort, self.version),
            Some((root, version)) => (root, version),
            None => return Ok(target),
        };
        let found = match held_at(root, &target.pointer, version) {
            Some((Many::One, found)) if is_of_kind(found, sort) => return Ok(target),
            Some((Many::One, found)) => found.name,
            Some((Many::List, _)) => "an array",
            Some((Many::Map, _)) => "a map",
            None => return Ok(target),
        };
        let message = match target.pointer == Pointer::root() {
            true => format!("expected {}, found the document itself", sort.name),
            false => format!("expected {}, found {found} at `{reference}`", sort.name),
        };
        let found = Diagnostic::warning(Code::UnresolvedReference, &at.child("$ref"), message);
        Err(found.help(match sort.referred {
            Referred::Component(kind) => format!("refer to a component below `{}`", shown(kind)),
            _ => "correct the reference".to_owned(),
        }))
    }
}

/// Returns the kind of node that the specification has at a place of a document.
fn held_at(
    sort: &'static Sort,
    place: &Pointer,
    version: Version,
) -> Option<(Many, &'static Sort)> {
    let mut held = Some((Many::One, sort));
    for key in place.keys() {
        held = held.and_then(|(many, sort)| match many {
            Many::One => sort.held_at(&key, version),
            Many::List | Many::Map => Some((Many::One, sort)),
        });
    }
    held
}

/// Returns the path of the components of a kind, as documents write it.
fn shown(kind: &str) -> String {
    match kind.strip_prefix('/') {
        Some(key) => key.to_owned(),
        None => format!("components/{kind}"),
    }
}

/// Returns `true` if a reference to a node of a sort may stand in the place of another.
fn is_of_kind(found: &Sort, expected: &Sort) -> bool {
    let is_component = matches!(found.referred, Referred::Component(_));
    found.name == expected.name || is_component && found.referred == expected.referred
}

/// Returns `true` if components of a kind are schemas, of OpenAPI or of Swagger.
pub(super) fn is_schemas(kind: &str) -> bool {
    matches!(kind, "schemas" | "/definitions")
}

/// Returns `true` if a place of a document holds another kind of node than a schema.
pub(super) fn is_other(sort: &'static Sort, place: &Pointer, version: Version) -> bool {
    held_at(sort, place, version).is_some_and(|(many, sort)| {
        many != Many::One || !matches!(sort.referred, Referred::Component(kind) if is_schemas(kind))
    })
}
