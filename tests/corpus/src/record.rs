//! What is known of a document after a step.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::idiom::Idiom;

/// What can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum What {
    /// It panicked, or died.
    Panic,
    /// It took too long.
    Time,
    /// It took too much memory.
    Memory,
    /// A second run gave other bytes.
    Bytes,
    /// What is generated and what is skipped aren't all that is documented.
    Sum,
    /// A document that is read gave no client.
    Refused,
    /// rustc has something to say.
    Check,
    /// clippy has something to say.
    Clippy,
    /// rustdoc has something to say.
    Rustdoc,
    /// An example isn't read and written as it is.
    Example,
    /// A value made at random isn't.
    Instance,
}

impl What {
    /// What a step finds whenever there is any. Values that are made at random are others with each
    /// seed.
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

    /// Its name.
    pub(crate) fn text(self) -> &'static str {
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

/// Something that is wrong with a document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Failure {
    /// What.
    pub(crate) what: What,
    /// In words.
    pub(crate) message: String,
}

impl Failure {
    pub(crate) fn new(what: What, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { what, message }
    }
}

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Outcome {
    /// A client.
    Generated,
    /// It has no operation.
    Empty,
    /// It is of a version of OpenAPI that isn't read.
    NotRead(String),
    /// It is read, and there is no client.
    Refused(String),
}

/// How many of each.
pub(crate) type Counts = BTreeMap<String, usize>;

/// How many of each, and where the first is.
pub(crate) type Tallies = BTreeMap<String, Tally>;

/// How many there are of something, and where the first is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Tally {
    pub(crate) count: usize,
    pub(crate) first: String,
}

/// Counts one more of something.
pub(crate) fn tally(tallies: &mut Tallies, what: String, place: impl ToString) {
    let tally = tallies.entry(what).or_insert_with(|| Tally {
        count: 0,
        first: place.to_string(),
    });
    tally.count += 1;
}

/// What a run of the generator gave.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Record {
    pub(crate) outcome: Outcome,
    /// What it is a document of, such as `OpenAPI 3.0`.
    pub(crate) version: String,
    /// Operations that were counted without Rejoinder.
    pub(crate) counted: Option<usize>,
    pub(crate) documented: usize,
    pub(crate) generated: usize,
    /// Operations that aren't generated, by the diagnostic that says why.
    pub(crate) skipped: Tallies,
    /// Fields whose type isn't raw JSON.
    pub(crate) typed: usize,
    /// Places that are raw JSON.
    pub(crate) raw: Tallies,
    pub(crate) idiom: Idiom,
    /// Diagnostics by their codes.
    pub(crate) diagnostics: Tallies,
    /// Bytes of all files.
    pub(crate) bytes: usize,
    pub(crate) digest: String,
    pub(crate) seconds: f64,
    /// The most memory it had, in bytes.
    pub(crate) memory: u64,
}

/// A step, and what was wrong in it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Step {
    /// What the generator gave, in the first one.
    pub(crate) record: Option<Record>,
    pub(crate) failures: Vec<Failure>,
    /// What else is counted.
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
