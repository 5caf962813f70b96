//! Command-line options.

use std::path::PathBuf;

use crate::values::ValueSettings;

/// The options of a run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Package of `packages.toml`, as `NAME` or `NAME@VERSION` [default: all packages, if no folder
    /// is given]
    #[arg(long, value_name = "NAME")]
    pub(crate) package: Vec<String>,
    /// Folder of documents
    #[arg(long, value_name = "PATH")]
    pub(crate) folder: Vec<PathBuf>,
    /// Select only documents whose names contain this string
    #[arg(long, value_name = "STRING")]
    pub(crate) only: Option<String>,
    /// Folder of packages, results and build artifacts
    #[arg(long, value_name = "PATH", default_value = "target/corpus")]
    pub(crate) cache: PathBuf,
    /// Discard stored results
    #[arg(long)]
    pub(crate) again: bool,
    /// Number of parallel processes; 0 for the number of processors
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) jobs: usize,
    /// Number of documents to compile
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) sample: usize,
    /// Compile all documents
    #[arg(long)]
    pub(crate) all: bool,
    /// Number of mutated documents to generate and compile; the originals are the fixtures and
    /// cases, unless folders or packages are given
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) mutated: usize,
    /// Seed of the sample, of mutations and of values
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) seed: u64,
    /// Compile only documents up to this size
    #[arg(long, value_name = "BYTES", default_value_t = 1_000_000)]
    pub(crate) max_size: u64,
    /// Number of crates to compile together
    #[arg(long, value_name = "N", default_value_t = 25)]
    pub(crate) batch: usize,
    /// Number of crates of the sample to check with clippy
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) clippy: usize,
    /// Number of crates of the sample to check with rustdoc
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) rustdoc: usize,
    /// Number of random values to test for each schema of the sample, in addition to its examples
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) values: usize,
    /// Number of documents to list for each departure from idiomatic Rust, worst first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) worst: usize,
    /// File of known failures
    #[arg(long, value_name = "PATH", default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/exceptions.toml"))]
    pub(crate) exceptions: PathBuf,
    /// Output file with a line of JSON for each document [default: `results.jsonl` in the cache]
    #[arg(long, value_name = "PATH")]
    pub(crate) results: Option<PathBuf>,
}

impl Options {
    /// Returns the settings for the test values.
    pub(crate) fn value_settings(&self) -> ValueSettings {
        ValueSettings {
            count: self.values,
            seed: self.seed,
        }
    }
}
