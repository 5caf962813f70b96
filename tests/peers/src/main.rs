//! Compares Rejoinder with its peers, in one run that anybody can repeat: generates clients of the same
//! documents and compiles them.
#![expect(
    clippy::disallowed_methods,
    reason = "this is a tool of its own, with files of its own"
)]

mod bare;
mod calls;
mod comparison;
mod data;
mod install;
mod options;
mod process;
mod project;
mod run;
mod steps;
mod table;

use std::{io::Write, process::ExitCode};

use clap::Parser;
pub(crate) use rejoinder_corpus::Result;

fn main() -> ExitCode {
    match run::run(&options::Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Prints a line.
fn say(line: &str) {
    // Who doesn't listen misses nothing that isn't in the file.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
