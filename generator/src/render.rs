//! Diagnostics as text for people: severity, code, place, excerpt and remedy.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use indexmap::IndexMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::placed::{Placed, in_order};
use crate::pointer::Pointer;
use crate::position::Span;
use crate::read::{Source, Sources};

/// How many characters of a line are handed over on either side of what is marked: more than the
/// renderer shows, which then writes `...` where it cuts.
const AROUND: usize = 200;

/// How many characters are marked at most.
const MARKED: usize = 60;

/// Draws diagnostics in the order of the document, those without a place first.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut drawn = String::new();
    for alike in alike(in_order(diagnostics, sources)) {
        if let Some((placed, others)) = alike.split_first() {
            let others = elsewhere(placed, others);
            drawn.push_str(&draw(&renderer, placed, others));
        }
        drawn.push_str("\n\n");
    }
    drawn
}

/// What is said in the same words of many places, said once.
fn alike(placed: Vec<Placed<'_>>) -> impl Iterator<Item = Vec<Placed<'_>>> {
    let mut groups: IndexMap<_, Vec<Placed<'_>>> = IndexMap::new();
    for placed in placed {
        let found = placed.diagnostic;
        let words = (found.code, &found.message, &found.help);
        groups.entry(words).or_default().push(placed);
    }
    groups.into_values()
}

/// How many further places of the same problem are listed.
const LISTED: usize = 8;

/// The further places of a problem, by line and column, and by file where it is another.
fn elsewhere(first: &Placed<'_>, others: &[Placed<'_>]) -> Option<String> {
    let place = |placed: &Placed<'_>| {
        let span = placed.span?;
        let place = format!("{}:{}", span.line, span.column);
        let name = |placed: &Placed<'_>| placed.source.map(|source| source.name.clone());
        let file = name(placed).filter(|file| name(first).as_ref() != Some(file));
        Some(file.map_or(place.clone(), |file| format!("{file}:{place}")))
    };
    let places: Vec<String> = others.iter().filter_map(place).collect();
    let listed = places.get(..places.len().min(LISTED))?.join(", ");
    match places.len() {
        0 => None,
        count if count > LISTED => Some(format!(
            "the same at {listed} and {} more places",
            count - LISTED
        )),
        _ => Some(format!("the same at {listed}")),
    }
}

/// How many errors and warnings there are, such as `2 errors, 3 warnings`.
pub fn counts(diagnostics: &[Diagnostic]) -> String {
    let count = |severity, one: &str| {
        let number = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count();
        match number {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{number} {one}s")),
        }
    };
    let errors = count(Severity::Error, "error");
    let warnings = count(Severity::Warning, "warning");
    match (errors, warnings) {
        (Some(errors), Some(warnings)) => format!("{errors}, {warnings}"),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => "no problems".to_owned(),
    }
}

fn draw(renderer: &Renderer, placed: &Placed<'_>, elsewhere: Option<String>) -> String {
    let diagnostic = placed.diagnostic;
    let excerpt = placed
        .source
        .zip(placed.span)
        .map(|(source, span)| Excerpt::of(source, span));
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(&diagnostic.message)
        .id(diagnostic.code.text());
    let mut group = Group::with_title(title);
    if let Some(excerpt) = &excerpt {
        group = group.element(excerpt.snippet());
    }
    // The excerpt shows the key alone, and in a text of one line not even where that is.
    if let Some(pointer) = &placed.pointer
        && *pointer != Pointer::root()
    {
        let note = normalize_untrusted_str(&format!("at {pointer}"));
        group = group.element(Level::NOTE.message(note));
    }
    if let Some(elsewhere) = elsewhere {
        group = group.element(Level::NOTE.message(elsewhere));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    let drawn = harmless(&renderer.render(&[group]));
    excerpt.map_or(drawn.clone(), |excerpt| excerpt.with_true_column(&drawn))
}

/// The text without what still steers a terminal or turns a line: the renderer replaces the other
/// control characters.
fn harmless(drawn: &str) -> String {
    drawn.replace(
        |c| matches!(c, '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}'),
        "\u{fffd}",
    )
}

/// The part of one line that is shown.
struct Excerpt<'a> {
    name: &'a str,
    shown: &'a str,
    span: Span,
    /// What is marked, in bytes of `shown`.
    marked: std::ops::Range<usize>,
    /// The column of the mark in `shown`.
    column: usize,
}

impl<'a> Excerpt<'a> {
    /// Cuts a long line here, because the renderer would go through all of it for each excerpt.
    fn of(source: &'a Source, span: Span) -> Self {
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
        Self {
            name: &source.name,
            shown: text.get(first..last).unwrap_or_default(),
            span,
            marked: span.start - first..marked.min(span.end).min(last) - first,
            column: text
                .get(first..span.start)
                .unwrap_or_default()
                .chars()
                .count()
                + 1,
        }
    }

    fn snippet(&self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        Snippet::source(self.shown)
            .path(self.name)
            .line_start(self.span.line)
            .annotation(AnnotationKind::Primary.span(self.marked.clone()))
    }

    /// The renderer counts columns from where the line was cut.
    fn with_true_column(&self, drawn: &str) -> String {
        let counted = format!("{}:{}:{}", self.name, self.span.line, self.column);
        let really = format!("{}:{}:{}", self.name, self.span.line, self.span.column);
        drawn.replacen(&counted, &really, 1)
    }
}

#[cfg(test)]
mod tests;
