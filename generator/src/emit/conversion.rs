//! Conversions between enums of equal values.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Emitter, ident, overlap::from, ty::File};
use crate::{
    analysis::{every_type, types_of},
    ir::{TypeId, TypeKind, TypeRef, Values},
};

impl Emitter<'_> {
    /// Emits conversions between enums of an operation with equal values: into each enum that the
    /// operation sends and owns, from each other enum. Enums of components have no conversions: the
    /// file of a component depends only on the component.
    pub(super) fn enum_conversions(&self, operation: usize) -> Vec<TokenStream> {
        let targets = self.analysis.owned_by(operation).iter().copied();
        let targets = targets.filter(|id| self.analysis.is_sent(*id));
        let targets: Vec<_> = targets
            .filter_map(|id| Some((id, self.value_set(id)?)))
            .collect();
        if targets.is_empty() {
            return Vec::new();
        }
        let sources = self.enums_of(operation);
        let pairs = targets.iter().flat_map(|target| {
            let equal = sources.iter().filter(|source| source.1 == target.1);
            equal.map(move |source| (target, source))
        });
        let pairs = pairs.filter(|(target, source)| target.0 != source.0);
        let conversions = pairs.filter_map(|((target, values), (source, _))| {
            let name = ident(&self.type_names(target.0)?.ident);
            let ty = self.ty(&TypeRef::Named(*source), File::Tag);
            let value = match values {
                Values::Strings(_) => quote!(Self::from(value.as_str())),
                Values::Integers(_) => quote!(Self::from(value.as_i64())),
            };
            Some(from(&name, &ty, &value))
        });
        conversions.collect()
    }

    /// Returns the enums that an operation sends or receives, in a fixed order.
    fn enums_of(&self, operation: usize) -> Vec<(TypeId, Values)> {
        let mut open = self
            .api
            .operations
            .get(operation)
            .map_or_else(Vec::new, types_of);
        let mut reached = BTreeSet::new();
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                every_type(self.api, id, &mut open);
            }
        }
        let reached = reached.into_iter();
        reached
            .filter_map(|id| Some((id, self.value_set(id)?)))
            .collect()
    }

    /// Returns the sorted values of an enum.
    fn value_set(&self, id: TypeId) -> Option<Values> {
        let TypeKind::Enumeration(values, _) = &self.api.type_def(id)?.kind else {
            return None;
        };
        let mut values = values.clone();
        match &mut values {
            Values::Strings(all) => all.sort_unstable(),
            Values::Integers(all) => all.sort_unstable(),
        }
        Some(values)
    }
}
