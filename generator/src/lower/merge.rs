//! `allOf`: the properties of several schemas in one object.

use std::collections::BTreeSet;

use openapiv3::{AnySchema, ReferenceOr, Schema, SchemaKind, Type};

use super::{
    Lowering,
    property::Properties,
    schema::{At, Node, Typed},
};
use crate::{ir::Shape, pointer::Pointer, resolve::component_place};

/// What the parts of an `allOf` have in common.
#[derive(Default)]
struct Gathered<'d> {
    properties: Properties<'d>,
    /// The components among them: one that is there twice, or that leads back to itself, says
    /// nothing new.
    components: BTreeSet<String>,
}

impl<'d> Lowering<'d, '_> {
    /// The object of all parts, and of the properties beside them; the part itself where there is
    /// one alone.
    pub(super) fn all_of(
        &mut self,
        parts: &'d [ReferenceOr<Schema>],
        beside: Option<&'d AnySchema>,
        at: &At,
    ) -> Result<(Shape, bool), Typed> {
        let bare = beside.is_none_or(|any| any.properties.is_empty() && any.required.is_empty());
        if let ([only], true) = (parts, bare) {
            let at = At {
                place: at.place.child("allOf").child(0),
                ..at.clone()
            };
            return Err(self.schema(only.into(), &at));
        }
        let mut gathered = Gathered::default();
        let complete = self.gather_all(parts, &at.place, &mut gathered);
        let mut properties = gathered.properties;
        if let Some(any) = beside {
            properties.add(&any.properties, &any.required, &at.place);
            properties.allow(any.additional_properties.as_ref());
        }
        if !complete {
            return Err(self.raw(at, "a part of its `allOf` isn't an object"));
        }
        Ok((Shape::Object(self.properties(properties, at)), false))
    }

    /// Whether all parts are objects.
    fn gather_all(
        &mut self,
        parts: &'d [ReferenceOr<Schema>],
        place: &Pointer,
        gathered: &mut Gathered<'d>,
    ) -> bool {
        let place = place.child("allOf");
        parts
            .iter()
            .enumerate()
            .all(|(index, part)| self.gather(part.into(), &place.child(index), gathered))
    }

    fn gather(&mut self, node: Node<'d>, place: &Pointer, gathered: &mut Gathered<'d>) -> bool {
        let (schema, place) = match node {
            Node::Inline(schema) => (schema, place.clone()),
            Node::Reference(reference) => match self.follow(reference, place) {
                Ok((name, schema)) => {
                    let place = component_place::<Schema>(&name);
                    if !gathered.components.insert(name) {
                        return true;
                    }
                    (schema, place)
                }
                Err(diagnostic) => {
                    self.diagnostics.report(diagnostic);
                    return false;
                }
            },
        };
        match &schema.schema_kind {
            SchemaKind::Type(Type::Object(object)) => {
                let properties = &mut gathered.properties;
                properties.add(&object.properties, &object.required, &place);
                properties.allow(object.additional_properties.as_ref());
                true
            }
            SchemaKind::AllOf { all_of } => self.gather_all(all_of, &place, gathered),
            SchemaKind::Any(any) if any.one_of.is_empty() && any.any_of.is_empty() => {
                let complete = self.gather_all(&any.all_of, &place, gathered);
                let properties = &mut gathered.properties;
                properties.add(&any.properties, &any.required, &place);
                properties.allow(any.additional_properties.as_ref());
                complete && any.enumeration.is_empty() && any.items.is_none()
            }
            _ => false,
        }
    }
}
