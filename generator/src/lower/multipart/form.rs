//! Objects that are only sent as forms. A form can't represent null.

use std::collections::BTreeMap;

use crate::ir::{Operation, Presence, RequestContent, TypeDef, TypeId, TypeKind, TypeRef};
use crate::lower::direction::{each_held, each_type, named};

/// Makes the nullable properties of objects that are only sent as forms optional.
pub(in crate::lower) fn remove_nulls(types: &mut [TypeDef], operations: &mut [Operation]) {
    let mut forms: BTreeMap<TypeId, usize> = BTreeMap::new();
    let bodies = operations.iter().filter_map(|it| it.body.as_ref());
    for content in bodies.flat_map(|body| &body.contents) {
        if let RequestContent::Form(TypeRef::Named(id), _) = &content.payload {
            *forms.entry(*id).or_default() += 1;
        }
    }
    if forms.is_empty() {
        return;
    }
    let mut uses: BTreeMap<TypeId, usize> = BTreeMap::new();
    let mut count = |ty: &TypeRef| {
        for id in named(ty) {
            *uses.entry(id).or_default() += 1;
        }
    };
    for definition in types.iter_mut() {
        each_held(&mut definition.kind, &mut |ty| count(ty));
    }
    for operation in operations {
        each_type(operation, |ty, _| count(ty));
    }
    for (id, sent) in forms {
        let kind = types.get_mut(id.0).map(|definition| &mut definition.kind);
        if let Some(TypeKind::Object(object)) = kind
            && uses.get(&id) == Some(&sent)
        {
            let fields = object.fields.iter_mut();
            let nullable = fields.filter(|it| it.presence == Presence::OptionalNullable);
            nullable.for_each(|field| field.presence = Presence::Optional);
        }
    }
}
