//! Which objects can be made with nothing in them at no cost, so that they can be read in place.

use super::{Facts, fields};
use crate::ir::{Api, Presence, Scalar, Shape, TypeId, TypeRef};

impl Facts {
    /// Looks whether all that an object requires can be empty.
    pub(super) fn find_empty(&mut self, api: &Api, id: TypeId) -> bool {
        if let Some(Some(known)) = self.empty.get(id.0) {
            return *known;
        }
        let Some(Shape::Object(object)) = api.type_def(id).map(|definition| &definition.shape)
        else {
            return false;
        };
        let mut objects = Vec::new();
        let mut required =
            fields(object).filter(|(_, presence, _)| *presence == Presence::Required);
        let empty = object.parts.is_none()
            && required.all(|(index, _, ty)| {
                !self.is_boxed(id, index) && self.can_be_empty(api, ty, &mut objects)
            });
        if empty {
            self.emptied.extend(objects);
        }
        if let Some(slot) = self.empty.get_mut(id.0) {
            *slot = Some(empty);
        }
        empty
    }

    /// Whether a value of the type can be empty at no cost; the objects in it are found.
    fn can_be_empty(&mut self, api: &Api, ty: &TypeRef, objects: &mut Vec<TypeId>) -> bool {
        match ty {
            TypeRef::Scalar(Scalar::Uri) | TypeRef::File | TypeRef::Foreign { .. } => false,
            TypeRef::Scalar(_)
            | TypeRef::List(_)
            | TypeRef::Map(_)
            | TypeRef::Nullable(_)
            | TypeRef::Json => true,
            TypeRef::Tuple(items) => {
                let mut items = items.iter();
                items.all(|item| self.can_be_empty(api, item, objects))
            }
            TypeRef::Named(id) => match api.type_def(*id).map(|definition| &definition.shape) {
                Some(Shape::Object(_)) => {
                    objects.push(*id);
                    self.find_empty(api, *id)
                }
                Some(Shape::Alias(ty)) => {
                    self.is_endless(*id) || self.can_be_empty(api, ty, objects)
                }
                Some(Shape::Enumeration(..) | Shape::Union(_)) => true,
                Some(Shape::Contents(_)) | None => false,
            },
        }
    }
}
