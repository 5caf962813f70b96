//! The examples of a place in a document.

use rejoinder::pointer::Pointer;
use serde_json::Value;

use super::places::Place;

/// Returns all examples of a place. [`super::random`] composes the examples of nested schemas.
pub(crate) fn examples(tree: &Value, place: &Place) -> Vec<Value> {
    let look = |at: &str| Pointer::from_fragment(at)?.look(tree);
    let mut found = Vec::new();
    if let Some(schema) = look(&place.schema) {
        found.extend(schema.get("example").cloned());
        let several = schema.get("examples").and_then(Value::as_array);
        found.extend(several.into_iter().flatten().cloned());
    }
    let Some(media_type) = place.media_type.as_deref().and_then(look) else {
        return found;
    };
    found.extend(media_type.get("example").cloned());
    let named = media_type.get("examples").and_then(Value::as_object);
    for example in named.into_iter().flat_map(|named| named.values()) {
        let example = match example.get("$ref").and_then(Value::as_str) {
            Some(reference) => look(reference),
            None => Some(example),
        };
        let value = example.and_then(|example| example.get("value").or(example.get("dataValue")));
        found.extend(value.cloned());
    }
    found
}
