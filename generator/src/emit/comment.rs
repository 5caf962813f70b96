//! Documentation comments of types, fields and setters.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::{Emitter, model::object::bare};
use crate::{
    ir::{Direction, Docs, Example, Owner, PathSegment, TypeDef, TypeKind, short},
    markdown, visible,
};

/// Returns lines as a documentation comment without leading empty lines; empty if there are no
/// lines.
pub(super) fn comment(lines: &[String]) -> TokenStream {
    let lines = lines.iter().skip_while(|line| line.is_empty());
    let lines = lines.map(|line| match line.as_str() {
        "" => literal(""),
        line => literal(&format!(" {line}")),
    });
    quote!(#(#[doc = #lines])*)
}

/// Returns a string as a raw literal, because every pass over an ordinary literal would have to
/// unescape the documentation.
fn literal(text: &str) -> Literal {
    let behind = text.split('"').skip(1);
    let pounds = behind.map(|text| 1 + text.bytes().take_while(|byte| *byte == b'#').count());
    let pounds = "#".repeat(pounds.max().unwrap_or_default());
    let raw = format!("r{pounds}\"{text}\"{pounds}").parse();
    // A raw literal can't hold a carriage return without a line feed.
    raw.unwrap_or_else(|_| Literal::string(text))
}

/// Returns a line as a documentation comment.
pub(super) fn line(text: &str) -> TokenStream {
    comment(&[text.to_owned()])
}

/// Returns the description of a field or type, or else `otherwise`.
pub(super) fn lines(docs: &Docs, otherwise: &str) -> Vec<String> {
    named_lines(docs, &[], otherwise)
}

/// Like [`lines`], without a title that only repeats one of the names.
pub(super) fn named_lines(docs: &Docs, names: &[&str], otherwise: &str) -> Vec<String> {
    let description = docs.description.as_deref().unwrap_or_default();
    let mut lines = block(description);
    let repeats = |title: &&str| {
        names.iter().any(|name| is_same_name(title, name))
            || letters(description).contains(&letters(title))
    };
    let title = docs.title.as_deref().filter(|title| !repeats(title));
    let title = title.map(markdown::line).filter(|title| !title.is_empty());
    match (title, lines.is_empty()) {
        (Some(title), true) => lines.push(title),
        (Some(title), false) => drop(lines.splice(0..0, [title, String::new()])),
        (None, true) if !otherwise.is_empty() => lines.push(otherwise.to_owned()),
        (None, _) => {}
    }
    let mut notes = notes(docs);
    notes.extend(examples(docs, ExampleStyle::Line));
    for note in notes {
        lines.push(String::new());
        lines.push(note);
    }
    lines
}

/// Returns the documentation of a type, with a note on its direction.
pub(super) fn definition(definition: &TypeDef, ident: &str, otherwise: &str) -> Vec<String> {
    let mut names = vec![ident];
    names.extend(match &definition.owner {
        Owner::Component(name) if definition.uses.is_empty() => Some(name.as_str()),
        _ => None,
    });
    for steps in &definition.uses {
        names.extend(steps.iter().rev().find_map(|step| match step {
            PathSegment::Property(name) | PathSegment::Parameter(name) => Some(name.as_str()),
            _ => None,
        }));
    }
    let title = definition.docs.title.as_deref();
    // The title of an inline enum is also in the documentation of the properties
    // with this type.
    let is_of_properties =
        matches!(definition.kind, TypeKind::Enumeration(..)) && !definition.uses.is_empty();
    names.extend(title.filter(|title| is_of_properties || is_of_route(title, definition)));
    let mut lines = named_lines(&definition.docs, &names, otherwise);
    let direction = match definition.direction {
        None => return lines,
        Some(Direction::Response) => "Used in responses, without write-only properties.",
        Some(Direction::Request) => "Used in requests, without read-only properties.",
    };
    lines.extend([String::new(), direction.to_owned()]);
    lines
}

/// Returns `true` for the title of a response by FastAPI: `Response Read Flow Flows  Flow Id  Get`.
fn is_of_route(title: &str, definition: &TypeDef) -> bool {
    let keys: Vec<String> = definition.pointer.keys().collect();
    let [root, path, method, ..] = keys.as_slice() else {
        return false;
    };
    let title = letters(title);
    root == "paths"
        && title.starts_with("response")
        && title.ends_with(&letters(&format!("{path}{method}")))
}

/// Returns sentences about the constraints, the default and the deprecation.
pub(super) fn notes(docs: &Docs) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some((first, rest)) = docs.constraints.split_first() {
        let first = capitalized(first);
        let rest: String = rest
            .iter()
            .map(|constraint| format!(", {constraint}"))
            .collect();
        notes.push(format!("{first}{rest}."));
    }
    if let Some(default) = docs.default.as_ref().and_then(code) {
        notes.push(format!("Default: {default}."));
    }
    if docs.deprecated {
        notes.push("Deprecated.".to_owned());
    }
    notes
}

/// Ends Markdown with a period, unless it ends with another punctuation mark, so that sentences can
/// follow.
pub(super) fn sentence(mut text: String) -> String {
    let bare = text.trim_end_matches(['*', '_', ')', '"']);
    if !bare.is_empty() && !bare.ends_with(['.', '!', '?', ':', ';', ',', '…', '。']) {
        text.push('.');
    }
    text
}

/// Returns a sentence with the short examples of a value.
pub(super) fn examples(docs: &Docs, style: ExampleStyle) -> Option<String> {
    let shown = short_examples(&docs.examples, style);
    match shown.as_slice() {
        [] => None,
        [only] => Some(format!("Example: {only}.")),
        several => Some(format!("Examples: {}.", several.join(", "))),
    }
}

/// Returns a sentence with the short examples after the first, which is shown otherwise.
pub(super) fn other_examples(docs: &Docs) -> Vec<String> {
    let others = docs.examples.get(1..).unwrap_or_default();
    let shown = short_examples(others, ExampleStyle::Line);
    match shown.as_slice() {
        [] => Vec::new(),
        [only] => vec![format!("Other example: {only}.")],
        several => vec![format!("Other examples: {}.", several.join(", "))],
    }
}

/// The place of examples.
#[derive(Clone, Copy)]
pub(super) enum ExampleStyle {
    /// A line of text.
    Line,
    /// A cell of a table.
    Cell,
}

/// Returns the short examples as code, with their summaries in parentheses.
fn short_examples(examples: &[Example], style: ExampleStyle) -> Vec<String> {
    let code = |value: &str| match style {
        ExampleStyle::Line => markdown::code(value),
        ExampleStyle::Cell => markdown::code_cell(value),
    };
    let text = |summary: &str| match style {
        ExampleStyle::Line => markdown::line(summary),
        ExampleStyle::Cell => markdown::cell(summary),
    };
    let shown = examples.iter().filter_map(|example| {
        let value = code(&example.short()?);
        let summary = example.summary.as_deref().map(text);
        Some(match summary.filter(|summary| !summary.is_empty()) {
            Some(summary) => format!("{value} ({summary})"),
            None => value,
        })
    });
    shown.collect()
}

/// Returns Markdown of the document as lines of a comment.
pub(super) fn block(text: &str) -> Vec<String> {
    markdown::block(text).lines().map(str::to_owned).collect()
}

/// Returns a short value as inline code.
pub(super) fn code(value: &Value) -> Option<String> {
    short(value).map(|text| markdown::code(&text))
}

/// Returns a value as a JSON code block, which rustdoc doesn't run.
pub(super) fn json(value: &Value) -> Vec<String> {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    // JSON escapes line feeds, so no string contains a line that closes the code block.
    let text = visible::escaped_json(&text);
    let lines = text.lines().map(str::to_owned);
    ["```json".to_owned()]
        .into_iter()
        .chain(lines)
        .chain(["```".to_owned()])
        .collect()
}

/// Returns a string of the document as inline code.
pub(super) fn code_text(text: &str) -> String {
    code(&text.into()).unwrap_or_else(|| "a long value".to_owned())
}

/// Returns a sentence with the name in the document, such as "The property `+1`."; empty if the
/// name in Rust has the same letters and digits.
pub(super) fn original(kind: &str, json_name: &str, name: &str) -> String {
    if is_same_name(json_name, name) {
        String::new()
    } else {
        format!("The {kind} {}.", code_text(json_name))
    }
}

pub(super) fn is_same_name(json_name: &str, name: &str) -> bool {
    letters(json_name) == letters(bare(name))
}

/// Returns the letters and digits of a string in lower case.
fn letters(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Returns the summary of a setter, with the first sentence of the description; empty if there is
/// no description and the setter has the name of the property.
pub(super) fn setter(json_name: &str, name: &str, docs: &Docs) -> String {
    let text = markdown::line(docs.description.as_deref().unwrap_or_default());
    match text.as_str() {
        "" if is_same_name(json_name, name) => String::new(),
        "" => format!("Sets {}.", code_text(json_name)),
        text => format!("Sets {}: {}", code_text(json_name), first_sentence(text)),
    }
}

/// Returns the first sentence of a line of Markdown, or the whole line if no sentence ends outside
/// of code, emphasis and links.
fn first_sentence(line: &str) -> &str {
    let is_sentence = |sentence: &str| {
        let count = |sign: char| sentence.matches(sign).count();
        let abbreviations = ["e.g.", "i.e.", "etc.", "vs.", "approx."];
        count('`') % 2 == 0
            && count('*') % 2 == 0
            && count('_') % 2 == 0
            && count('[') == count(']')
            && count('(') == count(')')
            && !abbreviations.iter().any(|end| sentence.ends_with(end))
    };
    let ends = line
        .match_indices(". ")
        .map(|(end, _)| line.split_at(end + 1).0);
    let mut sentences = ends.filter(|sentence| is_sentence(sentence));
    sentences.next().unwrap_or(line)
}

impl Emitter<'_> {
    /// Returns the documentation of a type without a description: its use by an operation, or its
    /// location in the document.
    pub(super) fn origin(&self, definition: &TypeDef) -> String {
        let location = code_text(&definition.pointer.to_string());
        let paths: Vec<&[PathSegment]> = definition.uses.iter().map(|path| path_of(path)).collect();
        let names = match definition.owner {
            Owner::Operation(index) => self.operation_names(index),
            _ => None,
        };
        let function = names.map_or("", |names| bare(&names.function));
        match (function, paths.as_slice()) {
            (_, paths) if paths.iter().all(|path| path.is_empty()) => {
                format!("Schema at {location}.")
            }
            ("", _) => format!("Inline schema at {location}."),
            (_, [[PathSegment::Body]]) => format!("The request body of [`{function}()`]."),
            (_, [[PathSegment::ResponseBody(_)]]) => {
                format!("A response body of [`{function}()`].")
            }
            _ => format!("Inline schema at {location}."),
        }
    }
}

/// Returns a path without the direction of a schema with two types.
fn path_of(path: &[PathSegment]) -> &[PathSegment] {
    match path {
        [path @ .., PathSegment::Direction(_)] => path,
        path => path,
    }
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters
        .next()
        .map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}
