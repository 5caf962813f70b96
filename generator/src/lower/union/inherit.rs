//! Inheritance: a value of a schema with a discriminator can be of any component whose `allOf`
//! refers to the schema.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Discriminator, ReferenceOr, Schema};
use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use crate::lower::{schema::schema_keywords::integer, union::discriminator::is_path};
use crate::{ir::TagOrigin, pointer::Pointer, resolve::Resolver};

/// The inheritance relations of the components.
#[derive(Default)]
pub struct InheritanceGraph<'d> {
    /// The components that aren't references, in document order.
    pub(in crate::lower) schemas: IndexMap<&'d str, &'d Schema>,
    /// The components that the `allOf` of each component refers to.
    parents: BTreeMap<&'d str, Vec<&'d str>>,
    children: BTreeMap<&'d str, Vec<&'d str>>,
    pub(in crate::lower) discriminators: BTreeMap<&'d str, ResolvedDiscriminator<'d>>,
}

/// A discriminator with the components of its mapping.
pub(in crate::lower) struct ResolvedDiscriminator<'d> {
    pub(in crate::lower) property: &'d str,
    /// The values in `mapping`, by component.
    pub(in crate::lower) mapped: BTreeMap<&'d str, Vec<&'d str>>,
    /// The component for unmapped values.
    pub(in crate::lower) default: Option<&'d str>,
    /// `true` if `property` is a path, which selects no component.
    pub(in crate::lower) is_path: bool,
}

impl<'d> InheritanceGraph<'d> {
    /// Builds the graph of all components.
    pub fn of(resolver: Resolver<'d>) -> Self {
        let mut inheritance = Self::default();
        for (name, node) in &resolver.document().components.schemas {
            if let ReferenceOr::Item(schema) = node {
                inheritance.schemas.insert(name, schema);
            }
        }
        let schemas = inheritance.schemas.clone();
        for (name, schema) in &schemas {
            if let Some(discriminator) = &schema.discriminator
                && schema.one_of.is_empty()
                && schema.any_of.is_empty()
            {
                let mut discriminator = inheritance.resolve_discriminator(resolver, discriminator);
                discriminator.is_path = is_path(discriminator.property, |it| declares(schema, it));
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
    pub(in crate::lower) fn component(
        &self,
        resolver: Resolver<'d>,
        reference: &'d str,
    ) -> Option<&'d str> {
        if let Some((name, _)) = self.schemas.get_key_value(reference) {
            return Some(name);
        }
        let found = resolver.target::<Schema>(reference, &Pointer::root());
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
        let default = discriminator.default_mapping.as_deref();
        ResolvedDiscriminator {
            property: &discriminator.property_name,
            mapped,
            default: default.and_then(|target| self.component(resolver, target)),
            is_path: false,
        }
    }

    /// Collects the distinct components that the `allOf` of a schema refers to.
    fn parents_of(&self, resolver: Resolver<'d>, schema: &'d Schema, found: &mut Vec<&'d str>) {
        for part in &schema.all_of {
            match part {
                ReferenceOr::Item(part) => self.parents_of(resolver, part, found),
                ReferenceOr::Reference(reference) => {
                    let parent = self.component(resolver, &reference.target);
                    found.extend(parent.filter(|parent| !found.contains(parent)));
                }
            }
        }
    }

    /// Returns the discriminator of a component: its own, or the nearest inherited discriminator.
    pub(in crate::lower) fn discriminator(&self, name: &str) -> Option<&ResolvedDiscriminator<'d>> {
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
    pub(in crate::lower) fn is_child(&self, name: &str) -> bool {
        let parents = self.parents.get(name).into_iter().flatten();
        let mut parents = parents.filter(|parent| !self.children(parent).is_empty());
        parents.next().is_some()
    }

    /// Returns `true` if a component equals or inherits from `other`.
    pub(in crate::lower) fn inherits(&self, name: &str, other: &str) -> bool {
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

    /// Returns all descendants of a component, each with a child of the component: the descendant
    /// itself, or an ancestor of the descendant.
    pub(in crate::lower) fn descendants(&self, name: &'d str) -> IndexMap<&'d str, &'d str> {
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
    pub(in crate::lower) fn tag_origin(
        &self,
        discriminator: &ResolvedDiscriminator<'d>,
        name: &'d str,
    ) -> TagOrigin {
        // A mapped or listed value is explicit, even if it equals the name.
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

    /// Returns the origin for a base. If the value of an unmapped child isn't the name of the
    /// child, the base has no value, as in Azure documents.
    pub(in crate::lower) fn tag_origin_of_base(
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
    pub(in crate::lower) fn values(
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

/// Returns `true` if a schema or an inline member of its `allOf` declares a property.
fn declares(schema: &Schema, property: &str) -> bool {
    schema.properties.contains_key(property)
        || schema.all_of.iter().any(|part| match part {
            ReferenceOr::Item(part) => declares(part, property),
            ReferenceOr::Reference(_) => false,
        })
}

/// Returns the values that a schema lists for a property, or its default.
fn listed_in(schema: &Schema, property: &str) -> Option<Vec<String>> {
    let own = schema.properties.get(property);
    let own = own.and_then(|node| match node {
        ReferenceOr::Item(schema) => {
            let spelled = |value: &Value| match value {
                Value::String(text) => Some(text.clone()),
                Value::Bool(_) => Some(value.to_string()),
                Value::Number(_) => integer(value).map(|integer| integer.to_string()),
                _ => None,
            };
            let default = schema.default.as_ref();
            let listed: IndexSet<String> = schema.values.iter().filter_map(spelled).collect();
            let listed = Some(listed).filter(|listed| !listed.is_empty());
            let listed = listed.or_else(|| Some(IndexSet::from([spelled(default?)?])));
            listed.map(|listed| listed.into_iter().collect())
        }
        ReferenceOr::Reference(_) => None,
    });
    let mut parts = schema.all_of.iter().filter_map(|part| match part {
        ReferenceOr::Item(part) => listed_in(part, property),
        ReferenceOr::Reference(_) => None,
    });
    own.or_else(|| parts.next())
}

/// The discriminator values of the children of a component.
pub(in crate::lower) struct DiscriminatorValues<'d> {
    /// The children, each with the values that no other child has.
    pub(in crate::lower) children: Vec<(&'d str, Vec<String>)>,
    /// The values that several children have.
    pub(in crate::lower) ambiguous: BTreeMap<String, BTreeSet<&'d str>>,
    /// The values that the mapping lacks, each with the only component that lists the value.
    pub(in crate::lower) unmapped: BTreeMap<String, &'d str>,
}

impl<'d> InheritanceGraph<'d> {
    pub(in crate::lower) fn discriminator_values(
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

    /// Returns the values that mapped descendants list in addition to their keys in the mapping, with
    /// the descendants and their ancestors among the children.
    fn unmapped_values(
        &self,
        discriminator: &ResolvedDiscriminator<'d>,
        name: &'d str,
    ) -> IndexMap<String, Vec<(&'d str, &'d str)>> {
        let mut unmapped: IndexMap<String, Vec<(&str, &str)>> = IndexMap::new();
        for (member, child) in self.descendants(name) {
            let keys = self.mapped_values(discriminator, member);
            let schema = self.schemas.get(member);
            let listed = schema.and_then(|it| listed_in(it, discriminator.property));
            let (Some(keys), Some(listed)) = (keys, listed) else {
                continue;
            };
            if keys.iter().all(|key| listed.contains(key)) {
                let others = listed.into_iter().filter(|value| !keys.contains(value));
                for value in others {
                    unmapped.entry(value).or_default().push((member, child));
                }
            }
        }
        unmapped
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
            unmapped: BTreeMap::new(),
        };
        for (value, members) in self.unmapped_values(discriminator, name) {
            if let [(member, child)] = members.as_slice()
                && !children_by_value.contains_key(&value)
            {
                children_by_value.insert(value.clone(), BTreeSet::from([*child]));
                assigned.unmapped.insert(value, *member);
            }
        }
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
