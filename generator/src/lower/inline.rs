//! Inline schemas: one that needs a name is a type of its owner.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::Schema;

use super::{
    Inline, Lowering, reserve,
    scalar::docs,
    schema::{At, Typed},
    view::View,
};
use crate::{
    ir::{
        Docs, ListedValue, Owner, Portion, Shape, SharedKind, Step, TypeDef, TypeId, TypeRef,
        Values,
    },
    pointer::Pointer,
};

/// The depth limit of inline schemas in each other.
const MOST_STEPS: usize = 100;

/// The limit of types: ten times as many as in the largest published document.
const MOST_TYPES: usize = 100_000;

impl<'d> Lowering<'d, '_> {
    /// The type of an inline schema: of a new definition where it needs a name.
    pub(super) fn inline(&mut self, schema: &'d Schema, at: &At) -> Typed {
        let nullable = self.is_nullable(schema);
        if at.steps.len() > MOST_STEPS || self.types.len() > MOST_TYPES {
            return self.raw(at, "it is too deep in others, or there are too many");
        }
        let view = View::of(schema);
        if !view.is_composed() && !view.has_properties() {
            return self.plain_inline(schema, nullable, at);
        }
        let docs = docs(schema, self.settings);
        self.once(at.place.clone(), at, nullable, docs, |lowering| {
            lowering.named_shape(schema, at)
        })
    }

    /// The type of a shape. What an `allOf` brings in is written out where it is, and may lead back to
    /// there: within one owner, what has one key is one type.
    pub(super) fn once(
        &mut self,
        key: Pointer,
        at: &At,
        nullable: bool,
        docs: Docs,
        shape: impl FnOnce(&mut Self) -> Result<(Shape, bool), Typed>,
    ) -> Typed {
        let key = (key, at.owner.clone());
        match self.inline.get(&key) {
            Some(Inline::Open(open)) => {
                let id = (*open).unwrap_or_else(|| reserve(&mut self.types));
                self.inline.insert(key, Inline::Open(Some(id)));
                self.again.insert(id);
                return Typed::new(TypeRef::Named(id), nullable);
            }
            Some(Inline::Done(id, nullable)) => {
                let known = self.types.get(id.0).and_then(Option::as_ref);
                if known.is_none_or(|known| !known.uses.contains(&at.steps)) {
                    self.again.insert(*id);
                }
                return Typed::new(TypeRef::Named(*id), *nullable);
            }
            None => drop(self.inline.insert(key.clone(), Inline::Open(None))),
        }
        let shaped = shape(self);
        let reserved = match self.inline.remove(&key) {
            Some(Inline::Open(reserved)) => reserved,
            Some(Inline::Done(..)) | None => None,
        };
        let definition = |docs, shape| TypeDef {
            place: at.place.clone(),
            owner: at.owner.clone(),
            uses: vec![at.steps.clone()],
            portion: Portion::Whole,
            docs,
            shape,
        };
        match (shaped, reserved) {
            (Ok((Shape::Enumeration(values, said), null)), None) => {
                let title = docs.title.as_deref();
                let ty = TypeRef::Named(self.enumeration(values, said, title, at));
                Typed::new(ty, nullable || null)
            }
            (Ok((shape, null)), reserved) => {
                let definition = definition(docs, shape);
                let id = reserved.unwrap_or_else(|| reserve(&mut self.types));
                self.fill(id, definition);
                self.inline.insert(key, Inline::Done(id, nullable || null));
                Typed::new(TypeRef::Named(id), nullable || null)
            }
            (Err(typed), reserved) => {
                if let Some(id) = reserved {
                    let definition = definition(docs, Shape::Alias(typed.ty.clone()));
                    self.fill(id, definition);
                }
                Typed::new(typed.ty, nullable || typed.nullable)
            }
        }
    }

    /// The type of an inline schema in which no other can be brought.
    fn plain_inline(&mut self, schema: &'d Schema, nullable: bool, at: &At) -> Typed {
        let (shape, null) = match self.named_shape(schema, at) {
            Ok(shaped) => shaped,
            Err(typed) => return Typed::new(typed.ty, nullable || typed.nullable),
        };
        let id = match shape {
            Shape::Enumeration(values, said) => {
                let title = schema.schema_data.title.as_deref();
                self.enumeration(values, said, title, at)
            }
            shape => {
                let key = (at.place.clone(), at.owner.clone());
                if let Some(Inline::Done(id, nullable)) = self.inline.get(&key) {
                    return Typed::new(TypeRef::Named(*id), *nullable);
                }
                let id = self.add(TypeDef {
                    place: at.place.clone(),
                    owner: at.owner.clone(),
                    uses: vec![at.steps.clone()],
                    portion: Portion::Whole,
                    docs: docs(schema, self.settings),
                    shape,
                });
                self.inline.insert(key, Inline::Done(id, nullable || null));
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
        at: &At,
    ) -> TypeId {
        // A short one is named after its values, a longer one after the property that all uses share.
        let is_short = values.are_a_name();
        let property = match is_short {
            true => Some(String::new()),
            false => last_name(&at.steps),
        };
        let key = property.map(|property| (at.owner.clone(), values.clone(), property));
        let known = key.as_ref().and_then(|key| self.enumerations.get(key));
        if let Some(id) = known.copied()
            && let Some(Some(definition)) = self.types.get_mut(id.0)
            && (is_short || is_told(&definition.shape, &said))
        {
            definition.uses.push(at.steps.clone());
            definition.docs.title.take_if(|own| Some(&**own) != title);
            return id;
        }
        let id = self.add(TypeDef {
            place: at.place.clone(),
            owner: at.owner.clone(),
            uses: vec![at.steps.clone()],
            portion: Portion::Whole,
            // What the document says is said of the property: several may share the type.
            docs: Docs {
                title: title.map(str::to_owned),
                ..Docs::default()
            },
            shape: Shape::Enumeration(values, said),
        });
        if let Some(key) = key {
            self.enumerations.entry(key).or_insert(id);
        }
        id
    }
}

/// The property or parameter that the steps lead to, or to a list in.
fn last_name(steps: &[Step]) -> Option<String> {
    match steps.iter().rev().find(|step| **step != Step::Item)? {
        Step::Property(name) | Step::Parameter(name) | Step::Header(name) => Some(name.clone()),
        _ => None,
    }
}

/// Returns `true` if this is the documentation of the values of an enum.
fn is_told(shape: &Shape, said: &[ListedValue]) -> bool {
    matches!(shape, Shape::Enumeration(_, own) if own == said)
}

/// Names the types that are come to in several ways after their place: which of the ways came first
/// follows from the order of the document. What is said in them goes along.
pub(super) fn settle_ways(types: &mut [Option<TypeDef>], again: &BTreeSet<TypeId>) {
    let mut ways: BTreeMap<Owner, BTreeMap<Vec<Step>, Vec<Step>>> = BTreeMap::new();
    for id in again {
        if let Some(Some(definition)) = types.get(id.0)
            && let [first] = definition.uses.as_slice()
        {
            let way = way(definition);
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
fn way(definition: &TypeDef) -> Vec<Step> {
    let keys: Vec<String> = definition.place.keys().collect();
    let (component, rest) = match keys.as_slice() {
        [root, kind, name, rest @ ..] if root == "components" && kind == "schemas" => {
            let own = definition.owner == Owner::Component(name.clone());
            (Some(name).filter(|_| !own), rest)
        }
        all => (None, all),
    };
    let mut steps: Vec<Step> = component.cloned().map(Step::Property).into_iter().collect();
    let mut rest = rest.iter();
    while let Some(key) = rest.next() {
        steps.extend(match key.as_str() {
            "properties" => rest.next().cloned().map(Step::Property),
            "items" => Some(Step::Item),
            "additionalProperties" => Some(Step::MapValue),
            _ => rest
                .next()
                .map(|index| Step::Property(format!("{key} {index}"))),
        });
    }
    steps
}

impl At {
    /// The same schema as a part of the component that it is written in: heirs inherit one type. A schema
    /// below a variant stays where it is: the steps have no name of the variant.
    pub(super) fn in_own_component(self) -> Self {
        match written_in(&self.place) {
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
fn written_in(place: &Pointer) -> Option<(String, Vec<Step>)> {
    let mut keys = place.keys();
    if keys.next()? != "components" || keys.next()? != "schemas" {
        return None;
    }
    let name = keys.next()?;
    let mut steps = Vec::new();
    while let Some(key) = keys.next() {
        steps.extend(match key.as_str() {
            "properties" => Some(Step::Property(keys.next()?)),
            "items" => Some(Step::Item),
            "additionalProperties" => Some(Step::MapValue),
            "allOf" => keys.next().and(None),
            _ => return None,
        });
    }
    Some((name, steps))
}

/// The component that a place is in, and the steps from there to the schema.
pub(super) fn shared_owner(place: &Pointer, step: &Step) -> Option<(Owner, Vec<Step>)> {
    let mut keys = place.keys();
    if keys.next()? != "components" {
        return None;
    }
    let (kind, steps) = match keys.next()?.as_str() {
        "parameters" => (SharedKind::Parameter, Vec::new()),
        "responses" => {
            let step = match step {
                Step::ResponseHeader(_, name) => Step::Header(name.clone()),
                Step::ResponseBodyAs(_, kind) => Step::BodyAs(kind.clone()),
                Step::ResponseContent(_) => Step::Content,
                _ => Step::Body,
            };
            (SharedKind::Response, vec![step])
        }
        "headers" => (SharedKind::Header, Vec::new()),
        // It is a body by name; which of several has to be said.
        "requestBodies" => {
            let step = Some(step).filter(|step| matches!(step, Step::BodyAs(_)));
            (SharedKind::RequestBody, step.cloned().into_iter().collect())
        }
        _ => return None,
    };
    Some((Owner::Shared(kind, keys.next()?), steps))
}
