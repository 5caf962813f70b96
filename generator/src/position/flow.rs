//! Flow collections whose lines are indented less than their parent. The parser of documents
//! accepts such collections; the parser with positions doesn't.

/// Runs `walk` over a source or, if the parser stops early, over the source with each flow
/// collection on one line. Every character keeps its index. `walk` returns its result, and the
/// index of the parser's error.
pub(crate) fn furthest<T>(text: &str, walk: impl Fn(&str) -> (T, Option<usize>)) -> T {
    let (first, stopped) = walk(text);
    let Some(stopped) = stopped else { return first };
    let (second, later) = walk(&on_one_line(text));
    if later.is_none_or(|later| later > stopped) {
        second
    } else {
        first
    }
}

fn on_one_line(text: &str) -> String {
    let mut lexer = Lexer {
        characters: text.chars().collect(),
        at: 0,
        line_start: 0,
    };
    while lexer.at < lexer.characters.len() {
        lexer.line();
    }
    lexer.characters.into_iter().collect()
}

struct Lexer {
    characters: Vec<char>,
    at: usize,
    line_start: usize,
}

impl Lexer {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.at + ahead).copied()
    }

    fn column(&self) -> usize {
        self.at - self.line_start
    }

    fn skip(&mut self, is_part: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&is_part) {
            self.at += 1;
        }
    }

    /// Returns `true` if white space or the end follows an indicator.
    fn is_indicator(&self) -> bool {
        self.peek(1).is_none_or(char::is_whitespace)
    }

    fn end_line(&mut self) {
        self.skip(|c| c != '\n');
        self.at += 1;
        self.line_start = self.at;
    }

    /// Skips a line in block style, including constructs that end on a later line.
    fn line(&mut self) {
        self.skip(|c| c == ' ');
        let mut parent = self.column();
        loop {
            self.skip(|c| c == ' ' || c == '\t');
            let column = self.column();
            match self.peek(0) {
                Some('-' | '?') if self.is_indicator() => {
                    parent = column;
                    self.at += 1;
                    continue;
                }
                Some('&' | '!') => {
                    self.skip(|c| !c.is_whitespace());
                    continue;
                }
                Some('{' | '[') => self.flow(),
                Some(quote @ ('"' | '\'')) => self.quoted(quote, false),
                Some('|' | '>') => return self.block(parent),
                None | Some('#' | '\n' | '\r') => return self.end_line(),
                Some(_) => self.plain(),
            }
            self.skip(|c| c == ' ' || c == '\t');
            if self.peek(0) != Some(':') || !self.is_indicator() {
                return self.end_line();
            }
            parent = column;
            self.at += 1;
        }
    }

    /// Skips a plain scalar up to `: ` or the end of the line.
    fn plain(&mut self) {
        while let Some(character) = self.peek(0) {
            let is_end = character == ':' && self.is_indicator();
            let is_comment = character.is_whitespace() && self.peek(1) == Some('#');
            if character == '\n' || is_end || is_comment {
                return;
            }
            self.at += 1;
        }
    }

    /// Skips a block scalar, whose lines are indented more than its parent.
    fn block(&mut self, parent: usize) {
        self.end_line();
        while self.at < self.characters.len() {
            self.skip(|c| c == ' ');
            let is_blank = matches!(self.peek(0), None | Some('\n' | '\r'));
            if !is_blank && self.column() <= parent {
                self.at = self.line_start;
                return;
            }
            self.end_line();
        }
    }

    fn quoted(&mut self, quote: char, in_flow: bool) {
        self.at += 1;
        while let Some(character) = self.peek(0) {
            match character {
                '\\' if quote == '"' => {
                    self.at += 1;
                    self.blank_break(in_flow);
                }
                _ if character == quote && quote == '\'' && self.peek(1) == Some(quote) => {
                    self.at += 1;
                }
                _ if character == quote => {
                    self.at += 1;
                    return;
                }
                _ => self.blank_break(in_flow),
            }
            self.at += 1;
        }
    }

    /// Moves a flow collection onto its first line.
    fn flow(&mut self) {
        let mut depth = 0_usize;
        let mut last = ' ';
        while let Some(character) = self.peek(0) {
            match character {
                '{' | '[' => depth += 1,
                '}' | ']' => depth = depth.saturating_sub(1),
                '"' | '\'' if "{[,:?".contains(last) => {
                    self.quoted(character, true);
                    last = character;
                    continue;
                }
                '#' if self.is_after_space() => {
                    while self.peek(0).is_some_and(|c| c != '\n') {
                        self.set(' ');
                        self.at += 1;
                    }
                    continue;
                }
                _ => self.blank_break(true),
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
            if !character.is_whitespace() {
                last = character;
            }
        }
    }

    fn is_after_space(&self) -> bool {
        let before = self.at.checked_sub(1);
        let before = before.and_then(|before| self.characters.get(before));
        before.is_none_or(|before| before.is_whitespace())
    }

    /// Replaces a line break or tab of a flow collection with a space.
    fn blank_break(&mut self, in_flow: bool) {
        if in_flow && matches!(self.peek(0), Some('\n' | '\r' | '\t')) {
            self.set(' ');
        }
    }

    fn set(&mut self, character: char) {
        if let Some(pointer) = self.characters.get_mut(self.at) {
            *pointer = character;
        }
    }
}
