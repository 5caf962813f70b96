//! The tables that a run ends with.

use std::fmt::Write;

/// A number, or why there is none.
pub(crate) type Cell = Result<f64, String>;

/// What a number is of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Unit {
    Seconds,
    Microseconds,
    Bytes,
    Count,
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            Self::Seconds if value < 0.0995 => format!("{:.0} ms", value * 1e3),
            Self::Seconds if value < 9.995 => format!("{value:.2} s"),
            Self::Seconds => format!("{value:.1} s"),
            Self::Microseconds => format!("{:.0} µs", value * 1e6),
            Self::Bytes if value < 1e6 => format!("{:.0} kB", value / 1e3),
            Self::Bytes if value < 1e9 => format!("{:.1} MB", value / 1e6),
            Self::Bytes => format!("{:.2} GB", value / 1e9),
            Self::Count => grouped(value),
        }
    }
}

/// A whole number, with commas.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A table in Markdown, a row for what was measured and a column for each generator; the first one's
/// is compared with the best of the others.
#[derive(Debug)]
pub(crate) struct Table(String);

impl Table {
    pub(crate) fn new(title: &str, columns: &[String]) -> Self {
        let mut text = format!("## {title}\n\n| |");
        for column in columns {
            let _ = write!(text, " {column} |");
        }
        text.push_str("\n|---|");
        text.push_str(&"--:|".repeat(columns.len()));
        text.push('\n');
        Self(text)
    }

    pub(crate) fn row(&mut self, what: &str, unit: Unit, cells: &[Cell]) {
        let _ = write!(self.0, "| {what} |");
        let others = cells.iter().skip(1).flatten().copied();
        let best = others.reduce(f64::min);
        for (index, cell) in cells.iter().enumerate() {
            let text = match cell {
                Ok(value) => unit.show(*value),
                Err(reason) => escaped(reason),
            };
            let _ = write!(self.0, " {text}");
            if let (0, Ok(value), Some(best)) = (index, cell, best.filter(|best| *best > 0.0)) {
                let _ = write!(self.0, " ({:.2})", value / best);
            }
            self.0.push_str(" |");
        }
        self.0.push('\n');
    }

    pub(crate) fn text(&self) -> &str {
        &self.0
    }
}

/// A text that stays in its cell.
fn escaped(text: &str) -> String {
    let text: String = text.chars().take(120).collect();
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}
