//! Unions that list themselves as a variant, which adds no values.

use std::collections::BTreeSet;

use crate::document::{ReferenceOr, Schema};

use crate::lower::{Lowering, all_of::merge::Choice, schema::Node, union::member::VariantSchema};
use crate::pointer::Pointer;

/// Returns the pointer of the union that a `oneOf` or `anyOf` belongs to.
pub(in crate::lower) fn union_of(choice: &Pointer) -> Option<Pointer> {
    choice.parent().map(|(union, _)| union)
}

impl<'d> Lowering<'d, '_> {
    /// Calls `look` while the union of a `oneOf` or `anyOf` is marked as open.
    pub(in crate::lower) fn in_union<T>(
        &mut self,
        choice: &Pointer,
        look: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let union: Vec<Pointer> = union_of(choice).into_iter().collect();
        self.in_unions(&union, look)
    }

    /// Calls `look` while unions, the outermost first, are marked as open.
    pub(in crate::lower) fn in_unions<T>(
        &mut self,
        unions: &[Pointer],
        look: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let depth = self.open_unions.len();
        self.open_unions.extend_from_slice(unions);
        let found = look(self);
        self.open_unions.truncate(depth);
        found
    }

    /// Returns `true` if a variant adds at most null: the variant refers to a union around it, or
    /// is a union of such a reference and null.
    pub(in crate::lower) fn refers_to_open_union(&self, node: Node<'d>, choice: &Pointer) -> bool {
        self.leads_back(node, choice, &mut BTreeSet::new())
    }

    fn leads_back(&self, node: Node<'d>, pointer: &Pointer, seen: &mut BTreeSet<Pointer>) -> bool {
        let schema = match node {
            Node::Inline(schema) => schema,
            Node::Reference(reference) => {
                let Ok(resolved) = self.resolver.component::<Schema>(reference, pointer) else {
                    return false;
                };
                if self.open_unions.contains(&resolved.pointer) {
                    return true;
                }
                if !seen.insert(resolved.pointer) {
                    return false;
                }
                resolved.item
            }
        };
        let parts = match (plain_variants(schema), schema.all_of.as_slice()) {
            (Some((_, parts)), []) => parts,
            (None, parts @ [_]) if has_only_parts(schema) => parts,
            _ => return false,
        };
        let mut others = parts.iter().map(Node::from);
        let mut others = others.by_ref().filter(|part| !self.is_null(*part, pointer));
        let (Some(only), None) = (others.next(), others.next()) else {
            return false;
        };
        self.leads_back(only, pointer, seen)
    }

    /// Returns the only variant of an inner union that adds values to the unions around it, or the
    /// inner union itself.
    pub(in crate::lower) fn without_open_unions(
        &self,
        variant: VariantSchema<'d>,
    ) -> VariantSchema<'d> {
        let mut variant = variant;
        while let Some(only) = self.only_addition(&variant) {
            variant = only;
        }
        variant
    }

    fn only_addition(&self, variant: &VariantSchema<'d>) -> Option<VariantSchema<'d>> {
        let Node::Inline(schema) = variant.node else {
            return None;
        };
        let (key, variants) = plain_variants(schema).filter(|_| schema.all_of.is_empty())?;
        let choice = variant.pointer.child(key);
        let mut others = variants
            .iter()
            .enumerate()
            .filter(|(_, other)| !self.refers_to_open_union((*other).into(), &choice));
        let (Some((index, only)), None) = (others.next(), others.next()) else {
            return None;
        };
        (variants.len() > 1).then(|| VariantSchema::new(only, choice.child(index)))
    }

    /// Returns the reason why the variants of a union can't be listed.
    pub(in crate::lower) fn reason_against(&self, choice: &Choice<'d>) -> &'static str {
        let is_open = |node: Node<'d>| match node {
            Node::Reference(_) => self.refers_to_open_union(node, &choice.pointer),
            Node::Inline(_) => false,
        };
        let mut variants = choice.variants();
        let has_itself = variants.any(|variant| match variant.node {
            Node::Inline(schema) => {
                let mut parts = schema.all_of.iter().map(Node::from);
                parts.any(is_open)
            }
            node => is_open(node),
        });
        match has_itself {
            true => "the union is a part of its own variant",
            false => "a variant allows any value",
        }
    }
}

/// Returns the keyword and the variants of a schema that has only these.
pub(in crate::lower) fn plain_variants(
    schema: &Schema,
) -> Option<(&'static str, &[ReferenceOr<Schema>])> {
    match (schema.one_of.as_slice(), schema.any_of.as_slice()) {
        (one_of @ [_, ..], []) => Some(("oneOf", one_of)),
        ([], any_of @ [_, ..]) => Some(("anyOf", any_of)),
        _ => None,
    }
    .filter(|_| has_only_parts(schema))
}

/// Returns `true` if a schema has no constraints beside `oneOf`, `anyOf` and `allOf`.
fn has_only_parts(schema: &Schema) -> bool {
    schema.ty().is_none()
        && schema.values.is_empty()
        && schema.required.is_empty()
        && schema.additional_properties.is_none()
        && !schema.has_properties()
}
