//! `rejoinder init`: a configuration to begin with.

use std::process::ExitCode;

use rejoinder::{Config, Failure, template, write};

use super::{Spec, print_diagnostics};

#[derive(Debug, clap::Args)]
pub(super) struct Init {
    #[command(flatten)]
    spec: Spec,
}

impl Init {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let text = template(&self.spec.path)?;
        write::create(Config::FILE.as_ref(), &text)?;
        print_diagnostics(&format!(
            "{} is written; `rejoinder generate` uses it\n",
            Config::FILE
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}
