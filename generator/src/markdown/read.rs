//! A Markdown parser. Its blocks contain only markup that is written again.

use super::text::{Inline, TextReader};
use super::{events, is_line_break};
use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

/// The maximum depth of nested containers, far beyond any real description.
const DEPTH: usize = 24;

/// The level of the highest heading; emitted pages use the levels above it.
const TOP_HEADING: usize = 3;

/// A block of text.
#[derive(Debug)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    Heading(usize, Vec<Inline>),
    Code(String),
    Quote(Vec<Block>),
    List(List),
    /// The first row is the header.
    Table(Vec<Alignment>, Vec<Vec<Vec<Inline>>>),
    Rule,
}

/// A list; `first` is the number of its first item.
#[derive(Debug)]
pub(super) struct List {
    pub(super) first: Option<u64>,
    pub(super) loose: bool,
    pub(super) items: Vec<Vec<Block>>,
}

/// Parses the blocks of a text; `None` if the blocks are nested too deeply.
pub(super) fn blocks(source: &str) -> Option<Vec<Block>> {
    let highest = events(source).filter_map(|(event, _)| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level as usize),
        _ => None,
    });
    let mut reader = Reader {
        text: TextReader::new(source),
        lowered_by: TOP_HEADING.saturating_sub(highest.min().unwrap_or(TOP_HEADING)),
        open: vec![Container::default()],
        ..Reader::default()
    };
    for (event, range) in events(source) {
        reader.event(event, range.start);
        if reader.open.len() > DEPTH {
            return None;
        }
    }
    reader.end_paragraph();
    reader.open.pop().map(|container| container.blocks)
}

/// An open container of blocks.
#[derive(Default)]
struct Container {
    blocks: Vec<Block>,
    is_item: bool,
}

#[derive(Default)]
struct Reader<'a> {
    lowered_by: usize,
    open: Vec<Container>,
    lists: Vec<List>,
    /// The text of the open block.
    text: TextReader<'a>,
    /// The open code block.
    code: Option<String>,
    /// The label of a footnote, for its first paragraph.
    label: Option<String>,
    rows: Vec<Vec<Vec<Inline>>>,
    alignments: Vec<Alignment>,
}

impl<'a> Reader<'a> {
    fn event(&mut self, event: Event<'a>, at: usize) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.text.push(&text),
            },
            Event::Code(code) => self.text.push_code(&code),
            Event::InlineHtml(html) if is_line_break(&html) => {
                self.text.push_break(Inline::HardBreak)
            }
            Event::Html(html) | Event::InlineHtml(html) => self.text.push(&html),
            Event::SoftBreak => self.text.push_break(Inline::SoftBreak),
            Event::HardBreak => self.text.push_break(Inline::HardBreak),
            Event::Rule => self.push_block(Block::Rule),
            // Several texts share a page, so footnotes with the same label would collide.
            Event::FootnoteReference(label) => self.text.push(&format!("[{label}]")),
            // In some places, rustdoc and Clippy mistake the box of a task for a link or an
            // indentation.
            Event::TaskListMarker(done) => self.text.push(if done { "☑ " } else { "☐ " }),
            Event::InlineMath(math) | Event::DisplayMath(math) => self.text.push(&math),
        }
    }

    fn start(&mut self, tag: Tag<'a>, at: usize) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => self.text.open_mark(&tag, at),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }
            | Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            } => {
                self.text.open_link(link_type, &dest_url, &title);
            }
            Tag::TableCell => {}
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            _ => {
                self.end_paragraph();
                self.start_footnote(matches!(tag, Tag::Paragraph));
                self.start_block(tag);
            }
        }
    }

    fn start_block(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Paragraph => self.note_looseness(),
            Tag::CodeBlock(_) => {
                self.code = Some(String::new());
            }
            Tag::List(first) => self.lists.push(List {
                first,
                loose: false,
                items: Vec::new(),
            }),
            Tag::Item => self.open_container(true),
            Tag::BlockQuote(_) => self.open_container(false),
            Tag::FootnoteDefinition(label) => {
                self.open_container(false);
                self.label = Some(format!("[{label}]: "));
            }
            Tag::Table(alignments) => self.alignments = alignments,
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.text.close_mark(),
            TagEnd::Link | TagEnd::Image => self.text.close_link(),
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.end_paragraph(),
            TagEnd::Heading(level) => self.end_heading(level as usize),
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take().filter(|code| !code.trim().is_empty()) {
                    self.push_block(Block::Code(code));
                }
            }
            TagEnd::BlockQuote(_) => {
                let quoted = self.close_container();
                if !quoted.is_empty() {
                    self.push_block(Block::Quote(quoted));
                }
            }
            TagEnd::FootnoteDefinition => {
                self.start_footnote(false);
                let note = self.close_container();
                note.into_iter().for_each(|block| self.push_block(block));
            }
            TagEnd::Item => {
                let item = self.close_container();
                if let Some(list) = self.lists.last_mut() {
                    list.items.push(item);
                }
            }
            TagEnd::List(_) => {
                if let Some(list) = self.lists.pop() {
                    self.push_block(Block::List(list));
                }
            }
            TagEnd::TableCell => {
                let cell = self.text.take();
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::Table => {
                let alignments = std::mem::take(&mut self.alignments);
                let rows = std::mem::take(&mut self.rows);
                self.push_block(Block::Table(alignments, rows));
            }
            _ => {}
        }
    }

    /// Writes the label of a footnote: into its first paragraph, or else as its own paragraph.
    fn start_footnote(&mut self, with_paragraph: bool) {
        if let Some(label) = self.label.take() {
            self.text.push(&label);
            if !with_paragraph {
                self.end_paragraph();
            }
        }
    }

    fn open_container(&mut self, is_item: bool) {
        self.open.push(Container {
            blocks: Vec::new(),
            is_item,
        });
    }

    fn close_container(&mut self) -> Vec<Block> {
        self.end_paragraph();
        self.open.pop().unwrap_or_default().blocks
    }

    fn push_block(&mut self, block: Block) {
        self.end_paragraph();
        if let Some(container) = self.open.last_mut() {
            container.blocks.push(block);
        }
    }

    /// The items of a loose list contain paragraphs; other items contain their text directly.
    fn note_looseness(&mut self) {
        if self.open.last().is_some_and(|container| container.is_item)
            && let Some(list) = self.lists.last_mut()
        {
            list.loose = true;
        }
    }

    fn end_paragraph(&mut self) {
        let text = self.text.take();
        if !text.is_empty()
            && let Some(container) = self.open.last_mut()
        {
            container.blocks.push(Block::Paragraph(text));
        }
    }

    fn end_heading(&mut self, level: usize) {
        let text = self.text.take();
        if !text.is_empty() {
            self.push_block(Block::Heading((level + self.lowered_by).min(6), text));
        }
    }
}
