//! The files that a document refers to. Each is read once, and only below a root folder, usually
//! the folder of the document.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::MAX_STEPS;
use super::anchors::{Anchors, joined};
use super::naming::PROVISIONAL;
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;
use crate::read::node_kind::{self, NodeKind};
use crate::read::version::Version;
use crate::read::{self, Origin, Source, file};
use crate::suggestion::suggest;

/// The minimum limit of the bytes that references add to a document.
const ALWAYS: usize = 64 << 10;

/// The limit of the bytes that references add for each byte of a file.
const FOR_EACH_BYTE: usize = 16;

/// The maximum number of files of a document.
const MAX_FILES: usize = 1_000;

/// The document and the files that were read so far.
pub(super) struct Files {
    /// The root folder that contains all files; `None` if the document isn't a file.
    root: Option<PathBuf>,
    /// The root folder, as the user wrote it.
    written: PathBuf,
    read: Vec<File>,
    /// The index of the file, or the reason for its absence, by path.
    paths: BTreeMap<PathBuf, Result<usize, String>>,
    /// The total length of the references that pointers passed through.
    followed: usize,
}

struct File {
    source: Source,
    /// The path below the root folder.
    below: PathBuf,
    /// The folder for relative references of the file.
    folder: Option<PathBuf>,
    tree: Value,
    /// The diagnostics of the keys in the file.
    found: Vec<Diagnostic>,
    /// The `$id`s and anchors of the file, computed on demand.
    anchors: OnceCell<Anchors>,
}

impl Files {
    pub(super) fn new(document: Value, source: Source, root: Option<&Path>) -> Self {
        let name = Path::new(&source.name);
        let mut paths = BTreeMap::new();
        if let Ok(path) = read::resolved(name) {
            paths.insert(path, Ok(0));
        }
        let document = File {
            below: name.file_name().map(PathBuf::from).unwrap_or_default(),
            folder: read::resolved(read::folder(name)).ok(),
            source,
            tree: document,
            found: Vec::new(),
            anchors: OnceCell::new(),
        };
        Self {
            root: root.and_then(|root| read::resolved(root).ok()),
            written: root.map(Path::to_owned).unwrap_or_default(),
            read: vec![document],
            paths,
            followed: 0,
        }
    }

    /// Returns the node at an origin.
    pub(super) fn look(&self, origin: &Origin) -> Option<&Value> {
        let file = self.read.get(origin.file)?;
        origin.pointer.look(&file.tree)
    }

    /// Returns the kind of document and its version; `None` if the file isn't a document.
    pub(super) fn root(&self, file: usize) -> Option<(&'static NodeKind, Version)> {
        let tree = &self.read.get(file)?.tree;
        let version = Version::of_tree(tree);
        if tree.get("openapi").is_some() {
            return Some((&node_kind::DOCUMENT, version));
        }
        tree.get("swagger")?;
        Some((&node_kind::swagger::DOCUMENT, version))
    }

    /// Returns the limit of the bytes that references add to the files that were read so far.
    pub(super) fn limit(&self) -> usize {
        let files = self.read.iter().map(|file| file.source.text.len());
        ALWAYS.saturating_add(files.sum::<usize>().saturating_mul(FOR_EACH_BYTE))
    }

    /// Returns the name of a file without its extension: first without, then with its folder.
    pub(super) fn names(&self, file: usize) -> (String, String) {
        let below = self
            .read
            .get(file)
            .map_or(Path::new(""), |file| &file.below);
        let stem = below.file_stem().unwrap_or_default().to_string_lossy();
        let path = below.with_extension("");
        (stem.into_owned(), path.to_string_lossy().into_owned())
    }

    pub(super) fn into_sources(self) -> Vec<Source> {
        self.read.into_iter().map(|file| file.source).collect()
    }

    /// Takes the diagnostics of the keys in other files. They get pointers of their own, which are
    /// added to `moved`.
    pub(super) fn take_found(&mut self, moved: &mut BTreeMap<Pointer, Origin>) -> Vec<Diagnostic> {
        let mut all = Vec::new();
        for (index, file) in self.read.iter_mut().enumerate() {
            let file_pointer = Pointer::root().child(format!("{PROVISIONAL}file {index}"));
            if !file.found.is_empty() {
                let pointer = Pointer::root();
                let origin = Origin {
                    file: index,
                    pointer,
                };
                moved.insert(file_pointer.clone(), origin);
            }
            let below = |pointer: &Pointer| {
                let keys = pointer.keys();
                keys.fold(file_pointer.clone(), |pointer, key| pointer.child(key))
            };
            let found = file.found.drain(..);
            all.extend(found.map(|found| found.renamed(&below)));
        }
        all
    }

    /// Resolves a reference of a file. Its pointer may pass through other references.
    pub(super) fn target(
        &mut self,
        file: usize,
        reference: &str,
        at: &Pointer,
    ) -> Result<Origin, Diagnostic> {
        let origin = self.referred(file, reference, at)?;
        if let Some(found) = self.through_references(&origin, at) {
            return Ok(found);
        }
        let (path, written) = reference.split_once('#').unwrap_or((reference, ""));
        // Documents rarely encode a `%` in names.
        let literal = Pointer::from_fragment(&format!("#{written}")).map(|pointer| Origin {
            file: origin.file,
            pointer,
        });
        if let Some(literal) = literal.filter(|literal| self.look(literal).is_some()) {
            return Ok(literal);
        }
        let message = format!("unresolved reference `{reference}`");
        let help = match self.beside_it(&origin) {
            Some(other) => format!("did you mean `{path}{other}`?"),
            None => "correct the reference, or add its target".to_owned(),
        };
        let pointer = at.child("$ref");
        Err(Diagnostic::warning(Code::UnresolvedReference, &pointer, message).help(help))
    }

    /// Follows the references in a pointer. Returns the origin of an existing node.
    fn through_references(&mut self, origin: &Origin, at: &Pointer) -> Option<Origin> {
        let mut origin = origin.clone();
        for _ in 0..MAX_STEPS {
            if self.look(&origin).is_some() {
                return Some(origin);
            }
            // Cyclic references make a pointer longer in each step.
            if self.followed > self.limit() {
                return None;
            }
            let (reference, rest) = self.last_reference(&origin)?;
            let rest_length = rest.iter().map(String::len).sum::<usize>();
            self.followed += reference.len() + rest_length;
            let target = self.referred(origin.file, &reference, at).ok()?;
            let pointer = rest.iter().fold(target.pointer, |at, key| at.child(key));
            origin = Origin {
                file: target.file,
                pointer,
            };
        }
        None
    }

    /// Returns the last reference that a pointer passes, with the keys after it.
    fn last_reference(&self, origin: &Origin) -> Option<(String, Vec<String>)> {
        let mut node = &self.read.get(origin.file)?.tree;
        let keys: Vec<String> = origin.pointer.keys().collect();
        let mut last = None;
        for (passed, key) in keys.iter().enumerate() {
            if let Some(Value::String(reference)) = node.get("$ref") {
                last = Some((reference.clone(), keys.iter().skip(passed)));
            }
            let Some(next) = Pointer::root().child(key).look(node) else {
                break;
            };
            node = next;
        }
        let (reference, rest) = last?;
        Some((reference, rest.cloned().collect()))
    }

    /// Returns the origin that a reference refers to, which may not exist.
    fn referred(
        &mut self,
        file: usize,
        reference: &str,
        at: &Pointer,
    ) -> Result<Origin, Diagnostic> {
        let reference_pointer = at.child("$ref");
        let (path, written) = reference.split_once('#').unwrap_or((reference, ""));
        let (file, path) = self.by_own_name(file, path);
        let unsupported = |reason: &str, help: &str| {
            let message = format!("unsupported reference `{reference}`: {reason}");
            Diagnostic::warning(Code::UnsupportedReference, &reference_pointer, message).help(help)
        };
        if path.contains("://") || path.starts_with("//") {
            return Err(unsupported(
                "network references are not followed",
                "copy the file beside the document",
            ));
        }
        let fragment = percent_decode_str(written).decode_utf8_lossy();
        let Some(pointer) = Pointer::from_fragment(&format!("#{fragment}")) else {
            return Err(unsupported(
                "expected a JSON pointer after `#`",
                "write it as `#/components/schemas/NAME` or `file.yaml#/NAME`",
            ));
        };
        let file = if path.is_empty() {
            file
        } else {
            let path = percent_decode_str(path).decode_utf8_lossy();
            self.file(file, &path).map_err(|reason| {
                unsupported(
                    &reason,
                    "move the file below the folder of the document, or set `references`",
                )
            })?
        };
        Ok(Origin { file, pointer })
    }

    /// Returns a sibling of a missing node with a similar name.
    fn beside_it(&self, origin: &Origin) -> Option<Pointer> {
        let (pointer, name) = origin.pointer.parent()?;
        let holder = Origin {
            pointer,
            ..origin.clone()
        };
        let keys = self.look(&holder)?.as_object()?.keys();
        let near = suggest(&name, keys.map(String::as_str))?;
        Some(holder.pointer.child(near))
    }

    /// Resolves the `$self` in a reference. Returns the file and an empty path, or the current file
    /// and the path relative to its `$self`.
    fn by_own_name<'p>(&self, from: usize, path: &'p str) -> (usize, &'p str) {
        if path.is_empty() {
            return (from, path);
        }
        let bare = path.strip_prefix("./").unwrap_or(path);
        let whole = self.own_name(from).map(|base| joined(base, bare));
        let named = (0..self.read.len()).find(|file| {
            let name = self.own_name(*file);
            name.is_some() && (name == Some(path) || name == whole.as_deref())
        });
        if let Some(named) = named {
            return (named, "");
        }
        let folder = self
            .own_name(from)
            .and_then(|base| base.rfind('/').and_then(|end| base.get(..=end)));
        let rest = folder.and_then(|folder| path.strip_prefix(folder));
        (from, rest.unwrap_or(path))
    }

    /// Returns the `$self` of a file.
    fn own_name(&self, file: usize) -> Option<&str> {
        let tree = &self.read.get(file)?.tree;
        let name = tree.get("$self")?.as_str()?;
        (Version::of_tree(tree) >= Version::V3_2).then_some(name)
    }

    /// Resolves a reference by the `$id`s and anchors of schemas.
    pub(super) fn named(&mut self, from: &Origin, reference: &str) -> Option<Origin> {
        let reference = percent_decode_str(reference).decode_utf8_lossy();
        if let Some(pointer) = self.named_in(from.file, &from.pointer, &reference) {
            let file = from.file;
            return Some(Origin { file, pointer });
        }
        let (path, name) = reference.split_once('#')?;
        let file = self.file(from.file, path).ok()?;
        let pointer = self.named_in(file, &Pointer::root(), &format!("#{name}"))?;
        Some(Origin { file, pointer })
    }

    fn named_in(&self, file: usize, from: &Pointer, reference: &str) -> Option<Pointer> {
        let file = self.read.get(file)?;
        let anchors = file.anchors.get_or_init(|| Anchors::of(&file.tree));
        anchors.target(&file.tree, from, reference)
    }

    /// Returns the index of the file at a path relative to another file.
    fn file(&mut self, from: usize, path: &str) -> Result<usize, String> {
        let (Some(folder), Some(root)) = (
            self.read.get(from).and_then(|file| file.folder.as_ref()),
            &self.root,
        ) else {
            return Err("the document is not a file".to_owned());
        };
        let resolved =
            read::resolved(&folder.join(path)).map_err(|_| format!("missing file `{path}`"))?;
        if !resolved.starts_with(root) {
            return Err("the file is outside the folder".to_owned());
        }
        if let Some(read) = self.paths.get(&resolved) {
            return read.clone();
        }
        let read = if self.read.len() < MAX_FILES {
            self.add(&resolved, path)
        } else {
            Err(format!("there are more than {MAX_FILES} files"))
        };
        self.paths.insert(resolved, read.clone());
        read
    }

    fn add(&mut self, path: &Path, reference: &str) -> Result<usize, String> {
        let below = self.root.as_ref().map(|root| path.strip_prefix(root));
        let below = below.and_then(Result::ok).unwrap_or(path);
        let shown = self.written.join(below);
        let source =
            read::source_of(reference, file::open_checked(path)).map_err(|(_, found)| {
                let first = found.into_iter().next().map(|found| found.message);
                first.unwrap_or_else(|| format!("`{reference}` can't be read"))
            })?;
        let source = Source {
            name: shown.display().to_string(),
            ..source
        };
        let (tree, found) = match Kind::of(path) {
            Kind::Text => (Value::String(source.text.clone()), Vec::new()),
            Kind::Tree => source.checked_tree().map_err(|found| {
                let first = found.first().map(|found| found.message.clone());
                format!("`{reference}` can't be read: {}", first.unwrap_or_default())
            })?,
            Kind::Either => match source.checked_tree() {
                Ok((tree @ (Value::Object(_) | Value::Array(_)), found)) => (tree, found),
                _ => (Value::String(source.text.clone()), Vec::new()),
            },
        };
        self.read.push(File {
            source,
            below: below.to_owned(),
            folder: path.parent().map(Path::to_owned),
            tree,
            found,
            anchors: OnceCell::new(),
        });
        Ok(self.read.len() - 1)
    }
}

/// The syntax of a file, by its extension.
enum Kind {
    /// JSON or YAML.
    Tree,
    /// A string.
    Text,
    /// A mapping or an array if it parses as such, else a string.
    Either,
}

impl Kind {
    fn of(path: &Path) -> Self {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        match ending.to_ascii_lowercase().as_str() {
            "json" | "yaml" | "yml" => Self::Tree,
            "md" | "markdown" | "txt" | "html" | "htm" => Self::Text,
            _ => Self::Either,
        }
    }
}
