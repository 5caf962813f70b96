//! The command `rejoinder generate`.

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
    Arguments, OperationSelection, ReferenceFolders, colored, difference::difference, print_error,
    print_output,
};

#[derive(Debug, clap::Args)]
pub(super) struct Generate {
    /// The document (OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0) in YAML or JSON; `-` reads standard
    /// input. Default: `input` of the configuration.
    spec: Option<PathBuf>,
    /// The folder of the crate or modules. Default: `output` of the configuration.
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The name of the crate. Default: the name of an existing crate in the folder, or the document's
    /// title in kebab-case.
    #[arg(long, value_name = "CRATE")]
    name: Option<String>,
    /// The configuration. Default: rejoinder.toml, unless SPEC is set. Arguments override the
    /// configuration.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(flatten)]
    selection: OperationSelection,
    #[command(flatten)]
    references: ReferenceFolders,
    /// Writes nothing, and fails if a file is missing, stale or superfluous.
    #[arg(long)]
    check: bool,
    /// Fails if a part of the document is left out.
    #[arg(long)]
    strict: bool,
    /// Overwrites edits in generated files.
    #[arg(long, conflicts_with = "check")]
    force: bool,
    /// Writes a JSON report of operations, files and diagnostics.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
    /// Prints errors only.
    #[arg(long, short)]
    quiet: bool,
    /// Also prints notes, and every location of each diagnostic.
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
                "nothing generated: {}",
                render::summary(&generation.diagnostics, detail)
            ));
            return Ok(ExitCode::FAILURE);
        };
        if self.strict && generation.is_incomplete() {
            if self.quiet {
                print_error(&generation.rendered(colored()));
            }
            print_error(
                "error: parts of the document are left out, and --strict is set; nothing written",
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
            print_output(&self.summary(&generation, &output, (&folder, &files), begin))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// Reads the configuration of `--config`, or the default configuration if SPEC is missing.
    fn config(&self) -> Result<Config, Failure> {
        match (&self.config, &self.spec) {
            (Some(path), _) => Config::read(path),
            (None, Some(_)) => Ok(Config::default()),
            (None, None) if Path::new(Config::FILE).exists() => Config::read(Config::FILE.as_ref()),
            (None, None) => usage("missing SPEC, and no rejoinder.toml in the current directory"),
        }
    }

    /// Returns the generator and the folder of the output.
    fn generator(&self, config: Config) -> (Generator, PathBuf) {
        let Some(spec) = self.spec.clone().or(config.input) else {
            usage("missing SPEC, and no `input` in the configuration")
        };
        let Some(folder) = self.output.clone().or(config.output) else {
            usage("missing --output DIR, and no `output` in the configuration")
        };
        let mut settings = config.settings;
        self.selection.apply(&mut settings);
        self.references.apply(&mut settings);
        let name = self.name.clone().or_else(|| settings.name.take());
        let generator = Generator::new(spec).settings(settings);
        let generator = generator.configured_by(config.path);
        let generator = match name {
            Some(name) => generator.name(name),
            None => generator.name_from_manifest(&folder),
        };
        (generator, folder)
    }

    fn check(&self, output: &Output, folder: &Path) -> Result<ExitCode, Failure> {
        let stale = output.check(folder)?;
        if stale.is_fresh() {
            if !self.quiet {
                print_output(&format!("{} is up to date\n", folder.display()))?;
            }
            return Ok(ExitCode::SUCCESS);
        }
        for path in &stale.missing {
            print_error(&format!("missing: {}", folder.join(path).display()));
        }
        for stale in &stale.stale {
            print_error(&format!("stale: {}", folder.join(&stale.path).display()));
            print_error(&difference(&stale.present, &stale.generated));
        }
        for path in &stale.superfluous {
            print_error(&format!("superfluous: {}", folder.join(path).display()));
        }
        print_error("run again without --check; add --force to overwrite edited files");
        Ok(ExitCode::FAILURE)
    }

    /// Returns the level of detail of the printed diagnostics.
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
        (folder, files): (&Path, &str),
        begin: Instant,
    ) -> String {
        let summary = output.summary;
        let operations = match generation.skipped().len() {
            0 => summary.operations.to_string(),
            skipped => format!("{}, {skipped} left out", summary.operations),
        };
        let folder = folder.display();
        let root = match &output.package {
            Some(package) => ("crate", format!("{}, in {folder}", package.manifest.name)),
            None => ("modules", format!("in {folder}")),
        };
        let rows = [
            root,
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

/// Prints a usage error in the format of clap, and exits.
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

/// A progress line, shown if standard error is a terminal.
struct Progress {
    shown: bool,
}

impl Progress {
    fn new(quiet: bool) -> Self {
        Self {
            shown: !quiet && std::io::stderr().is_terminal(),
        }
    }

    fn show(&self, step: &str) {
        if self.shown {
            let _ = write!(std::io::stderr(), "{step} …");
        }
    }

    fn clear(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
