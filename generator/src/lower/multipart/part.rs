//! Multipart bodies: the object with a property for each part, and the files among the properties.

use std::{
    collections::{BTreeMap, BTreeSet},
    ptr,
};

use indexmap::IndexMap;

use crate::lower::{
    Lowering,
    multipart::{file_part::is_binary, part_header::is_visible},
    operation::message::is_json,
    schema::{Node, SchemaContext, Typed, inline::shared_owner, scalar::docs},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Encoding, MediaType, Schema},
    ir::{Field, JsonType, Object, Owner, Part, PathSegment, Presence, TypeDef, TypeKind, TypeRef},
    markdown,
    pointer::Pointer,
    resolve::component_pointer,
};

/// The start of the names of bodies by FastAPI.
const FASTAPI_BODY: &str = "Body_";

/// The maximum number of references and single-member `allOf`s that are followed.
const DEPTH: usize = 16;

impl<'d> Lowering<'d, '_> {
    /// Returns the type of a multipart body, which is never shared with JSON because it can have
    /// files. Returns `None` if the document doesn't name the parts.
    pub(in crate::lower) fn parts(
        &mut self,
        media: &'d MediaType,
        encodings: &'d IndexMap<String, Encoding>,
        pointer: &Pointer,
        owner: &Owner,
        step: PathSegment,
    ) -> Option<TypeRef> {
        let schema_pointer = pointer.child("schema");
        let resolved = self.resolve_schema(media.schema.as_ref()?.into(), &schema_pointer)?;
        let component = self.component_of_parts(resolved.0, &resolved.1, encodings);
        let (key, shared) = match component {
            Some(name) => {
                let component = (Owner::Component(name), Vec::new());
                (resolved.1.clone(), Some(component))
            }
            None => {
                let shared = shared_owner(&schema_pointer, &step);
                (schema_pointer, shared)
            }
        };
        if let Some((typed, _)) = self.shared.get(&key) {
            return Some(typed.ty.clone());
        }
        let is_shared = shared.is_some();
        let (owner, steps) = shared.unwrap_or_else(|| (owner.clone(), vec![step]));
        let within = SchemaContext::new(resolved.1, owner.clone(), steps.clone());
        let checkpoint = self.checkpoint();
        let encoding = pointer.child("encoding");
        let object = self.object_of_parts(resolved.0, &within, (encodings, &encoding), 0);
        let Some(mut object) = object else {
            self.roll_back(&checkpoint);
            return None;
        };
        self.encode(&mut object, encodings, &encoding);
        // A component that is a body has its own name, and no path below it.
        let uses = match &owner {
            Owner::Component(_) => Vec::new(),
            _ => vec![steps],
        };
        let id = self.add(TypeDef {
            pointer: key.clone(),
            owner,
            uses,
            other_uses: Vec::new(),
            direction: None,
            docs: docs(resolved.0, self.settings),
            kind: TypeKind::Object(object),
        });
        let ty = TypeRef::Named(id);
        if is_shared {
            let typed = Typed::new(ty.clone(), false);
            self.shared.insert(key, (typed, self.types.len()));
        }
        Some(ty)
    }

    /// Returns the component whose type is the multipart body of every operation that refers to it:
    /// a component with files, or a body that FastAPI named after its operation. Other components
    /// are mostly JSON, and a type with the encoding of an operation belongs to the operation.
    fn component_of_parts(
        &self,
        schema: &'d Schema,
        pointer: &Pointer,
        encodings: &IndexMap<String, Encoding>,
    ) -> Option<String> {
        let name = pointer.last()?;
        let is_component = *pointer == component_pointer::<Schema>(&name);
        let is_body = || name.starts_with(FASTAPI_BODY) || self.has_files(schema, pointer);
        (encodings.is_empty() && is_component && is_body()).then_some(name)
    }

    /// Reports the schema of a multipart body that doesn't name the parts.
    pub(in crate::lower) fn report_untyped_parts(&mut self, node: Node<'d>, pointer: &Pointer) {
        let is_unconstrained = |(schema, _): (&Schema, _)| schema.is_unconstrained();
        if self
            .resolve_schema(node, pointer)
            .is_none_or(is_unconstrained)
        {
            return;
        }
        let message =
            "the schema of this multipart body isn't generated: it isn't an object with properties";
        self.diagnostics.report(
            Diagnostic::warning(Code::NotGenerated, pointer, message)
                .help("build the body as a `runtime::Multipart`, part by part"),
        );
    }

    /// Follows references and single-member `allOf`s to a schema. Returns the schema and its
    /// pointer.
    pub(in crate::lower) fn resolve_schema(
        &self,
        node: Node<'d>,
        pointer: &Pointer,
    ) -> Option<(&'d Schema, Pointer)> {
        let (mut node, mut pointer) = (node, pointer.clone());
        for _ in 0..DEPTH {
            let schema = match node {
                Node::Inline(schema) => schema,
                Node::Reference(reference) => {
                    let (name, schema) = self.follow(reference, &pointer).ok()?;
                    pointer = component_pointer::<Schema>(&name);
                    schema
                }
            };
            let Some([only]) = schema.only_all_of() else {
                return Some((schema, pointer));
            };
            node = only.into();
            pointer = pointer.child("allOf").child(0);
        }
        None
    }

    /// Like [`resolve_schema`](Self::resolve_schema), but also follows unions of one schema and
    /// null.
    pub(in crate::lower) fn resolve_non_null_schema(
        &self,
        node: Node<'d>,
        pointer: &Pointer,
    ) -> Option<(&'d Schema, Pointer)> {
        let (mut schema, mut pointer) = self.resolve_schema(node, pointer)?;
        for _ in 0..DEPTH {
            let (key, variants) = match (schema.any_of.as_slice(), schema.one_of.as_slice()) {
                ([], []) => break,
                (any_of, []) => ("anyOf", any_of),
                ([], one_of) => ("oneOf", one_of),
                _ => break,
            };
            let mut others = variants.iter().enumerate();
            let mut other =
                || others.find(|(_, variant)| !self.is_null((*variant).into(), &pointer));
            let (Some((index, only)), None) = (other(), other()) else {
                break;
            };
            (schema, pointer) =
                self.resolve_schema(only.into(), &pointer.child(key).child(index))?;
        }
        Some((schema, pointer))
    }

    /// Returns the properties of an object and of its `allOf`. If a name is repeated, the last
    /// property counts. Each schema is visited once, because an `allOf` may refer to itself.
    pub(in crate::lower) fn property_nodes(
        &self,
        schema: &'d Schema,
        pointer: &Pointer,
    ) -> Vec<(&'d String, Node<'d>)> {
        enum Step<'d> {
            Parts(&'d Schema, Pointer),
            Properties(&'d Schema),
        }
        let mut nodes = Vec::new();
        let mut visited = BTreeSet::new();
        let mut steps = vec![Step::Parts(schema, pointer.clone())];
        while let Some(step) = steps.pop() {
            match step {
                Step::Parts(schema, pointer) if visited.insert(ptr::from_ref(schema)) => {
                    steps.push(Step::Properties(schema));
                    for part in schema.all_of.iter().rev() {
                        let part = self.resolve_schema(part.into(), &pointer);
                        steps.extend(part.map(|(schema, pointer)| Step::Parts(schema, pointer)));
                    }
                }
                Step::Parts(..) => {}
                Step::Properties(schema) => {
                    let properties = schema.properties.iter();
                    nodes.extend(properties.map(|(json_name, node)| (json_name, node.into())));
                }
            }
        }
        nodes
    }

    /// Sets the encoding of each property.
    fn encode(
        &mut self,
        object: &mut Object,
        encodings: &'d IndexMap<String, Encoding>,
        pointer: &Pointer,
    ) {
        let names: BTreeSet<&str> = object
            .fields
            .iter()
            .map(|field| &*field.json_name)
            .collect();
        self.check_encodings(encodings, pointer, |name| names.contains(name));
        let mut parts = Vec::new();
        for field in &mut object.fields {
            // A part can't be null.
            if field.presence == Presence::OptionalNullable {
                field.presence = Presence::Optional;
            }
            let Some(encoding) = encodings.get(&field.json_name) else {
                parts.push(Part::default());
                continue;
            };
            let pointer = pointer.child(&field.json_name);
            let all = encoding.content_type.as_deref().unwrap_or_default();
            let media_type = all.split(',').map(str::trim);
            let media_type = media_type.filter(|one| !one.contains('*') && is_visible(one));
            let media_type = media_type.map(str::to_owned).next().unwrap_or_default();
            if !all.is_empty() {
                let fact = format!("media type {}", markdown::code(all));
                field.docs.constraints.push(fact);
            }
            self.check_part(field, encoding, &pointer);
            parts.push(Part {
                media_type,
                headers: self.part_headers(&encoding.headers, &pointer.child("headers")),
                delimiter: delimiter(encoding),
            });
        }
        object.parts = Some(parts);
    }

    /// Returns the properties of a multipart body that are files: objects and arrays of objects in
    /// a media type other than JSON, and unions with a binary schema.
    pub(in crate::lower) fn opaque(
        &mut self,
        (schema, pointer): (&'d Schema, &Pointer),
        encodings: &IndexMap<String, Encoding>,
        encoding: &Pointer,
    ) -> BTreeMap<String, TypeRef> {
        let nodes = self.property_nodes(schema, pointer);
        let mut found = BTreeMap::new();
        // If a name is repeated, the first property that is a file counts.
        for (json_name, node) in nodes {
            if found.contains_key(json_name) {
                continue;
            }
            let is_other = encodings.get(json_name).is_some_and(is_other);
            let structure = self.structure_as_file(node, pointer).filter(|_| is_other);
            if let Some(file) = structure {
                self.report_bytes(json_name, &encoding.child(json_name));
                found.insert(json_name.clone(), file);
            } else if let Some((file, is_all)) = self.union_of_files(node, pointer) {
                if !is_all {
                    let message =
                        format!("the part `{json_name}` is a file: its other schemas aren't typed");
                    let pointer = pointer.child("properties").child(json_name);
                    self.diagnostics.report(
                        Diagnostic::warning(Code::NotGenerated, &pointer, message)
                            .help("to send a value of another schema, serialize it to the bytes of a file"),
                    );
                }
                found.insert(json_name.clone(), file);
            }
        }
        found
    }

    /// Returns the type of a union with a binary schema, and `true` if all of its schemas are
    /// binary.
    fn union_of_files(&self, node: Node<'d>, pointer: &Pointer) -> Option<(TypeRef, bool)> {
        let (schema, pointer) = self.resolve_non_null_schema(node, pointer)?;
        let variants = schema.any_of.iter().chain(&schema.one_of).map(Node::from);
        let variants: Vec<_> = variants
            .filter(|variant| !self.is_null(*variant, &pointer))
            .filter_map(|variant| self.resolve_non_null_schema(variant, &pointer))
            .collect();
        let is_list = |(schema, pointer): &(&'d Schema, Pointer)| {
            let item = schema.items.as_ref().map(Node::from);
            let item = item.and_then(|item| self.resolve_non_null_schema(item, pointer));
            item.is_some_and(|(item, _)| is_binary(item))
        };
        let files = variants
            .iter()
            .filter(|(schema, _)| is_binary(schema))
            .count();
        let lists = variants.iter().filter(|variant| is_list(variant)).count();
        if files + lists == 0 {
            return None;
        }
        let ty = match lists {
            0 => TypeRef::File,
            _ => TypeRef::List(Box::new(TypeRef::File)),
        };
        Some((ty, files + lists == variants.len()))
    }

    fn report_bytes(&mut self, json_name: &str, encoding: &Pointer) {
        let message = format!("the part `{json_name}` is bytes: its media type isn't JSON");
        self.diagnostics.report(
            Diagnostic::warning(Code::NotGenerated, &encoding.child("contentType"), message)
                .help("encode the value in the media type yourself"),
        );
    }

    /// Returns the file type for an object, or the array of files for an array of objects.
    fn structure_as_file(&self, node: Node<'d>, pointer: &Pointer) -> Option<TypeRef> {
        let (schema, pointer) = self.resolve_schema(node, pointer)?;
        match (schema.json_type(), schema.items.as_ref()) {
            (Some(JsonType::Object), _) => Some(TypeRef::File),
            (Some(JsonType::Array), Some(items)) => {
                let (item, _) = self.resolve_schema(items.into(), &pointer)?;
                let is_object = item.json_type() == Some(JsonType::Object);
                is_object.then(|| TypeRef::List(Box::new(TypeRef::File)))
            }
            _ => None,
        }
    }

    /// Reports the style of a part. A structure in a media type other than JSON becomes a file,
    /// since only the caller can encode the structure.
    fn check_part(&mut self, field: &mut Field, encoding: &Encoding, pointer: &Pointer) {
        if encoding.style.is_some() || encoding.explode == Some(true) || encoding.allow_reserved {
            let message = format!(
                "the style of the part `{}` isn't generated",
                field.json_name
            );
            self.diagnostics.report(
                Diagnostic::warning(Code::NotGenerated, pointer, message)
                    .help("remove it; the media type determines the encoding"),
            );
        }
        let (is_list, item) = match &field.ty {
            TypeRef::List(item) => (true, item.as_ref()),
            ty => (false, ty),
        };
        if is_other(encoding) && *item != TypeRef::File && !self.is_text(item) {
            field.ty = match is_list {
                true => TypeRef::List(Box::new(TypeRef::File)),
                false => TypeRef::File,
            };
            self.report_bytes(&field.json_name, pointer);
        }
    }
}

/// Returns the separator of an array's items. OpenAPI 3.0 has no separator for parts, so the
/// separators of other versions are converted to this extension.
fn delimiter(encoding: &Encoding) -> Option<String> {
    encoding.delimiter.clone()
}

/// Returns `true` if a part has media types, and no JSON media type.
fn is_other(encoding: &Encoding) -> bool {
    let all = encoding.content_type.as_deref().unwrap_or_default();
    !all.is_empty() && !all.split(',').any(|one| is_json(one.trim()))
}
