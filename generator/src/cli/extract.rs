//! `rejoinder extract`: a smaller document.

use std::process::ExitCode;

use rejoinder::{Failure, Settings, extract};

use super::{Readable, Spec, Wanted, say};

#[derive(Debug, clap::Args)]
pub(super) struct Extract {
    #[command(flatten)]
    spec: Spec,
    #[command(flatten)]
    wanted: Wanted,
    #[command(flatten)]
    readable: Readable,
}

impl Extract {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let mut settings = Settings::default();
        self.wanted.apply(&mut settings);
        self.readable.apply(&mut settings);
        say(&extract(&self.spec.path, &settings)?)?;
        Ok(ExitCode::SUCCESS)
    }
}
