//! Decoding errors of JSON, in the terms of OpenAPI and without values of the response.

use serde::de::IgnoredAny;
use serde_json::error::Category;

use super::{
    DecodeError,
    date::{is_date, is_pattern},
    locate::{Located, line_and_column, locate, locate_offset},
    read_error::ReadError,
    tolerance,
};

/// Locates and describes an error by parsing the JSON again.
pub(crate) fn explain(bytes: &[u8], error: &ReadError) -> DecodeError {
    let (located, (reason, found, help)) = match error.is_syntax() {
        true => syntax_error(bytes, error),
        false => {
            let located = locate_offset(bytes, error.offset());
            let value = bytes.get(located.start..).unwrap_or_default();
            let mismatch = mismatch(&error.to_string(), value, error.type_name());
            (located, mismatch)
        }
    };
    let Located { path, excerpt, .. } = located;
    // The configuration lists properties, but neither items nor bodies.
    let is_property = !path.is_empty() && !path.ends_with(']');
    let help = help.filter(|help| is_property || *help != NULLABLE);
    let excerpt = match found {
        Some(found) => found.to_owned(),
        None => describe(
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

/// Describes a syntax error with the message of `serde_json`, which contains no values.
fn syntax_error(bytes: &[u8], error: &ReadError) -> (Located, Mismatch) {
    let Err(found) = serde_json::from_slice::<IgnoredAny>(bytes) else {
        // `serde_json` checks Unicode and the range of numbers only in values that it deserializes.
        let offset = error.offset();
        let (line, column) = line_and_column(bytes, offset);
        let reason = format!("{error} at line {line} column {column}");
        return (locate_offset(bytes, offset), (reason, None, None));
    };
    if let Some(found) = other_than_json(bytes) {
        let reason = "expected JSON".to_owned();
        return (locate(bytes, 1, 1), (reason, Some(found), None));
    }
    let (line, column) = (found.line(), found.column());
    let reason = match found.classify() {
        Category::Eof if column == 0 => "unexpected end of JSON".to_owned(),
        Category::Eof => format!("unexpected end of JSON at line {line} column {column}"),
        _ => found.to_string(),
    };
    (locate(bytes, line, column), (reason, None, None))
}

/// The literals that a JSON value begins with.
const LITERALS: [&[u8]; 3] = [b"true", b"false", b"null"];

/// Returns the description of a body that doesn't begin like JSON.
fn other_than_json(bytes: &[u8]) -> Option<&'static str> {
    let body = bytes.trim_ascii_start();
    match body.first()? {
        b'<' => Some("markup, such as HTML or XML"),
        b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' => None,
        _ if LITERALS.iter().any(|literal| body.starts_with(literal)) => None,
        _ => Some("text"),
    }
}

/// The reason of a mismatch, a description of the found value if the excerpt doesn't describe it,
/// and the help.
type Mismatch = (String, Option<&'static str>, Option<&'static str>);

/// Describes a value whose type differs from the documented type. `message` is a message of serde,
/// such as `invalid type: string "…", expected i64`, whose value may be a secret.
fn mismatch(message: &str, value: &[u8], rust_type: Option<&str>) -> Mismatch {
    if message.starts_with("missing property `") {
        return (message.to_owned(), None, Some(OPTIONAL));
    }
    if message.starts_with("duplicate property `") {
        return (message.to_owned(), None, None);
    }
    let expected = match message.rsplit_once(", expected ") {
        Some((found, expected)) if found.starts_with("invalid ") => expected,
        _ => return invalid_format(value, rust_type),
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
    (format!("expected {}", type_name(expected)), found, help)
}

const OPTIONAL: &str = "add it to `optional` in rejoinder.toml";
const NULLABLE: &str = "add it to `nullable` in rejoinder.toml";
const FORMAT: &str = "document a wider `format` or wider bounds";
const OFFSET: &str =
    "set `tolerance.times_without_offset = true` in rejoinder.toml if the time is in UTC";
const TIME: &str = "set `types.time = \"string\"` in rejoinder.toml";

/// Describes a value of the documented JSON type, but in another format.
fn invalid_format(value: &[u8], rust_type: Option<&str>) -> Mismatch {
    let string = value.strip_prefix(b"\"").unwrap_or_default();
    let string = string
        .split(|byte| *byte == b'"')
        .next()
        .unwrap_or_default();
    let (date, time) = string.split_at_checked(10).unwrap_or_default();
    let name = rust_type.unwrap_or_default().split('<').next();
    let name = name.and_then(|name| name.rsplit("::").next());
    let (expected, found, help) = match name.unwrap_or_default() {
        "Date" | "NaiveDate" => {
            let found = match is_date(date) {
                true if time.is_empty() => Some("a date that the calendar doesn't have"),
                true => Some("a date followed by other characters"),
                false => None,
            };
            ("expected a date, such as `2024-02-29`", found, TIME)
        }
        "Timestamp" | "DateTime" => {
            let (found, help) = match is_date(date) {
                true if time.is_empty() => (Some("a date"), TIME),
                true if is_local_time(time) => (Some("a time without an offset"), OFFSET),
                _ => (None, TIME),
            };
            let expected = "expected a time with an offset, such as `2024-02-29T12:30:00Z`";
            (expected, found, help)
        }
        _ => {
            let help = "set the Rust type of its `format` or schema with `types` in rejoinder.toml";
            ("unexpected format", None, help)
        }
    };
    (expected.to_owned(), found, Some(help))
}

/// Appends the offset of UTC to a time without an offset. `None` if the string isn't such a time.
pub(crate) fn in_utc(string: &str) -> Option<String> {
    let (date, time) = string.as_bytes().split_at_checked(10)?;
    (is_date(date) && is_local_time(time)).then(|| match string.matches(':').count() {
        1 => format!("{string}:00Z"),
        _ => format!("{string}Z"),
    })
}

/// Returns `true` if `time` is written as `T12:30:00` or `T12:30`, with any fraction.
fn is_local_time(time: &[u8]) -> bool {
    let Some((b'T' | b't' | b' ', time)) = time.split_first() else {
        return false;
    };
    let whole = time.split(|byte| *byte == b'.').next().unwrap_or_default();
    let fraction = time.get(whole.len()..).unwrap_or_default();
    let fraction = fraction.strip_prefix(b".").unwrap_or_default();
    let is_time = is_pattern(whole, b"00:00:00") || is_pattern(whole, b"00:00");
    is_time && fraction.iter().all(u8::is_ascii_digit)
}

/// Returns `true` if the number at the start of `value` has no fraction.
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

/// Returns the JSON Schema name of a Rust type, or of the expectation of a visitor.
fn type_name(expected: &str) -> String {
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

/// Returns the smallest and the largest value of an integer type.
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

/// Describes the excerpt of a scalar in words.
fn describe(excerpt: String, with_type: bool) -> String {
    match excerpt.as_str() {
        "\"…\"" => "a string".to_owned(),
        "number" => "a number".to_owned(),
        "boolean" => "a boolean".to_owned(),
        "" => "nothing".to_owned(),
        _ if with_type && excerpt.starts_with('[') => format!("an array: {excerpt}"),
        _ if with_type && excerpt.starts_with('{') => format!("an object: {excerpt}"),
        _ => excerpt,
    }
}
