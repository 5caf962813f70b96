//! Merging of members of an `allOf` that aren't objects.

use std::collections::BTreeSet;

use crate::lower::{
    Lowering,
    all_of::{
        merge::{Choice, MergedSchema, Part, is_unconstrained},
        merge_property::Preference,
    },
    schema::{Node, SchemaContext, Typed},
};
use crate::{
    document::{ReferenceOr, Schema},
    ir::{Docs, JsonType, PathSegment, TypeRef},
    pointer::Pointer,
};

impl<'d> Lowering<'d, '_> {
    /// Removes unions of JSON types that don't restrict the types of the other schemas.
    pub(in crate::lower) fn remove_implied_types(&self, merged: &mut MergedSchema<'d>) {
        let mut index = 0;
        while let Some(choice) = merged.choices.get(index) {
            let is_implied = plain_types(choice).is_some_and(|types| {
                let mut parts = merged.non_objects.iter();
                let others = merged.choices.iter().enumerate();
                let mut others = others.filter(|(other, _)| *other != index);
                parts.any(|part| types.contains(&part.json))
                    || others.any(|(_, other)| {
                        let other = self.types_of(other);
                        other.is_some_and(|other| other.is_subset(&types))
                    })
            });
            match is_implied {
                true => drop(merged.choices.remove(index)),
                false => index += 1,
            }
        }
    }

    /// Returns the JSON types of the variants other than null.
    fn types_of(&self, choice: &Choice<'d>) -> Option<BTreeSet<JsonType>> {
        let mut all = BTreeSet::new();
        for variant in choice.variants() {
            all.extend(self.json_types(variant.node, &variant.pointer, 0)?);
        }
        all.remove(&JsonType::Null);
        Some(all)
    }

    /// Merges arrays whose items have several schemas.
    pub(in crate::lower) fn merged_items(
        &mut self,
        parts: &[Part<'d>],
        at: &SchemaContext,
    ) -> Option<Typed> {
        let mut merged = MergedSchema::default();
        let mut items: Vec<(Node<'d>, Pointer)> = Vec::new();
        for part in parts.iter().filter(|part| part.json == JsonType::Array) {
            let schema = self.schema_of(part.node, &part.pointer)?;
            let Some(node) = schema
                .items
                .as_ref()
                .filter(|_| schema.prefix_items().is_none())
            else {
                continue;
            };
            let pointer = part.pointer.child("items");
            let node = Node::from(node);
            let own = self.schema_of(node, &pointer)?;
            let is_free = own.is_unconstrained() && own.format.is_empty();
            if !is_free || !own.required.is_empty() {
                items.push((node, pointer));
            }
        }
        let (first, rest) = items.split_first()?;
        let is_first = |(node, _): &(Node<'d>, Pointer)| match (first.0, *node) {
            (Node::Reference(first), Node::Reference(other)) => first == other,
            _ => false,
        };
        if rest.iter().all(is_first) || parts.iter().any(|part| part.json != JsonType::Array) {
            return None;
        }
        for (node, pointer) in &items {
            self.merge_all_of(*node, pointer, &mut merged);
        }
        let is_object = merged.is_object || !merged.properties.named.is_empty();
        let is_clear = merged.unsupported.is_none()
            && merged.non_objects.is_empty()
            && merged.choices.is_empty()
            && is_object;
        let nullable = items
            .iter()
            .all(|(node, pointer)| self.may_be_null(*node, pointer));
        let item = if is_clear {
            let at = at.child(at.pointer.child("items"), PathSegment::Item);
            let key = at.pointer.clone();
            self.memoized(key, &at, nullable, Docs::default(), |lowering| {
                lowering.object_or_map(merged.properties, &at)
            })
        } else {
            self.narrowed_item(items, at)?
        };
        let list = TypeRef::List(Box::new(item.into_item()));
        Some(Typed::new(list, false))
    }

    /// Returns the type of items with several schemas, which narrow each other as the schemas of a
    /// property do.
    fn narrowed_item(
        &mut self,
        items: Vec<(Node<'d>, Pointer)>,
        at: &SchemaContext,
    ) -> Option<Typed> {
        let mut items = items.into_iter();
        let mut last = items.next()?;
        let mut earlier = Vec::new();
        for (node, pointer) in items {
            match self.more_specific(last.0, node, "items", &pointer) {
                Preference::First => {}
                Preference::Last => {
                    last = (node, pointer);
                    earlier.clear();
                }
                Preference::Both => {
                    earlier.push(std::mem::replace(&mut last, (node, pointer)));
                }
            }
        }
        let (node, pointer) = last;
        let at = at.child(pointer, PathSegment::Item);
        Some(match earlier.is_empty() {
            true => self.schema(node, &at),
            false => self.merge_property(node, earlier, &at),
        })
    }
}

/// Returns the JSON types other than null of variants that only have a type.
fn plain_types(choice: &Choice<'_>) -> Option<BTreeSet<JsonType>> {
    let types = choice.variants.iter().map(plain_type);
    let types: Option<Vec<Option<JsonType>>> = types.collect();
    Some(types?.into_iter().flatten().collect())
}

/// Returns the JSON type of a schema that only has a type: `Some(None)` for null.
pub(in crate::lower) fn plain_type(variant: &ReferenceOr<Schema>) -> Option<Option<JsonType>> {
    let ReferenceOr::Item(schema) = variant else {
        return None;
    };
    if schema.is_null() || is_unconstrained(variant) && schema.nullable {
        return Some(None);
    }
    let is_plain = !schema.is_composed()
        && !schema.has_properties()
        && schema.values.is_empty()
        && schema.format.is_empty()
        && schema.required.is_empty()
        && schema.additional_properties.is_none()
        && schema.items.as_ref().is_none_or(is_any);
    let is_typed = schema.ty().is_some() && is_plain;
    is_typed.then(|| schema.json_type())
}

/// Returns `true` for items without constraints.
fn is_any(items: &ReferenceOr<Schema>) -> bool {
    match items {
        ReferenceOr::Item(schema) => schema.is_unconstrained() && schema.required.is_empty(),
        ReferenceOr::Reference(_) => false,
    }
}

/// Returns the most specific of several schemas with the same JSON type: a schema with an `enum`,
/// else a component, else the first schema.
pub(in crate::lower) fn most_specific<'a, 'd>(parts: &'a [Part<'d>]) -> Option<&'a Part<'d>> {
    let integer = parts.iter().any(|part| part.json == JsonType::Integer);
    let json = match parts.first()?.json {
        JsonType::Number if integer => JsonType::Integer,
        json => json,
    };
    let alike = |part: &&Part<'_>| part.json == json || integer && part.json == JsonType::Number;
    let mut of_type = parts.iter().filter(|part| part.json == json);
    let named = |part: &&Part<'_>| matches!(part.node, Node::Reference(_));
    parts
        .iter()
        .all(|part| alike(&part))
        .then(|| {
            let mut enums = of_type.clone().filter(|part| part.has_enum);
            let mut components = of_type.clone().filter(named);
            enums
                .next()
                .or_else(|| components.next())
                .or_else(|| of_type.next())
        })
        .flatten()
}
