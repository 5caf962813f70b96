//! The names of inline types: the owner's, and the way from there, or a title on it.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    OperationNames,
    component::Components,
    distinct::{Conflict, phrases, ranks},
    member::spelled,
    reserved::{PRELUDE, keyword},
    scope::Candidate,
    type_path::{is_body, is_enumeration, is_named, shared_end, steps, word, words_of},
    variant::words,
    word::{camel, same_letters, snake},
};
use crate::ir::{Api, Owner, PathSegment, TypeDef, TypeKind};

/// A name that is longer is made of the end of its way, if nothing else of the owner is called so.
const LONG: usize = 60;

/// The maximum number of steps before the end of a path that a short name is made of.
const MAX_HEADS: usize = 12;

/// The rank of inline types: they give way to components and to what operations have.
pub(super) const RANK: u32 = u32::MAX / 2;

/// A title that is longer is no name.
const MAX_TITLE_LENGTH: usize = 40;

/// Appends the word of a step to a name.
type Join = fn(&str, &str) -> String;

/// The names that everybody expects: of each type that isn't a component. Words that repeat the end of the
/// name before them are written once, unless another type could have the shorter name.
pub(super) fn naturals(
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
    let short = joined_by(once, api, operations, components);
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

/// A name and a word without the words that the name ends with.
fn once(name: &str, word: &str) -> String {
    let (own, added) = (words(name), words(word));
    let longest = (1..=own.len().min(added.len())).rev();
    let mut splits = longest.filter_map(|count| added.split_at_checked(count));
    match splits.find(|(start, _)| own.ends_with(start)) {
        Some((_, rest)) => name.to_owned() + &rest.concat(),
        None => name.to_owned() + word,
    }
}

/// The names of types, with one way to join words.
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

/// What the names of an owner's types begin with.
struct OwnerPrefix<'a> {
    base: String,
    /// The names of types with titles, by the way to them.
    titles: BTreeMap<&'a [PathSegment], String>,
    join: Join,
}

impl OwnerPrefix<'_> {
    fn names(&self, definitions: &[&TypeDef]) -> Vec<String> {
        let plain = |_: usize, step: &PathSegment| word(step);
        let full = definitions.iter();
        let full = full.map(|definition| self.full(definition, &plain));
        let mut names: Vec<String> = full.collect();
        self.style_alike(definitions, &mut names);
        for shorter in [Self::ends, Self::parts] {
            if names.iter().all(|name| name.len() <= LONG) {
                break;
            }
            self.shorten(definitions, &mut names, shorter);
        }
        names.into_iter().map(keyword).collect()
    }

    /// Gives every long name the first of its shorter ones that no other type could have.
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
            if name.len() <= LONG {
                continue;
            }
            let is_alone = |other: &String| taken.get(other) == Some(&1);
            let alone = shorter.into_iter().filter(is_alone);
            let alone: Vec<String> = alone.collect();
            let fitting = alone.iter().find(|other| other.len() <= LONG);
            if let Some(shorter) = fitting.or(alone.first())
                && shorter.len() < name.len()
            {
                name.clone_from(shorter);
            }
        }
    }

    /// The way from the owner or from the nearest title, or the values where there are several ways.
    fn full(
        &self,
        definition: &TypeDef,
        word_at: &dyn Fn(usize, &PathSegment) -> String,
    ) -> String {
        match (definition.uses.as_slice(), &definition.kind) {
            ([steps], _) => {
                let titled = (1..=steps.len()).rev().find_map(|length| {
                    let (start, rest) = steps.split_at_checked(length)?;
                    Some((self.titles.get(start)?, rest))
                });
                let (start, rest) = titled.unwrap_or((&self.base, steps));
                let first = steps.len() - rest.len();
                let rest = rest.iter().enumerate();
                rest.fold(start.clone(), |name, (index, step)| {
                    (self.join)(&name, &word_at(first + index, step))
                })
            }
            (ways, shape) => {
                let titled = ways.iter().map(|way| self.titles.get(way.as_slice()));
                let titled: Option<Vec<&String>> = titled.collect();
                let end = shared_end(ways, is_enumeration(definition));
                let end = (self.join)(&self.base, &end);
                match (shape, titled.as_deref()) {
                    (TypeKind::Enumeration(values, _), _) if values.are_a_name() => {
                        let values = spelled(values);
                        let words = values.iter().map(|value| camel(value));
                        let name = self.base.clone() + &words.collect::<String>();
                        let is_short = name.len() <= LONG || end == self.base;
                        if is_short { name } else { end }
                    }
                    (_, Some([title, ..])) => (*title).clone(),
                    _ => end,
                }
            }
        }
    }

    /// Tells names apart that differ by the case or the signs of a property or a value: as the field or
    /// the variant is told apart.
    fn style_alike(&self, definitions: &[&TypeDef], names: &mut [String]) {
        let mut alike: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, name) in names.iter().enumerate() {
            alike.entry(name.clone()).or_default().push(index);
        }
        for group in alike.into_values().filter(|group| group.len() > 1) {
            let ways = group.iter().filter_map(|index| definitions.get(*index));
            let ways = ways.flat_map(|definition| &definition.uses);
            let ways: Vec<&Vec<PathSegment>> = ways.collect();
            let word_at = |index: usize, step: &PathSegment| {
                let steps = ways.iter().filter_map(|way| way.get(index));
                styled(step, &steps.collect::<Vec<_>>())
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

    /// Names from the ends of the way, beginning with the shortest, as far as the first long one.
    fn ends(&self, definition: &TypeDef) -> Vec<String> {
        let (mut names, mut end) = (Vec::new(), String::new());
        for step in steps(definition).into_iter().skip(1).rev() {
            end.insert_str(0, &word(step));
            if is_named(step) {
                let name = (self.join)(&self.base, &end);
                let is_long = name.len() > LONG;
                names.push(name);
                if is_long {
                    break;
                }
            }
        }
        names
    }

    /// Names from the end of the way and one or two steps before it, beginning with the nearest.
    fn parts(&self, definition: &TypeDef) -> Vec<String> {
        let steps = steps(definition);
        let Some(last) = steps.iter().rposition(|step| is_named(step)) else {
            return Vec::new();
        };
        let (heads, tail) = steps.split_at(last);
        let heads = heads
            .iter()
            .rev()
            .filter(|step| is_named(step) || is_body(step));
        let heads: Vec<&PathSegment> = heads.take(MAX_HEADS).copied().collect();
        let named = |heads: &[&PathSegment]| {
            let words = heads.iter().map(|step| match word(step) {
                word if is_body(step) => word.trim_end_matches("Body").to_owned(),
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

/// The word of a step among others that may differ by case or signs alone.
fn styled(step: &PathSegment, others: &[&PathSegment]) -> String {
    let plain = word(step);
    let Some(own) = text(step) else {
        return plain;
    };
    let texts = others.iter().filter(|other| word(other) == plain);
    let texts: BTreeSet<&str> = texts.filter_map(|other| text(other)).collect();
    let name = match step {
        PathSegment::Variant(_) => plain.clone(),
        _ => snake(own),
    };
    let written: Vec<_> = texts
        .iter()
        .map(|text| (*text, name.as_str(), ()))
        .collect();
    let ranks = ranks(&written);
    let rank = texts.iter().zip(ranks).find(|(text, _)| **text == own);
    if rank.is_none_or(|(_, rank)| rank == 0) {
        return plain;
    }
    let phrases = phrases(own, "", Conflict::Shared);
    let mut words = phrases.iter().map(|phrase| camel(phrase));
    words.find(|word| *word != plain).unwrap_or(plain)
}

/// Returns the name of a step in the document.
fn text(step: &PathSegment) -> Option<&str> {
    match step {
        PathSegment::Property(text)
        | PathSegment::Parameter(text)
        | PathSegment::Header(text)
        | PathSegment::ResponseHeader(_, text)
        | PathSegment::Variant(text) => Some(text),
        _ => None,
    }
}

/// The names of the types with a title that is no other's of the owner, and no other name of the property
/// or the operation.
fn titles<'a>(
    base: &str,
    id: Option<&str>,
    definitions: &[&'a TypeDef],
) -> BTreeMap<&'a [PathSegment], String> {
    let titled = definitions.iter().filter_map(|definition| {
        let title = camel(definition.docs.title.as_deref()?.trim());
        let ways = definition.uses.iter();
        Some(ways.map(move |steps| (title.clone(), *definition, steps)))
    });
    let titled = titled.flatten().filter_map(|(title, definition, steps)| {
        let last = steps.iter().rev().find(|step| !is_portion(step))?;
        // The variant is named by the title.
        let is_variant = matches!(last, PathSegment::Variant(_));
        let repeats = !is_variant && same_letters(&title, &word(last))
            || same_letters(&title, base)
            || id.is_some_and(|id| title.contains(&camel(id)));
        (!repeats && title.len() <= MAX_TITLE_LENGTH).then_some((title, definition, steps))
    });
    let titled: Vec<_> = titled.collect();
    let mut pointers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (title, definition, _) in &titled {
        let pointers = pointers.entry(title).or_default();
        let pointer = definition.pointer.to_string();
        if !pointers.contains(&pointer) {
            pointers.push(pointer);
        }
    }
    let alone = titled.iter().filter(|(title, ..)| {
        pointers
            .get(title.as_str())
            .is_some_and(|all| all.len() == 1)
    });
    let named = alone.map(|(title, _, steps)| {
        let name = match title.strip_prefix(base) {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_uppercase()) => title.clone(),
            _ => format!("{base}{title}"),
        };
        let name = match steps.last().filter(|step| is_portion(step)) {
            Some(portion) => name + &word(portion),
            None => name,
        };
        (steps.as_slice(), name)
    });
    named.collect()
}

fn is_portion(step: &PathSegment) -> bool {
    matches!(step, PathSegment::Response | PathSegment::Request)
}

/// An inline type by the name that everybody expects.
pub(super) fn inline<'a>(natural: &str, owner: &str, definition: &'a TypeDef) -> Candidate<'a> {
    let owner = owner.to_owned();
    let others = move |natural: &str, _: Conflict| {
        let ways = definition.uses.iter().flatten().map(word);
        let ways: Vec<String> = ways.collect();
        let way = ways.join("");
        let kind = kind(definition);
        let mut names = Vec::new();
        if let [steps] = definition.uses.as_slice()
            && let Some(last @ PathSegment::Variant(_)) = steps.last()
            && let Some(start) = natural.strip_suffix(&word(last))
        {
            names.push(format!("{}{start}", word(last)));
        }
        names.extend([format!("{natural}{kind}"), format!("{owner}{way}{kind}")]);
        // Components of other kinds may differ by case alone.
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
        names.push(format!("{way}Of{owner}"));
        names
    };
    Candidate {
        name: natural.to_owned(),
        fallbacks: Box::new(others),
        rank: RANK,
        pointer: Some(definition.pointer.clone()),
        setting: "",
    }
}

/// The end of an owner's name that isn't of its own: `Response`.
fn owner_kind(owner: &str, name: &str) -> String {
    let own = camel(name);
    owner
        .strip_prefix(own.as_str())
        .unwrap_or_default()
        .to_owned()
}

/// What a type is to what it is said in.
fn kind(definition: &TypeDef) -> &'static str {
    let last = definition.uses.first().and_then(|steps| steps.last());
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
