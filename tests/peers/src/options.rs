//! What can be said on the command line.

use std::{path::PathBuf, time::Duration};

use serde::Deserialize;

use crate::process::Limits;

/// Compares Rejoinder with its peers: generates clients of the same documents with each of them and
/// compiles, in one run.
///
/// The peers, their versions and the documents are in `tests/peers/peers.toml`. A run is hours long with all
/// documents and three runs; `--only ghes-3.4 --runs 1` takes about half of one. Nothing else should run on the
/// machine meanwhile.
#[derive(Debug, clap::Parser)]
pub(crate) struct Options {
    /// Only the document of this name. Can be repeated.
    #[arg(long, value_name = "DOCUMENT")]
    pub(crate) only: Vec<String>,
    /// Only this peer, beside Rejoinder. Can be repeated.
    #[arg(long, value_name = "NAME")]
    pub(crate) peer: Vec<String>,
    /// What is measured; all that `peers.toml` says, unless named.
    #[arg(long, value_delimiter = ',')]
    pub(crate) steps: Vec<Step>,
    /// How often; the table has medians.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) runs: u32,
    /// Where peers, clients and what is compiled are kept.
    #[arg(long, default_value = "target/peers", value_name = "DIR")]
    pub(crate) cache: PathBuf,
    /// Where the packages with documents are, such as `target/corpus/packages`; in the cache, unless said.
    #[arg(long, value_name = "DIR")]
    pub(crate) packages: Option<PathBuf>,
    /// Rejoinder's executable; a release build of this repository, unless said.
    #[arg(long, value_name = "FILE")]
    pub(crate) rejoinder: Option<PathBuf>,
    /// Writes the tables to a file, too.
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// After so many minutes a process is stopped.
    #[arg(long, default_value_t = 10, value_name = "MINUTES")]
    limit_time: u64,
    /// With so many GB of memory a process is stopped.
    #[arg(long, default_value_t = 15, value_name = "GB")]
    limit_memory: u64,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Step {
    /// Generating: time, memory, how much code. Done in any case.
    Generate,
    /// `cargo check` of the client alone; its dependencies are compiled before.
    Check,
    /// A program that calls 1, 20 and all operations: debug and release.
    Binary,
    /// Reading a response of 100 items.
    Decode,
    /// `cargo check` with all dependencies.
    Cold,
    /// `cargo check` of three tags alone.
    Features,
    /// `cargo check` of Rejoinder's types and operation functions without what they implement.
    Floor,
    /// Rejoinder's time for each operation, of 500 and of 1,000.
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
