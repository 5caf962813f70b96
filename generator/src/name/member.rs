//! The names of what types have: fields, variants, branches.

use super::{
    TypeNames,
    content::variant,
    scope::{Candidate, settle},
    word::{UNFIT, camel, camel_spelled, digest, snake, snake_spelled},
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
            names.members = settle(&fields(&wires, "property", &place), &UNFIT, diagnostics);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.nulls = nulls(&taken);
            names.others = free("additional_properties", "extra_properties", &taken);
        }
        Shape::Enumeration(values, _) => {
            names.members = settle(&variants(&spelled(values), place), &["Self"], diagnostics);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.others = free("Unrecognized", "UnrecognizedValue", &taken);
        }
        Shape::Union(union) => {
            let branches: Vec<Candidate> = union.branches.iter().map(branch).collect();
            names.members = settle(&branches, &["Self"], diagnostics);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.others = free("Unrecognized", "UnrecognizedValue", &taken);
        }
        Shape::Contents(contents) => {
            let contents = contents.iter();
            let variants: Vec<Candidate> = contents.map(variant).collect();
            names.members = settle(&variants, &["Self"], diagnostics);
            let usual = names.members.first().map(|usual| snake(usual));
            let usual = usual.unwrap_or_default();
            names.usual = format!("into_{}", usual.trim_start_matches("r#"));
        }
        Shape::Alias(_) => {}
    }
}

/// Names in `snake_case` for things of a kind with names in the document.
pub(super) fn fields(wires: &[&str], kind: &str, place: &Pointer) -> Vec<Candidate> {
    let candidate = |wire: &&str| {
        let natural = snake(wire);
        let bare = natural.trim_start_matches("r#");
        let spelled = snake_spelled(wire);
        let names = vec![
            natural.clone(),
            spelled.clone(),
            format!("{bare}_{kind}"),
            format!("{}_{}", spelled.trim_start_matches("r#"), digest(wire)),
        ];
        Candidate {
            names,
            rank: 0,
            place: Some(place.child(wire)),
        }
    };
    wires.iter().map(candidate).collect()
}

fn branch(branch: &Branch) -> Candidate {
    let natural = camel(&branch.word);
    let digest = camel(&digest(&branch.place.to_string()));
    Candidate {
        names: vec![
            natural.clone(),
            format!("{natural}Branch"),
            format!("{natural}{digest}"),
        ],
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

fn variants(values: &[String], place: &Pointer) -> Vec<Candidate> {
    let place = place.child("enum");
    values
        .iter()
        .enumerate()
        .map(|(index, value)| Candidate {
            names: vec![
                if value.is_empty() {
                    "Empty".to_owned()
                } else {
                    camel(value)
                },
                camel_spelled(value),
                format!("{}Value", camel_spelled(value)),
                format!("{}{}", camel(value), camel(&digest(value))),
            ],
            rank: 0,
            place: Some(place.child(index)),
        })
        .collect()
}

fn nulls(taken: &[&str]) -> Vec<String> {
    let null = |name: &&str| {
        let bare = name.trim_start_matches("r#");
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
