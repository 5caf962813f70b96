//! Numbers with more digits than a float keeps, such as integers beyond 64 bits. Bounds are documented
//! as they are written, allowed values are rounded, and other values are not documented.

use serde_json::{Map, Value, json};

use super::{is_schema, scalar::written};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;
use crate::read::bundle::Bundled;
use crate::read::extension;
use crate::read::node_kind::NodeKind;
use crate::read::sources::Removed;

/// The least float whose neighbors are integers.
pub(in crate::read) const LARGE: f64 = 9_007_199_254_740_992.0;

/// Keywords of schemas whose number is documented.
const BOUNDS: [&str; 5] = [
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maximum",
    "minimum",
    "multipleOf",
];

/// Keys with values that are documented.
const DOCUMENTED: [&str; 5] = ["dataValue", "default", "example", "examples", "value"];

/// Keys with values that are allowed.
const ALLOWED: [&str; 2] = ["const", "enum"];

/// The large floats at a key.
pub(super) struct LargeNumbers {
    at: Pointer,
    numbers: Vec<(Pointer, Value)>,
}

/// Finds the large floats of a node's bounds, documented values and allowed values.
pub(super) fn find(
    node_kind: &'static NodeKind,
    node: &Map<String, Value>,
    at: &Pointer,
    found: &mut Vec<LargeNumbers>,
) {
    for (key, value) in node {
        let key = key.as_str();
        let is_plain = node_kind.plain.contains(&key);
        let is_bound = BOUNDS.contains(&key) && (is_plain || is_schema(node_kind));
        let is_value = (DOCUMENTED.contains(&key) || ALLOWED.contains(&key)) && is_plain;
        if is_bound || is_value {
            let at = at.child(key);
            let mut numbers = Vec::new();
            match value {
                Value::Number(number) if is_bound && number.as_i128().is_some_and(is_rounded) => {
                    numbers.push((at.clone(), value.clone()));
                }
                value => floats(value, &at, &mut numbers),
            }
            if !numbers.is_empty() {
                found.push(LargeNumbers { at, numbers });
            }
        }
    }
}

/// The limits of 64-bit integers, which a float next to them stands for.
const ENDS: [i128; 3] = [i64::MIN as i128, i64::MAX as i128, u64::MAX as i128];

/// Returns `true` for an integer that its float doesn't stand for.
pub(in crate::read) fn is_rounded(integer: i128) -> bool {
    let is_exact = (integer as f64) as i128 == integer;
    let is_beside_end = ENDS.contains(&integer.saturating_sub(1));
    !ENDS.contains(&integer) && (!is_exact || is_beside_end)
}

fn floats(value: &Value, at: &Pointer, found: &mut Vec<(Pointer, Value)>) {
    match value {
        Value::Number(number) => {
            let float = number.as_f64().filter(|_| number.is_f64());
            if float.is_some_and(|float| float.abs() >= LARGE) {
                found.push((at.clone(), value.clone()));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                floats(item, &at.child(index), found);
            }
        }
        Value::Object(entries) => {
            for (key, entry) in entries {
                floats(entry, &at.child(key), found);
            }
        }
        _ => {}
    }
}

/// Keeps the digits of bounds, and removes other values that lost digits.
pub(super) fn restore(
    bundled: &mut Bundled,
    removed: &Removed,
    large: Vec<LargeNumbers>,
) -> Vec<Diagnostic> {
    let all = large.iter().flat_map(|found| found.numbers.iter().cloned());
    let mut texts = written(bundled, &all.collect::<Vec<_>>());
    let mut diagnostics = Vec::new();
    let mut index = 0;
    for LargeNumbers { at, numbers } in large {
        let mut lost = None;
        for (_, number) in &numbers {
            let text = texts.remove(&index);
            index += 1;
            if text.as_ref().is_none_or(|text| loses_digits(number, text)) {
                lost = Some(text.unwrap_or_else(|| number.to_string()));
            }
        }
        let (Some(text), Some((parent, key))) = (lost, at.parent()) else {
            continue;
        };
        let parent = removed.rename(&parent);
        let Some(Value::Object(node)) = parent.look_mut(&mut bundled.document) else {
            continue;
        };
        if BOUNDS.contains(&key.as_str()) {
            let bounds = node.entry(extension::BOUNDS).or_insert_with(|| json!({}));
            if let Value::Object(bounds) = bounds {
                bounds.insert(key, Value::String(text));
            }
            continue;
        }
        let is_allowed = ALLOWED.contains(&key.as_str());
        if !is_allowed {
            node.shift_remove(&key);
        }
        let message = format!("`{key}` has a number with more digits than a float keeps: `{text}`");
        let found = Diagnostic::warning(Code::InvalidNode, &at, message);
        let help = match is_allowed {
            true => "quote it, or use fewer digits; the number is rounded here",
            false => "quote it, or use fewer digits; it is not documented here",
        };
        diagnostics.push(found.help(help));
    }
    diagnostics
}

/// Returns `true` if the digits of a number differ from those of its float.
fn loses_digits(number: &Value, text: &str) -> bool {
    let has_exponent = text.contains(['e', 'E']) && !text.starts_with("0x");
    let digits = number.as_f64().map(|float| float.to_string());
    !has_exponent && digits.is_some_and(|digits| digits != text)
}
