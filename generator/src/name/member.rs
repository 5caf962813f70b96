//! The names of what types have: fields, variants, branches.

use super::{
    TypeNames,
    content::variant,
    reserved::UNFIT,
    scope::{Candidate, settle},
    word::{camel, camel_spelled, digest, snake, snake_spelled},
};
use crate::{
    diagnostic::Diagnostics,
    ir::{Branch, Shape, TypeDef, Values},
    pointer::Pointer,
};

/// Names the fields, variants or branches of a type.
pub(super) fn name_members(
    definition: &TypeDef,
    names: &mut TypeNames,
    diagnostics: &mut Diagnostics,
) {
    let place = &definition.place;
    match &definition.shape {
        Shape::Object(object) => {
            let wires: Vec<&str> = object
                .fields
                .iter()
                .map(|field| field.wire.as_str())
                .collect();
            let place = place.child("properties");
            // Beside the setters there is a constructor.
            names.members = settle(fields(&wires, "property", &place), &UNFIT, diagnostics);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.nulls = nulls(&taken);
            names.others = free("additional_properties", "extra_properties", &taken);
        }
        Shape::Enumeration(values, _) => {
            names.members = settle(variants(&spelled(values), place), &["Self"], diagnostics);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.others = free("Unrecognized", "UnrecognizedValue", &taken);
        }
        Shape::Union(union) => {
            let branches: Vec<Candidate> = union.branches.iter().map(branch).collect();
            names.members = settle(branches, &["Self"], diagnostics);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.others = free("Unrecognized", "UnrecognizedValue", &taken);
        }
        Shape::Contents(contents) => {
            let contents = contents.iter();
            let variants: Vec<Candidate> = contents.map(variant).collect();
            names.members = settle(variants, &["Self"], diagnostics);
            let usual = names.members.first().map(|usual| snake(usual));
            let usual = usual.unwrap_or_default();
            names.usual = format!("into_{}", usual.trim_start_matches("r#"));
        }
        Shape::Alias(_) => {}
    }
}

/// Names in `snake_case` for things of a kind with names in the document.
pub(super) fn fields<'a>(wires: &[&'a str], kind: &'a str, place: &Pointer) -> Vec<Candidate<'a>> {
    let candidate = |&wire: &&'a str| {
        let others = move |name: &str| {
            let bare = name.trim_start_matches("r#");
            let spelled = snake_spelled(wire);
            let last = format!("{}_{}", spelled.trim_start_matches("r#"), digest(wire));
            vec![spelled, format!("{bare}_{kind}"), last]
        };
        Candidate {
            name: snake(wire),
            others: Box::new(others),
            rank: 0,
            place: Some(place.child(wire)),
        }
    };
    wires.iter().map(candidate).collect()
}

fn branch(branch: &Branch) -> Candidate<'_> {
    let others = |name: &str| {
        let digest = camel(&digest(&branch.place.to_string()));
        vec![format!("{name}Branch"), format!("{name}{digest}")]
    };
    Candidate {
        name: camel(&branch.word),
        others: Box::new(others),
        rank: 0,
        place: Some(branch.place.clone()),
    }
}

/// The values of an enumeration as texts.
pub(super) fn spelled(values: &Values) -> Vec<String> {
    match values {
        Values::Texts(texts) => texts.clone(),
        Values::Integers(integers) => integers.iter().map(i64::to_string).collect(),
    }
}

fn variants<'a>(values: &'a [String], place: &Pointer) -> Vec<Candidate<'a>> {
    let place = place.child("enum");
    let candidate = |(index, value): (usize, &'a String)| {
        let others = |_: &str| {
            let spelled = camel_spelled(value);
            let second = format!("{spelled}Value");
            let last = format!("{}{}", camel(value), camel(&digest(value)));
            vec![spelled, second, last]
        };
        Candidate {
            name: if value.is_empty() {
                "Empty".to_owned()
            } else {
                camel(value)
            },
            others: Box::new(others),
            rank: 0,
            place: Some(place.child(index)),
        }
    };
    values.iter().enumerate().map(candidate).collect()
}

fn nulls(taken: &[&str]) -> Vec<String> {
    let null = |name: &&str| {
        let bare = name.trim_start_matches("r#").trim_end_matches('_');
        free(&format!("{bare}_null"), &format!("{bare}_as_null"), taken)
    };
    taken.iter().map(null).collect()
}

/// The first of two names that isn't taken; a third, which nobody chooses, when both are.
pub(super) fn free(first: &str, second: &str, taken: &[&str]) -> String {
    let found = [first, second]
        .into_iter()
        .find(|name| !taken.contains(name));
    found.map_or_else(|| format!("{first}_of_rejoinder"), str::to_owned)
}
