//! Merge keys of YAML (`<<: *base`), which the parser leaves to its callers.

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

use crate::position::flow::furthest;

/// The key whose value is merged into the mapping that it is in.
pub(super) const KEY: &str = "<<";

/// What stands for a quoted `<<`, which is a key like any other, until the merge keys are applied.
/// In a text it is as long as what it replaces, so that every position stays.
const QUOTED: (&str, &str) = ("\"\\a\"", "\u{7}");

/// A text of YAML in which only the scalars that are merge keys are `<<`.
pub(super) fn without_quoted_keys(text: &str) -> Cow<'_, str> {
    if !text.contains("\"<<\"") && !text.contains("'<<'") {
        return Cow::Borrowed(text);
    }
    let mut characters: Vec<char> = text.chars().collect();
    for range in furthest(text, quoted_keys) {
        let pointer = characters.get_mut(range).into_iter().flatten();
        let marked = pointer.zip(QUOTED.0.chars());
        marked.for_each(|(old, new)| *old = new);
    }
    Cow::Owned(characters.into_iter().collect())
}

/// The places of the quoted scalars that would be merge keys, and where the parser stopped.
fn quoted_keys(text: &str) -> (Vec<Range<usize>>, Option<usize>) {
    let mut found = Vec::new();
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((Event::Scalar(scalar, style, ..), marks))
                if scalar == KEY && style != ScalarStyle::Plain =>
            {
                found.push(marks.start.index()..marks.end.index());
            }
            Ok(_) => {}
            Err(mistake) => return (found, Some(mistake.marker().index())),
        }
    }
    (found, None)
}

/// The value of a merge key that is there twice.
pub(super) fn both(last: Value, first: Value) -> Value {
    let list = |value| match value {
        Value::Array(items) => items,
        other => vec![other],
    };
    Value::Array([list(first), list(last)].concat())
}

/// Applies all merge keys of a tree. A key of the mapping itself comes before one that is merged,
/// and the first mapping of a list before those after it.
pub(super) fn apply(node: &mut Value) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(apply),
        Value::Object(keys) => {
            keys.values_mut().for_each(apply);
            if keys.get(KEY).is_some_and(is_mergeable) {
                let merged = keys.shift_remove(KEY).unwrap_or_default();
                insert_absent(keys, merged);
            }
            if keys.contains_key(QUOTED.1) {
                let all = std::mem::take(keys).into_iter();
                let named = |key| if key == QUOTED.1 { KEY.to_owned() } else { key };
                *keys = all.map(|(key, value)| (named(key), value)).collect();
            }
        }
        Value::String(text) if text == QUOTED.1 => *text = KEY.to_owned(),
        _ => {}
    }
}

/// Returns `true` for a mapping, a list of mappings, or nothing.
fn is_mergeable(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(Value::is_object),
        other => other.is_object() || other.is_null(),
    }
}

fn insert_absent(keys: &mut Map<String, Value>, merged: Value) {
    match merged {
        Value::Array(items) => {
            for item in items {
                insert_absent(keys, item);
            }
        }
        Value::Object(mapping) => {
            for (key, value) in mapping {
                keys.entry(key).or_insert(value);
            }
        }
        _ => {}
    }
}
