//! Decoding of responses: JSON, text and headers.

use bytes::{Buf, Bytes};
use http::response::Parts;
use serde::de::DeserializeOwned;

pub use super::media_type::{Content, body_mode, content};
use super::{
    BodyMode, DecodeError, ResponseBody,
    explain::{explain, in_utc},
    integer::{Lenient, LenientAdapter},
    media_type::MediaType,
    read_error::ReadError,
    reader::Reader,
    simple::Simple,
    union::read_text as read_json_text,
};

/// Decodes a body with the media type `application/json`.
///
/// # Errors
///
/// If the response has another media type, or doesn't match the API description.
pub fn json<T: DeserializeOwned, B>(head: &Parts, body: ResponseBody<B>) -> Result<T, DecodeError> {
    read_json(whole(head, "application/json", body))
}

/// Decodes a JSON body with any of `media_types`, even if their names don't indicate JSON.
///
/// # Errors
///
/// The errors of [`json`].
pub fn json_as<T: DeserializeOwned, B>(
    head: &Parts,
    media_types: &'static str,
    body: ResponseBody<B>,
) -> Result<T, DecodeError> {
    read_json(whole(head, media_types, body))
}

/// Decodes a JSON body without checking its media type.
///
/// # Errors
///
/// If the body doesn't match the API description.
pub fn json_unchecked<T: DeserializeOwned, B>(body: ResponseBody<B>) -> Result<T, DecodeError> {
    read_json(body.bytes())
}

/// Decodes a string from a JSON or text body with any of `media_types`.
///
/// # Errors
///
/// The errors of [`json`] and [`text`].
pub fn json_or_text<T: DeserializeOwned, B>(
    head: &Parts,
    media_types: &'static str,
    body: ResponseBody<B>,
) -> Result<T, DecodeError> {
    // An undocumented text media type is accepted as text, but not as JSON.
    let is_text = MediaType::of(head).is_some_and(|found| found.is_text());
    let expected = if is_text {
        media_types
    } else {
        "application/json"
    };
    let bytes = whole(head, expected, body)?;
    json_or_text_unchecked(head, ResponseBody::<B>::Bytes(bytes))
}

/// Decodes a string from a JSON or text body, without a check of the media type.
///
/// # Errors
///
/// If the body doesn't match the API description, or the charset is unsupported.
pub fn json_or_text_unchecked<T: DeserializeOwned, B>(
    head: &Parts,
    body: ResponseBody<B>,
) -> Result<T, DecodeError> {
    let bytes = body.bytes()?;
    match MediaType::of(head) {
        Some(found) if found.is_text() => {
            let text = plain_text(Some(&found), bytes)?;
            read_json(Ok(serde_json::Value::String(text).to_string().into()))
        }
        _ => read_json(Ok(bytes)),
    }
}

/// Decodes a text body with any of `media_types`.
///
/// # Errors
///
/// If the response has another media type, or an unsupported charset.
pub fn text<B>(
    head: &Parts,
    media_types: &'static str,
    body: ResponseBody<B>,
) -> Result<String, DecodeError> {
    let bytes = whole(head, media_types, body)?;
    if MediaType::of(head).is_some_and(|found| found.is_quoted()) {
        // The response is JSON although text is documented: a JSON string is decoded, and any other
        // JSON is returned as text.
        return read_json(Ok(bytes.clone())).or_else(|_| utf8(bytes));
    }
    read_text(head, bytes)
}

/// Decodes a text body without checking its media type.
///
/// # Errors
///
/// If the charset is unsupported.
pub fn text_unchecked<B>(head: &Parts, body: ResponseBody<B>) -> Result<String, DecodeError> {
    read_text(head, body.bytes()?)
}

/// Returns a streamed body with any of `media_types`.
///
/// # Errors
///
/// If the response has another media type.
pub fn stream<B>(
    head: &Parts,
    media_types: &'static str,
    body: ResponseBody<B>,
) -> Result<B, DecodeError> {
    content(head, &[(media_types, BodyMode::Stream)])?;
    body.stream()
}

/// Reads a header as a string. `None` if it is missing or isn't UTF-8. Several field lines are
/// joined by commas (RFC 9110, section 5.3).
#[must_use]
pub fn header(head: &Parts, name: &'static str) -> Option<String> {
    let mut joined: Option<String> = None;
    for line in lines(head, name) {
        match &mut joined {
            Some(list) => {
                list.push_str(", ");
                list.push_str(line?);
            }
            None => joined = Some(line?.to_owned()),
        }
    }
    joined
}

/// Parses a header. `None` if it is missing or isn't a `T`.
#[must_use]
pub fn parsed_header<T: std::str::FromStr>(head: &Parts, name: &'static str) -> Option<T> {
    header(head, name)?.trim().parse().ok()
}

/// Parses a header that is a time with or without an offset. `None` if it is missing or isn't a
/// time.
#[must_use]
pub fn time_header<T: std::str::FromStr>(head: &Parts, name: &'static str) -> Option<T> {
    let value = header(head, name)?;
    let value = value.trim();
    in_utc(value).as_deref().unwrap_or(value).parse().ok()
}

/// Decodes a header in the style `simple`: an array, an object or an enum. `None` if it is missing
/// or isn't a `T`.
#[must_use]
pub fn styled_header<T: DeserializeOwned>(
    head: &Parts,
    name: &'static str,
    exploded: bool,
) -> Option<T> {
    let value = header(head, name)?;
    T::deserialize(LenientAdapter(Simple::new(value.trim(), exploded))).ok()
}

/// Decodes each field line of a header as an item. The lines of `Set-Cookie` can't be joined
/// (RFC 9110, section 5.3). `None` if the header is missing or a line isn't a `T`.
#[must_use]
pub fn header_lines<T: DeserializeOwned>(head: &Parts, name: &'static str) -> Option<Vec<T>> {
    let items = lines(head, name).map(|line| T::deserialize(Simple::new(line?.trim(), false)).ok());
    let items: Vec<T> = items.collect::<Option<_>>()?;
    (!items.is_empty()).then_some(items)
}

/// Decodes a header that is JSON. `None` if it is missing or isn't a `T`.
#[must_use]
pub fn json_header<T: DeserializeOwned>(head: &Parts, name: &'static str) -> Option<T> {
    read_json_text(header(head, name)?.as_bytes()).ok()
}

/// Decodes a header that is JSON and contains integers or times, with the tolerance of
/// [`Lenient`].
#[must_use]
pub fn lenient_json_header<T: DeserializeOwned>(head: &Parts, name: &'static str) -> Option<T> {
    json_header(head, name).map(|Lenient(value)| value)
}

/// Returns the field lines of a header. A line is `None` if it isn't UTF-8.
fn lines<'h>(head: &'h Parts, name: &'static str) -> impl Iterator<Item = Option<&'h str>> {
    let lines = head.headers.get_all(name).into_iter();
    lines.map(|line| std::str::from_utf8(line.as_bytes()).ok())
}

/// Returns a buffered body after checking its media type.
fn whole<B>(
    head: &Parts,
    media_types: &'static str,
    body: ResponseBody<B>,
) -> Result<Bytes, DecodeError> {
    let bytes = body.bytes()?;
    content(head, &[(media_types, BodyMode::Buffer)])?;
    Ok(bytes)
}

/// Decodes a text body. If its media type is JSON, the text is a JSON string.
fn read_text(head: &Parts, bytes: Bytes) -> Result<String, DecodeError> {
    let found = MediaType::of(head);
    if found.as_ref().is_some_and(MediaType::is_quoted) {
        return read_json(Ok(bytes));
    }
    plain_text(found.as_ref(), bytes)
}

/// Decodes a body as text, whatever its media type.
pub(crate) fn any_text(head: &Parts, bytes: Bytes) -> Result<String, DecodeError> {
    plain_text(MediaType::of(head).as_ref(), bytes)
}

fn plain_text(found: Option<&MediaType<'_>>, bytes: Bytes) -> Result<String, DecodeError> {
    let charset = found.and_then(|found| found.parameter("charset"));
    let charset = charset.unwrap_or("utf-8").to_ascii_lowercase();
    match charset.as_str() {
        "utf-8" | "utf8" | "us-ascii" | "ascii" => utf8(bytes),
        // The first 256 code points of Unicode are the characters of Latin-1.
        "iso-8859-1" | "latin1" => Ok(bytes.iter().copied().map(char::from).collect()),
        _ => Err(DecodeError::Charset { charset }),
    }
}

fn utf8(bytes: Bytes) -> Result<String, DecodeError> {
    String::from_utf8(Vec::from(bytes)).map_err(|error| DecodeError::Body {
        path: String::new(),
        reason: "invalid UTF-8".to_owned(),
        excerpt: format!("{} bytes", error.as_bytes().len()),
        help: None,
    })
}

/// Decodes JSON. It avoids `?` and closures, which compile to more code for each type.
fn read_json<T: DeserializeOwned>(body: Result<Bytes, DecodeError>) -> Result<T, DecodeError> {
    // A function pointer hides the call from the inliner: rustc would search everything that
    // deserializes `T` for call cycles, for each operation that calls this function.
    let read: fn(_) -> Result<T, ReadError> = T::deserialize;
    match body.map(without_byte_order_mark) {
        Ok(bytes) => {
            let mut reader = Reader::new(&bytes);
            match read(&mut reader) {
                Ok(value) => match end(&bytes, &mut reader) {
                    Ok(()) => Ok(value),
                    Err(error) => Err(error),
                },
                Err(error) => Err(explain(&bytes, &error)),
            }
        }
        Err(error) => Err(error),
    }
}

/// Removes a byte order mark (RFC 8259, section 8.1).
fn without_byte_order_mark(mut bytes: Bytes) -> Bytes {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.advance(3);
    }
    bytes
}

/// Checks that nothing follows the value.
fn end(bytes: &Bytes, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
    reader.end().map_err(|error| explain(bytes, &error))
}
