//! Separate types for the requests and the responses of a schema.

use std::collections::{BTreeMap, BTreeSet};

use super::union::{constant, discriminate::in_order};
use crate::ir::{
    AdditionalProperties, Direction, Field, JsonType, Object, Operation, Owner, PathSegment,
    Payload, Predicate, RequestContent, TypeDef, TypeId, TypeKind, TypeRef, Union,
};

/// The limits of the properties of a type, and of the types that it contains, to one direction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct DirectionLimits {
    read_only: bool,
    write_only: bool,
}

/// Splits types with read-only or write-only properties into a type for responses and a type for
/// requests. Types that no operation uses are removed.
pub(super) fn split(mut types: Vec<TypeDef>, operations: &mut [Operation]) -> Vec<TypeDef> {
    keep_discriminators(&mut types);
    constant::check_parameters(&types, operations);
    let all_reached = !constant::assign_tags(&mut types);
    if all_reached
        && types
            .iter()
            .all(|found| own(&found.kind) == DirectionLimits::default())
    {
        return types;
    }
    let limits = direction_limits(&types);
    let mut reached = ReachableTypes {
        types: &types,
        limits: &limits,
        ids: BTreeMap::new(),
    };
    reached.reach(operations);
    let split = reached.split();
    for operation in operations {
        each_type(operation, |ty, direction| {
            *ty = reached.redirect(ty, direction)
        });
    }
    split
}

/// Keeps the properties that distinguish the variants of a union in both directions. A read-only
/// property without constants stays read-only: only responses are distinguished by it.
fn keep_discriminators(types: &mut [TypeDef]) {
    let mut properties: BTreeSet<(TypeId, String, bool)> = BTreeSet::new();
    for definition in types.iter() {
        let TypeKind::Union(union) = &definition.kind else {
            continue;
        };
        for case in &union.cases {
            let variant = union.variants.get(case.variant);
            let Some(id) = variant.and_then(|variant| behind_aliases(types, &variant.ty)) else {
                continue;
            };
            properties.extend(
                case.predicates
                    .iter()
                    .filter_map(|predicate| match predicate {
                        Predicate::Property(json_name, _) => Some((id, json_name.clone(), true)),
                        Predicate::HasProperty(json_name)
                        | Predicate::ExclusiveProperty(json_name)
                        | Predicate::PropertyType(json_name, _) => {
                            Some((id, json_name.clone(), false))
                        }
                        _ => None,
                    }),
            );
        }
    }
    for (id, json_name, is_tag) in properties {
        if let Some(TypeKind::Object(object)) = types.get_mut(id.0).map(|found| &mut found.kind) {
            let mut fields = object.fields.iter_mut();
            if let Some(field) = fields.find(|field| field.json_name == json_name)
                && (is_tag || field.direction == Some(Direction::Request))
            {
                field.direction = None;
            }
        }
    }
}

/// Returns the named type at the end of a chain of aliases.
pub(super) fn behind_aliases(types: &[TypeDef], ty: &TypeRef) -> Option<TypeId> {
    match unaliased(types, ty)? {
        TypeRef::Named(id) => Some(*id),
        _ => None,
    }
}

/// Returns the type at the end of a chain of aliases; `None` for a cycle.
pub(super) fn unaliased<'t>(types: &'t [TypeDef], ty: &'t TypeRef) -> Option<&'t TypeRef> {
    let mut ty = ty;
    for _ in 0..=types.len() {
        let TypeRef::Named(id) = ty else {
            return Some(ty);
        };
        match &types.get(id.0)?.kind {
            TypeKind::Alias(next) => ty = next,
            _ => return Some(ty),
        }
    }
    None
}

/// The types with limits. All others are the same in both directions.
type LimitedTypes = BTreeMap<TypeId, DirectionLimits>;

/// Returns the limits of the types that have any.
fn direction_limits(types: &[TypeDef]) -> LimitedTypes {
    let mut holders: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    let mut found = LimitedTypes::new();
    let mut open = Vec::new();
    for (index, definition) in types.iter().enumerate() {
        let id = TypeId(index);
        let mut held = Vec::new();
        each_held(&mut definition.kind.clone(), &mut |ty| {
            held.extend(named(ty))
        });
        for held in held {
            holders.entry(held).or_default().push(id);
        }
        let own = own(&definition.kind);
        if own != DirectionLimits::default() {
            found.insert(id, own);
            open.push((id, own));
        }
    }
    while let Some((id, below)) = open.pop() {
        for holder in holders.get(&id).into_iter().flatten() {
            let slot = found.entry(*holder).or_default();
            let all = DirectionLimits {
                read_only: slot.read_only || below.read_only,
                write_only: slot.write_only || below.write_only,
            };
            if *slot != all {
                *slot = all;
                open.push((*holder, all));
            }
        }
    }
    found
}

/// Returns the limits of a type's own properties.
fn own(kind: &TypeKind) -> DirectionLimits {
    let TypeKind::Object(object) = kind else {
        return DirectionLimits::default();
    };
    let any = |direction| {
        object
            .fields
            .iter()
            .any(|field| field.direction == Some(direction))
    };
    DirectionLimits {
        read_only: any(Direction::Response),
        write_only: any(Direction::Request),
    }
}

/// The types that operations use, by direction.
struct ReachableTypes<'a> {
    types: &'a [TypeDef],
    limits: &'a LimitedTypes,
    /// The indexes after the split.
    ids: BTreeMap<(TypeId, Option<Direction>), TypeId>,
}

impl ReachableTypes<'_> {
    fn reach(&mut self, operations: &mut [Operation]) {
        let mut open = Vec::new();
        for operation in operations {
            each_type(operation, |ty, direction| {
                open.extend(named(ty).into_iter().map(|id| (id, direction)));
            });
        }
        while let Some((id, direction)) = open.pop() {
            let key = self.key(id, direction);
            if self.ids.contains_key(&key) {
                continue;
            }
            self.ids.insert(key, id);
            if let Some(definition) = self.types.get(id.0) {
                each_held(&mut cut(&definition.kind, direction), &mut |ty| {
                    open.extend(named(ty).into_iter().map(|id| (id, direction)));
                });
            }
        }
        // The split types keep the order of the original types.
        for (index, id) in self.ids.values_mut().enumerate() {
            *id = TypeId(index);
        }
    }

    /// Returns the key of a type, without a direction if both directions share the type.
    fn key(&self, id: TypeId, direction: Direction) -> (TypeId, Option<Direction>) {
        (id, self.limits.contains_key(&id).then_some(direction))
    }

    fn split(&self) -> Vec<TypeDef> {
        let keys = self.ids.keys();
        keys.filter_map(|(id, direction)| {
            let definition = self.types.get(id.0)?;
            Some(match (direction, self.limits.get(id)) {
                (Some(direction), Some(limits)) => {
                    self.limited(definition, *id, *direction, *limits)
                }
                _ => self.with_types(definition, Direction::Response),
            })
        })
        .collect()
    }

    /// Returns the type for one direction. The name of a type with all properties has no suffix. If
    /// both directions omit properties, the name of the response type has no suffix.
    fn limited(
        &self,
        definition: &TypeDef,
        id: TypeId,
        direction: Direction,
        limits: DirectionLimits,
    ) -> TypeDef {
        let (has_all, leads, other) = match direction {
            Direction::Response => (!limits.write_only, !limits.read_only, Direction::Request),
            Direction::Request => (!limits.read_only, limits.read_only, Direction::Response),
        };
        // The name of a component's type doesn't depend on the use of the other direction. Inline
        // schemas of other owners are mostly used in one direction.
        let is_component = matches!(definition.owner, Owner::Component(_));
        let has_suffix = is_component || self.ids.contains_key(&(id, Some(other)));
        let mut definition = self.with_types(definition, direction);
        if !has_all {
            definition.direction = Some(direction);
        }
        if leads && has_suffix {
            if definition.uses.is_empty() {
                definition.uses.push(Vec::new());
            }
            for path in &mut definition.uses {
                path.push(PathSegment::Direction(direction));
            }
        }
        definition
    }

    /// Returns a type without the properties of the opposite direction. Its references are to types
    /// of the same direction.
    fn with_types(&self, definition: &TypeDef, direction: Direction) -> TypeDef {
        let mut definition = definition.clone();
        definition.kind = cut(&definition.kind, direction);
        if let TypeKind::Union(union) = &mut definition.kind {
            self.drop_predicates(union, direction);
        }
        each_held(&mut definition.kind, &mut |ty| {
            *ty = self.redirect(ty, direction);
        });
        definition
    }

    /// Drops the predicates on properties that values of the direction lack.
    fn drop_predicates(&self, union: &mut Union, direction: Direction) {
        let mut is_changed = false;
        for case in &mut union.cases {
            let variant = union.variants.get(case.variant);
            let id = variant.and_then(|variant| behind_aliases(self.types, &variant.ty));
            let definition = id.and_then(|id| self.types.get(id.0));
            let Some(TypeKind::Object(object)) = definition.map(|it| &it.kind) else {
                continue;
            };
            let lacks = |json_name: &str| {
                let mut fields = object.fields.iter();
                let field = fields.find(|field| field.json_name == json_name);
                let only = field.and_then(|field| field.direction);
                only.is_some_and(|only| only != direction)
            };
            let count = case.predicates.len();
            case.predicates.retain(|predicate| match predicate {
                Predicate::HasProperty(json_name)
                | Predicate::ExclusiveProperty(json_name)
                | Predicate::PropertyType(json_name, _) => !lacks(json_name),
                _ => true,
            });
            is_changed |= case.predicates.len() != count;
            if case.predicates.is_empty() {
                case.predicates.push(Predicate::Json(JsonType::Object));
            }
        }
        if is_changed {
            in_order(&mut union.cases);
        }
    }

    fn redirect(&self, ty: &TypeRef, direction: Direction) -> TypeRef {
        let inner = |ty: &TypeRef| Box::new(self.redirect(ty, direction));
        match ty {
            TypeRef::Named(id) => {
                let new = self.ids.get(&self.key(*id, direction));
                TypeRef::Named(new.copied().unwrap_or(*id))
            }
            TypeRef::List(ty) => TypeRef::List(inner(ty)),
            TypeRef::Tuple(items) => {
                let items = items.iter().map(|ty| self.redirect(ty, direction));
                TypeRef::Tuple(items.collect())
            }
            TypeRef::Map(ty) => TypeRef::Map(inner(ty)),
            TypeRef::Nullable(ty) => TypeRef::Nullable(inner(ty)),
            ty => ty.clone(),
        }
    }
}

/// Returns a kind without the properties of the opposite direction.
fn cut(kind: &TypeKind, direction: Direction) -> TypeKind {
    let TypeKind::Object(object) = kind else {
        return kind.clone();
    };
    let is_kept = |field: &Field| field.direction.is_none_or(|only| only == direction);
    let stays: Vec<bool> = object.fields.iter().map(is_kept).collect();
    let empty = !stays.contains(&true) && object.constants.is_empty();
    if empty && object.parts.is_some() {
        return kind.clone();
    }
    let (values, ignored) = match &object.additional {
        AdditionalProperties::Kept(ty) => {
            let fields = object.fields.iter().filter(|field| !is_kept(field));
            let ignored: Vec<String> = fields.map(|field| field.json_name.clone()).collect();
            (ty.clone(), ignored)
        }
        AdditionalProperties::Ignored => (TypeRef::Json, Vec::new()),
    };
    // An object with only additional properties is a map, unless an ignored property may have
    // another type than the values of the map.
    let is_map = empty && matches!(object.additional, AdditionalProperties::Kept(_));
    if is_map && (ignored.is_empty() || values == TypeRef::Json) {
        return TypeKind::Alias(TypeRef::Map(Box::new(values)));
    }
    let kept = |index: usize| stays.get(index).copied().unwrap_or(true);
    let fields = object.fields.iter().enumerate();
    let fields = fields.filter(|(index, _)| kept(*index));
    let parts = object.parts.as_ref().map(|parts| {
        let parts = parts.iter().enumerate();
        let parts = parts.filter(|(index, _)| kept(*index));
        parts.map(|(_, part)| part.clone()).collect()
    });
    TypeKind::Object(Object {
        fields: fields.map(|(_, field)| field.clone()).collect(),
        constants: object.constants.clone(),
        additional: object.additional.clone(),
        ignored,
        parts,
    })
}

/// Visits the types of an operation's requests and responses.
pub(super) fn each_type(operation: &mut Operation, mut visit: impl FnMut(&mut TypeRef, Direction)) {
    for parameter in &mut operation.parameters {
        visit(&mut parameter.ty, Direction::Request);
    }
    let contents = operation
        .body
        .iter_mut()
        .flat_map(|body| &mut body.contents);
    for content in contents {
        match &mut content.payload {
            RequestContent::Json(ty)
            | RequestContent::Form(ty, _)
            | RequestContent::Parts(Some(ty)) => {
                visit(ty, Direction::Request);
            }
            RequestContent::Parts(None) | RequestContent::Bytes | RequestContent::File(_) => {}
        }
    }
    for response in &mut operation.responses {
        each_read(&mut response.payload, &mut |ty| {
            visit(ty, Direction::Response)
        });
        for content in &mut response.contents {
            each_read(&mut content.payload, &mut |ty| {
                visit(ty, Direction::Response)
            });
            let item = content.item.iter_mut();
            item.for_each(|item| visit(item, Direction::Response));
        }
        for header in &mut response.headers {
            visit(&mut header.ty, Direction::Response);
        }
    }
    for requested in &mut operation.accept.choices {
        each_read(&mut requested.content.payload, &mut |ty| {
            visit(ty, Direction::Response)
        });
        let item = requested.content.item.iter_mut();
        item.for_each(|item| visit(item, Direction::Response));
    }
}

/// Visits the type of a response's content.
fn each_read(payload: &mut Payload, visit: &mut impl FnMut(&mut TypeRef)) {
    match payload {
        Payload::Json(ty) | Payload::Choice(ty) => visit(ty),
        Payload::Empty | Payload::Text | Payload::Stream => {}
    }
}

/// Visits the types that a type refers to.
pub(super) fn each_held(kind: &mut TypeKind, visit: &mut impl FnMut(&mut TypeRef)) {
    match kind {
        TypeKind::Object(object) => {
            let fields = object.fields.iter_mut();
            fields.for_each(|field| visit(&mut field.ty));
            if let AdditionalProperties::Kept(ty) = &mut object.additional {
                visit(ty);
            }
        }
        TypeKind::Union(union) => {
            let variants = union.variants.iter_mut();
            variants.for_each(|variant| visit(&mut variant.ty));
        }
        TypeKind::Alias(ty) => visit(ty),
        TypeKind::Contents(contents) => {
            for content in contents {
                each_read(&mut content.payload, visit);
                content.item.iter_mut().for_each(&mut *visit);
            }
        }
        TypeKind::Enumeration(..) => {}
    }
}

/// Returns the named types in a type reference, including the types in arrays and maps.
pub(super) fn named(ty: &TypeRef) -> Vec<TypeId> {
    match ty {
        TypeRef::Named(id) => vec![*id],
        TypeRef::List(inner) | TypeRef::Map(inner) | TypeRef::Nullable(inner) => named(inner),
        TypeRef::Tuple(items) => items.iter().flat_map(named).collect(),
        TypeRef::Scalar(_) | TypeRef::Json | TypeRef::File | TypeRef::Foreign { .. } => Vec::new(),
    }
}
