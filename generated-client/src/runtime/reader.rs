//! A JSON parser that can read a value several times.
//!
//! A union searches a value for its discriminator, decodes the value as a variant, and decodes it
//! as JSON if the variant doesn't match. `serde_json` can't go back to the start of a value.
//! Buffering a value as a tree or as text instead would process it once more at each level of
//! nested unions.

use std::{borrow::Cow, str};

use super::{read_error::ReadError, skip_index::SkipIndex};

/// The nesting depth at which parsing fails, as in `serde_json`.
const MAX_DEPTH: usize = 128;

/// A parser of JSON text.
#[derive(Debug)]
pub(crate) struct Reader<'de> {
    pub(super) text: &'de [u8],
    /// The text, if it is UTF-8. Skipped values may contain any bytes.
    utf8: Option<&'de str>,
    /// The offset of the next byte.
    pub(super) at: usize,
    /// The number of open arrays and objects.
    pub(super) depth: usize,
    /// The number of unions that are being read.
    pub(super) unions: usize,
    /// The number of bytes that were decoded as JSON because their variant didn't match.
    pub(super) kept: usize,
    /// `true` while a union searches for its discriminator.
    pub(super) is_searching: bool,
    skip_index: SkipIndex,
    /// The arrays and objects that are being skipped: the closing bracket and the place in
    /// `skip_index`.
    open: Vec<(u8, Option<usize>)>,
}

/// A JSON number.
pub(super) enum Number {
    Unsigned(u64),
    Signed(i64),
    /// A fraction, an exponent, or an integer of more than 64 bits.
    Other,
}

impl<'de> Reader<'de> {
    pub(crate) fn new(text: &'de [u8]) -> Self {
        Self {
            utf8: str::from_utf8(text).ok(),
            ..Self::without_utf8(text)
        }
    }

    /// Creates a reader of a string.
    pub(super) fn from_str(text: &'de str) -> Self {
        Self {
            utf8: Some(text),
            ..Self::without_utf8(text.as_bytes())
        }
    }

    fn without_utf8(text: &'de [u8]) -> Self {
        Self {
            text,
            utf8: None,
            at: 0,
            depth: 0,
            unions: 0,
            kept: 0,
            is_searching: false,
            skip_index: SkipIndex::default(),
            open: Vec::new(),
        }
    }

    /// Checks that only whitespace follows.
    pub(crate) fn end(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.syntax("trailing characters")),
        }
    }

    /// Creates a syntax error at the next byte.
    #[cold]
    pub(super) fn syntax(&self, message: &'static str) -> ReadError {
        ReadError::syntax(message, self.at)
    }

    /// Skips whitespace and returns the next byte.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.get(self.at) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    /// Returns the bytes from `start` to the next byte.
    pub(super) fn since(&self, start: usize) -> &'de [u8] {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Enters an array or object at its opening bracket.
    #[inline]
    pub(super) fn enter(&mut self) -> Result<(), ReadError> {
        self.depth += 1;
        if self.depth == MAX_DEPTH {
            return Err(self.syntax("recursion limit exceeded"));
        }
        self.at += 1;
        Ok(())
    }

    /// Advances to the next item of an array or object. Returns `false` at the end.
    #[inline]
    pub(super) fn next_item(&mut self, close: u8, is_first: bool) -> Result<bool, ReadError> {
        match self.peek() {
            Some(byte) if byte == close => Ok(false),
            Some(b',') if !is_first => {
                self.at += 1;
                match self.peek() {
                    Some(byte) if byte == close => Err(self.syntax("trailing comma")),
                    _ => Ok(true),
                }
            }
            Some(_) if is_first => Ok(true),
            _ => Err(self.syntax("expected a comma or the end")),
        }
    }

    /// Skips a colon.
    #[inline]
    pub(super) fn colon(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            Some(b':') => {
                self.at += 1;
                Ok(())
            }
            _ => Err(self.syntax("expected `:`")),
        }
    }

    /// Skips `null`, `true` or `false`.
    pub(super) fn word(&mut self, word: &'static str) -> Result<(), ReadError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err(self.syntax("expected value"));
        }
        self.at += word.len();
        Ok(())
    }

    /// Reads a string.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Cow<'de, str>, ReadError> {
        match self.plain_string() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.any_string(),
        }
    }

    /// Reads a string if it has no escapes and the text is UTF-8.
    #[inline]
    pub(super) fn plain_string(&mut self) -> Option<&'de str> {
        let start = self.at + 1;
        let end = start + plain_length(self.text.get(start..)?);
        if self.text.get(end) != Some(&b'"') {
            return None;
        }
        let text = self.utf8?.get(start..end)?;
        self.at = end + 1;
        Some(text)
    }

    #[inline(never)]
    fn any_string(&mut self) -> Result<Cow<'de, str>, ReadError> {
        let start = self.at;
        if self.skip_string()? {
            return self.unescaped(start).map(Cow::Owned);
        }
        match str::from_utf8(self.content(start)) {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(_) => Err(self.syntax("invalid unicode code point")),
        }
    }

    /// Returns the bytes between the quotes of the string that was skipped.
    fn content(&self, start: usize) -> &'de [u8] {
        self.text.get(start + 1..self.at - 1).unwrap_or_default()
    }

    /// Reads a string property of an object. `None` if the property is missing or isn't a string.
    pub(super) fn property(&mut self, name: &str) -> Result<Option<Cow<'de, str>>, ReadError> {
        if self.peek() != Some(b'{') {
            return Ok(None);
        }
        self.enter()?;
        let mut is_first = true;
        while self.next_item(b'}', is_first)? {
            is_first = false;
            let is_found = self.peek() == Some(b'"') && self.is_string(name)?;
            self.colon()?;
            match (is_found, self.peek()) {
                (true, Some(b'"')) => return self.string().map(Some),
                (true, _) => return Ok(None),
                (false, _) => self.skip()?,
            }
        }
        Ok(None)
    }

    /// Skips a string. Returns `true` if it is equal to `expected`.
    fn is_string(&mut self, expected: &str) -> Result<bool, ReadError> {
        let start = self.at;
        Ok(match self.skip_string()? {
            true => self.unescaped(start)? == expected,
            false => self.content(start) == expected.as_bytes(),
        })
    }

    /// Returns the skipped string at `start`, which has escapes.
    #[inline(never)]
    fn unescaped(&self, start: usize) -> Result<String, ReadError> {
        serde_json::from_slice(self.since(start)).map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            ReadError::syntax(message, start + error.column())
        })
    }

    /// Skips a string. Returns `true` if it has escapes.
    #[inline]
    fn skip_string(&mut self) -> Result<bool, ReadError> {
        self.at += 1;
        let mut is_escaped = false;
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            self.at += plain_length(rest);
            match self.text.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(is_escaped);
                }
                Some(b'\\') => {
                    is_escaped = true;
                    self.skip_escape()?;
                }
                _ => return Err(self.syntax("invalid string")),
            }
        }
    }

    fn skip_escape(&mut self) -> Result<(), ReadError> {
        let rest = self.text.get(self.at + 1..).unwrap_or_default();
        let length = match rest {
            [b'u', digits @ ..] => match digits.first_chunk::<4>() {
                Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => 6,
                _ => return Err(self.syntax("invalid escape")),
            },
            [b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => 2,
            _ => return Err(self.syntax("invalid escape")),
        };
        self.at += length;
        Ok(())
    }

    /// Reads a number.
    #[inline]
    pub(super) fn number(&mut self) -> Result<Number, ReadError> {
        let start = self.at;
        if !self.skip_number()? {
            return Ok(Number::Other);
        }
        let (is_negative, digits) = match self.since(start) {
            [b'-', digits @ ..] => (true, digits),
            digits => (false, digits),
        };
        let digit = |byte: &u8| u64::from(byte.wrapping_sub(b'0'));
        let value = match digits.len() {
            // 19 digits don't overflow.
            ..=19 => digits
                .iter()
                .fold(0, |value, byte| value * 10 + digit(byte)),
            _ => match str::from_utf8(digits).unwrap_or_default().parse() {
                Ok(value) => value,
                Err(_) => return Ok(Number::Other),
            },
        };
        if !is_negative {
            return Ok(Number::Unsigned(value));
        }
        // `-0` is a float.
        Ok(match 0_i64.checked_sub_unsigned(value) {
            Some(value) if value < 0 => Number::Signed(value),
            _ => Number::Other,
        })
    }

    /// Skips a number. Returns `true` if it has neither a fraction nor an exponent.
    #[inline]
    fn skip_number(&mut self) -> Result<bool, ReadError> {
        let next = |reader: &Self| reader.text.get(reader.at).copied();
        if next(self) == Some(b'-') {
            self.at += 1;
        }
        match next(self) {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        let mut is_integer = true;
        match next(self) {
            Some(b'0'..=b'9') => return Err(self.syntax("invalid number")),
            Some(b'.') => {
                is_integer = false;
                self.at += 1;
                self.digits()?;
            }
            _ => {}
        }
        if let Some(b'e' | b'E') = next(self) {
            is_integer = false;
            self.at += 1;
            if let Some(b'+' | b'-') = next(self) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(is_integer)
    }

    #[inline]
    fn digits(&mut self) -> Result<(), ReadError> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.text.get(self.at) {
            self.at += 1;
        }
        match self.at == start {
            true => Err(self.syntax("invalid number")),
            false => Ok(()),
        }
    }

    /// Skips a string, a number, `null`, `true` or `false`.
    pub(super) fn skip_scalar(&mut self) -> Result<(), ReadError> {
        let first = self.peek();
        self.skip_scalar_from(first)
    }

    #[inline]
    fn skip_scalar_from(&mut self, first: Option<u8>) -> Result<(), ReadError> {
        match first {
            Some(b'"') => self.skip_string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.skip_number().map(drop),
            Some(b'n') => self.word("null"),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            _ => Err(self.syntax("expected value")),
        }
    }

    /// Skips a value of any depth. While a union searches for its discriminator, the ends of arrays
    /// and objects are indexed, because nested unions skip these arrays and objects again.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        let is_indexed = self.is_searching && self.skip_index.is_new(self.at);
        self.open.clear();
        loop {
            match self.peek() {
                Some(bracket @ (b'[' | b'{')) => {
                    if let Some(end) = self.skip_index.end_of(self.at) {
                        self.at = end;
                    } else {
                        let is_indexed = is_indexed && self.open.len() < MAX_DEPTH;
                        let index = is_indexed.then(|| self.skip_index.open(self.at));
                        self.at += 1;
                        // In ASCII, `]` is `[` + 2, and `}` is `{` + 2.
                        self.open.push((bracket + 2, index));
                        if self.peek() != Some(bracket + 2) {
                            self.skip_key(bracket + 2)?;
                            continue;
                        }
                    }
                }
                first => self.skip_scalar_from(first)?,
            }
            loop {
                let Some((close, index)) = self.open.last().copied() else {
                    if is_indexed {
                        self.skip_index.set_end(self.at);
                    }
                    return Ok(());
                };
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.skip_key(close)?;
                        break;
                    }
                    Some(byte) if byte == close => {
                        self.at += 1;
                        self.open.pop();
                        self.skip_index.close(index, self.at);
                    }
                    _ => return Err(self.syntax("expected a comma or the end")),
                }
            }
        }
    }

    /// Skips the key and the colon before a property value.
    #[inline]
    fn skip_key(&mut self, close: u8) -> Result<(), ReadError> {
        if close == b']' {
            return Ok(());
        }
        match self.peek() {
            Some(b'"') => self.skip_string()?,
            _ => return Err(self.syntax("key must be a string")),
        };
        self.colon()
    }

    /// Clears the index of skipped arrays and objects.
    pub(super) fn clear_skip_index(&mut self) {
        self.skip_index.clear();
    }
}

/// Returns the number of bytes before the first quote, backslash or control character.
#[inline]
fn plain_length(text: &[u8]) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    let mut rest = text;
    while let Some((chunk, after)) = rest.split_first_chunk::<8>() {
        let chunk = u64::from_le_bytes(*chunk);
        let control = chunk.wrapping_sub(ONES * 0x20) & !chunk;
        let quote = chunk ^ (ONES * u64::from(b'"'));
        let quote = quote.wrapping_sub(ONES) & !quote;
        let backslash = chunk ^ (ONES * u64::from(b'\\'));
        let backslash = backslash.wrapping_sub(ONES) & !backslash;
        let found = (control | quote | backslash) & (ONES * 0x80);
        if found != 0 {
            return text.len() - rest.len() + found.trailing_zeros() as usize / 8;
        }
        rest = after;
    }
    let is_plain = |byte: &&u8| **byte >= 0x20 && !b"\"\\".contains(byte);
    text.len() - rest.len() + rest.iter().take_while(is_plain).count()
}
