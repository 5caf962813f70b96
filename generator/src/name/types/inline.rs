//! Names of inline types: the name of the owner, and the path from the owner or from a title.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Api, Owner, PathSegment, TypeDef, TypeKind, Values};
use crate::name::{
    OperationNames,
    member::spelled,
    scope::Candidate,
    types::{
        component::Components,
        title::titles,
        type_path::{
            have_one_name, is_body, is_enumeration, is_named, segments, shared_end, word, words_of,
        },
    },
    variant::words,
    word::{
        camel,
        distinct::{Conflict, phrases, ranks},
        reserved::{PRELUDE, keyword},
        sign::camel_values,
        snake,
    },
};

/// The length above which a name is shortened to the end of its path, if the end is unique in the
/// owner.
const PREFERRED_LENGTH: usize = 60;

/// The maximum number of segments before the last segment that are tried for a short name.
const MAX_HEADS: usize = 12;

/// The rank of inline types. Components and the types of operations have precedence.
pub(in crate::name) const RANK: u32 = u32::MAX / 2;

/// A function that appends the word of a segment to a name.
type Join = fn(&str, &str) -> String;

/// Returns the natural name of each type. A natural name is used unless it collides. Words that
/// repeat the end of the preceding name are omitted, unless another type could have the shorter
/// name.
pub(in crate::name) fn naturals(
    api: &Api,
    operations: &[OperationNames],
    components: &Components,
) -> Vec<String> {
    let whole = joined_by(
        |name, word| name.to_owned() + word,
        api,
        operations,
        components,
    );
    let short = joined_by(append_new_words, api, operations, components);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (whole, short) in whole.iter().zip(&short) {
        for name in BTreeSet::from([whole, short]) {
            *counts.entry(name).or_default() += 1;
        }
    }
    let own = operations.iter().flat_map(|names| {
        let suffixes = ["", "Request", "Response", "Arguments", "Content"];
        suffixes.map(|suffix| format!("{}{suffix}", names.request))
    });
    let own: BTreeSet<String> = own.collect();
    let taken: BTreeSet<&str> = components.idents().chain(PRELUDE).collect();
    let is_free =
        |name: &str| counts.get(name) == Some(&1) && !taken.contains(name) && !own.contains(name);
    let names = whole.iter().zip(&short);
    let names = names.map(|(whole, short)| if is_free(short) { short } else { whole });
    names.cloned().collect()
}

/// Appends a word to a name, without the words that the name already ends with. An item of `items` is
/// an `Item`.
fn append_new_words(name: &str, word: &str) -> String {
    if let Some(rest) = name.strip_suffix("Items").filter(|_| word == "Item") {
        return rest.to_owned() + word;
    }
    // The text is compared first, because splitting a long name into words is expensive.
    let mut starts = (1..=word.len()).filter_map(|length| word.get(..length));
    if !starts.any(|start| name.ends_with(start)) {
        return name.to_owned() + word;
    }
    let added = words(word);
    let mut length = word.len();
    for count in (1..=added.len()).rev() {
        let words_before = added.split_at_checked(count);
        let (Some((start, _)), Some((text, rest))) = (words_before, word.split_at_checked(length))
        else {
            break;
        };
        if name.ends_with(text) && words(name).ends_with(start) {
            return name.to_owned() + rest;
        }
        length -= start.last().map_or(0, |last| last.len());
    }
    name.to_owned() + word
}

/// Returns the names of types, with words joined by `join`.
fn joined_by(
    join: Join,
    api: &Api,
    operations: &[OperationNames],
    components: &Components,
) -> Vec<String> {
    let mut owners: BTreeMap<&Owner, Vec<usize>> = BTreeMap::new();
    for (index, definition) in api.types.iter().enumerate() {
        owners.entry(&definition.owner).or_default().push(index);
    }
    let mut names = vec![String::new(); api.types.len()];
    for (owner, indexes) in owners {
        let found = match owner {
            Owner::Operation(index) => {
                let operation = operations.get(*index).zip(api.operations.get(*index));
                operation.map(|(names, it)| (names.request.clone(), Some(it.id.as_str())))
            }
            owner => components.base(owner).map(|base| (base, None)),
        };
        // Invariant: every operation that owns types has names.
        let Some((base, id)) = found else {
            continue;
        };
        let found = indexes.iter().filter_map(|index| api.types.get(*index));
        let definitions: Vec<&TypeDef> = found.collect();
        let of_owner = OwnerPrefix {
            titles: titles(&base, id, &definitions),
            base,
            join,
        };
        for (index, name) in indexes.into_iter().zip(of_owner.names(&definitions)) {
            if let Some(slot) = names.get_mut(index) {
                *slot = name;
            }
        }
    }
    names
}

/// The prefix of the names of types in an owner.
struct OwnerPrefix<'a> {
    base: String,
    /// The names of types with titles, by path.
    titles: BTreeMap<&'a [PathSegment], String>,
    join: Join,
}

impl OwnerPrefix<'_> {
    fn names(&self, definitions: &[&TypeDef]) -> Vec<String> {
        // Deep types share most of their segments.
        let segments = definitions.iter().flat_map(|it| it.uses.iter().flatten());
        let segments: BTreeSet<&PathSegment> = segments.collect();
        let words = segments.into_iter().map(|segment| (segment, word(segment)));
        let words: BTreeMap<&PathSegment, String> = words.collect();
        let plain = |_: usize, segment: &PathSegment| match words.get(segment) {
            Some(word) => word.clone(),
            None => word(segment),
        };
        let full = definitions.iter();
        let full = full.map(|definition| self.full(definition, &plain));
        let mut names: Vec<String> = full.collect();
        self.distinguish_enums(definitions, &mut names);
        self.style_alike(definitions, &mut names);
        for shorter in [Self::ends, Self::parts] {
            if names.iter().all(|name| name.len() <= PREFERRED_LENGTH) {
                break;
            }
            self.shorten(definitions, &mut names, shorter);
        }
        names.into_iter().map(keyword).collect()
    }

    /// Replaces every long name with its first shorter name that no other type could have.
    fn shorten(
        &self,
        definitions: &[&TypeDef],
        names: &mut [String],
        shorter: fn(&Self, &TypeDef) -> Vec<String>,
    ) {
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let all = definitions
            .iter()
            .map(|definition| shorter(self, definition));
        let all: Vec<Vec<String>> = all.collect();
        for (shorter, name) in all.iter().zip(names.iter()) {
            let mut own: BTreeSet<&String> = shorter.iter().collect();
            own.insert(name);
            for name in own {
                *taken.entry(name.clone()).or_default() += 1;
            }
        }
        for (shorter, name) in all.into_iter().zip(names) {
            if name.len() <= PREFERRED_LENGTH {
                continue;
            }
            let is_alone = |other: &String| taken.get(other) == Some(&1);
            let alone = shorter.into_iter().filter(is_alone);
            let alone: Vec<String> = alone.collect();
            let fitting = alone.iter().find(|other| other.len() <= PREFERRED_LENGTH);
            if let Some(shorter) = fitting.or(alone.first())
                && shorter.len() < name.len()
            {
                name.clone_from(shorter);
            }
        }
    }

    /// Returns the full name: the path from the owner or the nearest title, or the values of an
    /// enumeration with several paths.
    fn full(
        &self,
        definition: &TypeDef,
        word_at: &dyn Fn(usize, &PathSegment) -> String,
    ) -> String {
        match (definition.uses.as_slice(), &definition.kind) {
            ([], _) => self.base.clone(),
            ([segments], _) => {
                let titled = (1..=segments.len()).rev().find_map(|length| {
                    let (start, rest) = segments.split_at_checked(length)?;
                    Some((self.titles.get(start)?, rest))
                });
                let (start, rest) = titled.unwrap_or((&self.base, segments));
                let first = segments.len() - rest.len();
                let rest = rest.iter().enumerate();
                rest.fold(start.clone(), |name, (index, segment)| {
                    (self.join)(&name, &word_at(first + index, segment))
                })
            }
            (paths, kind) => {
                let titled = paths.iter().map(|path| self.titles.get(path.as_slice()));
                let titled: Option<Vec<&String>> = titled.collect();
                let end = shared_end(paths, is_enumeration(definition));
                let end = match &definition.docs.title {
                    Some(title) if end.is_empty() => camel(title),
                    _ => end,
                };
                let end = (self.join)(&self.base, &end);
                match (kind, titled.as_deref()) {
                    (_, Some([title, ..])) => (*title).clone(),
                    (TypeKind::Enumeration(..), _) if have_one_name(paths) => end,
                    (TypeKind::Enumeration(values, _), _) if values.are_a_name() => {
                        let name = self.of_values(values);
                        let is_short = name.len() <= PREFERRED_LENGTH || end == self.base;
                        if is_short { name } else { end }
                    }
                    _ => end,
                }
            }
        }
    }

    fn of_values(&self, values: &Values) -> String {
        let values = spelled(values);
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        self.base.clone() + &camel_values(&values).concat()
    }

    /// Names enums that share a name after their values.
    fn distinguish_enums(&self, definitions: &[&TypeDef], names: &mut [String]) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for name in names.iter() {
            *counts.entry(name.clone()).or_default() += 1;
        }
        for (definition, name) in definitions.iter().zip(names) {
            if let TypeKind::Enumeration(values, _) = &definition.kind
                && definition.uses.len() > 1
                && values.are_a_name()
                && counts.get(name).is_some_and(|count| *count > 1)
            {
                *name = self.of_values(values);
            }
        }
    }

    /// Distinguishes types of properties or values whose names differ only by case or punctuation,
    /// in the same way as the fields or variants.
    fn style_alike(&self, definitions: &[&TypeDef], names: &mut [String]) {
        let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, name) in names.iter().enumerate() {
            alike.entry(name.clone()).or_default().push(index);
        }
        for group in alike.into_values().filter(|group| group.len() > 1) {
            let paths = group.iter().filter_map(|index| definitions.get(*index));
            let paths = paths.flat_map(|definition| &definition.uses);
            let paths: Vec<&Vec<PathSegment>> = paths.collect();
            let word_at = |index: usize, segment: &PathSegment| {
                let segments = paths.iter().filter_map(|path| path.get(index));
                styled(segment, &segments.collect::<Vec<_>>())
            };
            for index in group {
                if let (Some(definition), Some(name)) =
                    (definitions.get(index), names.get_mut(index))
                {
                    *name = self.full(definition, &word_at);
                }
            }
        }
    }

    /// Returns names from the ends of the path: the shortest first, up to the first long name.
    fn ends(&self, definition: &TypeDef) -> Vec<String> {
        let (mut names, mut end) = (Vec::new(), String::new());
        for segment in segments(definition).into_iter().skip(1).rev() {
            end = (self.join)(&word(segment), &end);
            if is_named(segment) {
                let name = (self.join)(&self.base, &end);
                let is_long = name.len() > PREFERRED_LENGTH;
                names.push(name);
                if is_long {
                    break;
                }
            }
        }
        names
    }

    /// Returns names from the end of the path and one or two segments before it, the nearest first.
    fn parts(&self, definition: &TypeDef) -> Vec<String> {
        let segments = segments(definition);
        let Some(last) = segments.iter().rposition(|segment| is_named(segment)) else {
            return Vec::new();
        };
        let (heads, tail) = segments.split_at(last);
        let heads = heads
            .iter()
            .rev()
            .filter(|segment| is_named(segment) || is_body(segment));
        let heads: Vec<&PathSegment> = heads.take(MAX_HEADS).copied().collect();
        let named = |heads: &[&PathSegment]| {
            let words = heads.iter().map(|segment| match word(segment) {
                word if is_body(segment) => word.trim_end_matches("Body").to_owned(),
                word => word,
            });
            let name = (self.join)(&self.base, &words.collect::<String>());
            (self.join)(&name, &words_of(tail))
        };
        let single = heads.iter().map(|head| named(&[*head]));
        let pairs = heads.iter().enumerate().flat_map(|(index, near)| {
            let further = heads.iter().skip(index + 1);
            further.map(move |far| [*far, *near])
        });
        single.chain(pairs.map(|pair| named(&pair))).collect()
    }
}

/// Returns the word of a segment, distinguished from segments that differ only by case or punctuation.
fn styled(segment: &PathSegment, others: &[&PathSegment]) -> String {
    let plain = word(segment);
    let Some(own) = source_name(segment) else {
        return plain;
    };
    let strings = others.iter().filter(|other| word(other) == plain);
    let strings: BTreeSet<&str> = strings.filter_map(|other| source_name(other)).collect();
    let name = match segment {
        PathSegment::Variant(_) => plain.clone(),
        _ => snake(own),
    };
    let written: Vec<_> = strings
        .iter()
        .map(|string| (*string, name.as_str(), ()))
        .collect();
    let ranks = ranks(&written);
    let rank = strings
        .iter()
        .zip(ranks)
        .find(|(string, _)| **string == own);
    if rank.is_none_or(|(_, rank)| rank == 0) {
        return plain;
    }
    let phrases = phrases(own, "", Conflict::Shared);
    let mut words = phrases.iter().map(|phrase| camel(phrase));
    words.find(|word| *word != plain).unwrap_or(plain)
}

/// Returns the name of a segment in the document.
fn source_name(segment: &PathSegment) -> Option<&str> {
    match segment {
        PathSegment::Property(name)
        | PathSegment::Parameter(name)
        | PathSegment::Header(name)
        | PathSegment::ResponseHeader(_, name)
        | PathSegment::Variant(name) => Some(name),
        _ => None,
    }
}

/// Returns the candidate of an inline type with its natural name.
pub(in crate::name) fn inline<'a>(
    natural: &str,
    owner: &str,
    definition: &'a TypeDef,
) -> Candidate<'a> {
    let owner = owner.to_owned();
    let fallbacks = move |natural: &str, _: Conflict| {
        let paths = definition.uses.iter().flatten().map(word);
        let paths: Vec<String> = paths.collect();
        let path = paths.join("");
        let kind = kind(definition);
        let mut names = Vec::new();
        if let [segments] = definition.uses.as_slice()
            && let Some(last @ PathSegment::Variant(_)) = segments.last()
            && let Some(start) = natural.strip_suffix(&word(last))
        {
            names.push(format!("{}{start}", word(last)));
        }
        names.extend([format!("{natural}{kind}"), format!("{owner}{path}{kind}")]);
        // Two shared components can have names that differ only in case.
        if let (Owner::Shared(_, name), Some(rest)) =
            (&definition.owner, natural.strip_prefix(&owner))
        {
            let cased = phrases(name, "", Conflict::Shared);
            names.extend(
                cased
                    .first()
                    .map(|phrase| camel(phrase) + &owner_kind(&owner, name) + rest),
            );
        }
        names.push(format!("{path}Of{owner}"));
        names
    };
    Candidate {
        name: natural.to_owned(),
        fallbacks: Box::new(fallbacks),
        rank: RANK,
        pointer: Some(definition.pointer.clone()),
        setting: "",
    }
}

/// Returns the suffix of the name of an owner: `Response`.
fn owner_kind(owner: &str, name: &str) -> String {
    let own = camel(name);
    owner
        .strip_prefix(own.as_str())
        .unwrap_or_default()
        .to_owned()
}

/// Returns the role of a type in its parent.
fn kind(definition: &TypeDef) -> &'static str {
    let last = definition.uses.first().and_then(|segments| segments.last());
    match (definition.uses.len(), last) {
        (1, Some(PathSegment::Property(_))) => "Property",
        (1, Some(PathSegment::Item | PathSegment::Position(_) | PathSegment::MapValue)) => "Entry",
        (1, Some(PathSegment::Variant(_))) => "Variant",
        (1, Some(PathSegment::Parameter(_))) => "Parameter",
        (1, Some(PathSegment::Header(_) | PathSegment::ResponseHeader(..))) => "Header",
        (1, Some(_)) => "Payload",
        _ => "Values",
    }
}
