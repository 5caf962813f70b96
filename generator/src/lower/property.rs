//! The properties of an object, named and unnamed.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ObjectType, ReferenceOr, Schema};

use super::{
    Lowering,
    scalar::{docs, is_password, secrecy},
    schema::{At, Node},
};
use crate::{
    ir::{Docs, Field, Object, Others, Presence, Step, TypeRef},
    pointer::Pointer,
};

/// The properties of an object, wherever its schema keeps them.
#[derive(Default)]
pub(super) struct Properties<'d> {
    named: IndexMap<&'d str, (Node<'d>, Pointer)>,
    required: BTreeSet<&'d str>,
    additional: Option<&'d AdditionalProperties>,
}

impl<'d> Properties<'d> {
    pub(super) fn of(object: &'d ObjectType, place: &Pointer) -> Self {
        let mut properties = Self::default();
        properties.add(&object.properties, &object.required, place);
        properties.allow(object.additional_properties.as_ref());
        properties
    }

    /// Adds the properties of a schema. One that was there is said anew, in its first place.
    pub(super) fn add(
        &mut self,
        named: &'d IndexMap<String, ReferenceOr<Box<Schema>>>,
        required: &'d [String],
        place: &Pointer,
    ) {
        let place = place.child("properties");
        for (wire, node) in named {
            self.named.insert(wire, (node.into(), place.child(wire)));
        }
        self.required.extend(required.iter().map(String::as_str));
    }

    /// Says what is true of unnamed properties.
    pub(super) fn allow(&mut self, additional: Option<&'d AdditionalProperties>) {
        if additional.is_some() {
            self.additional = additional;
        }
    }
}

impl<'d> Lowering<'d, '_> {
    /// An object of these properties. Where the document says nothing of unnamed ones they are
    /// allowed, and not kept: nearly every schema is silent there.
    pub(super) fn properties(&mut self, properties: Properties<'d>, at: &At) -> Object {
        let mut fields = Vec::new();
        for (wire, (node, place)) in properties.named {
            let at = at.step(place, Step::Property(wire.to_owned()));
            let typed = self.schema(node, &at);
            let required = properties.required.contains(wire);
            let (docs, secret) = match node {
                Node::Inline(schema) => (docs(schema, self.settings), is_password(schema)),
                Node::Reference(_) => (Docs::default(), false),
            };
            fields.push(Field {
                wire: wire.to_owned(),
                docs,
                presence: Presence::new(required, typed.nullable && typed.ty != TypeRef::Json),
                ty: typed.ty,
                secrecy: secrecy(wire, secret, self.settings),
            });
        }
        let others = match properties.additional {
            Some(AdditionalProperties::Any(true)) => {
                Others::Kept(self.anything(&at.place.child("additionalProperties")))
            }
            Some(AdditionalProperties::Schema(schema)) => Others::Kept(self.map_values(schema, at)),
            Some(AdditionalProperties::Any(false)) | None => Others::Ignored,
        };
        Object {
            fields,
            others,
            parts: None,
        }
    }
}
