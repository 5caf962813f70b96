//! `rejoinder extract`: a smaller document.

use std::process::ExitCode;

use rejoinder::{Failure, Settings, extract};

use super::{OperationSelection, ReferenceFolders, Spec, print_diagnostics};

#[derive(Debug, clap::Args)]
pub(super) struct Extract {
    #[command(flatten)]
    spec: Spec,
    #[command(flatten)]
    wanted: OperationSelection,
    #[command(flatten)]
    readable: ReferenceFolders,
}

impl Extract {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let mut settings = Settings::default();
        self.wanted.apply(&mut settings);
        self.readable.apply(&mut settings);
        print_diagnostics(&extract(&self.spec.path, &settings)?)?;
        Ok(ExitCode::SUCCESS)
    }
}
