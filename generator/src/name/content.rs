//! The names of media types, where a response comes in one of several. Those that collide aren't
//! reported: the longer name is the media type, and nobody can call one otherwise.

use super::{
    scope::Candidate,
    word::{camel, snake},
};
use crate::ir::{Payload, ResponseContent};

/// The names of a content: its short name, and its media type.
fn words(content: &ResponseContent) -> [String; 2] {
    let media_type = content.media_types.first().map_or("", String::as_str);
    let essence = media_type.split(';').next().unwrap_or_default();
    let (kind, subtype) = essence.split_once('/').unwrap_or(("", essence));
    let short = match (&content.payload, kind, subtype) {
        (Payload::Json(_), _, "*" | "*+json") => "Json",
        (Payload::Text, _, "plain" | "*") => "Text",
        (_, "*", _) => "Bytes",
        (_, kind, "*") => kind,
        _ => subtype,
    };
    let short = short.trim().to_owned();
    [short, media_type.to_owned()]
}

/// One with parameters gives way to the one without.
fn rank(content: &ResponseContent) -> u32 {
    let media_type = content.media_types.first();
    u32::from(media_type.is_some_and(|media_type| media_type.contains(';')))
}

/// The variant of a content.
pub(super) fn variant(content: &ResponseContent) -> Candidate<'_> {
    let [short, others @ ..] = words(content);
    Candidate {
        name: camel(&short),
        fallbacks: Box::new(move |_, _| others.iter().map(|word| camel(word)).collect()),
        rank: rank(content),
        pointer: None,
        setting: "",
    }
}

/// The setter that asks for a content. It gives way to those of parameters.
pub(super) fn setter(content: &ResponseContent) -> Candidate<'_> {
    let setter = |word: &String| format!("accept_{}", snake(word).trim_start_matches("r#"));
    let [short, others @ ..] = words(content);
    Candidate {
        name: setter(&short),
        fallbacks: Box::new(move |_, _| others.iter().map(setter).collect()),
        rank: u32::MAX - 1 + rank(content),
        pointer: None,
        setting: "",
    }
}
