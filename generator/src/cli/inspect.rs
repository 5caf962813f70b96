//! `rejoinder inspect`: what is in a document.

use std::process::ExitCode;

use rejoinder::{
    Failure, Generation, Generator, Settings,
    ir::{Operation, Status},
    render::{self, Detail},
    visible::escaped,
};

use super::{ReferenceFolders, Spec, colored, print_diagnostics, print_error};

#[derive(Debug, clap::Args)]
pub(super) struct Inspect {
    #[command(flatten)]
    spec: Spec,
    #[command(flatten)]
    readable: ReferenceFolders,
}

impl Inspect {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let mut settings = Settings::default();
        self.readable.apply(&mut settings);
        let generation = Generator::new(&self.spec.path).settings(settings).survey();
        let errors = generation.errors();
        let Some(api) = generation.api.as_ref().filter(|_| errors.is_empty()) else {
            print_error(&generation.rendered(colored()));
            return Ok(ExitCode::FAILURE);
        };
        let head = [
            "operation",
            "method",
            "path",
            "tag",
            "responses",
            "media types",
        ];
        let mut rows = vec![head.map(str::to_owned)];
        rows.extend(api.operations.iter().map(row));
        print_diagnostics(&table(&rows))?;
        print_diagnostics(&left_out(&generation))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn row(operation: &Operation) -> [String; 6] {
    let responses: Vec<String> = operation
        .responses
        .iter()
        .map(|response| status(response.status))
        .collect();
    let body = operation.body.iter().flat_map(|body| &body.contents);
    let body = body.map(|content| content.media_type.as_str());
    let replied = operation
        .responses
        .iter()
        .flat_map(|response| &response.contents);
    let replied = replied.flat_map(|content| &content.media_types);
    let replied = replied.map(String::as_str);
    let mut types: Vec<&str> = Vec::new();
    for media_type in body.chain(replied) {
        if !types.contains(&media_type) {
            types.push(media_type);
        }
    }
    [
        operation.id.clone(),
        operation.method.clone(),
        operation.path.clone(),
        operation.tag.clone().unwrap_or_default(),
        responses.join(" "),
        types.join(", "),
    ]
    .map(|cell| short(&escaped(&cell)))
}

fn status(status: Status) -> String {
    match status {
        Status::Exact(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    }
}

/// The most characters of a cell.
const WIDEST: usize = 80;

fn short(text: &str) -> String {
    match text.char_indices().nth(WIDEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// Columns as wide as their widest cell, the last as it comes.
fn table(rows: &[[String; 6]]) -> String {
    let mut widths = [0; 6];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| {
            let missing = width.saturating_sub(cell.chars().count());
            format!("{cell}{}", " ".repeat(missing))
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// What isn't in the table or only partly, and where.
fn left_out(generation: &Generation) -> String {
    let documented = generation.documented();
    let operations = if documented == 1 {
        "operation"
    } else {
        "operations"
    };
    let mut text = format!(
        "\n{documented} {operations}, {} of them left out; {}\n",
        generation.skipped().len(),
        render::summary(&generation.diagnostics, Detail::Full)
    );
    for skipped in generation.skipped() {
        let line = format!(
            "left out: {} ({}): {}",
            skipped.operation, skipped.pointer, skipped.reason
        );
        text.push_str(&escaped(&line));
        text.push('\n');
    }
    let parts = generation.partly_left_out();
    for diagnostic in parts {
        let line = format!("left out: {diagnostic}");
        text.push_str(&escaped(&line));
        text.push('\n');
    }
    text
}
