//! Types of schemas.

pub(super) mod constraints;
pub(super) mod example;
pub(super) mod format;
pub(super) mod inline;
pub(super) mod mismatch;
pub(super) mod null;
pub(super) mod number;
pub(super) mod property;
pub(super) mod scalar;
pub(super) mod schema_context;
pub(super) mod schema_keywords;
pub(super) mod unknown_type;

use serde_json::Value;

use super::{
    Lowering,
    enumeration::literal::{integer_or_string, union_of_values},
    schema::{
        format::INTEGER_OR_STRING,
        inline::shared_owner,
        property::Properties,
        scalar::{docs, plain, scalar},
        schema_keywords::json_type_of,
    },
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Reference, ReferenceOr, Schema},
    ir::{Docs, JsonType, Owner, PathSegment, Scalar, TypeDef, TypeId, TypeKind, TypeRef},
    pointer::Pointer,
    resolve::component_pointer,
};

pub(super) use super::schema::schema_context::SchemaContext;

/// The length of the longest tuple without a type alias.
const MAX_PLAIN: usize = 3;

/// A schema or a reference to a schema.
#[derive(Clone, Copy)]
pub(super) enum Node<'d> {
    Reference(&'d Reference),
    Inline(&'d Schema),
}

impl<'d> From<&'d ReferenceOr<Schema>> for Node<'d> {
    fn from(node: &'d ReferenceOr<Schema>) -> Self {
        match node {
            ReferenceOr::Reference(reference) => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Inline(schema),
        }
    }
}

/// The type of a value, and `true` if the value may be null.
#[derive(Clone)]
pub(super) struct Typed {
    pub(super) ty: TypeRef,
    pub(super) nullable: bool,
}

impl Typed {
    pub(super) fn new(ty: TypeRef, nullable: bool) -> Self {
        let nullable = nullable && ty != TypeRef::Scalar(Scalar::Null);
        Self { ty, nullable }
    }

    /// Returns the type of an item of an array or a value of a map.
    pub(super) fn into_item(self) -> TypeRef {
        if self.nullable && self.ty != TypeRef::Json {
            TypeRef::Nullable(Box::new(self.ty))
        } else {
            self.ty
        }
    }
}

impl<'d> Lowering<'d, '_> {
    /// Returns the type of a schema.
    pub(super) fn schema(&mut self, node: Node<'d>, context: &SchemaContext) -> Typed {
        match node {
            Node::Reference(reference) => self.reference(reference, context),
            Node::Inline(schema) => self.inline(schema, context),
        }
    }

    /// Returns the type of a schema in a parameter or message. Operations that share a component
    /// share the types of its inline schemas.
    pub(super) fn lower_in_component(
        &mut self,
        node: Node<'d>,
        pointer: Pointer,
        owner: &Owner,
        step: PathSegment,
    ) -> Typed {
        let Some((owner, steps)) = shared_owner(&pointer, &step) else {
            let context = SchemaContext::new(pointer, owner.clone(), vec![step]);
            return self.schema(node, &context);
        };
        if let Some((typed, _)) = self.shared.get(&pointer) {
            return typed.clone();
        }
        let context = SchemaContext::new(pointer.clone(), owner, steps);
        let typed = self.schema(node, &context);
        self.shared
            .insert(pointer, (typed.clone(), self.types.len()));
        typed
    }

    fn reference(&mut self, reference: &'d Reference, context: &SchemaContext) -> Typed {
        match self.follow(reference, &context.pointer) {
            Ok((name, schema)) => {
                let is_null = schema.is_only_null();
                let nullable = self.is_nullable(schema) && !is_null;
                Typed::new(self.component_type(&name, schema), nullable)
            }
            Err(diagnostic) => {
                self.note_raw(&context.pointer, &diagnostic.message);
                self.diagnostics.report(diagnostic);
                Typed::new(TypeRef::Json, false)
            }
        }
    }

    /// Returns the component that a reference refers to, and the schema at the end of all
    /// references.
    pub(super) fn follow(
        &self,
        reference: &'d Reference,
        pointer: &Pointer,
    ) -> Result<(String, &'d Schema), Diagnostic> {
        let name = self.resolver.component_name::<Schema>(reference, pointer)?;
        let resolved = self.resolver.component::<Schema>(reference, pointer)?;
        Ok((name, resolved.item))
    }

    /// Reports an unresolved reference.
    pub(super) fn report_unresolved(&mut self, node: Node<'d>, pointer: &Pointer) {
        if let Node::Reference(reference) = node
            && let Err(unresolved) = self.follow(reference, pointer)
        {
            self.diagnostics.report(unresolved);
        }
    }

    /// Returns the type that the settings declare for a component.
    pub(super) fn foreign(&self, name: &str, schema: &Schema) -> Option<TypeRef> {
        let path = self.settings.schemas.get(name)?.clone();
        let is_text = scalar(schema, self.settings).is_some();
        Some(TypeRef::Foreign { path, is_text })
    }

    /// Returns the type of a component.
    pub(super) fn component_type(&mut self, name: &str, schema: &Schema) -> TypeRef {
        let foreign = self.foreign(name, schema);
        foreign.unwrap_or_else(|| TypeRef::Named(self.component(name)))
    }

    fn component(&mut self, name: &str) -> TypeId {
        if let Some(id) = self.components.get(name) {
            return *id;
        }
        let id = self.reserve();
        self.components.insert(name.to_owned(), id);
        self.pending.push(name.to_owned());
        id
    }

    /// Returns the definition of a component schema.
    pub(super) fn component_definition(&mut self, name: &str) -> TypeDef {
        let pointer = component_pointer::<Schema>(name);
        let owner = Owner::Component(name.to_owned());
        let context = SchemaContext::new(pointer.clone(), owner.clone(), Vec::new());
        let components = &self.resolver.document().components;
        let node = components.schemas.get(name).map(Node::from);
        let (docs, kind) = match node {
            Some(Node::Inline(schema)) => {
                let docs = docs(schema, self.settings);
                let mut own = self.kind(schema, &context);
                self.list_tags(name, &mut own, &context);
                self.relax_tag(name, &mut own);
                let kind = self.with_children(name, own, &docs, &context);
                (docs, kind)
            }
            Some(node) => (
                Docs::default(),
                TypeKind::Alias(self.schema(node, &context).ty),
            ),
            None => (Docs::default(), TypeKind::Alias(TypeRef::Json)),
        };
        TypeDef {
            pointer,
            owner,
            uses: Vec::new(),
            other_uses: Vec::new(),
            direction: None,
            docs,
            kind,
        }
    }

    /// Returns the kind of a component's type: an alias if its schema needs no name.
    fn kind(&mut self, schema: &'d Schema, context: &SchemaContext) -> TypeKind {
        match self.named_kind(schema, context) {
            Ok((kind, _)) => kind,
            Err(typed) => TypeKind::Alias(typed.ty),
        }
    }

    /// Returns the kind of a schema that needs a name, and `true` if the value may be null. For a
    /// schema that needs no name, returns its type as the error.
    pub(super) fn named_kind(
        &mut self,
        schema: &'d Schema,
        context: &SchemaContext,
    ) -> Result<(TypeKind, bool), Typed> {
        self.check_format(schema, context);
        self.check_keywords(schema, context);
        if schema.is_composed() {
            self.lower_composition(schema, context)
        } else {
            self.plain_kind(schema, context)
        }
    }

    /// Like [`named_kind`](Self::named_kind), for a schema without `oneOf`, `anyOf` and `allOf`.
    pub(super) fn plain_kind(
        &mut self,
        schema: &'d Schema,
        context: &SchemaContext,
    ) -> Result<(TypeKind, bool), Typed> {
        if schema.is_only_null() {
            return Err(self.null(context));
        }
        if let (true, Some(typ)) = (schema.is_null(), schema.ty()) {
            let pointer = context.pointer.child("enum");
            let written = Some(self.resolver.written(&pointer));
            let is_const = written
                .and_then(|at| at.last())
                .is_some_and(|key| key == "const");
            let values = if is_const {
                "const: null"
            } else {
                "enum: [null]"
            };
            let message = format!("no value of the type `{typ}` satisfies `{values}`");
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &pointer, message).help(
                    "list the values of the type; null and any value of the type are accepted here",
                ),
            );
        }
        match schema.json_type() {
            Some(JsonType::String) => self.string(schema, context),
            Some(JsonType::Object) => {
                let mut properties = Properties::default();
                self.merge_properties(&mut properties, schema, &context.pointer);
                self.object_or_map(properties, context)
            }
            Some(JsonType::Array) => {
                if let Some(prefix) = schema.prefix_items() {
                    return self.tuple(prefix, context);
                }
                let item = match schema.items.as_ref() {
                    Some(items) => {
                        let context =
                            context.child(context.pointer.child("items"), PathSegment::Item);
                        self.schema(items.into(), &context).into_item()
                    }
                    None => self.unconstrained(&context.pointer),
                };
                Err(Typed::new(TypeRef::List(Box::new(item)), false))
            }
            Some(JsonType::Integer) if !schema.integers().is_empty() => {
                self.check_values(schema, JsonType::Integer, context);
                self.listed_kind(schema)
                    .ok_or_else(|| Typed::new(TypeRef::Json, false))
            }
            Some(json @ (JsonType::Boolean | JsonType::Integer | JsonType::Number)) => {
                self.check_values(schema, json, context);
                let ty = plain(schema, self.settings).unwrap_or(TypeRef::Json);
                Err(Typed::new(ty, false))
            }
            Some(JsonType::Null) | None => match union_of_values(schema, context) {
                Some(union) => Ok((TypeKind::Union(union), schema.lists_null())),
                None => Err(self.untyped(schema, context)),
            },
        }
    }

    /// Lowers an array with a schema for each position. A short tuple of plain types has no name.
    fn tuple(
        &mut self,
        pointers: &'d [ReferenceOr<Schema>],
        context: &SchemaContext,
    ) -> Result<(TypeKind, bool), Typed> {
        let pointer = context.pointer.child("items").child("anyOf");
        let pointers = pointers.iter().enumerate();
        let items = pointers.map(|(index, node)| {
            let context = context.child(pointer.child(index), PathSegment::Position(index));
            self.schema(node.into(), &context).into_item()
        });
        let items: Vec<TypeRef> = items.collect();
        let plain = |ty: &TypeRef| matches!(ty, TypeRef::Scalar(_) | TypeRef::Named(_));
        if items.len() <= MAX_PLAIN && items.iter().all(plain) {
            return Err(Typed::new(TypeRef::Tuple(items), false));
        }
        Ok((TypeKind::Alias(TypeRef::Tuple(items)), false))
    }

    /// Lowers a string. A schema with listed values is an enumeration.
    fn string(
        &mut self,
        schema: &'d Schema,
        context: &SchemaContext,
    ) -> Result<(TypeKind, bool), Typed> {
        self.check_values(schema, JsonType::String, context);
        let is_configured = self.settings.formats.contains_key(INTEGER_OR_STRING);
        if schema.format == INTEGER_OR_STRING && schema.values.is_empty() && !is_configured {
            return Ok((TypeKind::Union(integer_or_string(context)), false));
        }
        self.listed_kind(schema).ok_or_else(|| {
            let ty = plain(schema, self.settings).unwrap_or(TypeRef::Json);
            Typed::new(ty, false)
        })
    }

    /// Reports values of `enum` that aren't of the declared type.
    fn check_values(&mut self, schema: &Schema, json: JsonType, context: &SchemaContext) {
        let wrong = |value: &&Value| match json_type_of(value) {
            Some(JsonType::Integer) => !matches!(json, JsonType::Integer | JsonType::Number),
            found => found != Some(json),
        };
        let mut reported: Vec<&Value> = schema.values.iter().filter(wrong).collect();
        let help = match reported.is_empty() {
            false => "write a value of that type; this value is ignored here",
            true => "write a value of that type; this value is converted here",
        };
        if reported.is_empty() {
            reported.extend(schema.converted.as_ref());
        }
        for value in reported {
            let is_large = value.as_f64().is_some_and(|it| it.abs() >= 9.2e18);
            let message = match json {
                JsonType::Integer if is_large => {
                    format!("`{value}` exceeds the 64 bits of a listed integer")
                }
                _ => format!("`{value}` isn't of the type `{}`", json.as_str()),
            };
            let pointer = context.pointer.child("enum");
            self.diagnostics
                .report(Diagnostic::warning(Code::Contradiction, &pointer, message).help(help));
        }
    }

    /// Returns the type of a schema whose only value is null.
    fn null(&mut self, context: &SchemaContext) -> Typed {
        let pointer = context.pointer.child("enum");
        let written = Some(self.resolver.written(&pointer));
        let key = written.as_ref().unwrap_or(&pointer).last();
        if key.is_some_and(|key| key == "enum") {
            let message = "`null` is the only value of this schema";
            self.diagnostics.report(
                Diagnostic::note(Code::Contradiction, &pointer, message).help(
                    "list the other values, or use `const: null` of OpenAPI 3.1 if there are none",
                ),
            );
        }
        Typed::new(TypeRef::Scalar(Scalar::Null), false)
    }

    /// Lowers a schema with an unknown JSON type.
    fn untyped(&mut self, schema: &'d Schema, context: &SchemaContext) -> Typed {
        if self.report_unknown_type(schema.ty(), context) {
            Typed::new(TypeRef::Json, false)
        } else if !schema.values.is_empty() {
            self.raw(context, "its values are of several types")
        } else if !schema.is_unconstrained() {
            self.raw(context, "it has no type, and keywords for several types")
        } else if schema.not.as_ref().is_some_and(|not| is_any(&not.schema)) {
            self.raw(context, "no value satisfies it")
        } else if schema.not.is_some() {
            self.raw(context, "`not` doesn't determine a type")
        } else {
            Typed::new(self.unconstrained(&context.pointer), false)
        }
    }

    pub(super) fn map_values(
        &mut self,
        schema: &'d ReferenceOr<Schema>,
        pointer: Pointer,
        context: &SchemaContext,
    ) -> TypeRef {
        let context = context.child(pointer, PathSegment::MapValue);
        self.schema(schema.into(), &context).into_item()
    }

    /// Returns the type of a schema without constraints.
    pub(super) fn unconstrained(&mut self, pointer: &Pointer) -> TypeRef {
        self.note_raw(pointer, "the schema allows any value");
        TypeRef::Json
    }

    pub(super) fn note_raw(&mut self, pointer: &Pointer, reason: &str) {
        self.raw.insert(pointer.clone(), reason.to_owned());
    }

    /// Types an unsupported schema as raw JSON, and reports the reason.
    pub(super) fn raw(&mut self, context: &SchemaContext, reason: &str) -> Typed {
        self.note_raw(&context.pointer, reason);
        let message = format!("this schema is typed as raw JSON: {reason}");
        self.diagnostics.report(
            Diagnostic::warning(Code::UnsupportedSchema, &context.pointer, message)
                .help("the values are `serde_json::Value` here"),
        );
        Typed::new(TypeRef::Json, false)
    }
}

/// Returns `true` for a schema that every value satisfies.
fn is_any(schema: &ReferenceOr<Schema>) -> bool {
    match schema {
        ReferenceOr::Item(schema) => {
            schema.is_unconstrained() && schema.ty().is_none() && schema.not.is_none()
        }
        ReferenceOr::Reference(_) => false,
    }
}
