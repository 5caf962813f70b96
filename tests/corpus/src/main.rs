//! Runs Rejoinder over thousands of real documents: all of them are generated, a sample is compiled
//! and reads and writes values.
#![expect(
    clippy::disallowed_methods,
    reason = "this is a tool of its own, with files of its own"
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

/// Runs Rejoinder over the documents of packages and folders.
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
    /// One document, in a process that is limited: how this program calls itself.
    #[command(hide = true)]
    Worker(worker::Worker),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Some(Command::Worker(worker)) => worker.run().map(|()| true),
        None => run::run(&arguments.options),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            child::say(&format!("error: {error}"));
            ExitCode::from(2)
        }
    }
}
