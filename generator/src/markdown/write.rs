//! A Markdown writer, for several lines or for a single line.

use super::inline::{self, CELL, LINE, PARAGRAPH};
use super::read::{Block, List};
use super::text::Inline;
use pulldown_cmark::Alignment;

/// Returns the lines of blocks with blank lines between them.
pub(super) fn lines(blocks: &[Block]) -> Vec<String> {
    stack(blocks, true)
}

/// Returns the lines of blocks, with a blank line between two blocks that are loose or would be
/// parsed as one block.
fn stack(blocks: &[Block], loose: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut previous = None;
    let mut other_marker = false;
    for block in blocks {
        if let Some(previous) = previous {
            other_marker = !other_marker && are_sibling_lists(previous, block);
            if loose || need_blank(previous, block) {
                lines.push(String::new());
            }
        }
        lines.extend(block_lines(block, other_marker));
        previous = Some(block);
    }
    lines
}

/// Returns `true` if two lists would be parsed as one if their markers were equal.
fn are_sibling_lists(one: &Block, other: &Block) -> bool {
    match (one, other) {
        (Block::List(one), Block::List(other)) => one.first.is_some() == other.first.is_some(),
        _ => false,
    }
}

/// Returns `true` if the second block would be parsed as part of the first.
fn need_blank(first: &Block, second: &Block) -> bool {
    match second {
        Block::Paragraph(_) | Block::Table(..) => {
            !matches!(first, Block::Heading(..) | Block::Code(_) | Block::Rule)
        }
        Block::List(list) => {
            let is_empty = list.items.first().is_none_or(Vec::is_empty);
            matches!(first, Block::Paragraph(_)) && (is_empty || list.first.is_some_and(|n| n != 1))
        }
        Block::Quote(_) => matches!(first, Block::Quote(_)),
        _ => false,
    }
}

fn block_lines(block: &Block, other_marker: bool) -> Vec<String> {
    match block {
        Block::Paragraph(text) => paragraph(text),
        Block::Heading(level, text) => vec![heading(*level, text)],
        Block::Code(code) => code_block(code),
        Block::Quote(quoted) => prefixed(lines(quoted), "> ", "> "),
        Block::List(list) => list_lines(list, other_marker),
        Block::Table(alignments, rows) => table(alignments, rows),
        Block::Rule => vec!["***".to_owned()],
    }
}

fn prefixed(lines: Vec<String>, first: &str, others: &str) -> Vec<String> {
    let prefixes = std::iter::once(first).chain(std::iter::repeat(others));
    let lines = lines.into_iter().zip(prefixes);
    lines
        .map(|(line, prefix)| format!("{prefix}{line}").trim_end().to_owned())
        .collect()
}

fn paragraph(text: &[Inline]) -> Vec<String> {
    let written = inline::write(text, &PARAGRAPH);
    written.split('\n').map(inline::escape_line_start).collect()
}

fn heading(level: usize, text: &[Inline]) -> String {
    let mut written = inline::write(text, &LINE);
    // A trailing `#` would be parsed as the closing sequence.
    if written.ends_with('#') {
        written.pop();
        written.push_str("\\#");
    }
    format!("{} {written}", "#".repeat(level))
}

/// Writes a code block as `text`, because rustdoc runs other code blocks as doctests.
fn code_block(code: &str) -> Vec<String> {
    let fence = "`".repeat(3.max(inline::longest_run(code) + 1));
    let mut lines = vec![format!("{fence}text")];
    lines.extend(code_lines(code));
    lines.push(fence);
    lines
}

fn code_lines(code: &str) -> Vec<String> {
    code.trim_end()
        .lines()
        .map(|line| line.trim_end().replace('\t', "    "))
        .collect()
}

fn list_lines(list: &List, other_marker: bool) -> Vec<String> {
    let mut lines = Vec::new();
    for (nth, item) in (0..).zip(&list.items) {
        if nth > 0 && list.loose {
            lines.push(String::new());
        }
        let marker = match (list.first, other_marker) {
            (None, false) => "- ".to_owned(),
            (None, true) => "+ ".to_owned(),
            (Some(first), false) => format!("{}. ", first + nth),
            (Some(first), true) => format!("{}) ", first + nth),
        };
        let mut written = stack(item, list.loose);
        if written.is_empty() {
            written.push(String::new());
        }
        lines.extend(prefixed(written, &marker, &" ".repeat(marker.len())));
    }
    lines
}

fn table(alignments: &[Alignment], rows: &[Vec<Vec<Inline>>]) -> Vec<String> {
    let written = rows.iter().map(|row| {
        let cells: Vec<String> = row.iter().map(|cell| inline::write(cell, &CELL)).collect();
        format!("| {} |", cells.join(" | "))
    });
    let mut lines: Vec<String> = written.collect();
    let rule = alignments.iter().map(|alignment| match alignment {
        Alignment::None => "---",
        Alignment::Left => ":--",
        Alignment::Center => ":-:",
        Alignment::Right => "--:",
    });
    let rule: Vec<&str> = rule.collect();
    lines.insert(1.min(lines.len()), format!("| {} |", rule.join(" | ")));
    lines
}

/// Returns the blocks on one line, for the cell of a table.
pub(super) fn cell(blocks: &[Block]) -> String {
    flat(blocks, "<br><br>", 0)
}

fn flat(blocks: &[Block], separator: &str, depth: usize) -> String {
    let parts = blocks.iter().map(|block| flat_block(block, depth));
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}

fn flat_block(block: &Block, depth: usize) -> String {
    match block {
        Block::Paragraph(text) => inline::write(text, &CELL),
        Block::Heading(_, text) => bold(text),
        Block::Code(code) => flat_code(code),
        Block::Quote(quoted) => format!("> {}", flat(quoted, "<br>", depth)),
        Block::List(list) => flat_list(list, depth),
        Block::Table(_, rows) => flat_table(rows),
        Block::Rule => String::new(),
    }
}

/// Nested strong emphasis has no effect, so only the outer emphasis is written.
fn bold(text: &[Inline]) -> String {
    let is_strong = |inline: &&Inline| {
        matches!(
            inline,
            Inline::Open("**" | "__") | Inline::Close("**" | "__")
        )
    };
    let text: Vec<Inline> = text
        .iter()
        .filter(|inline| !is_strong(inline))
        .cloned()
        .collect();
    let written = inline::write(&text, &CELL);
    if written.is_empty() {
        written
    } else {
        format!("**{written}**")
    }
}

fn flat_code(code: &str) -> String {
    let lines = code_lines(code)
        .into_iter()
        .map(|line| match line.is_empty() {
            true => line,
            false => inline::code(&line, &CELL),
        });
    lines.collect::<Vec<_>>().join("<br>")
}

fn flat_list(list: &List, depth: usize) -> String {
    let items = (0..).zip(&list.items).map(|(nth, item)| {
        let marker = match (list.first, depth) {
            (Some(first), _) => format!("{}.", first + nth),
            (None, 0) => "•".to_owned(),
            (None, 1) => "◦".to_owned(),
            (None, _) => "▪".to_owned(),
        };
        let item = format!("{marker} {}", flat(item, "<br>", depth + 1));
        item.trim_end().to_owned()
    });
    items.collect::<Vec<_>>().join("<br>")
}

/// Returns a line for each row, with cells separated as in the source of a table.
fn flat_table(rows: &[Vec<Vec<Inline>>]) -> String {
    let rows = rows.iter().enumerate().map(|(nth, row)| {
        let cells = row.iter().map(|cell| match nth {
            0 => bold(cell),
            _ => inline::write(cell, &CELL),
        });
        cells.collect::<Vec<_>>().join(" \\| ")
    });
    rows.collect::<Vec<_>>().join("<br>")
}

/// Returns the first paragraph on one line; without a paragraph, the first other text.
pub(super) fn line(blocks: &[Block]) -> String {
    let other = || blocks.iter().find_map(first_line).unwrap_or_default();
    let line = first_paragraph(blocks).map(|text| inline::write(text, &LINE));
    inline::escape_line_start(line.unwrap_or_else(other).trim_end())
}

fn first_paragraph(blocks: &[Block]) -> Option<&[Inline]> {
    blocks.iter().find_map(|block| match block {
        Block::Paragraph(text) => Some(text.as_slice()),
        Block::Quote(quoted) => first_paragraph(quoted),
        Block::List(list) => list.items.iter().find_map(|item| first_paragraph(item)),
        _ => None,
    })
}

/// Returns the first line of a block without a paragraph.
fn first_line(block: &Block) -> Option<String> {
    match block {
        Block::Paragraph(text) | Block::Heading(_, text) => Some(inline::write(text, &LINE)),
        Block::Code(code) => {
            let line = code_lines(code).into_iter().find(|line| !line.is_empty());
            line.map(|line| inline::code(line.trim_start(), &LINE))
        }
        Block::Quote(blocks) => blocks.iter().find_map(first_line),
        Block::List(list) => list.items.iter().flatten().find_map(first_line),
        Block::Table(_, rows) => rows.first().map(|row| {
            let cells: Vec<String> = row.iter().map(|cell| inline::write(cell, &LINE)).collect();
            cells.join(" | ")
        }),
        Block::Rule => None,
    }
}
