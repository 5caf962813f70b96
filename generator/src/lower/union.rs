//! `oneOf` and `anyOf`: unions whose branches the JSON type tells apart.

use openapiv3::{ReferenceOr, Schema, SchemaKind, Type};

use super::{
    Lowering,
    schema::{At, Node, Typed},
};
use crate::{
    ir::{Branch, JsonType, Shape, Step},
    pointer::Pointer,
};

impl<'d> Lowering<'d, '_> {
    /// A union of the branches; the branch itself where there is one alone.
    pub(super) fn union(
        &mut self,
        key: &str,
        branches: &'d [ReferenceOr<Schema>],
        at: &At,
    ) -> Result<(Shape, bool), Typed> {
        let place = at.place.child(key);
        if let [only] = branches {
            let at = At {
                place: place.child(0),
                ..at.clone()
            };
            return Err(self.schema(only.into(), &at));
        }
        let Some(kinds) = self.json_types(branches, &place) else {
            return Err(self.raw(at, "its branches aren't told apart by their JSON types"));
        };
        let mut lowered = Vec::new();
        let mut nullable = false;
        for (index, (branch, json)) in branches.iter().zip(kinds).enumerate() {
            let at = at.step(place.child(index), Step::Branch(json.text()));
            let typed = self.schema(branch.into(), &at);
            nullable |= typed.nullable;
            lowered.push(Branch { json, ty: typed.ty });
        }
        // What is a number and no integer is left to `number`, so `integer` is asked first.
        lowered.sort_by_key(|branch| branch.json == JsonType::Number);
        Ok((Shape::Union(lowered), nullable))
    }

    /// The JSON type of each branch, if no two are alike.
    fn json_types(
        &self,
        branches: &'d [ReferenceOr<Schema>],
        place: &Pointer,
    ) -> Option<Vec<JsonType>> {
        let mut kinds = Vec::new();
        for branch in branches {
            let schema = match Node::from(branch) {
                Node::Inline(schema) => schema,
                Node::Reference(reference) => self.follow(reference, place).ok()?.1,
            };
            let kind = json_type(schema)?;
            if kinds.contains(&kind) {
                return None;
            }
            kinds.push(kind);
        }
        Some(kinds)
    }
}

fn json_type(schema: &Schema) -> Option<JsonType> {
    let SchemaKind::Type(ty) = &schema.schema_kind else {
        return None;
    };
    Some(match ty {
        Type::String(_) => JsonType::String,
        Type::Number(_) => JsonType::Number,
        Type::Integer(_) => JsonType::Integer,
        Type::Object(_) => JsonType::Object,
        Type::Array(_) => JsonType::Array,
        Type::Boolean(_) => JsonType::Boolean,
    })
}
