//! Discriminators of union variants. A type serializes its own discriminator if it can, and
//! preserves a decoded value that differs. Otherwise, the union serializes the discriminator.

use std::collections::{BTreeMap, btree_map::Entry};

use serde_json::Value;

use crate::ir::{
    AdditionalProperties, Case, Constant, ConstantSet, Field, Object, Operation, Predicate,
    Presence, Scalar, TagOrigin, TypeDef, TypeId, TypeKind, TypeRef, Values,
};
use crate::lower::direction::{behind_aliases, unaliased};

/// Assigns the discriminators of unions to objects or to the unions. An object serializes its
/// discriminator if all unions agree on the value. A discriminator whose schema allows no other
/// value has no field. Any other discriminator is a read-only field. Returns `true` if a field was
/// removed, since the type of the field may now be unused.
pub(in crate::lower) fn assign_tags(types: &mut [TypeDef]) -> bool {
    check_constants(types);
    let mut removed = false;
    for ((id, json_name), found) in agreed_tags(types) {
        if found.is_fixed {
            omit(types, id, &json_name, found.first);
        }
        if let Some(several) = &found.several {
            send_default(types, id, &json_name, several);
        }
        let Some(value) = found
            .value
            .filter(|value| can_write(types, id, &json_name, value))
        else {
            continue;
        };
        let Some(object) = object_mut(types, id) else {
            continue;
        };
        let Some(index) = object
            .fields
            .iter()
            .position(|field| field.json_name == json_name)
        else {
            continue;
        };
        if object
            .fields
            .get(index)
            .is_some_and(|field| field.constant.is_some())
        {
            object.fields.remove(index);
            object.constants.push(Constant { json_name, value });
            removed = true;
        } else if let Some(field) = object.fields.get_mut(index) {
            field.constant = Some(value);
            field.fallback = None;
            let is_nullable = matches!(
                field.presence,
                Presence::Nullable | Presence::OptionalNullable
            );
            if found.is_only && !is_nullable {
                field.is_tag = true;
                // Servers omit a discriminator that has only one possible value.
                field.presence = Presence::Optional;
            }
        }
    }
    let tags: Vec<Vec<Option<Constant>>> = types.iter().map(|it| union_tags(types, it)).collect();
    for (definition, tags) in types.iter_mut().zip(tags) {
        if let TypeKind::Union(union) = &mut definition.kind {
            for (variant, tag) in union.variants.iter_mut().zip(tags) {
                variant.tag = tag;
            }
        }
    }
    removed
}

/// The discriminator of an object in the unions that have the object as a variant.
struct FoundTag {
    origin: TagOrigin,
    /// The value; `None` if the unions disagree.
    value: Option<Value>,
    /// The value in the first union.
    first: Option<Value>,
    /// `true` if every union decodes the object only with this value.
    is_only: bool,
    /// `true` if the unions disagree, and each serializes its own value.
    is_fixed: bool,
    /// The values in a union that decodes the object with several values.
    several: Option<SeveralValues>,
}

/// The discriminator values of a variant with several values.
struct SeveralValues {
    values: ConstantSet,
    /// `true` if the union decodes the object only with one of the values.
    is_demanded: bool,
}

/// Returns the discriminators of all variants that are objects. A documented value takes precedence
/// over a name.
fn agreed_tags(types: &[TypeDef]) -> FoundTags {
    let mut found = FoundTags::new();
    for definition in types {
        let TypeKind::Union(union) = &definition.kind else {
            continue;
        };
        for (variant, cases) in union.variants.iter().zip(union.by_variant()) {
            let Some(id) = behind_aliases(types, &variant.ty) else {
                continue;
            };
            let strict = tags_of(&cases);
            for tag in values_of(&cases) {
                let value = Some(tag.value.clone());
                let value = value.filter(|_| variant.tag_origin != TagOrigin::Open);
                let tag_found = FoundTag {
                    origin: variant.tag_origin,
                    is_only: strict.contains(&tag),
                    first: value.clone(),
                    value,
                    is_fixed: false,
                    several: None,
                };
                add(&mut found, (id, tag.json_name), tag_found);
            }
            for (json_name, values) in varying(&cases) {
                let several = SeveralValues {
                    values: values.clone(),
                    is_demanded: cases.iter().all(|case| tests(case, &json_name)),
                };
                let varying = FoundTag {
                    origin: TagOrigin::Document,
                    value: None,
                    first: None,
                    is_only: false,
                    is_fixed: false,
                    several: Some(several),
                };
                add(&mut found, (id, json_name), varying);
            }
        }
    }
    found
}

type FoundTags = BTreeMap<(TypeId, String), FoundTag>;

fn add(found: &mut FoundTags, key: (TypeId, String), tag: FoundTag) {
    match found.entry(key) {
        Entry::Vacant(entry) => drop(entry.insert(tag)),
        Entry::Occupied(mut entry) => entry.get_mut().combine(tag),
    }
}

/// Returns the properties that a variant accepts with several values.
fn varying<'c>(cases: &[&'c Case]) -> BTreeMap<String, &'c ConstantSet> {
    let predicates = cases.iter().flat_map(|case| &case.predicates);
    let several = predicates.filter_map(|predicate| match predicate {
        Predicate::Property(json_name, constants) => {
            let (_, is_only) = constants.first()?;
            (!is_only).then(|| (json_name.clone(), constants))
        }
        _ => None,
    });
    several.collect()
}

/// Returns `true` if a case tests the value of a property.
fn tests(case: &Case, json_name: &str) -> bool {
    let mut predicates = case.predicates.iter();
    predicates
        .any(|predicate| matches!(predicate, Predicate::Property(name, _) if name == json_name))
}

/// Makes an object serialize the default of an optional discriminator with several values. Without a
/// default, new objects need a value.
fn send_default(types: &mut [TypeDef], id: TypeId, json_name: &str, several: &SeveralValues) {
    let fallback = default_of(types, id, json_name).filter(|default| {
        several.values.contains(default) && can_write(types, id, json_name, default)
    });
    let field = field_mut(types, id, json_name);
    if let Some(field) = field.filter(|it| it.constant.is_none() && !it.presence.is_required()) {
        field.is_selecting = fallback.is_none() && several.is_demanded;
        field.fallback = fallback;
    }
}

/// Makes a property without a constant optional, because the unions serialize it. The object by
/// itself serializes the default, or else the value of the first union.
fn omit(types: &mut [TypeDef], id: TypeId, json_name: &str, first: Option<Value>) {
    let default = default_of(types, id, json_name);
    let fallback = default
        .or(first)
        .filter(|value| can_write(types, id, json_name, value));
    let field = field_mut(types, id, json_name);
    if let Some(field) = field.filter(|field| field.constant.is_none()) {
        field.presence = match field.presence {
            Presence::Required | Presence::Optional => Presence::Optional,
            Presence::Nullable | Presence::OptionalNullable => Presence::OptionalNullable,
        };
        field.fallback = fallback;
    }
}

impl FoundTag {
    fn combine(&mut self, other: Self) {
        let is_fixed = |tag: &Self| tag.is_only && (tag.is_fixed || tag.value.is_some());
        let is_fixed = is_fixed(self) && is_fixed(&other);
        self.is_only &= other.is_only;
        self.several = self.several.take().or(other.several);
        if other.origin < self.origin {
            (self.origin, self.value, self.first) = (other.origin, other.value, other.first);
        } else if other.origin == self.origin && other.value != self.value {
            self.value = None;
        }
        self.is_fixed = is_fixed && self.value.is_none();
    }
}

/// Returns the properties with a single value in all cases of a variant.
fn values_of(cases: &[&Case]) -> Vec<Constant> {
    let own = || cases.iter().copied();
    let predicates = || own().flat_map(|case| &case.predicates);
    let mut tags: Vec<Constant> = Vec::new();
    for tag in own().flat_map(single) {
        let is_other = |predicate: &Predicate| match predicate {
            Predicate::Property(json_name, constants) => {
                *json_name == tag.json_name && constants.first() != Some((tag.value.clone(), true))
            }
            _ => false,
        };
        if !tags.contains(&tag) && !predicates().any(is_other) {
            tags.push(tag);
        }
    }
    tags
}

/// Returns the properties for which every case of a variant requires the same value, or their
/// absence.
fn tags_of(cases: &[&Case]) -> Vec<Constant> {
    let own = || cases.iter().copied();
    let mut tags: Vec<Constant> = Vec::new();
    for tag in own().flat_map(single) {
        let demands = |case: &Case| {
            let absent = Predicate::LacksProperty(tag.json_name.clone());
            single(case).contains(&tag) || case.predicates.contains(&absent)
        };
        if !tags.contains(&tag) && own().all(demands) {
            tags.push(tag);
        }
    }
    tags
}

fn single(case: &Case) -> Vec<Constant> {
    let predicates = case.predicates.iter();
    predicates
        .filter_map(|predicate| match predicate {
            Predicate::Property(json_name, constants) => {
                let (value, true) = constants.first()? else {
                    return None;
                };
                let json_name = json_name.clone();
                Some(Constant { json_name, value })
            }
            _ => None,
        })
        .collect()
}

/// Returns `true` if an object has a field that can have the value of a discriminator.
fn can_write(types: &[TypeDef], id: TypeId, json_name: &str, value: &Value) -> bool {
    let object = object(types, id).filter(|object| object.parts.is_none());
    let mut fields = object.into_iter().flat_map(|object| &object.fields);
    let field = fields.find(|field| field.json_name == json_name);
    field.is_some_and(|field| match &field.constant {
        Some(constant) => constant == value,
        None => holds(types, &field.ty, value),
    })
}

/// Returns `true` if a constant expression of a type can represent a value.
fn holds(types: &[TypeDef], ty: &TypeRef, value: &Value) -> bool {
    match ty {
        TypeRef::Json => true,
        TypeRef::Scalar(Scalar::Null) => value.is_null(),
        TypeRef::Scalar(Scalar::String) => value.is_string(),
        TypeRef::Scalar(Scalar::Boolean) => value.is_boolean(),
        TypeRef::Scalar(Scalar::Float64) => value.is_number(),
        TypeRef::Scalar(Scalar::Float32) => {
            let float = value.as_f64();
            float.is_some_and(|float| f64::from(float as f32) == float)
        }
        TypeRef::Scalar(scalar) => {
            let is_integer = (Scalar::Integer8..=Scalar::Integer128).contains(scalar);
            is_integer && value.is_i64()
        }
        TypeRef::Named(_) => {
            let id = match unaliased(types, ty) {
                Some(TypeRef::Named(id)) => id,
                Some(other) => return holds(types, other, value),
                None => return false,
            };
            match types.get(id.0).map(|definition| &definition.kind) {
                Some(TypeKind::Enumeration(Values::Strings(_), _)) => value.is_string(),
                Some(TypeKind::Enumeration(Values::Integers(_), _)) => value.is_i64(),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Removes the constants that the types of their fields can't represent.
fn check_constants(types: &mut [TypeDef]) {
    let mut wrong = Vec::new();
    for (index, definition) in types.iter().enumerate() {
        let fields = match &definition.kind {
            TypeKind::Object(object) => object.fields.as_slice(),
            _ => &[],
        };
        wrong.extend(fields.iter().enumerate().filter_map(|(field, it)| {
            let constant = it.constant.as_ref().or(it.fallback.as_ref())?;
            (!holds(types, &it.ty, constant)).then_some((TypeId(index), field))
        }));
    }
    for (id, index) in wrong {
        let field = object_mut(types, id).and_then(|object| object.fields.get_mut(index));
        if let Some(field) = field {
            field.constant = None;
            field.fallback = None;
        }
    }
}

/// Removes the constants that the types of their parameters can't represent.
pub(in crate::lower) fn check_parameters(types: &[TypeDef], operations: &mut [Operation]) {
    let parameters = operations.iter_mut().flat_map(|it| &mut it.parameters);
    for parameter in parameters {
        let ty = &parameter.ty;
        parameter.constant.take_if(|value| !holds(types, ty, value));
    }
}

/// Returns the discriminator of each variant that the union has to serialize.
fn union_tags(types: &[TypeDef], definition: &TypeDef) -> Vec<Option<Constant>> {
    let TypeKind::Union(union) = &definition.kind else {
        return Vec::new();
    };
    let variants = union.variants.iter().zip(union.by_variant());
    variants
        .map(|(variant, cases)| {
            let object = behind_aliases(types, &variant.ty).and_then(|id| object(types, id));
            let mut tags = tags_of(&cases);
            tags.retain(|tag| !object.is_some_and(|object| writes(object, tag)));
            // The caller chooses the value.
            tags.retain(|tag| {
                let fields = object.into_iter().flat_map(|object| &object.fields);
                let mut given = fields.filter(|it| it.is_argument());
                !given.any(|it| it.json_name == tag.json_name && holds(types, &it.ty, &tag.value))
            });
            let first = || first_mapped(&cases, object?);
            tags.into_iter().next().or_else(first)
        })
        .collect()
}

/// Returns `true` if an object serializes a discriminator itself.
fn writes(object: &Object, tag: &Constant) -> bool {
    let mut fields = object.fields.iter();
    let field = fields.find(|field| field.json_name == tag.json_name);
    let constant = field.and_then(|field| field.constant.as_ref());
    object.constants.contains(tag) || constant == Some(&tag.value)
}

/// Returns the first of several values of a property that the variant's object doesn't have.
fn first_mapped(cases: &[&Case], object: &Object) -> Option<Constant> {
    let [Predicate::Property(json_name, constants)] = cases.first()?.predicates.as_slice() else {
        return None;
    };
    let fields = object.fields.iter().map(|field| &field.json_name);
    let fixed = object.constants.iter().map(|constant| &constant.json_name);
    let is_known = fields.chain(fixed).any(|name| name == json_name);
    let (value, _) = constants.first()?;
    let tag = Constant {
        json_name: json_name.clone(),
        value,
    };
    (!is_known && matches!(object.additional, AdditionalProperties::Ignored)).then_some(tag)
}

/// Returns the default of a property.
fn default_of(types: &[TypeDef], id: TypeId, json_name: &str) -> Option<Value> {
    let mut fields = object(types, id)?.fields.iter();
    let field = fields.find(|field| field.json_name == json_name)?;
    field.docs.default.clone()
}

fn field_mut<'t>(types: &'t mut [TypeDef], id: TypeId, json_name: &str) -> Option<&'t mut Field> {
    let mut fields = object_mut(types, id)?.fields.iter_mut();
    fields.find(|field| field.json_name == json_name)
}

fn object(types: &[TypeDef], id: TypeId) -> Option<&Object> {
    match types.get(id.0).map(|definition| &definition.kind) {
        Some(TypeKind::Object(object)) => Some(object),
        _ => None,
    }
}

fn object_mut(types: &mut [TypeDef], id: TypeId) -> Option<&mut Object> {
    match types.get_mut(id.0).map(|definition| &mut definition.kind) {
        Some(TypeKind::Object(object)) => Some(object),
        _ => None,
    }
}
