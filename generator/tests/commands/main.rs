//! Tests of the commands of `rejoinder` as processes: input, output and exit code.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests of files and processes"
)]

mod check;
mod cut;
mod extract;
mod generate;
mod init;
mod inspect;
mod outcome;
mod pages;
mod process;
mod references;
