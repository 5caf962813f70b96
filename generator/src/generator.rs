//! The whole way, from a path to a folder.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Place},
    emit::{Layout, TransportKind, emit},
    graph::Facts,
    ir::Api,
    lower::{Selection, lower},
    manifest::{self, Manifest},
    name::name,
    read::{Document, Refused, Source, parse, read},
    render,
    write::{self, Files, Stale, Written},
};

/// Generates a client crate from a document.
#[derive(Debug, Clone)]
#[must_use]
pub struct Generator {
    document: PathBuf,
    name: Option<String>,
    selection: Selection,
    layout: Layout,
}

impl Generator {
    /// Generates from the document at this path.
    pub fn new(document: impl Into<PathBuf>) -> Self {
        Self {
            document: document.into(),
            name: None,
            selection: Selection::default(),
            layout: Layout::Crate,
        }
    }

    /// Names the crate as the one that is in a folder already, if there is one.
    pub fn name_of(mut self, folder: &Path) -> Self {
        let manifest = write::existing(folder, "Cargo.toml").ok().flatten();
        self.name = manifest
            .as_deref()
            .and_then(manifest::package_name)
            .or(self.name);
        self
    }

    /// Names the crate; without it, it is named after the document's title.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Generates only operations with one of these tags, and what they reach.
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.selection.tags.extend(tags.into_iter().map(Into::into));
        self
    }

    /// Generates only operations with one of these `operationId`s, and what they reach.
    pub fn operations(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.selection
            .operations
            .extend(ids.into_iter().map(Into::into));
        self
    }

    /// Generates modules with these transports, to be included into a crate, in place of a crate.
    pub fn modules(mut self, transports: impl IntoIterator<Item = TransportKind>) -> Self {
        self.layout = Layout::Modules(transports.into_iter().collect());
        self
    }

    /// Reads the document and generates everything, in memory.
    pub fn generate(&self) -> Generation {
        self.generation(read(&self.document))
    }

    /// Generates from a text in place of the file.
    #[doc(hidden)]
    pub fn generate_from(&self, text: String) -> Generation {
        self.generation(parse(&self.document.display().to_string(), text))
    }

    fn generation(&self, read: Result<Document, Refused>) -> Generation {
        let document = match read {
            Ok(document) => document,
            Err((source, diagnostics)) => {
                return Generation {
                    source: Some(source),
                    diagnostics,
                    output: None,
                };
            }
        };
        let mut diagnostics = Diagnostics::default();
        let output = self.output(&document.openapi, &mut diagnostics);
        let diagnostics = diagnostics.into_found();
        Generation {
            source: Some(document.source),
            diagnostics,
            output,
        }
    }

    fn output(
        &self,
        document: &openapiv3::OpenAPI,
        diagnostics: &mut Diagnostics,
    ) -> Option<Output> {
        let name_of_crate = match &self.name {
            Some(name) if is_package_name(name) => name.clone(),
            Some(name) => {
                let message = format!("`{name}` can't be the name of a package");
                diagnostics.report(
                    Diagnostic::error(Code::Argument, Place::Nowhere, message)
                        .help("a name is letters, digits, `-` and `_`, and begins with a letter"),
                );
                return None;
            }
            None => name_from_title(&document.info.title),
        };
        let api = lower(document, &self.selection, diagnostics);
        if api.operations.is_empty() && !diagnostics.has_errors() {
            let message = "there is no operation that can be generated";
            diagnostics.report(
                Diagnostic::error(Code::NothingToGenerate, Place::Nowhere, message)
                    .help("the warnings say why each was left out"),
            );
        }
        if diagnostics.has_errors() {
            return None;
        }
        let names = name(&api, diagnostics);
        let facts = Facts::of(&api, diagnostics);
        let emitted = emit(&api, &names, &facts, &name_of_crate, &self.layout);
        Some(Output {
            summary: Summary::of(&api),
            files: emitted.files,
            manifest: (self.layout == Layout::Crate).then_some(emitted.manifest),
        })
    }
}

/// Whether cargo takes a name for a package's.
fn is_package_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// The name of a crate whose user gave none.
fn name_from_title(title: &str) -> String {
    let title = title.replace(['\'', '’'], "");
    let ascii = title.replace(|c: char| !c.is_ascii_alphanumeric(), " ");
    // Words are told by their spaces alone: `GitHub` is one.
    let name = ascii
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("-")
        .to_lowercase();
    if is_package_name(&name) {
        name
    } else {
        "api-client".to_owned()
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Generation {
    /// What was read.
    pub source: Option<Source>,
    /// What was found wrong, in the order in which it was found.
    pub diagnostics: Vec<Diagnostic>,
    /// What was generated, unless an error was found.
    pub output: Option<Output>,
}

impl Generation {
    /// The diagnostics as a person reads them.
    pub fn rendered(&self, color: bool) -> String {
        render::render(&self.diagnostics, self.source.as_ref(), color)
    }
}

/// What was generated, not written yet.
#[derive(Debug)]
pub struct Output {
    /// What there is of what.
    pub summary: Summary,
    /// Source files and README, by path.
    pub files: std::collections::BTreeMap<String, String>,
    /// What the manifest of a crate has to say.
    pub manifest: Option<Manifest>,
}

impl Output {
    /// Writes the crate: only what differs, and nothing that Rejoinder didn't write before.
    ///
    /// # Errors
    ///
    /// When a file is in the way or was edited, or can't be written. Nothing is changed then.
    pub fn write(&self, folder: &Path) -> Result<Written, Failure> {
        write::write(&self.with_manifest(folder)?, folder).map_err(Failure)
    }

    /// Compares the crate with what is there, and writes nothing.
    ///
    /// # Errors
    ///
    /// When a file can't be read.
    pub fn check(&self, folder: &Path) -> Result<Stale, Failure> {
        write::check(&self.with_manifest(folder)?, folder).map_err(Failure)
    }

    /// All files, with the manifest merged into the one that is there.
    fn with_manifest(&self, folder: &Path) -> Result<Files, Failure> {
        let mut files = Files {
            owned: self.files.clone(),
            ..Files::default()
        };
        if let Some(manifest) = &self.manifest {
            let one = |diagnostic| Failure(vec![diagnostic]);
            let existing = write::existing(folder, "Cargo.toml").map_err(one)?;
            let merged = manifest::merge(existing.as_deref(), manifest).map_err(one)?;
            files.shared.insert("Cargo.toml".to_owned(), merged);
        }
        Ok(files)
    }
}

/// How many of what were generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Operations.
    pub operations: usize,
    /// Documented replies: variants of all responses.
    pub replies: usize,
    /// Documented headers of replies.
    pub headers: usize,
    /// Types with a name, responses and requests left aside.
    pub types: usize,
}

impl Summary {
    fn of(api: &Api) -> Self {
        let replies = || {
            api.operations
                .iter()
                .flat_map(|operation| &operation.replies)
        };
        Self {
            operations: api.operations.len(),
            replies: replies().count(),
            headers: replies().map(|reply| reply.headers.len()).sum(),
            types: api.types.len(),
        }
    }
}

/// Why files can't be written or compared.
#[derive(Debug)]
pub struct Failure(pub Vec<Diagnostic>);

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(render::render(&self.0, None, false).trim_end())
    }
}

impl std::error::Error for Failure {}
