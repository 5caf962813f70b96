//! The report of a run for programs: JSON that follows `report.schema.json`.

use serde_json::{Value, json};

use crate::{
    diagnostic::Skipped,
    generator::Generation,
    ir::RawJson,
    located::{LocatedDiagnostic, in_order},
    read::Sources,
    visible,
};

/// Returns the report as indented JSON with a final line break.
pub(crate) fn report(generation: &Generation) -> String {
    let output = generation.output.as_ref();
    let sources = &generation.sources;
    let generated = output.map_or(0, |output| output.summary.operations);
    let skipped: Vec<Value> = generation
        .skipped()
        .iter()
        .map(|it| skipped(it, sources))
        .collect();
    let raw: Vec<Value> = generation
        .raw_json()
        .iter()
        .map(|it| raw(it, sources))
        .collect();
    let report = json!({
        "document": generation.sources.document().map(|source| &source.name),
        "operations": {
            "selected": generation.selected(),
            "generated": generated,
            "skipped": skipped,
        },
        "types": output.map_or(0, |output| output.summary.types),
        "raw_json": raw,
        "files": output.map(|output| output.paths()).unwrap_or_default(),
        "diagnostics": diagnostics(generation),
    });
    visible::escaped_json(&format!("{report:#}\n"))
}

fn skipped(skipped: &Skipped, sources: &Sources) -> Value {
    json!({
        "operation": skipped.operation,
        "pointer": sources.origin(&skipped.pointer).pointer.to_string(),
        "code": skipped.code.as_str(),
        "reason": skipped.reason,
    })
}

fn raw(raw: &RawJson, sources: &Sources) -> Value {
    let pointer = sources.origin(&raw.pointer).pointer.to_string();
    json!({ "pointer": pointer, "reason": raw.reason })
}

fn diagnostics(generation: &Generation) -> Vec<Value> {
    let located = in_order(&generation.diagnostics, &generation.sources);
    located.iter().map(described).collect()
}

fn described(located: &LocatedDiagnostic<'_>) -> Value {
    let diagnostic = located.diagnostic;
    json!({
        "severity": diagnostic.severity.as_str(),
        "code": diagnostic.code.as_str(),
        "pointer": located.pointer.as_ref().map(ToString::to_string),
        "file": located.source.map(|source| &source.name),
        "line": located.span.map(|span| span.line),
        "column": located.span.map(|span| span.column),
        "message": diagnostic.message,
        "help": diagnostic.help,
    })
}
