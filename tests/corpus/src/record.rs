//! The results of the steps of a document.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::idiom::Idiom;

/// The kind of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FailureKind {
    /// The process panicked or crashed.
    Panic,
    /// The process exceeded its time limit.
    Time,
    /// The process exceeded its memory limit.
    Memory,
    /// Two runs had different outputs.
    Bytes,
    /// The generated and skipped operations don't add up to the documented operations.
    Sum,
    /// A supported document has no client.
    Refused,
    /// rustc reported an error or a warning.
    Check,
    /// clippy reported an error or a warning.
    Clippy,
    /// rustdoc reported an error or a warning.
    Rustdoc,
    /// An example does not round-trip.
    Example,
    /// A random value does not round-trip.
    Instance,
}

impl FailureKind {
    /// Returns the failures that a step finds independently of the seed. Random values depend on
    /// the seed, so an exception for them may be unneeded in a run.
    pub(crate) fn of(step: &str) -> &'static [Self] {
        match step {
            "generate" => &[
                Self::Panic,
                Self::Time,
                Self::Memory,
                Self::Bytes,
                Self::Sum,
                Self::Refused,
            ],
            "check" => &[Self::Check],
            "clippy" => &[Self::Clippy],
            "rustdoc" => &[Self::Rustdoc],
            "values" => &[Self::Example],
            _ => &[],
        }
    }

    /// Returns the name of the kind.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Panic => "panic",
            Self::Time => "time",
            Self::Memory => "memory",
            Self::Bytes => "bytes",
            Self::Sum => "sum",
            Self::Refused => "refused",
            Self::Check => "check",
            Self::Clippy => "clippy",
            Self::Rustdoc => "rustdoc",
            Self::Example => "example",
            Self::Instance => "instance",
        }
    }
}

/// A failure of a document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Failure {
    /// The kind of the failure.
    pub(crate) what: FailureKind,
    /// The description of the failure.
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(what: FailureKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { what, message }
    }
}

/// The outcome of generating a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Outcome {
    /// A client was generated.
    Generated,
    /// The document has no operation.
    Empty,
    /// The version of the document is unsupported.
    NotRead(String),
    /// The document is supported, but no client was generated.
    Refused(String),
}

/// Counts by title.
pub(crate) type Counts = BTreeMap<String, usize>;

/// Counts by title, each with the first place.
pub(crate) type Tallies = BTreeMap<String, Tally>;

/// A count with the first place.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Tally {
    pub(crate) count: usize,
    pub(crate) first: String,
}

/// Adds an occurrence.
pub(crate) fn tally(tallies: &mut Tallies, what: String, place: impl ToString) {
    let tally = tallies.entry(what).or_insert_with(|| Tally {
        count: 0,
        first: place.to_string(),
    });
    tally.count += 1;
}

/// The result of a run of the generator.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) outcome: Outcome,
    /// The version of the document, such as `OpenAPI 3.0`.
    pub(crate) version: String,
    /// The number of operations, counted without Rejoinder.
    pub(crate) counted: Option<usize>,
    pub(crate) documented: usize,
    pub(crate) generated: usize,
    /// Operations that aren't generated, by diagnostic.
    pub(crate) skipped: Tallies,
    /// The number of fields with a type other than raw JSON.
    pub(crate) typed: usize,
    /// Places with raw JSON, by reason.
    pub(crate) raw: Tallies,
    pub(crate) idiom: Idiom,
    /// Diagnostics by code and message.
    pub(crate) diagnostics: Tallies,
    /// The size of all files in bytes.
    pub(crate) bytes: usize,
    pub(crate) digest: String,
    pub(crate) seconds: f64,
    /// The peak of memory in bytes.
    pub(crate) memory: u64,
}

/// The result of a step.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Step {
    /// The result of the generator, in the first step.
    pub(crate) record: Option<Record>,
    pub(crate) failures: Vec<Failure>,
    /// Further counts.
    pub(crate) counts: Counts,
}

impl Step {
    pub(crate) fn new(failures: Vec<Failure>) -> Self {
        Self {
            record: None,
            failures,
            counts: Counts::new(),
        }
    }
}
