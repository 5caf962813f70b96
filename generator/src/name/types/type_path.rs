//! Words of the path from an owner to an inline type.

use crate::name::word::camel;
use crate::{
    ir::{Direction, MAX_TUPLE_LENGTH, PathSegment, Status, TypeDef, TypeKind},
    status::status,
};

/// Returns the segments of a name: the path, or the common end of several paths.
pub(in crate::name) fn segments(definition: &TypeDef) -> Vec<&PathSegment> {
    match definition.uses.as_slice() {
        [segments] => segments.iter().collect(),
        paths => {
            let mut shared = shared_segments(paths, is_enumeration(definition));
            let start = shared.iter().position(|segment| is_named(segment));
            shared.split_off(start.unwrap_or(shared.len()))
        }
    }
}

pub(in crate::name) fn is_enumeration(definition: &TypeDef) -> bool {
    matches!(definition.kind, TypeKind::Enumeration(..))
}

pub(in crate::name) fn words_of(segments: &[&PathSegment]) -> String {
    segments.iter().map(|segment| word(segment)).collect()
}

pub(in crate::name) fn is_body(segment: &PathSegment) -> bool {
    matches!(
        segment,
        PathSegment::Body
            | PathSegment::BodyAs(_)
            | PathSegment::ResponseBody(_)
            | PathSegment::ResponseBodyAs(..)
    )
}

pub(in crate::name) fn is_named(segment: &PathSegment) -> bool {
    matches!(
        segment,
        PathSegment::Property(_)
            | PathSegment::Variant(_)
            | PathSegment::Parameter(_)
            | PathSegment::Header(_)
    )
}

/// Returns `true` if all paths end with properties or parameters of the same name, regardless of
/// array items.
pub(in crate::name) fn have_one_name(paths: &[Vec<PathSegment>]) -> bool {
    let mut names = paths.iter().map(|path| {
        let mut segments = path
            .iter()
            .rev()
            .filter(|segment| **segment != PathSegment::Item);
        segments
            .next()
            .filter(|segment| is_named(segment))
            .map(word)
    });
    let first = names.next().flatten();
    first.is_some() && names.all(|name| name == first)
}

/// Returns the common end of several paths. Array items count only if all paths end with an array
/// item and the type is not an enumeration.
fn shared_segments(paths: &[Vec<PathSegment>], is_enumeration: bool) -> Vec<&PathSegment> {
    let in_arrays = |path: &Vec<PathSegment>| path.last() == Some(&PathSegment::Item);
    let with_arrays = !is_enumeration && paths.iter().all(in_arrays);
    let is_skipped = |segment: &&PathSegment| !with_arrays && **segment == PathSegment::Item;
    let mut all = paths
        .iter()
        .map(|path| path.iter().rev().skip_while(is_skipped));
    let mut shared: Vec<&PathSegment> = all.next().into_iter().flatten().collect();
    for path in all {
        let pairs = shared.iter().zip(path);
        let alike = pairs.take_while(|(own, other)| word(own) == word(other));
        let length = alike.count();
        shared.truncate(length);
    }
    shared.reverse();
    shared
}

/// Returns the words of the common end of several paths, beginning with a property or parameter.
/// Without a property or parameter, the words begin with the kind of body, or with the common words
/// of the names before the common end.
pub(in crate::name) fn shared_end(paths: &[Vec<PathSegment>], is_enumeration: bool) -> String {
    let mut shared = shared_segments(paths, is_enumeration);
    if let Some(start) = shared.iter().position(|segment| is_named(segment)) {
        shared.drain(..start);
        return shared.into_iter().map(word).collect();
    }
    let nouns = paths.iter().map(|path| {
        let rest = path.len().saturating_sub(shared.len());
        let before = path
            .iter()
            .take(rest)
            .rev()
            .find(|segment| **segment != PathSegment::Item);
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

/// Returns the word for the bodies or contents of several responses, or of a request and responses.
fn content_word(segments: &[Option<&PathSegment>]) -> Option<String> {
    if segments.is_empty() {
        return None;
    }
    let (mut errors, mut successes, mut is_sent) = (false, false, false);
    let mut noun = "Body";
    for segment in segments {
        let status = match (*segment)? {
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

/// Returns the words in camel case that all names end with.
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

/// The words for the positions of a tuple.
const POSITIONS: [&str; MAX_TUPLE_LENGTH] = [
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
    "Eleventh", "Twelfth",
];

pub(in crate::name) fn word(segment: &PathSegment) -> String {
    match segment {
        PathSegment::Property(name) | PathSegment::Parameter(name) | PathSegment::Header(name) => {
            camel(name)
        }
        PathSegment::Item => "Item".to_owned(),
        PathSegment::Position(index) => match POSITIONS.get(*index) {
            Some(word) => (*word).to_owned(),
            None => "Item".to_owned(),
        },
        PathSegment::MapValue => "Value".to_owned(),
        PathSegment::Variant(word) => camel(word),
        PathSegment::Body => "Body".to_owned(),
        PathSegment::BodyAs(what) => format!("{}Body", camel(what)),
        PathSegment::ResponseBody(code) => format!("{}Body", status(*code)),
        PathSegment::Multipart => "Multipart".to_owned(),
        PathSegment::Direction(Direction::Response) => "Output".to_owned(),
        PathSegment::Direction(Direction::Request) => "Input".to_owned(),
        PathSegment::ResponseBodyAs(code, what) => format!("{}{}Body", status(*code), camel(what)),
        PathSegment::ResponseContent(code) => format!("{}Content", status(*code)),
        PathSegment::Content => "Content".to_owned(),
        PathSegment::ResponseHeader(code, name) => status(*code) + &camel(name),
    }
}
