//! The `Accept` headers of operations.

use indexmap::IndexMap;

use crate::ir::{Accept, AcceptChoice, Payload, Response, ResponseContent, Status, is_text};
use crate::lower::operation::message::{essence, is_json};

/// The maximum number of contents that can be chosen. Each has a header that lists all media types.
const MAX_CHOICES: usize = 100;

/// Returns the `Accept` headers of an operation with these responses.
pub(in crate::lower) fn accept(responses: &[Response]) -> Accept {
    let mut choices: Vec<AcceptChoice> = Vec::new();
    for response in successes(responses).filter(|response| response.contents.len() > 1) {
        for content in &response.contents {
            if choices.len() == MAX_CHOICES {
                break;
            }
            let is_listed = choices
                .iter()
                .any(|requested| key(&requested.content) == key(content));
            if let (false, Some(header)) = (is_listed, header(responses, key(content))) {
                choices.push(AcceptChoice {
                    content: content.clone(),
                    header,
                });
            }
        }
    }
    Accept {
        default: header(responses, None),
        choices,
    }
}

/// Returns the responses whose content callers can choose: documented 2xx, or else `default`.
fn successes(responses: &[Response]) -> impl Iterator<Item = &Response> {
    let listed = |status| matches!(status, Status::Exact(200..=299) | Status::Range(2));
    let any = responses.iter().any(|response| listed(response.status));
    let is_one = move |status| listed(status) || !any && status == Status::Default;
    responses
        .iter()
        .filter(move |response| is_one(response.status))
}

/// Returns the identity of a content among the contents of all responses.
fn key(content: &ResponseContent) -> Option<String> {
    let name = content.media_types.first()?;
    Some(name.to_ascii_lowercase().replace(' ', ""))
}

/// Returns the header that prefers a content. A response without the content prefers its default
/// content. The other media types are listed too, since a server may support no others.
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
                // A media type is only preferred if every response with that media type prefers it.
                let is_first = found.entry(media_type).or_insert(true);
                *is_first &= is_preferred && index == chosen;
            }
        }
    }
    let (first, last): (Vec<_>, Vec<_>) = found.into_iter().partition(|(_, preferred)| *preferred);
    let first = first.into_iter().map(|(name, _)| name.to_owned());
    let last = last.into_iter().map(|(name, _)| format!("{name};q=0.9"));
    let all: Vec<String> = first.chain(last).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// Returns the media types of a content, each with `true` if it is preferred. A specific media type
/// takes precedence over a range that is decoded as JSON or text.
fn acceptable_media_types(content: &ResponseContent) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    for media_type in &content.media_types {
        let is_range = matches!(essence(media_type).as_str(), "*/*" | "application/*");
        let best = match content.payload {
            // `application/*+json` isn't a media range of HTTP.
            Payload::Json(_) if is_json(media_type) && media_type.contains('*') => {
                found.push(("application/json", true));
                continue;
            }
            Payload::Json(_) if is_range => Some("application/json"),
            Payload::Text if is_range => Some("text/plain"),
            // JSON has the same string, and its quotes mark the end of the string.
            Payload::Json(_) if is_text(media_type) => {
                found.push((media_type, false));
                continue;
            }
            _ => None,
        };
        found.extend(best.map(|best| (best, true)));
        if media_type.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
            found.push((media_type, best.is_none()));
        }
    }
    found
}
