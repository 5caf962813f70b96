//! Parser of the inline text of a block.

use super::inline;
use crate::visible;
use pulldown_cmark::{LinkType, Tag};

/// An element of inline text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Inline {
    Text(String),
    Code(String),
    /// An autolink between `<` and `>`.
    Autolink(String),
    SoftBreak,
    HardBreak,
    /// A delimiter such as `**`.
    Open(&'static str),
    Close(&'static str),
    LinkOpen,
    LinkClose {
        destination: String,
        title: String,
    },
}

/// An open link.
struct Link {
    link_type: LinkType,
    destination: String,
    title: String,
}

/// A builder of inline text that keeps delimiters effective.
#[derive(Default)]
pub(super) struct TextReader<'a> {
    source: &'a str,
    text: Vec<Inline>,
    marks: Vec<&'static str>,
    /// The open links; only the outermost is written as a link.
    links: Vec<Link>,
}

impl<'a> TextReader<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self {
            source,
            ..Self::default()
        }
    }

    pub(super) fn push_code(&mut self, code: &str) {
        let code = visible::replaced(code, |c, shown| {
            if c == '\t' {
                shown.push(c);
            }
        });
        self.text.push(Inline::Code(code));
    }

    /// Returns the text so far, without breaks and spaces at its end.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        while let Some(Inline::SoftBreak | Inline::HardBreak) = self.text.last() {
            self.text.pop();
            self.trim_end();
        }
        self.trim_end();
        std::mem::take(&mut self.text)
    }

    fn trim_end(&mut self) {
        if let Some(Inline::Text(text)) = self.text.last_mut() {
            text.truncate(text.trim_end().len());
            if text.is_empty() {
                self.text.pop();
            }
        }
    }

    pub(super) fn push_break(&mut self, new: Inline) {
        self.trim_end();
        match self.text.last() {
            None => {}
            Some(Inline::Open(_)) => self.insert_before_marks(new),
            Some(Inline::HardBreak) if new == Inline::SoftBreak => {}
            Some(Inline::SoftBreak) => {
                self.text.pop();
                self.text.push(new);
            }
            Some(_) => self.text.push(new),
        }
    }

    /// Entities may decode to characters that were removed from the source.
    pub(super) fn push(&mut self, text: &str) {
        let plain = text.replace('\t', " ");
        for (nth, line) in plain.split('\n').enumerate() {
            if nth > 0 {
                self.push_break(Inline::SoftBreak);
            }
            self.push_line(&visible::stripped(line));
        }
    }

    fn push_line(&mut self, line: &str) {
        let mut line = line;
        match self.text.last() {
            None | Some(Inline::SoftBreak | Inline::HardBreak) => {
                line = line.trim_start();
            }
            // A delimiter followed by a space has no effect.
            Some(Inline::Open(_)) if line.starts_with(char::is_whitespace) => {
                self.insert_before_marks(Inline::Text(" ".to_owned()));
                line = line.trim_start();
            }
            _ => {}
        }
        match self.text.last_mut() {
            Some(Inline::Text(text)) => text.push_str(line),
            _ if line.is_empty() => {}
            _ => self.text.push(Inline::Text(line.to_owned())),
        }
    }

    /// Inserts text or a break before the opening delimiters at the end.
    fn insert_before_marks(&mut self, new: Inline) {
        let mut marks = Vec::new();
        while let Some(mark @ Inline::Open(_)) =
            self.text.pop_if(|last| matches!(last, Inline::Open(_)))
        {
            marks.push(mark);
        }
        match new {
            Inline::Text(text) => self.push_line(&text),
            other => self.push_break(other),
        }
        self.text.extend(marks.into_iter().rev());
    }

    /// Keeps the character of the delimiter, because adjacent `*` and `_` differ in meaning.
    pub(super) fn open_mark(&mut self, tag: &Tag<'_>, at: usize) {
        let underscore = self
            .source
            .get(at..)
            .is_some_and(|rest| rest.starts_with('_'));
        let mark = match (tag, underscore) {
            (Tag::Strikethrough, _) => "~~",
            (Tag::Emphasis, true) => "_",
            (Tag::Emphasis, false) => "*",
            (_, true) => "__",
            (_, false) => "**",
        };
        self.marks.push(mark);
        self.text.push(Inline::Open(mark));
    }

    /// Moves spaces and breaks after a closing delimiter, which has no effect after a space.
    pub(super) fn close_mark(&mut self) {
        let mut held = Vec::new();
        while let Some(last) = self.text.last_mut() {
            match last {
                Inline::SoftBreak | Inline::HardBreak => held.extend(self.text.pop()),
                Inline::Text(text) if text.ends_with(char::is_whitespace) => {
                    held.push(Inline::Text(" ".to_owned()));
                    self.trim_end();
                }
                _ => break,
            }
        }
        match (self.marks.pop(), self.text.last()) {
            (None, _) => {}
            (Some(_), Some(Inline::Open(_))) => drop(self.text.pop()),
            (Some(mark), _) => self.text.push(Inline::Close(mark)),
        }
        for inline in held.into_iter().rev() {
            match inline {
                Inline::Text(text) => self.push_line(&text),
                other => self.push_break(other),
            }
        }
    }

    /// Writes an image as a link, so that documentation loads nothing from untrusted servers. The
    /// content of a nested link is text.
    pub(super) fn open_link(&mut self, link_type: LinkType, destination: &str, title: &str) {
        self.links.push(Link {
            link_type,
            destination: visible::stripped(destination).trim().to_owned(),
            title: visible::stripped(title),
        });
        if self.links.len() == 1 {
            self.text.push(Inline::LinkOpen);
        }
    }

    pub(super) fn close_link(&mut self) {
        let is_start = |inline: &Inline| matches!(inline, Inline::LinkOpen);
        let start = self.text.iter().rposition(is_start);
        if let (Some(link), true, Some(start)) = (self.links.pop(), self.links.is_empty(), start) {
            let is_short = matches!(link.link_type, LinkType::Autolink | LinkType::Email);
            match (is_short, inline::leads_out(&link.destination)) {
                (true, usable) => self.end_autolink(usable, start),
                (false, true) => self.end_link(link, start),
                (false, false) => self.undo_link(&link.destination, start),
            }
        }
    }

    /// Ends an autolink. A mail address is written unchanged.
    fn end_autolink(&mut self, usable: bool, start: usize) {
        for inline in self.text.split_off(start) {
            match inline {
                Inline::Text(text) if usable || is_address(&text) => {
                    self.text.push(Inline::Autolink(text));
                }
                Inline::Text(text) => self.push(&format!("<{text}>")),
                _ => {}
            }
        }
    }

    fn end_link(&mut self, link: Link, start: usize) {
        if self.text.len() == start + 1 {
            self.text.push(Inline::Text(link.destination.clone()));
        }
        self.text.push(Inline::LinkClose {
            destination: link.destination,
            title: link.title,
        });
    }

    /// Converts an unresolvable link into text with its destination.
    fn undo_link(&mut self, destination: &str, start: usize) {
        let shown = self.text.split_off(start + 1);
        self.text.truncate(start);
        let is_destination =
            matches!(shown.as_slice(), [Inline::Text(text)] if text == destination);
        let is_empty = shown.is_empty();
        self.text.extend(shown);
        if is_empty {
            self.push(destination);
        } else if !is_destination && !destination.is_empty() {
            self.push(&format!(" ({destination})"));
        }
    }
}

/// Returns `true` if an autolink is a mail address without its scheme.
fn is_address(text: &str) -> bool {
    text.contains('@') && !text.contains(':')
}
