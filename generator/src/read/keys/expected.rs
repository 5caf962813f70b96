//! The kind of value that the specification expects at a path.

use crate::pointer::Pointer;
use crate::read::node_kind::{
    MEDIA_TYPE, Multiplicity, NodeKind, RESPONSES, ReferencePolicy, SCHEMA, SCHEMA_OR_BOOLEAN,
    VARIABLE, swagger,
};
use crate::read::prune::{AUTHORED, NUMBERS, VALUES};
use crate::read::version::Version;

/// The path to a node. It becomes a pointer only for a diagnostic.
pub(super) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    pub(super) fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Key(parent, key) => parent.pointer().child(key),
            Self::Index(parent, index) => parent.pointer().child(index),
        }
    }

    /// Returns `true` for the map of components of a kind.
    pub(super) fn is_components(&self) -> bool {
        matches!(self, Self::Key(Self::Key(Self::Root, "components"), _))
    }
}

/// The kind of value that is expected.
#[derive(Clone, Copy)]
pub(super) enum ExpectedKind {
    /// Any value: data or an extension.
    Anything,
    /// The value of a specified keyword; null is invalid.
    Keyword,
    /// A number of a schema, such as a bound.
    Number,
    /// Instance values of a schema, such as the values of `enum`.
    Values,
    /// A node.
    One(&'static NodeKind),
    /// An array of nodes.
    List(&'static NodeKind),
    /// A map of nodes.
    Map(&'static NodeKind),
}

impl ExpectedKind {
    pub(super) fn item(self) -> Self {
        match self {
            Self::List(node_kind) => Self::One(node_kind),
            // In drafts before 2020-12, `items` may be an array.
            Self::One(node_kind) if is_schema(node_kind) || node_kind.is(&swagger::SCHEMA) => self,
            Self::Keyword | Self::Values => self,
            Self::Anything | Self::Number | Self::One(_) | Self::Map(_) => Self::Anything,
        }
    }

    /// Returns the kind of value at a key; `None` if the specification has no such key.
    pub(super) fn at(self, key: &str) -> Option<Self> {
        let node_kind = match self {
            Self::One(node_kind) => node_kind,
            Self::Map(node_kind) => return Some(Self::One(node_kind)),
            Self::Keyword => return Some(Self::Keyword),
            Self::Anything | Self::Number | Self::Values | Self::List(_) => {
                return Some(Self::Anything);
            }
        };
        if let Some((_, many, held)) = node_kind.holds.iter().find(|(held, ..)| *held == key) {
            return Some(match many {
                Multiplicity::One => Self::One(held),
                Multiplicity::List => Self::List(held),
                Multiplicity::Map => Self::Map(held),
            });
        }
        if key.starts_with("x-") {
            return Some(Self::Anything);
        }
        if node_kind.plain.contains(&key) {
            let held = if is_schema(node_kind) && NUMBERS.contains(&key) {
                Self::Number
            } else if (is_schema(node_kind) || node_kind.is(&swagger::SCHEMA))
                && VALUES.contains(&key)
            {
                Self::Values
            } else if AUTHORED.contains(&key) && !node_kind.is(&VARIABLE) {
                Self::Anything
            } else {
                Self::Keyword
            };
            return Some(held);
        }
        let entries = node_kind.entries.as_ref()?;
        (entries.fits)(key).then_some(Self::One(entries.node_kind))
    }

    /// Returns `true` if a node of one of these kinds is expected.
    pub(super) fn is_one_of(self, kinds: &[&'static NodeKind]) -> bool {
        matches!(self, Self::One(node_kind) if kinds.iter().any(|other| node_kind.is(other)))
    }

    /// Returns `true` if keys that differ only in case are equal.
    pub(super) fn is_folded(self) -> bool {
        self.is_one_of(&[&RESPONSES, &swagger::RESPONSES])
            || matches!(self, Self::Map(node_kind) if node_kind.is(&MEDIA_TYPE))
    }

    /// Returns `true` if a reference is to a component of the kind that is expected here.
    pub(super) fn is_component(self, reference: &str) -> bool {
        let Self::One(node_kind) = self else {
            return false;
        };
        let ReferencePolicy::Component(kind) = node_kind.referred else {
            return false;
        };
        let rest = reference.strip_prefix("#/components/");
        let name = rest.and_then(|rest| rest.strip_prefix(kind)?.strip_prefix('/'));
        name.is_some_and(|name| !name.contains(['/', '%']))
    }

    /// Returns `true` if all versions have a key.
    pub(super) fn is_of_all(self, key: &str) -> bool {
        !matches!(self, Self::One(node_kind) if !node_kind.is_of_all(key))
    }

    /// Returns `true` for a key that is used in versions that don't have it.
    pub(super) fn is_obeyed(self, key: &str) -> bool {
        matches!(self, Self::One(node_kind) if node_kind.is_obeyed(key))
    }

    /// Returns the first version whose documents may use a key.
    pub(super) fn read_since(self, key: &str) -> Version {
        match self {
            Self::One(node_kind) => node_kind.read_since(key),
            _ => Version::V3_0,
        }
    }

    /// Returns the first version that has a key.
    pub(super) fn since(self, key: &str) -> Version {
        match self {
            Self::One(node_kind) => node_kind.since(key),
            _ => Version::V3_0,
        }
    }
}

/// Returns `true` if the kind is an OpenAPI schema.
pub(super) fn is_schema(node_kind: &NodeKind) -> bool {
    node_kind.is(&SCHEMA) || node_kind.is(&SCHEMA_OR_BOOLEAN)
}

/// Returns the references of a discriminator's mapping.
pub(super) fn mapped(mapping: &serde_json::Value) -> impl Iterator<Item = String> {
    let entries = mapping.as_object().into_iter().flatten();
    let targets = entries.filter_map(|(_, target)| target.as_str());
    targets.map(|target| match target.contains(['#', '/', '.']) {
        true => target.to_owned(),
        false => format!("#/components/schemas/{target}"),
    })
}
