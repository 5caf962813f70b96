//! Comments as rustdoc interprets them: compiled code blocks, HTML and links.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// The parts of a comment that could be executed.
#[derive(Debug, Default)]
pub(crate) struct Examined {
    /// The code blocks that rustdoc compiles.
    pub(crate) examples: Vec<String>,
    /// Forbidden parts.
    pub(crate) faults: Vec<String>,
}

/// Examines a comment. Its examples are marked with `example_info`.
pub(crate) fn examine(comment: &str, example_info: &str) -> Examined {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let markdown = unindented(comment);
    let mut found = Examined::default();
    let mut example: Option<String> = None;
    for event in Parser::new_ext(&markdown, options) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if *info == *example_info => {
                example = Some(String::new());
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if matches!(&*info, "text" | "json") => {}
            Event::Start(Tag::CodeBlock(kind)) => {
                found.faults.push(format!("compiled code block: {kind:?}"));
            }
            Event::Text(text) => {
                if let Some(example) = &mut example {
                    example.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                found
                    .examples
                    .extend(example.take().map(|code| with_hidden_lines(&code)));
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
                found.faults.push(format!("link to {dest_url}"));
            }
            _ => {}
        }
    }
    found
}

/// Removes the common indentation of all lines.
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

/// Returns an example with its hidden lines.
fn with_hidden_lines(code: &str) -> String {
    let line = |line: &str| {
        let trimmed = line.trim_start();
        match (
            trimmed,
            trimmed.strip_prefix("# "),
            trimmed.strip_prefix('#'),
        ) {
            ("#", ..) => String::new(),
            (_, Some(hidden), _) => hidden.to_owned(),
            (_, None, Some(escaped)) if escaped.starts_with('#') => escaped.to_owned(),
            _ => line.to_owned(),
        }
    };
    code.lines().map(line).collect::<Vec<_>>().join("\n")
}
