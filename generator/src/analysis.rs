//! Analyzes how types contain each other: boxed values, sizes, and types that callers construct.

mod placeholder;
mod recursive;

use petgraph::{
    algo::kosaraju_scc,
    graph::{DiGraph, NodeIndex},
};
use std::collections::{BTreeMap, BTreeSet};

pub use self::recursive::infinitely_recursive;
use self::recursive::{RecursiveAliases, recursive_aliases};
use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    ir::{
        AdditionalProperties, Api, Object, Operation, Owner, Payload, Presence, ResponseContent,
        Scalar, TypeId, TypeKind, TypeRef,
    },
};

/// The size in bytes, by [`TypeAnalysis::size`], above which a value of an enum is boxed. It is
/// below the limits of clippy's `large_enum_variant` and `result_large_err`.
const LARGE: usize = 128;
/// The size in bytes up to which boxing isn't worthwhile.
const SMALL: usize = 32;
/// The depth below which the types in a type are measured first.
const MAX_DEPTH: usize = 64;

/// The analysis of the types of an [`Api`].
#[derive(Debug)]
pub struct TypeAnalysis {
    /// Boxed fields and variants, by type and index.
    boxed: BTreeSet<(TypeId, usize)>,
    /// Aliases that refer only to themselves.
    recursive: BTreeSet<TypeId>,
    /// Arrays, maps and tuples that contain themselves through aliases.
    containers: BTreeSet<TypeId>,
    /// The sizes of the measured types, in bytes. A type within itself is boxed or unmeasured, and
    /// counts as nothing.
    sizes: BTreeMap<TypeId, usize>,
    sent: BTreeSet<TypeId>,
    /// `true` for each object that can be constructed empty without allocation; `None` if unknown.
    empty: Vec<Option<bool>>,
    /// Objects that are part of an empty object.
    nested_placeholders: BTreeSet<TypeId>,
    /// The inline types of each operation.
    owned: BTreeMap<usize, Vec<TypeId>>,
}

impl TypeAnalysis {
    /// Analyzes all types. Reports each alias that refers only to itself.
    pub fn of(api: &Api, diagnostics: &mut Diagnostics) -> Self {
        let RecursiveAliases {
            recursive,
            containers,
        } = recursive_aliases(api);
        let mut analysis = Self {
            boxed: BTreeSet::new(),
            recursive,
            containers,
            sizes: BTreeMap::new(),
            sent: BTreeSet::new(),
            empty: vec![None; api.types.len()],
            nested_placeholders: BTreeSet::new(),
            owned: BTreeMap::new(),
        };
        for (index, definition) in api.types.iter().enumerate() {
            if let Owner::Operation(owner) = definition.owner {
                analysis.owned.entry(owner).or_default().push(TypeId(index));
            }
        }
        for raw in infinitely_recursive(api) {
            let message = format!("this schema is typed as raw JSON: {}", raw.reason);
            diagnostics.report(
                Diagnostic::warning(Code::UnsupportedSchema, &raw.pointer, message)
                    .help("describe it as an object with properties"),
            );
        }
        analysis.find_boxed(api);
        for index in 0..api.types.len() {
            analysis.measure(api, TypeId(index), 0);
        }
        for index in 0..api.types.len() {
            analysis.find_placeholders(api, TypeId(index));
        }
        for operation in &api.operations {
            analysis.find_sent(api, operation);
        }
        analysis
    }

    /// Returns `true` if a field or variant is boxed, because its type is recursive or large.
    pub fn is_boxed(&self, id: TypeId, index: usize) -> bool {
        self.boxed.contains(&(id, index))
    }

    /// Returns `true` if an alias refers only to itself.
    pub fn is_infinitely_recursive(&self, id: TypeId) -> bool {
        self.recursive.contains(&id)
    }

    /// Returns `true` if an alias is an array, map or tuple that contains itself. Such an alias is
    /// emitted as a struct.
    pub fn is_container(&self, id: TypeId) -> bool {
        self.containers.contains(&id)
    }

    /// Returns `true` if an alias has no type of its own.
    pub fn is_alias(&self, id: TypeId) -> bool {
        !self.is_infinitely_recursive(id) && !self.is_container(id)
    }

    /// Returns `true` if callers construct values of the type.
    pub fn is_sent(&self, id: TypeId) -> bool {
        self.sent.contains(&id)
    }

    /// Returns `true` if an object can be constructed empty without allocation.
    pub fn has_placeholder(&self, id: TypeId) -> bool {
        self.empty.get(id.0) == Some(&Some(true))
    }

    /// Returns `true` if an object is part of an empty object.
    pub fn is_placeholder(&self, id: TypeId) -> bool {
        self.nested_placeholders.contains(&id)
    }

    /// Returns the inline types of the operation with an index, in the order of their first
    /// reference.
    pub fn owned_by(&self, operation: usize) -> &[TypeId] {
        self.owned.get(&operation).map_or(&[], Vec::as_slice)
    }

    /// Returns `true` if a value of the type is boxed in an enum.
    pub fn is_large(&self, ty: &TypeRef) -> bool {
        self.size(ty) > LARGE
    }

    /// Returns `true` if a value of the type is boxed in a variant with other values.
    pub fn is_large_beside<'t>(
        &self,
        ty: &TypeRef,
        others: impl IntoIterator<Item = &'t TypeRef>,
    ) -> bool {
        let others: usize = others.into_iter().map(|other| self.size(other)).sum();
        let size = self.size(ty);
        size > LARGE || size > SMALL && size + others > LARGE
    }

    /// Returns the approximate size of a value on a 64-bit machine, in bytes.
    fn size(&self, ty: &TypeRef) -> usize {
        match ty {
            TypeRef::Scalar(scalar) => match scalar {
                Scalar::Null => 0,
                Scalar::Boolean | Scalar::Integer8 | Scalar::Unsigned8 => 1,
                Scalar::Integer16 | Scalar::Unsigned16 => 2,
                Scalar::Integer32 | Scalar::Unsigned32 | Scalar::Float32 | Scalar::Date => 4,
                Scalar::Integer64 | Scalar::Unsigned64 | Scalar::Float64 => 8,
                Scalar::DateTime | Scalar::Integer128 => 16,
                Scalar::String => 24,
                Scalar::Uri => 88,
            },
            // The user's type is unknown, so the size of a string is assumed.
            TypeRef::Foreign { .. } => 24,
            TypeRef::Named(id) => self.sizes.get(id).copied().unwrap_or(0),
            TypeRef::List(_) | TypeRef::Map(_) => 24,
            TypeRef::Tuple(items) => items.iter().map(|item| self.size(item)).sum(),
            TypeRef::Nullable(ty) => self.size(ty) + 8,
            TypeRef::Json => 32,
            TypeRef::File => 96,
        }
    }

    /// Measures a type, after the types in it.
    fn measure(&mut self, api: &Api, id: TypeId, depth: usize) {
        if depth >= MAX_DEPTH || self.sizes.contains_key(&id) {
            return;
        }
        let Some(definition) = api.type_def(id) else {
            return;
        };
        let held: Vec<(usize, &TypeRef, usize)> = match &definition.kind {
            TypeKind::Object(object) => fields(object)
                .map(|(index, presence, ty)| (index, ty, option_size(presence, ty)))
                .collect(),
            TypeKind::Union(union) if !union.is_discriminated() => vec![(0, &TypeRef::Json, 0)],
            TypeKind::Union(union) => union
                .variants
                .iter()
                .enumerate()
                .map(|(index, variant)| (index, &variant.ty, 8))
                .collect(),
            TypeKind::Alias(ty) => vec![(0, ty, 0)],
            TypeKind::Contents(contents) => {
                typed(contents).map(|(index, ty)| (index, ty, 8)).collect()
            }
            TypeKind::Enumeration(..) => Vec::new(),
        };
        let union = matches!(definition.kind, TypeKind::Union(_) | TypeKind::Contents(_));
        let mut total: usize = if held.is_empty() { 24 } else { 1 };
        for (index, ty, extra) in held {
            let size = if self.is_boxed(id, index) {
                8
            } else {
                if let TypeRef::Named(inner) = ty {
                    self.measure(api, *inner, depth + 1);
                }
                self.size(ty)
            };
            if union && size > LARGE {
                self.boxed.insert((id, index));
            }
            let size = if union && size > LARGE { 8 } else { size } + extra;
            total = if union { total.max(size) } else { total + size };
        }
        self.sizes.insert(id, total.next_multiple_of(8));
    }

    /// Boxes every field and variant that makes a type recursive.
    fn find_boxed(&mut self, api: &Api) {
        let ids = || (0..api.types.len()).map(TypeId);
        let held = ids().flat_map(|id| {
            let held = held_types(api, id).into_iter();
            held.map(move |(position, held)| (id, position, held))
        });
        let held: Vec<(TypeId, usize, TypeId)> = held.collect();
        let edges = held.iter().map(|(from, _, to)| (*from, *to));
        let cycles = cycles(api.types.len(), edges);
        for (from, position, to) in held {
            if cycles.get(from.0) == cycles.get(to.0) {
                self.boxed.insert((from, position));
            }
        }
    }

    fn find_sent(&mut self, api: &Api, operation: &Operation) {
        let mut open: Vec<TypeId> = Vec::new();
        sent(operation).for_each(|ty| named(ty, &mut open));
        while let Some(id) = open.pop() {
            if self.sent.insert(id) {
                every_type(api, id, &mut open);
            }
        }
    }
}

/// Returns the types that an operation sends.
fn sent(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let body = contents.filter_map(|content| content.payload.ty());
    let parameters = operation.parameters.iter();
    parameters.map(|parameter| &parameter.ty).chain(body)
}

/// Returns every type of an operation.
pub fn types_of(operation: &Operation) -> Vec<TypeId> {
    let choices = operation
        .accept
        .choices
        .iter()
        .map(|choice| &choice.content);
    let responses = operation.responses.iter();
    let contents = responses.clone().flat_map(|response| &response.contents);
    let payloads = responses.clone().map(|response| &response.payload);
    let payloads = payloads.chain(contents.chain(choices).map(|content| &content.payload));
    let received = payloads.filter_map(|payload| match payload {
        Payload::Json(ty) | Payload::Choice(ty) => Some(ty),
        Payload::Empty | Payload::Text | Payload::Stream => None,
    });
    let headers = responses.flat_map(|response| &response.headers);
    let mut found = Vec::new();
    sent(operation)
        .chain(received)
        .chain(headers.map(|header| &header.ty))
        .for_each(|ty| named(ty, &mut found));
    found
}

fn fields(object: &Object) -> impl Iterator<Item = (usize, Presence, &TypeRef)> {
    object
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| (index, field.presence, &field.ty))
}

/// Returns the contents that have a type.
fn typed(contents: &[ResponseContent]) -> impl Iterator<Item = (usize, &TypeRef)> {
    let contents = contents.iter().enumerate();
    contents.filter_map(|(index, content)| match &content.payload {
        Payload::Json(ty) => Some((index, ty)),
        _ => None,
    })
}

/// Returns the size that `Option` adds: nothing if the type has a niche.
fn option_size(presence: Presence, ty: &TypeRef) -> usize {
    match (presence, ty) {
        (Presence::Required, _) => 0,
        (_, TypeRef::Scalar(Scalar::String | Scalar::Boolean)) => 0,
        (_, TypeRef::Scalar(_)) => 8,
        _ => 0,
    }
}

/// Returns the types that a type contains by value, with the index of the field or variant.
fn held_types(api: &Api, id: TypeId) -> Vec<(usize, TypeId)> {
    let direct = |index: usize, ty: &TypeRef| {
        let held = by_value(ty).into_iter();
        held.map(move |id| (index, id))
    };
    match api.type_def(id).map(|definition| &definition.kind) {
        Some(TypeKind::Object(object)) => fields(object)
            .flat_map(|(index, _, ty)| direct(index, ty))
            .collect(),
        Some(TypeKind::Union(union)) if union.is_discriminated() => union
            .variants
            .iter()
            .enumerate()
            .flat_map(|(index, variant)| direct(index, &variant.ty))
            .collect(),
        Some(TypeKind::Alias(ty)) => direct(0, ty).collect(),
        Some(TypeKind::Contents(contents)) => typed(contents)
            .flat_map(|(index, ty)| direct(index, ty))
            .collect(),
        Some(TypeKind::Enumeration(..) | TypeKind::Union(_)) | None => Vec::new(),
    }
}

/// Returns the named types that a type is or contains by value.
fn by_value(ty: &TypeRef) -> Vec<TypeId> {
    match ty {
        TypeRef::Named(id) => vec![*id],
        TypeRef::Nullable(inner) => by_value(inner),
        TypeRef::Tuple(items) => items.iter().flat_map(by_value).collect(),
        _ => Vec::new(),
    }
}

/// Returns the strongly connected component of each type.
fn cycles(count: usize, edges: impl Iterator<Item = (TypeId, TypeId)>) -> Vec<usize> {
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    for _ in 0..count {
        graph.add_node(());
    }
    graph.extend_with_edges(edges.map(|(from, to)| (node(from), node(to))));
    let mut groups = vec![0; count];
    for (group, members) in kosaraju_scc(&graph).into_iter().enumerate() {
        for member in members {
            if let Some(slot) = groups.get_mut(member.index()) {
                *slot = group;
            }
        }
    }
    groups
}

/// Returns the node of a type. The index fits in 32 bits, because a document has fewer types than
/// bytes.
fn node(id: TypeId) -> NodeIndex {
    NodeIndex::new(id.0)
}

/// Collects the named types in a type reference, including the types in arrays and maps.
fn named(ty: &TypeRef, found: &mut Vec<TypeId>) {
    match ty {
        TypeRef::Named(id) => found.push(*id),
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
            named(inner, found);
        }
        TypeRef::Tuple(items) => items.iter().for_each(|item| named(item, found)),
        TypeRef::Scalar(_) | TypeRef::Json | TypeRef::File | TypeRef::Foreign { .. } => {}
    }
}

/// Collects every type in a definition.
pub fn every_type(api: &Api, id: TypeId, found: &mut Vec<TypeId>) {
    match api.type_def(id).map(|definition| &definition.kind) {
        Some(TypeKind::Object(object)) => {
            fields(object).for_each(|(_, _, ty)| named(ty, found));
            if let AdditionalProperties::Kept(ty) = &object.additional {
                named(ty, found);
            }
        }
        Some(TypeKind::Union(union)) => {
            let variants = union.variants.iter();
            variants.for_each(|variant| named(&variant.ty, found));
        }
        Some(TypeKind::Alias(ty)) => named(ty, found),
        Some(TypeKind::Contents(contents)) => typed(contents).for_each(|(_, ty)| named(ty, found)),
        Some(TypeKind::Enumeration(..)) | None => {}
    }
}
