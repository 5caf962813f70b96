//! Tests of the conversion of compiler messages.

use serde_json::{Value, json};

use super::step;
use crate::record::FailureKind;

fn message(level: &str, message: &str, code: Option<&str>, spans: &[u8]) -> Value {
    let code = code.map(|code| json!({ "code": code }));
    json!({ "level": level, "message": message, "code": code, "spans": spans, "rendered": message })
}

#[test]
fn a_message_is_a_failure_unless_it_is_a_summary() {
    let messages = [
        message("warning", "unused variable", Some("unused_variables"), &[1]),
        message("error", "mismatched types", Some("E0308"), &[1]),
        message("error", "linking failed", None, &[]),
        message("error", "aborting due to 2 previous errors", None, &[]),
        message("warning", "1 warning emitted", None, &[]),
        message("failure-note", "for more information", None, &[]),
    ];
    let step = step(FailureKind::Check, &messages);
    let failures: Vec<&str> = step
        .failures
        .iter()
        .map(|failure| failure.message.as_str())
        .collect();
    assert_eq!(
        failures,
        ["unused variable", "mismatched types", "linking failed"]
    );
    let counts: Vec<&str> = step.counts.keys().map(String::as_str).collect();
    assert_eq!(
        counts,
        [
            "error: E0308",
            "error: linking failed",
            "warning: unused_variables"
        ]
    );
}
