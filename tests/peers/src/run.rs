//! A run, from documents to tables.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Result,
    comparison::Comparison,
    data::{self, Data, Document, Generator},
    install::{self, Places},
    options::{Options, Step},
    project::Project,
    say,
    table::Table,
};

/// How many operations the documents have that show how Rejoinder grows.
const GROWTH: [usize; 2] = [500, 1000];

/// The generators that are compared, and why one of them can't be had.
type Generators<'a> = Vec<(&'a Generator, Option<String>)>;

pub(crate) fn run(options: &Options) -> Result<()> {
    let data = data::read()?;
    known(options, &data)?;
    let places = Places::new(options)?;
    let peers = &options.peer;
    let generators = data.generator.iter().filter(|generator| {
        generator.install.is_none() || peers.is_empty() || peers.contains(&generator.name)
    });
    let generators = generators.map(|it| (it, install::install(it, &places.tools).err()));
    let generators: Generators<'_> = generators.collect();
    let mut text = preamble(options)?;
    let wanted =
        |document: &&Document| options.only.is_empty() || options.only.contains(&document.name);
    for document in data.document.iter().filter(wanted) {
        let steps = document
            .steps
            .iter()
            .copied()
            .filter(|step| options.steps.is_empty() || options.steps.contains(step));
        let steps: Vec<Step> = steps.collect();
        if steps.is_empty() {
            continue;
        }
        let path = document.path(&places.packages)?;
        let tables = if steps.contains(&Step::Growth) {
            growth(options, &places, document, &path, &generators)?
        } else {
            let name = &document.name;
            vec![compare(
                options,
                &places,
                (name, &path),
                &steps,
                &generators,
            )?]
        };
        for table in tables {
            say(&format!("\n{table}"));
            let _ = write!(text, "\n{table}");
        }
        if let Some(output) = &options.output {
            fs::write(output, &text)?;
        }
    }
    Ok(())
}

/// Whether all that is named is known.
fn known(options: &Options, data: &Data) -> Result<()> {
    let generators = data.generator.iter().map(|generator| &generator.name);
    let documents = data.document.iter().map(|document| &document.name);
    let named = [
        ("generator", &options.peer, generators.collect::<Vec<_>>()),
        ("document", &options.only, documents.collect()),
    ];
    for (what, names, known) in named {
        if let Some(name) = names.iter().find(|name| !known.contains(name)) {
            return Err(format!("peers.toml has no {what} `{name}`; it has {known:?}").into());
        }
    }
    Ok(())
}

/// The table of one document.
fn compare(
    options: &Options,
    places: &Places,
    (name, document): (&str, &Path),
    steps: &[Step],
    generators: &[(&Generator, Option<String>)],
) -> Result<String> {
    let ids = data::operations(document)?;
    let title = format!("{name}: {} operations", ids.len());
    say(&title);
    let columns = generators.iter().map(|(generator, _)| {
        let words = [
            Some(&generator.name),
            generator.version.as_ref(),
            generator.note.as_ref(),
        ];
        let words = words.into_iter().flatten().map(String::as_str);
        words.collect::<Vec<_>>().join(" ")
    });
    let projects = generators
        .iter()
        .map(|(generator, _)| Project::new(generator, name, places, options.limits()));
    let mut comparison = Comparison {
        document,
        ids,
        runs: options.runs,
        grows: steps.contains(&Step::Growth),
        projects: projects.collect(),
        failures: generators
            .iter()
            .map(|(_, failure)| failure.clone())
            .collect(),
        table: Table::new(&title, &columns.collect::<Vec<_>>()),
    };
    comparison.take(Step::Generate)?;
    for step in steps.iter().filter(|step| **step != Step::Generate) {
        comparison.take(*step)?;
    }
    for project in &comparison.projects {
        // What can't be removed stays; there may be nothing, too.
        let _ = project.clean();
    }
    Ok(comparison.table.text().to_owned())
}

/// The tables of a document cut to some numbers of operations, by Rejoinder alone.
fn growth(
    options: &Options,
    places: &Places,
    document: &Document,
    path: &Path,
    generators: &[(&Generator, Option<String>)],
) -> Result<Vec<String>> {
    let ids = data::operations(path)?;
    let steps = [Step::Check, Step::Growth];
    let tables = GROWTH.iter().map(|count| {
        let name = format!("{}-{count}", document.name);
        let ids = ids
            .get(..*count)
            .ok_or("the document has too few operations")?;
        let cut = cut(places, path, ids, &name)?;
        compare(
            options,
            places,
            (&name, &cut),
            &steps,
            generators.get(..1).unwrap_or_default(),
        )
    });
    tables.collect()
}

/// A document cut to some of its operations.
fn cut(places: &Places, document: &Path, ids: &[String], name: &str) -> Result<PathBuf> {
    let mut command = Command::new(&places.rejoinder);
    let command = command.arg("extract").arg(document);
    let output = command
        .args(ids.iter().flat_map(|id| ["--operation", id]))
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    fs::create_dir_all(&places.clients)?;
    let path = places.clients.join(format!("{name}.yaml"));
    fs::write(&path, output.stdout)?;
    Ok(path)
}

/// What the figures were measured with.
fn preamble(options: &Options) -> Result<String> {
    let version = Command::new("rustc").arg("--version").output()?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    let processors = std::thread::available_parallelism()?;
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = memory
        .split_whitespace()
        .nth(1)
        .and_then(|word| word.parse::<f64>().ok());
    let memory = kilobytes.map_or_else(
        || "memory unknown".to_owned(),
        |kilobytes| format!("{:.0} GB of memory", kilobytes / 1024.0 / 1024.0),
    );
    let date = jiff::Zoned::now().date();
    let limits = options.limits();
    let text = format!(
        "{date}, {version}, {processors} processors, {memory}. Medians of {} runs, in turns; in brackets, Rejoinder's \
         part of the best peer's. Memory is that of the largest process. `check` and builds are of the client (and the \
         program) alone, their dependencies compiled before, without incremental compilation; release builds are \
         cargo's own, stripped. What needs more than {} minutes or {} GB is stopped. A dash: a row above says why \
         there is nothing.\n",
        options.runs,
        limits.time.as_secs() / 60,
        limits.memory >> 30,
    );
    say(&text);
    Ok(text)
}
