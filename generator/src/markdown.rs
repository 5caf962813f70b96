//! Markdown of documents, made safe for rustdoc comments.
//!
//! The Markdown is untrusted and was written for other renderers. rustdoc runs code blocks as
//! doctests, resolves brackets as paths of Rust items, and passes HTML to the page. The text is
//! therefore parsed as CommonMark and written again, with everything but ordinary markup escaped.
//! Characters that hide or reorder other characters are removed; JSON and string literals have
//! escapes for them.

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

/// The maximum number of passes until the output is stable.
const ROUNDS: usize = 6;

/// Returns the text for a doc comment: several lines, without blank lines at its start and end.
///
/// Code becomes a `text` block, links to items become text, headings start at the third level, and
/// HTML is escaped. Another call on the result changes nothing.
pub fn block(text: &str) -> String {
    write::lines(&settle(text)).join("\n")
}

/// Returns the whole text on one line, for a cell of a table.
///
/// Blocks are separated by `<br><br>`, lines and list items by `<br>`. Every `|` is escaped.
pub fn cell(text: &str) -> String {
    write::cell(&settle(text))
}

/// Returns the first paragraph on one line, for a summary; without a paragraph, the first text.
pub fn line(text: &str) -> String {
    write::line(&settle(text))
}

/// Returns plain text as inline code.
pub fn code(text: &str) -> String {
    inline::code(&shown(text), &inline::LINE)
}

/// Returns plain text as inline code in a cell of a table.
pub fn code_cell(text: &str) -> String {
    inline::code(&shown(text), &inline::CELL)
}

/// Quotes blank text, which cannot be inline code.
fn shown(text: &str) -> String {
    let text = clean(text);
    if text.trim().is_empty() {
        format!("\"{text}\"")
    } else {
        text
    }
}

/// The maximum length of a text in bytes, far beyond any real description.
const MAX_BYTES: usize = 1 << 20;

/// Returns a text, cut at the maximum length.
fn start(text: &str) -> &str {
    let most = text.len().min(MAX_BYTES);
    // A character has at most four bytes.
    let mut ends = (most.saturating_sub(3)..=most).rev();
    ends.find_map(|end| text.get(..end)).unwrap_or(text)
}

/// Parses the text and then its output, until the output doesn't change.
///
/// Dangerous markup is never written unchanged, so a stable output contains no dangerous markup. A
/// text that doesn't become stable is shown as code.
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

/// Returns the events of the text, with the extensions that rustdoc enables.
fn events(source: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    Parser::new_ext(source, options).into_offset_iter()
}

/// Returns the text with line feeds as line ends, without characters that hide or reorder other
/// characters.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    visible::replaced(&text, |c, shown| {
        if matches!(c, '\n' | '\t') {
            shown.push(c);
        }
    })
}

/// Returns the text with escaped HTML, so that Markdown between the tags is parsed as Markdown.
///
/// Several passes are needed, because an escape may reveal HTML that was part of other HTML. The
/// writer escapes HTML that remains after the last pass.
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

/// Escapes HTML once; `None` if there is no HTML.
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

/// Returns a line of an HTML block, changed so that it doesn't start an HTML block.
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
        // The first line has no preceding line break.
        format!("{indent}{rest}")
    } else {
        line.to_owned()
    }
}

/// Returns `true` if the tag is `<br>`, which Markdown can express.
fn is_line_break(tag: &str) -> bool {
    let name = tag.strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
    name.is_some_and(|name| {
        let name = name.trim_end().trim_end_matches('/').trim_end();
        name.eq_ignore_ascii_case("br")
    })
}
