//! The command `rejoinder init`.

use std::process::ExitCode;

use rejoinder::{Config, Failure, template, write};

use super::{Spec, print_output};

#[derive(Debug, clap::Args)]
pub(super) struct Init {
    #[command(flatten)]
    spec: Spec,
}

impl Init {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let template = template(&self.spec.path)?;
        write::create(Config::FILE.as_ref(), &template)?;
        print_output(&format!(
            "wrote {}; `rejoinder generate` reads it\n",
            Config::FILE
        ))?;
        Ok(ExitCode::SUCCESS)
    }
}
