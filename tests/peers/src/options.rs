//! Command-line options.

use std::{path::PathBuf, time::Duration};

use serde::Deserialize;

use crate::process::Limits;

/// Compares Rejoinder with other generators: generates clients of the same documents, and compiles
/// them
///
/// `tests/peers/peers.toml` lists the generators, their versions and the documents. A run with all
/// documents and three repetitions takes hours; `--only ghes-3.4 --runs 1` takes about half an
/// hour. Run nothing else meanwhile.
#[derive(Debug, clap::Parser)]
pub(crate) struct Options {
    /// Name of a document to compare; can be repeated
    #[arg(long, value_name = "DOCUMENT")]
    pub(crate) only: Vec<String>,
    /// Name of a generator to compare with Rejoinder; can be repeated
    #[arg(long, value_name = "NAME")]
    pub(crate) peer: Vec<String>,
    /// Measurements [default: the measurements of each document in `peers.toml`]
    #[arg(long, value_delimiter = ',')]
    pub(crate) steps: Vec<Step>,
    /// Number of repetitions; the tables show medians
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) runs: u32,
    /// Folder of generators, clients and build artifacts
    #[arg(long, default_value = "target/peers", value_name = "DIR")]
    pub(crate) cache: PathBuf,
    /// Folder of packages, such as `target/corpus/packages` [default: `packages` in the cache]
    #[arg(long, value_name = "DIR")]
    pub(crate) packages: Option<PathBuf>,
    /// Executable of Rejoinder [default: a release build of this repository]
    #[arg(long, value_name = "FILE")]
    pub(crate) rejoinder: Option<PathBuf>,
    /// Output file for the tables
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Time limit of a process
    #[arg(long, default_value_t = 10, value_name = "MINUTES")]
    limit_time: u64,
    /// Memory limit of a process
    #[arg(long, default_value_t = 15, value_name = "GB")]
    limit_memory: u64,
}

/// A measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Step {
    /// Generation: time, memory and size of the code; always included
    Generate,
    /// `cargo check` of the client, with compiled dependencies
    Check,
    /// Debug and release builds of programs that call 1, 20 and all operations
    Binary,
    /// Decoding a response of 100 items
    Decode,
    /// `cargo check` with all dependencies
    Cold,
    /// `cargo check` of three tags
    Features,
    /// `cargo check` of Rejoinder's types and functions without their implementations
    Floor,
    /// Rejoinder's CPU time per operation, with 500 and 1,000 operations
    Growth,
}

impl Options {
    pub(crate) fn limits(&self) -> Limits {
        Limits {
            time: Duration::from_secs(60 * self.limit_time),
            memory: self.limit_memory << 30,
        }
    }
}
