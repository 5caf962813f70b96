//! A run, from the documents to the tables.

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
    print_line,
    project::Project,
    table::Table,
};

/// The numbers of operations of the documents for the step `growth`.
const GROWTH: [usize; 2] = [500, 1000];

/// The generators, each with the failure of its installation.
type Generators<'a> = Vec<(&'a Generator, Option<String>)>;

pub(crate) fn run(options: &Options) -> Result<()> {
    let data = data::read()?;
    check_names(options, &data)?;
    let places = Places::new(options)?;
    let peers = &options.peer;
    let generators = data.generator.iter().filter(|generator| {
        generator.install.is_none() || peers.is_empty() || peers.contains(&generator.name)
    });
    let generators = generators.map(|it| (it, install::install(it, &places.tools).err()));
    let generators: Generators<'_> = generators.collect();
    let mut markdown = preamble(options)?;
    let is_selected =
        |document: &&Document| options.only.is_empty() || options.only.contains(&document.name);
    for document in data.document.iter().filter(is_selected) {
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
            print_line(&format!("\n{table}"));
            let _ = write!(markdown, "\n{table}");
        }
        if let Some(output) = &options.output {
            fs::write(output, &markdown)?;
        }
    }
    Ok(())
}

/// Checks the names on the command line.
fn check_names(options: &Options, data: &Data) -> Result<()> {
    let generators = data.generator.iter().map(|generator| &generator.name);
    let documents = data.document.iter().map(|document| &document.name);
    let named = [
        ("generator", &options.peer, generators.collect::<Vec<_>>()),
        ("document", &options.only, documents.collect()),
    ];
    for (kind, names, known_names) in named {
        if let Some(name) = names.iter().find(|name| !known_names.contains(name)) {
            return Err(format!("unknown {kind} `{name}`; peers.toml has {known_names:?}").into());
        }
    }
    Ok(())
}

/// Returns the table of a document.
fn compare(
    options: &Options,
    places: &Places,
    (name, document): (&str, &Path),
    steps: &[Step],
    generators: &[(&Generator, Option<String>)],
) -> Result<String> {
    let ids = data::operations(document)?;
    let title = format!("{name}: {} operations", ids.len());
    print_line(&title);
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
        // The artifacts may be missing.
        let _ = project.clean();
    }
    Ok(comparison.table.markdown().to_owned())
}

/// Returns the tables of Rejoinder for documents with fewer operations.
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
            .ok_or("too few operations in the document")?;
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

/// Writes a document with some of the operations of another document.
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

/// Returns a description of the environment and of the tables.
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
    let date = jiff::ZonedDateTime::now().date();
    let limits = options.limits();
    let markdown = format!(
        "{date}, {version}, {processors} processors, {memory}. Medians of {} alternating runs; the ratio to the best \
         competitor is in parentheses. Memory is the peak of the largest process. `cargo check` and builds compile \
         the client and the program without incremental compilation, with compiled dependencies. Release builds have \
         cargo's default profile and are stripped. Processes are stopped after {} minutes, or above {} GB. A dash \
         means that an earlier row contains the failure.\n",
        options.runs,
        limits.time.as_secs() / 60,
        limits.memory >> 30,
    );
    print_line(&markdown);
    Ok(markdown)
}
