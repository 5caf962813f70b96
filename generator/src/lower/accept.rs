//! What an operation asks for: the media types of its replies, those that it prefers first.

use indexmap::IndexMap;

use super::message::{essence, is_json};
use crate::ir::{Accept, Asked, Payload, Reply, ReplyContent, Status};

/// As many contents can be asked for by name: each of them has a header with all.
const MOST_CHOICES: usize = 100;

/// What an operation with these replies asks for.
pub(super) fn accept(replies: &[Reply]) -> Accept {
    let mut choices: Vec<Asked> = Vec::new();
    for reply in successes(replies).filter(|reply| reply.contents.len() > 1) {
        for content in &reply.contents {
            if choices.len() == MOST_CHOICES {
                break;
            }
            let known = choices
                .iter()
                .any(|asked| key(&asked.content) == key(content));
            if let (false, Some(header)) = (known, header(replies, key(content))) {
                choices.push(Asked {
                    content: content.clone(),
                    header,
                });
            }
        }
    }
    Accept {
        usual: header(replies, None),
        choices,
    }
}

/// The replies whose content somebody chooses: documented 2xx, or what is left where there are none.
fn successes(replies: &[Reply]) -> impl Iterator<Item = &Reply> {
    let listed = |status| matches!(status, Status::Exact(200..=299) | Status::Range(2));
    let any = replies.iter().any(|reply| listed(reply.status));
    let is_one = move |status| listed(status) || !any && status == Status::Default;
    replies.iter().filter(move |reply| is_one(reply.status))
}

/// What a content goes by among those of all replies.
fn key(content: &ReplyContent) -> Option<String> {
    let name = content.media_types.first()?;
    Some(name.to_ascii_lowercase().replace(' ', ""))
}

/// The header that asks for one content, and for the usual one where a reply doesn't come in it. All
/// others are welcome too: a server that has nothing better would refuse.
fn header(replies: &[Reply], wanted: Option<String>) -> Option<String> {
    let mut found: IndexMap<&str, bool> = IndexMap::new();
    for reply in replies {
        let is_wanted = |content: &ReplyContent| wanted.is_some() && key(content) == wanted;
        let chosen = reply
            .contents
            .iter()
            .position(is_wanted)
            .unwrap_or_default();
        for (index, content) in reply.contents.iter().enumerate() {
            for (media_type, is_preferred) in asked(content) {
                // What is second best for one of the replies isn't asked for first.
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
fn asked(content: &ReplyContent) -> Vec<(&str, bool)> {
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
