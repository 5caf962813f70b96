//! Renders diagnostics for people: severity, code, position, excerpt and help.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::group::{Group, groups};
use crate::located::in_order;
use crate::pointer::Pointer;
use crate::position::Span;
use crate::read::{Source, Sources};
use crate::visible;

/// The number of characters on either side of the mark in an excerpt. The renderer shortens the
/// excerpt further, and marks each cut with `...`.
const AROUND: usize = 200;

/// The maximum number of marked characters.
const MARKED: usize = 60;

/// The level of detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Errors only.
    Errors,
    /// Errors and warnings, each group with its first positions.
    Brief,
    /// Errors, warnings and notes, each group with all positions.
    Full,
}

impl Detail {
    fn shows(self, severity: Severity) -> bool {
        match self {
            Self::Errors => severity == Severity::Error,
            Self::Brief => severity != Severity::Note,
            Self::Full => true,
        }
    }
}

/// Renders groups of diagnostics in document order. Groups without a position come first.
pub fn render(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    color: bool,
    detail: Detail,
) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let shown: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|found| detail.shows(found.severity))
        .collect();
    let mut drawn = String::new();
    for group in groups(in_order(shown, sources)) {
        drawn.push_str(&draw(&renderer, &group, detail));
        drawn.push_str("\n\n");
    }
    drawn
}

/// Returns a line for each kind of diagnostic, with the first location.
pub fn lines(diagnostics: Vec<&Diagnostic>, sources: &Sources) -> Vec<String> {
    let groups = groups(in_order(diagnostics, sources)).into_iter();
    let lines = groups.map(|group| {
        let first = group.first.diagnostic;
        match group.further() {
            0 => first.to_string(),
            1 => format!("{first}, and 1 more of this kind"),
            further => format!("{first}, and {further} more of this kind"),
        }
    });
    lines.collect()
}

/// Counts diagnostics by severity, such as `2 errors, 3 warnings`.
fn counts(diagnostics: &[Diagnostic], severities: &[Severity]) -> String {
    let count = |severity: &Severity| {
        let counted = diagnostics
            .iter()
            .filter(|found| found.severity == *severity);
        match (counted.count(), severity.as_str()) {
            (0, _) => None,
            (1, word) => Some(format!("1 {word}")),
            (number, word) => Some(format!("{number} {word}s")),
        }
    };
    let counts: Vec<String> = severities.iter().filter_map(count).collect();
    match counts.is_empty() {
        true => "none".to_owned(),
        false => counts.join(", "),
    }
}

/// Counts errors and warnings, and hidden notes.
pub fn summary(diagnostics: &[Diagnostic], detail: Detail) -> String {
    if detail == Detail::Full {
        return counts(
            diagnostics,
            &[Severity::Error, Severity::Warning, Severity::Note],
        );
    }
    let problems = counts(diagnostics, &[Severity::Error, Severity::Warning]);
    let notes = diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Note);
    match notes.count() {
        0 => problems,
        1 => format!("{problems} (1 note is hidden; `--verbose` shows it)"),
        notes => format!("{problems} ({notes} notes are hidden; `--verbose` shows them)"),
    }
}

fn draw(renderer: &Renderer, drawn: &Group<'_>, detail: Detail) -> String {
    let located = &drawn.first;
    let diagnostic = located.diagnostic;
    let excerpt = located
        .source
        .zip(located.span)
        .map(|(source, span)| Excerpt::of(source, span));
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level
        .primary_title(&diagnostic.message)
        .id(diagnostic.code.as_str());
    let mut group = annotate_snippets::Group::with_title(title);
    if let Some(excerpt) = &excerpt {
        group = group.element(excerpt.snippet());
    }
    // The excerpt shows only the key of the node. In a document of one line, it doesn't show the
    // context either.
    if let Some(pointer) = &located.pointer
        && *pointer != Pointer::root()
    {
        let note = visible::escaped(&format!("at {pointer}"));
        group = group.element(Level::NOTE.message(note));
    }
    if let Some(elsewhere) = drawn.elsewhere(detail == Detail::Full) {
        group = group.element(Level::NOTE.message(elsewhere));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help));
    }
    let drawn = renderer.render(&[group]);
    match &excerpt {
        Some(excerpt) => excerpt.with_true_column(&drawn),
        None => drawn,
    }
}

/// Escapes characters that aren't visible. The renderer itself replaces tabs and other ASCII
/// control characters.
fn shown(text: &str) -> String {
    visible::replaced(text, |c, shown| match c.is_ascii() {
        true => shown.push(c),
        false => shown.extend(c.escape_default()),
    })
}

/// The excerpt of one line.
struct Excerpt {
    name: String,
    shown: String,
    span: Span,
    /// The marked bytes of `shown`.
    marked: std::ops::Range<usize>,
    /// The column of the mark in `shown`.
    column: usize,
}

impl Excerpt {
    /// Cuts a long line, because the renderer would scan the whole line for each excerpt.
    fn of(source: &Source, span: Span) -> Self {
        let text = source.text.as_str();
        let (before, rest) = text.split_at_checked(span.start).unwrap_or((text, ""));
        let first = before
            .char_indices()
            .rev()
            .take(AROUND)
            .take_while(|(_, character)| *character != '\n')
            .last()
            .map_or(span.start, |(index, _)| index);
        let ends = rest
            .char_indices()
            .take_while(|(_, character)| !matches!(character, '\r' | '\n'))
            .map(|(index, character)| span.start + index + character.len_utf8());
        let last = ends.clone().take(AROUND).last().unwrap_or(span.start);
        let marked = ends.take(MARKED).last().unwrap_or(span.start);
        let marked_end = marked.min(span.end).min(last);
        let part = |start: usize, end: usize| shown(text.get(start..end).unwrap_or_default());
        let before = part(first, span.start);
        let marked = part(span.start, marked_end);
        Self {
            name: visible::escaped(&source.name),
            marked: before.len()..before.len() + marked.len(),
            column: before.chars().count() + 1,
            shown: before + &marked + &part(marked_end, last),
            span,
        }
    }

    fn snippet(&self) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        Snippet::source(&self.shown)
            .path(&self.name)
            .line_start(self.span.line)
            .annotation(AnnotationKind::Primary.span(self.marked.clone()))
    }

    /// Corrects the column, which the renderer counts from the cut.
    fn with_true_column(&self, drawn: &str) -> String {
        let counted = format!("{}:{}:{}", self.name, self.span.line, self.column);
        let really = format!("{}:{}:{}", self.name, self.span.line, self.span.column);
        drawn.replacen(&counted, &really, 1)
    }
}

#[cfg(test)]
mod tests;
