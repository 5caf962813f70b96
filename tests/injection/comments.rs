//! Comments as rustdoc reads them: which blocks it would compile, and where links lead.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// What a comment has that could do more than be read.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The blocks that rustdoc compiles.
    pub(crate) examples: Vec<String>,
    /// What must not be there.
    pub(crate) faults: Vec<String>,
}

/// Looks through a comment. Its examples are marked as `mark` says.
pub(crate) fn look(comment: &str, mark: &str) -> Found {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let text = unindented(comment);
    let mut found = Found::default();
    let mut example: Option<String> = None;
    for event in Parser::new_ext(&text, options) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if *info == *mark => {
                example = Some(String::new());
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if matches!(&*info, "text" | "json") => {}
            Event::Start(Tag::CodeBlock(kind)) => {
                found
                    .faults
                    .push(format!("a block that is compiled: {kind:?}"));
            }
            Event::Text(text) => {
                if let Some(example) = &mut example {
                    example.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                found
                    .examples
                    .extend(example.take().map(|code| shown(&code)));
            }
            Event::Html(html) | Event::InlineHtml(html) if &*html != "<br>" => {
                found.faults.push(format!("HTML: {html}"));
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                if dest_url
                    .trim()
                    .to_ascii_lowercase()
                    .starts_with("javascript:") =>
            {
                found.faults.push(format!("a link to {dest_url}"));
            }
            _ => {}
        }
    }
    found
}

/// The text without the spaces that all lines begin with.
fn unindented(comment: &str) -> String {
    let lines = || comment.lines().filter(|line| !line.trim().is_empty());
    let indent = lines()
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min();
    let cut = |line: &str| {
        line.get(indent.unwrap_or(0)..)
            .unwrap_or_default()
            .to_owned()
    };
    comment.lines().map(cut).collect::<Vec<_>>().join("\n")
}

/// An example with the lines that readers don't see.
fn shown(code: &str) -> String {
    let line = |line: &str| {
        let text = line.trim_start();
        match (text, text.strip_prefix("# "), text.strip_prefix('#')) {
            ("#", ..) => String::new(),
            (_, Some(hidden), _) => hidden.to_owned(),
            (_, None, Some(escaped)) if escaped.starts_with('#') => escaped.to_owned(),
            _ => line.to_owned(),
        }
    };
    code.lines().map(line).collect::<Vec<_>>().join("\n")
}
