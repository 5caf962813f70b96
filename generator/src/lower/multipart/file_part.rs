//! The files among the parts of a multipart body.

use std::{
    collections::{BTreeMap, BTreeSet},
    ptr,
};

use crate::lower::{Lowering, schema::Node};
use crate::{
    document::{self, Schema},
    ir::{AdditionalProperties, Object, TypeRef},
    pointer::Pointer,
};

impl<'d> Lowering<'d, '_> {
    /// Sets the type of binary properties, and of arrays of binary items, to files.
    pub(in crate::lower) fn mark_files(
        &self,
        object: &mut Object,
        schema: &'d Schema,
        pointer: &Pointer,
    ) {
        let nodes = self.property_nodes(schema, pointer);
        let nodes: BTreeMap<&String, Node<'d>> = nodes.into_iter().collect();
        for field in &mut object.fields {
            let node = nodes.get(&field.json_name);
            if let Some(file) = node.and_then(|node| self.file_type(*node, pointer)) {
                field.ty = file;
            }
        }
        let values = self.additional_node(schema, pointer);
        if let Some(file) = values.and_then(|node| self.file_type(node, pointer))
            && let AdditionalProperties::Kept(ty) = &mut object.additional
        {
            *ty = file;
        }
    }

    pub(in crate::lower) fn has_files(&self, schema: &'d Schema, pointer: &Pointer) -> bool {
        let nodes = self.property_nodes(schema, pointer);
        let nodes = nodes.into_iter().map(|(_, node)| node);
        let mut nodes = nodes.chain(self.additional_node(schema, pointer));
        nodes.any(|node| self.file_type(node, pointer).is_some())
    }

    /// Returns the schema of additional properties of an object or of its `allOf`. An empty schema
    /// means any value, not a file.
    fn additional_node(&self, schema: &'d Schema, pointer: &Pointer) -> Option<Node<'d>> {
        let mut visited = BTreeSet::new();
        let mut open = vec![(schema, pointer.clone())];
        while let Some((schema, pointer)) = open.pop() {
            // An `allOf` may refer to itself.
            if !visited.insert(ptr::from_ref(schema)) {
                continue;
            }
            if let Some(document::AdditionalProperties::Schema(values)) =
                schema.additional_properties.as_ref()
            {
                let values = Node::from(values);
                let resolved = self.resolve_schema(values, &pointer);
                let is_constrained = resolved.is_some_and(|(it, _)| !it.is_unconstrained());
                return is_constrained.then_some(values);
            }
            let members = schema.all_of.iter().rev();
            open.extend(members.filter_map(|it| self.resolve_schema(it.into(), &pointer)));
        }
        None
    }

    /// Returns the type of a binary part, or of a part that is an array of binary items.
    fn file_type(&self, node: Node<'d>, pointer: &Pointer) -> Option<TypeRef> {
        let (schema, pointer) = self.resolve_non_null_schema(node, pointer)?;
        if self.is_file(schema) {
            return Some(TypeRef::File);
        }
        if schema.ty() != Some("array") || schema.is_composed() {
            return None;
        }
        let item = schema.items.as_ref().map(Node::from)?;
        let (item, _) = self.resolve_non_null_schema(item, &pointer)?;
        self.is_file(item)
            .then(|| TypeRef::List(Box::new(TypeRef::File)))
    }

    /// Returns `true` if a part is a file. From OpenAPI 3.1 on, a schema without constraints is a
    /// file (section 4.8.15.1.1).
    fn is_file(&self, schema: &Schema) -> bool {
        let has_files = self.resolver.document().has_files_without_constraints;
        let is_unspecified =
            schema.ty().is_none() && schema.is_unconstrained() && schema.not.is_none();
        is_binary(schema) || has_files && is_unspecified
    }
}

/// Returns `true` for a string of bytes.
pub(in crate::lower) fn is_binary(schema: &Schema) -> bool {
    schema.ty() == Some("string") && schema.format == "binary" && !schema.is_composed()
}
