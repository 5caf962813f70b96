//! The texts that a document was read from, and which part of it is from where.

use std::collections::BTreeMap;

use serde_json::Value;

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
        let mut at = pointer.clone();
        let mut below = Vec::new();
        loop {
            if let Some(origin) = self.moved.get(&at) {
                let keys = below.iter().rev();
                return Origin {
                    file: origin.file,
                    pointer: keys.fold(origin.pointer.clone(), |place, key| place.child(key)),
                };
            }
            let Some((parent, key)) = at.parent() else {
                return Origin {
                    file: 0,
                    pointer: pointer.clone(),
                };
            };
            at = parent;
            below.push(key);
        }
    }
}

impl From<Source> for Sources {
    fn from(source: Source) -> Self {
        Self {
            files: vec![source],
            moved: BTreeMap::new(),
        }
    }
}
