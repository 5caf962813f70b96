//! The pipeline from a document to the files of a client.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use crate::{
    analysis::{self, TypeAnalysis},
    config::Config,
    diagnostic::{Code, Diagnostic, Diagnostics, Effect, Location, Severity, Skipped},
    emit::emit,
    failure::Failure,
    ir::{Api, RawJson},
    lower::lower,
    manifest,
    name::{check_renames, is_keyword, name},
    output::{Output, Package, Summary},
    pointer::Pointer,
    read::{Document, Refused, Sources, parse, read, source},
    render::{self, Detail},
    report,
    settings::{Feature, Layout, Settings},
    stack::with_large_stack,
    write,
};

/// Generates a client crate from a document.
#[derive(Debug, Clone)]
#[must_use]
pub struct Generator {
    document: PathBuf,
    config: Option<PathBuf>,
    pub(crate) settings: Settings,
}

impl Generator {
    /// Creates a generator for the document at a path, with default settings.
    pub fn new(document: impl Into<PathBuf>) -> Self {
        Self {
            document: document.into(),
            config: None,
            settings: Settings::default(),
        }
    }

    /// Takes the document and the settings from a `rejoinder.toml`.
    ///
    /// # Errors
    ///
    /// If the configuration can't be read, has an unknown key or an invalid value, or has no `input`.
    pub fn from_config(path: impl Into<PathBuf>) -> Result<Self, Failure> {
        let path = path.into();
        let config = Config::read(&path)?;
        let Some(document) = config.input else {
            let message = format!("missing `input` in `{}`", path.display());
            let diagnostic = Diagnostic::error(Code::Argument, Location::Nowhere, message);
            return Err(diagnostic.help("add `input = \"PATH\"`").into());
        };
        Ok(Self {
            document,
            config: Some(path),
            settings: config.settings,
        })
    }

    /// Sets the configuration that the settings were read from, in which errors show settings.
    #[doc(hidden)]
    pub fn configured_by(mut self, path: Option<PathBuf>) -> Self {
        self.config = path;
        self
    }

    /// Returns the paths of the configuration, if any, and of the document.
    pub(crate) fn read(&self) -> Vec<PathBuf> {
        let config = self.config.iter().cloned();
        config.chain([self.document.clone()]).collect()
    }

    /// Names the crate after the existing crate in a folder, if any.
    pub fn name_from_manifest(mut self, folder: &Path) -> Self {
        let manifest = write::existing(folder, "Cargo.toml").ok().flatten();
        self.settings.name = manifest
            .as_deref()
            .and_then(manifest::package_name)
            .or(self.settings.name);
        self
    }

    /// Names the crate. The default is the document's title in `kebab-case`.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.settings.name = Some(name.into());
        self
    }

    /// Sets the folder that contains all files the document refers to. The default is the
    /// document's folder.
    pub fn references(mut self, folder: impl Into<PathBuf>) -> Self {
        self.settings.references = Some(folder.into());
        self
    }

    /// Generates only operations with one of these tags, and the schemas that they use.
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let tags = tags.into_iter().map(Into::into);
        self.settings.include.tags.extend(tags);
        self
    }

    /// Generates only operations with one of these `operationId`s, and the schemas that they use.
    pub fn operations(mut self, ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let ids = ids.into_iter().map(Into::into);
        self.settings.include.operations.extend(ids);
        self
    }

    /// Generates modules for an existing crate, with these transports, instead of a crate.
    pub fn modules(mut self, transports: impl IntoIterator<Item = Feature>) -> Self {
        self.settings.layout = Layout::Modules;
        self.settings.features = transports.into_iter().collect();
        self
    }

    /// Replaces all settings.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Reads the document and generates the client in memory.
    pub fn generate(&self) -> Generation {
        self.generation(read(&self.document, self.settings.references.as_deref()))
    }

    /// Reads and lowers the document without generating files.
    #[doc(hidden)]
    pub fn inspect(&self) -> Generation {
        let document = match read(&self.document, self.settings.references.as_deref()) {
            Ok(document) => document,
            Err((sources, diagnostics)) => return Generation::refused(sources, diagnostics),
        };
        let mut diagnostics = Diagnostics::default();
        let api = with_large_stack(|| self.lowered(&document, &mut diagnostics));
        self.finish(document.sources, diagnostics, api, None)
    }

    fn lowered(&self, document: &Document, diagnostics: &mut Diagnostics) -> Api {
        let mut found = Diagnostics::default();
        let mut api = lower(document, &self.settings, &mut found);
        let generated = api.operations.iter().map(|it| &it.pointer);
        let selected = generated.chain(api.skipped.iter().map(|it| &it.pointer));
        let selected: BTreeSet<&Pointer> = selected.collect();
        for found in &document.excluded.diagnostics {
            if !is_of_unselected(found, &selected) {
                diagnostics.report(found.clone());
            }
        }
        diagnostics.append(found);
        api.raw.extend(analysis::infinitely_recursive(&api));
        api
    }

    /// Generates from the content of a document instead of its file.
    #[doc(hidden)]
    pub fn generate_from(&self, content: String) -> Generation {
        self.generation(parse(&self.document.display().to_string(), content))
    }

    fn generation(&self, read: Result<Document, Refused>) -> Generation {
        let document = match read {
            Ok(document) => document,
            Err((sources, diagnostics)) => {
                return Generation::refused(sources, diagnostics);
            }
        };
        let mut diagnostics = Diagnostics::default();
        let (api, output) = with_large_stack(|| {
            let api = self.lowered(&document, &mut diagnostics);
            let output = self.output(&document, &api, &mut diagnostics);
            (api, output)
        });
        self.finish(document.sources, diagnostics, api, output)
    }

    /// Turns allowed warnings into notes, and adds the configuration to the sources if a diagnostic
    /// is about a setting.
    fn finish(
        &self,
        mut sources: Sources,
        diagnostics: Diagnostics,
        api: Api,
        output: Option<Output>,
    ) -> Generation {
        let mut diagnostics = diagnostics.into_distinct(&sources);
        for found in &mut diagnostics {
            if found.severity == Severity::Warning && self.settings.allow.contains(&found.code) {
                found.severity = Severity::Note;
            }
        }
        let is_setting = |found: &Diagnostic| matches!(found.location, Location::Setting(_));
        let config = self.config.as_deref();
        let config = config.filter(|_| diagnostics.iter().any(is_setting));
        sources.config = config.and_then(|path| source(path).ok()).map(Box::new);
        Generation {
            diagnostics,
            sources,
            api: Some(api),
            output,
        }
    }

    fn output(
        &self,
        document: &Document,
        api: &Api,
        diagnostics: &mut Diagnostics,
    ) -> Option<Output> {
        let crate_name = match &self.settings.name {
            Some(name) if is_package_name(name) => name.clone(),
            Some(name) => {
                let message = format!("invalid package name `{name}`");
                diagnostics.report(
                    Diagnostic::error(Code::Argument, Location::Nowhere, message).help(
                        "use letters, digits, `-` and `_`, beginning with a letter; keywords of Rust \
                         are not allowed",
                    ),
                );
                return None;
            }
            None => name_from_title(&document.openapi.info.title),
        };
        self.settings.check(diagnostics);
        check_renames(api, &self.settings.rename, diagnostics);
        let is_empty = api.operations.is_empty() && !document.excluded.no_paths;
        if is_empty && !diagnostics.has_errors() {
            let (message, help) = if api.skipped.is_empty() {
                (
                    "no operations",
                    "check the filters in `include` and `exclude`, and `paths` in the document",
                )
            } else {
                (
                    "no operation can be generated",
                    "see the warnings: they name the reason for each operation",
                )
            };
            let location = Location::Key(Pointer::root().child("paths"));
            diagnostics
                .report(Diagnostic::error(Code::NothingToGenerate, location, message).help(help));
        }
        if diagnostics.has_errors() {
            return None;
        }
        let names = name(api, &self.settings, diagnostics);
        let analysis = TypeAnalysis::of(api, diagnostics);
        let emitted = emit(api, &names, &analysis, &crate_name, &self.settings);
        Some(Output {
            summary: Summary::of(api),
            files: emitted.files,
            package: (self.settings.layout == Layout::Crate).then_some(Package {
                readme: emitted.readme,
                manifest: emitted.manifest,
            }),
        })
    }
}

/// Returns `true` if a name is valid for a package in cargo and for a crate in Rust.
fn is_package_name(name: &str) -> bool {
    let reserved = ["alloc", "core", "proc_macro", "std", "test"];
    let ident = name.replace('-', "_");
    !reserved.contains(&ident.as_str())
        && !is_keyword(&ident)
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
}

/// Returns the default name of a crate: the title of its document in `kebab-case`.
pub(crate) fn name_from_title(title: &str) -> String {
    let title = title.replace(['\'', '’'], "");
    let ascii = title.replace(|c: char| !c.is_ascii_alphanumeric(), " ");
    // Only spaces separate words: `GitHub` is a single word.
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

/// The result of a run: diagnostics and output.
#[derive(Debug)]
pub struct Generation {
    /// The files that were read.
    pub sources: Sources,
    /// The problems of the document and the settings, in the order in which they were found.
    pub diagnostics: Vec<Diagnostic>,
    /// The lowered document; `None` if it could not be parsed.
    #[doc(hidden)]
    pub api: Option<Api>,
    /// The generated files; `None` after an error.
    pub output: Option<Output>,
}

/// Returns `true` if a diagnostic is about a reference in an operation that isn't selected.
fn is_of_unselected(found: &Diagnostic, selected: &BTreeSet<&Pointer>) -> bool {
    const SHARED: [&str; 5] = ["$ref", "description", "parameters", "servers", "summary"];
    let is_reference = matches!(
        found.code,
        Code::UnresolvedReference | Code::UnsupportedReference
    );
    let Some(node) = found.node().filter(|_| is_reference) else {
        return false;
    };
    let mut keys = node.keys();
    let in_operation = keys.next().is_some_and(|root| root == "paths")
        && keys
            .nth(1)
            .is_some_and(|key| !SHARED.contains(&key.as_str()));
    let parents = |at: &Pointer| at.parent().map(|(parent, _)| parent);
    let mut pointers = std::iter::successors(Some(node.clone()), parents);
    in_operation && !pointers.any(|pointer| selected.contains(&pointer))
}

impl Generation {
    fn refused(sources: Sources, diagnostics: Vec<Diagnostic>) -> Self {
        Self {
            sources,
            diagnostics,
            api: None,
            output: None,
        }
    }

    /// Returns `true` if a selected part of the document isn't in the client.
    pub fn is_incomplete(&self) -> bool {
        !self.skipped().is_empty() || self.diagnostics.iter().any(Diagnostic::is_omission)
    }

    /// Returns the diagnostics that prevent output.
    pub fn errors(&self) -> Vec<&Diagnostic> {
        let errors = self.diagnostics.iter();
        errors
            .filter(|found| found.severity == Severity::Error)
            .collect()
    }

    /// Returns the number of selected operations, generated or skipped.
    pub fn selected(&self) -> usize {
        let api = self.api.as_ref();
        api.map_or(0, |api| api.operations.len() + api.skipped.len())
    }

    /// Returns the selected operations that can't be generated, in document order.
    pub fn skipped(&self) -> &[Skipped] {
        self.api.as_ref().map_or(&[], |api| &api.skipped)
    }

    /// Returns the schemas that are typed as raw JSON, each with the reason.
    pub fn raw_json(&self) -> &[RawJson] {
        self.api.as_ref().map_or(&[], |api| &api.raw)
    }

    /// Returns the diagnostics about omitted parts of operations that are in the client.
    pub fn omissions(&self) -> impl Iterator<Item = &Diagnostic> {
        let left_out = self
            .diagnostics
            .iter()
            .filter(|found| found.is_omission() && found.code.effect() == Effect::LeftOut);
        left_out.filter(|found| !found.loses_operations)
    }

    /// Like [`omissions`](Self::omissions), with one line for each kind of diagnostic.
    pub fn omission_lines(&self) -> Vec<String> {
        render::lines(self.omissions().collect(), &self.sources)
    }

    /// Returns a JSON report. Its schema is `report.schema.json`.
    pub fn report(&self) -> String {
        report::report(self)
    }

    /// Renders errors and warnings for a terminal: each kind once, with its first locations.
    pub fn rendered(&self, color: bool) -> String {
        self.rendered_in(Detail::Brief, color)
    }

    /// Renders the diagnostics for a terminal at a level of detail.
    pub fn rendered_in(&self, detail: Detail, color: bool) -> String {
        render::render(&self.diagnostics, &self.sources, color, detail)
    }
}
