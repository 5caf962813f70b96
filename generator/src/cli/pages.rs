//! What explains the command line and what it says: pages on codes, completions, the manual.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;
use rejoinder::{
    Failure,
    diagnostic::{Code, Diagnostic, Location},
    suggestion::nearest,
};

use super::{Arguments, print_diagnostics};

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The code, such as `unknown-key`; without one, all are listed.
    code: Option<String>,
}

impl Explain {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let Some(wanted) = &self.code else {
            for code in Code::ALL {
                let title = code.explanation().lines().next().unwrap_or_default();
                let title = title.trim_start_matches("# ");
                print_diagnostics(&format!("{:<24}{title}\n", code.text()))?;
            }
            return Ok(ExitCode::SUCCESS);
        };
        if let Some(code) = Code::ALL.iter().find(|code| code.text() == wanted) {
            print_diagnostics(code.explanation())?;
            return Ok(ExitCode::SUCCESS);
        }
        let message = format!("there is no code `{wanted}`");
        let help = match nearest(wanted, Code::ALL.iter().map(|code| code.text())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`rejoinder explain` lists all".to_owned(),
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
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let mut script = Vec::new();
        let mut command = Arguments::command();
        clap_complete::generate(self.shell, &mut command, "rejoinder", &mut script);
        print_diagnostics(&String::from_utf8_lossy(&script))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The page of the command, then those of its subcommands.
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
        // Writing into memory doesn't fail.
        let _ = clap_mangen::Man::new(command).render(&mut page);
        print_diagnostics(&String::from_utf8_lossy(&page))?;
    }
    Ok(ExitCode::SUCCESS)
}
