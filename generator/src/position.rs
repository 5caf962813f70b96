//! Maps pointers to lines and columns of the source, for diagnostics.
//!
//! Documents are parsed without positions, which is several times faster. The source is scanned
//! again only to show a diagnostic.

pub(crate) mod flow;
mod json;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marks};

use crate::pointer::Pointer;

/// A range within one line of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The start, in bytes.
    pub start: usize,
    /// The end, in bytes, on the same line.
    pub end: usize,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The part of a node to locate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The value.
    Value,
    /// The key of the value; for an array item, the value.
    Key,
}

/// Locates pointers in one pass over YAML or JSON.
///
/// A scalar is located at its value, a mapping or a sequence at its key, so that an excerpt has one
/// line. The root is located at the start of the content. A missing node is located at its nearest
/// existing ancestor. The contents of an alias and the nodes after a syntax error count as missing.
/// For a duplicate key, the last value is located, because parsers keep the last value.
pub fn locate(text: &str, pointers: &[(Pointer, Part)]) -> Vec<Span> {
    if pointers.is_empty() {
        return Vec::new();
    }
    let mut nodes = requested(pointers);
    let is_json = text.trim_start().starts_with(['{', '[']) && json::mark(text, &mut nodes);
    if !is_json {
        nodes = in_yaml(text, pointers);
    }
    let found: Vec<Range> = pointers
        .iter()
        .map(|(pointer, part)| nearest_range(&nodes, pointer, *part))
        .collect();
    let points = points(text, &found);
    found
        .iter()
        .filter_map(|range| Some((points.get(&range.start)?, points.get(&range.end)?)))
        .map(|(start, end)| on_one_line(text, *start, end.byte))
        .collect()
}

/// Returns the span of a range of bytes, up to the end of its first line.
pub fn span(text: &str, range: std::ops::Range<usize>) -> Option<Span> {
    let std::ops::Range { start, end } = range;
    let point = *points(text, &[Range { start, end }]).get(&start)?;
    Some(on_one_line(text, point, end))
}

/// Returns the span of the character at a line and column, both from 1, or of the nearest
/// character.
pub fn at(text: &str, line: usize, column: usize) -> Span {
    let mut before = 0;
    let mut last = ("", 1);
    for (content, number) in text.split_inclusive('\n').zip(1..=line) {
        if number > 1 {
            before += last.0.len();
        }
        last = (content, number);
    }
    let (content, number) = last;
    // For a position after the last line, the nearest position is the end of the last line.
    let column = if number < line { usize::MAX } else { column };
    let line = number;
    let content = content.trim_end_matches(['\n', '\r']);
    let (column, start, marked) = content
        .char_indices()
        .zip(1..=column)
        .last()
        .map_or((1, 0, 0), |((start, marked), column)| {
            (column, start, marked.len_utf8())
        });
    Span {
        start: before + start,
        end: before + start + marked,
        line,
        column,
    }
}

/// A range of bytes or, in YAML, of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Range {
    start: usize,
    end: usize,
}

impl Range {
    /// Creates a range of characters, the unit of the YAML parser.
    fn of(marks: Marks) -> Self {
        Self {
            start: marks.start.index(),
            end: marks.end.index(),
        }
    }
}

/// A node of the tree of requested pointers.
#[derive(Default)]
struct Node {
    children: BTreeMap<String, usize>,
    found: Option<Range>,
    key: Option<Range>,
}

/// A mapping or sequence around the current event. `node` is `None` if it is not in the tree of
/// requested pointers.
enum Frame {
    Mapping {
        node: Option<usize>,
        /// The current key, and the node of its value.
        key: Option<(Range, Option<usize>)>,
    },
    Sequence {
        node: Option<usize>,
        index: usize,
    },
}

/// Builds the tree of requested pointers; the first node is the root.
fn requested(pointers: &[(Pointer, Part)]) -> Vec<Node> {
    let mut nodes = vec![Node::default()];
    for (pointer, _) in pointers {
        let mut at = 0;
        for key in pointer.keys() {
            let next = nodes.len();
            let Some(node) = nodes.get_mut(at) else { break };
            at = *node.children.entry(key).or_insert(next);
            if at == next {
                nodes.push(Node::default());
            }
        }
    }
    nodes
}

/// Locates the requested pointers in YAML.
fn in_yaml(text: &str, pointers: &[(Pointer, Part)]) -> Vec<Node> {
    let mut nodes = flow::furthest(&without_surrogates(text), |text| {
        let mut walk = Walk {
            nodes: requested(pointers),
            frames: Vec::new(),
        };
        let mut parser = Parser::new_from_str(text);
        let stopped = loop {
            match parser.next_event() {
                Some(Ok((Event::DocumentEnd, _))) | None => break None,
                Some(Ok((event, marks))) => walk.take(&event, marks),
                Some(Err(mistake)) => break Some(mistake.marker().index()),
            }
        };
        (walk.nodes, stopped)
    });
    if !text.is_ascii() {
        to_bytes(text, &mut nodes);
    }
    nodes
}

/// Converts character indexes to bytes in one pass.
fn to_bytes(text: &str, nodes: &mut [Node]) {
    let ranges = nodes
        .iter_mut()
        .flat_map(|node| [&mut node.found, &mut node.key]);
    let mut ends: Vec<&mut usize> = ranges
        .flatten()
        .flat_map(|range| [&mut range.start, &mut range.end])
        .collect();
    ends.sort_unstable();
    let bytes = text.char_indices().map(|(byte, _)| byte);
    let mut bytes = bytes.chain([text.len()]).enumerate().peekable();
    for end in ends {
        while bytes.next_if(|(index, _)| index < end).is_some() {}
        *end = bytes.peek().map_or(text.len(), |(_, byte)| *byte);
    }
}

/// The requested pointers, and the current path.
struct Walk {
    nodes: Vec<Node>,
    frames: Vec<Frame>,
}

impl Walk {
    fn take(&mut self, event: &Event<'_>, marks: Marks) {
        match event {
            Event::MappingStart(..) => {
                let node = self.enter("", marks, false);
                self.frames.push(Frame::Mapping { node, key: None });
            }
            Event::SequenceStart(..) => {
                let node = self.enter("", marks, false);
                self.frames.push(Frame::Sequence { node, index: 0 });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.frames.pop();
            }
            Event::Scalar(text, style, ..) => {
                // A block scalar starts on the line after its key, and an empty scalar anywhere.
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                self.enter(text, marks, !block && !marks.is_empty());
            }
            Event::Alias(_) => {
                self.enter("", marks, true);
            }
            _ => {}
        }
    }

    /// Enters a key or value. Returns its node, if the node is in the tree of requested pointers.
    ///
    /// If `itself` is `true`, a value is located at itself, else at its key.
    fn enter(&mut self, text: &str, marks: Marks, itself: bool) -> Option<usize> {
        let own = Range::of(marks);
        let (range, introduced, node) = match self.frames.last_mut() {
            None => (own, own, Some(0)),
            Some(Frame::Sequence { node, index }) => {
                let sequence = self.nodes.get((*node)?)?;
                let child = sequence.children.get(&index.to_string()).copied();
                *index += 1;
                (own, own, child)
            }
            Some(Frame::Mapping { node, key }) => match key.take() {
                Some((introduced, child)) if itself => (own, introduced, child),
                Some((introduced, child)) => (introduced, introduced, child),
                None => {
                    let mapping = node.and_then(|node| self.nodes.get(node));
                    let child = mapping.and_then(|mapping| mapping.children.get(text).copied());
                    *key = Some((own, child));
                    return None;
                }
            },
        };
        let entered = self.nodes.get_mut(node?)?;
        (entered.found, entered.key) = (Some(range), Some(introduced));
        node
    }
}

/// Returns the range of a pointer, or of its nearest located ancestor.
fn nearest_range(nodes: &[Node], pointer: &Pointer, part: Part) -> Range {
    let mut at = nodes.first();
    let mut found = Range { start: 0, end: 0 };
    let mut keys = pointer.keys();
    while let Some(node) = at {
        found = node.found.unwrap_or(found);
        let Some(key) = keys.next() else {
            // The pointer ends here.
            return match part {
                Part::Key => node.key.unwrap_or(found),
                Part::Value => found,
            };
        };
        let child = node.children.get(&key);
        at = child.and_then(|child| nodes.get(*child));
    }
    found
}

/// A position in bytes, and as line and column.
#[derive(Clone, Copy)]
struct Point {
    byte: usize,
    line: usize,
    column: usize,
}

/// Converts the starts and ends of ranges to lines and columns in one pass.
fn points(text: &str, ranges: &[Range]) -> BTreeMap<usize, Point> {
    let ends = ranges.iter().flat_map(|range| [range.start, range.end]);
    let ends: BTreeSet<usize> = ends.collect();
    let (mut last, mut line, mut column) = (0, 1, 1);
    let mut found = BTreeMap::new();
    for byte in ends {
        let mut between = text.get(last..byte).unwrap_or_default();
        line += between.bytes().filter(|byte| *byte == b'\n').count();
        if let Some((_, on_the_line)) = between.rsplit_once('\n') {
            (between, column) = (on_the_line, 1);
        }
        column += between.chars().count();
        found.insert(byte, Point { byte, line, column });
        last = byte;
    }
    found
}

/// The maximum length of a span, in characters.
const MAX_LENGTH: usize = 1000;

/// Ends a span at the end of its line. An empty span, such as the start of a block, becomes the
/// rest of the line.
fn on_one_line(text: &str, start: Point, end: usize) -> Span {
    let rest = text.get(start.byte..).unwrap_or_default();
    let shown = rest.char_indices().nth(MAX_LENGTH);
    let shown = shown.map_or(rest, |(end, _)| rest.get(..end).unwrap_or(rest));
    let line = shown.lines().next().unwrap_or_default().trim_end().len();
    let length = match end.saturating_sub(start.byte) {
        0 => line,
        length => length.min(line),
    };
    Span {
        start: start.byte,
        end: start.byte + length,
        line: start.line,
        column: start.column,
    }
}

/// Replaces surrogate escapes, which JSON uses for emoji and YAML doesn't allow, with escapes of
/// the same length. All positions stay valid.
fn without_surrogates(text: &str) -> Cow<'_, str> {
    if !text.contains("\\ud") && !text.contains("\\uD") {
        return Cow::Borrowed(text);
    }
    let mut pieces = text.split("\\u");
    let mut readable = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        readable.push_str("\\u");
        let surrogate = piece
            .get(..4)
            .and_then(|digits| u16::from_str_radix(digits, 16).ok())
            .is_some_and(|unit| (0xD800..=0xDFFF).contains(&unit));
        match piece.get(4..) {
            Some(rest) if surrogate => {
                readable.push_str("fffd");
                readable.push_str(rest);
            }
            _ => readable.push_str(piece),
        }
    }
    Cow::Owned(readable)
}

#[cfg(test)]
mod tests;
