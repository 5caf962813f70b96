//! Finds variants whose listed values overlap without a comparison of every pair.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::ConstantSet;
use crate::lower::union::discriminate::disjoint;

/// The listed values of properties, by name.
pub(in crate::lower) type Listed<'k> = BTreeMap<&'k str, &'k ConstantSet>;

/// The maximum number of variants that are compared in pairs if no property separates them.
const MAX_COMPARED: usize = 256;

/// The maximum number of variants without the property that separates the other variants.
const MAX_LACKING: usize = 8;

/// A listed value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Value<'k> {
    String(&'k str),
    Integer(i64),
    Boolean(bool),
}

fn values(constants: &ConstantSet) -> Vec<Value<'_>> {
    match constants {
        ConstantSet::Strings(all) => all.iter().map(|it| Value::String(it)).collect(),
        ConstantSet::Integers(all) => all.iter().copied().map(Value::Integer).collect(),
        ConstantSet::Boolean(value) => vec![Value::Boolean(*value)],
    }
}

/// Returns `true` if no value is listed for two variants.
pub(in crate::lower) fn are_disjoint<'k>(
    all: impl Iterator<Item = (usize, &'k ConstantSet)>,
) -> bool {
    let mut owners = BTreeMap::new();
    let mut values = all.flat_map(|(variant, constants)| {
        let values = values(constants).into_iter();
        values.map(move |value| (value, variant))
    });
    values.all(|(value, variant)| *owners.entry(value).or_insert(variant) == variant)
}

/// Returns `true` if two variants have no value in common.
pub(in crate::lower) fn has_disjoint(all: &[(usize, &ConstantSet)]) -> bool {
    let mut sets = all
        .iter()
        .map(|(_, it)| values(it).into_iter().collect::<BTreeSet<_>>());
    let first = sets.next().unwrap_or_default();
    let common = sets.fold(first, |common, set| {
        common.intersection(&set).copied().collect()
    });
    // A value that all variants share rules out disjoint sets quickly.
    let outer = all.iter().take(MAX_COMPARED).enumerate();
    common.is_empty()
        && outer.into_iter().any(|(index, (variant, own))| {
            let mut rest = all.iter().skip(index + 1);
            rest.any(|(other, theirs)| other != variant && disjoint(own, theirs))
        })
}

/// Returns `true` if `holds` returns `true` for every pair of variants that no property separates
/// by its listed values. Returns `false` if there are too many pairs.
pub(in crate::lower) fn overlapping_pairs(
    variants: &[&Listed<'_>],
    holds: &mut impl FnMut(usize, usize) -> bool,
) -> bool {
    let all = (0..variants.len()).collect();
    Clusters { variants, holds }.visit(all)
}

struct Clusters<'a, 'k, F> {
    variants: &'a [&'a Listed<'k>],
    holds: &'a mut F,
}

impl<'k, F: FnMut(usize, usize) -> bool> Clusters<'_, 'k, F> {
    fn visit(&mut self, cluster: Vec<usize>) -> bool {
        if cluster.len() < 2 {
            return true;
        }
        for name in self.common_names(&cluster) {
            let split = self.split(&cluster, name);
            if split.parts.len() > 1 {
                return split.parts.into_iter().all(|part| self.visit(part))
                    && self.compare(&split.lacking, &cluster);
            }
        }
        cluster.len() <= MAX_COMPARED && self.compare(&cluster, &cluster)
    }

    /// Compares every pair that has a member in `some`. Each pair is compared once.
    fn compare(&mut self, some: &[usize], all: &[usize]) -> bool {
        let members: BTreeSet<usize> = some.iter().copied().collect();
        some.iter().all(|first| {
            all.iter().all(|last| {
                let is_compared = first == last || last < first && members.contains(last);
                let (first, last) = (*first.min(last), *first.max(last));
                is_compared || (self.holds)(first, last)
            })
        })
    }

    /// Returns the properties with listed values in nearly all variants of a cluster.
    fn common_names(&self, cluster: &[usize]) -> Vec<&'k str> {
        let mut counts: BTreeMap<&'k str, usize> = BTreeMap::new();
        for listed in cluster.iter().filter_map(|index| self.variants.get(*index)) {
            for name in listed.keys() {
                *counts.entry(name).or_default() += 1;
            }
        }
        let most = cluster.len().saturating_sub(MAX_LACKING);
        let common = counts
            .into_iter()
            .filter(|(_, count)| *count >= most.max(2));
        common.map(|(name, _)| name).collect()
    }

    /// Splits a cluster into parts that have no value of a property in common.
    fn split(&self, cluster: &[usize], name: &str) -> Split {
        let mut lacking = Vec::new();
        let mut part_of_value: BTreeMap<Value<'k>, usize> = BTreeMap::new();
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for index in cluster {
            let listed = self.variants.get(*index).and_then(|it| it.get(name));
            let Some(constants) = listed else {
                lacking.push(*index);
                continue;
            };
            let values = values(constants);
            let shared: BTreeSet<usize> = values
                .iter()
                .filter_map(|value| part_of_value.get(value).copied())
                .collect();
            let part = shared.first().copied().unwrap_or_else(|| {
                parts.push(Vec::new());
                parts.len() - 1
            });
            for other in shared.iter().skip(1) {
                let moved = parts
                    .get_mut(*other)
                    .map(std::mem::take)
                    .unwrap_or_default();
                for value in part_of_value.values_mut().filter(|it| *it == other) {
                    *value = part;
                }
                parts
                    .get_mut(part)
                    .into_iter()
                    .for_each(|it| it.extend(&moved));
            }
            parts
                .get_mut(part)
                .into_iter()
                .for_each(|it| it.push(*index));
            part_of_value.extend(values.into_iter().map(|value| (value, part)));
        }
        parts.retain(|part| !part.is_empty());
        parts.iter_mut().for_each(|part| part.sort_unstable());
        Split { parts, lacking }
    }
}

/// The parts of a cluster, and the variants that don't list values of the property.
struct Split {
    parts: Vec<Vec<usize>>,
    lacking: Vec<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(values: &[&str]) -> ConstantSet {
        ConstantSet::Strings(values.iter().map(|it| (*it).to_owned()).collect())
    }

    /// Returns the pairs that `overlapping_pairs` compares.
    fn pairs(variants: &[&[(&'static str, ConstantSet)]]) -> Vec<(usize, usize)> {
        let listed: Vec<Listed<'_>> = variants
            .iter()
            .map(|all| all.iter().map(|(name, values)| (*name, values)).collect())
            .collect();
        let mut found = Vec::new();
        overlapping_pairs(&listed.iter().collect::<Vec<_>>(), &mut |first, last| {
            found.push((first, last));
            true
        });
        found.sort_unstable();
        found
    }

    #[test]
    fn only_pairs_that_share_every_value_are_compared() {
        let (a, b, c) = (strings(&["a"]), strings(&["b"]), strings(&["c"]));
        let a_or_b = strings(&["a", "b"]);
        let kind = |of: &ConstantSet| ("kind", of.clone());
        let size = |of: &ConstantSet| ("size", of.clone());
        let none: [(usize, usize); 0] = [];
        assert_eq!(pairs(&[&[kind(&a)], &[kind(&b)], &[kind(&c)]]), none);
        assert_eq!(pairs(&[&[kind(&a)], &[kind(&a)], &[kind(&c)]]), [(0, 1)]);
        // The third variant shares a value with each of the first two, so these three form one
        // part.
        let joined = pairs(&[&[kind(&a)], &[kind(&b)], &[kind(&a_or_b)], &[kind(&c)]]);
        assert_eq!(joined, [(0, 1), (0, 2), (1, 2)]);
        // The second property separates variants that the first property doesn't.
        let both = pairs(&[
            &[kind(&a), size(&a)],
            &[kind(&a), size(&b)],
            &[kind(&b), size(&a)],
        ]);
        assert_eq!(both, none);
        // A variant without the property is compared once with every other variant.
        let lacking = pairs(&[&[kind(&a)], &[], &[kind(&b)], &[]]);
        assert_eq!(lacking, [(0, 1), (0, 3), (1, 2), (1, 3), (2, 3)]);
    }

    #[test]
    fn many_variants_of_one_property_are_compared_with_few() {
        let values: Vec<ConstantSet> = (0..2_000)
            .map(|it| ConstantSet::Integers(vec![it]))
            .collect();
        let listed: Vec<Listed<'_>> = values.iter().map(|it| [("kind", it)].into()).collect();
        let mut compared = 0;
        let all: Vec<&Listed<'_>> = listed.iter().collect();
        assert!(overlapping_pairs(&all, &mut |_, _| {
            compared += 1;
            true
        }));
        assert_eq!(compared, 0);
    }
}
