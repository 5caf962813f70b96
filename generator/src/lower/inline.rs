//! Schemas that are said inline: one that needs a name is a type of its owner's.

use openapiv3::Schema;

use super::{
    Inline, Lowering, reserve,
    scalar::docs,
    schema::{At, Typed},
    view::View,
};
use crate::ir::{Docs, Shape, TypeDef, TypeId, TypeRef, Values};

/// An enumeration of at most this many values is one type within its owner, and is named after
/// its values; a longer one is a type for each property, named after the property.
const SHORT_ENUMERATION: usize = 4;

/// How many schemas may be inline in each other.
const MOST_STEPS: usize = 100;

/// How many types there may be: ten times as many as in the largest document that is published.
const MOST_TYPES: usize = 100_000;

impl<'d> Lowering<'d, '_> {
    /// The type of an inline schema: of a new definition where it needs a name.
    pub(super) fn inline(&mut self, schema: &'d Schema, at: &At) -> Typed {
        let nullable = self.is_nullable(schema);
        if at.steps.len() > MOST_STEPS || self.types.len() > MOST_TYPES {
            return self.raw(at, "it is too deep in others, or there are too many");
        }
        let view = View::of(schema);
        if !view.is_composed() && !view.has_properties() {
            return self.plain_inline(schema, nullable, at);
        }
        // What an `allOf` brings in is written out where it is, and may lead back to there: within one
        // owner, what is at one place is one type.
        let key = (at.place.clone(), at.owner.clone());
        match self.inline.get(&key) {
            Some(Inline::Open(open)) => {
                let id = (*open).unwrap_or_else(|| reserve(&mut self.types));
                self.inline.insert(key, Inline::Open(Some(id)));
                return Typed::new(TypeRef::Named(id), nullable);
            }
            Some(Inline::Done(id, nullable)) => {
                let typed = Typed::new(TypeRef::Named(*id), *nullable);
                self.use_again(*id, at);
                return typed;
            }
            None => drop(self.inline.insert(key.clone(), Inline::Open(None))),
        }
        let shaped = self.named_shape(schema, at);
        let reserved = match self.inline.remove(&key) {
            Some(Inline::Open(reserved)) => reserved,
            Some(Inline::Done(..)) | None => None,
        };
        let definition = |shape| TypeDef {
            place: at.place.clone(),
            owner: at.owner.clone(),
            uses: vec![at.steps.clone()],
            docs: docs(schema, self.settings),
            shape,
        };
        match (shaped, reserved) {
            (Ok((Shape::Enumeration(values), null)), None) => {
                let ty = TypeRef::Named(self.enumeration(values, at));
                Typed::new(ty, nullable || null)
            }
            (Ok((shape, null)), reserved) => {
                let definition = definition(shape);
                let id = reserved.unwrap_or_else(|| reserve(&mut self.types));
                self.fill(id, definition);
                self.inline.insert(key, Inline::Done(id, nullable || null));
                Typed::new(TypeRef::Named(id), nullable || null)
            }
            (Err(typed), reserved) => {
                if let Some(id) = reserved {
                    let definition = definition(Shape::Alias(typed.ty.clone()));
                    self.fill(id, definition);
                }
                Typed::new(typed.ty, nullable || typed.nullable)
            }
        }
    }

    /// The type of an inline schema in which no other can be brought.
    fn plain_inline(&mut self, schema: &'d Schema, nullable: bool, at: &At) -> Typed {
        let (shape, null) = match self.named_shape(schema, at) {
            Ok(shaped) => shaped,
            Err(typed) => return Typed::new(typed.ty, nullable || typed.nullable),
        };
        let id = match shape {
            Shape::Enumeration(values) => self.enumeration(values, at),
            shape => self.add(TypeDef {
                place: at.place.clone(),
                owner: at.owner.clone(),
                uses: vec![at.steps.clone()],
                docs: docs(schema, self.settings),
                shape,
            }),
        };
        Typed::new(TypeRef::Named(id), nullable || null)
    }

    /// Notes another way to a type, which is named after the shortest.
    fn use_again(&mut self, id: TypeId, at: &At) {
        if let Some(Some(definition)) = self.types.get_mut(id.0)
            && let [way] = definition.uses.as_mut_slice()
            && (at.steps.len(), &at.steps) < (way.len(), &*way)
        {
            way.clone_from(&at.steps);
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
