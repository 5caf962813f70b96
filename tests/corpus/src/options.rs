//! What can be asked for.

use std::path::PathBuf;

use crate::values::Made;

/// What a run does.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// A package of `packages.toml`, by name or `NAME@VERSION`; all, unless a folder is named.
    #[arg(long, value_name = "NAME")]
    pub(crate) package: Vec<String>,
    /// A folder of documents.
    #[arg(long, value_name = "PATH")]
    pub(crate) folder: Vec<PathBuf>,
    /// Only documents with this in their name.
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Option<String>,
    /// Where packages, results and what is compiled are kept.
    #[arg(long, value_name = "PATH", default_value = "target/corpus")]
    pub(crate) cache: PathBuf,
    /// Does again what was done before.
    #[arg(long)]
    pub(crate) again: bool,
    /// How many processes run at a time; as many as there are processors, if it isn't said.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) jobs: usize,
    /// Compiles this many documents.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) sample: usize,
    /// Compiles all documents.
    #[arg(long)]
    pub(crate) all: bool,
    /// Mutates documents this many times, the fixtures and cases unless others are named, and compiles
    /// what is generated.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) mutated: usize,
    /// Seed of the sample, of mutations and of values.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// Compiles only documents of up to this many bytes.
    #[arg(long, value_name = "BYTES", default_value_t = 1_000_000)]
    pub(crate) max_size: u64,
    /// How many crates are compiled at a time, sharing their dependencies.
    #[arg(long, value_name = "N", default_value_t = 25)]
    pub(crate) batch: usize,
    /// Asks clippy about the first of the sample.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) clippy: usize,
    /// Has rustdoc document the first of the sample.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) rustdoc: usize,
    /// Reads and writes examples and values, of which it makes this many of each schema of the
    /// sample.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) values: usize,
    /// Lists this many documents for each departure from idiomatic Rust, the worst first.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) worst: usize,
    /// What is known to be wrong.
    #[arg(long, value_name = "PATH", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/exceptions.toml"))]
    pub(crate) exceptions: PathBuf,
    /// Where what is known of each document goes, as lines of JSON; into the cache, if it isn't said.
    #[arg(long, value_name = "PATH")]
    pub(crate) results: Option<PathBuf>,
}

impl Options {
    /// Which values are made.
    pub(crate) fn made(&self) -> Made {
        Made {
            count: self.values,
            seed: self.seed,
        }
    }
}
