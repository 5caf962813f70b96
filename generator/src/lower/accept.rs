//! What an operation asks for: the media types of its responses, those that it prefers first.

use indexmap::IndexMap;

use super::message::{essence, is_json};
use crate::ir::{Accept, AcceptChoice, Payload, Response, ResponseContent, Status};

/// As many contents can be asked for by name: each of them has a header with all.
const MAX_CHOICES: usize = 100;

/// What an operation with these responses asks for.
pub(super) fn accept(responses: &[Response]) -> Accept {
    let mut choices: Vec<AcceptChoice> = Vec::new();
    for response in successes(responses).filter(|response| response.contents.len() > 1) {
        for content in &response.contents {
            if choices.len() == MAX_CHOICES {
                break;
            }
            let known = choices
                .iter()
                .any(|requested| key(&requested.content) == key(content));
            if let (false, Some(header)) = (known, header(responses, key(content))) {
                choices.push(AcceptChoice {
                    content: content.clone(),
                    header,
                });
            }
        }
    }
    Accept {
        usual: header(responses, None),
        choices,
    }
}

/// The responses whose content somebody chooses: documented 2xx, or what is left where there are none.
fn successes(responses: &[Response]) -> impl Iterator<Item = &Response> {
    let listed = |status| matches!(status, Status::Exact(200..=299) | Status::Range(2));
    let any = responses.iter().any(|response| listed(response.status));
    let is_one = move |status| listed(status) || !any && status == Status::Default;
    responses
        .iter()
        .filter(move |response| is_one(response.status))
}

/// What a content goes by among those of all responses.
fn key(content: &ResponseContent) -> Option<String> {
    let name = content.media_types.first()?;
    Some(name.to_ascii_lowercase().replace(' ', ""))
}

/// The header that asks for one content, and for the usual one where a response doesn't come in it. All
/// others are welcome too: a server that has nothing better would refuse.
fn header(responses: &[Response], preferred: Option<String>) -> Option<String> {
    let mut found: IndexMap<&str, bool> = IndexMap::new();
    for response in responses {
        let is_preferred =
            |content: &ResponseContent| preferred.is_some() && key(content) == preferred;
        let chosen = response
            .contents
            .iter()
            .position(is_preferred)
            .unwrap_or_default();
        for (index, content) in response.contents.iter().enumerate() {
            for (media_type, is_preferred) in acceptable_media_types(content) {
                // What is second best for one of the responses isn't asked for first.
                let known = found.entry(media_type).or_insert(true);
                *known &= is_preferred && index == chosen;
            }
        }
    }
    let (first, last): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, preferred)| *preferred);
    let first = first.into_iter().map(|(name, _)| name.to_owned());
    let last = last.into_iter().map(|(name, _)| format!("{name};q=0.9"));
    let all: Vec<String> = first.chain(last).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The media types that a content is asked for by, and whether they are what is best. A range that
/// is read as JSON or text is asked for as that first.
fn acceptable_media_types(content: &ResponseContent) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    for media_type in &content.media_types {
        let is_range = matches!(essence(media_type).as_str(), "*/*" | "application/*");
        let best = match content.payload {
            // No range of HTTP's: `application/*+json`.
            Payload::Json(_) if is_json(media_type) && media_type.contains('*') => {
                found.push(("application/json", true));
                continue;
            }
            Payload::Json(_) if is_range => Some("application/json"),
            Payload::Text if is_range => Some("text/plain"),
            _ => None,
        };
        found.extend(best.map(|best| (best, true)));
        if media_type.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
            found.push((media_type, best.is_none()));
        }
    }
    found
}
