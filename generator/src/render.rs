//! Diagnostics as text for people: severity, code, place, excerpt and remedy.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

use crate::diagnostic::{Diagnostic, Place, Severity};
use crate::pointer::Pointer;
use crate::position::{self, Span};
use crate::read::Source;

/// How many characters of a line are handed over on either side of what is marked: more than the
/// renderer shows, which then writes `...` where it cuts.
const AROUND: usize = 200;

/// How many characters are marked at most.
const MARKED: usize = 60;

/// Draws diagnostics in the order of the document, those without a place first.
pub fn render(diagnostics: &[Diagnostic], source: Option<&Source>, color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut drawn = String::new();
    for (span, diagnostic) in in_order(diagnostics, source) {
        let excerpt = source
            .zip(span)
            .map(|(source, span)| Excerpt::of(source, span));
        drawn.push_str(&draw(&renderer, diagnostic, excerpt.as_ref()));
        drawn.push_str("\n\n");
    }
    drawn
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

fn in_order<'a>(
    diagnostics: &'a [Diagnostic],
    source: Option<&Source>,
) -> Vec<(Option<Span>, &'a Diagnostic)> {
    let pointers: Vec<Pointer> = diagnostics
        .iter()
        .filter_map(|diagnostic| match &diagnostic.place {
            Place::Pointer(pointer) => Some(pointer.clone()),
            Place::Position { .. } | Place::Nowhere => None,
        })
        .collect();
    let located = source.map(|source| position::locate(&source.text, &pointers));
    let mut located = located.into_iter().flatten();
    let mut placed: Vec<(Option<Span>, &Diagnostic)> = diagnostics
        .iter()
        .map(|diagnostic| {
            let span = match diagnostic.place {
                Place::Pointer(_) => located.next(),
                Place::Position { line, column } => {
                    source.map(|source| position::at(&source.text, line, column))
                }
                Place::Nowhere => None,
            };
            (span, diagnostic)
        })
        .collect();
    placed.sort_by_key(|(span, _)| *span);
    placed
}

fn draw(renderer: &Renderer, diagnostic: &Diagnostic, excerpt: Option<&Excerpt<'_>>) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(&diagnostic.message)
        .id(diagnostic.code.text());
    let mut group = Group::with_title(title);
    if let Some(excerpt) = excerpt {
        group = group.element(excerpt.snippet());
    }
    // The excerpt shows the key alone, and in a text of one line not even where that is.
    if let Place::Pointer(pointer) = &diagnostic.place
        && *pointer != Pointer::root()
    {
        let note = normalize_untrusted_str(&format!("at {pointer}"));
        group = group.element(Level::NOTE.message(note));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    let drawn = renderer.render(&[group]);
    excerpt.map_or(drawn.clone(), |excerpt| excerpt.with_true_column(&drawn))
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
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::read::Format;

    fn source(text: &str) -> Source {
        Source {
            name: "api.json".into(),
            text: text.into(),
            format: Format::Json,
        }
    }

    fn at(pointer: &str) -> Diagnostic {
        let pointer = Pointer::from_fragment(pointer).unwrap();
        Diagnostic::warning(Code::NameCollision, &pointer, format!("look at {pointer}"))
    }

    #[test]
    fn in_the_order_of_the_document() {
        let found = [
            at("#/b/0"),
            Diagnostic::error(
                Code::Syntax,
                Place::Position { line: 1, column: 2 },
                "look here",
            ),
            at("#/a").help("first\nsecond \u{1b}[31m"),
            Diagnostic::error(Code::Io, Place::Nowhere, "look nowhere"),
        ];
        let source = source("{\"a\": 1,\r\n\"b\": [\t2]}");
        assert_eq!(
            render(&found, Some(&source), false),
            "\
error[io]: look nowhere

error[syntax]: look here
 --> api.json:1:2
  |
1 | {\"a\": 1,
  |  ^

warning[name-collision]: look at #/a
 --> api.json:1:7
  |
1 | {\"a\": 1,
  |       ^
  |
  = note: at #/a
  = help: first
          second ␛[31m

warning[name-collision]: look at #/b/0
 --> api.json:2:8
  |
2 | \"b\": [    2]}
  |           ^
  |
  = note: at #/b/0

"
        );
    }

    #[test]
    fn without_a_text() {
        assert_eq!(
            render(&[at("#/a"), at("#")], None, false),
            "\
warning[name-collision]: look at #/a
 |
 = note: at #/a

warning[name-collision]: look at #

"
        );
        assert_eq!(render(&[], None, false), "");
    }

    #[test]
    fn long_lines_are_cut() {
        let long = "é".repeat(5000);
        let source = source(&format!(
            "{{\"a\": \"{long}\", \"b\": {{}}, \"c\": \"{long}\"}}"
        ));
        assert_eq!(
            render(&[at("#/b"), at("#/c")], Some(&source), false),
            "\
warning[name-collision]: look at #/b
 --> api.json:1:5011
  |
1 | ...éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé\", \"b\": {}, \"c\": \"éééééééééééééééééééééééééééééééééééééééééééééééééééé...
  |                                                                   ^^^
  |
  = note: at #/b

warning[name-collision]: look at #/c
 --> api.json:1:5025
  |
1 | ...éééééééééééééééééé\", \"b\": {}, \"c\": \"éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé...
  |                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  |
  = note: at #/c

"
        );
    }

    #[test]
    fn colors_are_asked_for() {
        let source = source("{}");
        assert!(!render(&[at("#")], Some(&source), false).contains('\u{1b}'));
        assert!(render(&[at("#")], Some(&source), true).contains('\u{1b}'));
    }

    #[test]
    fn numbers_of_problems() {
        let error = Diagnostic::error(Code::Io, Place::Nowhere, "");
        for (errors, warnings, expected) in [
            (0, 0, "no problems"),
            (1, 0, "1 error"),
            (0, 1, "1 warning"),
            (2, 3, "2 errors, 3 warnings"),
        ] {
            let mut found = vec![error.clone(); errors];
            found.extend(vec![at("#"); warnings]);
            assert_eq!(counts(&found), expected);
        }
    }
}
