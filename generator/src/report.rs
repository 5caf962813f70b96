//! What came of a run, for programs: JSON after the schema in `report.schema.json`.

use serde_json::{Map, Value, json};

use crate::{
    diagnostic::{Diagnostic, Place, Severity, Skipped},
    generator::Generation,
    ir::Raw,
    render,
};

/// The report of a run, as indented JSON with a line break at its end.
pub(crate) fn report(generation: &Generation) -> String {
    let output = generation.output.as_ref();
    let generated = output.map_or(0, |output| output.summary.operations);
    let skipped: Vec<Value> = generation.skipped().iter().map(skipped).collect();
    let raw: Vec<Value> = generation.raw().iter().map(raw).collect();
    let report = json!({
        "document": generation.source.as_ref().map(|source| &source.name),
        "operations": {
            "documented": generation.documented(),
            "generated": generated,
            "skipped": skipped,
        },
        "types": output.map_or(0, |output| output.summary.types),
        "raw": raw,
        "files": output.map(|output| output.paths()).unwrap_or_default(),
        "diagnostics": diagnostics(generation),
    });
    format!("{report:#}\n")
}

fn skipped(skipped: &Skipped) -> Value {
    json!({
        "operation": skipped.operation,
        "pointer": skipped.place.to_string(),
        "code": skipped.code.text(),
        "reason": skipped.reason,
    })
}

fn raw(raw: &Raw) -> Value {
    json!({ "pointer": raw.place.to_string(), "reason": raw.reason })
}

fn diagnostics(generation: &Generation) -> Vec<Value> {
    let source = generation.source.as_ref();
    let placed = render::in_order(&generation.diagnostics, source);
    placed
        .into_iter()
        .map(|(span, diagnostic)| {
            let mut value = described(diagnostic);
            if let (Some(span), Some(source)) = (span, source) {
                value.insert("file".to_owned(), json!(source.name));
                value.insert("line".to_owned(), json!(span.line));
                value.insert("column".to_owned(), json!(span.column));
            }
            Value::Object(value)
        })
        .collect()
}

/// A diagnostic, with all that it may have at null.
fn described(diagnostic: &Diagnostic) -> Map<String, Value> {
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let pointer = match &diagnostic.place {
        Place::Pointer(pointer) | Place::Key(pointer) => Some(pointer.to_string()),
        Place::Position { .. } | Place::Nowhere => None,
    };
    [
        ("severity", json!(severity)),
        ("code", json!(diagnostic.code.text())),
        ("pointer", json!(pointer)),
        ("file", Value::Null),
        ("line", Value::Null),
        ("column", Value::Null),
        ("message", json!(diagnostic.message)),
        ("help", json!(diagnostic.help)),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect()
}
