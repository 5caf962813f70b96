//! Diagnostics of a document. Stages report into [`Diagnostics`] and continue.
//!
//! *Invalid* (the document violates its specification) and *unsupported* (the document is valid,
//! but Rejoinder doesn't support a feature) are different kinds. Every [`Code`] has one kind.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use indexmap::IndexSet;

use crate::{
    pointer::Pointer,
    read::{Sources, route},
    visible::escaped,
};

/// The severity of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// A part of the document is lost or wrong.
    Warning,
    /// Nothing is lost, or the document can't avoid the loss. Hidden by default.
    Note,
}

impl Severity {
    /// Returns the printed word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// The cause of a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The document is invalid.
    Invalid,
    /// The document is valid, but Rejoinder doesn't support it.
    Unsupported,
    /// The request is invalid: a file or an argument.
    Request,
}

/// The effect on the affected part of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing is generated.
    Refused,
    /// The part isn't in the client.
    LeftOut,
    /// The part is in the client, but not as documented.
    WorkedAround,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $kind:ident, $effect:ident;)*) => {
        /// The stable identifier of a kind of diagnostic.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns the printed name, in kebab case.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Returns the cause.
            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)* }
            }

            /// Returns the effect on the affected part of the document.
            pub fn effect(self) -> Effect {
                match self { $(Self::$variant => Effect::$effect,)* }
            }

            /// Returns the explanation, in Markdown: the meaning, an example, and the fix.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("explain/", $text, ".md")),)* }
            }
        }
    };
}

codes! {
    /// A file can't be read or written.
    Io = "io", Request, Refused;
    /// A selected or configured tag, operation or schema isn't in the document.
    NotInDocument = "not-in-document", Request, Refused;
    /// An argument or a setting is not valid.
    Argument = "argument", Request, Refused;
    /// No selected operation of the document can be generated.
    NothingToGenerate = "nothing-to-generate", Unsupported, Refused;
    /// The document is too large, possibly because of its aliases.
    TooLarge = "too-large", Unsupported, Refused;
    /// The file is not valid JSON or YAML.
    Syntax = "syntax", Invalid, Refused;
    /// A mapping has a key twice.
    DuplicateKey = "duplicate-key", Invalid, LeftOut;
    /// The file is not an OpenAPI document.
    NotOpenapi = "not-openapi", Invalid, Refused;
    /// The version of OpenAPI is not supported.
    UnsupportedVersion = "unsupported-version", Unsupported, Refused;
    /// A node of the document has the wrong type.
    InvalidNode = "invalid-node", Invalid, LeftOut;
    /// A field is unknown.
    UnknownKey = "unknown-key", Invalid, LeftOut;
    /// A required field is missing.
    MissingKey = "missing-key", Invalid, WorkedAround;
    /// A `$ref` can't be resolved.
    UnresolvedReference = "unresolved-reference", Invalid, LeftOut;
    /// A `$ref` refers to itself.
    CyclicReference = "cyclic-reference", Invalid, LeftOut;
    /// Parts of the document contradict each other.
    Contradiction = "contradiction", Invalid, WorkedAround;
    /// A security requirement names an unknown security scheme.
    UnknownScheme = "unknown-scheme", Invalid, WorkedAround;
    /// An operation has no unique `operationId`.
    OperationId = "operation-id", Invalid, WorkedAround;
    /// An operation has no documented response.
    NoResponses = "no-responses", Invalid, WorkedAround;
    /// Two names of the document are the same in Rust.
    NameCollision = "name-collision", Unsupported, WorkedAround;
    /// A reference is not supported.
    UnsupportedReference = "unsupported-reference", Unsupported, LeftOut;
    /// A schema is typed as raw JSON.
    UnsupportedSchema = "unsupported-schema", Unsupported, WorkedAround;
    /// A format is unknown.
    UnknownFormat = "unknown-format", Unsupported, WorkedAround;
    /// A parameter can't be sent as documented.
    UnsupportedParameter = "unsupported-parameter", Unsupported, LeftOut;
    /// The serialization of a value is not specified.
    UnspecifiedForm = "unspecified-form", Invalid, WorkedAround;
    /// A body can't be sent or read as documented.
    UnsupportedBody = "unsupported-body", Unsupported, LeftOut;
    /// A part of the document is not generated.
    NotGenerated = "not-generated", Unsupported, LeftOut;
    /// An invariant of Rejoinder is broken.
    Internal = "internal", Unsupported, WorkedAround;
}

/// A problem, with its location and help.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The kind of problem.
    pub code: Code,
    /// The severity.
    pub severity: Severity,
    /// The location.
    pub location: Location,
    /// The problem, without a full stop. Invisible characters are escaped.
    pub message: String,
    /// The fix.
    pub help: Option<String>,
    /// `true` if operations are left out because of the problem. The message names the operations.
    pub loses_operations: bool,
}

/// The location of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Location {
    /// A node of the document.
    Pointer(Pointer),
    /// The key of a node.
    Key(Pointer),
    /// A line and a column, both from 1, in a source that could not be parsed.
    Position {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// A setting, by its keys in `rejoinder.toml`: `#/rename/schemas/Pet`. The last key may be a string
    /// in an array. A setting that isn't in the file has no position.
    Setting(Pointer),
    /// No location in a document: the problem is a file or an argument.
    Nowhere,
}

impl Location {
    /// Returns the location of a setting.
    pub(crate) fn setting(keys: &[&str]) -> Self {
        let keys = keys.iter();
        Self::Setting(keys.fold(Pointer::root(), |setting, key| setting.child(key)))
    }
}

impl Diagnostic {
    /// Creates an error, which ends the run.
    pub fn error(code: Code, location: Location, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            location,
            message: escaped(&message.into()),
            help: None,
            loses_operations: false,
        }
    }

    /// Creates a warning.
    pub fn warning(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Warning,
            location: Location::Pointer(pointer.clone()),
            message: escaped(&message.into()),
            help: None,
            loses_operations: false,
        }
    }

    /// Creates a note: nothing is lost, or the document can't avoid the loss.
    pub fn note(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::warning(code, pointer, message)
        }
    }

    /// Creates the warning of a broken invariant, which is a bug of Rejoinder.
    pub(crate) fn internal(pointer: &Pointer, message: impl Into<String>) -> Self {
        Self::warning(Code::Internal, pointer, message)
            .help("this is a bug of Rejoinder: report it with the document")
    }

    /// Returns `true` if a part of the document isn't in the client.
    pub fn is_omission(&self) -> bool {
        self.severity != Severity::Note && self.code.effect() != Effect::WorkedAround
    }

    /// Replaces the location.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = location;
        self
    }

    /// Returns the pointer of the affected node.
    pub(crate) fn node(&self) -> Option<&Pointer> {
        match &self.location {
            Location::Pointer(pointer) | Location::Key(pointer) => Some(pointer),
            Location::Position { .. } | Location::Setting(_) | Location::Nowhere => None,
        }
    }

    /// Renames the pointer.
    #[must_use]
    pub(crate) fn renamed(mut self, rename: &impl Fn(&Pointer) -> Pointer) -> Self {
        if let Location::Pointer(pointer) | Location::Key(pointer) = &mut self.location {
            *pointer = rename(pointer);
        }
        self
    }

    /// Names the operations that are left out because of the problem.
    #[must_use]
    pub(crate) fn losing(self, operations: &[String]) -> Self {
        let names: Vec<String> = operations.iter().map(|name| format!("`{name}`")).collect();
        let names = names.join(", ");
        match operations {
            [] => self,
            [_] => self.with_loss(&format!("the operation {names} is left out")),
            _ => self.with_loss(&format!("the operations {names} are left out")),
        }
    }

    /// Names the path whose operations are left out because of the problem.
    #[must_use]
    pub(crate) fn losing_path(self, path: &str) -> Self {
        self.with_loss(&format!("the operations of `{path}` are left out"))
    }

    fn with_loss(mut self, loss: &str) -> Self {
        self.message = escaped(&format!("{}; {loss}", self.message));
        self.loses_operations = true;
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(escaped(&help.into()));
        self
    }

    /// Adds the consequence that applies until the problem is fixed.
    #[must_use]
    pub(crate) fn with_consequence(self, consequence: &str) -> Self {
        let help = match self.help.as_deref() {
            Some(question) if question.ends_with('?') => {
                format!("{question} Otherwise {consequence}")
            }
            Some(help) => format!("{help}; {consequence} here"),
            None => consequence.to_owned(),
        };
        self.help(help)
    }
}

impl fmt::Display for Diagnostic {
    /// Writes one line without an excerpt; [`render`](crate::render) draws the excerpt.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}[{}]: {}",
            self.severity.as_str(),
            self.code.as_str(),
            self.message
        )?;
        match &self.location {
            Location::Pointer(pointer) | Location::Key(pointer) => {
                write!(formatter, " ({})", escaped(&pointer.to_string()))
            }
            Location::Position { line, column } => write!(formatter, " ({line}:{column})"),
            Location::Setting(_) | Location::Nowhere => Ok(()),
        }
    }
}

impl std::error::Error for Diagnostic {}

/// An operation of the document that isn't in the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The `operationId`, or else the method and path, such as `get /users`.
    pub operation: String,
    /// The location.
    pub pointer: Pointer,
    /// The kind of problem.
    pub code: Code,
    /// The problem, without a full stop.
    pub reason: String,
}

impl Skipped {
    /// Creates the record of an operation that is left out.
    pub fn new(id: Option<&str>, pointer: &Pointer, reason: &Diagnostic) -> Self {
        Self {
            operation: escaped(&id.map_or_else(|| route(pointer), str::to_owned)),
            pointer: pointer.clone(),
            code: reason.code,
            reason: reason.message.clone(),
        }
    }
}

/// The maximum number of warnings, and of notes, of one code.
pub(crate) const MAX_OF_CODE: usize = 10_000;

/// A collection of distinct diagnostics.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: IndexSet<Diagnostic>,
    /// The numbers of kept warnings and notes.
    counts: BTreeMap<(Code, Severity), usize>,
    /// The codes and severities of omitted warnings and notes.
    omitted: BTreeSet<(Code, Severity)>,
}

impl Diagnostics {
    /// Adds a diagnostic.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        let (code, severity) = (diagnostic.code, diagnostic.severity);
        if severity == Severity::Error {
            self.found.insert(diagnostic);
            return;
        }
        let count = self.counts.entry((code, severity)).or_default();
        if *count < MAX_OF_CODE {
            *count += usize::from(self.found.insert(diagnostic));
        } else if !self.found.contains(&diagnostic) {
            self.omitted.insert((code, severity));
        }
    }

    /// Adds the diagnostics of another stage.
    pub fn append(&mut self, others: Self) {
        self.omitted.extend(others.omitted);
        for diagnostic in others.found {
            self.report(diagnostic);
        }
    }

    /// Returns `true` if an error was reported.
    pub fn has_errors(&self) -> bool {
        self.found
            .iter()
            .any(|found| found.severity == Severity::Error)
    }

    /// Returns the diagnostics in the order of their reports. Diagnostics with the same origin are
    /// kept once, even if the node was imported several times.
    pub fn into_distinct(self, sources: &Sources) -> Vec<Diagnostic> {
        let mut seen = BTreeSet::new();
        let mut found = self.into_vec();
        found.retain(|found| {
            let Some(node) = found.node() else {
                return true;
            };
            let origin = sources.place(node);
            seen.insert((
                found.code,
                found.message.clone(),
                origin.file,
                origin.pointer,
            ))
        });
        found
    }

    /// Returns the diagnostics in the order of their reports, and a diagnostic for each exceeded
    /// limit.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        let omitted = self.omitted.into_iter().map(|(code, severity)| {
            let (kind, code_text) = (severity.as_str(), code.as_str());
            let message = format!("only {MAX_OF_CODE} {kind}s of `{code_text}` are listed");
            let found = Diagnostic::error(code, Location::Nowhere, message);
            Diagnostic { severity, ..found }.help("correct them, and generate again")
        });
        self.found.into_iter().chain(omitted).collect()
    }
}
