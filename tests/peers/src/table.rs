//! Markdown tables.

use std::fmt::Write;

/// A number, or the reason for its absence.
pub(crate) type Cell = Result<f64, String>;

/// The unit of a number.
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

/// Formats a whole number with commas.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut markdown = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            markdown.push(',');
        }
        markdown.push(digit);
    }
    markdown
}

/// A Markdown table with a row for each measurement and a column for each generator. A cell of the
/// first column also has its ratio to the best of the other columns, in parentheses.
#[derive(Debug)]
pub(crate) struct Table(String);

impl Table {
    pub(crate) fn new(title: &str, columns: &[String]) -> Self {
        let mut markdown = format!("## {title}\n\n| |");
        for column in columns {
            let _ = write!(markdown, " {column} |");
        }
        markdown.push_str("\n|---|");
        markdown.push_str(&"--:|".repeat(columns.len()));
        markdown.push('\n');
        Self(markdown)
    }

    pub(crate) fn row(&mut self, what: &str, unit: Unit, cells: &[Cell]) {
        let _ = write!(self.0, "| {what} |");
        let others = cells.iter().skip(1).flatten().copied();
        let best = others.reduce(f64::min);
        for (index, cell) in cells.iter().enumerate() {
            let markdown = match cell {
                Ok(value) => unit.show(*value),
                Err(reason) => escaped(reason),
            };
            let _ = write!(self.0, " {markdown}");
            if let (0, Ok(value), Some(best)) = (index, cell, best.filter(|best| *best > 0.0)) {
                let _ = write!(self.0, " ({:.2})", value / best);
            }
            self.0.push_str(" |");
        }
        self.0.push('\n');
    }

    pub(crate) fn markdown(&self) -> &str {
        &self.0
    }
}

/// Escapes a string for a cell.
fn escaped(markdown: &str) -> String {
    let markdown: String = markdown.chars().take(120).collect();
    markdown.replace('|', "\\|").replace(['\n', '\r'], " ")
}
