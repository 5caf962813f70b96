//! The names of what types have: fields, variants, branches.

use std::collections::BTreeSet;

use super::{
    TypeNames,
    content::variant,
    reserved::UNFIT,
    scope::{Candidate, settle},
    word::{camel, camel_spelled, digest, snake, snake_spelled},
};
use crate::{
    diagnostic::Diagnostics,
    ir::{Branch, ListedValue, Shape, TypeDef, Values},
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
        Shape::Enumeration(values, about) => {
            let values = spelled(values);
            let words = given_words(about, values.len(), &names.ident);
            let variants = variants(&values, &words, place);
            names.members = settle(variants, &["Self"], diagnostics);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.others = free("Unrecognized", "UnrecognizedValue", &taken);
        }
        Shape::Union(union) => {
            let literals = union.branches.iter().map(|branch| branch.literal.as_ref());
            let about = literals.map(|literal| literal.map(|it| it.about.clone()));
            let about: Vec<ListedValue> = about.map(Option::unwrap_or_default).collect();
            let words = given_words(&about, about.len(), &names.ident);
            let branches = union.branches.iter().zip(words);
            let branches: Vec<Candidate> = branches.map(branch).collect();
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

fn branch((branch, word): (&Branch, Option<String>)) -> Candidate<'_> {
    let others = |name: &str| {
        let digest = camel(&digest(&branch.place.to_string()));
        vec![format!("{name}Branch"), format!("{name}{digest}")]
    };
    Candidate {
        name: match word {
            Some(word) => word,
            None if branch.word.is_empty() => "Empty".to_owned(),
            None => camel(&branch.word),
        },
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

/// The most characters and words of a title that is a name.
const LONGEST_TITLE: usize = 40;
const MOST_WORDS: usize = 3;

/// The names that the document gives to values, without the name of the type in front of all of
/// them. None if two would be alike.
fn given_words(about: &[ListedValue], count: usize, ident: &str) -> Vec<Option<String>> {
    let none = vec![None; count];
    let given = about.iter().map(|about| {
        let name = about.name.as_deref().filter(|name| is_name(name));
        name.map(camel)
    });
    let given: Vec<Option<String>> = given.collect();
    let bare = given.iter().map(|name| {
        let rest = name.as_deref()?.strip_prefix(ident)?;
        let is_word = rest.starts_with(|c: char| c.is_uppercase());
        is_word.then(|| rest.to_owned())
    });
    let bare: Vec<Option<String>> = bare.collect();
    let given = if bare.iter().all(Option::is_some) {
        bare
    } else {
        given
    };
    let distinct: BTreeSet<&String> = given.iter().flatten().collect();
    if distinct.len() == given.iter().flatten().count() && given.len() == count {
        given
    } else {
        none
    }
}

/// Whether a text is short and plain enough for a name.
fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-');
    text.chars().count() <= LONGEST_TITLE
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(plain)
        && text.split_whitespace().count() <= MOST_WORDS
}

fn variants<'a>(
    values: &'a [String],
    words: &[Option<String>],
    place: &Pointer,
) -> Vec<Candidate<'a>> {
    let place = place.child("enum");
    let candidate = |(index, value): (usize, &'a String)| {
        let others = |_: &str| {
            let spelled = camel_spelled(value);
            let second = format!("{spelled}Value");
            let last = format!("{}{}", camel(value), camel(&digest(value)));
            vec![spelled, second, last]
        };
        Candidate {
            name: match words.get(index) {
                Some(Some(word)) => word.clone(),
                _ if value.is_empty() => "Empty".to_owned(),
                _ => camel(value),
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
