//! The runs: every place alone, and all of them at once.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    grammar::{Kind, OBJECTS},
    output::{Bare, Files, bare, generate, generate_and_print},
    payloads::{CODE, PAYLOADS, harmless, long},
    rewrite::{Place, places, replace, rewrite},
};

/// The document that every string is replaced in.
pub(crate) fn document() -> Value {
    serde_yaml::from_str(include_str!("document.yaml")).unwrap()
}

/// How faults are told: the first of them, and how many there are.
fn assert_none(faults: &[String]) {
    let shown: Vec<&str> = faults.iter().take(20).map(String::as_str).collect();
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        shown.join("\n\n")
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

/// Compares what is generated from a document with what comes of harmless ones: the first that
/// gives the same is enough.
fn compare(
    files: Option<Files>,
    harmless: impl Iterator<Item = Option<Bare>>,
) -> Result<(), String> {
    let Some(files) = files else {
        return Ok(());
    };
    let found = bare(&files)?;
    let mut closest: Option<Vec<String>> = None;
    for other in harmless.flatten() {
        let mut beyond: Vec<String> = found
            .beyond(&other)
            .iter()
            .map(|&it| it.to_owned())
            .collect();
        if beyond.is_empty() && other.beyond(&found).is_empty() {
            return Ok(());
        }
        beyond.extend(
            other
                .beyond(&found)
                .iter()
                .map(|it| format!("missing: {it}")),
        );
        if closest
            .as_ref()
            .is_none_or(|closest| beyond.len() < closest.len())
        {
            closest = Some(beyond);
        }
    }
    Err(format!(
        "more than text: {:#?}",
        closest.unwrap_or_default()
    ))
}

/// What is left of the output of a harmless document.
fn plain(document: &Value) -> Option<Bare> {
    generate(document).map(|files| bare(&files).unwrap())
}

/// One place at a time, of those that are wanted.
fn alone(payload: &str, wanted: impl Fn(&Place) -> bool) {
    let document = document();
    let unchanged = plain(&document);
    let mut faults = Vec::new();
    for (index, place) in places(&document)
        .iter()
        .enumerate()
        .filter(|(_, place)| wanted(place))
    {
        let changed = generate(&replace(&document, index, payload));
        let others = harmless(payload).into_iter();
        let others = others.map(|text| plain(&replace(&document, index, &text)));
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
fn no_name_takes_code() {
    alone(CODE, is_name);
}

#[test]
fn no_text_takes_code() {
    alone(CODE, |place| !is_name(place));
}

/// What files are named after, or the crate.
#[test]
fn no_file_takes_a_path() {
    alone("../evil", |place| {
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

/// The document with the same text everywhere. JSON stays JSON: schemas are looked at for it alone.
fn everywhere(document: &Value, text: &str) -> Value {
    rewrite(document, &mut |place, old| {
        if place.field == "content" && place.is_key && old.ends_with("json") {
            format!("{old}; text={text}")
        } else {
            text.to_owned()
        }
    })
}

#[test]
fn nothing_comes_of_text_that_is_everywhere() {
    let document = document();
    let mut known: BTreeMap<String, Option<Bare>> = BTreeMap::new();
    let mut faults = Vec::new();
    let long = long();
    for payload in PAYLOADS.iter().copied().chain([long.as_str()]) {
        let changed = generate_and_print(&everywhere(&document, payload));
        let others = harmless(payload).into_iter();
        let others = others.map(|text| {
            let plain = || plain(&everywhere(&document, &text));
            known.entry(text.clone()).or_insert_with(plain).clone()
        });
        let result = changed.and_then(|changed| compare(changed, others));
        let shown: String = payload.chars().take(60).collect();
        faults.extend(result.err().map(|fault| format!("{shown:?}: {fault}")));
    }
    assert_none(&faults);
}
