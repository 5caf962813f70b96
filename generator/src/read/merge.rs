//! Merge keys of YAML (`<<: *base`), which the parser doesn't apply.

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Value};

use crate::position::flow::furthest;

/// The key whose value is merged into its mapping.
pub(super) const KEY: &str = "<<";

/// A placeholder for a quoted `<<`, which is an ordinary key, until the merge keys are applied. It
/// has the length of the quoted key, so that positions stay valid.
const QUOTED: (&str, &str) = ("\"\\a\"", "\u{7}");

/// Returns YAML in which only merge keys are spelled `<<`.
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

/// Returns the ranges of quoted `<<` scalars, and the position of the parser's error.
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

/// Returns the combined value of a duplicate merge key.
pub(super) fn both(last: Value, first: Value) -> Value {
    let list = |value| match value {
        Value::Array(items) => items,
        other => vec![other],
    };
    Value::Array([list(first), list(last)].concat())
}

/// Applies all merge keys of a tree. A key of the mapping itself takes precedence over merged keys,
/// and an earlier mapping of an array takes precedence over a later mapping.
pub(super) fn apply(node: &mut Value) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(apply),
        Value::Object(keys) => {
            keys.values_mut().for_each(apply);
            if let Some(merged) = keys.shift_remove(KEY) {
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

/// Merges a mapping, or the mappings of an array. Null merges nothing. Any other value stays, and is
/// reported as an unknown key.
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
        Value::Null => {}
        other => drop(keys.insert(KEY.to_owned(), other)),
    }
}
