//! Aliases and merge keys of YAML: the places of the nodes that they repeat.

use std::collections::BTreeMap;

use indexmap::IndexSet;
use saphyr_parser::{Event, Parser};

use super::merge;
use crate::{pointer::Pointer, position::flow::furthest};

/// The maximum number of recorded nodes, since merged keys can be as many as the square of the
/// length of a text.
const MAX_NODES: usize = 100_000;

/// The maximum length of a chain of aliases.
const MAX_STEPS: usize = 100;

/// The nodes that YAML repeats, each with the place of its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Aliases(BTreeMap<Pointer, Repeated>);

/// A node that is repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Repeated {
    /// An alias. Its contents have the place of the anchor, but it has a place of its own.
    Alias(Pointer),
    /// An entry of a merged mapping.
    Merged(Pointer),
}

impl Aliases {
    /// Finds the aliases and merge keys of a text.
    pub(super) fn of(text: &str) -> Self {
        let has_aliases = text.contains('&') && text.contains('*');
        if !text.contains(merge::KEY) && !has_aliases {
            return Self::default();
        }
        furthest(text, |text| {
            let mut walk = Walk::default();
            let mut parser = Parser::new_from_str(text);
            let stopped = loop {
                match parser.next_event() {
                    Some(Ok((Event::DocumentEnd, _))) | None => break None,
                    Some(Ok((event, _))) => walk.take(&event),
                    Some(Err(mistake)) => break Some(mistake.marker().index()),
                }
            };
            (Self(walk.found), stopped)
        })
    }

    /// Returns the place of the text of a node.
    pub(super) fn place(&self, pointer: Pointer) -> Pointer {
        let mut place = pointer;
        if self.0.is_empty() {
            return place;
        }
        for _ in 0..MAX_STEPS {
            match self.nearest(&place) {
                Some(next) => place = next,
                None => break,
            }
        }
        place
    }

    /// Returns the place of the text of a node. The text of an alias is at its anchor.
    pub(super) fn text(&self, pointer: Pointer) -> Pointer {
        let mut place = self.place(pointer);
        for _ in 0..MAX_STEPS {
            match self.0.get(&place) {
                Some(Repeated::Alias(anchor)) => place = self.place(anchor.clone()),
                Some(Repeated::Merged(_)) | None => break,
            }
        }
        place
    }

    /// Follows the nearest repeated node at or around a node.
    fn nearest(&self, pointer: &Pointer) -> Option<Pointer> {
        let mut at = pointer.clone();
        let mut below = Vec::new();
        loop {
            let start = match self.0.get(&at) {
                Some(Repeated::Merged(place)) => Some(place),
                Some(Repeated::Alias(place)) if !below.is_empty() => Some(place),
                Some(Repeated::Alias(_)) | None => None,
            };
            if let Some(start) = start {
                let keys = below.iter().rev();
                return Some(keys.fold(start.clone(), |place, key: &String| place.child(key)));
            }
            let (parent, key) = at.parent()?;
            at = parent;
            below.push(key);
        }
    }
}

/// A mapping with its place and its keys, which include merged ones; or another node without keys.
#[derive(Clone)]
struct Mapping {
    pointer: Pointer,
    keys: IndexSet<String>,
}

/// A mapping or sequence around the current event.
struct Frame {
    anchor: usize,
    own: Mapping,
    is_sequence: bool,
    /// `true` if it is the value of a merge key.
    is_merged: bool,
    /// The current key of a mapping.
    key: Option<String>,
    /// The number of items of a sequence.
    length: usize,
    /// The mappings that are merged into this one.
    merged: Vec<Mapping>,
}

#[derive(Default)]
struct Walk {
    found: BTreeMap<Pointer, Repeated>,
    frames: Vec<Frame>,
    anchors: BTreeMap<usize, Mapping>,
}

impl Walk {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::MappingStart(anchor, _) => self.start(*anchor, false),
            Event::SequenceStart(anchor, _) => self.start(*anchor, true),
            Event::MappingEnd | Event::SequenceEnd => self.end(),
            Event::Scalar(text, _, anchor, _) => {
                let pointer = self.enter(text);
                if let Some(pointer) = pointer.filter(|_| *anchor > 0) {
                    let keys = IndexSet::new();
                    self.anchors.insert(*anchor, Mapping { pointer, keys });
                }
            }
            Event::Alias(anchor) => {
                let is_merged = self.is_merged();
                let anchored = self.anchors.get(anchor).cloned();
                if let (Some(pointer), Some(anchored)) = (self.enter(""), anchored) {
                    if self.found.len() < MAX_NODES {
                        let place = Repeated::Alias(anchored.pointer.clone());
                        self.found.insert(pointer, place);
                    }
                    if is_merged {
                        self.merge(anchored);
                    }
                }
            }
            _ => {}
        }
    }

    /// Enters a key or a value. Returns the pointer of a value.
    fn enter(&mut self, text: &str) -> Option<Pointer> {
        let Some(frame) = self.frames.last_mut() else {
            return Some(Pointer::root());
        };
        if frame.is_sequence {
            frame.length += 1;
            return Some(frame.own.pointer.child(frame.length - 1));
        }
        if let Some(key) = frame.key.take() {
            return Some(frame.own.pointer.child(key));
        }
        if text != merge::KEY {
            frame.own.keys.insert(text.to_owned());
        }
        frame.key = Some(text.to_owned());
        None
    }

    /// Returns `true` if the next node is a value of a merge key, or in the sequence of one.
    fn is_merged(&self) -> bool {
        self.frames
            .last()
            .is_some_and(|frame| match frame.is_sequence {
                true => frame.is_merged,
                false => frame.key.as_deref() == Some(merge::KEY),
            })
    }

    fn start(&mut self, anchor: usize, is_sequence: bool) {
        let is_merged = self.is_merged();
        // A collection as a key has no pointer.
        let pointer = self.enter("").unwrap_or_else(Pointer::root);
        self.frames.push(Frame {
            anchor,
            own: Mapping {
                pointer,
                keys: IndexSet::new(),
            },
            is_sequence,
            is_merged,
            key: None,
            length: 0,
            merged: Vec::new(),
        });
    }

    fn end(&mut self) {
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        for mapping in std::mem::take(&mut frame.merged) {
            for key in mapping.keys {
                if self.found.len() < MAX_NODES && frame.own.keys.insert(key.clone()) {
                    let place = Repeated::Merged(mapping.pointer.child(&key));
                    self.found.insert(frame.own.pointer.child(&key), place);
                }
            }
        }
        if frame.anchor > 0 {
            self.anchors.insert(frame.anchor, frame.own.clone());
        }
        if frame.is_merged && !frame.is_sequence {
            self.merge(frame.own);
        }
    }

    /// Merges a mapping into the mapping around the current event.
    fn merge(&mut self, mapping: Mapping) {
        let mut around = self.frames.iter_mut().rev();
        if let Some(frame) = around.find(|frame| !frame.is_sequence) {
            frame.merged.push(mapping);
        }
    }
}
