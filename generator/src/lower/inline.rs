//! Inline schemas: one that needs a name is a type of its owner.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Schema;

use super::{
    InlineState, Lowering, reserve,
    scalar::docs,
    schema::{SchemaContext, Typed},
    schema_keywords::SchemaKeywords,
};
use crate::{
    ir::{
        DirectionFilter, Docs, ListedValue, Owner, PathSegment, SharedKind, TypeDef, TypeId,
        TypeKind, TypeRef, Values,
    },
    pointer::Pointer,
};

/// The depth limit of inline schemas in each other.
const MAX_STEPS: usize = 100;

/// The limit of types: ten times as many as in the largest published document.
const MAX_TYPES: usize = 100_000;

impl<'d> Lowering<'d, '_> {
    /// The type of an inline schema: of a new definition where it needs a name.
    pub(super) fn inline(&mut self, schema: &'d Schema, context: &SchemaContext) -> Typed {
        let nullable = self.is_nullable(schema);
        if context.steps.len() > MAX_STEPS || self.types.len() > MAX_TYPES {
            return self.raw(context, "it is too deep in others, or there are too many");
        }
        let keywords = SchemaKeywords::of(schema);
        if !keywords.is_composed() && !keywords.has_properties() {
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

    /// The type of a shape. What an `allOf` brings in is written out where it is, and may lead back to
    /// there: within one owner, what has one key is one type.
    pub(super) fn memoized(
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
                let known = self.types.get(id.0).and_then(Option::as_ref);
                if known.is_none_or(|known| !known.uses.contains(&context.steps)) {
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
            direction: DirectionFilter::Both,
            docs,
            kind,
        };
        match (lowered, reserved) {
            (Ok((TypeKind::Enumeration(values, said), null)), None) => {
                let title = docs.title.as_deref();
                let ty = TypeRef::Named(self.enumeration(values, said, title, context));
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

    /// The type of an inline schema in which no other can be brought.
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
            TypeKind::Enumeration(values, said) => {
                let title = schema.schema_data.title.as_deref();
                self.enumeration(values, said, title, context)
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
                    direction: DirectionFilter::Both,
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

    pub(super) fn enumeration(
        &mut self,
        values: Values,
        said: Vec<ListedValue>,
        title: Option<&str>,
        context: &SchemaContext,
    ) -> TypeId {
        // A short one is named after its values, a longer one after the property that all uses share.
        let is_short = values.are_a_name();
        let property = match is_short {
            true => Some(String::new()),
            false => last_name(&context.steps),
        };
        let key = property.map(|property| (context.owner.clone(), values.clone(), property));
        let known = key.as_ref().and_then(|key| self.enumerations.get(key));
        if let Some(id) = known.copied()
            && let Some(Some(definition)) = self.types.get_mut(id.0)
            && (is_short || has_same_docs(&definition.kind, &said))
        {
            definition.uses.push(context.steps.clone());
            definition.docs.title.take_if(|own| Some(&**own) != title);
            return id;
        }
        let id = self.add(TypeDef {
            pointer: context.pointer.clone(),
            owner: context.owner.clone(),
            uses: vec![context.steps.clone()],
            direction: DirectionFilter::Both,
            // What the document says is said of the property: several may share the type.
            docs: Docs {
                title: title.map(str::to_owned),
                ..Docs::default()
            },
            kind: TypeKind::Enumeration(values, said),
        });
        if let Some(key) = key {
            self.enumerations.entry(key).or_insert(id);
        }
        id
    }
}

/// The property or parameter that the steps lead to, or to a list in.
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

/// Returns `true` if this is the documentation of the values of an enum.
fn has_same_docs(kind: &TypeKind, said: &[ListedValue]) -> bool {
    matches!(kind, TypeKind::Enumeration(_, own) if own == said)
}

/// Names the types that are come to in several ways after their place: which of the ways came first
/// follows from the order of the document. What is said in them goes along.
pub(super) fn assign_paths(types: &mut [Option<TypeDef>], reused: &BTreeSet<TypeId>) {
    let mut ways: BTreeMap<Owner, BTreeMap<Vec<PathSegment>, Vec<PathSegment>>> = BTreeMap::new();
    for id in reused {
        if let Some(Some(definition)) = types.get(id.0)
            && let [first] = definition.uses.as_slice()
        {
            let way = path(definition);
            let of_owner = ways.entry(definition.owner.clone()).or_default();
            of_owner.insert(first.clone(), way);
        }
    }
    for definition in types.iter_mut().flatten() {
        // An inherited property is the same use in every heir.
        if definition.uses.len() > 1 {
            let mut known = BTreeSet::new();
            definition.uses.retain(|used| known.insert(used.clone()));
        }
        let Some(of_owner) = ways.get(&definition.owner) else {
            continue;
        };
        for used in &mut definition.uses {
            // The innermost of them that it is in.
            let known = (0..=used.len()).rev().find_map(|length| {
                let (start, rest) = used.split_at_checked(length)?;
                Some((of_owner.get(start)?, rest))
            });
            if let Some((way, rest)) = known {
                *used = way.iter().chain(rest).cloned().collect();
            }
        }
    }
}

/// The way to a type by its place: through the component that it is in, if that isn't the owner.
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
    /// The same schema as a part of the component that it is written in: heirs inherit one type. A schema
    /// below a variant stays where it is: the steps have no name of the variant.
    pub(super) fn in_own_component(self) -> Self {
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

/// The component schema that a place is in, and the steps from there. The parts of an `allOf` are the
/// component.
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

/// The component that a place is in, and the steps from there to the schema.
pub(super) fn shared_owner(
    pointer: &Pointer,
    step: &PathSegment,
) -> Option<(Owner, Vec<PathSegment>)> {
    let mut keys = pointer.keys();
    if keys.next()? != "components" {
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
        // It is a body by name; which of several has to be said.
        "requestBodies" => {
            let step = Some(step).filter(|step| matches!(step, PathSegment::BodyAs(_)));
            (SharedKind::RequestBody, step.cloned().into_iter().collect())
        }
        _ => return None,
    };
    Some((Owner::Shared(kind, keys.next()?), steps))
}
