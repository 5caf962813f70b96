//! Schemas that are said inline: one that needs a name is a type of its owner's.

use openapiv3::Schema;

use super::{
    Lowering,
    scalar::docs,
    schema::{At, Typed},
};
use crate::{
    ir::{Docs, Owner, Shape, TypeDef, TypeId, TypeRef, Values},
    pointer::Pointer,
    resolve::component_place,
};

/// An enumeration of at most this many values is one type within its owner, and is named after
/// its values; a longer one is a type for each property, named after the property.
const SHORT_ENUMERATION: usize = 4;

impl<'d> Lowering<'d, '_> {
    /// The type of an inline schema.
    pub(super) fn inline(&mut self, schema: &'d Schema, at: &At) -> Typed {
        let key = (at.owner.clone(), at.place.clone());
        if !self.is_distant(at) {
            return self.new_inline(schema, at);
        }
        if let Some((typed, _)) = self.distant.get(&key) {
            return typed.clone();
        }
        let typed = self.new_inline(schema, at);
        self.distant.insert(key, (typed.clone(), self.types.len()));
        typed
    }

    /// Whether a schema is reached from its owner through parts of two other components or more.
    fn is_distant(&self, at: &At) -> bool {
        let own = match &at.owner {
            Owner::Component(name) => component_place::<Schema>(name),
            Owner::Shared(..) | Owner::Operation(_) => Pointer::root(),
        };
        let components = Pointer::root().child("components").child("schemas");
        let here = at.place.start(3);
        let mut open = self.open.keys().filter(|(owner, _)| *owner == at.owner);
        open.any(|(_, place)| {
            let home = place.start(3);
            place.is_in(&components) && home != here && home != own
        })
    }

    /// The type of an inline schema: of a new definition where it needs a name.
    fn new_inline(&mut self, schema: &'d Schema, at: &At) -> Typed {
        let nullable = self.is_nullable(schema);
        let key = (at.owner.clone(), at.place.clone());
        if let Some(known) = self.open.get(&key).copied() {
            let id = known.unwrap_or_else(|| self.reserve());
            self.open.insert(key, Some(id));
            return Typed::new(TypeRef::Named(id), nullable);
        }
        self.open.insert(key.clone(), None);
        let lowered = self.named_shape(schema, at);
        let reserved = self.open.remove(&key).flatten();
        let definition = |shape| TypeDef {
            place: at.place.clone(),
            owner: at.owner.clone(),
            uses: vec![at.steps.clone()],
            docs: docs(schema, self.settings),
            shape,
        };
        match lowered {
            Ok((Shape::Enumeration(values), null)) => Typed::new(
                TypeRef::Named(self.enumeration(values, at)),
                nullable || null,
            ),
            Ok((shape, null)) => {
                let definition = definition(shape);
                let id = reserved.unwrap_or_else(|| self.reserve());
                self.fill(id, definition);
                Typed::new(TypeRef::Named(id), nullable || null)
            }
            Err(typed) => {
                if let Some(id) = reserved {
                    let definition = definition(Shape::Alias(typed.ty.clone()));
                    self.fill(id, definition);
                }
                Typed::new(typed.ty, nullable || typed.nullable)
            }
        }
    }

    fn enumeration(&mut self, values: Values, at: &At) -> TypeId {
        let key = (at.owner.clone(), values.clone());
        if let Some(id) = self.enumerations.get(&key).copied() {
            if let Some(Some(definition)) = self.types.get_mut(id.0) {
                definition.uses.push(at.steps.clone());
            }
            return id;
        }
        let count = match &values {
            Values::Texts(texts) => texts.len(),
            Values::Integers(integers) => integers.len(),
        };
        let short = count <= SHORT_ENUMERATION;
        let id = self.add(TypeDef {
            place: at.place.clone(),
            owner: at.owner.clone(),
            uses: vec![at.steps.clone()],
            // What the document says is said of the property: several may share the type.
            docs: Docs::default(),
            shape: Shape::Enumeration(values),
        });
        if short {
            self.enumerations.insert(key, id);
        }
        id
    }
}
