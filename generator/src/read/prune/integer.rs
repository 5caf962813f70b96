//! Integers written as floats.

use serde_json::{Map, Value};

use super::{NUMBERS, VALUES};

/// Keys of schemas that are integers whatever the type is.
const COUNTS: [&str; 6] = [
    "maxItems",
    "maxLength",
    "maxProperties",
    "minItems",
    "minLength",
    "minProperties",
];

/// Converts the integers of a schema that are written as floats, such as `1e3` or `2.0`.
pub(super) fn integers(schema: &mut Map<String, Value>) {
    for key in COUNTS {
        schema.get_mut(key).map(as_integer);
    }
    let is_integer = |ty: &Value| ty == "integer";
    let typed = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().any(is_integer),
        Some(ty) => is_integer(ty),
        None => {
            let values = schema.get("enum").and_then(Value::as_array);
            values.is_some_and(|values| values.iter().all(|value| integer(value).is_some()))
        }
    };
    if !typed {
        return;
    }
    for (key, value) in schema {
        match value {
            Value::Array(values) if key == "enum" => values.iter_mut().for_each(as_integer),
            value if VALUES.contains(&key.as_str()) || NUMBERS.contains(&key.as_str()) => {
                as_integer(value);
            }
            _ => {}
        }
    }
}

fn as_integer(value: &mut Value) {
    if let Some(integer) = integer(value) {
        *value = integer;
    }
}

/// Returns the integer value of a number, if a 64-bit float represents it exactly.
fn integer(value: &Value) -> Option<Value> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let Value::Number(number) = value else {
        return None;
    };
    if !number.is_f64() {
        return Some(value.clone());
    }
    let float = number.as_f64()?;
    let is_exact = float.fract() == 0.0 && float.abs() <= EXACT;
    is_exact.then(|| Value::from(float as i64))
}
