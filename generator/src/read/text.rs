//! From bytes to a text that can be read in bounded time and memory, whatever it is.

use std::io::{self, Read};

use saphyr_parser::{Event, Parser};

use super::Format;
use crate::diagnostic::{Code, Diagnostic, Location};

/// The largest document, in bytes: twice the largest that is known to be published.
const MAX_BYTES: u64 = 100 << 20;

/// The most nodes that a document may have, by an estimate from above; an alias stands for all
/// nodes of its anchor. A node takes up to 200 bytes while it is read.
const MAX_NODES: u64 = 10_000_000;

/// The most work that brackets in brackets may be: a YAML parser goes through all open ones at
/// each token.
const MAX_NESTING: u64 = 50_000_000;

/// Reads all bytes of a document, unless there are too many.
pub(super) fn bytes(from: impl Read) -> Result<Result<Vec<u8>, Diagnostic>, io::Error> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("the document is larger than {} MiB", MAX_BYTES >> 20);
        return Ok(Err(too_large(message)));
    }
    Ok(Ok(bytes))
}

/// The text that bytes are, or as much as can be shown of it and what is wrong.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, (String, Diagnostic)> {
    let error = match String::from_utf8(bytes) {
        Ok(text) if !is_utf16(text.as_bytes()) => return Ok(text),
        Ok(text) => return Err(utf16(text.as_bytes())),
        Err(error) => error,
    };
    let bytes = error.as_bytes();
    if is_utf16(bytes) {
        return Err(utf16(bytes));
    }
    let valid = error.utf8_error().valid_up_to();
    // All that is shown is the line up to the first wrong byte, and a little after it.
    let end = bytes.len().min(valid + 100);
    let shown = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned();
    let before = bytes.get(..valid).unwrap_or_default();
    let before = String::from_utf8_lossy(before);
    let diagnostic = Diagnostic::error(Code::Syntax, after(&before), "this is not UTF-8 text")
        .help("save the document as UTF-8");
    Err((shown, diagnostic))
}

/// A byte order mark of UTF-16, or every other byte of the first characters being zero.
fn is_utf16(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, 0, _, ..] | [_, 0, _, 0, ..]
    )
}

/// The first line of a text in UTF-16, and that it is one.
fn utf16(bytes: &[u8]) -> (String, Diagnostic) {
    let little = matches!(bytes, [0xff, 0xfe, ..] | [_, 0, ..]);
    let units = bytes
        .chunks_exact(2)
        .filter_map(|pair| <[u8; 2]>::try_from(pair).ok());
    let units = units.map(|pair| match little {
        true => u16::from_le_bytes(pair),
        false => u16::from_be_bytes(pair),
    });
    let line: Vec<u16> = units.take(100).take_while(|unit| *unit != 10).collect();
    let shown = String::from_utf16_lossy(&line);
    let message = "the document is UTF-16 text";
    let diagnostic = Diagnostic::error(Code::Syntax, after(""), message).help("save it as UTF-8");
    (shown, diagnostic)
}

/// Says so if reading a text would take too long, or too much memory.
pub(super) fn bounds(text: &str, format: Format) -> Option<Diagnostic> {
    let nodes = match format {
        Format::Json => nodes_of_json(text),
        Format::Yaml => {
            if let Some(diagnostic) = control_character(text) {
                return Some(diagnostic);
            }
            let (nodes, nesting) = nodes_of_yaml(text);
            if nesting > MAX_NESTING {
                let message = "the brackets of this document are too deep in each other";
                return Some(
                    Diagnostic::error(Code::TooLarge, Location::Nowhere, message)
                        .help("write it in block style or as JSON"),
                );
            }
            nodes
        }
    };
    if nodes > MAX_NODES {
        let message = format!("the document has more than {MAX_NODES} nodes");
        return Some(too_large(message));
    }
    let repeats = format == Format::Yaml && has_anchors(text);
    if let Some(location) = repeats.then(|| too_many_aliases(text)).flatten() {
        let message = format!("with its aliases, the document has more than {MAX_NODES} nodes");
        return Some(
            Diagnostic::error(Code::TooLarge, location, message)
                .help("an alias stands for all that its anchor has; use `$ref` in its place"),
        );
    }
    None
}

/// YAML 1.2, section 5.1: what can't be printed can't be in a text.
fn control_character(text: &str) -> Option<Diagnostic> {
    let is_wrong = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    let (before, _) = text.split_once(is_wrong)?;
    let wrong = text.get(before.len()..)?.chars().next()?;
    let message = format!(
        "the control character U+{:04X} can't be in YAML",
        u32::from(wrong)
    );
    let diagnostic = Diagnostic::error(Code::Syntax, after(before), message);
    Some(diagnostic.help("remove it, or write it as an escape between double quotes"))
}

/// The place after a text.
fn after(before: &str) -> Location {
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Location::Position {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).map_or(0, |it| it.chars().count()) + 1,
    }
}

fn too_large(message: String) -> Diagnostic {
    Diagnostic::error(Code::TooLarge, Location::Nowhere, message)
        .help("cut it down to the part that you need, for instance by tag")
}

/// Commas, colons and brackets outside of strings.
fn nodes_of_json(text: &str) -> u64 {
    let mut nodes = 0;
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => {
                while let Some(byte) = bytes.next() {
                    match byte {
                        b'"' => break,
                        b'\\' => drop(bytes.next()),
                        _ => {}
                    }
                }
            }
            b',' | b':' | b'[' | b'{' => nodes += 1,
            _ => {}
        }
    }
    nodes
}

/// All that can begin a node, in texts too; and how much work the open brackets are. A bracket opens
/// something where a node can begin, and is a character of a text elsewhere.
fn nodes_of_yaml(text: &str) -> (u64, u64) {
    let (mut nodes, mut nesting, mut open) = (0_u64, 0_u64, 0_u64);
    // The byte before, and the last one that is no space.
    let (mut before, mut last) = (b'\n', b'\n');
    for byte in text.bytes() {
        let begins = match byte {
            b'[' | b'{' if matches!(last, b'\n' | b'[' | b'{' | b',' | b':' | b'-' | b'?') => {
                open += 1;
                true
            }
            b']' | b'}' => {
                open = open.saturating_sub(1);
                true
            }
            // `- `, `: ` and `? ` introduce nodes; so does a line.
            b' ' => matches!(before, b'-' | b':' | b'?'),
            b',' | b'\n' => true,
            _ => false,
        };
        if begins {
            nodes += 1;
            nesting = nesting.saturating_add(open);
        }
        before = byte;
        if byte != b' ' {
            last = byte;
        }
    }
    (nodes, nesting)
}

/// Whether a text seems to have anchors and aliases: `&name` and `*name` where a node can begin.
fn has_anchors(text: &str) -> bool {
    let begins = |mark: u8| {
        text.as_bytes().windows(3).any(|window| {
            matches!(window, [b' ' | b'\n' | b',' | b'[' | b'{', at, name]
                if *at == mark && !name.is_ascii_whitespace())
        })
    };
    begins(b'&') && begins(b'*')
}

/// Where there are too many nodes when every alias is written out.
fn too_many_aliases(text: &str) -> Option<Location> {
    let mut parser = Parser::new_from_str(text);
    // How many nodes each anchor has, and the anchors that are open with the count before them.
    let mut anchors: Vec<u64> = Vec::new();
    let mut open: Vec<(usize, u64)> = Vec::new();
    let mut nodes = 0_u64;
    while let Some(Ok((event, marks))) = parser.next_event() {
        match event {
            Event::Scalar(_, _, anchor, _) => {
                nodes = nodes.saturating_add(1);
                keep(&mut anchors, anchor, 1);
            }
            Event::Alias(anchor) => {
                let repeated = anchors.get(anchor).copied().unwrap_or(1);
                nodes = nodes.saturating_add(repeated.max(1));
            }
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                open.push((anchor, nodes));
                nodes = nodes.saturating_add(1);
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some((anchor, before)) = open.pop() {
                    keep(&mut anchors, anchor, nodes.saturating_sub(before));
                }
            }
            _ => {}
        }
        if nodes > MAX_NODES {
            return Some(Location::Position {
                line: marks.start.line(),
                column: marks.start.col() + 1,
            });
        }
    }
    None
}

/// Anchors are counted from 1; 0 is none.
fn keep(anchors: &mut Vec<u64>, anchor: usize, nodes: u64) {
    if anchor == 0 {
        return;
    }
    if anchors.len() <= anchor {
        anchors.resize(anchor + 1, 0);
    }
    if let Some(slot) = anchors.get_mut(anchor) {
        *slot = nodes;
    }
}
