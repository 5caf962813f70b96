//! The names of what types have: fields, variants, branches.

use std::collections::BTreeSet;

use super::{
    TypeNames, content,
    distinct::{phrases, ranks},
    rename::{given, paths},
    reserved::unfit,
    scope::{Candidate, settle},
    variant,
    word::{camel, snake},
};
use crate::{
    diagnostic::Diagnostics,
    ir::{Api, ListedValue, TypeDef, TypeKind, Values},
    pointer::Pointer,
    settings::Renames,
};

/// Names the fields, variants or branches of a type.
pub(super) fn name_members(
    definition: &TypeDef,
    names: &mut TypeNames,
    (api, rename): (&Api, &Renames),
    diagnostics: &mut Diagnostics,
) {
    let pointer = &definition.pointer;
    match &definition.kind {
        TypeKind::Object(object) => {
            let paths = paths(definition, api);
            let texts = object.fields.iter().map(|field| {
                let json_name = field.json_name.as_str();
                (json_name, given(&rename.properties, &paths, json_name))
            });
            let texts: Vec<(&str, &str)> = texts.collect();
            let pointer = pointer.child("properties");
            names.members = settle_fields(
                fields(&texts, "property", "rename.properties", &pointer),
                diagnostics,
            );
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.nulls = nulls(&taken);
            names.others = free("additional_properties", "extra_properties", &taken);
        }
        TypeKind::Enumeration(values, about) => {
            let paths = paths(definition, api);
            let values = spelled(values);
            let words = given_words(about, values.len(), &names.ident);
            let texts = values.iter().zip(&words).map(|(value, word)| {
                let renamed = Some(given(&rename.values, &paths, value));
                let renamed = renamed.filter(|given| given != value);
                renamed.or(word.as_deref()).unwrap_or(value)
            });
            let texts: Vec<&str> = texts.collect();
            names.members = settle(variants(&texts, pointer), &["Self"], diagnostics);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.others = free("Unrecognized", "UnrecognizedValue", &taken);
        }
        TypeKind::Union(union) => {
            let literals = union.variants.iter().map(|branch| branch.literal.as_ref());
            let about = literals.map(|literal| literal.map(|it| it.about.clone()));
            let about: Vec<ListedValue> = about.map(Option::unwrap_or_default).collect();
            let words = given_words(&about, about.len(), &names.ident);
            let candidates = variant::variants(&names.ident, &union.variants, words);
            names.members = settle(candidates, &["Self"], diagnostics);
            names.accessors = accessors(&names.members);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.others = free("Unrecognized", "UnrecognizedValue", &taken);
        }
        TypeKind::Contents(contents) => {
            let contents = contents.iter();
            let variants: Vec<Candidate> = contents.map(content::variant).collect();
            names.members = settle(variants, &["Self"], diagnostics);
            let usual = names.members.first().map(|usual| snake(usual));
            let usual = usual.unwrap_or_default();
            names.usual = format!("into_{}", usual.trim_start_matches("r#"));
        }
        TypeKind::Alias(_) => {}
    }
}

/// The names of variants in accessors. Variants such as `AB` and `Ab` would have the same one.
fn accessors(variants: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for variant in variants {
        let name = snake(variant);
        let name = name.trim_start_matches("r#");
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let mut names = std::iter::once(name.to_owned()).chain(numbered);
        found.extend(names.find(|name| !found.contains(name)));
    }
    found
}

/// Names in `snake_case` for things of a kind: what each is in the document, and what it is named after.
pub(super) fn fields<'a>(
    texts: &[(&'a str, &'a str)],
    kind: &'a str,
    setting: &'static str,
    pointer: &Pointer,
) -> Vec<Candidate<'a>> {
    let names: Vec<String> = texts.iter().map(|(_, text)| snake(text)).collect();
    let written = texts.iter().zip(&names);
    let written = written.map(|((json_name, text), name)| (*text, name.as_str(), *json_name));
    let ranks = ranks(&written.collect::<Vec<_>>());
    let candidate = |((&(json_name, text), name), rank): ((&(&'a str, &'a str), String), u32)| {
        let others = move |_: &str, conflict| {
            let phrases = phrases(text, kind, conflict).into_iter();
            phrases.map(|phrase| snake(&phrase)).collect()
        };
        Candidate {
            name,
            fallbacks: Box::new(others),
            rank,
            pointer: Some(pointer.child(json_name)),
            setting,
        }
    };
    texts.iter().zip(names).zip(ranks).map(candidate).collect()
}

/// Settles the names of the fields of a struct.
pub(super) fn settle_fields(
    candidates: Vec<Candidate>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let unfit = unfit(candidates.iter().map(|candidate| candidate.name.as_str()));
    let unfit: Vec<&str> = unfit.iter().map(String::as_str).collect();
    settle(candidates, &unfit, diagnostics)
}

/// The values of an enumeration as texts.
pub(super) fn spelled(values: &Values) -> Vec<String> {
    match values {
        Values::Strings(texts) => texts.clone(),
        Values::Integers(integers) => integers.iter().map(i64::to_string).collect(),
    }
}

/// The most characters and words of a title that is a name.
const MAX_TITLE_LENGTH: usize = 40;
const MAX_WORDS: usize = 3;

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
    text.chars().count() <= MAX_TITLE_LENGTH
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(plain)
        && text.split_whitespace().count() <= MAX_WORDS
}

fn variants<'a>(values: &[&'a str], pointer: &Pointer) -> Vec<Candidate<'a>> {
    let pointer = pointer.child("enum");
    let name = |value: &&str| match *value {
        "" => "Empty".to_owned(),
        value => camel(value),
    };
    let names: Vec<String> = values.iter().map(name).collect();
    let texts = values.iter().zip(&names);
    let texts = texts.map(|(value, name)| (*value, name.as_str(), ()));
    let ranks = ranks(&texts.collect::<Vec<_>>());
    let candidates = values.iter().zip(names).zip(ranks).enumerate();
    let candidate = |(index, ((value, name), rank)): (usize, ((&&'a str, String), u32))| {
        let value: &'a str = value;
        let others = move |_: &str, conflict| {
            let phrases = phrases(value, "value", conflict).into_iter();
            phrases.map(|phrase| camel(&phrase)).collect()
        };
        Candidate {
            name,
            fallbacks: Box::new(others),
            rank,
            pointer: Some(pointer.child(index)),
            setting: "rename.values",
        }
    };
    candidates.map(candidate).collect()
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
