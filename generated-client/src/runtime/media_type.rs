//! Selection of the documented content that matches the media type of a response.

use std::borrow::Cow;

use http::{header, response::Parts};

use super::{BodyMode, DecodeError, tolerance};

/// A documented content: its media types, separated by `, `, and the mode of its body.
pub type Content = (&'static str, BodyMode);

/// Returns the index of the content that matches the media type of a response best. A response
/// without a media type matches the first content.
///
/// # Errors
///
/// If no content matches.
pub fn content(head: &Parts, contents: &[Content]) -> Result<usize, DecodeError> {
    if is_only(head, contents) {
        return Ok(0);
    }
    let Some(media_type) = MediaType::of(head) else {
        return Ok(0);
    };
    let mut best = None;
    let mut chosen = 0;
    for (index, (media_types, _)) in contents.iter().enumerate() {
        let specificities = media_types.split(',');
        let specificity = specificities
            .filter_map(|range| media_type.specificity(range))
            .max();
        // Of equal matches, the first content is selected.
        if specificity > best {
            best = specificity;
            chosen = index;
        }
    }
    if best.is_some() {
        return Ok(chosen);
    }
    let documented: Vec<&str> = contents.iter().map(|(types, _)| *types).collect();
    Err(DecodeError::UndocumentedContentType {
        expected: documented.join(", "),
        found: media_type.essence,
    })
}

/// Returns `true` if the response has the only documented media type, written identically. This is
/// the fast path of most responses.
fn is_only(head: &Parts, contents: &[Content]) -> bool {
    let (Some(value), [(only, _)]) = (head.headers.get(header::CONTENT_TYPE), contents) else {
        return false;
    };
    let rest = value.as_bytes().strip_prefix(only.as_bytes());
    rest.is_some_and(|rest| matches!(rest, [] | [b';', ..]))
}

/// Returns the body mode of a response that has one of several contents. An undocumented body is
/// buffered, so that the error contains it.
#[must_use]
pub fn body_mode(head: &Parts, contents: &[Content]) -> BodyMode {
    let content = content(head, contents).ok();
    let content = content.and_then(|index| contents.get(index));
    content.map_or(BodyMode::Buffer, |(_, body_mode)| *body_mode)
}

/// A media type or media range.
pub(crate) struct MediaType<'t> {
    /// Type and subtype, in lower case.
    essence: String,
    parameters: Cow<'t, str>,
}

impl<'t> MediaType<'t> {
    /// Parses the media type of a response.
    pub(crate) fn of(head: &'t Parts) -> Option<Self> {
        let value = head.headers.get(header::CONTENT_TYPE)?;
        Some(Self::new(String::from_utf8_lossy(value.as_bytes())))
    }

    fn new(string: impl Into<Cow<'t, str>>) -> Self {
        let string = string.into();
        let essence = string.split(';').next().unwrap_or_default();
        Self {
            essence: essence.trim().to_ascii_lowercase(),
            parameters: string,
        }
    }

    /// Returns the value of a parameter, without quotes.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.parameters();
        let found = parameters.find(|(other, _)| other.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }

    fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        let parameters = self.parameters.split(';').skip(1);
        let parameters = parameters.filter_map(|parameter| parameter.split_once('='));
        parameters.map(|(name, value)| (name.trim(), value.trim().trim_matches('"')))
    }

    /// Returns the specificity of the match with a documented media range, or `None` if it doesn't
    /// match.
    ///
    /// From the most to the least specific: the same media type, `type/*`, `*/*`, JSON with another
    /// name, `application/octet-stream` (servers send the media type of the file), and opaque
    /// content. The number of equal parameters breaks ties.
    fn specificity(&self, documented: &str) -> Option<(u8, usize)> {
        let documented = MediaType::new(documented);
        // The prefix is `image/` for `image/*`.
        let prefix = documented.essence.strip_suffix('*');
        let prefix = prefix.filter(|prefix| prefix.ends_with('/'));
        let level = match documented.essence.as_str() {
            essence if essence == self.essence => 5,
            "*/*" => 3,
            _ if prefix.is_some_and(|prefix| self.essence.starts_with(prefix)) => 4,
            _ if documented.is_json() && self.is_json() => 2,
            "application/octet-stream" => 1,
            _ if tolerance::UNDOCUMENTED_MEDIA_TYPES && documented.is_opaque() => 0,
            _ => return None,
        };
        let is_equal = |(name, value): &(&str, &str)| {
            let found = self.parameter(name);
            found.is_some_and(|found| found.eq_ignore_ascii_case(value))
        };
        Some((level, documented.parameters().filter(is_equal).count()))
    }

    /// Returns `true` if content of this media type is returned as bytes or text: it is neither
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

    /// Returns `true` for text that isn't JSON.
    pub(crate) fn is_text(&self) -> bool {
        self.essence.starts_with("text/") && !self.is_json()
    }

    /// Returns `true` if a text body of this media type is a JSON string.
    pub(crate) fn is_quoted(&self) -> bool {
        self.is_json() && !self.essence.starts_with("text/")
    }

    /// Returns `true` if the media type is JSON, with any of its names.
    fn is_json(&self) -> bool {
        let essence = self.essence.as_str();
        essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
    }
}
