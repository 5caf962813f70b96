//! The command `rejoinder inspect`.

use std::process::ExitCode;

use rejoinder::{
    Failure, Generation, Generator, Settings,
    ir::{Operation, Status},
    render::{self, Detail},
    visible::escaped,
};

use super::{ReferenceFolders, Spec, colored, print_error, print_output};

#[derive(Debug, clap::Args)]
pub(super) struct Inspect {
    #[command(flatten)]
    spec: Spec,
    #[command(flatten)]
    references: ReferenceFolders,
}

impl Inspect {
    pub(super) fn run(&self) -> Result<ExitCode, Failure> {
        let mut settings = Settings::default();
        self.references.apply(&mut settings);
        let generation = Generator::new(&self.spec.path).settings(settings).inspect();
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
        print_output(&table(&rows))?;
        print_output(&left_out(&generation))?;
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
    let accepted = operation
        .responses
        .iter()
        .flat_map(|response| &response.contents);
    let accepted = accepted.flat_map(|content| &content.media_types);
    let accepted = accepted.map(String::as_str);
    let mut types: Vec<&str> = Vec::new();
    for media_type in body.chain(accepted) {
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

/// The maximum number of characters in a cell.
const MAX_WIDTH: usize = 80;

fn short(cell: &str) -> String {
    match cell.char_indices().nth(MAX_WIDTH) {
        Some((end, _)) => format!("{}…", cell.get(..end).unwrap_or_default()),
        None => cell.to_owned(),
    }
}

/// Aligns columns to the width of their widest cells.
fn table(rows: &[[String; 6]]) -> String {
    let mut widths = [0; 6];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut table = String::new();
    for row in rows {
        let cells = row.iter().zip(widths).map(|(cell, width)| {
            let missing = width.saturating_sub(cell.chars().count());
            format!("{cell}{}", " ".repeat(missing))
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}

/// Lists the operations and parts of operations that are left out.
fn left_out(generation: &Generation) -> String {
    let documented = generation.selected();
    let operations = if documented == 1 {
        "operation"
    } else {
        "operations"
    };
    let problems = match generation.diagnostics.is_empty() {
        true => "no problems".to_owned(),
        false => render::summary(&generation.diagnostics, Detail::Full),
    };
    let mut lines = format!(
        "\n{documented} {operations}, {} left out; {problems}\n",
        generation.skipped().len()
    );
    for skipped in generation.skipped() {
        let line = format!(
            "left out: {} ({}): {}",
            skipped.operation, skipped.pointer, skipped.reason
        );
        lines.push_str(&escaped(&line));
        lines.push('\n');
    }
    for line in generation.omission_lines() {
        let line = format!("left out: {line}");
        lines.push_str(&escaped(&line));
        lines.push('\n');
    }
    lines
}
