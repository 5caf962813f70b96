//! Merging of `allOf`, and of properties with an adjacent `oneOf` or `anyOf`.

use std::collections::BTreeSet;

use crate::lower::{
    Lowering,
    all_of::{
        intersect::{most_specific, plain_type},
        merge_property::Preference,
    },
    schema::{Node, SchemaContext, Typed, property::Properties, schema_keywords::named},
    union::{json_values::JsonValues, member::VariantSchema, self_union::plain_variants},
};
use crate::{
    document::{Discriminator, ReferenceOr, Schema},
    ir::{JsonType, Owner, TypeKind},
    pointer::Pointer,
    resolve::component_pointer,
};

/// A schema merged with the members of its `allOf`.
#[derive(Default, Clone)]
pub(in crate::lower) struct MergedSchema<'d> {
    pub(in crate::lower) properties: Properties<'d>,
    /// `true` if a merged schema is an object.
    pub(in crate::lower) is_object: bool,
    /// Every `oneOf` and `anyOf`.
    pub(in crate::lower) choices: Vec<Choice<'d>>,
    /// The schemas that aren't objects.
    pub(in crate::lower) non_objects: Vec<Part<'d>>,
    /// The reason why the schemas can't be merged.
    pub(in crate::lower) unsupported: Option<&'static str>,
    /// The merged components. A repeated or recursive component is merged once.
    pub(in crate::lower) components: BTreeSet<String>,
}

/// The variants of a `oneOf` or `anyOf`.
#[derive(Clone)]
pub(in crate::lower) struct Choice<'d> {
    pub(in crate::lower) variants: &'d [ReferenceOr<Schema>],
    pub(in crate::lower) pointer: Pointer,
    pub(in crate::lower) discriminator: Option<&'d Discriminator>,
}

/// A member of an `allOf` that isn't an object.
#[derive(Clone)]
pub(in crate::lower) struct Part<'d> {
    pub(in crate::lower) node: Node<'d>,
    pub(in crate::lower) pointer: Pointer,
    pub(in crate::lower) json: JsonType,
    /// `true` if the schema has an `enum`.
    pub(in crate::lower) has_enum: bool,
}

/// The maximum depth of nested `allOf`.
pub(in crate::lower) const MAX_PARTS: usize = 8;

impl<'d> Lowering<'d, '_> {
    /// Lowers a schema with `oneOf`, `anyOf` or `allOf`.
    pub(in crate::lower) fn lower_composition(
        &mut self,
        schema: &'d Schema,
        context: &SchemaContext,
    ) -> Result<(TypeKind, bool), Typed> {
        if let Some(typed) = self.narrowed(Node::Inline(schema), context) {
            return Err(typed);
        }
        if let Some(lowered) = self.only_part(schema, context) {
            return lowered;
        }
        if let Some(lowered) = self.enumerated(schema, context) {
            return lowered;
        }
        let mut merged = MergedSchema::default();
        if let (Owner::Component(name), []) = (&context.owner, context.steps.as_slice()) {
            merged.components.insert(name.clone());
        }
        self.merge_schema(schema, Node::Inline(schema), &context.pointer, &mut merged);
        self.remove_implied_types(&mut merged);
        if let Some(reason) = merged.unsupported {
            return Err(self.raw(context, reason));
        }
        match (merged.non_objects.as_slice(), merged.choices.as_slice()) {
            ([], []) if merged.is_object || !merged.properties.named.is_empty() => {
                self.object_or_map(merged.properties, context)
            }
            ([], []) => Err(Typed::new(self.unconstrained(&context.pointer), false)),
            ([], [choice]) => {
                let choice = choice.clone();
                self.union(&choice, merged, context)
            }
            ([], _) => Err(self.raw(context, "it has several unions")),
            (parts, []) if !merged.is_object && merged.properties.named.is_empty() => {
                if let Some(typed) = self.merged_items(parts, context) {
                    return Err(typed);
                }
                match most_specific(parts) {
                    Some(part) if part.pointer == context.pointer => {
                        self.plain_kind(schema, context)
                    }
                    Some(part) => self.lower_in_place(part.node, part.pointer.clone(), context),
                    None => Err(self.raw(context, "the schemas in its `allOf` have several types")),
                }
            }
            _ => Err(self.raw(context, "a schema in its `allOf` isn't an object")),
        }
    }

    /// Lowers the only member of an `allOf` that constrains more than the JSON type. A union that
    /// has a single variant of the type is lowered as the variant.
    fn only_part(
        &mut self,
        keywords: &'d Schema,
        context: &SchemaContext,
    ) -> Option<Result<(TypeKind, bool), Typed>> {
        if let (Owner::Component(name), []) = (&context.owner, context.steps.as_slice())
            && self.inheritance.is_child(name)
        {
            return None;
        }
        let is_otherwise_unconstrained = !keywords.has_properties()
            && keywords.values.is_empty()
            && !keywords.lists_null()
            && keywords.additional_properties.is_none()
            && keywords.items.is_none()
            && keywords.format.is_empty()
            && keywords.one_of.is_empty()
            && keywords.any_of.is_empty();
        let mut limits = TypeLimits::default();
        limits.add(keywords);
        let mut found = None;
        for (index, part) in keywords.all_of.iter().enumerate() {
            match part {
                ReferenceOr::Item(schema) if is_unconstrained(part) || is_only_type(part) => {
                    limits.add(schema);
                }
                part if found.is_none() => found = Some((index, part)),
                _ => return None,
            }
        }
        let only = match keywords.all_of.as_slice() {
            [only] => Some((0, only)),
            _ => found,
        };
        let (index, part) = only.filter(|_| is_otherwise_unconstrained)?;
        let pointer = context.pointer.child("allOf").child(index);
        let (node, pointer) = self.limited(part.into(), pointer, &limits)?;
        let nullable = |null: bool| limits.nullable || null && limits.json.is_empty();
        Some(match self.lower_in_place(node, pointer, context) {
            Ok((kind, null)) => Ok((kind, nullable(null))),
            Err(typed) => Err(Typed::new(typed.ty, nullable(typed.nullable))),
        })
    }

    /// Returns the schema whose values satisfy a schema and limits: the only variant of the JSON
    /// type, or else the schema itself. Returns `None` if the limits constrain the values further.
    fn limited(
        &mut self,
        node: Node<'d>,
        pointer: Pointer,
        limits: &TypeLimits<'d>,
    ) -> Option<(Node<'d>, Pointer)> {
        let mut limited = (node, pointer);
        let (node, pointer) = &limited;
        let choice = self.choice_of(*node, pointer);
        if let Some(json) = limits.json.first() {
            if limits.json.len() > 1 || choice.is_none() && *json != JsonType::Object {
                return None;
            }
            let has_type = |variant: &VariantSchema<'d>| {
                let types = self.json_types(variant.node, &variant.pointer, 0);
                types.is_none_or(|types| types.iter().any(|it| is_of_type(*it, *json)))
            };
            let mut variants = choice.iter().flat_map(Choice::variants).filter(has_type);
            if let (Some(only), None) = (variants.next(), variants.next()) {
                limited = (only.node, only.pointer);
            }
        }
        if limits.required.is_empty() {
            return Some(limited);
        }
        let all = self.json_values(limited.0, &limited.1)?;
        let are_required = all.iter().all(|values| match values {
            JsonValues::Object(fields) => {
                let mut required = limits.required.iter();
                required.all(|json_name| fields.required.contains_key(*json_name))
            }
            _ => false,
        });
        are_required.then_some(limited)
    }

    /// Returns the variants of a schema that is only a `oneOf` or `anyOf`.
    fn choice_of(&self, node: Node<'d>, pointer: &Pointer) -> Option<Choice<'d>> {
        let (schema, pointer) = match node {
            Node::Inline(schema) => (schema, pointer.clone()),
            Node::Reference(reference) => {
                let resolved = self.resolver.component::<Schema>(reference, pointer).ok()?;
                (resolved.item, resolved.pointer)
            }
        };
        let (key, variants) = plain_variants(schema)?;
        Some(Choice {
            variants,
            pointer: pointer.child(key),
            discriminator: schema.discriminator.as_deref(),
        })
    }

    /// Lowers a schema in place of the schema around it. An inline schema in a component becomes
    /// the component.
    pub(in crate::lower) fn lower_in_place(
        &mut self,
        node: Node<'d>,
        pointer: Pointer,
        context: &SchemaContext,
    ) -> Result<(TypeKind, bool), Typed> {
        let context = SchemaContext {
            pointer,
            ..context.clone()
        };
        match (node, &context.owner, context.steps.as_slice()) {
            (Node::Inline(schema), Owner::Component(_), []) => self.named_kind(schema, &context),
            _ => Err(self.schema(node, &context)),
        }
    }

    pub(in crate::lower) fn merge_all_of(
        &mut self,
        node: Node<'d>,
        pointer: &Pointer,
        merged: &mut MergedSchema<'d>,
    ) {
        match node {
            Node::Inline(schema) => self.merge_schema(schema, node, pointer, merged),
            Node::Reference(reference) => match self.follow(reference, pointer) {
                Ok((name, schema)) => {
                    if merged.components.insert(name.clone()) {
                        let own = component_pointer::<Schema>(&name);
                        let first = merged.non_objects.len();
                        self.merge_schema(schema, node, &own, merged);
                        // The part keeps the pointer of the reference, since the type is named
                        // after the component.
                        for part in merged.non_objects.iter_mut().skip(first) {
                            if part.pointer == own {
                                part.pointer = pointer.clone();
                            }
                        }
                    }
                }
                Err(diagnostic) => {
                    self.diagnostics.report(diagnostic);
                    merged.unsupported = Some("a reference in its `allOf` is unresolved");
                }
            },
        }
    }

    fn merge_schema(
        &mut self,
        schema: &'d Schema,
        node: Node<'d>,
        pointer: &Pointer,
        merged: &mut MergedSchema<'d>,
    ) {
        for (index, part) in schema.all_of.iter().enumerate() {
            let pointer = pointer.child("allOf").child(index);
            self.merge_all_of(part.into(), &pointer, merged);
        }
        match schema.json_type() {
            Some(JsonType::Object) => merged.is_object = true,
            Some(json) => {
                merged.non_objects.push(Part {
                    node,
                    pointer: pointer.clone(),
                    json,
                    has_enum: !schema.values.is_empty(),
                });
                // A `oneOf` or `anyOf` beside a type only restricts its values.
                return;
            }
            None if schema.ty().is_some() || !schema.values.is_empty() || schema.lists_null() => {
                merged.unsupported = Some("a schema in its `allOf` has no type");
            }
            None => {}
        }
        self.merge_properties(&mut merged.properties, schema, pointer);
        for (key, variants) in [
            ("oneOf", schema.one_of.as_slice()),
            ("anyOf", schema.any_of.as_slice()),
        ] {
            // Variants that only have `required`, and recursive variants, don't change the type.
            if !variants.iter().all(is_unconstrained)
                && !self.is_recursive(variants, pointer, merged)
            {
                merged.choices.push(Choice {
                    variants,
                    pointer: pointer.child(key),
                    discriminator: schema.discriminator.as_deref(),
                });
            }
        }
    }

    fn is_recursive(
        &self,
        variants: &'d [ReferenceOr<Schema>],
        pointer: &Pointer,
        merged: &MergedSchema<'d>,
    ) -> bool {
        variants.iter().any(|variant| match variant {
            ReferenceOr::Reference(reference) => {
                let name = self.resolver.component_name::<Schema>(reference, pointer);
                // A union that lists itself still has its other variants.
                name.is_ok_and(|name| {
                    merged.components.contains(&name)
                        && component_pointer::<Schema>(&name) != *pointer
                })
            }
            ReferenceOr::Item(_) => false,
        })
    }

    /// Adds the properties of a schema without its `allOf`.
    pub(in crate::lower) fn merge_properties(
        &mut self,
        properties: &mut Properties<'d>,
        schema: &'d Schema,
        pointer: &Pointer,
    ) {
        let below = pointer.child("properties");
        for (json_name, node) in &schema.properties {
            let (node, pointer) = (Node::from(node), below.child(json_name));
            let existing = properties
                .named
                .get(json_name.as_str())
                .map(|property| property.node);
            match existing.map(|existing| self.more_specific(existing, node, json_name, &pointer)) {
                Some(Preference::First) => {}
                Some(Preference::Both) => properties.add_schema(json_name, node, pointer),
                Some(Preference::Last) | None => properties.add(json_name, node, pointer),
            }
        }
        properties.require(&schema.required, pointer);
        properties.set_additional(schema.additional_properties.as_ref(), pointer);
        properties
            .discriminators
            .extend(schema.discriminator_property());
    }

    /// Returns the schema of a node, which may be a reference.
    pub(in crate::lower) fn schema_of(
        &self,
        node: Node<'d>,
        pointer: &Pointer,
    ) -> Option<&'d Schema> {
        match node {
            Node::Inline(schema) => Some(schema),
            Node::Reference(reference) => Some(self.follow(reference, pointer).ok()?.1),
        }
    }
}

/// Returns `true` for an inline schema without constraints.
pub(in crate::lower) fn is_unconstrained(part: &ReferenceOr<Schema>) -> bool {
    match part {
        ReferenceOr::Item(schema) => schema.is_unconstrained(),
        ReferenceOr::Reference(_) => false,
    }
}

/// Returns `true` for an inline schema that only has a type.
fn is_only_type(part: &ReferenceOr<Schema>) -> bool {
    plain_type(part).flatten().is_some()
}

/// Returns `true` for equal JSON types. Integers and numbers count as equal.
fn is_of_type(json: JsonType, other: JsonType) -> bool {
    let numbers = [JsonType::Integer, JsonType::Number];
    json == other || numbers.contains(&json) && numbers.contains(&other)
}

/// The constraints of schemas that only have a type and required properties.
#[derive(Default)]
struct TypeLimits<'d> {
    /// The declared types other than null.
    json: BTreeSet<JsonType>,
    required: BTreeSet<&'d str>,
    nullable: bool,
}

impl<'d> TypeLimits<'d> {
    fn add(&mut self, schema: &'d Schema) {
        self.json.extend(schema.ty().and_then(named));
        self.required
            .extend(schema.required.iter().map(String::as_str));
        self.nullable |= schema.nullable;
    }
}
