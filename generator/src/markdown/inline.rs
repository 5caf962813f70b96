//! Inline text of a block, with escapes for text that would be parsed as markup.

use super::text::Inline;

/// The rules for text in a paragraph, in a cell or on a line.
pub(super) struct Style {
    soft_break: &'static str,
    hard_break: &'static str,
    /// `true` if a `|` would end the cell of a table.
    in_table: bool,
}

/// Text in a paragraph.
pub(super) const PARAGRAPH: Style = Style {
    soft_break: "\n",
    hard_break: "\\\n",
    in_table: false,
};

/// Text in the cell of a table.
pub(super) const CELL: Style = Style {
    soft_break: " ",
    hard_break: "<br>",
    in_table: true,
};

/// Text on a line of its own.
pub(super) const LINE: Style = Style {
    soft_break: " ",
    hard_break: " ",
    in_table: false,
};

/// Writes the elements of inline text.
pub(super) fn write(text: &[Inline], style: &Style) -> String {
    let mut out = String::new();
    let mut in_link = false;
    for inline in text {
        match inline {
            Inline::Text(text) if in_link => escape(&mut out, text, style),
            Inline::Text(text) => escape_with_urls(&mut out, text, style),
            Inline::Code(text) => out.push_str(&code(text, style)),
            Inline::Autolink(url) => autolink(&mut out, url),
            Inline::SoftBreak => out.push_str(style.soft_break),
            // Two line breaks on one line are one space.
            Inline::HardBreak if style.hard_break == " " && out.ends_with(' ') => {}
            Inline::HardBreak => out.push_str(style.hard_break),
            Inline::Open(mark) | Inline::Close(mark) => out.push_str(mark),
            Inline::LinkOpen => {
                in_link = true;
                // `!` before a link would make the link an image.
                if out.ends_with('!') {
                    out.pop();
                    out.push_str("\\!");
                }
                out.push('[');
            }
            Inline::LinkClose { destination, title } => {
                in_link = false;
                close_link(&mut out, destination, title, style);
            }
        }
    }
    out
}

fn close_link(out: &mut String, destination: &str, title: &str, style: &Style) {
    out.push_str("](");
    for (at, c) in destination.char_indices() {
        match c {
            '(' | ')' => out.extend(['\\', c]),
            '&' if starts_entity(destination.get(at..).unwrap_or_default()) => out.push_str("\\&"),
            _ => push_url_char(out, c),
        }
    }
    if !title.is_empty() {
        out.push_str(" \"");
        let mut escaped = String::new();
        escape(&mut escaped, title, style);
        out.push_str(&escaped.replace('"', "\\\""));
        out.push('"');
    }
    out.push(')');
}

fn autolink(out: &mut String, url: &str) {
    out.push('<');
    url.chars().for_each(|c| push_url_char(out, c));
    out.push('>');
}

/// Encodes characters of a URL that Markdown or a table would interpret.
fn push_url_char(out: &mut String, c: char) {
    match c {
        ' ' | '<' | '>' | '\\' | '`' | '|' => out.push_str(&format!("%{:02X}", u32::from(c))),
        '\t' | '\n' => out.push_str("%20"),
        _ => out.push(c),
    }
}

/// Returns inline code with delimiters that its content doesn't contain.
pub(super) fn code(text: &str, style: &Style) -> String {
    let text = text.replace(['\t', '\n'], " ");
    let fence = "`".repeat(shortest_other_run(&text));
    let text = if style.in_table {
        text.replace('|', "\\|")
    } else {
        text
    };
    // Markdown removes one space on either side.
    let spaced = text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty();
    let pad = if spaced || text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Returns the shortest length of a run of backticks that the text doesn't contain.
fn shortest_other_run(text: &str) -> usize {
    let runs: Vec<usize> = text.split(|c| c != '`').map(str::len).collect();
    (1..).find(|length| !runs.contains(length)).unwrap_or(1)
}

/// Returns the length of the longest run of backticks in a text.
pub(super) fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Writes text, with bare URLs as links.
fn escape_with_urls(out: &mut String, text: &str, style: &Style) {
    let mut rest = text;
    while let Some((before, url, after)) = split_at_url(rest) {
        escape(out, before, style);
        // A URL with placeholders isn't a link.
        if url.contains(['{', '}', '<', '>', '*']) {
            out.push_str(&code(url, style));
        } else {
            autolink(out, url);
        }
        rest = after;
    }
    escape(out, rest, style);
}

/// Finds the first bare URL of a text.
fn split_at_url(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices("://").find_map(|(colon, _)| {
        let scheme = ["https", "http"].into_iter().find(|scheme| {
            let tail = text.get(colon.saturating_sub(scheme.len())..colon);
            tail.is_some_and(|tail| tail.eq_ignore_ascii_case(scheme))
        })?;
        let (before, rest) = text.split_at_checked(colon - scheme.len())?;
        let (url, after) = rest.split_at_checked(url_length(rest))?;
        // A scheme that is alone, or followed only by dots, isn't a URL.
        (url.len() > scheme.len() + "://".len()).then_some((before, url, after))
    })
}

/// Returns the length of the URL at the start of a text.
fn url_length(text: &str) -> usize {
    let mut length = 0;
    let mut open = Vec::new();
    let mut after_blank = 0;
    for (at, c) in text.char_indices() {
        let in_blank = at < after_blank;
        match c {
            '<' if !in_blank => match blank_length(text.get(at..).unwrap_or_default()) {
                Some(blank) => after_blank = at + blank,
                None => break,
            },
            '(' | '[' => open.push(c),
            ')' if open.pop() != Some('(') => break,
            ']' if open.pop() != Some('[') => break,
            ')' | ']' => {}
            '>' if !in_blank => break,
            '"' | '`' | '|' | '\\' | '^' => break,
            _ if c.is_whitespace() || !(c.is_ascii() || c.is_alphanumeric()) => break,
            _ => {}
        }
        length = at + c.len_utf8();
    }
    let url = text.get(..length).unwrap_or_default();
    // Punctuation at the end belongs to the sentence.
    url.trim_end_matches(|c| ".,;:!?'*_~([&".contains(c)).len()
}

/// Returns the length of a placeholder such as `<region>`.
fn blank_length(text: &str) -> Option<usize> {
    let name = text.strip_prefix('<')?;
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))?;
    (end > 0 && name.get(end..)?.starts_with('>')).then_some(end + 2)
}

/// Writes text with escapes for all markup.
fn escape(out: &mut String, text: &str, style: &Style) {
    let mut previous = None;
    for (at, c) in text.char_indices() {
        let rest = text.get(at..).unwrap_or_default();
        let next = rest.chars().nth(1);
        let is_markup = match c {
            '`' | '[' | ']' | '~' => true,
            '|' => style.in_table,
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '*' => !(is_space(previous) && is_space(next)),
            '_' => !(is_space(previous) && is_space(next) || is_word(previous) && is_word(next)),
            '<' => !next.is_some_and(|next| next.is_ascii_digit() || " =-".contains(next)),
            '&' => starts_entity(rest),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
        previous = Some(c);
    }
}

fn is_space(c: Option<char>) -> bool {
    c.is_some_and(char::is_whitespace)
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

/// Returns `true` if a text starts with an entity such as `&amp;`.
fn starts_entity(text: &str) -> bool {
    let name = text.strip_prefix('&').unwrap_or_default();
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '#'));
    end.is_some_and(|end| end > 0 && name.get(end..).is_some_and(|rest| rest.starts_with(';')))
}

/// Escapes the start of a line that would begin another block.
pub(super) fn escape_line_start(line: &str) -> String {
    let first = line.split([' ', '\t']).next().unwrap_or_default();
    let only = |set: &str| line.chars().all(|c| set.contains(c));
    let starts_block = matches!(first, "-" | "+" | "*")
        || (first.starts_with('#') && first.len() <= 6 && first.chars().all(|c| c == '#'))
        || line.starts_with('>')
        || only("=")
        || only("-:| ");
    if starts_block && !line.is_empty() {
        return format!("\\{line}");
    }
    let number = first.strip_suffix(['.', ')']);
    if let Some(number) = number
        && (1..=9).contains(&number.len())
        && number.bytes().all(|digit| digit.is_ascii_digit())
        && let Some(rest) = line.strip_prefix(number)
    {
        return format!("{number}\\{rest}");
    }
    line.to_owned()
}

/// Returns `true` if the target of a link is another page, and rustdoc doesn't resolve it as an item.
pub(super) fn leads_out(destination: &str) -> bool {
    let scheme = destination.split_once(':').map(|(scheme, _)| scheme);
    let scheme = scheme.filter(|name| {
        name.chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let schemes = ["http", "https", "mailto", "ftp", "tel"];
    scheme.is_none_or(|name| {
        schemes
            .iter()
            .any(|scheme| name.eq_ignore_ascii_case(scheme))
    }) && !is_item_path(destination)
}

/// Returns `true` if rustdoc would resolve the destination as an item: the rules of its
/// `preprocess_link`.
fn is_item_path(destination: &str) -> bool {
    let mut parts = destination.split('#');
    let path = parts.next().unwrap_or_default().trim();
    let is_name = path
        .chars()
        .all(|c| c.is_alphanumeric() || ":_<>, !*&;@()`".contains(c));
    let is_anchor = path.is_empty() && !destination.is_empty();
    !destination.contains('/') && !is_anchor && (is_name || parts.count() > 1)
}
