//! Reading a reply: media types, JSON, text and headers.

use bytes::Bytes;
use http::{header, response::Parts};
use serde::de::DeserializeOwned;

use super::{DecodeError, Incoming, locate::locate};

/// Reads a JSON body.
///
/// # Errors
///
/// When the reply says that it is something else, or it isn't as documented.
pub fn json<T: DeserializeOwned, B>(head: &Parts, body: Incoming<B>) -> Result<T, DecodeError> {
    let bytes = body.bytes()?;
    expect_json(head)?;
    serde_json::from_slice(&bytes).map_err(|error| explain(&bytes, &error))
}

/// Reads a text body, which is UTF-8.
///
/// # Errors
///
/// When it isn't UTF-8.
pub fn text<B>(body: Incoming<B>) -> Result<String, DecodeError> {
    let bytes = body.bytes()?;
    String::from_utf8(Vec::from(bytes)).map_err(|error| DecodeError::Body {
        path: String::new(),
        reason: "it isn't UTF-8".to_owned(),
        excerpt: format!("{} bytes", error.as_bytes().len()),
    })
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
    match header(head, name)? {
        Some(text) => match text.trim().parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(DecodeError::Header {
                name,
                reason: "it isn't of the documented type",
            }),
        },
        None => Ok(None),
    }
}

/// A reply that doesn't say what it is, is taken for what is documented.
fn expect_json(head: &Parts) -> Result<(), DecodeError> {
    let Some(value) = head.headers.get(header::CONTENT_TYPE) else {
        return Ok(());
    };
    let essence = value
        .to_str()
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    if essence == "application/json" || essence == "text/json" || essence.ends_with("+json") {
        return Ok(());
    }
    Err(DecodeError::ContentType {
        expected: "application/json",
        found: essence,
    })
}

/// Reads the bytes again to say where they aren't as documented.
fn explain(bytes: &Bytes, error: &serde_json::Error) -> DecodeError {
    let located = locate(bytes, error.line(), error.column());
    DecodeError::Body {
        path: located.path,
        reason: reason(error),
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
