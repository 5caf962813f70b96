//! Merging of equal inline types of an operation or a component.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    hash::{DefaultHasher, Hasher},
};

use heck::ToSnakeCase;
use indexmap::IndexSet;

use super::direction::{each_held, each_type};
use crate::{
    ir::{
        Direction, Docs, Operation, Owner, PathSegment, SharedKind, TypeDef, TypeId, TypeKind,
        TypeRef,
    },
    pointer::Pointer,
};

/// Merges equal inline types of an operation if a title or noun can name all of them: all are
/// bodies, or all are properties such as `shipping_address` and `billing_address`. The merged type
/// has the examples of all types. Equal enums and unions in one body are merged in any case.
pub(super) fn merge(types: Vec<TypeDef>, operations: &mut [Operation]) -> Vec<TypeDef> {
    merge_some(types, operations, |definition| {
        matches!(definition.owner, Owner::Operation(_))
    })
}

/// Merges equal inline enums and unions of a component. The properties of both directions are
/// compared, so that the names don't depend on the operations that use the component.
pub(super) fn merge_in_components(
    types: Vec<TypeDef>,
    operations: &mut [Operation],
) -> Vec<TypeDef> {
    merge_some(types, operations, |definition| {
        is_choice(definition) && !matches!(definition.owner, Owner::Operation(_))
    })
}

fn merge_some(
    types: Vec<TypeDef>,
    operations: &mut [Operation],
    is_candidate: impl Fn(&TypeDef) -> bool,
) -> Vec<TypeDef> {
    let mut merged = Merged::default();
    for definition in types {
        match is_candidate(&definition) {
            true => merged.add(definition),
            false => merged.types.push(Some(definition)),
        }
    }
    merged.merge_in_bodies(is_candidate);
    merged.finish(operations)
}

/// Returns `true` for an inline enum or union.
fn is_choice(definition: &TypeDef) -> bool {
    let is_inline = !definition.uses.is_empty();
    is_inline
        && matches!(
            definition.kind,
            TypeKind::Enumeration(..) | TypeKind::Union(_)
        )
}

#[derive(Default)]
struct Merged {
    /// The types; `None` for a merged type.
    types: Vec<Option<TypeDef>>,
    /// The replacements of merged types.
    replaced: BTreeMap<TypeId, TypeId>,
    /// The inline types, by key and hash.
    candidates: BTreeMap<(Key, u64), Vec<(TypeId, Comparable)>>,
}

/// The criteria for a merge besides equality.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    owner: Owner,
    noun: Vec<String>,
    direction: Option<Direction>,
}

/// A type without pointers and examples.
#[derive(Debug, PartialEq)]
struct Comparable {
    docs: Docs,
    kind: TypeKind,
}

impl Comparable {
    /// Returns the hash of the debug representation.
    fn hash(&self) -> u64 {
        let mut hash = DebugHash(DefaultHasher::new());
        // `write_str` never fails.
        let _ = write!(hash, "{self:?}");
        hash.0.finish()
    }
}

/// A hasher of formatted output.
struct DebugHash(DefaultHasher);

impl Write for DebugHash {
    fn write_str(&mut self, string: &str) -> std::fmt::Result {
        self.0.write(string.as_bytes());
        Ok(())
    }
}

impl Merged {
    /// Adds a type. Invariant: the inline types in the definition were added before, except for
    /// recursive types, which equal no other type.
    fn add(&mut self, definition: TypeDef) {
        let id = TypeId(self.types.len());
        let Some(key) = key(&definition) else {
            return self.types.push(Some(definition));
        };
        let comparable = self.comparable(&definition);
        let key = (key, comparable.hash());
        let candidates = self.candidates.entry(key).or_default();
        let equal = candidates.iter().find(|(_, other)| *other == comparable);
        if let Some((equal, _)) = equal
            && let Some(Some(own)) = self.types.get_mut(equal.0)
        {
            self.replaced.insert(id, *equal);
            absorb(own, definition);
            self.types.push(None);
        } else {
            candidates.push((id, comparable));
            self.types.push(Some(definition));
        }
    }

    fn comparable(&self, definition: &TypeDef) -> Comparable {
        let mut kind = definition.kind.clone();
        each_held(&mut kind, &mut |ty| {
            redirect(ty, &|id| self.replaced.get(&id).copied().unwrap_or(id));
        });
        match &mut kind {
            TypeKind::Object(object) => {
                for field in &mut object.fields {
                    take_examples(&mut field.docs);
                    field.pointer = Pointer::root();
                }
            }
            TypeKind::Union(union) => {
                for variant in &mut union.variants {
                    variant.pointer = Pointer::root();
                }
            }
            TypeKind::Enumeration(..) | TypeKind::Alias(_) | TypeKind::Contents(_) => {}
        }
        let mut docs = definition.docs.clone();
        take_examples(&mut docs);
        if is_documented_by_property(definition) {
            docs.description = None;
        }
        Comparable { docs, kind }
    }

    /// Merges the equal enums and unions of each body. No noun names all paths, so the merged type
    /// is named after the type with the most paths, and among these after the first path.
    fn merge_in_bodies(&mut self, is_candidate: impl Fn(&TypeDef) -> bool) {
        let mut groups: BTreeMap<_, Vec<Group>> = BTreeMap::new();
        for (index, definition) in self.types.iter().enumerate() {
            let candidate = definition.as_ref();
            let Some(definition) = candidate.filter(|it| is_candidate(it) && is_choice(it)) else {
                continue;
            };
            let comparable = self.comparable(definition);
            let key = (
                definition.owner.clone(),
                definition.direction,
                comparable.hash(),
            );
            let equal = groups.entry(key).or_default();
            let mut joined = Group {
                comparable,
                bodies: bodies(definition),
                members: BTreeSet::from([Member::new(definition, TypeId(index))]),
            };
            let (joining, others): (Vec<Group>, Vec<Group>) = std::mem::take(equal)
                .into_iter()
                .partition(|group| group.overlaps(&joined));
            *equal = others;
            for group in joining {
                joined.bodies.extend(group.bodies);
                joined.members.extend(group.members);
            }
            equal.push(joined);
        }
        for group in groups.into_values().flatten() {
            self.merge_members(&group.members);
        }
    }

    /// Merges types. The merged type has the smallest index.
    fn merge_members(&mut self, members: &BTreeSet<Member>) {
        let ids = members.iter().map(|member| member.id);
        let Some(first) = ids.clone().min().filter(|_| members.len() > 1) else {
            return;
        };
        let mut merged: Option<TypeDef> = None;
        for id in ids {
            let definition = self.types.get_mut(id.0).and_then(Option::take);
            match (&mut merged, definition) {
                (Some(own), Some(mut other)) => {
                    own.other_uses.append(&mut other.uses);
                    absorb_docs(own, other);
                }
                (None, definition) => merged = definition,
                (Some(_), None) => {}
            }
            if id != first {
                self.replaced.insert(id, first);
            }
        }
        if let Some(slot) = self.types.get_mut(first.0) {
            *slot = merged;
        }
    }

    /// Returns the remaining types, and updates all references to them.
    fn finish(mut self, operations: &mut [Operation]) -> Vec<TypeDef> {
        for equal in self.replaced.values().collect::<BTreeSet<_>>() {
            if let Some(Some(own)) = self.types.get_mut(equal.0) {
                distinct_examples(own);
            }
        }
        let mut types: Vec<TypeDef> = Vec::new();
        let mut ids = BTreeMap::new();
        for (index, definition) in self.types.into_iter().enumerate() {
            if let Some(definition) = definition {
                ids.insert(TypeId(index), TypeId(types.len()));
                types.push(definition);
            }
        }
        if self.replaced.is_empty() {
            return types;
        }
        let new = |id| {
            let id = self.replaced.get(&id).copied().unwrap_or(id);
            // The type can be merged a second time, with the other types of its body.
            let id = self.replaced.get(&id).copied().unwrap_or(id);
            ids.get(&id).copied().unwrap_or(id)
        };
        for definition in &mut types {
            each_held(&mut definition.kind, &mut |ty| redirect(ty, &new));
        }
        for operation in operations {
            each_type(operation, |ty, _| redirect(ty, &new));
        }
        types
    }
}

fn key(definition: &TypeDef) -> Option<Key> {
    if matches!(definition.kind, TypeKind::Alias(_)) {
        return None;
    }
    Some(Key {
        owner: definition.owner.clone(),
        noun: match &definition.docs.title {
            Some(title) => vec![title.clone()],
            None => noun(definition.uses.first()?)?,
        },
        direction: definition.direction,
    })
}

/// Equal enums or unions in overlapping sets of bodies.
struct Group {
    comparable: Comparable,
    /// The bodies and parameters that contain the types. A component is a single body.
    bodies: BTreeSet<Option<PathSegment>>,
    members: BTreeSet<Member>,
}

/// A type of a group. The first member names the merged type.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Member {
    count: Reverse<usize>,
    uses: Vec<Vec<PathSegment>>,
    id: TypeId,
}

impl Member {
    fn new(definition: &TypeDef, id: TypeId) -> Self {
        Self {
            count: Reverse(definition.uses.len()),
            uses: definition.uses.clone(),
            id,
        }
    }
}

impl Group {
    fn overlaps(&self, other: &Self) -> bool {
        self.comparable == other.comparable && !self.bodies.is_disjoint(&other.bodies)
    }
}

fn bodies(definition: &TypeDef) -> BTreeSet<Option<PathSegment>> {
    let has_bodies = matches!(
        definition.owner,
        Owner::Operation(_) | Owner::Shared(SharedKind::Response | SharedKind::PathItem, _)
    );
    let starts = definition.uses.iter().map(|steps| steps.first().cloned());
    starts.map(|start| start.filter(|_| has_bodies)).collect()
}

/// Returns the noun that can name a type independently of the start of its path: the last word of
/// the property or parameter, or the kind of content, and the segments after it.
fn noun(steps: &[PathSegment]) -> Option<Vec<String>> {
    let mut words = Vec::new();
    for step in steps.iter().rev() {
        let (word, is_noun) = match step {
            PathSegment::Item => continue,
            PathSegment::Position(index) => (index.to_string(), false),
            PathSegment::MapValue => ("value".to_owned(), false),
            PathSegment::Multipart => ("multipart".to_owned(), false),
            PathSegment::Direction(Direction::Response) => ("output".to_owned(), false),
            PathSegment::Direction(Direction::Request) => ("input".to_owned(), false),
            PathSegment::Body
            | PathSegment::BodyAs(_)
            | PathSegment::ResponseBody(_)
            | PathSegment::ResponseBodyAs(..) => ("body".to_owned(), true),
            PathSegment::ResponseContent(_) | PathSegment::Content => ("content".to_owned(), true),
            PathSegment::Variant(name) => (name.clone(), true),
            PathSegment::Property(name)
            | PathSegment::Parameter(name)
            | PathSegment::Header(name)
            | PathSegment::ResponseHeader(_, name) => (last_word(name), true),
        };
        words.push(word);
        if is_noun {
            return Some(words);
        }
    }
    None
}

/// Returns the last word of a name, or the whole name if its end isn't a word.
fn last_word(name: &str) -> String {
    let words = name.to_snake_case();
    match words.rsplit_once('_') {
        Some((_, last)) if last.starts_with(|c: char| c.is_alphabetic()) => last.to_owned(),
        _ => words,
    }
}

/// Returns `true` if a property has the description of a union too.
fn is_documented_by_property(definition: &TypeDef) -> bool {
    let mut ends = definition.uses.iter().map(|steps| steps.last());
    matches!(definition.kind, TypeKind::Union(_))
        && ends.all(|end| matches!(end, Some(PathSegment::Property(_))))
}

/// Adds the uses and the examples of an equal type.
fn absorb(own: &mut TypeDef, mut other: TypeDef) {
    own.uses.append(&mut other.uses);
    own.other_uses.append(&mut other.other_uses);
    absorb_docs(own, other);
}

/// Adds the examples of an equal type.
fn absorb_docs(own: &mut TypeDef, other: TypeDef) {
    if own.docs.description != other.docs.description {
        own.docs.description = None;
    }
    add_examples(&mut own.docs, other.docs);
    if let (TypeKind::Object(own), TypeKind::Object(other)) = (&mut own.kind, other.kind) {
        for (own, other) in own.fields.iter_mut().zip(other.fields) {
            add_examples(&mut own.docs, other.docs);
        }
    }
}

fn take_examples(docs: &mut Docs) {
    docs.examples.clear();
}

fn add_examples(own: &mut Docs, other: Docs) {
    own.examples.extend(other.examples);
}

/// Removes the examples that equal types have in common.
fn distinct_examples(definition: &mut TypeDef) {
    let retain = |docs: &mut Docs| {
        let mut seen = IndexSet::new();
        docs.examples
            .retain(|example| seen.insert(example.value.clone()));
    };
    retain(&mut definition.docs);
    if let TypeKind::Object(object) = &mut definition.kind {
        object
            .fields
            .iter_mut()
            .for_each(|field| retain(&mut field.docs));
    }
}

/// Replaces the named types in a type reference, including the types in arrays and maps.
fn redirect(ty: &mut TypeRef, new: &impl Fn(TypeId) -> TypeId) {
    match ty {
        TypeRef::Named(id) => *id = new(*id),
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => {
            redirect(inner, new);
        }
        TypeRef::Tuple(items) => items.iter_mut().for_each(|item| redirect(item, new)),
        TypeRef::Scalar(_) | TypeRef::Json | TypeRef::File | TypeRef::Foreign { .. } => {}
    }
}
