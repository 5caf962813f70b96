//! Where in a JSON text a decoding error is, found by reading the text once more.
//!
//! Decoding pays nothing for it while all goes well. The text isn't trusted: it may be truncated,
//! not JSON and not UTF-8, and nesting costs heap, never stack.

use std::fmt::Write as _;

/// A place in a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    /// The keys and indexes that lead there: `errors[0].code`, `labels["odd key"]`; empty for the
    /// whole text.
    pub(crate) path: String,
    /// The value there without what it says: keys and structure only.
    pub(crate) excerpt: String,
    /// Where the value starts.
    pub(crate) start: usize,
}

/// How many characters of a value an excerpt shows.
const EXCERPT: usize = 120;
/// How many keys and indexes a path shows.
const STEPS: usize = 32;
/// How many characters of one key a path shows.
const KEY: usize = 64;

/// Finds the value that `serde_json` complains of with this `line` and `column`.
///
/// Where the error lies just behind an object or array, the object or array is meant: that is
/// where a field is missing. An error that is raised with `D::Error::custom` behind the last
/// member of one is reported at the same place and can't be told from it.
pub(crate) fn locate(text: &[u8], line: usize, column: usize) -> Located {
    locate_offset(text, position(text, line, column))
}

/// Finds the value that an error at this offset concerns, as [`locate`] does.
pub(crate) fn locate_offset(text: &[u8], position: usize) -> Located {
    let mut scanner = Scanner::new(text, 0);
    loop {
        let lexeme = scanner.peek();
        if position <= lexeme.start || !scanner.accept(&lexeme) {
            let (depth, start) = scanner.blame(position, &lexeme);
            let path = path(scanner.frames.iter().take(depth));
            return Located {
                path,
                excerpt: excerpt(text, start),
                start,
            };
        }
    }
}

/// How many bytes of the text `serde_json` had read: lines count from 1, columns from 0. An error
/// that it couldn't place has line 0 and concerns the whole.
fn position(text: &[u8], line: usize, column: usize) -> usize {
    let Some(lines_before) = line.checked_sub(1) else {
        return 0;
    };
    let lines = text.split(|byte| *byte == b'\n');
    let line_start: usize = lines.take(lines_before).map(|line| line.len() + 1).sum();
    line_start.saturating_add(column)
}

/// The line and the column of an offset, as `serde_json` counts them.
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
        if count == STEPS {
            path.push('…');
            break;
        }
        match frame.step {
            Step::Index(index) => {
                // Writing to a string can't fail.
                let _ = write!(path, "[{index}]");
            }
            Step::Key(key) => push_key(&mut path, key),
        }
    }
    path
}

fn push_key(path: &mut String, key: &[u8]) {
    let key = shown(key);
    let is_identifier = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && key.starts_with(|first: char| !first.is_ascii_digit());
    let dot = if path.is_empty() { "" } else { "." };
    let cut: String = key.chars().take(KEY).collect();
    let ellipsis = if cut.len() < key.len() { "…" } else { "" };
    // Writing to a string can't fail.
    let _ = if is_identifier {
        write!(path, "{dot}{cut}{ellipsis}")
    } else {
        write!(path, "[\"{cut}{ellipsis}\"]")
    };
}

/// A key as it is written in the text, escapes included, but fit to be printed.
fn shown(key: &[u8]) -> String {
    let printable = |c: char| {
        if c.is_control() {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    String::from_utf8_lossy(key)
        .chars()
        .map(printable)
        .collect()
}

/// The value that starts at `start`, redacted. It ends in `…` where it was cut, and where the text
/// ends or stops being JSON: what follows might be a value that looks like a key.
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
        let piece = match lexeme.token {
            Token::OpenObject => "{".to_owned(),
            Token::CloseObject => "}".to_owned(),
            Token::OpenArray => "[".to_owned(),
            Token::CloseArray => "]".to_owned(),
            Token::Comma => ",".to_owned(),
            Token::Colon => match scanner.frames.last() {
                Some(Frame {
                    step: Step::Key(key),
                    ..
                }) => format!("\"{}\":", shown(key)),
                _ => String::new(),
            },
            // Shown with its colon: only that makes it a key.
            Token::String if is_key => String::new(),
            Token::String => "\"…\"".to_owned(),
            Token::Unclosed => {
                excerpt.push_str("\"…");
                break;
            }
            Token::Number => "0".to_owned(),
            Token::Boolean => "true".to_owned(),
            Token::Null => "null".to_owned(),
            Token::Junk | Token::End => String::new(),
        };
        length += piece.chars().count();
        if length > EXCERPT {
            excerpt.push('…');
            break;
        }
        excerpt.push_str(&piece);
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
    /// A string that the text ends in.
    Unclosed,
    Number,
    Boolean,
    Null,
    Junk,
    End,
}

/// A token and the bytes that it takes.
struct Lexeme<'a> {
    token: Token,
    start: usize,
    end: usize,
    /// What a string has between its quotes.
    content: &'a [u8],
}

/// The first token at or behind `at`.
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

/// How many bytes precede the quote that ends a string, or the end of the text.
fn string_length(inside: &[u8]) -> usize {
    let mut escaped = false;
    count(inside, |byte| {
        let goes_on = escaped || byte != b'"';
        escaped = !escaped && byte == b'\\';
        goes_on
    })
}

fn word(word: &[u8]) -> Token {
    match word {
        b"true" | b"false" => Token::Boolean,
        b"null" => Token::Null,
        // Not every such word is a number, but where one isn't, `serde_json` stops in it.
        [b'-' | b'0'..=b'9', ..] if word.last().is_some_and(u8::is_ascii_digit) => Token::Number,
        _ => Token::Junk,
    }
}

fn count(bytes: &[u8], mut matches: impl FnMut(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| matches(**byte)).count()
}

/// Reads JSON token by token and stops at the first that doesn't belong.
struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    expect: Expect,
    /// The objects and arrays that are open, outermost first.
    frames: Vec<Frame<'a>>,
    /// Where the value starts that was completed last.
    completed: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    /// A value, after a colon or comma, or the whole text.
    Value,
    /// A value or the end of the array.
    FirstElement,
    /// A key, after a comma.
    Key,
    /// A key or the end of the object.
    FirstKey,
    Colon,
    /// A comma or the end of the object or array; nothing after the whole text.
    Separator,
}

struct Frame<'a> {
    /// Where the object or array starts.
    start: usize,
    step: Step<'a>,
}

/// Which member of an object or array is being read.
#[derive(Clone, Copy)]
enum Step<'a> {
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

    /// Goes past the token, if it is one of those that may follow.
    fn accept(&mut self, lexeme: &Lexeme<'a>) -> bool {
        let start = lexeme.start;
        let step = self.frames.last_mut().map(|frame| &mut frame.step);
        match (self.expect, lexeme.token, step) {
            (Expect::Value | Expect::FirstElement, Token::OpenObject, _) => {
                self.frames.push(Frame {
                    start,
                    step: Step::Key(&[]),
                });
                self.expect = Expect::FirstKey;
            }
            (Expect::Value | Expect::FirstElement, Token::OpenArray, _) => {
                self.frames.push(Frame {
                    start,
                    step: Step::Index(0),
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
            (Expect::Key | Expect::FirstKey, Token::String, Some(Step::Key(key))) => {
                *key = lexeme.content;
                self.expect = Expect::Colon;
            }
            (Expect::Colon, Token::Colon, _) => self.expect = Expect::Value,
            (Expect::Separator, Token::Comma, Some(Step::Key(_))) => self.expect = Expect::Key,
            (Expect::Separator, Token::Comma, Some(Step::Index(index))) => {
                *index += 1;
                self.expect = Expect::Value;
            }
            (Expect::Separator | Expect::FirstKey, Token::CloseObject, Some(Step::Key(_)))
            | (Expect::Separator | Expect::FirstElement, Token::CloseArray, Some(Step::Index(_))) =>
            {
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

    /// The value that an error at `position`, before or in `next`, concerns: how many of the
    /// frames lead to it, and where it starts.
    ///
    /// These are the places where `serde_json` reports:
    /// - a scalar of the wrong type, or one that a visitor refused: its end,
    /// - an object or array where something else is wanted: its start,
    /// - a missing field, a wrong length: the end of the object or array,
    /// - an unknown or repeated field, an unknown variant: the end of the key,
    /// - what was refused only after it was read (`D::Error::custom`): behind it and the blanks
    ///   that follow; in an array also behind the comma and the blanks that follow that.
    fn blame(&mut self, position: usize, next: &Lexeme<'a>) -> (usize, usize) {
        let depth = self.frames.len();
        let Some(frame) = self.frames.last_mut() else {
            return (0, 0);
        };
        let opens_here =
            position == next.start && matches!(next.token, Token::OpenObject | Token::OpenArray);
        let junk = position > next.start && next.token == Token::Junk;
        match (self.expect, &mut frame.step) {
            (Expect::Separator, _) => (depth, self.completed),
            (Expect::Colon, _) if next.token == Token::Colon => {
                (depth, lex(self.text, next.end).start)
            }
            (Expect::FirstElement, _) if opens_here || junk => (depth, next.start),
            (Expect::Value, Step::Index(index)) if position <= next.start => {
                // Behind a comma: either the element before was refused after it was read, or
                // this one is an object or array and shouldn't be. If the one before was of that
                // kind too, it isn't the kind that is wrong.
                let before = lex(self.text, self.completed).token;
                if next.token == Token::End || (opens_here && next.token != before) {
                    return (depth, next.start);
                }
                *index = index.saturating_sub(1);
                (depth, self.completed)
            }
            (Expect::Value, _) => (depth, next.start),
            // A string without a colon might be a value, and isn't shown as a key.
            (Expect::FirstElement | Expect::Key | Expect::FirstKey | Expect::Colon, _) => {
                (depth.saturating_sub(1), frame.start)
            }
        }
    }
}
