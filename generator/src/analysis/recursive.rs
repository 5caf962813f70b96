//! Aliases that contain themselves.

use std::collections::{BTreeMap, BTreeSet};

use super::{cycles, named};
use crate::ir::{Api, RawJson, TypeId, TypeKind, TypeRef};

/// Returns the types that are raw JSON because they have no content.
pub fn infinitely_recursive(api: &Api) -> Vec<RawJson> {
    let aliases = recursive_aliases(api).recursive.into_iter();
    let definitions = aliases.filter_map(|id| api.type_def(id));
    definitions
        .map(|definition| RawJson {
            pointer: definition.pointer.clone(),
            reason: "it contains itself, without an object in between".to_owned(),
        })
        .collect()
}

/// Aliases that refer to themselves through other aliases.
pub(super) struct RecursiveAliases {
    /// Aliases that contain nothing but themselves.
    pub(super) recursive: BTreeSet<TypeId>,
    /// Arrays, maps and tuples that are emitted as structs.
    pub(super) containers: BTreeSet<TypeId>,
}

pub(super) fn recursive_aliases(api: &Api) -> RecursiveAliases {
    let none = BTreeSet::new();
    let mut containers = circular(api, &none, named);
    // A tuple that contains itself in a position that is not nullable has no values.
    let infinite = circular(api, &none, required);
    containers.retain(|id| {
        let kind = api.type_def(*id).map(|definition| &definition.kind);
        match kind {
            Some(TypeKind::Alias(TypeRef::List(_) | TypeRef::Map(_))) => true,
            Some(TypeKind::Alias(TypeRef::Tuple(_))) => !infinite.contains(id),
            _ => false,
        }
    });
    RecursiveAliases {
        recursive: circular(api, &containers, named),
        containers,
    }
}

/// Collects the named types that every value of a type contains.
fn required(ty: &TypeRef, found: &mut Vec<TypeId>) {
    match ty {
        TypeRef::Named(id) => found.push(*id),
        TypeRef::Tuple(items) => items.iter().for_each(|item| required(item, found)),
        _ => {}
    }
}

/// Returns the aliases that refer to themselves through the types that `held` collects, but not
/// through `except`.
fn circular(
    api: &Api,
    except: &BTreeSet<TypeId>,
    held: fn(&TypeRef, &mut Vec<TypeId>),
) -> BTreeSet<TypeId> {
    let targets = |id: TypeId| {
        let mut found = Vec::new();
        if let Some(TypeKind::Alias(ty)) = api.type_def(id).map(|definition| &definition.kind)
            && !except.contains(&id)
        {
            held(ty, &mut found);
        }
        found
    };
    let ids = || (0..api.types.len()).map(TypeId);
    let edges = ids().flat_map(|id| targets(id).into_iter().map(move |target| (id, target)));
    let cycles = cycles(api.types.len(), edges);
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for cycle in &cycles {
        *sizes.entry(*cycle).or_default() += 1;
    }
    let is_recursive = |id: &TypeId| {
        let shared = cycles.get(id.0).and_then(|cycle| sizes.get(cycle));
        shared.is_some_and(|size| *size > 1) || targets(*id).contains(id)
    };
    ids().filter(is_recursive).collect()
}
