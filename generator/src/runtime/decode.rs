//! Reading a reply: JSON, text and headers.

use bytes::Bytes;
use http::response::Parts;
use serde::de::DeserializeOwned;
use serde_json::de::SliceRead;

pub use super::media_type::{Content, content, want};
use super::{DecodeError, Incoming, Want, locate::locate, media_type::MediaType, simple::Simple};

/// Reads a JSON body.
///
/// # Errors
///
/// When the reply says that it is something else, or it isn't as documented.
pub fn json<T: DeserializeOwned, B>(head: &Parts, body: Incoming<B>) -> Result<T, DecodeError> {
    read_json(whole(head, "application/json", body))
}

/// Reads a body that is JSON in any of these media types, although not all of them say so.
///
/// # Errors
///
/// As [`json`].
pub fn json_as<T: DeserializeOwned, B>(
    head: &Parts,
    media_types: &'static str,
    body: Incoming<B>,
) -> Result<T, DecodeError> {
    read_json(whole(head, media_types, body))
}

/// Reads a body that is known to be JSON.
///
/// # Errors
///
/// When it isn't as documented.
pub fn known_json<T: DeserializeOwned, B>(body: Incoming<B>) -> Result<T, DecodeError> {
    read_json(body.bytes())
}

/// Reads a body that is text in any of these media types.
///
/// # Errors
///
/// When the reply says that it is something else, or is in a charset that isn't read.
pub fn text<B>(
    head: &Parts,
    media_types: &'static str,
    body: Incoming<B>,
) -> Result<String, DecodeError> {
    read_text(head, whole(head, media_types, body)?)
}

/// Reads a body that is known to be text.
///
/// # Errors
///
/// When the reply is in a charset that isn't read.
pub fn known_text<B>(head: &Parts, body: Incoming<B>) -> Result<String, DecodeError> {
    read_text(head, body.bytes()?)
}

/// Hands over a body that is a stream in any of these media types.
///
/// # Errors
///
/// When the reply says that it is something else.
pub fn stream<B>(
    head: &Parts,
    media_types: &'static str,
    body: Incoming<B>,
) -> Result<B, DecodeError> {
    content(head, &[(media_types, Want::Stream)])?;
    body.stream()
}

/// Reads a header that may be absent. Several of one name are one list (RFC 9110, section 5.3).
///
/// # Errors
///
/// When it isn't UTF-8.
pub fn header(head: &Parts, name: &'static str) -> Result<Option<String>, DecodeError> {
    let mut joined: Option<String> = None;
    for value in head.headers.get_all(name) {
        let value = std::str::from_utf8(value.as_bytes()).map_err(|_| DecodeError::Header {
            name,
            reason: "it isn't UTF-8",
        })?;
        match &mut joined {
            Some(list) => {
                list.push_str(", ");
                list.push_str(value);
            }
            None => joined = Some(value.to_owned()),
        }
    }
    Ok(joined)
}

/// Reads a header of another type that may be absent.
///
/// # Errors
///
/// When it can't be read as a `T`.
pub fn parsed_header<T: std::str::FromStr>(
    head: &Parts,
    name: &'static str,
) -> Result<Option<T>, DecodeError> {
    header_by(head, name, |text| text.parse().ok())
}

/// Reads a header in the style `simple` that may be absent: a list, an object or an enumeration.
///
/// # Errors
///
/// When it can't be read as a `T`.
pub fn styled_header<T: DeserializeOwned>(
    head: &Parts,
    name: &'static str,
    exploded: bool,
) -> Result<Option<T>, DecodeError> {
    header_by(head, name, |text| {
        T::deserialize(Simple::new(text, exploded)).ok()
    })
}

/// Reads a header that is JSON and may be absent.
///
/// # Errors
///
/// When it can't be read as a `T`.
pub fn json_header<T: DeserializeOwned>(
    head: &Parts,
    name: &'static str,
) -> Result<Option<T>, DecodeError> {
    header_by(head, name, |text| serde_json::from_str(text).ok())
}

fn header_by<T>(
    head: &Parts,
    name: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, DecodeError> {
    let Some(text) = header(head, name)? else {
        return Ok(None);
    };
    match read(text.trim()) {
        Some(value) => Ok(Some(value)),
        None => Err(DecodeError::Header {
            name,
            reason: "it isn't of the documented type",
        }),
    }
}

/// A body that was read whole and is in one of these media types.
fn whole<B>(
    head: &Parts,
    media_types: &'static str,
    body: Incoming<B>,
) -> Result<Bytes, DecodeError> {
    let bytes = body.bytes()?;
    content(head, &[(media_types, Want::Buffer)])?;
    Ok(bytes)
}

/// Text is UTF-8, unless the reply says that it is Latin-1. Where any media type is documented, it
/// may be JSON, which has the text in quotes.
fn read_text(head: &Parts, bytes: Bytes) -> Result<String, DecodeError> {
    let found = MediaType::of(head);
    if found.as_ref().is_some_and(MediaType::is_quoted) {
        return read_json(Ok(bytes));
    }
    let charset = found.as_ref().and_then(|found| found.parameter("charset"));
    let charset = charset.unwrap_or("utf-8").to_ascii_lowercase();
    match charset.as_str() {
        "utf-8" | "utf8" | "us-ascii" | "ascii" => {
            String::from_utf8(Vec::from(bytes)).map_err(|error| DecodeError::Body {
                path: String::new(),
                reason: "it isn't UTF-8".to_owned(),
                excerpt: format!("{} bytes", error.as_bytes().len()),
            })
        }
        // Its bytes are the first code points of Unicode.
        "iso-8859-1" | "latin1" => Ok(bytes.iter().copied().map(char::from).collect()),
        _ => Err(DecodeError::Charset { charset }),
    }
}

/// Without `?` and closures, each of which would be compiled again for each type.
fn read_json<T: DeserializeOwned>(body: Result<Bytes, DecodeError>) -> Result<T, DecodeError> {
    // Through a pointer: where functions may be inlined, rustc looks for cycles of calls first, and
    // would walk through all that reads `T` for each operation that calls this.
    let read: fn(_) -> serde_json::Result<T> = T::deserialize;
    match body {
        Ok(bytes) => {
            let mut deserializer = serde_json::Deserializer::from_slice(&bytes);
            match read(&mut deserializer) {
                Ok(value) => match end(&bytes, &mut deserializer) {
                    Ok(()) => Ok(value),
                    Err(error) => Err(error),
                },
                Err(error) => Err(explain(&bytes, &error)),
            }
        }
        Err(error) => Err(error),
    }
}

/// Nothing may follow the value.
fn end(
    bytes: &Bytes,
    deserializer: &mut serde_json::Deserializer<SliceRead<'_>>,
) -> Result<(), DecodeError> {
    deserializer.end().map_err(|error| explain(bytes, &error))
}

/// Reads the bytes again to say where they aren't as documented.
fn explain(bytes: &Bytes, error: &serde_json::Error) -> DecodeError {
    let located = locate(bytes, error.line(), error.column());
    let reason = reason(error) + remedy(error, &located.path);
    DecodeError::Body {
        path: located.path,
        reason,
        excerpt: in_words(located.excerpt),
    }
}

/// A value alone in words: as a picture, a number in place of a string would be taken for its value.
fn in_words(excerpt: String) -> String {
    match excerpt.as_str() {
        "\"…\"" => "a string".to_owned(),
        "0" => "a number".to_owned(),
        "true" => "a boolean".to_owned(),
        "" => "nothing".to_owned(),
        _ => excerpt,
    }
}

/// The setting of the generator that helps where a server sends less than it documents.
fn remedy(error: &serde_json::Error, path: &str) -> &'static str {
    let text = error.to_string();
    let is_property = !path.is_empty() && !path.ends_with(']');
    if text.starts_with("missing field `") {
        "; if responses may omit it, list it in `optional` of rejoinder.toml"
    } else if is_property && text.starts_with("invalid type: null, ") {
        "; if it may be null, list it in `nullable` of rejoinder.toml"
    } else {
        ""
    }
}

/// What `serde_json` says, without the values that it quotes.
fn reason(error: &serde_json::Error) -> String {
    use serde_json::error::Category;

    let text = error.to_string();
    match error.classify() {
        // Its texts for these are its own, without a word of the body.
        Category::Io | Category::Syntax => text,
        Category::Eof if error.column() == 0 => "it is empty".to_owned(),
        Category::Eof => format!("it ends too early, at {}:{}", error.line(), error.column()),
        Category::Data => {
            // "invalid type: string "…", expected i64 at line 1 column 9": the value may be a
            // secret, what was expected is ours.
            let text = text
                .rsplit_once(" at line ")
                .map_or(text.as_str(), |(text, _)| text);
            if text.starts_with("missing field `") || text.starts_with("duplicate field `") {
                return text.to_owned();
            }
            match text.rsplit_once(", expected ") {
                Some((found, expected)) if found.starts_with("invalid ") => {
                    format!("expected {expected}")
                }
                _ => "it isn't in the form of its type".to_owned(),
            }
        }
    }
}
