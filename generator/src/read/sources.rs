//! The files of a document, and the origin of each node.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Format;
use super::aliases::Aliases;
use super::bundle::PROVISIONAL;
use crate::diagnostic::{Diagnostic, Location};
use crate::pointer::Pointer;

/// A source file: its name and its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The path as the user wrote it, or the path of a reference relative to that path.
    pub name: String,
    /// The content, without a byte order mark. Empty if the file couldn't be read.
    pub text: String,
    /// The syntax of the text.
    pub(super) format: Format,
    /// The aliases of the text, found on demand.
    pub(super) aliases: OnceLock<Aliases>,
}

/// All files of a document: its own file first, then the files that it refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// The files.
    pub files: Vec<Source>,
    /// The configuration, if a diagnostic is about a setting.
    pub(crate) config: Option<Box<Source>>,
    /// The origins of imported nodes, by their current pointers.
    pub(super) moved: BTreeMap<Pointer, Origin>,
    /// The original pointers of converted nodes, by their current pointers.
    pub(super) converted: BTreeMap<Pointer, Pointer>,
    /// `true` if types have the pointers before the conversion, as for documents since OpenAPI 3.1.
    pub(super) is_rewritten: bool,
}

/// The origin of a node: a file and a pointer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin {
    /// The index in [`Sources::files`].
    pub file: usize,
    /// The pointer in that file.
    pub pointer: Pointer,
}

impl Sources {
    /// Returns the document itself; `None` if it wasn't read.
    pub fn document(&self) -> Option<&Source> {
        self.files.first()
    }

    /// Returns the origin of a node of a diagnostic. Nodes that YAML repeats have the origin of
    /// their text, so that a mistake in it is reported once.
    pub(crate) fn place(&self, pointer: &Pointer) -> Origin {
        self.behind_aliases(self.origin(pointer), Aliases::place)
    }

    /// Returns the place of the text of a node of the document before its conversion.
    pub(super) fn text(&self, pointer: &Pointer) -> Origin {
        self.behind_aliases(origin(&self.moved, pointer), Aliases::text)
    }

    fn behind_aliases(&self, origin: Origin, place: fn(&Aliases, Pointer) -> Pointer) -> Origin {
        let Origin { file, pointer } = origin;
        let source = self.files.get(file).filter(|it| it.format == Format::Yaml);
        let pointer = match source {
            Some(source) if pointer != Pointer::root() => {
                let aliases = source.aliases.get_or_init(|| Aliases::of(&source.text));
                place(aliases, pointer)
            }
            _ => pointer,
        };
        Origin { file, pointer }
    }

    /// Returns the origin of a node.
    pub fn origin(&self, pointer: &Pointer) -> Origin {
        origin(&self.moved, &self.before(pointer))
    }

    /// Keeps the pointers of diagnostics that were found before the conversion.
    pub(super) fn keep(&mut self, found: &[Diagnostic]) {
        for found in found {
            if let Location::Pointer(pointer) | Location::Key(pointer) = &found.location
                && self.before(pointer) != *pointer
            {
                self.converted.insert(pointer.clone(), pointer.clone());
            }
        }
    }

    /// Records that a node has the origin of another node.
    pub(super) fn same(&mut self, node: &Pointer, other: &Pointer) {
        let origin = origin(&self.moved, other);
        self.moved.insert(node.clone(), origin);
    }

    /// Renames the pointers of array items in a converted document after other items were removed.
    pub(super) fn renumber(&mut self, removed: &Removed) {
        removed.renumber(&mut self.converted, before);
    }

    /// Returns the pointer of a type whose schema has the current pointer `schema`. The types of a
    /// Swagger 2.0 document have pointers into the converted document.
    pub fn type_pointer(&self, schema: Pointer) -> Pointer {
        match self.is_rewritten {
            true => self.before(&schema),
            false => schema,
        }
    }

    /// Returns the pointer of a node before the conversion.
    pub fn before(&self, pointer: &Pointer) -> Pointer {
        before(&self.converted, pointer)
    }
}

/// Items that were removed from arrays. A removed item gets a pointer of its own for its
/// diagnostics.
#[derive(Default)]
pub(super) struct Removed {
    /// The sorted indexes of the removed items and the original length, by array.
    lists: BTreeMap<Pointer, (Vec<usize>, usize)>,
    /// The number of the recovery, which distinguishes the pointers of removed items.
    pub(super) round: usize,
}

impl Removed {
    pub(super) fn add(&mut self, list: &Pointer, removed: Vec<usize>, length: usize) {
        if !removed.is_empty() {
            self.lists.insert(list.clone(), (removed, length));
        }
    }

    /// Returns the pointer of a node after the removal.
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

    /// Renames pointers, and records the value of each item whose pointer changed.
    pub(super) fn renumber<T>(
        &self,
        entries: &mut BTreeMap<Pointer, T>,
        of: impl Fn(&BTreeMap<Pointer, T>, &Pointer) -> T,
    ) {
        let mut items = Vec::new();
        for (list, (removed, length)) in &self.lists {
            for index in removed.first().copied().unwrap_or(*length)..*length {
                let item = list.child(index);
                items.push((self.rename(&item), of(entries, &item)));
            }
        }
        self.rename_all(entries);
        entries.extend(items);
    }

    /// Renames pointers.
    pub(super) fn rename_all<T>(&self, entries: &mut BTreeMap<Pointer, T>) {
        if !self.lists.is_empty() {
            let renamed = std::mem::take(entries).into_iter();
            *entries = renamed.map(|(at, it)| (self.rename(&at), it)).collect();
        }
    }
}

/// Returns the pointer of a node before the conversion.
pub(super) fn before(converted: &BTreeMap<Pointer, Pointer>, pointer: &Pointer) -> Pointer {
    let (ancestor, below) = nearest_ancestor(converted, pointer);
    descendant(ancestor.cloned().unwrap_or_default(), &below)
}

/// Returns the origin of a node, based on the imported nodes.
pub(super) fn origin(moved: &BTreeMap<Pointer, Origin>, pointer: &Pointer) -> Origin {
    let (ancestor, below) = nearest_ancestor(moved, pointer);
    let (file, pointer) = ancestor.map_or((0, Pointer::root()), |ancestor| {
        (ancestor.file, ancestor.pointer.clone())
    });
    Origin {
        file,
        pointer: descendant(pointer, &below),
    }
}

/// Returns the value of the nearest ancestor with an entry, and the keys below it, last key first.
fn nearest_ancestor<'a, T>(
    entries: &'a BTreeMap<Pointer, T>,
    pointer: &Pointer,
) -> (Option<&'a T>, Vec<String>) {
    let mut at = pointer.clone();
    let mut below = Vec::new();
    loop {
        if let Some(found) = entries.get(&at) {
            return (Some(found), below);
        }
        let Some((parent, key)) = at.parent() else {
            return (None, below);
        };
        at = parent;
        below.push(key);
    }
}

fn descendant(pointer: Pointer, below: &[String]) -> Pointer {
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
