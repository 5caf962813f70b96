//! Cases that distinguish the variants of a union. Each variant has a case for each possible JSON
//! type. Invariant: of two cases of different variants, either no value satisfies both, or the more
//! specific case implies the other case and comes first.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use crate::ir::{Case, ConstantSet, JsonType, Predicate, Scalar, TypeRef};
use crate::lower::union::{
    json_values::JsonValues, objects::discriminate_objects, overlap::are_disjoint,
};

/// Returns the cases in the order of evaluation; `None` if they can't distinguish the variants.
pub(in crate::lower) fn discriminate(variants: &[Vec<JsonValues>]) -> Option<Vec<Case>> {
    let mut cases = Vec::new();
    for json in TYPES {
        let members: Vec<(usize, &JsonValues)> = variants
            .iter()
            .enumerate()
            .flat_map(|(variant, all)| all.iter().map(move |values| (variant, values)))
            .filter(|(_, values)| values.json() == json)
            .collect();
        cases.extend(discriminate_types(json, &members)?);
    }
    in_order(&mut cases);
    // The variants of a nested union can have equal cases.
    let mut seen: BTreeMap<usize, Vec<Vec<Predicate>>> = BTreeMap::new();
    cases.retain(|case| {
        let seen = seen.entry(case.variant).or_default();
        let is_new = !seen.contains(&case.predicates);
        if is_new {
            seen.push(case.predicates.clone());
        }
        is_new
    });
    Some(cases)
}

const TYPES: [JsonType; 6] = [
    JsonType::Boolean,
    JsonType::Integer,
    JsonType::Number,
    JsonType::String,
    JsonType::Array,
    JsonType::Object,
];

/// Returns the cases for values of one JSON type.
fn discriminate_types(json: JsonType, members: &[(usize, &JsonValues)]) -> Option<Vec<Case>> {
    let variants: BTreeSet<usize> = members.iter().map(|(variant, _)| *variant).collect();
    if variants.len() < 2 {
        let by_type = |variant| Case {
            variant,
            predicates: vec![Predicate::Json(json)],
        };
        return Some(variants.into_iter().map(by_type).collect());
    }
    if json == JsonType::Object {
        return discriminate_objects(members);
    }
    let cases: Vec<Case> = members
        .iter()
        .map(|(variant, values)| Case {
            variant: *variant,
            predicates: vec![type_predicate(values)],
        })
        .collect();
    let listed: Option<Vec<(usize, &ConstantSet)>> = cases
        .iter()
        .map(|case| match case.predicates.as_slice() {
            [Predicate::Listed(constants)] => Some((case.variant, constants)),
            _ => None,
        })
        .collect();
    let are_distinct = listed.is_some_and(|all| are_disjoint(all.into_iter()))
        || pairs(&cases, |first, last| {
            first.variant == last.variant || are_apart(&first.predicates, &last.predicates)
        });
    are_distinct.then_some(cases)
}

/// Returns `true` if `holds` returns `true` for every pair.
fn pairs<T>(all: &[T], holds: impl Fn(&T, &T) -> bool) -> bool {
    let rest = |index: usize| all.get(index + 1..).unwrap_or_default();
    all.iter()
        .enumerate()
        .all(|(index, first)| rest(index).iter().all(|last| holds(first, last)))
}

/// Returns the predicate for values of a JSON type that several variants have, except objects.
fn type_predicate(values: &JsonValues) -> Predicate {
    match values {
        JsonValues::Scalar(_, Some(constants), _) => Predicate::Listed(constants.clone()),
        JsonValues::Scalar(_, None, TypeRef::Scalar(Scalar::DateTime)) => Predicate::DateTime,
        JsonValues::Scalar(_, None, TypeRef::Scalar(Scalar::Date)) => Predicate::Date,
        JsonValues::Array(types) if !types.is_empty() => Predicate::Items(types.clone()),
        _ => Predicate::Json(values.json()),
    }
}

fn are_apart(first: &[Predicate], last: &[Predicate]) -> bool {
    let ([first], [last]) = (first, last) else {
        return false;
    };
    match (first, last) {
        (Predicate::Json(_), Predicate::Json(_)) => false,
        (Predicate::Json(_), _) | (_, Predicate::Json(_)) => true,
        (Predicate::Listed(first), Predicate::Listed(last)) => {
            disjoint(first, last) || within(first, last) != within(last, first)
        }
        (Predicate::Items(first), Predicate::Items(last)) => {
            let covers = |of: JsonType, by: JsonType| {
                of == by || (of, by) == (JsonType::Integer, JsonType::Number)
            };
            let some = |of: &JsonType, all: &[JsonType]| all.iter().any(|by| covers(*of, *by));
            let all_first = first.iter().all(|of| some(of, last));
            let all_last = last.iter().all(|of| some(of, first));
            let none =
                !first.iter().any(|of| some(of, last)) && !last.iter().any(|of| some(of, first));
            none || all_first != all_last
        }
        // A case for listed values is more specific than a case for a format.
        (first, last) => first != last,
    }
}

/// Returns `true` if the sets have no value in common.
pub(in crate::lower) fn disjoint(first: &ConstantSet, last: &ConstantSet) -> bool {
    match (first, last) {
        (ConstantSet::Strings(first), ConstantSet::Strings(last)) => {
            !first.iter().any(|value| last.contains(value))
        }
        (ConstantSet::Integers(first), ConstantSet::Integers(last)) => {
            !first.iter().any(|value| last.contains(value))
        }
        (first, last) => first != last,
    }
}

/// Returns `true` if `first` is a subset of `last`.
pub(in crate::lower) fn within(first: &ConstantSet, last: &ConstantSet) -> bool {
    match (first, last) {
        (ConstantSet::Strings(first), ConstantSet::Strings(last)) => {
            first.iter().all(|value| last.contains(value))
        }
        (ConstantSet::Integers(first), ConstantSet::Integers(last)) => {
            first.iter().all(|value| last.contains(value))
        }
        (first, last) => first == last,
    }
}

/// Sorts the most specific cases first.
pub(in crate::lower) fn in_order(cases: &mut [Case]) {
    cases.sort_by_key(|case| (Reverse(specificity(&case.predicates)), case.variant));
}

/// Returns the specificity of a case. A case that implies another case has a greater specificity.
fn specificity(predicates: &[Predicate]) -> (usize, usize, Reverse<usize>) {
    let count = |constants: &ConstantSet| match constants {
        ConstantSet::Strings(strings) => strings.len(),
        ConstantSet::Integers(integers) => integers.len(),
        ConstantSet::Boolean(_) => 1,
    };
    match predicates {
        [Predicate::Json(JsonType::Number)] => (0, 0, Reverse(0)),
        [Predicate::Json(_)] => (1, 0, Reverse(0)),
        [Predicate::Items(types)] => {
            let number = types.contains(&JsonType::Number);
            (if number { 2 } else { 3 }, 0, Reverse(types.len()))
        }
        [Predicate::DateTime | Predicate::Date] => (3, 0, Reverse(0)),
        [Predicate::Listed(constants)] => (4, 0, Reverse(count(constants))),
        predicates => {
            let listed = predicates.iter().filter_map(|predicate| match predicate {
                Predicate::Property(_, constants) => Some(count(constants)),
                _ => None,
            });
            // The remaining predicates only exclude the values of other variants.
            let has = predicates.iter().filter(|predicate| {
                matches!(
                    predicate,
                    Predicate::HasProperty(_)
                        | Predicate::ExclusiveProperty(_)
                        | Predicate::Property(..)
                )
            });
            let (properties, values) = (listed.clone().count(), listed.sum());
            (1 + has.count(), properties, Reverse(values))
        }
    }
}
