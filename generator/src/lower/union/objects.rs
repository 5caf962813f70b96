//! Cases for the objects in a union: by listed values of properties, required properties, JSON
//! types of properties, and absent properties.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Case, ConstantSet, JsonType, Predicate};
use crate::lower::union::{
    discriminate::{disjoint, in_order, within},
    json_values::{Fields, JsonValues},
    overlap::{Listed, are_disjoint, has_disjoint, overlapping_pairs},
};

/// The maximum number of another member's properties in the `Lacks` predicates of a member.
const MAX_EXCLUDED: usize = 3;

/// The objects of a variant, with the properties that distinguish them from other objects.
struct ObjectMember<'k> {
    variant: usize,
    fields: &'k Fields,
    constants: Listed<'k>,
    required: BTreeSet<&'k str>,
    lacks: BTreeSet<&'k str>,
    /// The properties that have another JSON type in another member.
    typed: BTreeSet<&'k str>,
    /// `true` if the case must exclude undocumented properties, which a later member accepts.
    is_exact: bool,
    /// The required property that no other member documents.
    exclusive_name: Option<&'k str>,
}

impl<'k> ObjectMember<'k> {
    /// Returns a property that `other` requires and `self` doesn't document.
    fn missing(&self, other: &Self) -> Option<&'k str> {
        let mut required = other.required.iter().copied();
        let unknown = required.find(|json_name| !self.fields.documented.contains(*json_name));
        unknown.filter(|_| !self.fields.open)
    }

    /// Returns `true` if a property has no listed value in common with `other`.
    fn is_disjoint(&self, other: &Self) -> bool {
        self.constants.iter().any(|(json_name, constants)| {
            let other = other.constants.get(json_name);
            other.is_some_and(|other| disjoint(constants, other))
        })
    }

    /// Returns `true` if `self` has every requirement of `other`.
    fn implies(&self, other: &Self) -> bool {
        let there = |json_name: &&str| {
            self.required.contains(json_name) || self.constants.contains_key(json_name)
        };
        other.required.iter().all(there)
            && other.constants.iter().all(|(json_name, constants)| {
                let own = self.constants.get(json_name);
                own.is_some_and(|own| within(own, constants))
            })
    }

    /// Returns a property that both members require with disjoint JSON types.
    fn separating_type(&self, other: &Self) -> Option<&'k str> {
        let mut required = self.fields.required.keys();
        let found = required.find(|json_name| {
            let own = self.fields.types.get(*json_name);
            let theirs = other.fields.types.get(*json_name);
            let is_apart = own.zip(theirs).is_some_and(|(own, theirs)| {
                let number = [JsonType::Integer, JsonType::Number];
                let has_number =
                    |all: &BTreeSet<JsonType>| number.iter().any(|it| all.contains(it));
                own.is_disjoint(theirs) && !(has_number(own) && has_number(theirs))
            });
            is_apart && other.fields.required.contains_key(*json_name)
        });
        found.map(String::as_str)
    }

    /// Returns the values that `self` must exclude: they satisfy the case of `self`, but only
    /// `other`, whose case comes later, decodes all of their properties.
    fn exclusion(&self, other: &Self) -> Exclusion<'k> {
        let (own, theirs) = (&self.fields.documented, &other.fields.documented);
        let is_loss = match (self.fields.open, self.fields.closed) {
            (true, _) => false,
            (false, true) if !other.fields.closed => return Exclusion::Unknown,
            (false, is_closed) => is_closed || own.is_subset(theirs),
        };
        let unknown = theirs.difference(own).map(String::as_str);
        let unknown = unknown.filter(|json_name| !self.fields.required.contains_key(*json_name));
        let unknown: BTreeSet<&str> = unknown.filter(|_| is_loss).collect();
        if unknown.len() > MAX_EXCLUDED {
            return Exclusion::Unknown;
        }
        Exclusion::Properties(unknown)
    }

    fn exclude(&mut self, exclusion: Exclusion<'k>) {
        match exclusion {
            Exclusion::Properties(names) => self.lacks.extend(names),
            Exclusion::Unknown => self.is_exact = true,
            Exclusion::Types(json_name) => _ = self.typed.insert(json_name),
        }
    }

    fn case(&self) -> Case {
        let constants = self.constants.iter().map(|(json_name, constants)| {
            Predicate::Property((*json_name).to_owned(), (*constants).clone())
        });
        let has = self
            .required
            .iter()
            .map(|json_name| match self.exclusive_name {
                Some(exclusive_name) if exclusive_name == *json_name => {
                    Predicate::ExclusiveProperty(exclusive_name.to_owned())
                }
                _ => Predicate::HasProperty((*json_name).to_owned()),
            });
        let lacks = self
            .lacks
            .iter()
            .map(|json_name| Predicate::LacksProperty((*json_name).to_owned()));
        let typed = self.typed.iter().filter_map(|json_name| {
            let types = self.fields.types.get(*json_name)?;
            let types = types.iter().copied().collect();
            Some(Predicate::PropertyType((*json_name).to_owned(), types))
        });
        let predicates = constants.chain(has).chain(typed).chain(lacks);
        let mut predicates: Vec<Predicate> = predicates.collect();
        if self.is_exact {
            let all = self.fields.documented.iter();
            let all: BTreeSet<&String> = all.chain(self.fields.required.keys()).collect();
            predicates.push(Predicate::OnlyProperties(
                all.into_iter().cloned().collect(),
            ));
        }
        if predicates.is_empty() {
            predicates.push(Predicate::Json(JsonType::Object));
        }
        Case {
            variant: self.variant,
            predicates,
        }
    }
}

/// The values that a member excludes.
enum Exclusion<'k> {
    /// Values with one of these properties.
    Properties(BTreeSet<&'k str>),
    /// Values with undocumented properties.
    Unknown,
    /// Values in which the property has another JSON type.
    Types(&'k str),
}

/// Returns the cases for objects: by the listed values of required properties; else also by the
/// required properties, first without nullable properties, which servers often omit.
pub(in crate::lower) fn discriminate_objects(values: &[(usize, &JsonValues)]) -> Option<Vec<Case>> {
    let fields: Vec<(usize, &Fields)> = values
        .iter()
        .filter_map(|(variant, values)| match values {
            JsonValues::Object(fields) => Some((*variant, fields)),
            _ => None,
        })
        .collect();
    let to_cases = |members: &[ObjectMember<'_>]| members.iter().map(ObjectMember::case).collect();
    let separating = separating(&fields);
    for json_name in &separating {
        let listed = |own: &'_ Fields| own.required.contains_key(*json_name);
        let all = fields.iter().map(|(variant, own)| {
            let constants = own.constants.get(*json_name).filter(|_| listed(own))?;
            Some((*variant, constants))
        });
        let all: Option<Vec<(usize, &ConstantSet)>> = all.collect();
        if all.is_some_and(|all| are_disjoint(all.into_iter())) {
            return Some(to_cases(&members(
                &fields,
                &BTreeSet::from([*json_name]),
                |_| false,
            )));
        }
    }
    let listed = members(&fields, &separating, |_| false);
    if overlapping(&listed, &mut |(_, first), (_, last)| {
        first.variant == last.variant || first.is_disjoint(last)
    }) {
        return Some(to_cases(&listed));
    }
    if let Some(cases) = discriminate_by_tag(&fields) {
        return Some(cases);
    }
    for null in [false, true] {
        let mut members = members(&fields, &separating, |nullable| null || !nullable);
        if separate(&mut members) {
            return Some(to_cases(&members));
        }
    }
    None
}

/// Distinguishes objects by a property that may be missing, and whose listed values are disjoint
/// between the variants.
fn discriminate_by_tag(fields: &[(usize, &Fields)]) -> Option<Vec<Case>> {
    let (_, first) = fields.first()?;
    let json_name = first.constants.keys().find(|json_name| {
        let all = fields.iter();
        let all: Option<Vec<(usize, &ConstantSet)>> = all
            .map(|(variant, own)| Some((*variant, own.constants.get(*json_name)?)))
            .collect();
        all.is_some_and(|all| are_disjoint(all.into_iter()))
    })?;
    let by_value = fields.iter().filter_map(|(variant, own)| {
        let values = own.constants.get(json_name)?.clone();
        Some(Case {
            variant: *variant,
            predicates: vec![Predicate::Property(json_name.clone(), values)],
        })
    });
    let is_default = |(_, own): (usize, &Fields)| {
        let listed = own.constants.get(json_name);
        is_default(own, json_name, listed)
    };
    Some(
        by_value
            .chain(without_tag(fields, json_name, is_default))
            .collect(),
    )
}

/// Returns the cases of variants by the value of a shared property. Other properties distinguish
/// variants with an equal value. Returns `None` if the other properties don't distinguish the
/// variants.
pub(in crate::lower) fn discriminate_with_tag<'k>(
    fields: &[(usize, &'k Fields)],
    json_name: &'k str,
    values: &'k [ConstantSet],
) -> Option<Vec<Case>> {
    for null in [false, true] {
        let mut members = members(fields, &BTreeSet::new(), |nullable| null || !nullable);
        for (member, values) in members.iter_mut().zip(values) {
            member.required.remove(json_name);
            member.constants.insert(json_name, values);
        }
        if !separate(&mut members) {
            continue;
        }
        let mut shared = BTreeSet::new();
        overlapping(&members, &mut |(index, first), (other, last)| {
            if !first.is_disjoint(last) {
                shared.extend([index, other]);
            }
            true
        });
        for (index, member) in members.iter_mut().enumerate() {
            if !shared.contains(&index) {
                member.required.clear();
            }
        }
        let mut cases: Vec<Case> = members.iter().map(ObjectMember::case).collect();
        in_order(&mut cases);
        return Some(cases);
    }
    None
}

/// Returns `true` if a property has a default, which is in a set.
pub(in crate::lower) fn is_default(
    fields: &Fields,
    json_name: &str,
    values: Option<&ConstantSet>,
) -> bool {
    let default = fields.defaults.get(json_name);
    default.is_some_and(|default| values.is_none_or(|values| within(default, values)))
}

/// Returns the cases for objects without the discriminator. The cases select the only variant whose
/// default the discriminator has, or else the variant that other properties distinguish. If every
/// variant requires the discriminator, a default still replaces it.
pub(in crate::lower) fn without_tag(
    fields: &[(usize, &Fields)],
    json_name: &str,
    is_default: impl Fn((usize, &Fields)) -> bool,
) -> Vec<Case> {
    let free = |(_, own): &&(usize, &Fields)| !own.required.contains_key(json_name);
    let mut free: Vec<(usize, &Fields)> = fields.iter().filter(free).copied().collect();
    if free.is_empty() {
        let defaults = fields.iter().copied();
        free = defaults.filter(|it| is_default(*it)).collect();
    }
    let default: BTreeSet<usize> = free
        .iter()
        .filter(|it| is_default(**it))
        .map(|(variant, _)| *variant)
        .collect();
    let lacks = Predicate::LacksProperty(json_name.to_owned());
    if let (1, Some(variant)) = (default.len(), default.first()) {
        return vec![Case {
            variant: *variant,
            predicates: vec![lacks],
        }];
    }
    let mut members = members(&free, &BTreeSet::new(), |nullable| !nullable);
    if !separate(&mut members) {
        return Vec::new();
    }
    let mut cases: Vec<Case> = members.iter().map(ObjectMember::case).collect();
    for case in &mut cases {
        case.predicates.push(lacks.clone());
    }
    in_order(&mut cases);
    cases
}

/// Returns the required properties whose listed values are disjoint in two variants.
fn separating<'k>(fields: &[(usize, &'k Fields)]) -> BTreeSet<&'k str> {
    let mut all: BTreeMap<&str, Vec<(usize, &ConstantSet)>> = BTreeMap::new();
    for (variant, own) in fields {
        for (json_name, constants) in listed(own) {
            all.entry(json_name)
                .or_default()
                .push((*variant, constants));
        }
    }
    let found = all.into_iter().filter(|(_, listed)| has_disjoint(listed));
    found.map(|(json_name, _)| json_name).collect()
}

/// Returns the required properties with listed values.
fn listed(fields: &Fields) -> impl Iterator<Item = (&str, &ConstantSet)> {
    let constants = fields.constants.iter();
    constants
        .filter(|(json_name, _)| fields.required.contains_key(*json_name))
        .map(|(json_name, constants)| (json_name.as_str(), constants))
}

/// Returns the members with the properties that distinguish them: properties in `separating`, and
/// required properties. A property that all objects require distinguishes no objects.
fn members<'k>(
    fields: &[(usize, &'k Fields)],
    separating: &BTreeSet<&'k str>,
    counts: impl Fn(bool) -> bool,
) -> Vec<ObjectMember<'k>> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for json_name in fields.iter().flat_map(|(_, own)| own.required.keys()) {
        *counted.entry(json_name).or_default() += 1;
    }
    let by_all = |json_name: &str| counted.get(json_name) == Some(&fields.len());
    let member = |(variant, fields): &(usize, &'k Fields)| {
        let constants: BTreeMap<&str, &ConstantSet> = listed(fields)
            .filter(|(json_name, _)| separating.contains(json_name))
            .collect();
        let required = fields.required.iter();
        let required = required
            .filter(|(json_name, nullable)| counts(**nullable) && !by_all(json_name))
            .map(|(json_name, _)| json_name.as_str())
            .filter(|json_name| !constants.contains_key(json_name))
            .collect();
        ObjectMember {
            variant: *variant,
            fields,
            constants,
            required,
            lacks: BTreeSet::new(),
            typed: BTreeSet::new(),
            is_exact: false,
            exclusive_name: None,
        }
    };
    fields.iter().map(member).collect()
}

/// Calls `holds` for every pair of members that listed values don't separate, until `holds` returns
/// `false`.
fn overlapping<'k>(
    members: &[ObjectMember<'k>],
    holds: &mut impl FnMut((usize, &ObjectMember<'k>), (usize, &ObjectMember<'k>)) -> bool,
) -> bool {
    let listed: Vec<&Listed<'k>> = members.iter().map(|it| &it.constants).collect();
    overlapping_pairs(&listed, &mut |first, last| {
        let pair = members.get(first).zip(members.get(last));
        pair.is_none_or(|(own, other)| holds((first, own), (last, other)))
    })
}

/// Returns a required property of each member that no other member documents, if no values are
/// listed.
fn exclusive<'k>(members: &[ObjectMember<'k>]) -> Option<Vec<&'k str>> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for json_name in members.iter().flat_map(|it| &it.fields.documented) {
        *counted.entry(json_name).or_default() += 1;
    }
    let properties = members.iter().map(|member| {
        let is_closed = !member.fields.open && member.constants.is_empty();
        let mut required = member.required.iter().filter(|_| is_closed);
        required
            .find(|json_name| counted.get(*json_name) == Some(&1))
            .copied()
    });
    properties.collect()
}

/// Returns `true` if a condition distinguishes every pair of variants. The condition is the absence
/// of a property that only the other variant documents and requires, or else the JSON type of a
/// property that both variants require.
fn separate(members: &mut [ObjectMember<'_>]) -> bool {
    if let Some(properties) = exclusive(members) {
        for (member, property) in members.iter_mut().zip(properties) {
            member.exclusive_name = Some(property);
        }
        return true;
    }
    let mut excluded = Vec::new();
    let are_distinct = overlapping(members, &mut |(index, first), (other, last)| {
        if first.variant == last.variant || first.is_disjoint(last) {
            return true;
        }
        let (implies, implied) = (first.implies(last), last.implies(first));
        if implies != implied {
            excluded.push(match implies {
                true => (index, first.exclusion(last)),
                false => (other, last.exclusion(first)),
            });
            return true;
        }
        let count = excluded.len();
        for (index, of, other) in [(index, first, last), (other, last, first)] {
            let missing = of.missing(other).filter(|_| !implies);
            let missing =
                missing.map(|json_name| Exclusion::Properties(BTreeSet::from([json_name])));
            excluded.extend(missing.map(|missing| (index, missing)));
        }
        if excluded.len() == count
            && let Some(json_name) = first.separating_type(last)
        {
            excluded.extend([index, other].map(|index| (index, Exclusion::Types(json_name))));
        }
        excluded.len() > count
    });
    for (index, exclusion) in excluded {
        if let Some(member) = members.get_mut(index) {
            member.exclude(exclusion);
        }
    }
    are_distinct
}
