//! Growth of the cost of generation: a Markdown table with a row for each dimension of a document.
//!
//! Each row generates a document of size N and a document of size 2N, each in a separate process.
//! The ratios compare costs from which the cost of a document with one operation is subtracted.
//! valgrind counts instructions; without valgrind, or with `--time`, the column contains CPU time.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a benchmark writes documents and prints a table"
)]

mod composed;
mod document;
mod json_schema;
mod measure;
mod operations;
mod schemas;
mod strings;

use std::{
    error::Error,
    path::{Path, PathBuf},
};

use document::{Dimension, with_schema};
use measure::{Cost, Counter};

/// The ratio above which a cost grows faster than its document: 2, plus 15 %.
const LIMIT: f64 = 2.3;

/// Costs below this fraction of the cost of a document with one operation are noise.
const NOISE: f64 = 0.1;

/// The dimensions whose output is indented by their depth, so that the size of the output is
/// quadratic. Their work is compared with their output. The generator limits their depth: see
/// `lower/schema/inline.rs`.
const INDENTED: [&str; 2] = ["depth of arrays", "depth of maps"];

/// The options of the command line.
struct Options {
    /// Selects dimensions whose names contain a string.
    only: Option<String>,
    /// A factor of the sizes.
    scale: usize,
    counter: Counter,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [child, path] = arguments.as_slice()
        && child == measure::CHILD
    {
        println!("{}", measure::generate(Path::new(path)));
        return Ok(());
    }
    let options = options(&arguments)?;
    let folder = std::env::temp_dir().join(format!("rejoinder-growth-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let table = table(&options, &folder);
    std::fs::remove_dir_all(&folder)?;
    table
}

/// Parses `[--only STRING] [--scale N] [--time]`.
fn options(arguments: &[String]) -> Result<Options, Box<dyn Error>> {
    let mut options = Options {
        only: None,
        scale: 1,
        counter: Counter::available(),
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--only" => options.only = arguments.next().cloned(),
            "--scale" => {
                options.scale = arguments
                    .next()
                    .ok_or("expected a number after `--scale`")?
                    .parse()?
            }
            "--time" => options.counter = Counter::Time,
            // `cargo bench` adds this argument.
            "--bench" => {}
            unknown => return Err(format!("unknown argument `{unknown}`").into()),
        }
    }
    Ok(options)
}

/// Prints the table.
fn table(options: &Options, folder: &Path) -> Result<(), Box<dyn Error>> {
    let least = cost(&with_schema(serde_json::json!({})), options, folder)?;
    println!(
        "| dimension | N | document | {} | ratio | peak MB | ratio | output kB | ratio | diagnostics kB | ratio |",
        options.counter.unit()
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for dimension in dimensions() {
        let is_other = |only: &String| !dimension.name.contains(only.as_str());
        if options.only.as_ref().is_some_and(is_other) {
            continue;
        }
        let count = dimension.count * options.scale;
        let of = |count| cost(&(dimension.document)(count), options, folder);
        // Instructions and memory don't depend on what else runs.
        let (one, two) = std::thread::scope(|scope| {
            let two = scope.spawn(|| of(2 * count));
            (of(count), two.join())
        });
        let two = two.unwrap_or_else(|_| Err("the measurement failed".to_owned()));
        match one.and_then(|one| Ok([least, one, two?])) {
            Ok(costs) => println!("{}", row(&dimension, count, costs)),
            // The costs of a rejected document aren't comparable.
            Err(error) => println!("| {} | {count} | {} |", dimension.name, error.trim()),
        }
    }
    Ok(())
}

fn dimensions() -> impl Iterator<Item = Dimension> {
    let groups = [
        operations::DIMENSIONS,
        schemas::DIMENSIONS,
        composed::DIMENSIONS,
        json_schema::DIMENSIONS,
        strings::DIMENSIONS,
    ];
    groups.into_iter().flatten().copied()
}

/// Returns the cost of a document. Documents of one dimension differ in their lengths, which are
/// the names of their files.
fn cost(document: &str, options: &Options, folder: &Path) -> Result<Cost, String> {
    let path: PathBuf = folder.join(format!("{}.yaml", document.len()));
    let written = std::fs::write(&path, document).map_err(Box::from);
    let cost = written.and_then(|()| measure::measure(&path, options.counter));
    cost.map_err(|error| error.to_string())
}

/// Returns the costs of a document of size 2N, and their ratios to the costs of a document of size
/// N.
fn row(dimension: &Dimension, count: usize, [least, one, two]: [Cost; 3]) -> String {
    let beyond = |of: fn(&Cost) -> f64, cost: &Cost| (of(cost) - of(&least)).max(0.0);
    let ratio = |of| beyond(of, &two) / beyond(of, &one);
    let is_indented = INDENTED.contains(&dimension.name);
    let limit = match is_indented {
        true => LIMIT.max(ratio(Cost::output) * LIMIT / 2.0),
        false => LIMIT,
    };
    let note = if is_indented { " (indented)" } else { "" };
    let mut row = format!(
        "| {}{note} | {count} | {:.0} kB",
        dimension.name,
        one.document / 1e3
    );
    let cells = [
        (Cost::work as fn(&Cost) -> f64, 1e6),
        (Cost::memory, 1e6),
        (Cost::output, 1e3),
        (Cost::diagnostics, 1e3),
    ];
    for (of, unit) in cells {
        let noise = of(&least).mul_add(NOISE, 1.0);
        let value = of(&two) / unit;
        row += &match ratio(of) {
            _ if beyond(of, &two) < noise => format!(" | {value:.0} | "),
            ratio if ratio > limit => format!(" | {value:.0} | **{ratio:.2}**"),
            ratio => format!(" | {value:.0} | {ratio:.2}"),
        };
    }
    row + " |"
}
