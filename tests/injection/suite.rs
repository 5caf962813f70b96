//! The test runs: every place separately, and all places at once.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    grammar::{Kind, OBJECTS},
    output::{Files, Reduced, generate, generate_and_print, reduce},
    payloads::{CODE, PAYLOADS, harmless, long},
    rewrite::{Place, places, replace, rewrite},
};

/// Returns the original document.
pub(crate) fn document() -> Value {
    serde_yaml::from_str(include_str!("document.yaml")).unwrap()
}

/// Fails with the number of faults, and the first of them.
fn assert_none(faults: &[String]) {
    let excerpt: Vec<&str> = faults.iter().take(20).map(String::as_str).collect();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        excerpt.join("\n\n")
    );
}

#[test]
fn the_document_has_every_string_of_the_specification() {
    let found: BTreeSet<(&str, String)> = places(&document())
        .into_iter()
        .map(|place| (place.object, place.field))
        .collect();
    let mut missing = Vec::new();
    for (object, fields) in OBJECTS {
        for (key, kind) in *fields {
            if kind.holds_text() && !found.contains(&(*object, (*key).to_owned())) {
                missing.push(format!("{object}.{key}"));
            }
        }
    }
    assert_none(&missing);
    let reasons = OBJECTS.iter().flat_map(|(_, fields)| *fields);
    assert!(
        reasons
            .into_iter()
            .all(|(_, kind)| !matches!(kind, Kind::Fixed("")))
    );
}

#[test]
fn every_kind_of_key_is_a_place() {
    let keys: BTreeSet<(&str, String)> = places(&document())
        .into_iter()
        .filter(|place| place.is_key)
        .map(|place| (place.object, place.field))
        .collect();
    for (object, fields) in OBJECTS {
        for (key, kind) in *fields {
            if matches!(kind, Kind::Named(_)) {
                assert!(
                    keys.contains(&(*object, (*key).to_owned())),
                    "{object}.{key}"
                );
            }
        }
    }
}

/// Compares an output with the outputs for harmless strings. The output must be equal to one of
/// them.
fn compare(
    files: Option<Files>,
    harmless: impl Iterator<Item = Option<Reduced>>,
) -> Result<(), String> {
    let Some(files) = files else {
        return Ok(());
    };
    let found = reduce(&files)?;
    let mut closest: Option<Vec<String>> = None;
    for other in harmless.flatten() {
        let mut difference: Vec<String> = found
            .difference(&other)
            .iter()
            .map(|&it| it.to_owned())
            .collect();
        if difference.is_empty() && other.difference(&found).is_empty() {
            return Ok(());
        }
        difference.extend(
            other
                .difference(&found)
                .iter()
                .map(|it| format!("missing: {it}")),
        );
        if closest
            .as_ref()
            .is_none_or(|closest| difference.len() < closest.len())
        {
            closest = Some(difference);
        }
    }
    Err(format!(
        "more than strings differ: {:#?}",
        closest.unwrap_or_default()
    ))
}

/// Returns the reduced output for a harmless document.
fn reduced(document: &Value) -> Option<Reduced> {
    generate(document).map(|files| reduce(&files).unwrap())
}

/// Replaces the selected places one at a time.
fn replace_each(payload: &str, is_selected: impl Fn(&Place) -> bool) {
    let document = document();
    let unchanged = reduced(&document);
    let mut faults = Vec::new();
    for (index, place) in places(&document)
        .iter()
        .enumerate()
        .filter(|(_, place)| is_selected(place))
    {
        let changed = generate(&replace(&document, index, payload));
        let others = harmless(payload).into_iter();
        let others = others.map(|string| reduced(&replace(&document, index, &string)));
        let result = compare(changed, std::iter::once(unchanged.clone()).chain(others));
        faults.extend(result.err().map(|fault| format!("{place:?}: {fault}")));
    }
    assert_none(&faults);
}

fn is_name(place: &Place) -> bool {
    let names = ["name", "tags", "operationId", "required", "title", "enum"];
    place.is_key || names.contains(&place.field.as_str())
}

#[test]
fn code_in_a_name_is_escaped() {
    replace_each(CODE, is_name);
}

#[test]
fn code_in_other_text_is_escaped() {
    replace_each(CODE, |place| !is_name(place));
}

/// Files are named after these strings, and the crate after the title.
#[test]
fn a_path_in_a_name_is_escaped() {
    replace_each("../evil", |place| {
        let names = [
            "tags",
            "operationId",
            "title",
            "paths",
            "schemas",
            "responses",
        ];
        is_name(place) && names.contains(&place.field.as_str())
    });
}

/// Returns the document with the same string everywhere. JSON media types stay JSON, because only
/// JSON has a schema.
fn replace_all(document: &Value, string: &str) -> Value {
    rewrite(document, &mut |place, old| {
        if place.field == "content" && place.is_key && old.ends_with("json") {
            format!("{old}; text={string}")
        } else {
            string.to_owned()
        }
    })
}

#[test]
fn payloads_in_every_place_are_escaped() {
    let document = document();
    let mut outputs: BTreeMap<String, Option<Reduced>> = BTreeMap::new();
    let mut faults = Vec::new();
    let long = long();
    for payload in PAYLOADS.iter().copied().chain([long.as_str()]) {
        let changed = generate_and_print(&replace_all(&document, payload));
        let others = harmless(payload).into_iter();
        let others = others.map(|string| {
            let reduced = || reduced(&replace_all(&document, &string));
            outputs
                .entry(string.clone())
                .or_insert_with(reduced)
                .clone()
        });
        let result = changed.and_then(|changed| compare(changed, others));
        let excerpt: String = payload.chars().take(60).collect();
        faults.extend(result.err().map(|fault| format!("{excerpt:?}: {fault}")));
    }
    assert_none(&faults);
}
