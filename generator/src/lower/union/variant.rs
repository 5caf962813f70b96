//! Candidate names of the variants of a union.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{AdditionalProperties, ReferenceOr, Schema};

use crate::ir::{Case, ConstantSet, JsonType, Literal, Predicate, Scalar, TypeRef};
use crate::lower::{
    Lowering,
    schema::{
        Node,
        scalar::{plain, title},
    },
    union::{
        describe::describe_all,
        json_values::{Fields, JsonValues},
        member::Member,
    },
};

/// The maximum number of values or properties in a name.
pub(in crate::lower) const MAX_WORDS: usize = 3;

/// The maximum length of a value that becomes a name.
const MAX_LENGTH: usize = 40;

impl<'d> Lowering<'d, '_> {
    /// Returns the candidate names of each variant, the best first. No two variants begin with the
    /// same name.
    pub(in crate::lower) fn words(
        &self,
        members: &[Member<'d>],
        cases: &[Case],
        values: &[Vec<JsonValues>],
    ) -> Vec<Vec<String>> {
        let literals = members.iter().filter_map(|member| member.literal.as_ref());
        let literals: BTreeSet<String> = literals.map(Literal::text).collect();
        let objects = Objects::new(values);
        let required = required_by(cases);
        let mut by_branch: BTreeMap<usize, Vec<&Case>> = BTreeMap::new();
        for case in cases {
            by_branch.entry(case.variant).or_default().push(case);
        }
        let members_with_values = members.iter().zip(values).enumerate();
        let named = members_with_values.filter(|(_, (member, _))| member.literal.is_none());
        let named = named.map(|(index, (member, own))| {
            let title = match member.node {
                Node::Inline(schema) => title(schema),
                Node::Reference(_) => None,
            };
            let name = member.name.as_deref().or(title);
            let items = self.item_name(member);
            let items_type = self.value_word(member);
            let cases = by_branch.get(&index).map_or(&[][..], Vec::as_slice);
            let cases = (cases, &required);
            let names = Names {
                name,
                items: items.as_deref(),
                values: items_type,
            };
            (index, words(cases, (own, &objects), &names))
        });
        let (indexes, mut named): (Vec<usize>, Vec<Words>) = named.unzip();
        distinguish(&mut named, &literals);
        let named = indexes
            .into_iter()
            .zip(named.into_iter().map(|it| it.words));
        let literals = members.iter().enumerate().filter_map(|(index, member)| {
            let literal = member.literal.as_ref()?;
            Some((index, vec![literal.text()]))
        });
        let all: BTreeMap<usize, Vec<String>> = named.chain(literals).collect();
        all.into_values().collect()
    }

    /// Returns the word for an array of dates or times, or for a map of plain values.
    fn value_word(&self, member: &Member<'d>) -> Option<String> {
        let Node::Inline(schema) = member.node else {
            return None;
        };
        let scalar = |schema: &Schema| {
            let is_plain = !schema.is_composed() && schema.values.is_empty();
            plain(schema, self.settings).filter(|_| is_plain)
        };
        if let Some(ReferenceOr::Item(items)) = schema.items.as_ref() {
            return match scalar(items)? {
                TypeRef::Scalar(Scalar::Date) => Some("dates".to_owned()),
                TypeRef::Scalar(Scalar::DateTime) => Some("timestamps".to_owned()),
                _ => None,
            };
        }
        let Some(AdditionalProperties::Schema(values)) = schema.additional_properties.as_ref()
        else {
            return None;
        };
        let ReferenceOr::Item(values) = values else {
            return None;
        };
        let word = match scalar(values)? {
            TypeRef::Scalar(Scalar::Date) => "dates".to_owned(),
            TypeRef::Scalar(Scalar::DateTime) => "timestamps".to_owned(),
            _ => format!("{}s", values.json_type()?.as_str()),
        };
        (!schema.has_properties()).then(|| format!("map of {word}"))
    }

    /// Returns the name or the title of the items of an array variant.
    fn item_name(&self, member: &Member<'d>) -> Option<String> {
        let Node::Inline(schema) = member.node else {
            return None;
        };
        match schema.items.as_ref()? {
            ReferenceOr::Reference(reference) => {
                let pointer = member.pointer.child("items");
                let name = self.resolver.component_name::<Schema>(reference, &pointer);
                name.ok()
            }
            ReferenceOr::Item(items) => title(items).map(str::to_owned),
        }
    }
}

/// The names in the schema of a variant.
struct Names<'a> {
    /// The name of the component, or the title.
    name: Option<&'a str>,
    /// The name or the title of the items.
    items: Option<&'a str>,
    /// The word for the type of the items or of the map values.
    values: Option<String>,
}

/// Returns the candidate names of a variant, the best first: its distinguishing value, the name of
/// its component or its title, a property of its own, its JSON type, the name of its items, all of
/// its predicates.
fn words(
    cases: (&[&Case], &Required<'_>),
    (values, objects): (&[JsonValues], &Objects<'_>),
    names: &Names<'_>,
) -> Words {
    let (own, required) = cases;
    let own = || own.iter().copied();
    // A nested union has a distinguishing value only if all of its cases have the value.
    let is_nested = values.len() > 1 && names.name.is_some();
    let value = only_value(own());
    let value = value.filter(|value| !is_nested || own().all(|case| has_value(case, value)));
    let mut words: Vec<String> = value.into_iter().collect();
    words.extend(names.name.map(str::to_owned));
    let name = words.last().cloned();
    // A value such as `*` is a candidate too, since there may be no other.
    let is_sign = |text: &&str| !text.is_empty() && !text.contains(char::is_alphanumeric);
    words.extend(only_strings(own()).find(is_sign).map(str::to_owned));
    words.extend(few_values(own()));
    words.extend(by_property(own(), required));
    words.extend(only_property(values));
    let own_fields = || values.iter().filter_map(fields);
    words.extend(objects.own(own_fields().flat_map(|it| it.required.keys())));
    words.extend(joined_values(own()));
    let description: Vec<String> = own().map(|case| describe_all(&case.predicates)).collect();
    let description = Some(description.join(" or ")).filter(|description| !description.is_empty());
    if objects.count > 1 && matches!(values, [JsonValues::Object(_)]) {
        words.extend(description.clone());
    }
    words.extend(names.values.clone().or_else(|| by_type(values)));
    words.extend(names.items.map(|items| format!("{items} array")));
    words.extend(description);
    words.extend(objects.own(own_fields().flat_map(|it| &it.documented)));
    Words { words, name }
}

/// Makes the first candidates distinct. Variants with equal candidates move on to their next
/// candidates, and are finally numbered in document order. A shared value or name stays in front of
/// the distinguishing word (`github repoId`).
fn distinguish(all: &mut [Words], literals: &BTreeSet<String>) {
    let mut moved = true;
    while moved {
        moved = false;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for first in all.iter().filter_map(|it| it.words.first()) {
            *counts.entry(first.clone()).or_default() += 1;
        }
        for words in all.iter_mut() {
            let first = words.words.first();
            let is_shared = first.is_some_and(|first| {
                counts.get(first).is_some_and(|count| *count > 1) || literals.contains(first)
            });
            moved |= is_shared && words.advance();
        }
    }
    let mut taken = literals.clone();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for first in all.iter_mut().filter_map(|it| it.words.first_mut()) {
        let next = counts.entry(first.clone()).or_insert(2_usize);
        let numbered = std::iter::from_fn(|| {
            let name = format!("{first} {next}");
            *next += 1;
            Some(name)
        });
        let mut names = std::iter::once(first.clone()).chain(numbered);
        if let Some(own) = names.find(|name| !taken.contains(name)) {
            taken.insert(own.clone());
            *first = own;
        }
    }
}

/// The candidate names of a variant, the best first.
struct Words {
    words: Vec<String>,
    /// The name of the component, the title, or the distinguishing value.
    name: Option<String>,
}

impl Words {
    /// Moves on to the next candidate. Returns `false` if no candidate is left.
    fn advance(&mut self) -> bool {
        let first = self.words.first();
        let rest = self.words.iter().filter(|word| Some(*word) != first);
        let rest = rest.filter(|word| self.name.is_none() || !TYPES.contains(&word.as_str()));
        let mut rest: Vec<String> = rest.cloned().collect();
        let Some(next) = rest.first_mut() else {
            return false;
        };
        if let Some(name) = self.name.as_ref().filter(|name| !next.starts_with(*name)) {
            *next = format!("{name} {next}");
        }
        self.words = rest;
        true
    }
}

/// The words for JSON types. Such a word isn't a name without another word.
const TYPES: [&str; 14] = [
    "array",
    "boolean",
    "booleans",
    "date",
    "dates",
    "integer",
    "integers",
    "number",
    "numbers",
    "object",
    "string",
    "strings",
    "timestamp",
    "timestamps",
];

/// Returns `true` if a value can be a name.
pub(in crate::lower) fn is_word(value: &str) -> bool {
    value.len() <= MAX_LENGTH && value.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Returns the only string that selects a variant, if it can be a name.
fn only_value<'q>(cases: impl Iterator<Item = &'q Case>) -> Option<String> {
    only_strings(cases)
        .find(|only| is_word(only))
        .map(str::to_owned)
}

/// Returns every string that is the only value in a predicate.
fn only_strings<'q>(cases: impl Iterator<Item = &'q Case>) -> impl Iterator<Item = &'q str> {
    let predicates = cases.flat_map(|case| &case.predicates);
    predicates.filter_map(|predicate| match predicate {
        Predicate::Property(_, ConstantSet::Strings(strings))
        | Predicate::Listed(ConstantSet::Strings(strings)) => match strings.as_slice() {
            [only] => Some(only.as_str()),
            _ => None,
        },
        _ => None,
    })
}

fn has_value(case: &Case, value: &str) -> bool {
    only_strings(std::iter::once(case)).any(|string| string == value)
}

/// Returns the strings that select a variant, if they are few and can be a name.
fn few_values<'q>(mut cases: impl Iterator<Item = &'q Case>) -> Option<String> {
    cases.find_map(|case| {
        case.predicates
            .iter()
            .find_map(|predicate| match predicate {
                Predicate::Property(_, ConstantSet::Strings(strings)) => {
                    let few =
                        strings.len() <= MAX_WORDS && strings.iter().all(|text| is_word(text));
                    few.then(|| strings.join(" or "))
                }
                _ => None,
            })
    })
}

/// Returns the values of the constants that select a variant together, without their properties.
fn joined_values<'q>(cases: impl Iterator<Item = &'q Case>) -> Option<String> {
    let values = cases.map(|case| only_strings(std::iter::once(case)).collect::<Vec<_>>());
    let mut several = values.filter(|values| values.len() > 1);
    let joined = several.find(|values| values.iter().all(|value| is_word(value)))?;
    Some(joined.join(" "))
}

/// The variants that require each property.
type Required<'q> = BTreeMap<&'q str, BTreeSet<usize>>;

fn required_by(cases: &[Case]) -> Required<'_> {
    let mut found = Required::new();
    for case in cases {
        for json_name in required(case) {
            found.entry(json_name).or_default().insert(case.variant);
        }
    }
    found
}

fn required(case: &Case) -> impl Iterator<Item = &str> {
    case.predicates
        .iter()
        .filter_map(|predicate| match predicate {
            Predicate::HasProperty(json_name) | Predicate::ExclusiveProperty(json_name) => {
                Some(json_name.as_str())
            }
            _ => None,
        })
}

/// Returns a property that no other variant requires.
fn by_property<'q>(own: impl Iterator<Item = &'q Case>, all: &Required<'_>) -> Option<String> {
    let is_own = |json_name: &&str| {
        all.get(json_name)
            .is_some_and(|variants| variants.len() == 1)
    };
    own.flat_map(required).find(is_own).map(str::to_owned)
}

/// Returns the only required or documented property of an object, or the only value of the
/// property.
fn only_property(values: &[JsonValues]) -> Option<String> {
    let [JsonValues::Object(fields)] = values else {
        return None;
    };
    let mut required = fields.required.keys();
    let json_name = match (required.next(), required.next(), fields.documented.len()) {
        (Some(only), None, _) => only,
        (None, _, 1) => fields.documented.first()?,
        _ => return None,
    };
    match fields.constants.get(json_name) {
        None => Some(json_name.clone()),
        Some(ConstantSet::Strings(strings)) => {
            strings.first().filter(|_| strings.len() == 1).cloned()
        }
        Some(_) => None,
    }
    .filter(|word| is_word(word))
}

/// The objects among the variants of a union.
struct Objects<'k> {
    count: usize,
    /// The number of variants that document each property.
    documented: BTreeMap<&'k str, usize>,
}

impl<'k> Objects<'k> {
    fn new(all: &'k [Vec<JsonValues>]) -> Self {
        let mut documented: BTreeMap<&str, usize> = BTreeMap::new();
        for values in all {
            let own = values.iter().filter_map(fields);
            let own: BTreeSet<&String> = own.flat_map(|fields| &fields.documented).collect();
            for json_name in own {
                *documented.entry(json_name).or_default() += 1;
            }
        }
        let has_object =
            |values: &&Vec<JsonValues>| values.iter().any(|values| fields(values).is_some());
        Self {
            count: all.iter().filter(has_object).count(),
            documented,
        }
    }

    /// Returns the first property of a variant that no other variant documents.
    fn own<'f>(&self, mut names: impl Iterator<Item = &'f String>) -> Option<String> {
        let is_own = |json_name: &&String| {
            let count = self.documented.get(json_name.as_str());
            self.count > 1 && count.is_none_or(|count| *count < 2)
        };
        names.find(is_own).cloned()
    }
}

fn fields(values: &JsonValues) -> Option<&Fields> {
    match values {
        JsonValues::Object(fields) => Some(fields),
        _ => None,
    }
}

/// Returns the word for the type of a variant's values.
fn by_type(values: &[JsonValues]) -> Option<String> {
    let [values] = values else {
        return None;
    };
    let word = match values {
        JsonValues::Array(types) => match types.as_slice() {
            [JsonType::String] => "strings",
            [JsonType::Integer] => "integers",
            [JsonType::Number] => "numbers",
            [JsonType::Boolean] => "booleans",
            _ => "array",
        },
        JsonValues::Scalar(_, None, TypeRef::Scalar(Scalar::Date)) => "date",
        JsonValues::Scalar(_, None, TypeRef::Scalar(Scalar::DateTime)) => "timestamp",
        values => values.json().as_str(),
    };
    Some(word.to_owned())
}
