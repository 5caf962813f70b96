//! Diagnostics with the places in the texts that they are of.

use std::collections::BTreeMap;

use crate::{
    diagnostic::{Diagnostic, Location},
    pointer::Pointer,
    position::{self, Part, Span},
    read::{Source, Sources},
};

/// A diagnostic and where it is.
pub(crate) struct LocatedDiagnostic<'a> {
    /// The text that it is in.
    pub(crate) source: Option<&'a Source>,
    /// The part of the text.
    pub(crate) span: Option<Span>,
    /// The node, as it was written there.
    pub(crate) pointer: Option<Pointer>,
    /// What is wrong.
    pub(crate) diagnostic: &'a Diagnostic,
}

/// Diagnostics with their places: those without one first, then file by file in the order of the
/// text.
pub(crate) fn in_order<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &'a Sources,
) -> Vec<LocatedDiagnostic<'a>> {
    let diagnostics: Vec<&'a Diagnostic> = diagnostics.into_iter().collect();
    let located = locate(&diagnostics, sources);
    let mut placed: Vec<(usize, LocatedDiagnostic<'a>)> = diagnostics
        .into_iter()
        .enumerate()
        .map(|(index, diagnostic)| {
            let (file, span, pointer) = match (&diagnostic.location, located.get(&index)) {
                (Location::Pointer(pointer) | Location::Key(pointer), found) => {
                    let origin = sources.origin(pointer);
                    (origin.file, found.copied(), Some(origin.pointer))
                }
                (Location::Position { line, column }, _) => {
                    let at = |source: &Source| position::at(&source.text, *line, *column);
                    (0, sources.document().map(at), None)
                }
                (Location::Nowhere, _) => (0, None, None),
            };
            let placed = LocatedDiagnostic {
                source: span.and_then(|_| sources.files.get(file)),
                span,
                pointer,
                diagnostic,
            };
            (file, placed)
        })
        .collect();
    placed.sort_by_key(|(file, placed)| (*file, placed.span));
    placed.into_iter().map(|(_, placed)| placed).collect()
}

/// The diagnostics at nodes of one file.
#[derive(Default)]
struct FileDiagnostics {
    indexes: Vec<usize>,
    pointers: Vec<(Pointer, Part)>,
}

/// The spans of the diagnostics at nodes, by their index: one walk over each text.
fn locate(diagnostics: &[&Diagnostic], sources: &Sources) -> BTreeMap<usize, Span> {
    let mut wanted: BTreeMap<usize, FileDiagnostics> = BTreeMap::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        let (pointer, part) = match &diagnostic.location {
            Location::Pointer(pointer) => (pointer, Part::Value),
            Location::Key(pointer) => (pointer, Part::Key),
            Location::Position { .. } | Location::Nowhere => continue,
        };
        let origin = sources.origin(pointer);
        let of_file = wanted.entry(origin.file).or_default();
        of_file.indexes.push(index);
        of_file.pointers.push((origin.pointer, part));
    }
    let mut found = BTreeMap::new();
    for (file, wanted) in wanted {
        let Some(source) = sources.files.get(file) else {
            continue;
        };
        let spans = position::locate(&source.text, &wanted.pointers);
        found.extend(wanted.indexes.into_iter().zip(spans));
    }
    found
}
