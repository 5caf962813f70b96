//! Inheritance: a value of a schema with a discriminator can be any component whose `allOf` refers
//! to that schema.

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

/// The inheritance relations of the components.
#[derive(Default)]
pub struct InheritanceGraph<'d> {
    /// The components that aren't references, in document order.
    pub(super) schemas: IndexMap<&'d str, &'d Schema>,
    /// The components that the `allOf` of each component refers to.
    parents: BTreeMap<&'d str, Vec<&'d str>>,
    children: BTreeMap<&'d str, Vec<&'d str>>,
    discriminators: BTreeMap<&'d str, ResolvedDiscriminator<'d>>,
}

/// A discriminator with the components of its mapping.
pub(super) struct ResolvedDiscriminator<'d> {
    pub(super) property: &'d str,
    /// The values in `mapping`, by component.
    pub(super) mapped: BTreeMap<&'d str, Vec<&'d str>>,
    /// The component for unmapped values.
    default: Option<&'d str>,
}

impl<'d> InheritanceGraph<'d> {
    /// Builds the graph of all components.
    pub fn of(resolver: Resolver<'d>) -> Self {
        let mut inheritance = Self::default();
        let components = resolver.document().components.iter();
        for (name, node) in components.flat_map(|all| &all.schemas) {
            if let ReferenceOr::Item(schema) = node {
                inheritance.schemas.insert(name, schema);
            }
        }
        let schemas = inheritance.schemas.clone();
        for (name, schema) in &schemas {
            let keywords = SchemaKeywords::of(schema);
            if let Some(discriminator) = &schema.schema_data.discriminator
                && keywords.one_of.is_empty()
                && keywords.any_of.is_empty()
            {
                let discriminator = inheritance.resolve_discriminator(resolver, discriminator);
                inheritance.discriminators.insert(name, discriminator);
            }
        }
        if inheritance.discriminators.is_empty() {
            return Self::default();
        }
        for (name, schema) in schemas {
            let mut parents = Vec::new();
            inheritance.parents_of(resolver, schema, &mut parents);
            parents.retain(|parent| *parent != name);
            for parent in &parents {
                inheritance.children.entry(parent).or_default().push(name);
            }
            inheritance.parents.insert(name, parents);
        }
        inheritance
    }

    /// Returns the component that a name or a reference resolves to.
    pub(super) fn component(&self, resolver: Resolver<'d>, reference: &'d str) -> Option<&'d str> {
        if let Some((name, _)) = self.schemas.get_key_value(reference) {
            return Some(name);
        }
        let found = resolver.component::<Schema>(reference, &Pointer::root());
        let name = found.ok()?.pointer.last()?;
        let existing = self.schemas.get_key_value(name.as_str());
        existing.map(|(name, _)| *name)
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

    /// Collects the distinct components that the `allOf` of a schema refers to.
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

    /// Returns the discriminator of a component: its own, or the nearest inherited one.
    pub(super) fn discriminator(&self, name: &str) -> Option<&ResolvedDiscriminator<'d>> {
        let (name, _) = self.schemas.get_key_value(name)?;
        let mut ancestors = vec![*name];
        let mut index = 0;
        while let Some(name) = ancestors.get(index) {
            if let Some(discriminator) = self.discriminators.get(name) {
                return Some(discriminator);
            }
            for parent in self.parents.get(name).into_iter().flatten() {
                if !ancestors.contains(parent) {
                    ancestors.push(parent);
                }
            }
            index += 1;
        }
        None
    }

    /// Returns the direct children of a component with a discriminator.
    pub fn children(&self, name: &str) -> &[&'d str] {
        match self.children.get(name) {
            Some(children) if self.discriminator(name).is_some() => children,
            _ => &[],
        }
    }

    /// Returns `true` for a component that inherits from a component with a discriminator.
    pub(super) fn is_child(&self, name: &str) -> bool {
        let parents = self.parents.get(name).into_iter().flatten();
        let mut parents = parents.filter(|parent| !self.children(parent).is_empty());
        parents.next().is_some()
    }

    /// Returns `true` if a component equals or inherits from `other`.
    pub(super) fn inherits(&self, name: &str, other: &str) -> bool {
        let Some((name, _)) = self.schemas.get_key_value(name) else {
            return false;
        };
        let mut ancestors = vec![*name];
        let mut index = 0;
        while let Some(name) = ancestors.get(index) {
            if *name == other {
                return true;
            }
            for parent in self.parents.get(name).into_iter().flatten() {
                if !ancestors.contains(parent) {
                    ancestors.push(parent);
                }
            }
            index += 1;
        }
        false
    }

    /// Returns all descendants of a component, each with the child that equals it or is its
    /// ancestor.
    pub(super) fn descendants(&self, name: &'d str) -> IndexMap<&'d str, &'d str> {
        let children = self.children(name);
        let mut descendants: IndexMap<&str, &str> =
            children.iter().map(|name| (*name, *name)).collect();
        for child in children {
            let mut open = vec![*child];
            while let Some(next) = open.pop() {
                for below in self.children(next) {
                    if *below != name && !descendants.contains_key(below) {
                        descendants.insert(below, child);
                        open.push(below);
                    }
                }
            }
        }
        descendants
    }

    /// Returns the origin of the discriminator value of a component.
    fn tag_origin(&self, discriminator: &ResolvedDiscriminator<'d>, name: &'d str) -> TagOrigin {
        // A mapping or a constant with the name as its value is explicit.
        let other = vec![name.to_owned()];
        let schema = self.schemas.get(name);
        let is_implicit = !discriminator.mapped.contains_key(name)
            && self.values(discriminator, name, true) == other
            && schema.is_none_or(|schema| listed_in(schema, discriminator.property).is_none());
        match is_implicit {
            true => TagOrigin::Name,
            false => TagOrigin::Document,
        }
    }

    /// Returns the origin for a base. If an unmapped child has another value than its name, the
    /// name of the base isn't its value either: bases in Azure documents have no value.
    fn tag_origin_of_base(
        &self,
        discriminator: &ResolvedDiscriminator<'d>,
        name: &'d str,
    ) -> TagOrigin {
        let is_known = |child: &&str| {
            discriminator.mapped.contains_key(*child)
                || self.tag_origin(discriminator, child) == TagOrigin::Name
        };
        match self.tag_origin(discriminator, name) {
            TagOrigin::Name if !self.children(name).iter().all(is_known) => TagOrigin::Open,
            origin => origin,
        }
    }

    /// Returns the discriminator values of a component.
    pub(super) fn values(
        &self,
        discriminator: &ResolvedDiscriminator<'d>,
        name: &'d str,
        listed: bool,
    ) -> Vec<String> {
        if let Some(values) = self.mapped_values(discriminator, name) {
            return values;
        }
        let schema = self.schemas.get(name);
        let listed = schema.filter(|_| listed);
        let listed = listed.and_then(|schema| listed_in(schema, discriminator.property));
        listed.unwrap_or_else(|| vec![name.to_owned()])
    }
}

/// Returns the values that a schema lists for a property, or its default.
fn listed_in(schema: &Schema, property: &str) -> Option<Vec<String>> {
    let keywords = SchemaKeywords::of(schema);
    let own = keywords.properties.and_then(|all| all.get(property));
    let own = own.and_then(|node| match node {
        ReferenceOr::Item(schema) => {
            let default = schema.schema_data.default.as_ref();
            let default = default.and_then(serde_json::Value::as_str);
            let strings =
                Some(SchemaKeywords::of(schema).strings()).filter(|strings| !strings.is_empty());
            strings.or_else(|| Some(vec![default?.to_owned()]))
        }
        ReferenceOr::Reference { .. } => None,
    });
    let mut parts = keywords.all_of.iter().filter_map(|part| match part {
        ReferenceOr::Item(part) => listed_in(part, property),
        ReferenceOr::Reference { .. } => None,
    });
    own.or_else(|| parts.next())
}

/// The discriminator values of the children of a component.
struct DiscriminatorValues<'d> {
    /// The children, each with the values that no other child has.
    children: Vec<(&'d str, Vec<String>)>,
    /// The values of several children.
    ambiguous: BTreeMap<String, BTreeSet<&'d str>>,
}

impl<'d> InheritanceGraph<'d> {
    fn discriminator_values(
        &self,
        discriminator: &ResolvedDiscriminator<'d>,
        name: &'d str,
    ) -> DiscriminatorValues<'d> {
        let by_list = self.discriminator_values_of(discriminator, name, true);
        if by_list.ambiguous.is_empty() {
            return by_list;
        }
        self.discriminator_values_of(discriminator, name, false)
    }

    fn discriminator_values_of(
        &self,
        discriminator: &ResolvedDiscriminator<'d>,
        name: &'d str,
        listed: bool,
    ) -> DiscriminatorValues<'d> {
        let mut children_by_value: IndexMap<String, BTreeSet<&str>> = IndexMap::new();
        for (member, child) in self.descendants(name) {
            for value in self.values(discriminator, member, listed) {
                children_by_value.entry(value).or_default().insert(child);
            }
        }
        let mut assigned = DiscriminatorValues {
            children: Vec::new(),
            ambiguous: BTreeMap::new(),
        };
        let mut of_child: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (value, children) in children_by_value {
            match children.first() {
                Some(only) if children.len() == 1 => of_child.entry(only).or_default().push(value),
                _ => drop(assigned.ambiguous.insert(value, children)),
            }
        }
        let children = self.children(name).iter();
        let owned = children.filter_map(|child| Some((*child, of_child.remove(child)?)));
        assigned.children = owned.collect();
        assigned
    }
}

impl<'d> Lowering<'d, '_> {
    /// Lowers a component with children: a union of the children and of a base variant, which holds
    /// the shared properties and keeps all others.
    pub(super) fn with_children(
        &mut self,
        name: &str,
        own: TypeKind,
        docs: &Docs,
        context: &SchemaContext,
    ) -> TypeKind {
        let inheritance = self.inheritance;
        if let Some(schema) = inheritance.schemas.get(name)
            && inheritance.discriminators.contains_key(name)
            && let Some(discriminator) = &schema.schema_data.discriminator
        {
            self.check_inherited_mapping(name, discriminator);
        }
        let Some((discriminator, (name, _))) = inheritance
            .discriminator(name)
            .filter(|_| !inheritance.children(name).is_empty())
            .zip(inheritance.schemas.get_key_value(name))
        else {
            return own;
        };
        let is_object = matches!(own, TypeKind::Object(_) | TypeKind::Alias(TypeRef::Map(_)));
        let assigned = inheritance.discriminator_values(discriminator, name);
        self.report_ambiguous(discriminator, &assigned, context);
        if !is_object || assigned.children.is_empty() {
            return own;
        }
        let mut variants = Vec::new();
        let mut cases = Vec::new();
        let mut taken: BTreeSet<&String> = assigned.ambiguous.keys().collect();
        for (child, values) in &assigned.children {
            let Some(schema) = inheritance.schemas.get(child) else {
                continue;
            };
            taken.extend(values);
            cases.push(by_value(variants.len(), discriminator, values.clone()));
            variants.push(Variant {
                pointer: component_pointer::<Schema>(child),
                words: child_words(child, values),
                ty: self.component_type(child, schema),
                docs: Docs::default(),
                tag_origin: inheritance.tag_origin(discriminator, child),
                tag: None,
                literal: None,
            });
        }
        let base = variants.len();
        let mut values = inheritance.values(discriminator, name, true);
        values.retain(|value| !taken.contains(value));
        if !values.is_empty() {
            cases.push(by_value(base, discriminator, values));
        }
        let mut children = assigned.children.iter();
        let default = children.position(|(child, _)| Some(*child) == discriminator.default);
        cases.push(Case {
            variant: default.unwrap_or(base),
            predicates: vec![Predicate::Json(JsonType::Object)],
        });
        variants.push(Variant {
            pointer: context.pointer.clone(),
            words: vec![BASE.to_owned()],
            ty: self.base_type(name, own, docs, context),
            docs: Docs::default(),
            tag_origin: inheritance.tag_origin_of_base(discriminator, name),
            tag: None,
            literal: None,
        });
        TypeKind::Union(Union { variants, cases })
    }

    /// Returns the type of the base variant. It keeps the properties of undocumented children.
    fn base_type(
        &mut self,
        name: &str,
        own: TypeKind,
        docs: &Docs,
        context: &SchemaContext,
    ) -> TypeRef {
        let mut object = match own {
            TypeKind::Object(object) => object,
            TypeKind::Alias(ty) => return ty,
            _ => return TypeRef::Json,
        };
        if matches!(object.additional, AdditionalProperties::Ignored) {
            object.additional = AdditionalProperties::Kept(TypeRef::Json);
        }
        let description = format!(
            "A `{name}` that matches no other variant, with the properties that all variants share."
        );
        TypeRef::Named(self.add(TypeDef {
            pointer: context.pointer.clone(),
            owner: context.owner.clone(),
            uses: vec![vec![PathSegment::Variant(BASE.to_owned())]],
            direction: DirectionFilter::Both,
            docs: Docs {
                description: Some(description),
                deprecated: docs.deprecated,
                ..Docs::default()
            },
            kind: TypeKind::Object(object),
        }))
    }

    fn report_ambiguous(
        &mut self,
        discriminator: &ResolvedDiscriminator<'_>,
        assigned: &DiscriminatorValues<'_>,
        context: &SchemaContext,
    ) {
        for (value, children) in &assigned.ambiguous {
            let children: Vec<String> = children.iter().map(|it| format!("`{it}`")).collect();
            let message = format!(
                "the value `{value}` of `{}` selects {}",
                discriminator.property,
                children.join(" and ")
            );
            self.diagnostics.report(
                Diagnostic::warning(Code::Contradiction, &context.pointer, message).help(
                    "give each its own value in the `mapping` of the discriminator; such a value selects none of them here",
                ),
            );
        }
    }
}

/// The name of the base variant.
const BASE: &str = "base";

/// Returns the candidate names of a child: its only value, then its name.
fn child_words(child: &str, values: &[String]) -> Vec<String> {
    let value = match values {
        [only] => Some(only.clone()).filter(|value| is_word(value)),
        _ => None,
    };
    value.into_iter().chain([child.to_owned()]).collect()
}

fn by_value(
    variant: usize,
    discriminator: &ResolvedDiscriminator<'_>,
    values: Vec<String>,
) -> Case {
    let predicate = Predicate::Property(
        discriminator.property.to_owned(),
        ConstantSet::Strings(values),
    );
    Case {
        variant,
        predicates: vec![predicate],
    }
}
