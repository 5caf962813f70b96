//! What is wrong with a document, as values: stages report into [`Diagnostics`] and go on.
//!
//! *Invalid* (the document breaks its specification) and *unsupported* (the document is right and
//! Rejoinder can't do it yet) are different kinds, and every [`Code`] is of one kind.

use std::fmt;

use crate::pointer::Pointer;

/// What a problem costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be generated.
    Error,
    /// Something was worked around or left out; the message says what.
    Warning,
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

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $kind:ident;)*) => {
        /// The stable name of a sort of problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// The name that is printed, in kebab case.
            pub fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// Whose problem it is.
            pub fn kind(self) -> Kind {
                match self { $(Self::$variant => Kind::$kind,)* }
            }
        }
    };
}

codes! {
    /// A file can't be read or written.
    Io = "io", Request;
    /// A tag or operation that was asked for isn't in the document.
    NotInDocument = "not-in-document", Request;
    /// An argument that can't be used.
    Argument = "argument", Request;
    /// No operation of the document, or of what was asked for, can be generated.
    NothingToGenerate = "nothing-to-generate", Unsupported;
    /// The text is not JSON or YAML.
    Syntax = "syntax", Invalid;
    /// The text is not an OpenAPI document, or a part of it has the wrong shape.
    NotOpenapi = "not-openapi", Invalid;
    /// A `$ref` leads nowhere.
    UnresolvedReference = "unresolved-reference", Invalid;
    /// A `$ref` leads back to itself.
    CyclicReference = "cyclic-reference", Invalid;
    /// Parts of the document contradict each other.
    Contradiction = "contradiction", Invalid;
    /// Two things would have the same name in Rust, and were told apart.
    NameCollision = "name-collision", Unsupported;
    /// The version of the specification isn't one that is read.
    UnsupportedVersion = "unsupported-version", Unsupported;
    /// A reference to another file, or to a place other than a component.
    UnsupportedReference = "unsupported-reference", Unsupported;
    /// A schema that is typed as raw JSON because it can't be told what it says.
    UnsupportedSchema = "unsupported-schema", Unsupported;
    /// A parameter that can't be sent the way the document says.
    UnsupportedParameter = "unsupported-parameter", Unsupported;
    /// A media type or body that can't be sent or read the way the document says.
    UnsupportedBody = "unsupported-body", Unsupported;
    /// Part of the document that isn't generated yet: callbacks, links, webhooks, security.
    NotGenerated = "not-generated", Unsupported;
}

/// One problem, with its place and its remedy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The sort of problem.
    pub code: Code,
    /// What it costs.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// At a node of the document.
    Pointer(Pointer),
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
    pub fn error(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            place,
            message: message.into(),
            help: None,
        }
    }

    /// A problem that something was done about.
    pub fn warning(code: Code, place: &Pointer, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Warning,
            place: Place::Pointer(place.clone()),
            message: message.into(),
            help: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    /// One line without the excerpt; [`render`](crate::render) draws the whole.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(
            formatter,
            "{severity}[{}]: {}",
            self.code.text(),
            self.message
        )?;
        match &self.place {
            Place::Pointer(pointer) => write!(formatter, " ({pointer})"),
            Place::Position { line, column } => write!(formatter, " ({line}:{column})"),
            Place::Nowhere => Ok(()),
        }
    }
}

impl std::error::Error for Diagnostic {}

/// Where stages report to. A problem that is reported twice is kept once.
#[derive(Debug, Default)]
pub struct Diagnostics {
    found: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Takes a problem.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if !self.found.contains(&diagnostic) {
            self.found.push(diagnostic);
        }
    }

    /// What was reported, in the order in which it was found.
    pub fn found(&self) -> &[Diagnostic] {
        &self.found
    }

    /// Whether anything ends the run.
    pub fn has_errors(&self) -> bool {
        self.found
            .iter()
            .any(|found| found.severity == Severity::Error)
    }

    /// Hands over what was reported.
    pub fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }
}
