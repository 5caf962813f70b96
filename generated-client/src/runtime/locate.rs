//! Location of decoding errors, found by parsing the JSON text again.
//!
//! Successful decoding has no overhead. The text isn't trusted: it may be truncated, not JSON and
//! not UTF-8. Nested values use the heap, not the stack.

use std::fmt::Write as _;

/// A value in a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    /// The path of the value: `errors[0].code`, `labels["odd key"]`. Empty for the whole text.
    pub(crate) path: String,
    /// The keys and the structure of the value.
    pub(crate) excerpt: String,
    /// The offset of the value.
    pub(crate) start: usize,
}

/// The largest number of characters of an excerpt.
const MAX_EXCERPT: usize = 120;
/// The largest number of segments of a path.
const MAX_SEGMENTS: usize = 32;
/// The largest number of characters of a key in a path.
const MAX_KEY: usize = 64;

/// Finds the JSON value that caused an error, which `serde_json` reports at `line` and `column`.
///
/// An error just after an object or array, such as a missing field, belongs to the object or array.
/// An error of `D::Error::custom` in the last item or property has the same position, so it is
/// located at the object or array too.
pub(crate) fn locate(text: &[u8], line: usize, column: usize) -> Located {
    locate_offset(text, position(text, line, column))
}

/// Finds the JSON value that caused an error at an offset, like [`locate`].
pub(crate) fn locate_offset(text: &[u8], position: usize) -> Located {
    let mut scanner = Scanner::new(text, 0);
    loop {
        let lexeme = scanner.peek();
        if position <= lexeme.start || !scanner.accept(&lexeme) {
            let (depth, start) = scanner.value_of_error(position, &lexeme);
            let path = path(scanner.frames.iter().take(depth));
            return Located {
                path,
                excerpt: excerpt(text, start),
                start,
            };
        }
    }
}

/// Returns the offset of a line and column of `serde_json`: lines count from 1, columns from 0. An
/// error without a position has line 0 and is an error of the whole text.
fn position(text: &[u8], line: usize, column: usize) -> usize {
    let Some(lines_before) = line.checked_sub(1) else {
        return 0;
    };
    let lines = text.split(|byte| *byte == b'\n');
    let line_start: usize = lines.take(lines_before).map(|line| line.len() + 1).sum();
    line_start.saturating_add(column)
}

/// Returns the line and column of an offset, counted as in `serde_json`.
pub(crate) fn line_and_column(text: &[u8], offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.iter().filter(|byte| **byte == b'\n').count();
    let column = before
        .iter()
        .rev()
        .take_while(|byte| **byte != b'\n')
        .count();
    (line + 1, column)
}

fn path<'a>(frames: impl Iterator<Item = &'a Frame<'a>>) -> String {
    let mut path = String::new();
    for (count, frame) in frames.enumerate() {
        if count == MAX_SEGMENTS {
            path.push('…');
            break;
        }
        match frame.segment {
            PathSegment::Index(index) => {
                // Writing to a string can't fail.
                let _ = write!(path, "[{index}]");
            }
            PathSegment::Key(key) => push_key(&mut path, key),
        }
    }
    path
}

fn push_key(path: &mut String, key: &[u8]) {
    let key = printable(key);
    let is_identifier = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && key.starts_with(|first: char| !first.is_ascii_digit());
    let dot = if path.is_empty() { "" } else { "." };
    let cut: String = key.chars().take(MAX_KEY).collect();
    let ellipsis = if cut.len() < key.len() { "…" } else { "" };
    // Writing to a string can't fail.
    let _ = if is_identifier {
        write!(path, "{dot}{cut}{ellipsis}")
    } else {
        write!(path, "[\"{cut}{ellipsis}\"]")
    };
}

/// Returns a key as written in the text, with escapes, but without control characters.
fn printable(key: &[u8]) -> String {
    let replace = |c: char| {
        if c.is_control() {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    String::from_utf8_lossy(key).chars().map(replace).collect()
}

/// Returns the redacted value at `start`. A value that is too long is cut with `…`, and so is a
/// value with a syntax error: a string after the error could be mistaken for a key.
fn excerpt(text: &[u8], start: usize) -> String {
    let mut scanner = Scanner::new(text, start);
    let mut excerpt = String::new();
    let mut length = 0;
    while !scanner.is_done() {
        let is_key = matches!(scanner.expect, Expect::FirstKey | Expect::Key);
        let lexeme = scanner.peek();
        if !scanner.accept(&lexeme) {
            if !(excerpt.is_empty() && lexeme.token == Token::End) {
                excerpt.push('…');
            }
            break;
        }
        let part = match lexeme.token {
            Token::OpenObject => "{".to_owned(),
            Token::CloseObject => "}".to_owned(),
            Token::OpenArray => "[".to_owned(),
            Token::CloseArray => "]".to_owned(),
            Token::Comma => ",".to_owned(),
            Token::Colon => match scanner.frames.last() {
                Some(Frame {
                    segment: PathSegment::Key(key),
                    ..
                }) => format!("\"{}\":", printable(key)),
                _ => String::new(),
            },
            // A key is shown with its colon, because a string without a colon might be a value.
            Token::String if is_key => String::new(),
            Token::String => "\"…\"".to_owned(),
            Token::Unclosed => {
                excerpt.push_str("\"…");
                break;
            }
            Token::Number => "number".to_owned(),
            Token::Boolean => "boolean".to_owned(),
            Token::Null => "null".to_owned(),
            Token::Junk | Token::End => String::new(),
        };
        length += part.chars().count();
        if length > MAX_EXCERPT {
            excerpt.push('…');
            break;
        }
        excerpt.push_str(&part);
    }
    excerpt
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    OpenObject,
    CloseObject,
    OpenArray,
    CloseArray,
    Comma,
    Colon,
    String,
    /// A string without a closing quote.
    Unclosed,
    Number,
    Boolean,
    Null,
    Junk,
    End,
}

/// A token and its position.
struct Lexeme<'a> {
    token: Token,
    start: usize,
    end: usize,
    /// The content of a string, between its quotes.
    content: &'a [u8],
}

/// Returns the first token at or after `at`.
fn lex(text: &[u8], at: usize) -> Lexeme<'_> {
    let rest = text.get(at..).unwrap_or_default();
    let blanks = count(rest, |byte| b" \t\r\n".contains(&byte));
    let start = at.saturating_add(blanks);
    let rest = rest.get(blanks..).unwrap_or_default();
    let mut content: &[u8] = &[];
    let (token, length) = match rest.split_first() {
        None => (Token::End, 0),
        Some((b'{', _)) => (Token::OpenObject, 1),
        Some((b'}', _)) => (Token::CloseObject, 1),
        Some((b'[', _)) => (Token::OpenArray, 1),
        Some((b']', _)) => (Token::CloseArray, 1),
        Some((b',', _)) => (Token::Comma, 1),
        Some((b':', _)) => (Token::Colon, 1),
        Some((b'"', inside)) => match inside.split_at_checked(string_length(inside)) {
            Some((string, [_quote, ..])) => {
                content = string;
                (Token::String, string.len() + 2)
            }
            _ => (Token::Unclosed, rest.len()),
        },
        Some(_) => {
            let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte);
            let length = count(rest, is_word).max(1);
            (word(rest.get(..length).unwrap_or_default()), length)
        }
    };
    Lexeme {
        token,
        start,
        end: start.saturating_add(length),
        content,
    }
}

/// Returns the length of a string up to its closing quote, or up to the end of the text.
fn string_length(inside: &[u8]) -> usize {
    let mut escaped = false;
    count(inside, |byte| {
        let is_inside = escaped || byte != b'"';
        escaped = !escaped && byte == b'\\';
        is_inside
    })
}

fn word(word: &[u8]) -> Token {
    match word {
        b"true" | b"false" => Token::Boolean,
        b"null" => Token::Null,
        // `serde_json` stops within a word that only looks like a number.
        [b'-' | b'0'..=b'9', ..] if word.last().is_some_and(u8::is_ascii_digit) => Token::Number,
        _ => Token::Junk,
    }
}

fn count(bytes: &[u8], mut matches: impl FnMut(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| matches(**byte)).count()
}

/// A JSON parser that stops at the first unexpected token.
struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    expect: Expect,
    /// The open objects and arrays, outermost first.
    frames: Vec<Frame<'a>>,
    /// The offset of the last complete value.
    completed: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// A value: the whole text, or after a colon or comma.
    Value,
    /// A value or the end of the array.
    FirstElement,
    /// A key, after a comma.
    Key,
    /// A key or the end of the object.
    FirstKey,
    Colon,
    /// A comma, or the end of the object or array. After the outermost value, the end of the text.
    Separator,
}

struct Frame<'a> {
    /// The offset of the object or array.
    start: usize,
    segment: PathSegment<'a>,
}

/// The current property of an object or item of an array.
#[derive(Clone, Copy)]
enum PathSegment<'a> {
    Key(&'a [u8]),
    Index(usize),
}

impl<'a> Scanner<'a> {
    fn new(text: &'a [u8], at: usize) -> Self {
        Self {
            text,
            at,
            expect: Expect::Value,
            frames: Vec::new(),
            completed: at,
        }
    }

    fn is_done(&self) -> bool {
        self.expect == Expect::Separator && self.frames.is_empty()
    }

    fn peek(&self) -> Lexeme<'a> {
        lex(self.text, self.at)
    }

    /// Advances past a token. Returns `false` if the token is unexpected.
    fn accept(&mut self, lexeme: &Lexeme<'a>) -> bool {
        let start = lexeme.start;
        let segment = self.frames.last_mut().map(|frame| &mut frame.segment);
        match (self.expect, lexeme.token, segment) {
            (Expect::Value | Expect::FirstElement, Token::OpenObject, _) => {
                self.frames.push(Frame {
                    start,
                    segment: PathSegment::Key(&[]),
                });
                self.expect = Expect::FirstKey;
            }
            (Expect::Value | Expect::FirstElement, Token::OpenArray, _) => {
                self.frames.push(Frame {
                    start,
                    segment: PathSegment::Index(0),
                });
                self.expect = Expect::FirstElement;
            }
            (
                Expect::Value | Expect::FirstElement,
                Token::String | Token::Unclosed | Token::Number | Token::Boolean | Token::Null,
                _,
            ) => {
                self.completed = start;
                self.expect = Expect::Separator;
            }
            (Expect::Key | Expect::FirstKey, Token::String, Some(PathSegment::Key(key))) => {
                *key = lexeme.content;
                self.expect = Expect::Colon;
            }
            (Expect::Colon, Token::Colon, _) => self.expect = Expect::Value,
            (Expect::Separator, Token::Comma, Some(PathSegment::Key(_))) => {
                self.expect = Expect::Key
            }
            (Expect::Separator, Token::Comma, Some(PathSegment::Index(index))) => {
                *index += 1;
                self.expect = Expect::Value;
            }
            (
                Expect::Separator | Expect::FirstKey,
                Token::CloseObject,
                Some(PathSegment::Key(_)),
            )
            | (
                Expect::Separator | Expect::FirstElement,
                Token::CloseArray,
                Some(PathSegment::Index(_)),
            ) => {
                if let Some(frame) = self.frames.pop() {
                    self.completed = frame.start;
                }
                self.expect = Expect::Separator;
            }
            _ => return false,
        }
        self.at = lexeme.end;
        true
    }

    /// Returns the value that caused an error at `position`, which is before or in `next`: the
    /// number of frames in the path of the value, and the offset of the value.
    ///
    /// `serde_json` reports these positions:
    /// - a scalar of an unexpected type, or rejected by a visitor: its end,
    /// - an object or array of an unexpected type: its start,
    /// - a missing field, or an unexpected length: the end of the object or array,
    /// - an unknown or duplicate field, or an unknown variant: the end of the key,
    /// - a value rejected after it was read (`D::Error::custom`): after the value and its following
    ///   whitespace; in an array also after the comma and its following whitespace.
    fn value_of_error(&mut self, position: usize, next: &Lexeme<'a>) -> (usize, usize) {
        let depth = self.frames.len();
        let Some(frame) = self.frames.last_mut() else {
            return (0, 0);
        };
        let opens_here =
            position == next.start && matches!(next.token, Token::OpenObject | Token::OpenArray);
        let junk = position > next.start && next.token == Token::Junk;
        match (self.expect, &mut frame.segment) {
            (Expect::Separator, _) => (depth, self.completed),
            (Expect::Colon, _) if next.token == Token::Colon => {
                (depth, lex(self.text, next.end).start)
            }
            (Expect::FirstElement, _) if opens_here || junk => (depth, next.start),
            (Expect::Value, PathSegment::Index(index)) if position <= next.start => {
                // An error after a comma has two possible causes: the previous item was rejected
                // after it was read, or the next item is an object or array of an unexpected type.
                // If the previous item has the same type, the type is expected.
                let before = lex(self.text, self.completed).token;
                if next.token == Token::End || (opens_here && next.token != before) {
                    return (depth, next.start);
                }
                *index = index.saturating_sub(1);
                (depth, self.completed)
            }
            (Expect::Value, _) => (depth, next.start),
            // A string without a colon may be a value instead of a key. Errors show no values, so the
            // path ends before the string.
            (Expect::FirstElement | Expect::Key | Expect::FirstKey | Expect::Colon, _) => {
                (depth.saturating_sub(1), frame.start)
            }
        }
    }
}
