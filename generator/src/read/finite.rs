//! Numbers that YAML has and JSON hasn't: at some of them the model panics.

use serde_yaml::Value;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::pointer::Pointer;

/// The first number of a YAML text that is none or endless.
pub(super) fn odd_number(text: &str) -> Option<Diagnostic> {
    let signs = [".nan", ".inf"];
    let has = |sign: &str| {
        let sign = sign.as_bytes();
        let mut places = text.as_bytes().windows(sign.len());
        places.any(|place| place.eq_ignore_ascii_case(sign))
    };
    signs.into_iter().find(|sign| has(sign))?;
    let tree: Value = serde_yaml::from_str(text).ok()?;
    let place = Place::Pointer(find(&tree, &Pointer::root())?);
    let message = "this number is none or endless, and JSON has no such numbers";
    Some(
        Diagnostic::error(Code::NotOpenapi, place, message)
            .help("if it is a text, put it in quotes"),
    )
}

fn find(value: &Value, at: &Pointer) -> Option<Pointer> {
    match value {
        Value::Number(number) => {
            let odd = number.as_f64().is_some_and(|number| !number.is_finite());
            odd.then(|| at.clone())
        }
        Value::Sequence(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| find(item, &at.child(index)))
        }
        Value::Mapping(entries) => entries.iter().find_map(|(key, value)| {
            let at = match key {
                Value::String(key) => at.child(key),
                _ => at.clone(),
            };
            find(key, &at).or_else(|| find(value, &at))
        }),
        Value::Tagged(tagged) => find(&tagged.value, at),
        Value::Null | Value::Bool(_) | Value::String(_) => None,
    }
}
