//! The texts that a document was read from, and which part of it is from where.

use std::collections::BTreeMap;

use serde_json::Value;

use super::bundle::PROVISIONAL;
use crate::diagnostic::{Diagnostic, Location};
use crate::pointer::Pointer;

/// A text and its name: what rendering a diagnostic needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as the user wrote it, or as a reference leads to it from there.
    pub name: String,
    /// The text, without a byte order mark. Empty if the file couldn't be read.
    pub text: String,
}

/// All texts of a document: its own first, then those of other files that it refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// The texts.
    pub files: Vec<Source>,
    /// Nodes that were brought from elsewhere: where they are now, and where they were written.
    pub(super) moved: BTreeMap<Pointer, Origin>,
    /// Nodes of a document that was converted or rewritten: where they are now, and where they were
    /// before.
    pub(super) converted: BTreeMap<Pointer, Pointer>,
}

/// Where a node was written: the index of the file, and the place there.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The index in [`Sources::files`].
    pub file: usize,
    /// The place in that file.
    pub pointer: Pointer,
}

impl Sources {
    /// The document itself, if it was come to.
    pub fn document(&self) -> Option<&Source> {
        self.files.first()
    }

    /// The texts as trees: none for one that isn't a tree.
    pub fn trees(&self) -> Vec<Option<Value>> {
        let files = self.files.iter();
        files.map(|source| source.tree().ok()).collect()
    }

    /// Where a node was written.
    pub fn origin(&self, pointer: &Pointer) -> Origin {
        origin(&self.moved, &self.before(pointer))
    }

    /// Keeps the places of what was found before the document was converted.
    pub(super) fn keep(&mut self, found: &[Diagnostic]) {
        for found in found {
            if let Location::Pointer(pointer) | Location::Key(pointer) = &found.location
                && self.before(pointer) != *pointer
            {
                self.converted.insert(pointer.clone(), pointer.clone());
            }
        }
    }

    /// Notes that a node is where another one was written.
    pub(super) fn same(&mut self, node: &Pointer, other: &Pointer) {
        let origin = origin(&self.moved, other);
        self.moved.insert(node.clone(), origin);
    }

    /// Follows the items of lists of which others were removed, in a document that is converted.
    pub(super) fn renumber(&mut self, removed: &Removed) {
        removed.renumber(&mut self.converted, before);
    }

    /// Where a node was before the document was converted.
    pub fn before(&self, pointer: &Pointer) -> Pointer {
        before(&self.converted, pointer)
    }
}

/// The items that were removed from lists. An item that is removed still has a place, of its own, for
/// the diagnostics that name it.
#[derive(Default)]
pub(super) struct Removed {
    /// By list: the indexes of those that were removed, in order, and the length before.
    lists: BTreeMap<Pointer, (Vec<usize>, usize)>,
    /// The number of the round, which distinguishes the places of removed items.
    pub(super) round: usize,
}

impl Removed {
    pub(super) fn add(&mut self, list: &Pointer, removed: Vec<usize>, length: usize) {
        if !removed.is_empty() {
            self.lists.insert(list.clone(), (removed, length));
        }
    }

    /// The place of a node afterwards.
    pub(super) fn rename(&self, pointer: &Pointer) -> Pointer {
        if self.lists.is_empty() {
            return pointer.clone();
        }
        let (mut before, mut now) = (Pointer::root(), Pointer::root());
        for key in pointer.keys() {
            let index = key.parse::<usize>().ok();
            let list = self.lists.get(&before).zip(index);
            before = before.child(&key);
            now = match list {
                Some(((removed, _), index)) => match removed.binary_search(&index) {
                    Ok(_) => {
                        let round = self.round;
                        Pointer::root().child(format!("{PROVISIONAL}removed {round} {before}"))
                    }
                    Err(fewer) => now.child(index.saturating_sub(fewer)),
                },
                None => now.child(&key),
            };
        }
        now
    }

    /// Renames the places of nodes, and notes where each item that has another place now was.
    pub(super) fn renumber<T>(
        &self,
        known: &mut BTreeMap<Pointer, T>,
        of: impl Fn(&BTreeMap<Pointer, T>, &Pointer) -> T,
    ) {
        let mut items = Vec::new();
        for (list, (removed, length)) in &self.lists {
            for index in removed.first().copied().unwrap_or(*length)..*length {
                let item = list.child(index);
                items.push((self.rename(&item), of(known, &item)));
            }
        }
        self.rename_all(known);
        known.extend(items);
    }

    /// Renames the places of nodes.
    pub(super) fn rename_all<T>(&self, known: &mut BTreeMap<Pointer, T>) {
        if !self.lists.is_empty() {
            let renamed = std::mem::take(known).into_iter();
            *known = renamed.map(|(at, it)| (self.rename(&at), it)).collect();
        }
    }
}

/// Where a node of a converted document was before.
pub(super) fn before(converted: &BTreeMap<Pointer, Pointer>, pointer: &Pointer) -> Pointer {
    let (known, below) = nearest(converted, pointer);
    in_it(known.cloned().unwrap_or_default(), &below)
}

/// Where a node was written, by the nodes that were brought from elsewhere.
pub(super) fn origin(moved: &BTreeMap<Pointer, Origin>, pointer: &Pointer) -> Origin {
    let (known, below) = nearest(moved, pointer);
    let (file, pointer) = known.map_or((0, Pointer::root()), |known| {
        (known.file, known.pointer.clone())
    });
    Origin {
        file,
        pointer: in_it(pointer, &below),
    }
}

/// What is known of the nearest node around a place, and the way from there, the last key first.
fn nearest<'a, T>(
    known: &'a BTreeMap<Pointer, T>,
    pointer: &Pointer,
) -> (Option<&'a T>, Vec<String>) {
    let mut at = pointer.clone();
    let mut below = Vec::new();
    loop {
        if let Some(found) = known.get(&at) {
            return (Some(found), below);
        }
        let Some((parent, key)) = at.parent() else {
            return (None, below);
        };
        at = parent;
        below.push(key);
    }
}

fn in_it(pointer: Pointer, below: &[String]) -> Pointer {
    let keys = below.iter().rev();
    keys.fold(pointer, |pointer, key| pointer.child(key))
}

impl From<Source> for Sources {
    fn from(source: Source) -> Self {
        Self {
            files: vec![source],
            ..Self::default()
        }
    }
}
