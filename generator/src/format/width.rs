//! The room that a piece of code has, and how wide text is.

/// Where lines end.
pub(super) const LINE: usize = 100;

/// How much deeper each level is.
pub(super) const TAB: usize = 4;

/// Where a piece of code is to go: its first line begins `offset` columns behind the indentation
/// and may be `width` columns wide; its other lines are indented.
#[derive(Debug, Clone, Copy)]
pub(super) struct Space {
    /// The indentation of the line that it begins on.
    pub(super) indent: usize,
    /// How far behind the indentation it begins.
    pub(super) offset: usize,
    /// How wide its first line may be.
    pub(super) width: usize,
    /// Where lines end.
    edge: usize,
    /// Whether a chain of calls may not be broken at its dots.
    pub(super) unbroken_chains: bool,
}

impl Space {
    /// A line of its own.
    pub(super) fn line(indent: usize) -> Self {
        let width = LINE.saturating_sub(indent);
        Self {
            indent,
            offset: 0,
            width,
            edge: LINE,
            unbroken_chains: false,
        }
    }

    /// A line that may be as long as it has to be.
    pub(super) fn endless(indent: usize) -> Self {
        let edge = usize::MAX / 2;
        Self {
            indent,
            offset: 0,
            width: edge - indent,
            edge,
            unbroken_chains: false,
        }
    }

    /// What is left behind `used` columns.
    pub(super) fn after(self, used: usize) -> Option<Self> {
        let width = self.width.checked_sub(used)?;
        Some(Self {
            offset: self.offset + used,
            width,
            ..self
        })
    }

    /// What is left before `kept` columns.
    pub(super) fn before(self, kept: usize) -> Option<Self> {
        Some(Self {
            width: self.width.checked_sub(kept)?,
            ..self
        })
    }

    /// The same place with at most so much width.
    pub(super) fn at_most(self, width: usize) -> Self {
        Self {
            width: self.width.min(width),
            ..self
        }
    }

    /// A line below, one level deeper.
    pub(super) fn below(self) -> Self {
        let indent = self.indent + TAB;
        Self {
            indent,
            offset: 0,
            width: self.edge.saturating_sub(indent),
            ..self
        }
    }

    /// A line below, one level deeper, that is as wide as this one and so ends later.
    pub(super) fn shifted(self) -> Self {
        Self {
            indent: self.indent + TAB,
            offset: 0,
            ..self
        }
    }

    /// A line below, at the same level.
    pub(super) fn level(self) -> Self {
        Self {
            offset: 0,
            width: self.edge.saturating_sub(self.indent),
            ..self
        }
    }

    /// The columns behind it that are somebody else's.
    pub(super) fn reserved(self) -> usize {
        self.edge.saturating_sub(self.end())
    }

    /// The break of a line, and its indentation.
    pub(super) fn newline(self) -> String {
        let mut text = String::with_capacity(self.indent + 1);
        text.push('\n');
        text.extend(std::iter::repeat_n(' ', self.indent));
        text
    }

    /// Whether text that begins here ends in time, on each of its lines.
    pub(super) fn fits(self, text: &str) -> bool {
        if first_line(text) > self.width {
            return false;
        }
        !text.contains('\n')
            || text.lines().skip(1).all(|line| width(line) <= self.edge)
                && last_line(text) <= self.end()
    }

    /// The text, if it fits.
    pub(super) fn keep(self, text: String) -> Option<String> {
        self.fits(&text).then_some(text)
    }

    fn end(self) -> usize {
        self.indent + self.offset + self.width
    }
}

/// How wide a line is.
pub(super) fn width(line: &str) -> usize {
    if line.is_ascii() {
        line.len()
    } else {
        line.chars().map(columns).sum()
    }
}

/// Whether it is one line, no wider than that.
pub(super) fn is_line(text: &str, most: usize) -> bool {
    !text.contains('\n') && width(text) <= most
}

/// How wide the first line is.
pub(super) fn first_line(text: &str) -> usize {
    width(text.lines().next().unwrap_or_default())
}

/// How wide the last line is, with its indentation.
pub(super) fn last_line(text: &str) -> usize {
    width(text.rsplit('\n').next().unwrap_or_default())
}

/// How far behind the indentation the text ends.
pub(super) fn end(text: &str, indent: usize) -> usize {
    match text.rsplit_once('\n') {
        Some((_, last)) => width(last).saturating_sub(indent),
        None => width(text),
    }
}

/// How many lines there are after the first.
pub(super) fn breaks(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// The columns that a character takes on a terminal, which is what rustfmt counts: two in the
/// scripts of East Asia and for pictures, none for what is written onto the character before.
fn columns(character: char) -> usize {
    match u32::from(character) {
        0x0300..=0x036F | 0x200B..=0x200F | 0x20D0..=0x20F0 | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F
        | 0x2E80..=0x303E
        | 0x3041..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1F64F
        | 0x1F900..=0x1F9FF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}
