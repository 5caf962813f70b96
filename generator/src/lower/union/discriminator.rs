//! Discriminator values, and the cases that test them.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexSet;
use serde_json::Value;

use crate::lower::{
    InheritanceGraph, Lowering,
    all_of::merge::MergedSchema,
    schema::schema_keywords::integer,
    union::{
        inherit::ResolvedDiscriminator,
        json_values::{Fields, JsonValues},
        member::Member,
        objects::{discriminate_with_tag, is_default, without_tag},
        overlap::are_disjoint,
    },
};
use crate::{
    document::{Discriminator, Schema},
    ir::{Case, ConstantSet, JsonType, Predicate},
    pointer::Pointer,
};

/// The maximum number of unions inside a union whose discriminator values are determined.
const MAX_NESTED_UNIONS: usize = 128;

/// A discriminator: its property and its mapping.
pub(in crate::lower) struct TagMapping {
    pub(in crate::lower) property: String,
    /// The values, by component name.
    pub(in crate::lower) mapped: BTreeMap<String, Vec<String>>,
    /// The components that include the values of their descendants.
    pub(in crate::lower) bases: BTreeSet<String>,
    /// `true` if unmapped variants have distinct defaults.
    are_defaults_distinct: bool,
    /// The values that the mapping lacks, and that only one variant lists.
    unmapped: BTreeSet<String>,
}

impl<'d> Lowering<'d, '_> {
    /// Returns the discriminator of a union: its own, else the discriminator that all variants
    /// inherit.
    pub(in crate::lower) fn tags(
        &self,
        discriminator: Option<&Discriminator>,
        members: &[Member<'d>],
    ) -> Option<TagMapping> {
        let tags = match discriminator {
            Some(discriminator) => self.own_tags(discriminator),
            None => {
                let names = members.iter().map(|member| member.name.as_deref());
                self.inheritance.inherited_tags(names)?
            }
        };
        Some(tags.with_schemas(members))
    }

    /// Determines the discriminator values of nested unions, which have no value of their own.
    pub(in crate::lower) fn find_inner_tags(&mut self, property: &str, members: &mut [Member<'d>]) {
        self.find_tags_below(property, members, &mut BTreeSet::new());
    }

    fn find_tags_below(
        &mut self,
        property: &str,
        members: &mut [Member<'d>],
        seen: &mut BTreeSet<Pointer>,
    ) {
        for member in members.iter_mut().filter(|it| it.values.len() > 1) {
            member.inner_tags = self.inner_tags(property, member, seen);
        }
    }

    /// Returns the values that select the variants of a nested union; `None` if a variant has no
    /// value, or if the nested union has another discriminator. A union that is nested twice has no
    /// values: they would select two variants.
    fn inner_tags(
        &mut self,
        property: &str,
        member: &Member<'d>,
        seen: &mut BTreeSet<Pointer>,
    ) -> Option<ConstantSet> {
        let mut merged = MergedSchema::default();
        self.merge_all_of(member.node, &member.pointer, &mut merged);
        let [choice] = merged.choices.as_slice() else {
            return None;
        };
        if seen.len() == MAX_NESTED_UNIONS || !seen.insert(choice.pointer.clone()) {
            return None;
        }
        let mut members = self.in_union(&choice.pointer, |lowering| {
            lowering.members(choice, &merged.properties)
        })?;
        self.find_tags_below(property, &mut members, seen);
        let inner = self.tags(choice.discriminator, &members);
        let is_named = inner.is_some();
        let inner = inner.unwrap_or_else(|| TagMapping::of(property).with_schemas(&members));
        let json = members.iter().find_map(|member| member.type_of(property));
        let values = members.iter().map(|member| {
            let values = inner.values(member, json, false);
            values.filter(|_| is_named || !inner.is_implicit(member))
        });
        let values: Vec<ConstantSet> = values.collect::<Option<_>>()?;
        joined(values).filter(|_| inner.property == property)
    }

    fn own_tags(&self, discriminator: &Discriminator) -> TagMapping {
        let mut mapped: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, target) in &discriminator.mapping {
            let names = self.target(target).into_iter().chain([target.clone()]);
            for name in names.collect::<BTreeSet<String>>() {
                mapped.entry(name).or_default().push(key.clone());
            }
        }
        TagMapping {
            mapped,
            ..TagMapping::of(&discriminator.property_name)
        }
    }

    /// Returns the component that a target of a mapping refers to, if the target is a reference.
    pub(in crate::lower) fn target(&self, target: &str) -> Option<String> {
        let root = Pointer::root();
        self.resolver.target_name::<Schema>(target, &root).ok()
    }
}

impl<'d> InheritanceGraph<'d> {
    /// Returns the discriminator that components inherit, if all have the same property.
    pub(in crate::lower) fn inherited_tags<'m>(
        &self,
        names: impl Iterator<Item = Option<&'m str>>,
    ) -> Option<TagMapping> {
        let mut tags: Option<TagMapping> = None;
        for name in names {
            let (name, _) = self.schemas.get_key_value(name?)?;
            let discriminator = self.discriminator(name).filter(|_| self.is_child(name))?;
            if discriminator.is_path {
                return None;
            }
            let tags = tags.get_or_insert_with(|| TagMapping::of(discriminator.property));
            if tags.property != discriminator.property {
                return None;
            }
            let values = match self.descendants(name) {
                descendants if descendants.is_empty() => self.mapped_values(discriminator, name),
                descendants => {
                    tags.bases.insert((*name).to_owned());
                    let all = std::iter::once(*name).chain(descendants.into_keys());
                    Some(
                        all.flat_map(|it| self.values(discriminator, it, true))
                            .collect(),
                    )
                }
            };
            if let Some(values) = values {
                tags.mapped.insert((*name).to_owned(), values);
            }
        }
        tags
    }

    /// Returns the values of a component in a mapping or an extension.
    pub(in crate::lower) fn mapped_values(
        &self,
        discriminator: &ResolvedDiscriminator<'d>,
        name: &'d str,
    ) -> Option<Vec<String>> {
        if let Some(values) = discriminator.mapped.get(name) {
            return Some(values.iter().map(|value| (*value).to_owned()).collect());
        }
        let value = self.schemas.get(name)?.discriminator_value.clone();
        value.map(|value| vec![value])
    }
}

/// Returns `true` for a path such as `data.type`, which some documents use instead of the name of
/// a property.
pub(in crate::lower) fn is_path(property: &str, is_declared: impl FnOnce(&str) -> bool) -> bool {
    property.contains('.') && !is_declared(property)
}

/// Returns `true` if a variant declares a property.
pub(in crate::lower) fn declares(members: &[Member<'_>], property: &str) -> bool {
    let mut values = members.iter().flat_map(|member| &member.values);
    values.any(|values| match values {
        JsonValues::Object(fields) => fields.documented.contains(property),
        _ => false,
    })
}

impl TagMapping {
    fn of(property: &str) -> Self {
        Self {
            property: property.to_owned(),
            mapped: BTreeMap::new(),
            bases: BTreeSet::new(),
            are_defaults_distinct: false,
            unmapped: BTreeSet::new(),
        }
    }

    /// Adds the values in the schemas of the variants.
    fn with_schemas(mut self, members: &[Member<'_>]) -> Self {
        let unmapped = members.iter().filter(|it| self.mapped(it).is_none());
        let defaults = unmapped.filter_map(|member| member.default_of(&self.property));
        self.are_defaults_distinct = are_disjoint(defaults.enumerate());
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let listed = members.iter().filter_map(|it| it.listed(&self.property));
        for value in self.mapped.values().flatten().cloned() {
            *counts.entry(value).or_default() += 1;
        }
        for value in listed.flat_map(ConstantSet::strings) {
            *counts.entry(value).or_default() += 1;
        }
        let alone = counts.into_iter().filter(|(_, count)| *count == 1);
        self.unmapped = alone.map(|(value, _)| value).collect();
        self
    }

    /// Returns the values that a mapped variant lists in addition to its keys in the mapping.
    pub(in crate::lower) fn unmapped(&self, member: &Member<'_>) -> Vec<String> {
        let keys = self.mapped(member).unwrap_or_default();
        let listed = member.listed(&self.property).map(ConstantSet::strings);
        let listed = listed.unwrap_or_default();
        if keys.is_empty() || keys.iter().any(|key| !listed.contains(key)) {
            return Vec::new();
        }
        let others = listed.into_iter();
        others.filter(|it| self.unmapped.contains(it)).collect()
    }

    /// Returns `true` for a variant whose only value is the name of its component.
    pub(in crate::lower) fn is_implicit(&self, member: &Member<'_>) -> bool {
        let name = member.name.as_deref();
        let is_mapped = name.is_some_and(|name| self.mapped.contains_key(name));
        let is_listed = member.listed(&self.property).is_some() || member.inner_tags.is_some();
        !is_mapped && !is_listed && self.default_of(member).is_none()
    }

    fn default_of<'m>(&self, member: &'m Member<'_>) -> Option<&'m ConstantSet> {
        let default = member.default_of(&self.property);
        default.filter(|_| self.are_defaults_distinct)
    }

    /// Returns the mapped values of a variant.
    fn mapped(&self, member: &Member<'_>) -> Option<Vec<String>> {
        let tag = member.tag.clone().map(|tag| vec![tag]);
        tag.or_else(|| self.mapped.get(member.name.as_deref()?).cloned())
    }

    /// Returns the values that select a variant: the mapped values, and the listed values that the
    /// mapping lacks; else the values of a nested union; else the listed values of the property;
    /// else its default; else the name of the component. If `is_single` is `true`, several listed
    /// values don't count.
    fn values(
        &self,
        member: &Member<'_>,
        json: Option<JsonType>,
        is_single: bool,
    ) -> Option<ConstantSet> {
        if let Some(mut keys) = self.mapped(member) {
            if !is_single {
                keys.extend(self.unmapped(member));
            }
            return Some(spelled(keys, json));
        }
        if member.inner_tags.is_some() {
            return member.inner_tags.clone();
        }
        let listed = member.listed(&self.property);
        let is_one = |all: &&ConstantSet| all.first().is_some_and(|(_, is_only)| is_only);
        if let Some(listed) = listed.filter(|all| !is_single || is_one(all)) {
            return Some(listed.clone());
        }
        if let Some(default) = self.default_of(member) {
            return Some(default.clone());
        }
        // The names of the variants of a nested union are unknown.
        let name = member.name.clone().filter(|_| member.values.len() == 1)?;
        Some(ConstantSet::Strings(vec![name]))
    }

    /// Splits a component with several mapped values into a variant for each value, unless the
    /// component lists values.
    fn split<'d>(&self, members: &[Member<'d>]) -> Vec<Member<'d>> {
        let mut all = Vec::new();
        for member in members {
            let fields = member.fields();
            let is_open =
                fields.is_some_and(|fields| !fields.constants.contains_key(&self.property));
            let is_base = member
                .name
                .as_ref()
                .is_some_and(|name| self.bases.contains(name));
            let keys = self.mapped(member);
            let keys = keys.filter(|keys| is_open && !is_base && keys.len() > 1);
            match keys {
                Some(keys) => all.extend(keys.into_iter().map(|key| Member {
                    tag: Some(key),
                    ..member.clone()
                })),
                None => all.push(member.clone()),
            }
        }
        all
    }
}

/// Returns the cases that test a discriminator's property, and the variants that the cases select.
/// Other properties distinguish variants with an equal discriminator value.
pub(in crate::lower) fn by_name<'d>(
    tags: &TagMapping,
    members: &[Member<'d>],
) -> Option<(Vec<Member<'d>>, Vec<Case>)> {
    let is_object = |member: &Member<'_>| {
        let mut values = member.values.iter();
        values.all(|values| matches!(values, JsonValues::Object(_)))
    };
    if !members.iter().all(is_object) {
        return None;
    }
    let property = &tags.property;
    let json = members.iter().find_map(|member| member.type_of(property));
    let members = tags.split(members);
    let values = |is_single: bool| -> Option<Vec<ConstantSet>> {
        let values = members.iter();
        let values = values.map(|member| tags.values(member, json, is_single));
        values.collect()
    };
    let fields: Option<Vec<(usize, &Fields)>> = members
        .iter()
        .enumerate()
        .map(|(index, member)| Some((index, member.fields()?)))
        .collect();
    let mut all = [values(false), values(true)];
    let disjoint = all.iter_mut().find_map(|values| {
        let is_disjoint = |all: &mut Vec<ConstantSet>| are_disjoint(all.iter().enumerate());
        values.take_if(|values| is_disjoint(values))
    });
    let mut cases = match disjoint {
        Some(values) => values
            .into_iter()
            .enumerate()
            .map(|(variant, values)| Case {
                variant,
                predicates: vec![Predicate::Property(property.clone(), values)],
            })
            .collect(),
        None => {
            let [_, single] = all;
            discriminate_with_tag(fields.as_deref()?, property, &single?)?
        }
    };
    // Nested unions have no properties of their own.
    if let Some(fields) = fields {
        let selected = selected(&cases, property);
        let is_selected = |(variant, own): (usize, &Fields)| {
            let has_default = |values: &ConstantSet| is_default(own, property, Some(values));
            match selected.values().any(|values| has_default(values)) {
                true => selected.get(&variant).is_some_and(|it| has_default(it)),
                // No value of the union is the default of the component.
                false => {
                    let is_whole = members.get(variant).is_some_and(|it| it.tag.is_none());
                    is_whole && is_default(own, property, own.constants.get(property))
                }
            }
        };
        // Only the value distinguishes the variants of one component.
        let is_whole = |(index, own): &(usize, &Fields)| {
            let is_whole = members.get(*index).is_some_and(|it| it.tag.is_none());
            is_whole || is_selected((*index, own))
        };
        let fields: Vec<(usize, &Fields)> = fields.into_iter().filter(is_whole).collect();
        let without_tag = without_tag(&fields, property, is_selected);
        cases.extend(without_tag);
    }
    Some((members, cases))
}

/// Returns the values of a property that select each variant.
fn selected<'c>(cases: &'c [Case], property: &str) -> BTreeMap<usize, &'c ConstantSet> {
    let selected = cases.iter().flat_map(|case| {
        let predicates = case.predicates.iter();
        predicates.filter_map(move |predicate| match predicate {
            Predicate::Property(name, values) if name == property => Some((case.variant, values)),
            _ => None,
        })
    });
    selected.collect()
}

/// Joins sets of one JSON type.
fn joined(sets: Vec<ConstantSet>) -> Option<ConstantSet> {
    let mut sets = sets.into_iter();
    let first = sets.next()?;
    sets.try_fold(first, |all, set| match (all, set) {
        (ConstantSet::Strings(all), ConstantSet::Strings(set)) => {
            let distinct: IndexSet<String> = all.into_iter().chain(set).collect();
            Some(ConstantSet::Strings(distinct.into_iter().collect()))
        }
        (ConstantSet::Integers(all), ConstantSet::Integers(set)) => {
            let distinct: IndexSet<i64> = all.into_iter().chain(set).collect();
            Some(ConstantSet::Integers(distinct.into_iter().collect()))
        }
        _ => None,
    })
}

/// Returns the integer that a key of a mapping spells.
pub(in crate::lower) fn integer_key(key: &str) -> Option<i64> {
    integer(&key.parse().map(Value::Number).ok()?)
}

/// Converts the keys of a mapping to a JSON type. A key that isn't an integer, which is reported,
/// selects nothing beside integers.
pub(in crate::lower) fn spelled(keys: Vec<String>, json: Option<JsonType>) -> ConstantSet {
    let integers: Vec<i64> = keys.iter().filter_map(|key| integer_key(key)).collect();
    let found = match (json, keys.as_slice()) {
        (Some(JsonType::Integer | JsonType::Number), _) if !integers.is_empty() => {
            Some(ConstantSet::Integers(integers))
        }
        (Some(JsonType::Boolean), [only]) => only.parse().ok().map(ConstantSet::Boolean),
        _ => None,
    };
    found.unwrap_or(ConstantSet::Strings(keys))
}
