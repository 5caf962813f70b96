//! Runs Rejoinder with thousands of public documents: generates all of them, compiles a sample, and
//! tests the sample with values.
#![expect(
    clippy::disallowed_methods,
    reason = "a separate tool with its own files"
)]

mod batch;
mod check;
mod child;
mod documents;
mod exceptions;
mod generate;
mod idiom;
mod mutated;
#[path = "../../fuzz/nodes.rs"]
mod nodes;
mod options;
#[path = "../../fuzz/random.rs"]
mod random;
mod record;
mod run;
#[path = "../../fuzz/shapes.rs"]
mod shapes;
mod store;
mod table;
mod values;
mod worker;

use std::process::ExitCode;

use clap::Parser;
pub(crate) use rejoinder_corpus::Result;
use rejoinder_corpus::packages;

/// Runs Rejoinder with the documents of packages and folders.
#[derive(Debug, Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    options: options::Options,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Generates one document in a process with limits, for internal use.
    #[command(hide = true)]
    Worker(worker::Worker),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match arguments.command {
        Some(Command::Worker(worker)) => worker.run().map(|()| true),
        None => run::run(&arguments.options),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            child::print_line(&format!("error: {error}"));
            ExitCode::from(2)
        }
    }
}
