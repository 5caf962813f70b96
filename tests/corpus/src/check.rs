//! The steps after the first: crates are compiled, linted, documented, and read and write values.

use serde_json::Value;

use crate::{
    Result,
    batch::{Batch, Said},
    documents::Document,
    options::Options,
    record::{Counts, Failure, Step, What},
    run::Known,
    store::Store,
    values,
};

/// How many messages are kept of a crate.
const KEPT: usize = 10;

/// A step, and how cargo is asked to take it.
struct Question {
    step: &'static str,
    what: What,
    arguments: &'static [&'static str],
}

/// All code there is is compiled, but for the cryptography.
const QUESTIONS: [Question; 4] = [
    Question {
        step: "check",
        what: What::Check,
        arguments: &["check", "--lib", "--features", "reqwest,ureq"],
    },
    Question {
        step: "clippy",
        what: What::Clippy,
        arguments: &["clippy", "--lib", "--features", "reqwest,ureq"],
    },
    Question {
        step: "rustdoc",
        what: What::Rustdoc,
        arguments: &["doc", "--no-deps", "--features", "reqwest,ureq"],
    },
    Question {
        step: "values",
        what: What::Example,
        arguments: &["build", "--examples"],
    },
];

/// What is to be compiled, and what is known of it.
#[derive(Debug)]
pub(crate) struct Checks<'a> {
    pub(crate) options: &'a Options,
    pub(crate) documents: &'a [Document],
    pub(crate) store: &'a Store,
}

impl Checks<'_> {
    /// Takes the documents of a batch through all steps; `before` is how many came before.
    pub(crate) fn batch(&self, batch: &[usize], before: usize, known: &mut [Known]) -> Result<()> {
        let mut written = None;
        for question in &QUESTIONS {
            let count = match question.step {
                "clippy" => self.options.clippy,
                "rustdoc" => self.options.rustdoc,
                "values" if self.options.values == 0 => 0,
                _ => usize::MAX,
            };
            let asked = count.saturating_sub(before).min(batch.len());
            let key = self.key(question);
            let mut unknown = Vec::new();
            for index in batch.iter().take(asked) {
                let Some(document) = self.documents.get(*index) else {
                    continue;
                };
                match (self.store.get(document, &key), known.get_mut(*index)) {
                    (Some(step), Some(known)) => _ = known.insert(question.step, step),
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
            let said = workspace.cargo(question.arguments, &written)?;
            for index in failed.into_iter().chain(written) {
                let Some(document) = self.documents.get(index) else {
                    continue;
                };
                let step = match workspace.failed.get(&index) {
                    Some(error) => Step::new(vec![Failure::new(question.what, error)]),
                    None => self.step(question, document, &said, index)?,
                };
                self.store.put(document, &key, &step)?;
                if let Some(known) = known.get_mut(index) {
                    known.insert(question.step, step);
                }
            }
        }
        Ok(())
    }

    /// What a step is kept under: values are others with other settings.
    fn key(&self, question: &Question) -> String {
        match question.step {
            "values" => format!("values-{}-{}", self.options.values, self.options.seed),
            step => step.to_owned(),
        }
    }

    fn step(
        &self,
        question: &Question,
        document: &Document,
        said: &Said,
        index: usize,
    ) -> Result<Step> {
        let messages = said.messages.get(&index).map_or(&[][..], Vec::as_slice);
        if question.step != "values" {
            return Ok(step(question.what, messages));
        }
        if let Some((program, folder)) = said.programs.get(&index) {
            return values::run(document, program, folder, self.options.made());
        }
        let mut step = step(question.what, messages);
        if step.failures.is_empty() {
            step.failures
                .push(Failure::new(question.what, "there is no program"));
        }
        Ok(step)
    }
}

/// What the compiler's messages come to.
fn step(what: What, said: &[Value]) -> Step {
    let text = |message: &Value, key: &str| {
        let text = message.get(key).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    // What says only how many there were has no place; what the linker says has none either.
    let own = said.iter().filter(|message| {
        let spans = message.get("spans").and_then(Value::as_array);
        let is_sum = text(message, "message").starts_with("aborting due to");
        spans.is_some_and(|spans| !spans.is_empty())
            || (text(message, "level") == "error" && !is_sum)
    });
    let mut counts = Counts::new();
    let mut failures = Vec::new();
    for message in own {
        let code = message.pointer("/code/code").and_then(Value::as_str);
        let code = code.map_or_else(|| text(message, "message"), str::to_owned);
        let sort = format!("{}: {code}", text(message, "level"));
        *counts.entry(sort).or_default() += 1;
        if failures.len() < KEPT {
            failures.push(Failure::new(what, text(message, "rendered")));
        }
    }
    Step {
        counts,
        ..Step::new(failures)
    }
}

#[cfg(test)]
mod tests;
