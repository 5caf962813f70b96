//! The names of types, their fields and their variants.

use std::collections::BTreeMap;

use super::{
    OperationNames, TypeNames,
    scope::{Candidate, settle},
    status::status,
    word::{PRELUDE, camel, camel_spelled, digest, snake, snake_spelled},
};
use crate::{
    diagnostic::Diagnostics,
    ir::{Api, Owner, Shape, Step, TypeDef},
    pointer::Pointer,
    resolve::component_place,
};

/// Names all types: those of components in one scope, those of operations in the scope of the tag,
/// where requests and responses have names already.
pub(super) fn types(
    api: &Api,
    operations: &mut [OperationNames],
    diagnostics: &mut Diagnostics,
) -> Vec<TypeNames> {
    let mut names: Vec<TypeNames> = api.types.iter().map(|_| TypeNames::default()).collect();
    name_components(api, &mut names, diagnostics);
    name_inline(api, operations, &mut names, diagnostics);
    for (definition, names) in api.types.iter().zip(&mut names) {
        name_members(definition, names, diagnostics);
    }
    names
}

fn name_components(api: &Api, names: &mut [TypeNames], diagnostics: &mut Diagnostics) {
    // Components that nothing reaches hold their names all the same.
    let mut candidates: Vec<Candidate> = api
        .component_names
        .iter()
        .map(|name| component(name))
        .collect();
    let mut owners: Vec<Option<usize>> = api
        .component_names
        .iter()
        .map(|name| {
            let owner = Owner::Component(name.clone());
            api.types
                .iter()
                .position(|found| found.uses.is_empty() && found.owner == owner)
        })
        .collect();
    for (index, definition) in api.types.iter().enumerate() {
        if let (Owner::Component(name), false) = (&definition.owner, definition.uses.is_empty()) {
            candidates.push(inline(&camel(name), definition));
            owners.push(Some(index));
        }
    }
    let mut silent = Diagnostics::default();
    let settled = settle(&candidates, &PRELUDE, &mut silent);
    for diagnostic in silent.into_found() {
        diagnostics.report(diagnostic);
    }
    let mut modules: BTreeMap<&str, String> = BTreeMap::new();
    for ((owner, ident), name) in owners.iter().zip(&settled).zip(&api.component_names) {
        if owner.is_some() {
            modules.insert(name, snake(ident));
        }
    }
    for (owner, ident) in owners.into_iter().zip(settled) {
        if let Some(names) = owner.and_then(|index| names.get_mut(index)) {
            names.ident = ident;
        }
    }
    for (definition, names) in api.types.iter().zip(names) {
        if let Owner::Component(name) = &definition.owner {
            names.module = modules.get(name.as_str()).cloned();
        }
    }
}

fn component(name: &str) -> Candidate {
    let natural = camel(name);
    Candidate {
        names: vec![
            natural.clone(),
            format!("{natural}Schema"),
            format!("{}Schema", camel_spelled(name)),
            format!("{natural}{}", camel(&digest(name))),
        ],
        rank: 0,
        place: component_place::<openapiv3::Schema>(name),
    }
}

/// An inline type: its owner's name and the way from there, or its values where it has several
/// places.
fn inline(owner: &str, definition: &TypeDef) -> Candidate {
    let natural = match (definition.uses.as_slice(), &definition.shape) {
        ([steps], _) => steps
            .iter()
            .fold(owner.to_owned(), |name, step| name + &word(step)),
        (_, Shape::Enumeration(values)) => values
            .iter()
            .fold(owner.to_owned(), |name, value| name + &camel(value)),
        (_, _) => owner.to_owned(),
    };
    let natural = super::word::keyword(natural);
    let digest = camel(&digest(&definition.place.to_string()));
    Candidate {
        names: vec![
            natural.clone(),
            format!("{natural}Inline"),
            format!("{natural}{digest}"),
        ],
        rank: 2,
        place: definition.place.clone(),
    }
}

fn word(step: &Step) -> String {
    match step {
        Step::Property(name) | Step::Parameter(name) => camel(name),
        Step::Item => "Item".to_owned(),
        Step::MapValue => "Value".to_owned(),
        Step::Branch(json) => camel(json),
        Step::RequestBody => "Body".to_owned(),
        Step::ReplyBody(code) => format!("{}Body", status(*code)),
    }
}

/// The inline types of operations, tag by tag, beside the requests and responses.
fn name_inline(
    api: &Api,
    operations: &mut [OperationNames],
    names: &mut [TypeNames],
    diagnostics: &mut Diagnostics,
) {
    let mut tags: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, operation) in operations.iter().enumerate() {
        tags.entry(operation.module.clone())
            .or_default()
            .push(index);
    }
    for members in tags.into_values() {
        let mut candidates = Vec::new();
        for (index, place) in members.iter().filter_map(|index| {
            api.operations
                .get(*index)
                .map(|operation| (*index, &operation.place))
        }) {
            let Some(operation) = operations.get(index) else {
                continue;
            };
            candidates.extend(own_types(operation, place));
        }
        let mut inline_types = Vec::new();
        for (index, definition) in api.types.iter().enumerate() {
            let Owner::Operation(owner) = definition.owner else {
                continue;
            };
            if let (true, Some(operation)) = (members.contains(&owner), operations.get(owner)) {
                candidates.push(inline(&operation.request, definition));
                inline_types.push(index);
            }
        }
        let mut settled = settle(&candidates, &PRELUDE, diagnostics).into_iter();
        for index in members {
            if let Some(operation) = operations.get_mut(index) {
                operation.request = settled.next().unwrap_or_default();
                operation.response = settled.next().unwrap_or_default();
                operation.arguments = settled.next().unwrap_or_default();
            }
        }
        for (index, ident) in inline_types.into_iter().zip(settled) {
            if let Some(names) = names.get_mut(index) {
                names.ident = ident;
            }
        }
    }
}

/// The request, the response and the arguments of an operation.
fn own_types(operation: &OperationNames, place: &Pointer) -> [Candidate; 3] {
    let digest = camel(&digest(&place.to_string()));
    let base = &operation.request;
    [
        ("", "Request", 0),
        ("Response", "Replies", 1),
        ("Arguments", "Required", 1),
    ]
    .map(|(suffix, other, rank)| Candidate {
        names: vec![
            format!("{base}{suffix}"),
            format!("{base}{other}"),
            format!("{base}{suffix}{digest}"),
        ],
        rank,
        place: place.clone(),
    })
}

fn name_members(definition: &TypeDef, names: &mut TypeNames, diagnostics: &mut Diagnostics) {
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
            names.members = settle(&fields(&wires, &place), &["new"], diagnostics);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.nulls = nulls(&taken);
            names.others = free("additional_properties", "extra_properties", &taken);
        }
        Shape::Enumeration(values) => {
            names.members = settle(&variants(values, place), &["Self"], diagnostics);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.others = free("Unrecognized", "UnrecognizedValue", &taken);
        }
        Shape::Union(branches) => {
            names.members = branches
                .iter()
                .map(|branch| camel(branch.json.text()))
                .collect();
            names.others = "Unrecognized".to_owned();
        }
        Shape::Alias(_) => {}
    }
}

/// Names in `snake_case` for things with names in the document.
pub(super) fn fields(wires: &[&str], place: &Pointer) -> Vec<Candidate> {
    wires
        .iter()
        .map(|wire| Candidate {
            names: vec![
                snake(wire),
                snake_spelled(wire),
                format!(
                    "{}_{}",
                    snake_spelled(wire).trim_start_matches("r#"),
                    digest(wire)
                ),
            ],
            rank: 0,
            place: place.child(wire),
        })
        .collect()
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
                format!("{}{}", camel(value), camel(&digest(value))),
            ],
            rank: 0,
            place: place.child(index),
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
fn free(first: &str, second: &str, taken: &[&str]) -> String {
    let found = [first, second]
        .into_iter()
        .find(|name| !taken.contains(name));
    found.map_or_else(|| format!("{first}_of_rejoinder"), str::to_owned)
}
