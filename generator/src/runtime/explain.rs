//! Why JSON isn't of the documented type, in the words of OpenAPI and without the values that it has.

use serde::de::IgnoredAny;
use serde_json::error::Category;

use super::{
    DecodeError,
    date::{is_date, is_pattern},
    locate::{Located, line_and_column, locate, locate_offset},
    read_error::ReadError,
    tolerance,
};

/// Reads the bytes again to report where they aren't as documented.
pub(crate) fn explain(bytes: &[u8], error: &ReadError) -> DecodeError {
    let (located, (reason, found, help)) = match error.is_syntax() {
        true => unreadable(bytes, error),
        false => {
            let located = locate_offset(bytes, error.offset());
            let value = bytes.get(located.start..).unwrap_or_default();
            let mismatch = mismatch(&error.to_string(), value);
            (located, mismatch)
        }
    };
    let Located { path, excerpt, .. } = located;
    // An item isn't listed in the configuration, and neither is the body.
    let is_property = !path.is_empty() && !path.ends_with(']');
    let help = help.filter(|help| is_property || *help != NULLABLE);
    let excerpt = match found {
        Some(found) => found.to_owned(),
        None => described(
            excerpt,
            !error.is_syntax() && reason.starts_with("expected "),
        ),
    };
    DecodeError::Body {
        path,
        reason,
        excerpt,
        help,
    }
}

/// Why a text is no JSON, in the words of `serde_json`, which show nothing of it.
fn unreadable(bytes: &[u8], error: &ReadError) -> (Located, Mismatch) {
    let Err(found) = serde_json::from_slice::<IgnoredAny>(bytes) else {
        // What `serde_json` finds only in values that are needed.
        let offset = error.offset();
        let (line, column) = line_and_column(bytes, offset);
        let reason = format!("{error} at line {line} column {column}");
        return (locate_offset(bytes, offset), (reason, None, None));
    };
    let (line, column) = (found.line(), found.column());
    let reason = match found.classify() {
        Category::Eof if column == 0 => "it is empty".to_owned(),
        Category::Eof => format!("it ends too early, at {line}:{column}"),
        _ => found.to_string(),
    };
    (locate(bytes, line, column), (reason, None, None))
}

/// The reason of a mismatch, and where they say more than the excerpt, what was found and what helps.
type Mismatch = (String, Option<&'static str>, Option<&'static str>);

/// Why a value isn't of its type. `invalid type: string "…", expected i64 at line 1 column 9`: the value
/// may be a secret, what was expected is ours.
fn mismatch(text: &str, value: &[u8]) -> Mismatch {
    if text.starts_with("missing field `") {
        return (text.to_owned(), None, Some(OPTIONAL));
    }
    if text.starts_with("duplicate field `") {
        return (text.to_owned(), None, None);
    }
    let expected = match text.rsplit_once(", expected ") {
        Some((found, expected)) if found.starts_with("invalid ") => expected,
        _ => return malformed(value),
    };
    let (found, help) = match (expected, value) {
        ("a sequence" | "a map", [b'n', ..]) if !tolerance::NULL_AS_EMPTY => {
            (None, Some("set `tolerance.null_as_empty = true`"))
        }
        (_, [b'n', ..]) => (None, Some(NULLABLE)),
        (_, [b'-' | b'0'..=b'9', ..]) if range(expected).is_some() => match is_whole(value) {
            true => (Some("a number outside of that range"), Some(FORMAT)),
            false => (
                Some("a number with a fraction"),
                Some("document it as `type: number`"),
            ),
        },
        _ => (None, None),
    };
    (format!("expected {}", in_words(expected)), found, help)
}

const OPTIONAL: &str = "list it in `optional` of rejoinder.toml";
const NULLABLE: &str = "list it in `nullable` of rejoinder.toml";
const FORMAT: &str = "document a wider `format`, or bounds that it is in";
const OFFSET: &str =
    "set `tolerance.times_without_offset = true` in rejoinder.toml if it is in UTC";
const TIME: &str = "set `types.time = \"string\"` in rejoinder.toml";

/// A value of the right JSON type that its type doesn't take: a time, or another format.
fn malformed(value: &[u8]) -> Mismatch {
    let text = value.strip_prefix(b"\"").unwrap_or_default();
    let text = text.split(|byte| *byte == b'"').next().unwrap_or_default();
    let (date, time) = text.split_at_checked(10).unwrap_or_default();
    let expected = "expected a time with an offset, such as `2024-02-29T12:30:00Z`".to_owned();
    if is_date(date) && time.is_empty() {
        return (expected, Some("a date"), Some(TIME));
    }
    if is_date(date) && is_local(time) {
        return (expected, Some("a time without an offset"), Some(OFFSET));
    }
    let help = "set the type of its `format` or schema in `types` of rejoinder.toml";
    (
        "it isn't in the form of its type".to_owned(),
        None,
        Some(help),
    )
}

/// A time without an offset as one in UTC; `None` if a string isn't such a time.
pub(crate) fn in_utc(text: &str) -> Option<String> {
    let (date, time) = text.as_bytes().split_at_checked(10)?;
    (is_date(date) && is_local(time)).then(|| match text.matches(':').count() {
        1 => format!("{text}:00Z"),
        _ => format!("{text}Z"),
    })
}

/// Returns `true` for `T12:30:00` or `T12:30`, with any fraction.
fn is_local(time: &[u8]) -> bool {
    let Some((b'T' | b't' | b' ', time)) = time.split_first() else {
        return false;
    };
    let whole = time.split(|byte| *byte == b'.').next().unwrap_or_default();
    let fraction = time.get(whole.len()..).unwrap_or_default();
    let fraction = fraction.strip_prefix(b".").unwrap_or_default();
    let is_time = is_pattern(whole, b"00:00:00") || is_pattern(whole, b"00:00");
    is_time && fraction.iter().all(u8::is_ascii_digit)
}

/// Returns `true` if a number has no fraction. One with an exponent has none where it is too large.
fn is_whole(value: &[u8]) -> bool {
    let is_part = |byte: &&u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
    let number: Vec<u8> = value.iter().take_while(is_part).copied().collect();
    let number = String::from_utf8(number).unwrap_or_default();
    let is_integer = !number.contains(['.', 'e', 'E']);
    is_integer
        || number
            .parse()
            .is_ok_and(|number: f64| number.fract() == 0.0)
}

/// A type of Rust, or what a visitor expects, in the words of JSON Schema.
fn in_words(expected: &str) -> String {
    if let Some((first, last)) = range(expected) {
        return format!("an integer from {first} to {last} ({expected})");
    }
    match expected {
        "f32" | "f64" => "a number".to_owned(),
        "a sequence" => "an array".to_owned(),
        "a map" => "an object".to_owned(),
        "unit" => "null".to_owned(),
        _ => match expected.split_once("a tuple of size ") {
            Some((_, size)) => format!("an array of {size} items"),
            None => expected.to_owned(),
        },
    }
}

/// The first and last value of a type of integers.
fn range(ty: &str) -> Option<(i128, i128)> {
    Some(match ty {
        "i8" => (i8::MIN.into(), i8::MAX.into()),
        "i16" => (i16::MIN.into(), i16::MAX.into()),
        "i32" => (i32::MIN.into(), i32::MAX.into()),
        "i64" => (i64::MIN.into(), i64::MAX.into()),
        "i128" => (i128::MIN, i128::MAX),
        "u8" => (0, u8::MAX.into()),
        "u16" => (0, u16::MAX.into()),
        "u32" => (0, u32::MAX.into()),
        "u64" => (0, u64::MAX.into()),
        _ => return None,
    })
}

/// An excerpt in words: as a picture, a number in place of a string would be taken for its value.
fn described(excerpt: String, with_type: bool) -> String {
    match excerpt.as_str() {
        "\"…\"" => "a string".to_owned(),
        "0" => "a number".to_owned(),
        "true" => "a boolean".to_owned(),
        "" => "nothing".to_owned(),
        _ if with_type && excerpt.starts_with('[') => format!("an array: {excerpt}"),
        _ if with_type && excerpt.starts_with('{') => format!("an object: {excerpt}"),
        _ => excerpt,
    }
}
