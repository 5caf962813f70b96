//! Nullability of schemas.

use std::collections::BTreeSet;

use crate::document::{ReferenceOr, Schema};

use crate::lower::{Lowering, all_of::merge::is_unconstrained, schema::Node};
use crate::pointer::Pointer;

impl<'d> Lowering<'d, '_> {
    /// Returns `true` if a schema allows null: by `nullable` or `enum`, in a variant, or in all
    /// members of its `allOf`.
    pub(in crate::lower) fn is_nullable(&self, schema: &'d Schema) -> bool {
        self.allows_null(schema, &mut BTreeSet::new())
    }

    fn allows_null(&self, schema: &'d Schema, seen: &mut BTreeSet<&'d str>) -> bool {
        if schema.nullable || schema.lists_null() {
            return true;
        }
        let mut choices = schema.one_of.iter().chain(&schema.any_of);
        if choices.any(|variant| self.variant_allows_null(variant, seen)) {
            return true;
        }
        // A nullable member of `allOf` without other constraints makes the whole schema nullable.
        let is_nullable_part = |part: &ReferenceOr<Schema>| matches!(part, ReferenceOr::Item(schema) if schema.nullable && is_unconstrained(part));
        if schema.all_of.iter().any(is_nullable_part) {
            return true;
        }
        // A type or values beside `allOf` exclude null.
        let excludes_null = schema.ty().is_some() || !schema.values.is_empty();
        let mut parts = schema.all_of.iter().filter(|part| !allows_all(part));
        !excludes_null
            && parts.clone().next().is_some()
            && parts.all(|part| self.variant_allows_null(part, seen))
    }

    fn variant_allows_null(
        &self,
        node: &'d ReferenceOr<Schema>,
        seen: &mut BTreeSet<&'d str>,
    ) -> bool {
        match Node::from(node) {
            Node::Inline(schema) => self.allows_null(schema, seen),
            Node::Reference(reference) => {
                seen.insert(&reference.target)
                    && self
                        .follow(reference, &Pointer::root())
                        .is_ok_and(|(_, schema)| self.allows_null(schema, seen))
            }
        }
    }
}

/// Returns `true` for an inline schema that allows any value.
fn allows_all(part: &ReferenceOr<Schema>) -> bool {
    matches!(part, ReferenceOr::Item(schema) if schema.ty.is_none()) && is_unconstrained(part)
}
