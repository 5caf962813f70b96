//! Values that are of a schema must be read into its type, and be written again as they were.
//!
//! What is tried are the document's examples and values made at random, as far as `jsonschema` takes
//! them. What a type is allowed to drop is a property that no schema for its object names, where none
//! says `additionalProperties` either: see [`same`].

mod examples;
mod later;
mod places;
mod program;
mod random;
mod same;
mod schemas;
#[cfg(test)]
mod tests;

use std::path::Path;

use rejoinder::{Generation, Settings, diagnostic::Diagnostics, name::name, read};
use serde_json::Value;

use crate::{
    Result,
    documents::{self, version},
    record::{Counts, Failure, Step, What},
};
use places::Place;
pub(crate) use program::{run, write};
use random::Random;
use schemas::Schemas;

/// How many failures are kept of a document.
const KEPT: usize = 20;

/// Which values are made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Made {
    /// How many of each schema.
    pub(crate) count: usize,
    pub(crate) seed: u64,
}

/// The document in which schemas are looked for: what Rejoinder made of one of Swagger, whose schemas
/// are of no draft that there is; any other as it is written.
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

/// A value of a place, and where it is from.
struct Case {
    what: What,
    /// The index of the place.
    place: usize,
    value: Value,
}

/// What a sort of values is called.
fn sort(what: What) -> &'static str {
    match what {
        What::Example => "examples",
        _ => "values made at random",
    }
}

/// What is tried of a document.
struct Cases {
    places: Vec<Place>,
    schemas: Schemas,
    cases: Vec<Case>,
    /// How many there are of what, and of what isn't tried.
    counts: Counts,
}

impl Cases {
    /// The same ones whenever they are asked for.
    fn new(generation: &Generation, tree: &Value, made: Made) -> Result<Self> {
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
            cases.add(index, tree, made);
        }
        Ok(cases)
    }

    /// Adds the values of a place.
    fn add(&mut self, index: usize, tree: &Value, made: Made) {
        let Some(place) = self.places.get(index) else {
            return;
        };
        let mut random = Random::new(&self.schemas, made.seed, &place.schema);
        let examples = examples::examples(tree, place).into_iter();
        let mut values: Vec<(What, Value)> = examples.map(|it| (What::Example, it)).collect();
        if place.is_own {
            let composed = Random::new(&self.schemas, 0, &place.schema).composed();
            values.push((What::Example, composed));
            values.extend((0..made.count).map(|_| (What::Instance, random.value())));
        }
        let mut tried: Vec<Value> = Vec::new();
        let mut count = |what: &str| *self.counts.entry(what.to_owned()).or_default() += 1;
        for (what, value) in values {
            // A component that may be null has its type where it isn't: what refers to it says so.
            let is_null = value.is_null() && place.media_type.is_none();
            if is_null || !self.schemas.takes(&place.schema, &value) {
                count(&format!("{} that aren't of their schemas", sort(what)));
            } else if !tried.contains(&value) {
                count(sort(what));
                tried.push(value.clone());
                let place = index;
                self.cases.push(Case { what, place, value });
            }
        }
        if !tried.is_empty() {
            count("schemas with values");
        } else if place.is_own {
            count("schemas without a value");
        }
    }
}

/// Compares the answers of the program with what was tried.
fn judge(answers: &str, generation: &Generation, tree: &Value, made: Made) -> Result<Step> {
    let cases = Cases::new(generation, tree, made)?;
    let mut counts = cases.counts.clone();
    let mut failures = Vec::new();
    let mut failed = Vec::new();
    let mut answers = answers.lines();
    for case in &cases.cases {
        let answer = answers.next();
        let Some(place) = cases.places.get(case.place) else {
            continue;
        };
        let judged = match answer.map(|answer| answer.strip_prefix('!').ok_or(answer)) {
            None => Err("the program died".to_owned()),
            Some(Ok(error)) => Err(format!("isn't read: {error}")),
            Some(Err(json)) => cases.schemas.same(
                &place.schema,
                place.nulls,
                &case.value,
                &serde_json::from_str(json)?,
            ),
        };
        let Err(error) = judged else {
            continue;
        };
        *counts
            .entry(format!("{} that failed", sort(case.what)))
            .or_default() += 1;
        // A type that fails once fails again, mostly of the same cause.
        if failures.len() < KEPT && !failed.contains(&(place.ty.as_str(), case.what)) {
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
