//! The words of the way to an inline type: from its owner, step by step.

use super::{status::status, word::camel};
use crate::ir::{MAX_TUPLE_LENGTH, PathSegment, Status, TypeDef, TypeKind};

/// The steps that a name is made of: the way, or the end that all ways share.
pub(super) fn steps(definition: &TypeDef) -> Vec<&PathSegment> {
    match definition.uses.as_slice() {
        [steps] => steps.iter().collect(),
        ways => {
            let mut shared = shared_steps(ways, is_enumeration(definition));
            let start = shared.iter().position(|step| is_named(step));
            shared.split_off(start.unwrap_or(shared.len()))
        }
    }
}

pub(super) fn is_enumeration(definition: &TypeDef) -> bool {
    matches!(definition.kind, TypeKind::Enumeration(..))
}

pub(super) fn words_of(steps: &[&PathSegment]) -> String {
    steps.iter().map(|step| word(step)).collect()
}

pub(super) fn is_body(step: &PathSegment) -> bool {
    matches!(
        step,
        PathSegment::Body
            | PathSegment::BodyAs(_)
            | PathSegment::ResponseBody(_)
            | PathSegment::ResponseBodyAs(..)
    )
}

pub(super) fn is_named(step: &PathSegment) -> bool {
    matches!(
        step,
        PathSegment::Property(_)
            | PathSegment::Variant(_)
            | PathSegment::Parameter(_)
            | PathSegment::Header(_)
    )
}

/// The steps that all ways to a type end in. Arrays count only if all ways end in them, and not for
/// enumerations.
fn shared_steps(ways: &[Vec<PathSegment>], is_enumeration: bool) -> Vec<&PathSegment> {
    let in_arrays = |way: &Vec<PathSegment>| way.last() == Some(&PathSegment::Item);
    let with_arrays = !is_enumeration && ways.iter().all(in_arrays);
    let is_skipped = |step: &&PathSegment| !with_arrays && **step == PathSegment::Item;
    let mut all = ways
        .iter()
        .map(|way| way.iter().rev().skip_while(is_skipped));
    let mut shared: Vec<&PathSegment> = all.next().into_iter().flatten().collect();
    for way in all {
        let pairs = shared.iter().zip(way);
        let alike = pairs.take_while(|(own, other)| word(own) == word(other));
        let length = alike.count();
        shared.truncate(length);
    }
    shared.reverse();
    shared
}

/// The end that all ways to a type share: from a property or parameter on, else the last word of it, else
/// the kind of body.
pub(super) fn shared_end(ways: &[Vec<PathSegment>], is_enumeration: bool) -> String {
    let mut shared = shared_steps(ways, is_enumeration);
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
            .find(|step| **step != PathSegment::Item);
        (before, before.map(word).unwrap_or_default())
    });
    let (nouns, words): (Vec<Option<&PathSegment>>, Vec<String>) = nouns.unzip();
    let content = content_word(&nouns);
    let noun = content.unwrap_or_else(|| shared_words(&words));
    shared
        .into_iter()
        .map(word)
        .fold(noun, |name, word| name + &word)
}

/// The word for the bodies or contents of several responses, or of a request and responses.
fn content_word(steps: &[Option<&PathSegment>]) -> Option<String> {
    let (mut errors, mut successes, mut is_sent) = (false, false, false);
    let mut noun = "Body";
    for step in steps {
        let status = match (*step)? {
            PathSegment::Body | PathSegment::BodyAs(_) => {
                is_sent = true;
                continue;
            }
            PathSegment::ResponseBody(status) | PathSegment::ResponseBodyAs(status, _) => *status,
            PathSegment::ResponseContent(status) => {
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

/// The places of a tuple.
const PLACES: [&str; MAX_TUPLE_LENGTH] = [
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
    "Eleventh", "Twelfth",
];

pub(super) fn word(step: &PathSegment) -> String {
    match step {
        PathSegment::Property(name) | PathSegment::Parameter(name) | PathSegment::Header(name) => {
            camel(name)
        }
        PathSegment::Item => "Item".to_owned(),
        PathSegment::Position(index) => match PLACES.get(*index) {
            Some(word) => (*word).to_owned(),
            None => "Item".to_owned(),
        },
        PathSegment::MapValue => "Value".to_owned(),
        PathSegment::Variant(word) => camel(word),
        PathSegment::Body => "Body".to_owned(),
        PathSegment::BodyAs(what) => format!("{}Body", camel(what)),
        PathSegment::ResponseBody(code) => format!("{}Body", status(*code)),
        PathSegment::Response => "Output".to_owned(),
        PathSegment::Request => "Input".to_owned(),
        PathSegment::ResponseBodyAs(code, what) => format!("{}{}Body", status(*code), camel(what)),
        PathSegment::ResponseContent(code) => format!("{}Content", status(*code)),
        PathSegment::Content => "Content".to_owned(),
        PathSegment::ResponseHeader(code, name) => status(*code) + &camel(name),
    }
}
