//! Tags: properties whose one value tells a type from the other variants of a union. A type writes
//! its tag without a field for it; where it can't, the union does.

use std::collections::BTreeMap;

use serde_json::Value;

use super::direction::behind_aliases;
use crate::ir::{
    Constant, Object, Others, Question, Scalar, Shape, Test, TypeDef, TypeId, TypeRef, Union,
    Values,
};

/// Removes the fields of tags, and gives a union the tags that its variants don't write. Returns
/// `true` if a field was removed: its type may be of no use then.
pub(super) fn omit_tags(types: &mut [TypeDef]) -> bool {
    check_constants(types);
    let mut found: BTreeMap<(TypeId, String), Option<Value>> = BTreeMap::new();
    for (id, tag, is_implicit) in tags(types) {
        let value = Some(tag.value).filter(|_| !is_implicit);
        let known = found.entry((id, tag.wire)).or_insert_with(|| value.clone());
        // A type that is told by several values writes none of them.
        if *known != value {
            *known = None;
        }
    }
    let mut removed = false;
    for ((id, wire), value) in found {
        let Some(value) = value.filter(|value| is_free(types, id, &wire, value)) else {
            continue;
        };
        if let Some(object) = object_mut(types, id) {
            object.fields.retain(|field| field.wire != wire);
            object.constants.push(Constant { wire, value });
            removed = true;
        }
    }
    name_implicit(types);
    let tags: Vec<Vec<Option<Constant>>> = types.iter().map(|it| own_tags(types, it)).collect();
    for (definition, tags) in types.iter_mut().zip(tags) {
        if let Shape::Union(union) = &mut definition.shape {
            for (branch, tag) in union.branches.iter_mut().zip(tags) {
                branch.tag = tag;
            }
        }
    }
    removed
}

/// The tags of all variants that are objects, and whether the document leaves their values out.
fn tags(types: &[TypeDef]) -> Vec<(TypeId, Constant, bool)> {
    let unions = types
        .iter()
        .filter_map(|definition| match &definition.shape {
            Shape::Union(union) => Some(union),
            _ => None,
        });
    unions
        .flat_map(|union| {
            let branches = union.branches.iter().enumerate();
            branches.flat_map(move |(index, branch)| {
                let id = behind_aliases(types, &branch.ty);
                let tags = id.map(|id| (id, tags_of(union, index)));
                let tags = tags.into_iter().flat_map(|(id, tags)| {
                    let all = tags.into_iter();
                    all.map(move |tag| (id, tag))
                });
                tags.map(|(id, tag)| (id, tag, branch.is_implicit))
            })
        })
        .collect()
}

/// The properties of which every question of a variant demands one and the same value, if they are
/// there.
fn tags_of(union: &Union, index: usize) -> Vec<Constant> {
    let own = || union.questions.iter().filter(|it| it.branch == index);
    let mut tags: Vec<Constant> = Vec::new();
    for tag in own().flat_map(single) {
        let demands = |question: &Question| {
            let absent = Test::Lacks(tag.wire.clone());
            single(question).contains(&tag) || question.tests.contains(&absent)
        };
        if !tags.contains(&tag) && own().all(demands) {
            tags.push(tag);
        }
    }
    tags
}

fn single(question: &Question) -> Vec<Constant> {
    let tests = question.tests.iter();
    tests
        .filter_map(|test| match test {
            Test::Property(wire, constants) => {
                let (value, true) = constants.first()? else {
                    return None;
                };
                let wire = wire.clone();
                Some(Constant { wire, value })
            }
            _ => None,
        })
        .collect()
}

/// Whether an object has a field for a tag that can't be anything else.
fn is_free(types: &[TypeDef], id: TypeId, wire: &str, value: &Value) -> bool {
    let object = object(types, id).filter(|object| object.parts.is_none());
    let mut fields = object.into_iter().flat_map(|object| &object.fields);
    let field = fields.find(|field| field.wire == wire);
    field.is_some_and(|field| match &field.constant {
        Some(constant) => constant == value,
        None => holds(types, &field.ty, value),
    })
}

/// Whether a type has a value of which an expression is plain.
fn holds(types: &[TypeDef], ty: &TypeRef, value: &Value) -> bool {
    match ty {
        TypeRef::Scalar(Scalar::String) => value.is_string(),
        TypeRef::Scalar(Scalar::Boolean) => value.is_boolean(),
        TypeRef::Scalar(scalar) => {
            let is_integer = (Scalar::Integer8..=Scalar::Integer128).contains(scalar);
            is_integer && value.is_i64()
        }
        TypeRef::Named(_) => {
            let definition = behind_aliases(types, ty).and_then(|id| types.get(id.0));
            match definition.map(|definition| &definition.shape) {
                Some(Shape::Enumeration(Values::Texts(texts), _)) => {
                    texts.iter().any(|text| value == text)
                }
                Some(Shape::Enumeration(Values::Integers(all), _)) => {
                    all.iter().any(|integer| value == integer)
                }
                Some(Shape::Alias(ty)) => {
                    !matches!(ty, TypeRef::Named(_)) && holds(types, ty, value)
                }
                _ => false,
            }
        }
        _ => false,
    }
}

/// Leaves constants to the types that can hold them.
fn check_constants(types: &mut [TypeDef]) {
    let mut wrong = Vec::new();
    for (index, definition) in types.iter().enumerate() {
        let fields = match &definition.shape {
            Shape::Object(object) => object.fields.as_slice(),
            _ => &[],
        };
        wrong.extend(fields.iter().enumerate().filter_map(|(field, it)| {
            let constant = it.constant.as_ref()?;
            (!holds(types, &it.ty, constant)).then_some((TypeId(index), field))
        }));
    }
    for (id, index) in wrong {
        let field = object_mut(types, id).and_then(|object| object.fields.get_mut(index));
        if let Some(field) = field {
            field.constant = None;
        }
    }
}

/// Gives the fields of tags whose values the document leaves out these values. They stay: many
/// documents that have no mapping mean other values.
fn name_implicit(types: &mut [TypeDef]) {
    for (id, tag, is_implicit) in tags(types) {
        let is_free = is_implicit && is_free(types, id, &tag.wire, &tag.value);
        if let Some(object) = object_mut(types, id).filter(|_| is_free) {
            let mut fields = object.fields.iter_mut();
            if let Some(field) = fields.find(|field| field.wire == tag.wire) {
                field.constant = Some(tag.value);
            }
        }
    }
}

/// For each variant of a union, the tag that the union has to write.
fn own_tags(types: &[TypeDef], definition: &TypeDef) -> Vec<Option<Constant>> {
    let Shape::Union(union) = &definition.shape else {
        return Vec::new();
    };
    let branches = union.branches.iter().enumerate();
    branches
        .map(|(index, branch)| {
            let object = behind_aliases(types, &branch.ty).and_then(|id| object(types, id));
            let mut tags = tags_of(union, index);
            tags.retain(|tag| !object.is_some_and(|object| writes(object, tag)));
            let first = || first_mapped(union, index, object?);
            tags.into_iter().next().or_else(first)
        })
        .collect()
}

/// Whether an object writes a tag itself.
fn writes(object: &Object, tag: &Constant) -> bool {
    let mut fields = object.fields.iter();
    let field = fields.find(|field| field.wire == tag.wire);
    let constant = field.and_then(|field| field.constant.as_ref());
    object.constants.contains(tag) || constant == Some(&tag.value)
}

/// The first of several values of a property that a variant has no place for.
fn first_mapped(union: &Union, index: usize, object: &Object) -> Option<Constant> {
    let mut questions = union.questions.iter().filter(|it| it.branch == index);
    let [Test::Property(wire, constants)] = questions.next()?.tests.as_slice() else {
        return None;
    };
    let known = object.fields.iter().map(|field| &field.wire);
    let constants_known = object.constants.iter().map(|constant| &constant.wire);
    let is_known = known.chain(constants_known).any(|known| known == wire);
    let (value, _) = constants.first()?;
    let tag = Constant {
        wire: wire.clone(),
        value,
    };
    (!is_known && matches!(object.others, Others::Ignored)).then_some(tag)
}

fn object(types: &[TypeDef], id: TypeId) -> Option<&Object> {
    match types.get(id.0).map(|definition| &definition.shape) {
        Some(Shape::Object(object)) => Some(object),
        _ => None,
    }
}

fn object_mut(types: &mut [TypeDef], id: TypeId) -> Option<&mut Object> {
    match types.get_mut(id.0).map(|definition| &mut definition.shape) {
        Some(Shape::Object(object)) => Some(object),
        _ => None,
    }
}
