//! A run, from the documents to the verdict.

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
    child::print_line,
    documents::{Document, below},
    exceptions::Exceptions,
    generate, mutated,
    options::Options,
    packages,
    record::{Failure, FailureKind, Outcome, Step},
    store::Store,
    table,
    worker::hex,
};

/// The results of a document, by the names of the steps.
pub(crate) type Results = BTreeMap<&'static str, Step>;

/// Runs all steps. Returns `true` if there are neither unknown failures nor unneeded exceptions.
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
    let mut results: Vec<Results> = steps
        .into_iter()
        .map(|step| Results::from([("generate", step)]))
        .collect();
    let sample = sample(options, &documents, &results);
    let progress = bar(sample.len(), "compiled");
    let checks = Checks {
        options,
        documents: &documents,
        store: &store,
    };
    let mut before = 0;
    for batch in sample.chunks(options.batch.max(1)) {
        checks.batch(batch, before, &mut results)?;
        before += batch.len();
        progress.inc(batch.len() as u64);
    }
    progress.finish_and_clear();
    let results_path = match &options.results {
        Some(path) => path.clone(),
        None => options.cache.join("results.jsonl"),
    };
    write(&results_path, &documents, &results)?;
    print_line(&table::table(&documents, &results, options.worst));
    if options.mutated > 0 {
        results
            .iter_mut()
            .flat_map(Results::values_mut)
            .for_each(mutated::tolerate);
    }
    let verdict = verdict(&documents, &results, &mut exceptions);
    for line in &verdict {
        print_line(line);
    }
    print_line(&format!(
        "the results of each document are in {}",
        results_path.display()
    ));
    Ok(verdict.is_empty())
}

fn bar(length: usize, what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {eta} left");
    let bar = ProgressBar::new(length as u64).with_message(what);
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Returns the selected documents.
fn documents(options: &Options) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    let is_selected = |name: &str, title: &str| {
        let named = options
            .package
            .iter()
            .any(|selected| selected == name || selected == title);
        let is_default = options.package.is_empty() && options.folder.is_empty();
        named || (is_default && options.mutated == 0)
    };
    let mut unknown: Vec<&String> = options.package.iter().collect();
    for package in packages::all()? {
        let title = package.title();
        unknown.retain(|selected| **selected != package.name && **selected != title);
        if !is_selected(&package.name, &title) {
            continue;
        }
        let found = below(&package.fetch(&options.cache.join("packages"))?, &title)?;
        if found.len() != package.documents {
            let (found, expected) = (found.len(), package.documents);
            return Err(format!("expected {expected} documents in {title}, found {found}").into());
        }
        documents.extend(found);
    }
    if let Some(unknown) = unknown.first() {
        return Err(
            format!("unknown package `{unknown}`; packages.toml lists the packages").into(),
        );
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
        return Err("no document is selected".into());
    }
    Ok(documents)
}

/// Returns the indices of the documents to compile. The order of the sample depends only on the
/// seed and the names.
fn sample(options: &Options, documents: &[Document], results: &[Results]) -> Vec<usize> {
    let generated = |index: &usize| {
        let steps = results.get(*index);
        let record = steps.and_then(|steps| steps.get("generate")?.record.as_ref());
        record.is_some_and(|record| record.outcome == Outcome::Generated)
    };
    let small = documents.iter().enumerate();
    let small = small.filter(|(_, document)| document.size <= options.max_size);
    let mut order: Vec<(String, usize)> = small
        .map(|(index, document)| {
            let digest = Sha256::digest(format!("{} {}", options.seed, document.name));
            (hex(&digest), index)
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

/// Writes the results of each document as a line of JSON.
fn write(path: &Path, documents: &[Document], results: &[Results]) -> Result<()> {
    let mut file = BufWriter::new(fs::File::create(path)?);
    for (document, results) in documents.iter().zip(results) {
        let mut line = json!({ "document": document.name, "size": document.size });
        if let Some(line) = line.as_object_mut() {
            for (name, step) in results {
                line.insert((*name).to_owned(), serde_json::to_value(step)?);
            }
        }
        writeln!(file, "{line}")?;
    }
    Ok(file.flush()?)
}

/// Returns a message for each unknown failure and each unneeded exception.
fn verdict(
    documents: &[Document],
    results: &[Results],
    exceptions: &mut Exceptions,
) -> Vec<String> {
    let mut lines = Vec::new();
    for (document, results) in documents.iter().zip(results) {
        let failures: Vec<&Failure> = results.values().flat_map(|step| &step.failures).collect();
        for failure in &failures {
            if !exceptions.accept(&document.name, failure) {
                let what = failure.what.name();
                lines.push(format!(
                    "{what}: {}: {}",
                    document.name,
                    failure.message.trim_end()
                ));
            }
        }
        let checked: Vec<FailureKind> = results
            .keys()
            .flat_map(|step| FailureKind::of(step))
            .copied()
            .collect();
        lines.extend(exceptions.unneeded(&document.name, &checked));
    }
    lines
}
