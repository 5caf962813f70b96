//! Diagnostics with their positions in the source.

use std::collections::BTreeMap;

use crate::{
    config::locate as locate_setting,
    diagnostic::{Diagnostic, Location},
    pointer::Pointer,
    position::{self, Part, Span},
    read::{Source, Sources},
};

/// A diagnostic with its position.
pub(crate) struct LocatedDiagnostic<'a> {
    /// The source file.
    pub(crate) source: Option<&'a Source>,
    /// The position in the file.
    pub(crate) span: Option<Span>,
    /// The pointer of the node in the file.
    pub(crate) pointer: Option<Pointer>,
    /// The diagnostic.
    pub(crate) diagnostic: &'a Diagnostic,
}

/// Locates diagnostics and sorts them by file and position. Diagnostics without a position come
/// first, then diagnostics of settings.
pub(crate) fn in_order<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    sources: &'a Sources,
) -> Vec<LocatedDiagnostic<'a>> {
    let diagnostics: Vec<&'a Diagnostic> = diagnostics.into_iter().collect();
    let spans = locate(&diagnostics, sources);
    let mut located_diagnostics: Vec<(Option<usize>, LocatedDiagnostic<'a>)> = diagnostics
        .into_iter()
        .enumerate()
        .map(|(index, diagnostic)| {
            let (file, source, span, pointer) = match (&diagnostic.location, spans.get(&index)) {
                (Location::Pointer(pointer) | Location::Key(pointer), found) => {
                    let origin = sources.place(pointer);
                    let source = sources.files.get(origin.file);
                    (
                        Some(origin.file),
                        source,
                        found.copied(),
                        Some(origin.pointer),
                    )
                }
                (Location::Position { line, column }, _) => {
                    let at = |source: &Source| position::at(&source.text, *line, *column);
                    let document = sources.document();
                    (Some(0), document, document.map(at), None)
                }
                (Location::Setting(setting), _) => {
                    let config = sources.config.as_deref();
                    let span = config.and_then(|config| locate_setting(&config.text, setting));
                    (None, config, span, None)
                }
                (Location::Nowhere, _) => (None, None, None, None),
            };
            let located = LocatedDiagnostic {
                source: source.filter(|_| span.is_some()),
                span,
                pointer,
                diagnostic,
            };
            (file, located)
        })
        .collect();
    located_diagnostics.sort_by_key(|(file, located)| (*file, located.span));
    located_diagnostics
        .into_iter()
        .map(|(_, located)| located)
        .collect()
}

/// The diagnostics at nodes of one file.
#[derive(Default)]
struct FileDiagnostics {
    indexes: Vec<usize>,
    pointers: Vec<(Pointer, Part)>,
}

/// Returns the spans of diagnostics at nodes, by index, in one pass over each file.
fn locate(diagnostics: &[&Diagnostic], sources: &Sources) -> BTreeMap<usize, Span> {
    let mut by_file: BTreeMap<usize, FileDiagnostics> = BTreeMap::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        let (pointer, part) = match &diagnostic.location {
            Location::Pointer(pointer) => (pointer, Part::Value),
            Location::Key(pointer) => (pointer, Part::Key),
            Location::Position { .. } | Location::Setting(_) | Location::Nowhere => continue,
        };
        let origin = sources.place(pointer);
        let of_file = by_file.entry(origin.file).or_default();
        of_file.indexes.push(index);
        of_file.pointers.push((origin.pointer, part));
    }
    let mut found = BTreeMap::new();
    for (file, diagnostics) in by_file {
        let Some(source) = sources.files.get(file) else {
            continue;
        };
        let spans = position::locate(&source.text, &diagnostics.pointers);
        found.extend(diagnostics.indexes.into_iter().zip(spans));
    }
    found
}
