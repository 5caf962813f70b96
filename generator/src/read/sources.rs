//! The texts that a document was read from, and which part of it is from where.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Place};
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
            if let Place::Pointer(pointer) | Place::Key(pointer) = &found.place
                && self.before(pointer) != *pointer
            {
                self.converted.insert(pointer.clone(), pointer.clone());
            }
        }
    }

    /// Where a node was before the document was converted.
    pub fn before(&self, pointer: &Pointer) -> Pointer {
        before(&self.converted, pointer)
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
    let (file, place) = known.map_or((0, Pointer::root()), |known| {
        (known.file, known.pointer.clone())
    });
    Origin {
        file,
        pointer: in_it(place, &below),
    }
}

/// What is known of the nearest node around a place, and the way from there, the last key first.
fn nearest<'a, T>(
    known: &'a BTreeMap<Pointer, T>,
    place: &Pointer,
) -> (Option<&'a T>, Vec<String>) {
    let mut at = place.clone();
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

fn in_it(place: Pointer, below: &[String]) -> Pointer {
    let keys = below.iter().rev();
    keys.fold(place, |place, key| place.child(key))
}

impl From<Source> for Sources {
    fn from(source: Source) -> Self {
        Self {
            files: vec![source],
            ..Self::default()
        }
    }
}
