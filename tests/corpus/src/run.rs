//! A run, from documents to a verdict.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufWriter, Write},
    path::Path,
};

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{
    Result,
    check::Checks,
    child::say,
    documents::{Document, below},
    exceptions::Exceptions,
    generate, mutated,
    options::Options,
    packages,
    record::{Failure, Outcome, Step, What},
    store::Store,
    table,
};

/// What is known of a document, by the names of the steps.
pub(crate) type Known = BTreeMap<&'static str, Step>;

/// Runs; whether nothing was wrong that isn't excepted.
pub(crate) fn run(options: &Options) -> Result<bool> {
    fs::create_dir_all(&options.cache)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs);
    pool.build_global()?;
    let mut exceptions = Exceptions::read(&options.exceptions)?;
    let mut documents = documents(options)?;
    if options.mutated > 0 {
        documents = mutated::documents(options, &documents)?;
    }
    let store = Store::open(&options.cache, options.again)?;
    let progress = bar(documents.len(), "generated");
    let steps = generate::all(&documents, &store, &options.cache, &progress)?;
    progress.finish_and_clear();
    let mut known: Vec<Known> = steps
        .into_iter()
        .map(|step| Known::from([("generate", step)]))
        .collect();
    let sample = sample(options, &documents, &known);
    let progress = bar(sample.len(), "compiled");
    let checks = Checks {
        options,
        documents: &documents,
        store: &store,
    };
    let mut before = 0;
    for batch in sample.chunks(options.batch.max(1)) {
        checks.batch(batch, before, &mut known)?;
        before += batch.len();
        progress.inc(batch.len() as u64);
    }
    progress.finish_and_clear();
    let results = match &options.results {
        Some(path) => path.clone(),
        None => options.cache.join("results.jsonl"),
    };
    write(&results, &documents, &known)?;
    say(&table::table(&documents, &known, options.worst));
    if options.mutated > 0 {
        known
            .iter_mut()
            .flat_map(Known::values_mut)
            .for_each(mutated::tolerate);
    }
    let verdict = verdict(&documents, &known, &mut exceptions);
    for line in &verdict {
        say(line);
    }
    say(&format!(
        "what is known of each document is in {}",
        results.display()
    ));
    Ok(verdict.is_empty())
}

fn bar(length: usize, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {eta} to go");
    let bar = ProgressBar::new(length as u64).with_message(what);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// The documents that were asked for.
fn documents(options: &Options) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    let wanted = |name: &str, title: &str| {
        let named = options
            .package
            .iter()
            .any(|wanted| wanted == name || wanted == title);
        let is_default = options.package.is_empty() && options.folder.is_empty();
        named || (is_default && options.mutated == 0)
    };
    let mut unknown: Vec<&String> = options.package.iter().collect();
    for package in packages::all()? {
        let title = package.title();
        unknown.retain(|wanted| **wanted != package.name && **wanted != title);
        if !wanted(&package.name, &title) {
            continue;
        }
        let found = below(&package.fetch(&options.cache.join("packages"))?, &title)?;
        if found.len() != package.documents {
            let (found, expected) = (found.len(), package.documents);
            return Err(format!("{title} has {found} documents, not {expected}").into());
        }
        documents.extend(found);
    }
    if let Some(unknown) = unknown.first() {
        return Err(format!("`{unknown}` isn't in packages.toml").into());
    }
    for folder in &options.folder {
        let title = folder.file_name().unwrap_or_default().to_string_lossy();
        documents.extend(below(folder, &title)?);
    }
    if options.mutated > 0 && documents.is_empty() {
        documents = mutated::originals()?;
    }
    if let Some(only) = &options.only {
        documents.retain(|document| document.name.contains(only.as_str()));
    }
    if documents.is_empty() {
        return Err("there is no document".into());
    }
    Ok(documents)
}

/// The documents that are compiled, by their indices. Whether one is rather in the sample than
/// another follows from seed and name alone.
fn sample(options: &Options, documents: &[Document], known: &[Known]) -> Vec<usize> {
    let generated = |index: &usize| {
        let steps = known.get(*index);
        let record = steps.and_then(|steps| steps.get("generate")?.record.as_ref());
        record.is_some_and(|record| record.outcome == Outcome::Generated)
    };
    let small = documents.iter().enumerate();
    let small = small.filter(|(_, document)| document.size <= options.max_size);
    let mut order: Vec<(String, usize)> = small
        .map(|(index, document)| {
            let digest = Sha256::digest(format!("{} {}", options.seed, document.name));
            (format!("{digest:x}"), index)
        })
        .collect();
    order.sort();
    let order = order.into_iter().map(|(_, index)| index).filter(generated);
    let count = if options.all || options.mutated > 0 {
        usize::MAX
    } else {
        options.sample
    };
    order.take(count).collect()
}

/// Writes what is known of each document as a line of JSON.
fn write(path: &Path, documents: &[Document], known: &[Known]) -> Result<()> {
    let mut file = BufWriter::new(fs::File::create(path)?);
    for (document, known) in documents.iter().zip(known) {
        let mut line = json!({ "document": document.name, "size": document.size });
        if let Some(line) = line.as_object_mut() {
            for (name, step) in known {
                line.insert((*name).to_owned(), serde_json::to_value(step)?);
            }
        }
        writeln!(file, "{line}")?;
    }
    Ok(file.flush()?)
}

/// What is wrong: failures that aren't excepted, and exceptions that aren't needed.
fn verdict(documents: &[Document], known: &[Known], exceptions: &mut Exceptions) -> Vec<String> {
    let mut lines = Vec::new();
    for (document, known) in documents.iter().zip(known) {
        let failures: Vec<&Failure> = known.values().flat_map(|step| &step.failures).collect();
        for failure in &failures {
            if !exceptions.knows(&document.name, failure) {
                let what = failure.what.text();
                lines.push(format!(
                    "{what}: {}: {}",
                    document.name,
                    failure.message.trim_end()
                ));
            }
        }
        let looked_for: Vec<What> = known
            .keys()
            .flat_map(|step| What::of(step))
            .copied()
            .collect();
        lines.extend(exceptions.unneeded(&document.name, &looked_for));
    }
    lines
}
