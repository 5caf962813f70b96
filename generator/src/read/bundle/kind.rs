//! Checks that a reference refers to a node of the expected kind.

use super::Bundle;
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;
use crate::read::Origin;
use crate::read::node_kind::{Multiplicity, NodeKind, ReferencePolicy};
use crate::read::version::Version;

impl Bundle {
    /// Returns the target of a reference if it is of the expected kind.
    pub(super) fn of_kind(
        &self,
        node_kind: &'static NodeKind,
        target: Origin,
        reference: &str,
        at: &Pointer,
    ) -> Result<Origin, Diagnostic> {
        let (root, version) = match self.files.root(target.file) {
            _ if target.file == 0 => (self.node_kind, self.version),
            Some((root, version)) => (root, version),
            None => return Ok(target),
        };
        let found = match held_at(root, &target.pointer, version) {
            Some((Multiplicity::One, found)) if is_of_kind(found, node_kind) => return Ok(target),
            Some((Multiplicity::One, found)) => found.name,
            Some((Multiplicity::List, _)) => "an array",
            Some((Multiplicity::Map, _)) => "a map",
            None => return Ok(target),
        };
        let message = match target.pointer == Pointer::root() {
            true => format!("expected {}, found the document itself", node_kind.name),
            false => format!(
                "expected {}, found {found} at `{reference}`",
                node_kind.name
            ),
        };
        let found = Diagnostic::warning(Code::UnresolvedReference, &at.child("$ref"), message);
        Err(found.help(match node_kind.referred {
            ReferencePolicy::Component(kind) => {
                format!("refer to a component below `{}`", shown(kind))
            }
            _ => "correct the reference".to_owned(),
        }))
    }
}

/// Returns the kind of node that the specification has at a pointer of a document.
fn held_at(
    node_kind: &'static NodeKind,
    pointer: &Pointer,
    version: Version,
) -> Option<(Multiplicity, &'static NodeKind)> {
    let mut held = Some((Multiplicity::One, node_kind));
    for key in pointer.keys() {
        held = held.and_then(|(many, node_kind)| match many {
            Multiplicity::One => node_kind.held_at(&key, version),
            Multiplicity::List | Multiplicity::Map => Some((Multiplicity::One, node_kind)),
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

/// Returns `true` if a node of one kind may replace a node of the other.
fn is_of_kind(found: &NodeKind, expected: &NodeKind) -> bool {
    let is_component = matches!(found.referred, ReferencePolicy::Component(_));
    found.name == expected.name || is_component && found.referred == expected.referred
}

/// Returns `true` if components of a kind are schemas, of OpenAPI or of Swagger.
pub(super) fn is_schemas(kind: &str) -> bool {
    matches!(kind, "schemas" | "/definitions")
}

/// Returns `true` if the node at a pointer of a document is of another kind than a schema.
pub(super) fn is_other(node_kind: &'static NodeKind, pointer: &Pointer, version: Version) -> bool {
    held_at(node_kind, pointer, version).is_some_and(|(many, node_kind)| {
        many != Multiplicity::One
            || !matches!(node_kind.referred, ReferencePolicy::Component(kind) if is_schemas(kind))
    })
}
