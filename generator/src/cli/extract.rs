//! The command `rejoinder extract`.

use std::process::ExitCode;

use rejoinder::{Failure, Settings, extract};

use super::{OperationSelection, ReferenceFolders, Spec, print_output};

#[derive(Debug, clap::Args)]
pub(super) struct Extract {
    #[command(flatten)]
    spec: Spec,
    #[command(flatten)]
    selection: OperationSelection,
    #[command(flatten)]
    references: ReferenceFolders,
}

impl Extract {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let mut settings = Settings::default();
        self.selection.apply(&mut settings);
        self.references.apply(&mut settings);
        print_output(&extract(&self.spec.path, &settings)?)?;
        Ok(ExitCode::SUCCESS)
    }
}
