//! The names of inline types: the owner's, and the way from there, or a title on it.

use std::collections::BTreeMap;

use super::{
    OperationNames,
    component::Components,
    distinct::{Conflict, phrases},
    member::spelled,
    reserved::keyword,
    scope::Candidate,
    status::status,
    word::{camel, digest, same_letters},
};
use crate::ir::{Api, LONGEST_TUPLE, Owner, SHORT_ENUMERATION, Shape, Status, Step, TypeDef};

/// A name that is longer is made of the end of its way, if nothing else of the owner is called so.
const LONG: usize = 60;

/// The rank of inline types: they give way to components and to what operations have.
pub(super) const RANK: u32 = u32::MAX / 2;

/// A title that is longer is no name.
const LONGEST_TITLE: usize = 40;

/// The names that everybody expects: of each type that isn't a component.
pub(super) fn naturals(
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
        let (base, id) = match owner {
            Owner::Operation(index) => {
                let names = operations.get(*index);
                let operation = api.operations.get(*index);
                let id = operation.map(|operation| operation.id.as_str());
                (names.map(|names| names.request.clone()), id)
            }
            owner => (components.base(owner), None),
        };
        let base = base.unwrap_or_default();
        let found = indexes.iter().filter_map(|index| api.types.get(*index));
        let definitions: Vec<&TypeDef> = found.collect();
        let of_owner = OfOwner {
            titles: titles(&base, id, &definitions),
            base,
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
struct OfOwner<'a> {
    base: String,
    /// The names of types with titles, by the way to them.
    titles: BTreeMap<&'a [Step], String>,
}

impl OfOwner<'_> {
    fn names(&self, definitions: &[&TypeDef]) -> Vec<String> {
        let full = definitions.iter().map(|definition| self.full(definition));
        let mut names: Vec<String> = full.collect();
        if names.iter().all(|name| name.len() <= LONG) {
            return names;
        }
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for (definition, name) in definitions.iter().zip(&names) {
            let others = self.shorter(definition).filter(|other| other != name);
            for name in others.chain([name.clone()]) {
                *taken.entry(name).or_default() += 1;
            }
        }
        for (definition, name) in definitions.iter().zip(&mut names) {
            let is_alone = |other: &String| taken.get(other) == Some(&1);
            if name.len() > LONG
                && let Some(shorter) = self.shorter(definition).find(is_alone)
                && shorter.len() < name.len()
            {
                *name = shorter;
            }
        }
        names.into_iter().map(keyword).collect()
    }

    /// The way from the owner or from the nearest title, or the values where there are several ways.
    fn full(&self, definition: &TypeDef) -> String {
        match (definition.uses.as_slice(), &definition.shape) {
            ([steps], _) => {
                let titled = (1..=steps.len()).rev().find_map(|length| {
                    let (start, rest) = steps.split_at_checked(length)?;
                    Some((self.titles.get(start)?, rest))
                });
                let (start, rest) = titled.unwrap_or((&self.base, steps));
                rest.iter()
                    .fold(start.clone(), |name, step| name + &word(step))
            }
            (_, Shape::Enumeration(values, _)) if values.count() <= SHORT_ENUMERATION => {
                spelled(values)
                    .iter()
                    .fold(self.base.clone(), |name, value| name + &camel(value))
            }
            (ways, shape) => {
                let titled = ways.iter().map(|way| self.titles.get(way.as_slice()));
                let titled: Option<Vec<&String>> = titled.collect();
                if let Some([title, ..]) = titled.as_deref() {
                    return (*title).clone();
                }
                let is_enumeration = matches!(shape, Shape::Enumeration(..));
                self.base.clone() + &shared_end(ways, is_enumeration)
            }
        }
    }

    /// Names from the ends of the way, beginning with the shortest.
    fn shorter(&self, definition: &TypeDef) -> impl Iterator<Item = String> {
        let steps = match definition.uses.as_slice() {
            [steps] => steps.as_slice(),
            _ => &[],
        };
        let starts = (1..steps.len()).rev();
        starts.filter_map(|start| {
            let end = steps.get(start..)?;
            let is_named = is_named(end.first()?);
            let name = end
                .iter()
                .fold(self.base.clone(), |name, step| name + &word(step));
            is_named.then_some(name)
        })
    }
}

fn is_named(step: &Step) -> bool {
    matches!(
        step,
        Step::Property(_) | Step::Branch(_) | Step::Parameter(_) | Step::Header(_)
    )
}

/// The end that all ways to a type share: from a property or parameter on, else the last word of it, else
/// the kind of body. Arrays count only if all ways end in them, and not for enumerations.
fn shared_end(ways: &[Vec<Step>], is_enumeration: bool) -> String {
    let in_arrays = |way: &Vec<Step>| way.last() == Some(&Step::Item);
    let with_arrays = !is_enumeration && ways.iter().all(in_arrays);
    let is_skipped = |step: &&Step| !with_arrays && **step == Step::Item;
    let mut all = ways
        .iter()
        .map(|way| way.iter().rev().skip_while(is_skipped));
    let mut shared: Vec<&Step> = all.next().into_iter().flatten().collect();
    for way in all {
        let pairs = shared.iter().zip(way);
        let alike = pairs.take_while(|(own, other)| word(own) == word(other));
        let length = alike.count();
        shared.truncate(length);
    }
    shared.reverse();
    if let Some(start) = shared.iter().position(|step| is_named(step)) {
        shared.drain(..start);
        return shared.into_iter().map(word).collect();
    }
    let nouns = ways.iter().map(|way| {
        let rest = way.len().saturating_sub(shared.len());
        let before = way
            .iter()
            .take(rest)
            .rev()
            .find(|step| **step != Step::Item);
        (before, before.map(word).unwrap_or_default())
    });
    let (nouns, words): (Vec<Option<&Step>>, Vec<String>) = nouns.unzip();
    let content = content_word(&nouns);
    let noun = content.unwrap_or_else(|| shared_words(&words));
    shared
        .into_iter()
        .map(word)
        .fold(noun, |name, word| name + &word)
}

/// The word for the bodies or contents of several responses, or of a request and responses.
fn content_word(steps: &[Option<&Step>]) -> Option<String> {
    let (mut errors, mut successes, mut is_sent) = (false, false, false);
    let mut noun = "Body";
    for step in steps {
        let status = match (*step)? {
            Step::Body | Step::BodyAs(_) => {
                is_sent = true;
                continue;
            }
            Step::ReplyBody(status) | Step::ReplyBodyAs(status, _) => *status,
            Step::ReplyContent(status) => {
                noun = "Content";
                *status
            }
            _ => return None,
        };
        match status {
            Status::Exact(..400) | Status::Range(..4) => successes = true,
            Status::Exact(_) | Status::Range(_) | Status::Default => errors = true,
        }
    }
    let side = match (is_sent, errors, successes) {
        (true, ..) => "",
        (false, true, false) => "Error",
        (false, false, true) => "Success",
        (false, ..) => "Response",
    };
    Some(format!("{side}{noun}"))
}

/// The words in camel case that all names end in.
fn shared_words(names: &[String]) -> String {
    let mut names = names.iter();
    let mut shared = names.next().cloned().unwrap_or_default();
    for name in names {
        let pairs = shared.chars().rev().zip(name.chars().rev());
        let alike = pairs.take_while(|(own, other)| own == other);
        let length = alike.map(|(own, _)| own.len_utf8()).sum();
        shared = shared.split_off(shared.len().saturating_sub(length));
    }
    let start = shared.find(|c: char| c.is_uppercase());
    shared.split_off(start.unwrap_or(shared.len()))
}

/// The names of the types with a title that is no other's of the owner, and no other name of the property
/// or the operation.
fn titles<'a>(
    base: &str,
    id: Option<&str>,
    definitions: &[&'a TypeDef],
) -> BTreeMap<&'a [Step], String> {
    let titled = definitions.iter().filter_map(|definition| {
        let title = camel(definition.docs.title.as_deref()?.trim());
        let ways = definition.uses.iter();
        Some(ways.map(move |steps| (title.clone(), *definition, steps)))
    });
    let titled = titled.flatten().filter_map(|(title, definition, steps)| {
        let last = steps.iter().rev().find(|step| !is_portion(step))?;
        let repeats = same_letters(&title, &word(last))
            || same_letters(&title, base)
            || id.is_some_and(|id| title.contains(&camel(id)));
        (!repeats && title.len() <= LONGEST_TITLE).then_some((title, definition, steps))
    });
    let titled: Vec<_> = titled.collect();
    let mut places: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (title, definition, _) in &titled {
        let places = places.entry(title).or_default();
        let place = definition.place.to_string();
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let alone = titled
        .iter()
        .filter(|(title, ..)| places.get(title.as_str()).is_some_and(|all| all.len() == 1));
    let named = alone.map(|(title, _, steps)| {
        let name = match title.strip_prefix(base) {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_uppercase()) => title.clone(),
            _ => format!("{base}{title}"),
        };
        let portion = steps.last().filter(|step| is_portion(step)).map(word);
        (steps.as_slice(), name + &portion.unwrap_or_default())
    });
    named.collect()
}

fn is_portion(step: &Step) -> bool {
    matches!(step, Step::Received | Step::Sent)
}

/// An inline type by the name that everybody expects.
pub(super) fn inline<'a>(natural: &str, owner: &str, definition: &'a TypeDef) -> Candidate<'a> {
    let owner = owner.to_owned();
    let others = move |natural: &str, _: Conflict| {
        let place = definition.place.to_string();
        let component = match &definition.owner {
            Owner::Component(name) | Owner::Shared(_, name) => name,
            Owner::Operation(_) => "",
        };
        let ways = definition.uses.iter().flatten().map(word);
        let ways: Vec<String> = ways.collect();
        let way = ways.join("");
        // What an `allOf` brings in is at one place for all that it is brought in to.
        let whole = format!("{place} {owner} {component} {}", ways.join(" "));
        let kind = kind(definition);
        let mut names = vec![format!("{natural}{kind}"), format!("{owner}{way}{kind}")];
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
        names.extend([&place, &whole].map(|text| format!("{natural}{}", camel(&digest(text)))));
        names
    };
    Candidate {
        name: natural.to_owned(),
        others: Box::new(others),
        rank: RANK,
        place: Some(definition.place.clone()),
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
        (1, Some(Step::Property(_))) => "Property",
        (1, Some(Step::Item | Step::Position(_) | Step::MapValue)) => "Entry",
        (1, Some(Step::Branch(_))) => "Variant",
        (1, Some(Step::Parameter(_))) => "Parameter",
        (1, Some(Step::Header(_) | Step::ReplyHeader(..))) => "Header",
        (1, Some(_)) => "Payload",
        _ => "Values",
    }
}

/// The places of a tuple.
const PLACES: [&str; LONGEST_TUPLE] = [
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
    "Eleventh", "Twelfth",
];

pub(super) fn word(step: &Step) -> String {
    match step {
        Step::Property(name) | Step::Parameter(name) | Step::Header(name) => camel(name),
        Step::Item => "Item".to_owned(),
        Step::Position(index) => match PLACES.get(*index) {
            Some(word) => (*word).to_owned(),
            None => "Item".to_owned(),
        },
        Step::MapValue => "Value".to_owned(),
        Step::Branch(word) => camel(word),
        Step::Body => "Body".to_owned(),
        Step::BodyAs(what) => format!("{}Body", camel(what)),
        Step::ReplyBody(code) => format!("{}Body", status(*code)),
        Step::Received => "Output".to_owned(),
        Step::Sent => "Input".to_owned(),
        Step::ReplyBodyAs(code, what) => format!("{}{}Body", status(*code), camel(what)),
        Step::ReplyContent(code) => format!("{}Content", status(*code)),
        Step::Content => "Content".to_owned(),
        Step::ReplyHeader(code, name) => status(*code) + &camel(name),
    }
}
