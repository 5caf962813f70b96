//! JSON values of the document as Rust expressions.

use serde_json::{Number, Value};

use crate::{ir::Scalar, visible};

/// Returns the expression of a value that is parsed from a string.
pub(super) fn parsed(text: &str) -> String {
    format!("{}.parse()?", string(text))
}

/// The maximum number of nodes in a `json!` call, a macro that recurses for each node. A larger
/// value is parsed from a string.
const MAX_NODES: usize = 30;

/// Returns a JSON value as an expression.
pub(super) fn json(value: &Value) -> String {
    if nodes(value) > MAX_NODES {
        let text = string(&value.to_string());
        format!("serde_json::from_str::<serde_json::Value>({text})?")
    } else {
        format!("serde_json::json!({})", json_literal(value))
    }
}

fn nodes(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(nodes).sum(),
        Value::Object(map) => map.values().map(nodes).sum(),
        _ => 0,
    }
}

/// Returns a JSON value with Rust literals, whose escapes and number types differ from JSON.
fn json_literal(value: &Value) -> String {
    match value {
        Value::String(text) => string(text),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(small), _) if i32::try_from(small).is_ok() => small.to_string(),
            (Some(number), _) => format!("{number}_i64"),
            (None, Some(number)) => format!("{number}_u64"),
            (None, None) => number.to_string(),
        },
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(json_literal).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(map) => {
            let entry = |(key, value): (&String, &Value)| {
                format!("{}:{}", string(key), json_literal(value))
            };
            let entries: Vec<String> = map.iter().map(entry).collect();
            format!("{{{}}}", entries.join(","))
        }
        Value::Null | Value::Bool(_) => value.to_string(),
    }
}

/// Returns a string of the document as a literal, with escapes for invisible characters.
pub(super) fn string(text: &str) -> String {
    visible::replaced(&format!("{text:?}"), |c, literal| {
        literal.extend(c.escape_unicode())
    })
}

pub(super) fn scalar_literal(scalar: Scalar, value: &Value) -> Option<String> {
    match (scalar, value) {
        (Scalar::String, Value::String(text)) => Some(string(text)),
        (Scalar::DateTime | Scalar::Date | Scalar::Uri, Value::String(text)) => Some(parsed(text)),
        (Scalar::Null, Value::Null) => Some("()".to_owned()),
        (Scalar::Boolean, Value::Bool(value)) => Some(value.to_string()),
        (Scalar::Float32 | Scalar::Float64, Value::Number(number)) => {
            Some(format!("{:?}", number.as_f64()?))
        }
        (scalar, Value::Number(number)) => integer_literal(scalar, number),
        _ => None,
    }
}

/// Returns an integer as a literal, if the type can represent the integer.
fn integer_literal(scalar: Scalar, number: &Number) -> Option<String> {
    let wide = number.as_i64().map(i128::from);
    let wide = wide.or_else(|| number.as_u64().map(i128::from))?;
    let holds = match scalar {
        Scalar::Integer8 => i8::try_from(wide).is_ok(),
        Scalar::Integer16 => i16::try_from(wide).is_ok(),
        Scalar::Integer32 => i32::try_from(wide).is_ok(),
        Scalar::Integer64 => i64::try_from(wide).is_ok(),
        Scalar::Unsigned8 => u8::try_from(wide).is_ok(),
        Scalar::Unsigned16 => u16::try_from(wide).is_ok(),
        Scalar::Unsigned32 => u32::try_from(wide).is_ok(),
        Scalar::Unsigned64 => u64::try_from(wide).is_ok(),
        Scalar::Integer128 => true,
        _ => false,
    };
    holds.then(|| wide.to_string())
}
