//! `rejoinder generate`: the main job.

use std::{
    io::{IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use clap::{CommandFactory, error::ErrorKind};
use rejoinder::{
    Config, Failure, Generation, Generator, Output,
    render::{self, Detail},
    write,
};

use super::{
    Arguments, OperationSelection, ReferenceFolders, colored, difference::difference,
    print_diagnostics, print_error,
};

#[derive(Debug, clap::Args)]
pub(super) struct Generate {
    /// The document: OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0, YAML or JSON; `-` is standard input. Without it, the one of the
    /// configuration.
    spec: Option<PathBuf>,
    /// The folder of the crate.
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The name of the crate; without it, the one that is there, or the document's title.
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
    /// The configuration; without it and without a SPEC, rejoinder.toml. What is said here wins.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    wanted: OperationSelection,
    #[command(flatten)]
    readable: ReferenceFolders,
    /// Writes nothing, and fails when the crate isn't as it would be generated.
    #[arg(long)]
    check: bool,
    /// Fails when anything that the document says is left out.
    #[arg(long)]
    strict: bool,
    /// Replaces files that Rejoinder wrote and someone edited.
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// Writes what came of it as JSON.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
    /// Prints errors and nothing else.
    #[arg(long, short)]
    quiet: bool,
    /// Prints notes as well, and every place of each diagnostic.
    #[arg(long, short, conflicts_with = "quiet")]
    verbose: bool,
}

impl Generate {
    pub(super) fn run(self) -> Result<ExitCode, Failure> {
        let begin = Instant::now();
        let config = self.config()?;
        let (generator, folder) = self.generator(config);
        let progress = Progress::new(self.quiet);
        progress.show("reading and generating");
        let mut generation = generator.generate();
        progress.clear();
        let detail = self.detail();
        print_error(&generation.rendered_in(detail, colored()));
        if let Some(path) = &self.report {
            write::report(path, &generation.report())?;
        }
        let Some(output) = generation.output.take() else {
            print_error(&format!(
                "nothing is generated: {}",
                render::summary(&generation.diagnostics, detail)
            ));
            return Ok(ExitCode::FAILURE);
        };
        if self.strict && generation.is_incomplete() {
            if self.quiet {
                print_error(&generation.rendered(colored()));
            }
            print_error(
                "error: something is left out, and that is an error with --strict; nothing is written",
            );
            return Ok(ExitCode::FAILURE);
        }
        if self.check {
            return self.check(&output, &folder);
        }
        progress.show("writing");
        let written = if self.force {
            output.overwrite(&folder)
        } else {
            output.write(&folder)
        };
        progress.clear();
        let written = written?;
        if !self.quiet {
            let files = format!(
                "{} written, {} unchanged, {} removed",
                written.written.len(),
                written.unchanged.len(),
                written.removed.len()
            );
            print_diagnostics(&self.summary(&generation, &output, &files, begin))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// The configuration that is named; the usual one, where there is no document without it.
    fn config(&self) -> Result<Config, Failure> {
        match (&self.config, &self.spec) {
            (Some(path), _) => Config::read(path),
            (None, Some(_)) => Ok(Config::default()),
            (None, None) if Path::new(Config::FILE).exists() => Config::read(Config::FILE.as_ref()),
            (None, None) => usage("there is no SPEC, and no rejoinder.toml here that names one"),
        }
    }

    /// What is generated, and where to.
    fn generator(&self, config: Config) -> (Generator, PathBuf) {
        let Some(spec) = self.spec.clone().or(config.input) else {
            usage("the configuration has no `input`, and there is no SPEC")
        };
        let Some(folder) = self.output.clone().or(config.output) else {
            usage("there is no --output DIR")
        };
        let mut settings = config.settings;
        self.wanted.apply(&mut settings);
        self.readable.apply(&mut settings);
        let named = self.name.clone().or_else(|| settings.name.take());
        let generator = Generator::new(spec).settings(settings);
        let generator = match named {
            Some(name) => generator.name(name),
            None => generator.name_of(&folder),
        };
        (generator, folder)
    }

    fn check(&self, output: &Output, folder: &Path) -> Result<ExitCode, Failure> {
        let stale = output.check(folder)?;
        if stale.is_fresh() {
            if !self.quiet {
                print_diagnostics(&format!("{} is up to date\n", folder.display()))?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        for path in &stale.missing {
            print_error(&format!("missing: {}", folder.join(path).display()));
        }
        for stale in &stale.stale {
            print_error(&format!("stale: {}", folder.join(&stale.path).display()));
            print_error(&difference(&stale.present, &stale.wanted));
        }
        for path in &stale.superfluous {
            print_error(&format!("superfluous: {}", folder.join(path).display()));
        }
        print_error("generate again without --check, and with --force where files were edited");
        Ok(ExitCode::FAILURE)
    }

    /// How much of the diagnostics is shown.
    fn detail(&self) -> Detail {
        match (self.quiet, self.verbose) {
            (true, _) => Detail::Errors,
            (false, true) => Detail::Full,
            (false, false) => Detail::Brief,
        }
    }

    fn summary(
        &self,
        generation: &Generation,
        output: &Output,
        files: &str,
        begin: Instant,
    ) -> String {
        let summary = output.summary;
        let operations = match generation.skipped().len() {
            0 => summary.operations.to_string(),
            skipped => format!("{}, {skipped} left out", summary.operations),
        };
        let rows = [
            ("operations", operations),
            (
                "responses",
                format!("{}, {} typed headers", summary.responses, summary.headers),
            ),
            ("types", summary.types.to_string()),
            ("files", files.to_owned()),
            (
                "problems",
                render::summary(&generation.diagnostics, self.detail()),
            ),
            ("time", format!("{:.2} s", begin.elapsed().as_secs_f64())),
        ];
        let rows = rows.map(|(name, value)| format!("{name:<12}{value}\n"));
        rows.concat()
    }
}

/// Ends the run the way clap does.
fn usage(message: &str) -> ! {
    let mut command = Arguments::command();
    command.build();
    let command = command.find_subcommand_mut("generate");
    let error = match command {
        Some(command) => command.error(ErrorKind::MissingRequiredArgument, message),
        None => Arguments::command().error(ErrorKind::MissingRequiredArgument, message),
    };
    error.exit()
}

/// A line on what is going on, for who waits at a terminal.
struct Progress {
    shown: bool,
}

impl Progress {
    fn new(quiet: bool) -> Self {
        Self {
            shown: !quiet && std::io::stderr().is_terminal(),
        }
    }

    fn show(&self, doing: &str) {
        if self.shown {
            let _ = write!(std::io::stderr(), "{doing} …");
        }
    }

    fn clear(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
