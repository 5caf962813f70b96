//! Generates the client of every document twice, each time in a separate process.

use std::{fs, os::unix::process::ExitStatusExt, path::Path};

use indicatif::ProgressBar;
use rayon::prelude::*;

use crate::{
    Result,
    child::{self, ProcessResult},
    documents::Document,
    record::{Failure, FailureKind, Outcome, Record, Step},
    store::Store,
    worker::{self, MEMORY, wall_clock_limit},
};

/// The signal of a process that exceeds its CPU time.
const XCPU: i32 = 24;

/// Generates all documents. Stored results are reused.
pub(crate) fn all(
    documents: &[Document],
    store: &Store,
    cache: &Path,
    bar: &ProgressBar,
) -> Result<Vec<Step>> {
    let steps = documents.par_iter().map(|document| {
        let step = match store.get(document, "generate") {
            Some(stored) => stored,
            None => {
                let step = generate(document, cache)?;
                store.put(document, "generate", &step)?;
                step
            }
        };
        bar.inc(1);
        Ok(step)
    });
    steps.collect()
}

fn generate(document: &Document, cache: &Path) -> Result<Step> {
    let result = cache.join(format!("{}.partly", document.digest));
    let run = || {
        let mut command = worker::command(&document.path, &result)?;
        let process = child::run(&mut command, wall_clock_limit(&document.path)?)?;
        if let Some(failure) = process_failure(&process) {
            return Ok(Err(failure));
        }
        let record: Record = serde_json::from_slice(&fs::read(&result)?)?;
        fs::remove_file(&result)?;
        Result::Ok(Ok(record))
    };
    let first = match run()? {
        Ok(record) => record,
        Err(failure) => return Ok(Step::new(vec![failure])),
    };
    let mut failures = record_failures(&first);
    match run()? {
        Ok(second) if second.digest != first.digest => {
            failures.push(Failure::new(
                FailureKind::Bytes,
                "two runs had different outputs",
            ));
        }
        Ok(_) => {}
        Err(failure) => failures.push(failure),
    }
    Ok(Step {
        record: Some(first),
        ..Step::new(failures)
    })
}

/// Returns the failure of a process that did not succeed.
fn process_failure(result: &ProcessResult) -> Option<Failure> {
    let Some(status) = result.status else {
        return Some(Failure::new(
            FailureKind::Time,
            "timeout without using its CPU time",
        ));
    };
    if status.success() {
        return None;
    }
    let failure = if status.signal() == Some(XCPU) {
        Failure::new(
            FailureKind::Time,
            "more CPU time than the limit of its size",
        )
    } else if result.errors.contains("memory allocation of") {
        Failure::new(
            FailureKind::Memory,
            format!("more than {} MiB", MEMORY >> 20),
        )
    } else {
        let errors: Vec<&str> = result.errors.lines().take(3).collect();
        Failure::new(
            FailureKind::Panic,
            format!("{status}: {}", errors.join(" ")),
        )
    };
    Some(failure)
}

/// Returns the failures of a record.
fn record_failures(record: &Record) -> Vec<Failure> {
    let mut failures = Vec::new();
    if record.memory > MEMORY {
        let message = format!("{} MiB", record.memory >> 20);
        failures.push(Failure::new(FailureKind::Memory, message));
    }
    if let Outcome::Refused(message) = &record.outcome {
        failures.push(Failure::new(FailureKind::Refused, message.clone()));
    }
    let skipped: usize = record.skipped.values().map(|tally| tally.count).sum();
    let read = matches!(record.outcome, Outcome::Generated);
    if read && record.generated + skipped != record.documented {
        let message = format!(
            "expected {} operations, found {} generated and {skipped} skipped",
            record.documented, record.generated
        );
        failures.push(Failure::new(FailureKind::Sum, message));
    }
    if let Some(counted) = record
        .counted
        .filter(|counted| read && *counted != record.documented)
    {
        let message = format!("expected {counted} operations, found {}", record.documented);
        failures.push(Failure::new(FailureKind::Sum, message));
    }
    failures
}

#[cfg(test)]
mod tests;
