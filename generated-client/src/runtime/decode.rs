//! Reading a response: JSON, text and headers.

use bytes::{Buf, Bytes};
use http::response::Parts;
use serde::de::DeserializeOwned;

pub use super::media_type::{Content, body_mode, content};
use super::{
    BodyMode, DecodeError, ResponseBody,
    explain::{explain, in_utc},
    integer::{Integers, Lenient},
    media_type::MediaType,
    read_error::ReadError,
    reader::Reader,
    simple::Simple,
    union::read_text as read_json_text,
};

/// Reads a JSON body.
///
/// # Errors
///
/// When the response says that it is something else, or it isn't as documented.
pub fn json<T: DeserializeOwned, B>(head: &Parts, body: ResponseBody<B>) -> Result<T, DecodeError> {
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
    body: ResponseBody<B>,
) -> Result<T, DecodeError> {
    read_json(whole(head, media_types, body))
}

/// Reads a body that is known to be JSON.
///
/// # Errors
///
/// When it isn't as documented.
pub fn json_unchecked<T: DeserializeOwned, B>(body: ResponseBody<B>) -> Result<T, DecodeError> {
    read_json(body.bytes())
}

/// Reads a body that is text in any of these media types.
///
/// # Errors
///
/// When the response says that it is something else, or is in a charset that isn't read.
pub fn text<B>(
    head: &Parts,
    media_types: &'static str,
    body: ResponseBody<B>,
) -> Result<String, DecodeError> {
    let bytes = whole(head, media_types, body)?;
    if MediaType::of(head).is_some_and(|found| found.is_quoted()) {
        // JSON where text is documented: the text in quotes, or a text that is JSON.
        return read_json(Ok(bytes.clone())).or_else(|_| utf8(bytes));
    }
    read_text(head, bytes)
}

/// Reads a body that is known to be text.
///
/// # Errors
///
/// When the response is in a charset that isn't read.
pub fn text_unchecked<B>(head: &Parts, body: ResponseBody<B>) -> Result<String, DecodeError> {
    read_text(head, body.bytes()?)
}

/// Hands over a body that is a stream in any of these media types.
///
/// # Errors
///
/// When the response says that it is something else.
pub fn stream<B>(
    head: &Parts,
    media_types: &'static str,
    body: ResponseBody<B>,
) -> Result<B, DecodeError> {
    content(head, &[(media_types, BodyMode::Stream)])?;
    body.stream()
}

/// Reads a header as text, `None` if it is absent or isn't UTF-8. Several field lines are one list
/// (RFC 9110, section 5.3).
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

/// Reads a header of another type, `None` if it is absent or isn't of that type.
#[must_use]
pub fn parsed_header<T: std::str::FromStr>(head: &Parts, name: &'static str) -> Option<T> {
    header(head, name)?.trim().parse().ok()
}

/// Reads a header that is a time, also without an offset. `None` if it is absent or isn't a time.
#[must_use]
pub fn time_header<T: std::str::FromStr>(head: &Parts, name: &'static str) -> Option<T> {
    let text = header(head, name)?;
    let text = text.trim();
    in_utc(text).as_deref().unwrap_or(text).parse().ok()
}

/// Reads a header in the style `simple`: an array, an object or an enumeration. `None` if it is
/// absent or isn't of its type.
#[must_use]
pub fn styled_header<T: DeserializeOwned>(
    head: &Parts,
    name: &'static str,
    exploded: bool,
) -> Option<T> {
    let text = header(head, name)?;
    T::deserialize(Lenient(Simple::new(text.trim(), exploded))).ok()
}

/// Reads a header whose field lines are never joined, as those of `Set-Cookie` (RFC 9110,
/// section 5.3): each line is an item. `None` if it is absent or a line isn't of its type.
#[must_use]
pub fn header_lines<T: DeserializeOwned>(head: &Parts, name: &'static str) -> Option<Vec<T>> {
    let items = lines(head, name).map(|line| T::deserialize(Simple::new(line?.trim(), false)).ok());
    let items: Vec<T> = items.collect::<Option<_>>()?;
    (!items.is_empty()).then_some(items)
}

/// Reads a header that is JSON, `None` if it is absent or isn't of its type.
#[must_use]
pub fn json_header<T: DeserializeOwned>(head: &Parts, name: &'static str) -> Option<T> {
    read_json_text(header(head, name)?.as_bytes()).ok()
}

/// Reads a header that is JSON and holds integers or times, as a body that holds them is read.
#[must_use]
pub fn lenient_json_header<T: DeserializeOwned>(head: &Parts, name: &'static str) -> Option<T> {
    json_header(head, name).map(|Integers(value)| value)
}

/// The field lines of a header, each of them `None` if it isn't UTF-8.
fn lines<'h>(head: &'h Parts, name: &'static str) -> impl Iterator<Item = Option<&'h str>> {
    let lines = head.headers.get_all(name).into_iter();
    lines.map(|line| std::str::from_utf8(line.as_bytes()).ok())
}

/// A body that was read whole and is in one of these media types.
fn whole<B>(
    head: &Parts,
    media_types: &'static str,
    body: ResponseBody<B>,
) -> Result<Bytes, DecodeError> {
    let bytes = body.bytes()?;
    content(head, &[(media_types, BodyMode::Buffer)])?;
    Ok(bytes)
}

/// Text is UTF-8, unless the response says that it is Latin-1. Where any media type is documented, it
/// may be JSON, which has the text in quotes.
fn read_text(head: &Parts, bytes: Bytes) -> Result<String, DecodeError> {
    let found = MediaType::of(head);
    if found.as_ref().is_some_and(MediaType::is_quoted) {
        return read_json(Ok(bytes));
    }
    plain_text(found.as_ref(), bytes)
}

/// Reads a body as the text that it is, whatever its media type is.
pub(crate) fn any_text(head: &Parts, bytes: Bytes) -> Result<String, DecodeError> {
    plain_text(MediaType::of(head).as_ref(), bytes)
}

fn plain_text(found: Option<&MediaType<'_>>, bytes: Bytes) -> Result<String, DecodeError> {
    let charset = found.and_then(|found| found.parameter("charset"));
    let charset = charset.unwrap_or("utf-8").to_ascii_lowercase();
    match charset.as_str() {
        "utf-8" | "utf8" | "us-ascii" | "ascii" => utf8(bytes),
        // Its bytes are the first code points of Unicode.
        "iso-8859-1" | "latin1" => Ok(bytes.iter().copied().map(char::from).collect()),
        _ => Err(DecodeError::Charset { charset }),
    }
}

fn utf8(bytes: Bytes) -> Result<String, DecodeError> {
    String::from_utf8(Vec::from(bytes)).map_err(|error| DecodeError::Body {
        path: String::new(),
        reason: "it isn't UTF-8".to_owned(),
        excerpt: format!("{} bytes", error.as_bytes().len()),
        help: None,
    })
}

/// Without `?` and closures, each of which would be compiled again for each type.
fn read_json<T: DeserializeOwned>(body: Result<Bytes, DecodeError>) -> Result<T, DecodeError> {
    // Through a pointer: where functions may be inlined, rustc looks for cycles of calls first, and
    // would walk through all that reads `T` for each operation that calls this.
    let read: fn(_) -> Result<T, ReadError> = T::deserialize;
    match body.map(without_mark) {
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

/// A text without the byte order mark that it may begin with (RFC 8259, section 8.1).
fn without_mark(mut bytes: Bytes) -> Bytes {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.advance(3);
    }
    bytes
}

/// Nothing may follow the value.
fn end(bytes: &Bytes, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
    reader.end().map_err(|error| explain(bytes, &error))
}
