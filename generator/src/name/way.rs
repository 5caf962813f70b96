//! The words of the way to an inline type: from its owner, step by step.

use super::{status::status, word::camel};
use crate::ir::{LONGEST_TUPLE, Shape, Status, Step, TypeDef};

/// The steps that a name is made of: the way, or the end that all ways share.
pub(super) fn steps(definition: &TypeDef) -> Vec<&Step> {
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
    matches!(definition.shape, Shape::Enumeration(..))
}

pub(super) fn words_of(steps: &[&Step]) -> String {
    steps.iter().map(|step| word(step)).collect()
}

pub(super) fn is_body(step: &Step) -> bool {
    matches!(
        step,
        Step::Body | Step::BodyAs(_) | Step::ResponseBody(_) | Step::ResponseBodyAs(..)
    )
}

pub(super) fn is_named(step: &Step) -> bool {
    matches!(
        step,
        Step::Property(_) | Step::Branch(_) | Step::Parameter(_) | Step::Header(_)
    )
}

/// The steps that all ways to a type end in. Arrays count only if all ways end in them, and not for
/// enumerations.
fn shared_steps(ways: &[Vec<Step>], is_enumeration: bool) -> Vec<&Step> {
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
    shared
}

/// The end that all ways to a type share: from a property or parameter on, else the last word of it, else
/// the kind of body.
pub(super) fn shared_end(ways: &[Vec<Step>], is_enumeration: bool) -> String {
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
            Step::ResponseBody(status) | Step::ResponseBodyAs(status, _) => *status,
            Step::ResponseContent(status) => {
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
        Step::ResponseBody(code) => format!("{}Body", status(*code)),
        Step::Received => "Output".to_owned(),
        Step::Sent => "Input".to_owned(),
        Step::ResponseBodyAs(code, what) => format!("{}{}Body", status(*code), camel(what)),
        Step::ResponseContent(code) => format!("{}Content", status(*code)),
        Step::Content => "Content".to_owned(),
        Step::ResponseHeader(code, name) => status(*code) + &camel(name),
    }
}
