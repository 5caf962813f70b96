//! The commands `explain`, `completions` and `manual`.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;
use rejoinder::{
    Failure,
    diagnostic::{Code, Diagnostic, Location},
    suggestion::suggest,
};

use super::{Arguments, print_output};

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The code, such as `unknown-key`. Default: list all codes.
    code: Option<String>,
}

impl Explain {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let Some(name) = &self.code else {
            for code in Code::ALL {
                let title = code.explanation().lines().next().unwrap_or_default();
                let title = title.trim_start_matches("# ");
                print_output(&format!("{:<24}{title}\n", code.as_str()))?;
            }
            return Ok(ExitCode::SUCCESS);
        };
        if let Some(code) = Code::ALL.iter().find(|code| code.as_str() == name) {
            print_output(code.explanation())?;
            return Ok(ExitCode::SUCCESS);
        }
        let message = format!("unknown code `{name}`");
        let help = match suggest(name, Code::ALL.iter().map(|code| code.as_str())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "run `rejoinder explain` to list all codes".to_owned(),
        };
        Err(
            Diagnostic::error(Code::Argument, Location::Nowhere, message)
                .help(help)
                .into(),
        )
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// The shell of the script.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let mut script = Vec::new();
        let mut command = Arguments::command();
        clap_complete::generate(self.shell, &mut command, "rejoinder", &mut script);
        print_output(&String::from_utf8_lossy(&script))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Prints the manual page of the command, and the pages of its subcommands.
pub(super) fn manual() -> Result<ExitCode, Failure> {
    let mut command = Arguments::command();
    command.build();
    let subcommands: Vec<clap::Command> = command
        .get_subcommands()
        .filter(|subcommand| subcommand.get_name() != "help")
        .cloned()
        .collect();
    for command in std::iter::once(command).chain(subcommands) {
        let mut page = Vec::new();
        // Writing to a `Vec` can't fail.
        let _ = clap_mangen::Man::new(command).render(&mut page);
        print_output(&String::from_utf8_lossy(&page))?;
    }
    Ok(ExitCode::SUCCESS)
}
