//! Keys beside `$ref` in OpenAPI 3.0 and Swagger 2.0, where the specification ignores all of them.
//! `readOnly`, `writeOnly` and `nullable` are obeyed: a server means them.

use serde_json::{Map, Value, json};

use super::{SetAside, Sources, keys, sort::DOCUMENT};
use crate::diagnostic::{Code, Diagnostic};
use crate::pointer::Pointer;

/// The keys that are obeyed, and the spelling that Swagger has for the last one.
pub(super) const OBEYED: [&str; 4] = ["readOnly", "writeOnly", "nullable", "x-nullable"];

/// Moves references with such keys beside them into an `allOf`, in which every version allows them.
pub(super) fn obey(tree: &mut Value, sources: &mut Sources, set_aside: &mut SetAside) {
    for place in keys::found_in(&DOCUMENT, tree).beside {
        let Some(Value::Object(schema)) = place.look_mut(tree) else {
            continue;
        };
        let Some(obeyed) = wrap(schema) else {
            continue;
        };
        let reference = place.child("allOf").child(0);
        if let Some(dead) = set_aside.dead.remove(&place) {
            set_aside.dead.insert(reference.clone(), dead);
        }
        let before = sources.before(&place);
        sources.converted.insert(reference, before);
        set_aside.diagnostics.push(note(&place, &obeyed));
    }
}

/// Wraps the reference, and returns the keys that have an effect now: none, where none is `true`.
fn wrap(schema: &mut Map<String, Value>) -> Option<Vec<&'static str>> {
    let is_true = |key: &&str| schema.get(*key) == Some(&Value::Bool(true));
    let obeyed: Vec<&str> = OBEYED.into_iter().filter(is_true).collect();
    if obeyed.is_empty() {
        return None;
    }
    let reference = schema.get("$ref")?.clone();
    schema.retain(|key, _| key == "description");
    schema.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
    for key in &obeyed {
        schema.insert(key.trim_start_matches("x-").to_owned(), Value::Bool(true));
    }
    Some(obeyed)
}

fn note(place: &Pointer, obeyed: &[&str]) -> Diagnostic {
    let keys: Vec<String> = obeyed.iter().map(|key| format!("`{key}`")).collect();
    let message = format!("{} beside `$ref` is obeyed", keys.join(" and "));
    Diagnostic::note(Code::Contradiction, place, message)
        .help("OpenAPI 3.0 ignores it there; move the reference into `allOf`")
}
