//! `oneOf` and `anyOf`: unions whose variants are distinguished by a discriminator or by their
//! schemas.

pub(super) mod constant;
pub(super) mod describe;
pub(super) mod discriminate;
pub(super) mod discriminator;
pub(super) mod inherit;
pub(super) mod inherited_union;
pub(super) mod json_values;
pub(super) mod member;
pub(super) mod objects;
pub(super) mod overlap;
pub(super) mod self_union;
pub(super) mod variant;

use std::collections::BTreeSet;

use super::{
    Lowering,
    all_of::merge::{Choice, MergedSchema},
    schema::{
        Node, SchemaContext, Typed,
        property::Properties,
        scalar::{docs, plain},
    },
    union::{
        discriminate::discriminate,
        discriminator::{by_name, declares, is_path},
        json_values::JsonValues,
        member::{Identity, Member, VariantSchema},
        self_union::union_of,
    },
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Discriminator, Schema},
    ir::{
        Case, Docs, JsonType, PathSegment, Predicate, Scalar, TagOrigin, TypeDef, TypeKind,
        TypeRef, Union, Variant,
    },
    pointer::Pointer,
};

impl<'d> Lowering<'d, '_> {
    /// Lowers a union. Every variant has the properties beside the union. A union with one variant
    /// is lowered as the variant.
    pub(super) fn union(
        &mut self,
        choice: &Choice<'d>,
        beside: MergedSchema<'d>,
        context: &SchemaContext,
    ) -> Result<(TypeKind, bool), Typed> {
        let mut context = context.clone();
        context.unions.extend(union_of(&choice.pointer));
        let context = &context;
        let members = self.in_unions(&context.unions, |lowering| {
            let members = lowering.members(choice, &beside.properties);
            members.ok_or_else(|| lowering.reason_against(choice))
        });
        let members = match members {
            Ok(members) => members,
            Err(reason) => return Err(self.raw(context, reason)),
        };
        let names: BTreeSet<&str> = members.iter().filter_map(|it| it.name.as_deref()).collect();
        let mapping = choice.discriminator.into_iter();
        let mapping = mapping.flat_map(|found| &found.mapping);
        let is_unmapped = |(_, target): &(&String, &String)| {
            let named = self.target(target);
            !names.contains(target.as_str()) && !named.is_some_and(|it| names.contains(it.as_str()))
        };
        let unmapped = mapping.filter(is_unmapped).collect();
        self.check_mapping(unmapped, &choice.pointer);
        let base = &beside.properties;
        let objects = |member: &Member<'_>| {
            let mut values = member.values.iter();
            values.all(|values| matches!(values, JsonValues::Object(_)))
        };
        if !base.named.is_empty() && !members.iter().all(objects) {
            return Err(self.raw(context, "it has properties, and a variant isn't an object"));
        }
        let mut variants = choice.variants();
        let null = variants.any(|it| self.is_null(it.node, &it.pointer));
        if let [only] = members.as_slice() {
            return match (self.lacks_base_properties(only, base), context) {
                (false, context) => {
                    match self.lower_in_place(only.node, only.pointer.clone(), context) {
                        Ok((kind, is_null)) => Ok((kind, null || is_null)),
                        Err(typed) => Err(Typed::new(typed.ty, null || typed.nullable)),
                    }
                }
                (true, context) => self.with_properties(only, &beside, context),
            };
        }
        let members = self.merge_strings(members);
        let plain = members.clone();
        let mut members = self.by_literal(members);
        let discriminator = choice
            .discriminator
            .filter(|found| !is_path(&found.property_name, |it| declares(&members, it)));
        if let Some(discriminator) = discriminator {
            self.find_inner_tags(&discriminator.property_name, &mut members);
        }
        let tags = self.tags(discriminator, &members);
        let tagged = tags.as_ref().and_then(|tags| by_name(tags, &members));
        let tags = tags.filter(|_| tagged.is_some());
        if let Some(discriminator) = choice.discriminator {
            self.check_discriminator(discriminator, &members, tags.as_ref(), &choice.pointer);
        }
        let by_tag = tagged.map(|(tagged, cases)| {
            members = tagged;
            cases
        });
        let mut values = values_of(&members);
        let mut cases = by_tag.or_else(|| discriminate(&values)).unwrap_or_default();
        if cases.is_empty() {
            members = plain;
            values = values_of(&members);
        }
        for case in &mut cases {
            let literal = members.get(case.variant).and_then(|it| it.literal.as_ref());
            if let Some(literal) = literal {
                case.predicates = vec![Predicate::Listed(literal.constants())];
            }
        }
        let last = self.default_case(discriminator, &members, &choice.pointer);
        let is_discriminated = !cases.is_empty();
        cases.extend(last.filter(|last| {
            is_discriminated && !cases.iter().any(|it| it.predicates == last.predicates)
        }));
        let mut nullable = null;
        let mut variants = Vec::new();
        let is_number =
            |it: &JsonValues| matches!(it, JsonValues::Scalar(JsonType::Number, None, _));
        let has_numbers = values.iter().flatten().any(is_number);
        let words = self.words(&members, &cases, &values);
        for (member, words) in members.iter().zip(words) {
            if let Some(literal) = &member.literal {
                variants.push(Variant {
                    pointer: member.pointer.clone(),
                    names: words,
                    ty: literal.ty(),
                    docs: Docs::default(),
                    tag_origin: TagOrigin::Document,
                    tag: None,
                    literal: Some(literal.clone()),
                });
                continue;
            }
            let word = words.first().cloned().unwrap_or_default();
            let context = context.child(member.pointer.clone(), PathSegment::Variant(word));
            let typed = match &member.listed {
                Some(values) => self.open_enum(values.clone(), &context),
                None => self.variant(member, &beside, &context),
            };
            nullable |= typed.nullable;
            variants.push(Variant {
                pointer: member.pointer.clone(),
                names: words,
                docs: self.variant_docs(member, &typed.ty),
                ty: match has_numbers {
                    true => widened(typed.ty),
                    false => typed.ty,
                },
                tag_origin: match tags.as_ref().is_some_and(|tags| tags.is_implicit(member)) {
                    true => TagOrigin::Name,
                    false => TagOrigin::Document,
                },
                tag: None,
                literal: None,
            });
        }
        // Variants of one Rust type, such as strings of several formats, can't be distinguished.
        let mut types = variants.iter().map(|variant| &variant.ty);
        if let Some(first) = types.next()
            && tags.is_none()
            && !matches!(first, TypeRef::Named(_) | TypeRef::Json)
            && types.all(|ty| ty == first)
            && variants.iter().all(|variant| variant.literal.is_none())
        {
            return Err(Typed::new(first.clone(), nullable));
        }
        let union = Union { variants, cases };
        Ok((TypeKind::Union(union), nullable))
    }

    /// Returns the distinct variants other than null; `None` if a variant allows any value.
    pub(super) fn members(
        &mut self,
        choice: &Choice<'d>,
        base: &Properties<'d>,
    ) -> Option<Vec<Member<'d>>> {
        for (index, variant) in choice.variants.iter().enumerate() {
            self.report_unresolved(variant.into(), &choice.pointer.child(index));
        }
        let base = self.fields(base);
        let mut members: Vec<Member<'d>> = Vec::new();
        let mut identities: Vec<(Identity<'d>, usize)> = Vec::new();
        for variant in choice.variants() {
            let VariantSchema {
                node,
                pointer,
                annotation,
            } = self.without_open_unions(variant);
            if self.is_null(node, &pointer) || self.refers_to_open_union(node, &choice.pointer) {
                continue;
            }
            let values = self.json_values(node, &pointer)?;
            let schema = self.schema_of(node, &pointer)?;
            let simple = !schema.is_composed()
                && schema.strings().is_empty()
                && schema.integers().is_empty();
            let name = match node {
                Node::Reference(reference) => Some(
                    self.resolver
                        .component_name::<Schema>(reference, &pointer)
                        .ok()?,
                ),
                Node::Inline(_) => None,
            };
            let member = Member {
                node,
                pointer,
                annotation,
                name,
                plain: plain(schema, self.settings).filter(|_| simple),
                values: values
                    .into_iter()
                    .map(|values| values.with(&base))
                    .collect(),
                literal: None,
                inner_tags: None,
                tag: None,
                listed: None,
            };
            let own = member.identities();
            let twins = identities.iter().filter(|(it, _)| own.contains(it));
            let twin = twins.map(|(_, index)| *index).min();
            let index = twin.unwrap_or(members.len());
            match members.get_mut(index) {
                Some(twin) if twin.is_narrower(&member) => *twin = member,
                Some(_) => {}
                None => members.push(member),
            }
            for identity in own {
                if !identities.iter().any(|(it, _)| *it == identity) {
                    identities.push((identity, index));
                }
            }
        }
        let mut variants = choice.variants();
        let has_self = variants.any(|it| self.refers_to_open_union(it.node, &choice.pointer));
        (!has_self || !members.is_empty()).then_some(members)
    }

    /// Returns the last case, which selects the default variant for objects with an unmapped
    /// discriminator value.
    fn default_case(
        &mut self,
        discriminator: Option<&Discriminator>,
        members: &[Member<'d>],
        pointer: &Pointer,
    ) -> Option<Case> {
        let target = discriminator?.default_mapping.as_ref()?;
        let named = self.target(target);
        let variant = members.iter().position(|member| {
            let name = member.name.as_ref();
            name.is_some_and(|name| name == target || named.as_ref() == Some(name))
        });
        if variant.is_none() {
            let message = format!("the default mapping `{target}` isn't a variant");
            let schema = pointer
                .parent()
                .map_or_else(Pointer::root, |(schema, _)| schema);
            let pointer = schema.child("discriminator").child("defaultMapping");
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &pointer, message)
                    .help("map it to a variant; unmapped values are unrecognized here"),
            );
        }
        Some(Case {
            variant: variant?,
            predicates: vec![Predicate::Json(JsonType::Object)],
        })
    }

    /// Returns the documentation of a variant that its type doesn't have.
    fn variant_docs(&self, member: &Member<'d>, ty: &TypeRef) -> Docs {
        let own = match (member.node, ty) {
            (Node::Reference(_), _) | (_, TypeRef::Named(_)) => None,
            (Node::Inline(schema), _) => Some(schema),
        };
        let schema = member.annotation.or(own);
        schema.map_or_else(Docs::default, |schema| docs(schema, self.settings))
    }

    fn variant(
        &mut self,
        member: &Member<'d>,
        beside: &MergedSchema<'d>,
        context: &SchemaContext,
    ) -> Typed {
        if !self.lacks_base_properties(member, &beside.properties) {
            return self.schema(member.node, context);
        }
        match self.with_properties(member, beside, context) {
            Ok((kind, nullable)) => {
                let docs = match member.node {
                    Node::Inline(schema) => docs(schema, self.settings),
                    Node::Reference(_) => Docs::default(),
                };
                let id = self.add(TypeDef {
                    pointer: context.pointer.clone(),
                    owner: context.owner.clone(),
                    uses: vec![context.steps.clone()],
                    other_uses: Vec::new(),
                    direction: None,
                    docs,
                    kind,
                });
                Typed::new(TypeRef::Named(id), nullable)
            }
            Err(typed) => typed,
        }
    }

    /// Returns `true` if a variant lacks properties that the schema declares beside the union.
    fn lacks_base_properties(&mut self, member: &Member<'d>, base: &Properties<'d>) -> bool {
        if base.named.is_empty() {
            return false;
        }
        let values = self
            .json_values(member.node, &member.pointer)
            .unwrap_or_default();
        let documented: BTreeSet<&String> = values
            .iter()
            .flat_map(|values| match values {
                JsonValues::Object(fields) => fields.documented.iter().collect(),
                _ => Vec::new(),
            })
            .collect();
        let inline = matches!(member.node, Node::Inline(_));
        let mut names = base.named.keys();
        inline || !names.all(|name| documented.contains(&(*name).to_owned()))
    }

    /// Lowers a variant with the properties beside the union.
    fn with_properties(
        &mut self,
        member: &Member<'d>,
        beside: &MergedSchema<'d>,
        context: &SchemaContext,
    ) -> Result<(TypeKind, bool), Typed> {
        let mut merged = MergedSchema {
            choices: Vec::new(),
            ..beside.clone()
        };
        self.merge_all_of(member.node, &member.pointer, &mut merged);
        let clear = merged.unsupported.is_none() && merged.non_objects.is_empty();
        if clear && merged.choices.is_empty() {
            self.object_or_map(merged.properties, context)
        } else {
            Err(self.raw(context, "it is a union within a union with properties"))
        }
    }
}

/// Returns the JSON values of each variant.
fn values_of(members: &[Member<'_>]) -> Vec<Vec<JsonValues>> {
    members.iter().map(|member| member.values.clone()).collect()
}

/// Returns the integer type for a variant beside any number: an integer that exceeds the declared
/// format is a valid number.
fn widened(ty: TypeRef) -> TypeRef {
    match ty {
        TypeRef::Scalar(
            Scalar::Integer8
            | Scalar::Integer16
            | Scalar::Integer32
            | Scalar::Unsigned8
            | Scalar::Unsigned16
            | Scalar::Unsigned32,
        ) => TypeRef::Scalar(Scalar::Integer64),
        ty => ty,
    }
}
