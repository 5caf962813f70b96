//! Finds objects that can be constructed empty without allocation, so that a value can be decoded
//! in place.

use super::{TypeAnalysis, fields};
use crate::ir::{Api, Presence, Scalar, TypeId, TypeKind, TypeRef};

impl TypeAnalysis {
    /// Returns `true` if every required field of an object can be empty.
    pub(super) fn find_placeholders(&mut self, api: &Api, id: TypeId) -> bool {
        if let Some(Some(is_empty)) = self.empty.get(id.0) {
            return *is_empty;
        }
        let Some(TypeKind::Object(object)) = api.type_def(id).map(|definition| &definition.kind)
        else {
            return false;
        };
        let mut objects = Vec::new();
        let mut required =
            fields(object).filter(|(_, presence, _)| *presence == Presence::Required);
        let empty = object.parts.is_none()
            && required.all(|(index, _, ty)| {
                !self.is_boxed(id, index) && self.can_be_placeholder(api, ty, &mut objects)
            });
        if empty {
            self.nested_placeholders.extend(objects);
        }
        if let Some(slot) = self.empty.get_mut(id.0) {
            *slot = Some(empty);
        }
        empty
    }

    /// Returns `true` if a value of the type can be empty without allocation. Collects the objects
    /// in the value.
    fn can_be_placeholder(&mut self, api: &Api, ty: &TypeRef, objects: &mut Vec<TypeId>) -> bool {
        match ty {
            TypeRef::Scalar(Scalar::Uri) | TypeRef::File | TypeRef::Foreign { .. } => false,
            TypeRef::Scalar(_)
            | TypeRef::List(_)
            | TypeRef::Map(_)
            | TypeRef::Nullable(_)
            | TypeRef::Json => true,
            TypeRef::Tuple(items) => {
                let mut items = items.iter();
                items.all(|item| self.can_be_placeholder(api, item, objects))
            }
            TypeRef::Named(id) => match api.type_def(*id).map(|definition| &definition.kind) {
                Some(TypeKind::Object(_)) => {
                    objects.push(*id);
                    self.find_placeholders(api, *id)
                }
                Some(TypeKind::Alias(TypeRef::Tuple(_))) if self.is_container(*id) => false,
                Some(TypeKind::Alias(ty)) => {
                    self.is_infinitely_recursive(*id) || self.can_be_placeholder(api, ty, objects)
                }
                Some(TypeKind::Enumeration(..) | TypeKind::Union(_)) => true,
                Some(TypeKind::Contents(_)) | None => false,
            },
        }
    }
}
