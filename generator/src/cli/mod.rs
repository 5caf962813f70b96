//! The commands, and what they have in common: what is asked, and how it is answered.

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

/// Turns an OpenAPI document into a Rust client crate in which every documented response has a type.
#[derive(Debug, Parser)]
#[command(name = "rejoinder", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes a commented rejoinder.toml for a document.
    Init(init::Init),
    /// Generates the client crate of a document.
    Generate(generate::Generate),
    /// Prints a document cut down to some operations and what they reach, as YAML.
    Extract(extract::Extract),
    /// Lists the operations of a document, and what would be left out.
    Inspect(inspect::Inspect),
    /// Explains the code of a diagnostic.
    Explain(pages::Explain),
    /// Prints a script that completes commands in a shell.
    Completions(pages::Completions),
    /// Prints the manual page, for `man -l`.
    Manual,
}

/// Which operations are meant.
#[derive(Debug, clap::Args)]
struct OperationSelection {
    /// Only the operations with this tag, and what they reach. Can be repeated.
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Only the operation with this operationId, and what it reaches. Can be repeated.
    #[arg(long = "operation", value_name = "ID")]
    operations: Vec<String>,
}

impl OperationSelection {
    /// Takes the place of what a configuration includes, if anything is named.
    fn apply(&self, settings: &mut Settings) {
        if !self.tags.is_empty() || !self.operations.is_empty() {
            settings.include.tags.clone_from(&self.tags);
            settings.include.operations.clone_from(&self.operations);
            settings.include.paths.clear();
        }
    }
}

/// What may be read.
#[derive(Debug, clap::Args)]
struct ReferenceFolders {
    /// The folder below which files are read that the document refers to; without it, the
    /// document's own.
    #[arg(long, value_name = "DIR")]
    references: Option<PathBuf>,
}

impl ReferenceFolders {
    /// Takes the place of what a configuration says, if it is said.
    fn apply(&self, settings: &mut Settings) {
        if self.references.is_some() {
            settings.references.clone_from(&self.references);
        }
    }
}

/// The document of most commands.
#[derive(Debug, clap::Args)]
struct Spec {
    /// The document: OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0, YAML or JSON; `-` is standard input.
    #[arg(value_name = "SPEC")]
    path: PathBuf,
}

/// Runs the command that was given: 0 when it is done, 1 when it can't be, 2 when it isn't one.
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

/// Prints a text on standard output. When nobody reads any more, as with `head`, that is no reason
/// to stop half-way.
fn print_diagnostics(text: &str) -> Result<(), Failure> {
    let mut output = std::io::stdout().lock();
    let written = output.write_all(text.as_bytes());
    match written.and_then(|()| output.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            let message = format!("what there is to say can't be written: {error}");
            let failure = Diagnostic::error(Code::Io, Location::Nowhere, message);
            Err(failure
                .help("what was printed so far isn't all of it")
                .into())
        }
        _ => Ok(()),
    }
}

/// Prints a text on standard error, unless there is none.
fn print_error(text: &str) {
    let text = text.trim_end();
    if !text.is_empty() {
        let _ = writeln!(std::io::stderr(), "{text}");
    }
}

/// Whether diagnostics are colored: on a terminal, unless the user doesn't want it.
fn colored() -> bool {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    std::io::stderr().is_terminal() && !unwanted
}
