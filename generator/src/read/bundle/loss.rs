//! The consequences of unresolved references.

use crate::pointer::Pointer;

/// Keywords that constrain values without typing them.
const UNCHECKED: [&str; 9] = [
    "not",
    "contains",
    "propertyNames",
    "if",
    "then",
    "else",
    "contentSchema",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords that map names to constraints.
const UNCHECKED_MAPS: [&str; 2] = ["dependentSchemas", "patternProperties"];

/// Keywords whose schemas are only targets of references.
const NAMED: [&str; 2] = ["$defs", "definitions"];

/// Returns the consequence of an unresolved reference to a component of a kind.
pub(super) fn of(kind: &str, at: &Pointer) -> &'static str {
    match kind.trim_start_matches('/') {
        "schemas" | "definitions" => of_schema(at),
        "parameters" => "the parameter is left out",
        "responses" => "an empty response is assumed",
        "requestBodies" => "the body is bytes",
        "headers" => "the header is left out",
        "examples" => "the example is left out",
        "links" => "the link is left out",
        "callbacks" => "the callback is left out",
        _ => "the security scheme is left out",
    }
}

fn of_schema(at: &Pointer) -> &'static str {
    let keys: Vec<String> = at.keys().collect();
    let mut keys = keys.iter().rev().map(String::as_str);
    let (last, holder, above) = (keys.next(), keys.next(), keys.next());
    let is = |key: Option<&str>, all: &[&str]| key.is_some_and(|key| all.contains(&key));
    // A property may have the name of a keyword.
    let is_name = is(holder, &["properties"]) && !is(above, &["properties"]);
    if is(last, &UNCHECKED) && !is_name || is(holder, &UNCHECKED_MAPS) {
        return "the constraint is left out";
    }
    match is(holder, &NAMED) && above.is_some() {
        true => "the schema is left out",
        false => "its values are raw JSON",
    }
}
