//! Round trips: a value of a schema must decode into its type, and encode as the same value.
//!
//! The values are the examples of the document and random values, if `jsonschema` accepts them. A
//! type may drop a property that no schema of the object declares, if no schema has
//! `additionalProperties`: see [`round_trip`].

mod draft_2020;
mod examples;
mod places;
mod program;
mod random;
mod round_trip;
mod schemas;
#[cfg(test)]
mod tests;

use std::path::Path;

use rejoinder::{Generation, Settings, diagnostic::Diagnostics, name::name, read};
use serde_json::Value;

use crate::{
    Result,
    documents::{self, version},
    record::{Counts, Failure, FailureKind, Step},
};
use places::Place;
pub(crate) use program::{run, write};
use random::Random;
use schemas::Schemas;

/// The maximum number of stored failures of a document.
const MAX_FAILURES: usize = 20;

/// The settings for the test values.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ValueSettings {
    /// The number of random values per schema.
    pub(crate) count: usize,
    pub(crate) seed: u64,
}

/// Returns the document that contains the schemas. A Swagger document is converted by Rejoinder,
/// because its schemas follow no draft of JSON Schema.
pub(crate) fn tree(path: &Path) -> Result<Value> {
    let tree = documents::tree(path)?;
    if !version(&tree).starts_with("Swagger") {
        return Ok(tree);
    }
    match read::with_tree(path, None) {
        Ok((_, tree)) => Ok(tree),
        Err((_, diagnostics)) => Err(format!("{diagnostics:?}").into()),
    }
}

/// A value of a place, with its source.
struct Case {
    what: FailureKind,
    /// The index of the place.
    place: usize,
    value: Value,
}

/// Returns the title of a kind of values.
fn title(what: FailureKind) -> &'static str {
    match what {
        FailureKind::Example => "examples",
        _ => "random values",
    }
}

/// The test cases of a document.
struct Cases {
    places: Vec<Place>,
    schemas: Schemas,
    cases: Vec<Case>,
    /// The numbers of values, including rejected values.
    counts: Counts,
}

impl Cases {
    /// Creates the cases. The result is deterministic.
    fn new(generation: &Generation, tree: &Value, settings: ValueSettings) -> Result<Self> {
        let mut places = Vec::new();
        if let Some(api) = &generation.api {
            let names = name(api, &Settings::default(), &mut Diagnostics::default());
            places = places::places(api, &names, tree);
        }
        let mut counts = Counts::new();
        let schemas = match Schemas::new(tree, places.iter().map(|place| place.schema.as_str())) {
            Ok(schemas) => schemas,
            Err(error) => {
                counts.insert(format!("documents without values: {error}"), 1);
                places.clear();
                Schemas::new(tree, std::iter::empty())?
            }
        };
        let mut cases = Self {
            places,
            schemas,
            counts,
            cases: Vec::new(),
        };
        for index in 0..cases.places.len() {
            cases.add(index, tree, settings);
        }
        Ok(cases)
    }

    /// Adds the values of a place.
    fn add(&mut self, index: usize, tree: &Value, settings: ValueSettings) {
        let Some(place) = self.places.get(index) else {
            return;
        };
        let mut random = Random::new(&self.schemas, settings.seed, &place.schema);
        let examples = examples::examples(tree, place).into_iter();
        let mut values: Vec<(FailureKind, Value)> =
            examples.map(|it| (FailureKind::Example, it)).collect();
        if place.is_own {
            let composed = Random::new(&self.schemas, 0, &place.schema).composed();
            values.push((FailureKind::Example, composed));
            values.extend((0..settings.count).map(|_| (FailureKind::Instance, random.value())));
        }
        let mut accepted: Vec<Value> = Vec::new();
        let mut count = |what: &str| *self.counts.entry(what.to_owned()).or_default() += 1;
        for (what, value) in values {
            // A nullable component has a type without null: each reference to the component adds
            // the null.
            let is_null = value.is_null() && place.media_type.is_none();
            if is_null || !self.schemas.accepts(&place.schema, &value) {
                count(&format!("invalid {}", title(what)));
            } else if !accepted.contains(&value) {
                count(title(what));
                accepted.push(value.clone());
                let place = index;
                self.cases.push(Case { what, place, value });
            }
        }
        if !accepted.is_empty() {
            count("schemas with values");
        } else if place.is_own {
            count("schemas without values");
        }
    }
}

/// Compares the output of the program with the cases.
fn compare(
    answers: &str,
    generation: &Generation,
    tree: &Value,
    settings: ValueSettings,
) -> Result<Step> {
    let cases = Cases::new(generation, tree, settings)?;
    let mut counts = cases.counts.clone();
    let mut failures = Vec::new();
    let mut failed = Vec::new();
    let mut answers = answers.lines();
    for case in &cases.cases {
        let answer = answers.next();
        let Some(place) = cases.places.get(case.place) else {
            continue;
        };
        let compared = match answer.map(|answer| answer.strip_prefix('!').ok_or(answer)) {
            None => Err("the program crashed".to_owned()),
            Some(Ok(error)) => Err(format!("cannot be decoded: {error}")),
            Some(Err(json)) => cases.schemas.check_round_trip(
                &place.schema,
                place.nulls,
                &case.value,
                &serde_json::from_str(json)?,
            ),
        };
        let Err(error) = compared else {
            continue;
        };
        *counts
            .entry(format!("failed {}", title(case.what)))
            .or_default() += 1;
        // Other failures of the same type usually have the same cause.
        if failures.len() < MAX_FAILURES && !failed.contains(&(place.ty.as_str(), case.what)) {
            failed.push((place.ty.as_str(), case.what));
            let json: String = case.value.to_string().chars().take(2000).collect();
            let message = format!("{} as {}: {error}\n    {json}", place.schema, place.ty);
            failures.push(Failure::new(case.what, message));
        }
    }
    Ok(Step {
        counts,
        ..Step::new(failures)
    })
}
