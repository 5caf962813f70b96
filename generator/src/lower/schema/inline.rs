//! Inline schemas. An inline schema that needs a name is a type of its owner.

use std::collections::{BTreeMap, BTreeSet};

use crate::lower::{
    InlineState, Lowering, reserve,
    schema::{
        SchemaContext, Typed,
        scalar::{docs, title},
    },
};
use crate::{
    document::Schema,
    ir::{
        Docs, ListedValue, Owner, PathSegment, SharedKind, TypeDef, TypeId, TypeKind, TypeRef,
        Values,
    },
    pointer::Pointer,
};

/// The maximum depth of nested inline schemas.
const MAX_STEPS: usize = 100;

/// The maximum number of types: ten times the number in the largest published document.
const MAX_TYPES: usize = 100_000;

impl<'d> Lowering<'d, '_> {
    /// Returns the type of an inline schema, and adds a definition if the type needs a name.
    pub(in crate::lower) fn inline(
        &mut self,
        schema: &'d Schema,
        context: &SchemaContext,
    ) -> Typed {
        let nullable = self.is_nullable(schema);
        if context.steps.len() > MAX_STEPS || self.types.len() > MAX_TYPES {
            return self.raw(
                context,
                "there are too many schemas, or they are nested too deeply",
            );
        }
        if !schema.is_composed() && !schema.has_properties() {
            return self.plain_inline(schema, nullable, context);
        }
        let docs = docs(schema, self.settings);
        self.memoized(
            context.pointer.clone(),
            context,
            nullable,
            docs,
            |lowering| lowering.named_kind(schema, context),
        )
    }

    /// Returns the type of a kind. An `allOf` can be recursive, so equal keys of one owner share a
    /// type.
    pub(in crate::lower) fn memoized(
        &mut self,
        key: Pointer,
        context: &SchemaContext,
        nullable: bool,
        docs: Docs,
        kind: impl FnOnce(&mut Self) -> Result<(TypeKind, bool), Typed>,
    ) -> Typed {
        let key = (key, context.owner.clone());
        match self.inline.get(&key) {
            Some(InlineState::Open(open)) => {
                let id = (*open).unwrap_or_else(|| reserve(&mut self.types));
                self.inline.insert(key, InlineState::Open(Some(id)));
                self.reused.insert(id);
                return Typed::new(TypeRef::Named(id), nullable);
            }
            Some(InlineState::Done(id, nullable)) => {
                let existing = self.types.get(id.0).and_then(Option::as_ref);
                if existing.is_none_or(|existing| !existing.uses.contains(&context.steps)) {
                    self.reused.insert(*id);
                }
                return Typed::new(TypeRef::Named(*id), *nullable);
            }
            None => drop(self.inline.insert(key.clone(), InlineState::Open(None))),
        }
        let lowered = kind(self);
        let reserved = match self.inline.remove(&key) {
            Some(InlineState::Open(reserved)) => reserved,
            Some(InlineState::Done(..)) | None => None,
        };
        let definition = |docs, kind| TypeDef {
            pointer: context.pointer.clone(),
            owner: context.owner.clone(),
            uses: vec![context.steps.clone()],
            other_uses: Vec::new(),
            direction: None,
            docs,
            kind,
        };
        match (lowered, reserved) {
            (Ok((TypeKind::Enumeration(values, listed), null)), None) => {
                let title = docs.title.as_deref();
                let ty = TypeRef::Named(self.enumeration(values, listed, title, context));
                Typed::new(ty, nullable || null)
            }
            (Ok((kind, null)), reserved) => {
                let definition = definition(docs, kind);
                let id = reserved.unwrap_or_else(|| reserve(&mut self.types));
                self.fill(id, definition);
                self.inline
                    .insert(key, InlineState::Done(id, nullable || null));
                Typed::new(TypeRef::Named(id), nullable || null)
            }
            (Err(typed), reserved) => {
                if let Some(id) = reserved {
                    let definition = definition(docs, TypeKind::Alias(typed.ty.clone()));
                    self.fill(id, definition);
                }
                Typed::new(typed.ty, nullable || typed.nullable)
            }
        }
    }

    /// Returns the type of an inline schema that is neither an object nor merged from other
    /// schemas.
    fn plain_inline(
        &mut self,
        schema: &'d Schema,
        nullable: bool,
        context: &SchemaContext,
    ) -> Typed {
        let (kind, null) = match self.named_kind(schema, context) {
            Ok(lowered) => lowered,
            Err(typed) => return Typed::new(typed.ty, nullable || typed.nullable),
        };
        let id = match kind {
            TypeKind::Enumeration(values, listed) => {
                let title = title(schema);
                self.enumeration(values, listed, title, context)
            }
            kind => {
                let key = (context.pointer.clone(), context.owner.clone());
                if let Some(InlineState::Done(id, nullable)) = self.inline.get(&key) {
                    return Typed::new(TypeRef::Named(*id), *nullable);
                }
                let id = self.add(TypeDef {
                    pointer: context.pointer.clone(),
                    owner: context.owner.clone(),
                    uses: vec![context.steps.clone()],
                    other_uses: Vec::new(),
                    direction: None,
                    docs: docs(schema, self.settings),
                    kind,
                });
                self.inline
                    .insert(key, InlineState::Done(id, nullable || null));
                id
            }
        };
        Typed::new(TypeRef::Named(id), nullable || null)
    }

    pub(in crate::lower) fn enumeration(
        &mut self,
        values: Values,
        listed: Vec<ListedValue>,
        title: Option<&str>,
        context: &SchemaContext,
    ) -> TypeId {
        // A short enumeration is named after its values, and a long enumeration after the property
        // that all its uses share.
        let is_short = values.are_a_name();
        let property = match is_short {
            true => Some(String::new()),
            false => last_name(&context.steps),
        };
        let key = property.map(|property| (context.owner.clone(), values.clone(), property));
        let existing = key.as_ref().and_then(|key| self.enumerations.get(key));
        if let Some(id) = existing.copied()
            && let Some(Some(definition)) = self.types.get_mut(id.0)
            && (is_short || has_same_docs(&definition.kind, &listed))
        {
            definition.uses.push(context.steps.clone());
            definition.docs.title.take_if(|own| Some(&**own) != title);
            return id;
        }
        let id = self.add(TypeDef {
            pointer: context.pointer.clone(),
            owner: context.owner.clone(),
            uses: vec![context.steps.clone()],
            other_uses: Vec::new(),
            direction: None,
            // The description belongs to the property, since several properties can share the type.
            docs: Docs {
                title: title.map(str::to_owned),
                ..Docs::default()
            },
            kind: TypeKind::Enumeration(values, listed),
        });
        if let Some(key) = key {
            self.enumerations.entry(key).or_insert(id);
        }
        id
    }
}

/// Returns the property or parameter at the end of a path, before any array items.
fn last_name(steps: &[PathSegment]) -> Option<String> {
    match steps
        .iter()
        .rev()
        .find(|step| **step != PathSegment::Item)?
    {
        PathSegment::Property(name) | PathSegment::Parameter(name) | PathSegment::Header(name) => {
            Some(name.clone())
        }
        _ => None,
    }
}

/// Returns `true` if an enumeration has this documentation of its values.
fn has_same_docs(kind: &TypeKind, listed: &[ListedValue]) -> bool {
    matches!(kind, TypeKind::Enumeration(_, own) if own == listed)
}

/// Distinguishes the multipart body of a component from the type of its JSON.
pub(in crate::lower) fn separate_parts(
    types: &mut [Option<TypeDef>],
    json: &BTreeMap<String, TypeId>,
) {
    for definition in types.iter_mut().flatten() {
        let TypeKind::Object(object) = &definition.kind else {
            continue;
        };
        if let Owner::Component(name) = &definition.owner
            && object.parts.is_some()
            && definition.uses.is_empty()
            && json.contains_key(name)
        {
            definition.uses.push(vec![PathSegment::Multipart]);
        }
    }
}

/// Replaces the path of each type in `reused` with a path that follows from its pointer, and updates
/// the paths of the types in it. The first path would depend on the order of the document.
pub(in crate::lower) fn assign_paths(types: &mut [Option<TypeDef>], reused: &BTreeSet<TypeId>) {
    let mut canonical_paths: BTreeMap<Owner, BTreeMap<Vec<PathSegment>, Vec<PathSegment>>> =
        BTreeMap::new();
    for id in reused {
        if let Some(Some(definition)) = types.get(id.0)
            && let [first] = definition.uses.as_slice()
        {
            let canonical = path(definition);
            let of_owner = canonical_paths.entry(definition.owner.clone()).or_default();
            of_owner.insert(first.clone(), canonical);
        }
    }
    for definition in types.iter_mut().flatten() {
        // An inherited property has the same path in every child.
        if definition.uses.len() > 1 {
            let mut seen = BTreeSet::new();
            definition.uses.retain(|used| seen.insert(used.clone()));
        }
        let Some(of_owner) = canonical_paths.get(&definition.owner) else {
            continue;
        };
        for used in &mut definition.uses {
            // The innermost type in `reused` that contains the use.
            let innermost = (0..=used.len()).rev().find_map(|length| {
                let (start, rest) = used.split_at_checked(length)?;
                Some((of_owner.get(start)?, rest))
            });
            if let Some((canonical, rest)) = innermost {
                *used = canonical.iter().chain(rest).cloned().collect();
            }
        }
    }
}

/// Returns the path that follows from a type's pointer. The path begins with the component of the
/// pointer, unless the component is the owner.
fn path(definition: &TypeDef) -> Vec<PathSegment> {
    let keys: Vec<String> = definition.pointer.keys().collect();
    let (component, rest) = match keys.as_slice() {
        [root, kind, name, rest @ ..] if root == "components" && kind == "schemas" => {
            let own = definition.owner == Owner::Component(name.clone());
            (Some(name).filter(|_| !own), rest)
        }
        all => (None, all),
    };
    let mut steps: Vec<PathSegment> = component
        .cloned()
        .map(PathSegment::Property)
        .into_iter()
        .collect();
    let mut rest = rest.iter();
    while let Some(key) = rest.next() {
        steps.extend(match key.as_str() {
            "properties" => rest.next().cloned().map(PathSegment::Property),
            "items" => Some(PathSegment::Item),
            "additionalProperties" => Some(PathSegment::MapValue),
            _ => rest
                .next()
                .map(|index| PathSegment::Property(format!("{key} {index}"))),
        });
    }
    steps
}

impl SchemaContext {
    /// Returns the context of the schema in its own component, so that children share one type. The
    /// context of a schema below a variant is unchanged, since the variant has no name yet.
    pub(in crate::lower) fn in_own_component(self) -> Self {
        match written_in(&self.pointer) {
            Some((name, steps)) if self.owner != Owner::Component(name.clone()) => Self {
                owner: Owner::Component(name),
                steps,
                ..self
            },
            _ => self,
        }
    }
}

/// Returns the component schema that contains a pointer, and the path from the component. The
/// members of an `allOf` belong to the component.
fn written_in(pointer: &Pointer) -> Option<(String, Vec<PathSegment>)> {
    let mut keys = pointer.keys();
    if keys.next()? != "components" || keys.next()? != "schemas" {
        return None;
    }
    let name = keys.next()?;
    let mut steps = Vec::new();
    while let Some(key) = keys.next() {
        steps.extend(match key.as_str() {
            "properties" => Some(PathSegment::Property(keys.next()?)),
            "items" => Some(PathSegment::Item),
            "additionalProperties" => Some(PathSegment::MapValue),
            "allOf" => keys.next().and(None),
            _ => return None,
        });
    }
    Some((name, steps))
}

/// Returns the shared component or the path item that contains a pointer, and the path from it to
/// the schema.
pub(in crate::lower) fn shared_owner(
    pointer: &Pointer,
    step: &PathSegment,
) -> Option<(Owner, Vec<PathSegment>)> {
    let mut keys = pointer.keys();
    let root = keys.next()?;
    if root == "paths" {
        let path = keys.next()?;
        let owner = Owner::Shared(SharedKind::PathItem, path);
        return (keys.next()? == "parameters").then(|| (owner, vec![step.clone()]));
    }
    if root != "components" {
        return None;
    }
    let (kind, steps) = match keys.next()?.as_str() {
        "parameters" => (SharedKind::Parameter, Vec::new()),
        "responses" => {
            let step = match step {
                PathSegment::ResponseHeader(_, name) => PathSegment::Header(name.clone()),
                PathSegment::ResponseBodyAs(_, kind) => PathSegment::BodyAs(kind.clone()),
                PathSegment::ResponseContent(_) => PathSegment::Content,
                _ => PathSegment::Body,
            };
            (SharedKind::Response, vec![step])
        }
        "headers" => (SharedKind::Header, Vec::new()),
        // The name of the component stands for the body. Only further media types need a segment.
        "requestBodies" => {
            let step = Some(step).filter(|step| matches!(step, PathSegment::BodyAs(_)));
            (SharedKind::RequestBody, step.cloned().into_iter().collect())
        }
        _ => return None,
    };
    Some((Owner::Shared(kind, keys.next()?), steps))
}
