//! The runs: every place alone, and all of them at once.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    grammar::{Kind, OBJECTS},
    output::{Bare, bare, check_printed, generate},
    payloads::{ALONE, PAYLOADS, harmless, long},
    rewrite::{places, replace, rewrite},
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
fn compare(document: &Value, harmless: impl Iterator<Item = Option<Bare>>) -> Result<(), String> {
    let Some(files) = generate(document) else {
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

/// One place at a time.
fn alone(payload: &str) {
    let document = document();
    let unchanged = plain(&document);
    let mut faults = Vec::new();
    for (index, place) in places(&document).iter().enumerate() {
        let changed = replace(&document, index, payload);
        let others = harmless(payload).into_iter();
        let others = others.map(|text| plain(&replace(&document, index, &text)));
        let result = compare(&changed, std::iter::once(unchanged.clone()).chain(others));
        faults.extend(result.err().map(|fault| format!("{place:?}: {fault}")));
    }
    assert_none(&faults);
}

#[test]
fn no_place_takes_code() {
    alone(ALONE[0]);
}

#[test]
fn no_place_takes_lines_of_code() {
    alone(ALONE[1]);
}

#[test]
fn no_place_takes_a_path() {
    alone(ALONE[2]);
}

/// The document with the same text everywhere.
fn everywhere(document: &Value, text: &str) -> Value {
    rewrite(document, &mut |_, _| text.to_owned())
}

#[test]
fn nothing_comes_of_text_that_is_everywhere() {
    let document = document();
    let mut known: BTreeMap<String, Option<Bare>> = BTreeMap::new();
    let mut faults = Vec::new();
    let long = long();
    for payload in PAYLOADS.iter().copied().chain([long.as_str()]) {
        let changed = everywhere(&document, payload);
        let others = harmless(payload).into_iter();
        let others = others.map(|text| {
            let plain = || plain(&everywhere(&document, &text));
            known.entry(text.clone()).or_insert_with(plain).clone()
        });
        let result = compare(&changed, others).and_then(|()| check_printed(&changed));
        let shown: String = payload.chars().take(60).collect();
        faults.extend(result.err().map(|fault| format!("{shown:?}: {fault}")));
    }
    assert_none(&faults);
}
