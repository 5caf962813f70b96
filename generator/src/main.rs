//! The command line.

use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use clap::{Parser, Subcommand};
use rejoinder::{Failure, Generation, Generator, Output, render};

/// Prints a line, unless nobody reads any more: a closed pipe is no reason to stop half-way.
macro_rules! say {
    ($($argument:tt)*) => {{
        let _ = writeln!(std::io::stdout(), $($argument)*);
    }};
}

/// Prints a line on standard error, unless there is nothing to say.
macro_rules! complain {
    ($($argument:tt)*) => {{
        let text = format!($($argument)*);
        if !text.is_empty() {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }};
}

/// Turns an OpenAPI document into a Rust client crate in which every documented reply has a type.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Generates the client crate of a document.
    Generate(Generate),
}

#[derive(Debug, clap::Args)]
struct Generate {
    /// The document: OpenAPI 3.0, YAML or JSON.
    spec: PathBuf,
    /// The folder of the crate.
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// The name of the crate; without it, the one that is there, or the document's title.
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
    /// Only the operations with this tag, and what they reach. Can be repeated.
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Only the operation with this operationId, and what it reaches. Can be repeated.
    #[arg(long = "operation", value_name = "ID")]
    operations: Vec<String>,
    /// Writes nothing, and fails when the crate isn't as it would be generated.
    #[arg(long)]
    check: bool,
    /// Replaces files that Rejoinder wrote and someone edited.
    #[arg(long, conflicts_with = "check")]
    force: bool,
}

fn main() -> ExitCode {
    let Command::Generate(arguments) = Arguments::parse().command;
    match generate(&arguments) {
        Ok(code) => code,
        Err(failure) => {
            complain!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn generate(arguments: &Generate) -> Result<ExitCode, Failure> {
    let begin = Instant::now();
    let mut generator = Generator::new(&arguments.spec)
        .tags(&arguments.tags)
        .operations(&arguments.operations);
    generator = match &arguments.name {
        Some(name) => generator.name(name),
        None => generator.name_of(&arguments.output),
    };
    let generation = generator.generate();
    let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    complain!("{}", generation.rendered(color).trim_end());
    let Some(output) = &generation.output else {
        return Ok(ExitCode::FAILURE);
    };
    if arguments.check {
        return check(output, &arguments.output);
    }
    let written = if arguments.force {
        output.overwrite(&arguments.output)?
    } else {
        output.write(&arguments.output)?
    };
    let files = format!(
        "{} written, {} unchanged, {} removed",
        written.written.len(),
        written.unchanged.len(),
        written.removed.len()
    );
    print_summary(&generation, output, &files, begin);
    Ok(ExitCode::SUCCESS)
}

fn check(output: &Output, folder: &Path) -> Result<ExitCode, Failure> {
    let stale = output.check(folder)?;
    if stale.is_fresh() {
        say!("{} is up to date", folder.display());
        return Ok(ExitCode::SUCCESS);
    }
    let differing = stale.stale.into_iter().map(|file| file.path).collect();
    for (what, paths) in [
        ("missing", stale.missing),
        ("stale", differing),
        ("superfluous", stale.superfluous),
    ] {
        for path in paths {
            complain!("{what}: {}", folder.join(path).display());
        }
    }
    complain!("generate again without --check");
    Ok(ExitCode::FAILURE)
}

fn print_summary(generation: &Generation, output: &Output, files: &str, begin: Instant) {
    let summary = output.summary;
    let seconds = begin.elapsed().as_secs_f64();
    let rows = [
        ("operations", summary.operations.to_string()),
        (
            "replies",
            format!("{}, {} typed headers", summary.replies, summary.headers),
        ),
        ("types", summary.types.to_string()),
        ("files", files.to_owned()),
        ("problems", render::counts(&generation.diagnostics)),
        ("time", format!("{seconds:.2} s")),
    ];
    for (name, value) in rows {
        say!("{name:<12}{value}");
    }
}
