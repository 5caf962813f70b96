//! Media types: which of the documented ones a response is of.

use std::borrow::Cow;

use http::{header, response::Parts};

use super::{BodyMode, DecodeError, tolerance};

/// How a response can come: its media types, `, ` between them, and how its body is to be brought.
pub type Content = (&'static str, BodyMode);

/// Which of several contents a response is of, by its media type. A response that doesn't say what it
/// is, is taken for the first.
///
/// # Errors
///
/// When it is of none of them.
pub fn content(head: &Parts, contents: &[Content]) -> Result<usize, DecodeError> {
    if is_only(head, contents) {
        return Ok(0);
    }
    let Some(found) = MediaType::of(head) else {
        return Ok(0);
    };
    let mut best = None;
    let mut chosen = 0;
    for (index, (media_types, _)) in contents.iter().enumerate() {
        let fit = media_types.split(',').filter_map(|one| found.fit(one));
        let fit = fit.max();
        // Of those that fit alike, it is the first.
        if fit > best {
            best = fit;
            chosen = index;
        }
    }
    if best.is_some() {
        return Ok(chosen);
    }
    let documented: Vec<&str> = contents.iter().map(|(types, _)| *types).collect();
    Err(DecodeError::ContentType {
        expected: documented.join(", "),
        found: found.essence,
    })
}

/// Whether a response is of the only documented media type, in its usual letters: nearly all are.
fn is_only(head: &Parts, contents: &[Content]) -> bool {
    let (Some(found), [(only, _)]) = (head.headers.get(header::CONTENT_TYPE), contents) else {
        return false;
    };
    let rest = found.as_bytes().strip_prefix(only.as_bytes());
    rest.is_some_and(|rest| matches!(rest, [] | [b';', ..]))
}

/// How the body of a response is to be brought that comes in one of several contents. One that isn't
/// documented is read whole, so that the error has it.
#[must_use]
pub fn body_mode(head: &Parts, contents: &[Content]) -> BodyMode {
    let content = content(head, contents).ok();
    let content = content.and_then(|index| contents.get(index));
    content.map_or(BodyMode::Buffer, |(_, body_mode)| *body_mode)
}

/// A media type, or a range of them.
pub(crate) struct MediaType<'t> {
    /// Type and subtype, in lower case.
    essence: String,
    parameters: Cow<'t, str>,
}

impl<'t> MediaType<'t> {
    /// What a response says that it is.
    pub(crate) fn of(head: &'t Parts) -> Option<Self> {
        let value = head.headers.get(header::CONTENT_TYPE)?;
        Some(Self::new(String::from_utf8_lossy(value.as_bytes())))
    }

    fn new(text: impl Into<Cow<'t, str>>) -> Self {
        let text = text.into();
        let essence = text.split(';').next().unwrap_or_default();
        Self {
            essence: essence.trim().to_ascii_lowercase(),
            parameters: text,
        }
    }

    /// The value of a parameter, without its quotes.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters();
        let found = parameters.find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }

    fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        let parameters = self.parameters.split(';').skip(1);
        let parameters = parameters.filter_map(|one| one.split_once('='));
        parameters.map(|(name, value)| (name.trim(), value.trim().trim_matches('"')))
    }

    /// How well this is what is documented, the more the higher: the name itself, a range, JSON by
    /// another name. What is documented as `application/octet-stream` can be anything: servers say
    /// what a file is where they know. Other content that nobody reads comes last. Of two that are alike it is the one with more of its
    /// parameters here.
    fn fit(&self, documented: &str) -> Option<(u8, usize)> {
        let documented = MediaType::new(documented);
        // What `image/*` begins with.
        let kind = documented.essence.strip_suffix('*');
        let kind = kind.filter(|kind| kind.ends_with('/'));
        let level = match documented.essence.as_str() {
            essence if essence == self.essence => 5,
            "*/*" => 3,
            _ if kind.is_some_and(|kind| self.essence.starts_with(kind)) => 4,
            _ if documented.is_json() && self.is_json() => 2,
            "application/octet-stream" => 1,
            _ if tolerance::OTHER_MEDIA_TYPES && documented.is_opaque() => 0,
            _ => return None,
        };
        let same = |(name, value): &(&str, &str)| {
            let found = self.parameter(name);
            found.is_some_and(|found| found.eq_ignore_ascii_case(value))
        };
        Some((level, documented.parameters().filter(same).count()))
    }

    /// Returns `true` if the content is handed over as bytes or text, in whatever form it is: neither
    /// JSON nor a sequence of items.
    fn is_opaque(&self) -> bool {
        let essence = self.essence.as_str();
        let sequences = [
            "text/event-stream",
            "jsonl",
            "jsonlines",
            "ndjson",
            "json-seq",
        ];
        let is_sequence = sequences.iter().any(|suffix| essence.ends_with(suffix));
        !self.is_json() && !is_sequence && essence != "application/*"
    }

    /// Whether text comes as a string of JSON.
    pub(crate) fn is_quoted(&self) -> bool {
        self.is_json() && !self.essence.starts_with("text/")
    }

    /// Whether it is JSON, by any of its names.
    fn is_json(&self) -> bool {
        let essence = self.essence.as_str();
        essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
    }
}
