//! Available width of code, and the width of text.

/// The maximum width of a line.
pub(super) const LINE: usize = 100;

/// The indentation of a level.
pub(super) const TAB: usize = 4;

/// The available space of a piece of code: its first line starts `offset` columns after the
/// indentation and has at most `width` columns; its other lines are indented.
#[derive(Debug, Clone, Copy)]
pub(super) struct Space {
    /// The indentation of the first line.
    pub(super) indent: usize,
    /// The number of columns between the indentation and the start.
    pub(super) offset: usize,
    /// The maximum width of the first line.
    pub(super) width: usize,
    /// The column at which lines end.
    edge: usize,
    /// `true` if a chain of calls must not be broken at its dots.
    pub(super) unbroken_chains: bool,
}

impl Space {
    /// Returns the space of a separate line.
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

    /// Returns a line of unlimited width.
    pub(super) fn unlimited(indent: usize) -> Self {
        let edge = usize::MAX / 2;
        Self {
            indent,
            offset: 0,
            width: edge - indent,
            edge,
            unbroken_chains: false,
        }
    }

    /// Returns the space after `used` columns.
    pub(super) fn after(self, used: usize) -> Option<Self> {
        let width = self.width.checked_sub(used)?;
        Some(Self {
            offset: self.offset + used,
            width,
            ..self
        })
    }

    /// Returns the space before `kept` reserved columns.
    pub(super) fn before(self, kept: usize) -> Option<Self> {
        Some(Self {
            width: self.width.checked_sub(kept)?,
            ..self
        })
    }

    /// Returns the space with a limited width.
    pub(super) fn at_most(self, width: usize) -> Self {
        Self {
            width: self.width.min(width),
            ..self
        }
    }

    /// Returns the next line, one level deeper.
    pub(super) fn below(self) -> Self {
        let indent = self.indent + TAB;
        Self {
            indent,
            offset: 0,
            width: self.edge.saturating_sub(indent),
            ..self
        }
    }

    /// Returns the next line, one level deeper and with an unchanged width, so that the line ends
    /// later.
    pub(super) fn shifted(self) -> Self {
        Self {
            indent: self.indent + TAB,
            offset: 0,
            ..self
        }
    }

    /// Returns the next line at the same level.
    pub(super) fn level(self) -> Self {
        Self {
            offset: 0,
            width: self.edge.saturating_sub(self.indent),
            ..self
        }
    }

    /// Returns the reserved columns after the space.
    pub(super) fn reserved(self) -> usize {
        self.edge.saturating_sub(self.end())
    }

    /// Returns a line break and the indentation.
    pub(super) fn newline(self) -> String {
        let mut text = String::with_capacity(self.indent + 1);
        text.push('\n');
        text.extend(std::iter::repeat_n(' ', self.indent));
        text
    }

    /// Returns `true` if every line of a text fits.
    pub(super) fn fits(self, text: &str) -> bool {
        if first_line(text) > self.width {
            return false;
        }
        !text.contains('\n')
            || text.lines().skip(1).all(|line| width(line) <= self.edge)
                && last_line(text) <= self.end()
    }

    /// Returns the text if it fits.
    pub(super) fn keep(self, text: String) -> Option<String> {
        self.fits(&text).then_some(text)
    }

    fn end(self) -> usize {
        self.indent + self.offset + self.width
    }
}

/// Returns the width of a line.
pub(super) fn width(line: &str) -> usize {
    if line.is_ascii() {
        line.len()
    } else {
        line.chars().map(columns).sum()
    }
}

/// Returns `true` for a single line that is at most `most` columns wide.
pub(super) fn is_line(text: &str, most: usize) -> bool {
    !text.contains('\n') && width(text) <= most
}

/// Returns the width of the first line.
pub(super) fn first_line(text: &str) -> usize {
    width(text.lines().next().unwrap_or_default())
}

/// Returns the width of the last line with its indentation.
pub(super) fn last_line(text: &str) -> usize {
    width(text.rsplit('\n').next().unwrap_or_default())
}

/// Returns the column after the indentation at which the text ends.
pub(super) fn end(text: &str, indent: usize) -> usize {
    match text.rsplit_once('\n') {
        Some((_, last)) => width(last).saturating_sub(indent),
        None => width(text),
    }
}

/// Returns the number of lines after the first.
pub(super) fn breaks(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// Returns the number of terminal columns of a character, as rustfmt counts: two for East Asian
/// scripts and pictures, none for combining characters.
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
