//! Makes the Markdown of a document safe to stand in a rustdoc comment.
//!
//! Strangers wrote it, for other renderers. To rustdoc their code blocks are doctests, their
//! brackets are paths of Rust items and their HTML belongs on the page. So the text is read as
//! CommonMark and written anew, with everything but ordinary markup escaped. Characters that hide or
//! reorder others are left out; JSON and strings of code have escapes for them.

mod inline;
mod read;
mod text;
mod write;

#[cfg(test)]
mod tests;

use crate::visible;
use pulldown_cmark::{Event, Options, Parser, Tag};
use read::Block;
use std::ops::Range;

/// How often the own output is read again until it stays the same.
const ROUNDS: usize = 6;

/// The text for a doc comment of its own: several lines, no blank ones around them.
///
/// Code is a `text` block, links lead out of the crate or are none, headings start at the third
/// level, HTML is shown as it was written. Writing the result again changes nothing.
pub fn block(text: &str) -> String {
    write::lines(&settle(text)).join("\n")
}

/// The whole text on one line, for a cell of a table.
///
/// Blocks are parted by `<br><br>`, lines and list items by `<br>`; every `|` is escaped.
pub fn cell(text: &str) -> String {
    write::cell(&settle(text))
}

/// The first paragraph on one line, for a summary; without a paragraph, the first text there is.
pub fn line(text: &str) -> String {
    write::line(&settle(text))
}

/// Text that is no Markdown, as inline code.
pub fn code(text: &str) -> String {
    inline::code(&shown(text), &inline::LINE)
}

/// Text that is no Markdown, as inline code in a cell of a table.
pub fn code_cell(text: &str) -> String {
    inline::code(&shown(text), &inline::CELL)
}

/// Blank text has no form as inline code, so it is shown in quotes.
fn shown(text: &str) -> String {
    let text = clean(text);
    if text.trim().is_empty() {
        format!("\"{text}\"")
    } else {
        text
    }
}

/// How much of a text is read, in bytes: far more than anybody writes, or reads.
const MAX_BYTES: usize = 1 << 20;

/// A text, or as much of it as is read.
fn start(text: &str) -> &str {
    let most = text.len().min(MAX_BYTES);
    // A character has four bytes at most.
    let mut ends = (most.saturating_sub(3)..=most).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or(text)
}

/// Reads the text so that what is written from it reads as the same again.
///
/// Whatever is dangerous is written as something else, so output that stays the same holds none
/// of it. Text that never comes to rest is shown as it is.
fn settle(text: &str) -> Vec<Block> {
    let text = clean(start(text));
    let mut source = text.clone();
    for _ in 0..ROUNDS {
        let Some(blocks) = read::blocks(&html_as_text(&source)) else {
            break;
        };
        let written = write::lines(&blocks).join("\n");
        if written == source {
            return blocks;
        }
        source = written;
    }
    vec![Block::Code(text)]
}

/// The events of the text, with the extensions that rustdoc has.
fn events(source: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    Parser::new_ext(source, options).into_offset_iter()
}

/// The text with line feeds only and without characters that hide or reorder others.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    visible::replaced(&text, |c, shown| {
        if matches!(c, '\n' | '\t') {
            shown.push(c);
        }
    })
}

/// The text with its HTML escaped, so that Markdown between the tags is read as Markdown.
///
/// An escape may bring HTML to light that was part of other HTML, hence the passes. What is still
/// there after the last is escaped by the writer.
fn html_as_text(source: &str) -> String {
    let mut source = source.to_owned();
    for _ in 0..ROUNDS {
        match escape_html(&source) {
            Some(escaped) => source = escaped,
            None => break,
        }
    }
    source
}

/// One pass of escapes; `None` if there is nothing to escape.
fn escape_html(source: &str) -> Option<String> {
    let mut escaped = String::new();
    let mut done = 0;
    let mut block_starts = false;
    for (event, range) in events(source) {
        match event {
            Event::Start(Tag::HtmlBlock) => block_starts = true,
            Event::Html(_) => {
                let html = source.get(range.clone())?;
                escaped.push_str(source.get(done..range.start)?);
                html.split_inclusive('\n').for_each(|line| {
                    escaped.push_str(&escape_html_line(line, block_starts));
                    block_starts = false;
                });
                done = range.end;
            }
            Event::InlineHtml(html) if !is_line_break(&html) => {
                escaped.push_str(source.get(done..range.start)?);
                escaped.push('\\');
                done = range.start;
            }
            _ => {}
        }
    }
    (done > 0 || !escaped.is_empty()).then(|| escaped + source.get(done..).unwrap_or_default())
}

/// A line of an HTML block that doesn't start one any more.
fn escape_html_line(line: &str, first: bool) -> String {
    let tag = line.trim_start();
    let indent = line.strip_suffix(tag).unwrap_or_default();
    let end = tag.find('>').map_or(tag.len(), |at| at + 1);
    let (head, rest) = tag.split_at_checked(end).unwrap_or((tag, ""));
    if !tag.starts_with('<') {
        line.to_owned()
    } else if !is_line_break(head) {
        format!("{indent}\\{tag}")
    } else if first {
        // There is no line to break before the first one.
        format!("{indent}{rest}")
    } else {
        line.to_owned()
    }
}

/// Whether the tag is `<br>`, the one that Markdown knows as well.
fn is_line_break(tag: &str) -> bool {
    let name = tag.strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
    name.is_some_and(|name| {
        let name = name.trim_end().trim_end_matches('/').trim_end();
        name.eq_ignore_ascii_case("br")
    })
}
