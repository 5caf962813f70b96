//! Inheritance: where a schema with a discriminator is referred to, a value may be of any component
//! whose `allOf` leads to it.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::{Lowering, schema::SchemaContext, schema_keywords::SchemaKeywords, variant::is_word};
use crate::{
    diagnostic::{Code, Diagnostic},
    ir::{
        AdditionalProperties, Case, ConstantSet, DirectionFilter, Docs, JsonType, PathSegment,
        Predicate, TagOrigin, TypeDef, TypeKind, TypeRef, Union, Variant,
    },
    pointer::Pointer,
    read::extension,
    resolve::{Resolver, component_pointer},
};

/// Which components inherit from which.
#[derive(Default)]
pub struct InheritanceGraph<'d> {
    /// The components that aren't references, in document order.
    pub(super) schemas: IndexMap<&'d str, &'d Schema>,
    /// What the `allOf` of each refers to.
    parents: BTreeMap<&'d str, Vec<&'d str>>,
    children: BTreeMap<&'d str, Vec<&'d str>>,
    discriminators: BTreeMap<&'d str, ResolvedDiscriminator<'d>>,
}

/// By what the members of a family are told apart.
pub(super) struct ResolvedDiscriminator<'d> {
    pub(super) property: &'d str,
    /// The values that are mapped, by component.
    pub(super) mapped: BTreeMap<&'d str, Vec<&'d str>>,
    /// The component of values that no other is for.
    default: Option<&'d str>,
}

impl<'d> InheritanceGraph<'d> {
    /// Looks at all components once.
    pub fn of(resolver: Resolver<'d>) -> Self {
        let mut families = Self::default();
        let components = resolver.document().components.iter();
        for (name, node) in components.flat_map(|all| &all.schemas) {
            if let ReferenceOr::Item(schema) = node {
                families.schemas.insert(name, schema);
            }
        }
        let schemas = families.schemas.clone();
        for (name, schema) in &schemas {
            let view = SchemaKeywords::of(schema);
            if let Some(discriminator) = &schema.schema_data.discriminator
                && view.one_of.is_empty()
                && view.any_of.is_empty()
            {
                let told = families.resolve_discriminator(resolver, discriminator);
                families.discriminators.insert(name, told);
            }
        }
        if families.discriminators.is_empty() {
            return Self::default();
        }
        for (name, schema) in schemas {
            let mut parents = Vec::new();
            families.parents_of(resolver, schema, &mut parents);
            parents.retain(|parent| *parent != name);
            for parent in &parents {
                families.children.entry(parent).or_default().push(name);
            }
            families.parents.insert(name, parents);
        }
        families
    }

    /// The component that a name or a reference leads to at last.
    pub(super) fn component(&self, resolver: Resolver<'d>, reference: &'d str) -> Option<&'d str> {
        if let Some((name, _)) = self.schemas.get_key_value(reference) {
            return Some(name);
        }
        let found = resolver.component::<Schema>(reference, &Pointer::root());
        let name = found.ok()?.pointer.last()?;
        let known = self.schemas.get_key_value(name.as_str());
        known.map(|(name, _)| *name)
    }

    fn resolve_discriminator(
        &self,
        resolver: Resolver<'d>,
        discriminator: &'d Discriminator,
    ) -> ResolvedDiscriminator<'d> {
        let mut mapped: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (value, target) in &discriminator.mapping {
            if let Some(name) = self.component(resolver, target) {
                mapped.entry(name).or_default().push(value);
            }
        }
        let default = discriminator.extensions.get(extension::DEFAULT_MAPPING);
        let default = default.and_then(serde_json::Value::as_str);
        ResolvedDiscriminator {
            property: &discriminator.property_name,
            mapped,
            default: default.and_then(|target| self.component(resolver, target)),
        }
    }

    /// The components that the `allOf` of a schema refers to, each once.
    fn parents_of(&self, resolver: Resolver<'d>, schema: &'d Schema, found: &mut Vec<&'d str>) {
        for part in SchemaKeywords::of(schema).all_of {
            match part {
                ReferenceOr::Item(part) => self.parents_of(resolver, part, found),
                ReferenceOr::Reference { reference } => {
                    let parent = self.component(resolver, reference);
                    found.extend(parent.filter(|parent| !found.contains(parent)));
                }
            }
        }
    }

    /// What tells the members of a component's family apart: its own discriminator, or the nearest
    /// that it inherits.
    pub(super) fn discriminator(&self, name: &str) -> Option<&ResolvedDiscriminator<'d>> {
        let (name, _) = self.schemas.get_key_value(name)?;
        let mut line = vec![*name];
        let mut index = 0;
        while let Some(name) = line.get(index) {
            if let Some(told) = self.discriminators.get(name) {
                return Some(told);
            }
            for parent in self.parents.get(name).into_iter().flatten() {
                if !line.contains(parent) {
                    line.push(parent);
                }
            }
            index += 1;
        }
        None
    }

    /// The components that inherit from one, if there is something to tell them apart by.
    pub fn children(&self, name: &str) -> &[&'d str] {
        match self.children.get(name) {
            Some(children) if self.discriminator(name).is_some() => children,
            _ => &[],
        }
    }

    /// Whether a component is one of a family, and not the first.
    pub(super) fn is_child(&self, name: &str) -> bool {
        let parents = self.parents.get(name).into_iter().flatten();
        let mut parents = parents.filter(|parent| !self.children(parent).is_empty());
        parents.next().is_some()
    }

    /// Returns `true` if a component is another one or inherits from it.
    pub(super) fn inherits(&self, name: &str, other: &str) -> bool {
        let Some((name, _)) = self.schemas.get_key_value(name) else {
            return false;
        };
        let mut line = vec![*name];
        let mut index = 0;
        while let Some(name) = line.get(index) {
            if *name == other {
                return true;
            }
            for parent in self.parents.get(name).into_iter().flatten() {
                if !line.contains(parent) {
                    line.push(parent);
                }
            }
            index += 1;
        }
        false
    }

    /// For each component that inherits from one, the child that it is or that comes before it.
    pub(super) fn lines(&self, name: &'d str) -> IndexMap<&'d str, &'d str> {
        let children = self.children(name);
        let mut lines: IndexMap<&str, &str> = children.iter().map(|name| (*name, *name)).collect();
        for child in children {
            let mut open = vec![*child];
            while let Some(next) = open.pop() {
                for below in self.children(next) {
                    if *below != name && !lines.contains_key(below) {
                        lines.insert(below, child);
                        open.push(below);
                    }
                }
            }
        }
        lines
    }

    /// The origin of the value by which a component is told.
    fn tag_origin(&self, told: &ResolvedDiscriminator<'d>, name: &'d str) -> TagOrigin {
        // A name is said to be the value by anybody who writes it.
        let other = vec![name.to_owned()];
        let schema = self.schemas.get(name);
        let is_implicit = !told.mapped.contains_key(name)
            && self.values(told, name, true) == other
            && schema.is_none_or(|schema| listed_in(schema, told.property).is_none());
        match is_implicit {
            true => TagOrigin::Name,
            false => TagOrigin::Document,
        }
    }

    /// The same of a component that others inherit from. Where a child has another value than its
    /// name without a mapping, the base isn't told by its name either: Azure's bases have no value.
    fn tag_origin_of_base(&self, told: &ResolvedDiscriminator<'d>, name: &'d str) -> TagOrigin {
        let is_known = |child: &&str| {
            told.mapped.contains_key(*child) || self.tag_origin(told, child) == TagOrigin::Name
        };
        match self.tag_origin(told, name) {
            TagOrigin::Name if !self.children(name).iter().all(is_known) => TagOrigin::Open,
            origin => origin,
        }
    }

    /// The values by which a component is told.
    pub(super) fn values(
        &self,
        told: &ResolvedDiscriminator<'d>,
        name: &'d str,
        listed: bool,
    ) -> Vec<String> {
        if let Some(values) = self.mapped_values(told, name) {
            return values;
        }
        let schema = self.schemas.get(name);
        let listed = schema.filter(|_| listed);
        let listed = listed.and_then(|schema| listed_in(schema, told.property));
        listed.unwrap_or_else(|| vec![name.to_owned()])
    }
}

/// The values that a schema itself lists for a property.
fn listed_in(schema: &Schema, property: &str) -> Option<Vec<String>> {
    let view = SchemaKeywords::of(schema);
    let own = view.properties.and_then(|all| all.get(property));
    let own = own.and_then(|node| match node {
        ReferenceOr::Item(schema) => {
            let default = schema.schema_data.default.as_ref();
            let default = default.and_then(serde_json::Value::as_str);
            let texts = Some(SchemaKeywords::of(schema).texts()).filter(|texts| !texts.is_empty());
            texts.or_else(|| Some(vec![default?.to_owned()]))
        }
        ReferenceOr::Reference { .. } => None,
    });
    let mut parts = view.all_of.iter().filter_map(|part| match part {
        ReferenceOr::Item(part) => listed_in(part, property),
        ReferenceOr::Reference { .. } => None,
    });
    own.or_else(|| parts.next())
}

/// What the members of a family are told apart by.
struct DiscriminatorValues<'d> {
    /// The children, each with the values that lead to it and to none of the others.
    children: Vec<(&'d str, Vec<String>)>,
    /// Values that lead to several.
    contested: BTreeMap<String, BTreeSet<&'d str>>,
}

impl<'d> InheritanceGraph<'d> {
    fn discriminator_values(
        &self,
        told: &ResolvedDiscriminator<'d>,
        name: &'d str,
    ) -> DiscriminatorValues<'d> {
        let by_list = self.discriminator_values_of(told, name, true);
        if by_list.contested.is_empty() {
            return by_list;
        }
        self.discriminator_values_of(told, name, false)
    }

    fn discriminator_values_of(
        &self,
        told: &ResolvedDiscriminator<'d>,
        name: &'d str,
        listed: bool,
    ) -> DiscriminatorValues<'d> {
        let mut claimed: IndexMap<String, BTreeSet<&str>> = IndexMap::new();
        for (member, child) in self.lines(name) {
            for value in self.values(told, member, listed) {
                claimed.entry(value).or_default().insert(child);
            }
        }
        let mut claims = DiscriminatorValues {
            children: Vec::new(),
            contested: BTreeMap::new(),
        };
        let mut of_child: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (value, children) in claimed {
            match children.first() {
                Some(only) if children.len() == 1 => of_child.entry(only).or_default().push(value),
                _ => drop(claims.contested.insert(value, children)),
            }
        }
        let children = self.children(name).iter();
        let told = children.filter_map(|child| Some((*child, of_child.remove(child)?)));
        claims.children = told.collect();
        claims
    }
}

impl<'d> Lowering<'d, '_> {
    /// What a component is from which others inherit: one of them, or what all of them have, with
    /// whatever else it comes with.
    pub(super) fn with_children(
        &mut self,
        name: &str,
        own: TypeKind,
        docs: &Docs,
        at: &SchemaContext,
    ) -> TypeKind {
        let families = self.families;
        if let Some(schema) = families.schemas.get(name)
            && families.discriminators.contains_key(name)
            && let Some(discriminator) = &schema.schema_data.discriminator
        {
            self.check_inherited_mapping(name, discriminator);
        }
        let Some((told, (name, _))) = families
            .discriminator(name)
            .filter(|_| !families.children(name).is_empty())
            .zip(families.schemas.get_key_value(name))
        else {
            return own;
        };
        let is_object = matches!(own, TypeKind::Object(_) | TypeKind::Alias(TypeRef::Map(_)));
        let claims = families.discriminator_values(told, name);
        self.report_ambiguous(told, &claims, at);
        if !is_object || claims.children.is_empty() {
            return own;
        }
        let mut branches = Vec::new();
        let mut questions = Vec::new();
        let mut taken: BTreeSet<&String> = claims.contested.keys().collect();
        for (child, values) in &claims.children {
            let Some(schema) = families.schemas.get(child) else {
                continue;
            };
            taken.extend(values);
            questions.push(by_value(branches.len(), told, values.clone()));
            branches.push(Variant {
                pointer: component_pointer::<Schema>(child),
                words: child_words(child, values),
                ty: self.component_type(child, schema),
                docs: Docs::default(),
                tag_origin: families.tag_origin(told, child),
                tag: None,
                literal: None,
            });
        }
        let base = branches.len();
        let mut values = families.values(told, name, true);
        values.retain(|value| !taken.contains(value));
        if !values.is_empty() {
            questions.push(by_value(base, told, values));
        }
        let mut children = claims.children.iter();
        let default = children.position(|(child, _)| Some(*child) == told.default);
        questions.push(Case {
            variant: default.unwrap_or(base),
            predicates: vec![Predicate::Json(JsonType::Object)],
        });
        branches.push(Variant {
            pointer: at.pointer.clone(),
            words: vec![BASE.to_owned()],
            ty: self.base_type(name, own, docs, at),
            docs: Docs::default(),
            tag_origin: families.tag_origin_of_base(told, name),
            tag: None,
            literal: None,
        });
        TypeKind::Union(Union {
            variants: branches,
            cases: questions,
        })
    }

    /// The type of what is of no child. What a child has that the document doesn't know is kept.
    fn base_type(&mut self, name: &str, own: TypeKind, docs: &Docs, at: &SchemaContext) -> TypeRef {
        let mut object = match own {
            TypeKind::Object(object) => object,
            TypeKind::Alias(ty) => return ty,
            _ => return TypeRef::Json,
        };
        if matches!(object.additional, AdditionalProperties::Ignored) {
            object.additional = AdditionalProperties::Kept(TypeRef::Json);
        }
        let text =
            format!("A `{name}` of no other variant: the properties that all variants share.");
        TypeRef::Named(self.add(TypeDef {
            pointer: at.pointer.clone(),
            owner: at.owner.clone(),
            uses: vec![vec![PathSegment::Variant(BASE.to_owned())]],
            direction: DirectionFilter::Both,
            docs: Docs {
                description: Some(text),
                deprecated: docs.deprecated,
                ..Docs::default()
            },
            kind: TypeKind::Object(object),
        }))
    }

    fn report_ambiguous(
        &mut self,
        told: &ResolvedDiscriminator<'_>,
        claims: &DiscriminatorValues<'_>,
        at: &SchemaContext,
    ) {
        for (value, children) in &claims.contested {
            let children: Vec<String> = children.iter().map(|it| format!("`{it}`")).collect();
            let message = format!(
                "`{value}` as `{}` leads to {}",
                told.property,
                children.join(" and ")
            );
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &at.pointer, message).help(
                    "such values are read as none of them, and kept; give each a value of its own in the `mapping` of the discriminator",
                ),
            );
        }
    }
}

/// What the branch goes by that has the properties of the base alone.
const BASE: &str = "base";

/// What a child goes by: its value, where it has one alone, or its name.
fn child_words(child: &str, values: &[String]) -> Vec<String> {
    let value = match values {
        [only] => Some(only.clone()).filter(|value| is_word(value)),
        _ => None,
    };
    value.into_iter().chain([child.to_owned()]).collect()
}

fn by_value(branch: usize, told: &ResolvedDiscriminator<'_>, values: Vec<String>) -> Case {
    let test = Predicate::Property(told.property.to_owned(), ConstantSet::Strings(values));
    Case {
        variant: branch,
        predicates: vec![test],
    }
}
