//! The steps after generation: crates are checked, linted, documented, and tested with values.

use serde_json::Value;

use crate::{
    Result,
    batch::{Batch, CargoOutput},
    documents::Document,
    options::Options,
    record::{Counts, Failure, FailureKind, Step},
    run::Results,
    store::Store,
    values,
};

/// The maximum number of stored messages of a crate.
const MAX_MESSAGES: usize = 10;

/// A step with its cargo command.
struct CargoStep {
    step: &'static str,
    what: FailureKind,
    arguments: &'static [&'static str],
}

/// The cargo steps, which compile all code except for TLS.
const CARGO_STEPS: [CargoStep; 4] = [
    CargoStep {
        step: "check",
        what: FailureKind::Check,
        arguments: &["check", "--lib", "--features", "reqwest,ureq"],
    },
    CargoStep {
        step: "clippy",
        what: FailureKind::Clippy,
        arguments: &["clippy", "--lib", "--features", "reqwest,ureq"],
    },
    CargoStep {
        step: "rustdoc",
        what: FailureKind::Rustdoc,
        arguments: &["doc", "--no-deps", "--features", "reqwest,ureq"],
    },
    CargoStep {
        step: "values",
        what: FailureKind::Example,
        arguments: &["build", "--examples"],
    },
];

/// The documents of a run, with the stored steps.
#[derive(Debug)]
pub(crate) struct Checks<'a> {
    pub(crate) options: &'a Options,
    pub(crate) documents: &'a [Document],
    pub(crate) store: &'a Store,
}

impl Checks<'_> {
    /// Runs all steps for the documents of a batch. `before` is the number of documents in previous
    /// batches.
    pub(crate) fn batch(
        &self,
        batch: &[usize],
        before: usize,
        results: &mut [Results],
    ) -> Result<()> {
        let mut written = None;
        for cargo_step in &CARGO_STEPS {
            let count = match cargo_step.step {
                "clippy" => self.options.clippy,
                "rustdoc" => self.options.rustdoc,
                "values" if self.options.values == 0 => 0,
                _ => usize::MAX,
            };
            let selected = count.saturating_sub(before).min(batch.len());
            let key = self.key(cargo_step);
            let mut unknown = Vec::new();
            for index in batch.iter().take(selected) {
                let Some(document) = self.documents.get(*index) else {
                    continue;
                };
                match (self.store.get(document, &key), results.get_mut(*index)) {
                    (Some(step), Some(results)) => _ = results.insert(cargo_step.step, step),
                    _ => unknown.push(*index),
                }
            }
            if unknown.is_empty() {
                continue;
            }
            let workspace = match &written {
                Some(workspace) => workspace,
                None => written.insert(Batch::write(self.options, self.documents, batch)?),
            };
            let (failed, written): (Vec<usize>, Vec<usize>) = unknown
                .into_iter()
                .partition(|index| workspace.failed.contains_key(index));
            let cargo_output = workspace.cargo(cargo_step.arguments, &written)?;
            for index in failed.into_iter().chain(written) {
                let Some(document) = self.documents.get(index) else {
                    continue;
                };
                let step = match workspace.failed.get(&index) {
                    Some(error) => Step::new(vec![Failure::new(cargo_step.what, error)]),
                    None => self.step(cargo_step, document, &cargo_output, index)?,
                };
                self.store.put(document, &key, &step)?;
                if let Some(results) = results.get_mut(index) {
                    results.insert(cargo_step.step, step);
                }
            }
        }
        Ok(())
    }

    /// Returns the storage key of a step. Values depend on the settings of a run.
    fn key(&self, cargo_step: &CargoStep) -> String {
        match cargo_step.step {
            "values" => format!("values-{}-{}", self.options.values, self.options.seed),
            step => step.to_owned(),
        }
    }

    fn step(
        &self,
        cargo_step: &CargoStep,
        document: &Document,
        cargo_output: &CargoOutput,
        index: usize,
    ) -> Result<Step> {
        let messages = cargo_output
            .messages
            .get(&index)
            .map_or(&[][..], Vec::as_slice);
        if cargo_step.step != "values" {
            return Ok(step(cargo_step.what, messages));
        }
        if let Some((program, folder)) = cargo_output.programs.get(&index) {
            return values::run(document, program, folder, self.options.value_settings());
        }
        let mut step = step(cargo_step.what, messages);
        if step.failures.is_empty() {
            step.failures
                .push(Failure::new(cargo_step.what, "no program was built"));
        }
        Ok(step)
    }
}

/// Converts compiler messages into failures and counts.
fn step(what: FailureKind, cargo_output: &[Value]) -> Step {
    let field = |message: &Value, key: &str| {
        let string = message.get(key).and_then(Value::as_str);
        string.unwrap_or_default().to_owned()
    };
    // Summaries have no span and are skipped. Errors of the linker have no span, and are kept.
    let own = cargo_output.iter().filter(|message| {
        let spans = message.get("spans").and_then(Value::as_array);
        let is_sum = field(message, "message").starts_with("aborting due to");
        spans.is_some_and(|spans| !spans.is_empty())
            || (field(message, "level") == "error" && !is_sum)
    });
    let mut counts = Counts::new();
    let mut failures = Vec::new();
    for message in own {
        let code = message.pointer("/code/code").and_then(Value::as_str);
        let code = code.map_or_else(|| field(message, "message"), str::to_owned);
        let title = format!("{}: {code}", field(message, "level"));
        *counts.entry(title).or_default() += 1;
        if failures.len() < MAX_MESSAGES {
            failures.push(Failure::new(what, field(message, "rendered")));
        }
    }
    Step {
        counts,
        ..Step::new(failures)
    }
}

#[cfg(test)]
mod tests;
