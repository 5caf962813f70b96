//! Names of the media types of a response. Collisions are not reported, because the longer name is
//! the media type, and no setting renames a media type.

use crate::ir::{Payload, ResponseContent};
use crate::name::{
    scope::Candidate,
    word::{camel, snake},
};

/// Returns the short name of a content and its media type.
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

/// Returns the rank. A media type without parameters has precedence over a media type with
/// parameters.
fn rank(content: &ResponseContent) -> u32 {
    let media_type = content.media_types.first();
    u32::from(media_type.is_some_and(|media_type| media_type.contains(';')))
}

/// Returns the variant of a content.
pub(in crate::name) fn variant(content: &ResponseContent) -> Candidate<'_> {
    let [short, fallbacks @ ..] = words(content);
    Candidate {
        name: camel(&short),
        fallbacks: Box::new(move |_, _| fallbacks.iter().map(|word| camel(word)).collect()),
        rank: rank(content),
        pointer: None,
        setting: "",
    }
}

/// Returns the setter that accepts a content. Setters of parameters have precedence.
pub(in crate::name) fn setter(content: &ResponseContent) -> Candidate<'_> {
    let setter = |word: &String| format!("accept_{}", snake(word).trim_start_matches("r#"));
    let [short, fallbacks @ ..] = words(content);
    Candidate {
        name: setter(&short),
        fallbacks: Box::new(move |_, _| fallbacks.iter().map(setter).collect()),
        rank: u32::MAX - 1 + rank(content),
        pointer: None,
        setting: "",
    }
}
