//! What is wrong with a document, as values: stages report into [`Diagnostics`] and go on.
//!
//! *Invalid* (the document breaks its specification) and *unsupported* (the document is right and
//! Rejoinder can't do it yet) are different kinds, and every [`Code`] is of one kind.

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

/// What a problem costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// Something is lost or wrong; the message says what.
    Warning,
    /// Nothing is lost, or nobody can change it. Hidden unless it is asked for.
    Note,
}

impl Severity {
    /// The word that is printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Whose problem it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The document is wrong.
    Invalid,
    /// The document is right, and Rejoinder can't do it.
    Unsupported,
    /// What was asked for can't be done: a file, an argument.
    Request,
}

/// What becomes of the part of a document that has a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Nothing is generated.
    Refused,
    /// It isn't in the client.
    LeftOut,
    /// It is in the client, in another way than the document says.
    WorkedAround,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $kind:ident, $effect:ident;)*) => {
        /// The stable name of a sort of problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// All there are.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name that is printed, in kebab case.
            pub fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Whose problem it is.
            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)* }
            }

            /// What becomes of the part of the document that has it.
            pub fn effect(self) -> Effect {
                match self { $(Self::$variant => Effect::$effect,)* }
            }

            /// A page on it, in Markdown: what it means, an example, and what to do.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$variant => include_str!(concat!("explain/", $text, ".md")),)* }
            }
        }
    };
}

codes! {
    /// A file can't be read or written.
    Io = "io", Request, Refused;
    /// A tag or operation that was asked for isn't in the document.
    NotInDocument = "not-in-document", Request, Refused;
    /// An argument or setting that can't be used.
    Argument = "argument", Request, Refused;
    /// No operation of the document, or of what was asked for, can be generated.
    NothingToGenerate = "nothing-to-generate", Unsupported, Refused;
    /// The document is too large to be read, or its aliases make it so.
    TooLarge = "too-large", Unsupported, Refused;
    /// The text is not JSON or YAML.
    Syntax = "syntax", Invalid, Refused;
    /// A key is in a mapping twice.
    DuplicateKey = "duplicate-key", Invalid, LeftOut;
    /// The text is not an OpenAPI document.
    NotOpenapi = "not-openapi", Invalid, Refused;
    /// The version of the specification isn't one that is read.
    UnsupportedVersion = "unsupported-version", Unsupported, Refused;
    /// A part of the document has the wrong shape.
    InvalidNode = "invalid-node", Invalid, LeftOut;
    /// A key isn't in the specification where it is.
    UnknownKey = "unknown-key", Invalid, LeftOut;
    /// A key is missing that the specification requires.
    MissingKey = "missing-key", Invalid, WorkedAround;
    /// A `$ref` leads nowhere.
    UnresolvedReference = "unresolved-reference", Invalid, LeftOut;
    /// A `$ref` leads back to itself.
    CyclicReference = "cyclic-reference", Invalid, LeftOut;
    /// Parts of the document contradict each other.
    Contradiction = "contradiction", Invalid, WorkedAround;
    /// A security requirement names no security scheme of the document.
    UnknownScheme = "unknown-scheme", Invalid, WorkedAround;
    /// An operation has no `operationId`, or one that another has too.
    OperationId = "operation-id", Invalid, WorkedAround;
    /// An operation documents no response.
    NoResponses = "no-responses", Invalid, WorkedAround;
    /// Two things would have the same name in Rust, and were told apart.
    NameCollision = "name-collision", Unsupported, WorkedAround;
    /// A reference to another file, or to a place other than a component.
    UnsupportedReference = "unsupported-reference", Unsupported, LeftOut;
    /// A schema that is typed as raw JSON because it can't be told what it says.
    UnsupportedSchema = "unsupported-schema", Unsupported, WorkedAround;
    /// A format that isn't known.
    UnknownFormat = "unknown-format", Unsupported, WorkedAround;
    /// A parameter that can't be sent the way the document says.
    UnsupportedParameter = "unsupported-parameter", Unsupported, LeftOut;
    /// A value that the specification gives no form.
    UnspecifiedForm = "unspecified-form", Invalid, WorkedAround;
    /// A media type or body that can't be sent or read the way the document says.
    UnsupportedBody = "unsupported-body", Unsupported, LeftOut;
    /// Part of the document that isn't generated yet: callbacks, links, media types.
    NotGenerated = "not-generated", Unsupported, LeftOut;
}

/// One problem, with its place and its remedy.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The sort of problem.
    pub code: Code,
    /// What it costs.
    pub severity: Severity,
    /// Where it is.
    pub location: Location,
    /// The problem, in one sentence without a full stop. Invisible characters are escaped.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Location {
    /// At a node of the document.
    Pointer(Pointer),
    /// At the key of a node, which is what is wrong.
    Key(Pointer),
    /// At a line and a column (both from 1) of a text that has no nodes yet.
    Position {
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
    },
    /// At no place in a document: a file, an argument.
    Nowhere,
}

impl Diagnostic {
    /// A problem that ends the run.
    pub fn error(code: Code, location: Location, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            location,
            message: escaped(&message.into()),
            help: None,
        }
    }

    /// A problem that something was done about.
    pub fn warning(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Warning,
            location: Location::Pointer(pointer.clone()),
            message: escaped(&message.into()),
            help: None,
        }
    }

    /// A fact about the client that loses nothing, or that nobody can change.
    pub fn note(code: Code, pointer: &Pointer, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Note,
            ..Self::warning(code, pointer, message)
        }
    }

    /// Returns `true` if a part of the document isn't in the client.
    pub fn loses(&self) -> bool {
        self.severity != Severity::Note && self.code.effect() != Effect::WorkedAround
    }

    /// The same at another place.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = location;
        self
    }

    /// The node of the document that it is about.
    pub(crate) fn node(&self) -> Option<&Pointer> {
        match &self.location {
            Location::Pointer(pointer) | Location::Key(pointer) => Some(pointer),
            Location::Position { .. } | Location::Nowhere => None,
        }
    }

    /// The same, with its place renamed.
    #[must_use]
    pub(crate) fn renamed(mut self, rename: &impl Fn(&Pointer) -> Pointer) -> Self {
        if let Location::Pointer(pointer) | Location::Key(pointer) = &mut self.location {
            *pointer = rename(pointer);
        }
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(escaped(&help.into()));
        self
    }

    /// Adds the consequence that lasts until the help is followed.
    #[must_use]
    pub(crate) fn until_then(self, consequence: &str) -> Self {
        let help = match self.help.as_deref() {
            Some(question) if question.ends_with('?') => {
                format!("{question} Until then, {consequence}")
            }
            Some(help) => format!("{help}; until then, {consequence}"),
            None => consequence.to_owned(),
        };
        self.help(help)
    }
}

impl fmt::Display for Diagnostic {
    /// One line without the excerpt; [`render`](crate::render) draws the whole.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}[{}]: {}",
            self.severity.as_str(),
            self.code.text(),
            self.message
        )?;
        match &self.location {
            Location::Pointer(pointer) | Location::Key(pointer) => {
                write!(formatter, " ({})", escaped(&pointer.to_string()))
            }
            Location::Position { line, column } => write!(formatter, " ({line}:{column})"),
            Location::Nowhere => Ok(()),
        }
    }
}

impl std::error::Error for Diagnostic {}

/// An operation of the document that isn't in the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Its `operationId`; where it has none, its method and path, such as `get /users`.
    pub operation: String,
    /// Where it is.
    pub pointer: Pointer,
    /// The sort of problem.
    pub code: Code,
    /// What is wrong, in one sentence without a full stop.
    pub reason: String,
}

impl Skipped {
    /// The operation at a place, left out for a reason.
    pub fn new(id: Option<&str>, pointer: &Pointer, reason: &Diagnostic) -> Self {
        Self {
            operation: escaped(&id.map_or_else(|| route(pointer), str::to_owned)),
            pointer: pointer.clone(),
            code: reason.code,
            reason: reason.message.clone(),
        }
    }
}

/// The most warnings, and the most notes, of one code that are kept.
pub(crate) const MAX_OF_CODE: usize = 10_000;

/// Where stages report to. A problem that is reported twice is kept once.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: IndexSet<Diagnostic>,
    /// The number of warnings and notes that are kept.
    counts: BTreeMap<(Code, Severity), usize>,
    /// The codes and severities of warnings and notes that are not kept.
    omitted: BTreeSet<(Code, Severity)>,
}

impl Diagnostics {
    /// Takes a problem.
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

    /// Takes the problems of another stage.
    pub fn append(&mut self, others: Self) {
        self.omitted.extend(others.omitted);
        for diagnostic in others.found {
            self.report(diagnostic);
        }
    }

    /// Whether anything ends the run.
    pub fn has_errors(&self) -> bool {
        self.found
            .iter()
            .any(|found| found.severity == Severity::Error)
    }

    /// Hands over what was reported, in the order in which it was found. A problem of one written place
    /// is kept once, wherever its node was brought to.
    pub fn into_distinct(self, sources: &Sources) -> Vec<Diagnostic> {
        let mut seen = BTreeSet::new();
        let mut found = self.into_found();
        found.retain(|found| {
            let Some(node) = found.node() else {
                return true;
            };
            let origin = sources.origin(node);
            seen.insert((
                found.code,
                found.message.clone(),
                origin.file,
                origin.pointer,
            ))
        });
        found
    }

    /// Returns what was reported, in the order in which it was found, and a diagnostic of each limit.
    pub fn into_found(self) -> Vec<Diagnostic> {
        let omitted = self.omitted.into_iter().map(|(code, severity)| {
            let (kind, code_text) = (severity.as_str(), code.text());
            let message = format!("only {MAX_OF_CODE} {kind}s of `{code_text}` are listed");
            let found = Diagnostic::error(code, Location::Nowhere, message);
            Diagnostic { severity, ..found }.help("correct them, and generate again")
        });
        self.found.into_iter().chain(omitted).collect()
    }
}
