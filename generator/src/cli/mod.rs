//! The command line: arguments, output and exit codes.

mod difference;
mod extract;
mod generate;
mod init;
mod inspect;
mod pages;

use std::{
    io::{IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use rejoinder::{
    Failure, Settings,
    diagnostic::{Code, Diagnostic, Location},
};

/// Generates a Rust client crate from an OpenAPI document: every documented response has a type.
#[derive(Debug, Parser)]
#[command(name = "rejoinder", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes a rejoinder.toml for a document, with a comment for each key.
    Init(init::Init),
    /// Generates the client crate of a document.
    Generate(generate::Generate),
    /// Prints a document reduced to some operations and the components that they use, as YAML.
    Extract(extract::Extract),
    /// Lists the operations of a document, and the parts that would be left out.
    Inspect(inspect::Inspect),
    /// Explains the code of a diagnostic.
    Explain(pages::Explain),
    /// Prints a completion script for a shell.
    Completions(pages::Completions),
    /// Prints the manual page, for `man -l`.
    Manual,
}

/// Filters that select operations.
#[derive(Debug, clap::Args)]
struct OperationSelection {
    /// Selects the operations with this tag. Can be repeated.
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Selects the operation with this operationId. Can be repeated.
    #[arg(long = "operation", value_name = "ID")]
    operations: Vec<String>,
}

impl OperationSelection {
    /// Replaces the `include` filter of the settings, if an argument is set.
    fn apply(&self, settings: &mut Settings) {
        if !self.tags.is_empty() || !self.operations.is_empty() {
            settings.include.tags.clone_from(&self.tags);
            settings.include.operations.clone_from(&self.operations);
            settings.include.paths.clear();
        }
    }
}

/// The folder of referenced files.
#[derive(Debug, clap::Args)]
struct ReferenceFolders {
    /// The folder that contains all files the document refers to. Default: the folder of the
    /// document.
    #[arg(long, value_name = "DIR")]
    references: Option<PathBuf>,
}

impl ReferenceFolders {
    /// Replaces the folder of the settings, if the argument is set.
    fn apply(&self, settings: &mut Settings) {
        if self.references.is_some() {
            settings.references.clone_from(&self.references);
        }
    }
}

/// The document.
#[derive(Debug, clap::Args)]
struct Spec {
    /// The document (OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0) in YAML or JSON; `-` reads standard
    /// input.
    #[arg(value_name = "SPEC")]
    path: PathBuf,
}

/// Runs a command. The exit code is 0 for success, 1 for a failure and 2 for a usage error.
pub(crate) fn run() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Init(init) => init.run(),
        Command::Generate(generate) => generate.run(),
        Command::Extract(extract) => extract.run(),
        Command::Inspect(inspect) => inspect.run(),
        Command::Explain(explain) => explain.run(),
        Command::Completions(completions) => completions.run(),
        Command::Manual => pages::manual(),
    };
    done.unwrap_or_else(|failure| {
        print_error(&failure.rendered(colored()));
        ExitCode::FAILURE
    })
}

/// Prints to standard output. A closed pipe, as with `head`, isn't an error.
fn print_output(output: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    let written = stdout.write_all(output.as_bytes());
    match written.and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            let message = format!("can't write to standard output: {error}");
            let failure = Diagnostic::error(Code::Io, Location::Nowhere, message);
            Err(failure.help("run again; the output is incomplete").into())
        }
        _ => Ok(()),
    }
}

/// Prints to standard error, unless the text is empty.
fn print_error(error: &str) {
    let error = error.trim_end();
    if !error.is_empty() {
        let _ = writeln!(std::io::stderr(), "{error}");
    }
}

/// Returns `true` if standard error is a terminal and the user has not set `NO_COLOR`.
fn colored() -> bool {
    let disabled = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    std::io::stderr().is_terminal() && !disabled
}
