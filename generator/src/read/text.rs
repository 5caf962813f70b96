//! Decodes bytes into a source, and bounds the time and memory to parse it.

use std::io::{self, Read};

use saphyr_parser::{Event, Parser};

use super::Format;
use crate::diagnostic::{Code, Diagnostic, Location};

/// The maximum size of a document, in bytes: twice the largest known published document.
const MAX_BYTES: u64 = 100 << 20;

/// The maximum number of nodes of a document, by an upper estimate. An alias counts as all nodes of
/// its anchor. A node takes up to 200 bytes while it is read.
const MAX_NODES: u64 = 10_000_000;

/// The maximum work for nested brackets: a YAML parser visits all open brackets at each token.
const MAX_NESTING: u64 = 50_000_000;

/// Reads all bytes of a document, up to the maximum size.
pub(super) fn bytes(from: impl Read) -> Result<Result<Vec<u8>, Diagnostic>, io::Error> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        let message = format!("the document is larger than {} MiB", MAX_BYTES >> 20);
        return Ok(Err(too_large(message)));
    }
    Ok(Ok(bytes))
}

/// Decodes UTF-8. On an error, returns the part to show and a diagnostic.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, Box<(String, Diagnostic)>> {
    let error = match String::from_utf8(bytes) {
        Ok(text) if !is_utf16(text.as_bytes()) => return Ok(text),
        Ok(text) => return Err(Box::new(utf16(text.as_bytes()))),
        Err(error) => error,
    };
    let bytes = error.as_bytes();
    if is_utf16(bytes) {
        return Err(Box::new(utf16(bytes)));
    }
    let valid = error.utf8_error().valid_up_to();
    // The excerpt is the line up to the first invalid byte, and a little after it.
    let end = bytes.len().min(valid + 100);
    let shown = String::from_utf8_lossy(bytes.get(..end).unwrap_or_default()).into_owned();
    let before = bytes.get(..valid).unwrap_or_default();
    let before = String::from_utf8_lossy(before);
    let diagnostic = Diagnostic::error(
        Code::Syntax,
        after(&before),
        "expected UTF-8, found other bytes",
    )
    .help("save the document as UTF-8");
    Err(Box::new((shown, diagnostic)))
}

/// Returns `true` for a byte order mark of UTF-16, or if every other byte of the first characters
/// is zero.
fn is_utf16(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, 0, _, ..] | [_, 0, _, 0, ..]
    )
}

/// Returns the first line of a UTF-16 source, and a diagnostic.
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
    let message = "expected UTF-8, found UTF-16";
    let diagnostic =
        Diagnostic::error(Code::Syntax, after(""), message).help("save the document as UTF-8");
    (shown, diagnostic)
}

/// Returns a diagnostic if parsing a source would take too much time or memory.
pub(super) fn bounds(text: &str, format: Format) -> Option<Diagnostic> {
    let nodes = match format {
        Format::Json => nodes_of_json(text),
        Format::Yaml => {
            if let Some(diagnostic) = control_character(text) {
                return Some(diagnostic);
            }
            let (nodes, nesting) = nodes_of_yaml(text);
            if nesting > MAX_NESTING {
                let message = "the brackets of the document are nested too deeply";
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
                .help("use `$ref` in place of aliases; an alias counts as all nodes of its anchor"),
        );
    }
    None
}

/// Returns a diagnostic for a non-printable character, which YAML doesn't allow (YAML 1.2, section
/// 5.1).
fn control_character(text: &str) -> Option<Diagnostic> {
    let is_wrong = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    let (before, _) = text.split_once(is_wrong)?;
    let wrong = text.get(before.len()..)?.chars().next()?;
    let message = format!(
        "unsupported control character U+{:04X} in YAML",
        u32::from(wrong)
    );
    let diagnostic = Diagnostic::error(Code::Syntax, after(before), message);
    Some(diagnostic.help("remove it, or write it as an escape between double quotes"))
}

/// Returns the position after a text.
fn after(before: &str) -> Location {
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Location::Position {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).map_or(0, |it| it.chars().count()) + 1,
    }
}

fn too_large(message: String) -> Diagnostic {
    Diagnostic::error(Code::TooLarge, Location::Nowhere, message)
        .help("reduce it to the operations that you need, for instance by tag")
}

/// Counts commas, colons and brackets outside of strings.
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

/// Counts everything that can begin a node, even in scalars, and the work for open brackets. A
/// bracket opens a collection where a node can begin, and is an ordinary character elsewhere.
fn nodes_of_yaml(text: &str) -> (u64, u64) {
    let (mut nodes, mut nesting, mut open) = (0_u64, 0_u64, 0_u64);
    // The previous byte, and the last byte that isn't a space.
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
            // `- `, `: ` and `? ` introduce nodes, and so does a new line.
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

/// Returns `true` if a source seems to have anchors and aliases: `&name` and `*name` where a node
/// can begin.
fn has_anchors(text: &str) -> bool {
    let begins = |mark: u8| {
        text.as_bytes().windows(3).any(|window| {
            matches!(window, [b' ' | b'\n' | b',' | b'[' | b'{', at, name]
                if *at == mark && !name.is_ascii_whitespace())
        })
    };
    begins(b'&') && begins(b'*')
}

/// Returns the position at which the expanded aliases exceed the maximum number of nodes.
fn too_many_aliases(text: &str) -> Option<Location> {
    let mut parser = Parser::new_from_str(text);
    // The number of nodes of each anchor, and the open anchors with the count at their start.
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

/// Sets the number of nodes of an anchor. Anchors are numbered from 1; 0 means no anchor.
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
