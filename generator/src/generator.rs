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
    read::{Source, read},
    render,
    write::{self, Edits, Files, Stale, Written},
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
        let document = match read(&self.document) {
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
            package: (self.layout == Layout::Crate).then_some(Package {
                readme: emitted.readme,
                manifest: emitted.manifest,
            }),
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
    /// Source files, by path.
    pub files: std::collections::BTreeMap<String, String>,
    /// What a crate has besides.
    pub package: Option<Package>,
}

/// What makes source files a crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The README that the crate begins with.
    pub readme: String,
    /// What the manifest has to say.
    pub manifest: Manifest,
}

impl Output {
    /// Writes the crate: only what differs, all at once or not at all, and over nothing that
    /// Rejoinder didn't write before. README and manifest are the user's as well: the one is
    /// written when there is none, and of the other only the keys that are ours change.
    ///
    /// Waits for another run on the same folder.
    ///
    /// # Errors
    ///
    /// When a file is in the way or was edited, or can't be written. Nothing is changed then.
    pub fn write(&self, folder: &Path) -> Result<Written, Failure> {
        self.write_over(folder, Edits::Keep)
    }

    /// Like [`write`](Self::write), but files that Rejoinder wrote and someone edited are replaced.
    ///
    /// # Errors
    ///
    /// When a file is in the way, or can't be written. Nothing is changed then.
    pub fn overwrite(&self, folder: &Path) -> Result<Written, Failure> {
        self.write_over(folder, Edits::Overwrite)
    }

    fn write_over(&self, folder: &Path, edits: Edits) -> Result<Written, Failure> {
        write::write(folder, edits, |folder| self.merged(folder)).map_err(Failure)
    }

    /// Compares the crate with what is there, and writes nothing.
    ///
    /// # Errors
    ///
    /// When a file can't be read.
    pub fn check(&self, folder: &Path) -> Result<Stale, Failure> {
        let files = self.merged(folder);
        let files = files.map_err(|diagnostic| Failure(vec![diagnostic]))?;
        write::check(&files, folder).map_err(Failure)
    }

    /// All files, with the manifest merged into the one that is there.
    fn merged(&self, folder: &Path) -> Result<Files, Diagnostic> {
        let mut files = Files {
            owned: self.files.clone(),
            ..Files::default()
        };
        if let Some(package) = &self.package {
            let existing = write::existing(folder, "Cargo.toml")?;
            let merged = manifest::merge(existing.as_deref(), &package.manifest)?;
            files.code_folder = "src".to_owned();
            files.shared.insert("Cargo.toml".to_owned(), merged);
            let readme = package.readme.clone();
            files.initial.insert("README.md".to_owned(), readme);
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
