//! Generates every document, twice, each time in a process of its own.

use std::{fs, os::unix::process::ExitStatusExt, path::Path};

use indicatif::ProgressBar;
use rayon::prelude::*;

use crate::{
    Result,
    child::{self, Ended},
    documents::Document,
    record::{Failure, Outcome, Record, Step, What},
    store::Store,
    worker::{self, MEMORY, patience},
};

/// The signal of a process that has used up its time.
const XCPU: i32 = 24;

/// Generates all documents; what is known already isn't done again.
pub(crate) fn all(
    documents: &[Document],
    store: &Store,
    cache: &Path,
    bar: &ProgressBar,
) -> Result<Vec<Step>> {
    let steps = documents.par_iter().map(|document| {
        let step = match store.get(document, "generate") {
            Some(known) => known,
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
        let ended = child::run(&mut command, patience(&document.path)?)?;
        if let Some(failure) = died(&ended) {
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
    let mut failures = wrong(&first);
    match run()? {
        Ok(second) if second.digest != first.digest => {
            failures.push(Failure::new(What::Bytes, "a second run gave other bytes"));
        }
        Ok(_) => {}
        Err(failure) => failures.push(failure),
    }
    Ok(Step {
        record: Some(first),
        ..Step::new(failures)
    })
}

/// What a process died of.
fn died(ended: &Ended) -> Option<Failure> {
    let Some(status) = ended.status else {
        return Some(Failure::new(What::Time, "no end, and it isn't even busy"));
    };
    if status.success() {
        return None;
    }
    let failure = if status.signal() == Some(XCPU) {
        Failure::new(
            What::Time,
            "more time of the processor than its size is worth",
        )
    } else if ended.errors.contains("memory allocation of") {
        Failure::new(What::Memory, format!("more than {} MiB", MEMORY >> 20))
    } else {
        let errors: Vec<&str> = ended.errors.lines().take(3).collect();
        Failure::new(What::Panic, format!("{status}: {}", errors.join(" ")))
    };
    Some(failure)
}

/// What is wrong with what a run gave.
fn wrong(record: &Record) -> Vec<Failure> {
    let mut failures = Vec::new();
    if record.memory > MEMORY {
        let message = format!("{} MiB", record.memory >> 20);
        failures.push(Failure::new(What::Memory, message));
    }
    if let Outcome::Refused(message) = &record.outcome {
        failures.push(Failure::new(What::Refused, message.clone()));
    }
    let skipped: usize = record.skipped.values().map(|tally| tally.count).sum();
    let read = matches!(record.outcome, Outcome::Generated);
    if read && record.generated + skipped != record.documented {
        let message = format!(
            "{} generated and {skipped} skipped are not the {} documented",
            record.generated, record.documented
        );
        failures.push(Failure::new(What::Sum, message));
    }
    if let Some(counted) = record
        .counted
        .filter(|counted| read && *counted != record.documented)
    {
        let message = format!(
            "there are {counted} operations, {} are known",
            record.documented
        );
        failures.push(Failure::new(What::Sum, message));
    }
    failures
}

#[cfg(test)]
mod tests;
