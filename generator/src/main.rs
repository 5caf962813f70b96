//! The command line tool `rejoinder`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
