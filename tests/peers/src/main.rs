//! Compares Rejoinder with other generators of Rust clients in one reproducible run: generates
//! clients of the same documents, and compiles them.
#![expect(
    clippy::disallowed_methods,
    reason = "a separate tool with its own files"
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
            print_line(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Prints a line.
fn print_line(line: &str) {
    // A closed pipe is no error: the output file contains all tables.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
