//! The table at the end of a run.

use std::{cmp::Reverse, fmt::Write};

use crate::{
    documents::Document,
    idiom::Oddity,
    record::{Counts, Outcome, Record, Tallies},
    run::Results,
};

/// The number of rows of a ranking.
const RANKING_ROWS: usize = 8;

/// The number of names that are listed for a document.
const EXAMPLES: usize = 3;

/// A number of a record.
type Measure = fn(&Record) -> usize;

/// Reasons for raw JSON whose schema has no type.
const UNTYPED: [&str; 2] = ["the schema allows any value", "no schema is documented"];

/// Returns the table of all results. It lists the `worst` documents for each departure from
/// idiomatic Rust.
pub(crate) fn table(documents: &[Document], results: &[Results], worst: usize) -> String {
    let records = results
        .iter()
        .filter_map(|results| results.get("generate")?.record.as_ref());
    let records: Vec<&Record> = records.collect();
    let mut table = Table::default();
    table.row(0, "documents", documents.len());
    let mut versions = Counts::new();
    for record in &records {
        *versions.entry(record.version.clone()).or_default() += 1;
    }
    table.counts(1, &versions);
    outcomes(&mut table, &records);
    let sum = |count: Measure| records.iter().copied().map(count).sum::<usize>();
    table.row(0, "operations documented", sum(|record| record.documented));
    table.row(1, "generated", sum(|record| record.generated));
    let skipped = merged(records.iter().map(|record| &record.skipped));
    table.row(1, "skipped", skipped.values().sum());
    table.counts(2, &skipped);
    table.row(0, "typed fields", sum(|record| record.typed));
    raw(&mut table, &records);
    idiom(&mut table, &records);
    let diagnostics = merged(records.iter().map(|record| &record.diagnostics));
    table.row(0, "diagnostics", diagnostics.values().sum());
    table.counts(1, &diagnostics);
    steps(&mut table, results);
    let named = documents.iter().zip(results);
    let named = named.filter_map(|(document, results)| {
        let record = results.get("generate")?.record.as_ref()?;
        Some((document.name.as_str(), record))
    });
    let mut named: Vec<(&str, &Record)> = named.collect();
    worst_of_idiom(&mut table, &named, worst);
    let rankings: [(_, Measure); 3] = [
        ("slowest, in milliseconds", |record| {
            (record.seconds * 1000.0) as usize
        }),
        ("most memory, in MiB", |record| {
            (record.memory >> 20) as usize
        }),
        ("largest output, in KiB", |record| record.bytes >> 10),
    ];
    for (heading, of) in rankings {
        table.heading(heading);
        named.sort_by_key(|(_, record)| Reverse(of(record)));
        for (name, record) in named.iter().take(RANKING_ROWS) {
            table.row(1, name, of(record));
        }
    }
    table.0
}

fn outcomes(table: &mut Table, records: &[&Record]) {
    let mut outcomes = Counts::new();
    for record in records {
        let outcome = match &record.outcome {
            Outcome::Generated => "generated".to_owned(),
            Outcome::Empty => "without operations".to_owned(),
            Outcome::NotRead(message) => format!("not read: {message}"),
            Outcome::Refused(message) => format!("refused: {message}"),
        };
        *outcomes.entry(outcome).or_default() += 1;
    }
    table.counts(1, &outcomes);
}

/// Adds the counts of raw JSON by reason.
fn raw(table: &mut Table, records: &[&Record]) {
    let raw = merged(records.iter().map(|record| &record.raw));
    table.row(0, "places that are raw JSON", raw.values().sum());
    let (untyped, typed): (Counts, Counts) = raw
        .into_iter()
        .partition(|(reason, _)| UNTYPED.contains(&reason.as_str()));
    table.counts(1, &untyped);
    table.row(1, "although their schema is typed", typed.values().sum());
    table.counts(2, &typed);
}

/// Adds the counts of the oddities of names and unions.
fn idiom(table: &mut Table, records: &[&Record]) {
    let sum = |count: Measure| records.iter().copied().map(count).sum::<usize>();
    let rows = |table: &mut Table, oddities: &[(usize, Oddity)]| {
        for (depth, oddity) in oddities {
            let counts = records.iter().map(|record| record.idiom.count(*oddity));
            table.row(*depth, oddity.title(), counts.sum());
        }
    };
    table.row(0, "names", sum(|record| record.idiom.names));
    rows(table, &Oddity::OF_NAMES);
    table.row(0, "unions", sum(|record| record.idiom.unions));
    rows(table, &Oddity::OF_UNIONS);
}

/// Adds the documents with the most occurrences of each oddity, each with its first names.
fn worst_of_idiom(table: &mut Table, named: &[(&str, &Record)], worst: usize) {
    for (_, oddity) in Oddity::OF_NAMES.into_iter().chain(Oddity::OF_UNIONS) {
        let found = named.iter().filter_map(|(name, record)| {
            let found = record.idiom.oddities.get(&oddity)?;
            Some((*name, found))
        });
        let mut found: Vec<_> = found.collect();
        found.sort_by_key(|(_, found)| Reverse(found.count));
        if worst > 0 && !found.is_empty() {
            table.heading(&format!("most {}", oddity.title()));
        }
        for (name, found) in found.into_iter().take(worst) {
            table.row(1, name, found.count);
            for example in found.examples.iter().take(EXAMPLES) {
                table.heading(&format!("{:17}{example}", ""));
            }
        }
    }
}

/// Adds the results of the steps after generation.
fn steps(table: &mut Table, results: &[Results]) {
    for step in ["check", "clippy", "rustdoc", "values"] {
        let taken: Vec<_> = results
            .iter()
            .filter_map(|results| results.get(step))
            .collect();
        if taken.is_empty() {
            continue;
        }
        table.row(0, &format!("documents of the step `{step}`"), taken.len());
        let clean = taken.iter().filter(|step| step.failures.is_empty());
        table.row(1, "without failures", clean.count());
        let errors = taken.iter().filter(|step| {
            let mut counts = step.counts.keys();
            counts.any(|what| what.starts_with("error: "))
        });
        table.row(1, "with errors", errors.count());
        let mut counts = Counts::new();
        for (what, count) in taken.iter().flat_map(|step| &step.counts) {
            *counts.entry(what.clone()).or_default() += count;
        }
        table.counts(1, &counts);
    }
}

fn merged<'a>(all: impl Iterator<Item = &'a Tallies>) -> Counts {
    let mut merged = Counts::new();
    for (what, tally) in all.flatten() {
        *merged.entry(what.clone()).or_default() += tally.count;
    }
    merged
}

#[derive(Default)]
struct Table(String);

impl Table {
    fn heading(&mut self, name: &str) {
        self.0.push_str(name);
        self.0.push('\n');
    }

    fn row(&mut self, depth: usize, name: &str, count: usize) {
        let indent = "  ".repeat(depth);
        let _ = writeln!(self.0, "{indent}{count:>9}  {name}");
    }

    /// Adds counts, the highest first.
    fn counts(&mut self, depth: usize, counts: &Counts) {
        let mut counts: Vec<(&String, &usize)> = counts.iter().collect();
        counts.sort_by_key(|(_, count)| Reverse(**count));
        for (what, count) in counts {
            self.row(depth, what, *count);
        }
    }
}
