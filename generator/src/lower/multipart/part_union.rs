//! Multipart bodies with a union as their schema: one object with the properties of all variants.

use indexmap::IndexMap;

use crate::lower::{
    Lowering,
    schema::{Node, SchemaContext},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Encoding, Schema},
    ir::{AdditionalProperties, Field, Object, Presence, Scalar, TypeKind, TypeRef},
    pointer::Pointer,
};

/// The maximum depth of nested unions.
const DEPTH: usize = 8;

impl<'d> Lowering<'d, '_> {
    /// Returns the object of a multipart body; `None` if the document doesn't name the parts.
    pub(in crate::lower) fn object_of_parts(
        &mut self,
        schema: &'d Schema,
        context: &SchemaContext,
        encodings: (&'d IndexMap<String, Encoding>, &Pointer),
        depth: usize,
    ) -> Option<Object> {
        let (key, variants) = match (schema.one_of.as_slice(), schema.any_of.as_slice()) {
            ([], []) => return self.object_of_variant(schema, context, encodings),
            (one_of, []) => ("oneOf", one_of),
            ([], any_of) => ("anyOf", any_of),
            _ => return None,
        };
        if depth > DEPTH || !schema.all_of.is_empty() {
            return None;
        }
        let mut merged = None;
        let mut count = 0;
        for (index, variant) in variants.iter().enumerate() {
            let pointer = context.pointer.child(key).child(index);
            let node = Node::from(variant);
            if self.is_null(node, &pointer) {
                continue;
            }
            let (schema, pointer) = self.resolve_schema(node, &pointer)?;
            let context = SchemaContext {
                pointer,
                ..context.clone()
            };
            let own = self.object_of_parts(schema, &context, encodings, depth + 1)?;
            count += 1;
            merged = match merged {
                None => Some(own),
                Some(before) => Some(self.merged(before, own)?),
            };
        }
        let mut merged = merged?;
        let required = &schema.required;
        if schema.has_properties() {
            let Ok((TypeKind::Object(mut base), _)) = self.plain_kind(schema, context) else {
                return None;
            };
            self.mark_files(&mut base, schema, &context.pointer);
            self.add_base(&mut merged, base)?;
        }
        for field in &mut merged.fields {
            if required.contains(&field.json_name) {
                field.presence = with(field.presence, true);
            }
        }
        if count > 1 {
            let message = "the variants of this multipart body are one type";
            let found = Diagnostic::note(Code::NotGenerated, &context.pointer.child(key), message);
            let help =
                "set the parts of one variant; parts that every variant requires are required here";
            self.diagnostics.report(found.help(help));
        }
        Some(merged)
    }

    fn object_of_variant(
        &mut self,
        schema: &'d Schema,
        context: &SchemaContext,
        (encodings, encoding): (&'d IndexMap<String, Encoding>, &Pointer),
    ) -> Option<Object> {
        if schema.is_unconstrained()
            && schema.additional_properties.is_none()
            && !schema.required.is_empty()
        {
            return Some(Object::default());
        }
        let opaque = self.opaque((schema, &context.pointer), encodings, encoding);
        self.opaque = (context.pointer.clone(), opaque);
        let Ok((TypeKind::Object(mut object), _)) = self.named_kind(schema, context) else {
            return None;
        };
        self.mark_files(&mut object, schema, &context.pointer);
        Some(object)
    }

    /// Merges the properties of two variants. Returns `None` if a property has two types.
    fn merged(&self, mut all: Object, other: Object) -> Option<Object> {
        for field in &mut all.fields {
            if !other
                .fields
                .iter()
                .any(|it| it.json_name == field.json_name)
            {
                field.presence = with(field.presence, false);
                field.constant = None;
            }
        }
        for mut field in other.fields {
            match find(&mut all, &field) {
                Some(own) => {
                    let is_required = own.presence.is_required() && field.presence.is_required();
                    own.presence = with(own.presence, is_required);
                    self.combine(own, field)?;
                }
                None => {
                    field.presence = with(field.presence, false);
                    field.constant = None;
                    all.fields.push(field);
                }
            }
        }
        if all.additional != other.additional {
            all.additional = AdditionalProperties::Ignored;
        }
        Some(all)
    }

    /// Adds the properties beside a union.
    fn add_base(&self, all: &mut Object, base: Object) -> Option<()> {
        let mut fields = Vec::new();
        for field in base.fields {
            match find(all, &field) {
                Some(own) => {
                    let is_required = own.presence.is_required() || field.presence.is_required();
                    own.presence = with(own.presence, is_required);
                    self.combine(own, field)?;
                }
                None => fields.push(field),
            }
        }
        all.fields.splice(0..0, fields);
        Some(())
    }

    /// Merges two fields. Strings with different listed values become a plain string.
    fn combine(&self, own: &mut Field, other: Field) -> Option<()> {
        if own.constant != other.constant {
            own.constant = None;
        }
        if own.docs.constraints != other.docs.constraints {
            own.docs.constraints.clear();
        }
        if own.ty != other.ty {
            let are_text = self.is_text(&own.ty) && self.is_text(&other.ty);
            own.ty = are_text.then_some(TypeRef::Scalar(Scalar::String))?;
        }
        Some(())
    }
}

fn find<'f>(all: &'f mut Object, field: &Field) -> Option<&'f mut Field> {
    all.fields
        .iter_mut()
        .find(|it| it.json_name == field.json_name)
}

fn with(presence: Presence, is_required: bool) -> Presence {
    let is_nullable = matches!(presence, Presence::Nullable | Presence::OptionalNullable);
    Presence::new(is_required, is_nullable)
}
