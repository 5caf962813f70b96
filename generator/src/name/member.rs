//! Names of fields and variants.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    TypeNames,
    operation::content,
    rename::{effective_name, paths},
    scope::{Candidate, numbered, settle},
    variant,
    word::{
        camel,
        distinct::{phrases, ranks},
        reserved::reserved_fields,
        sign::camel_values,
        snake,
    },
};
use crate::{
    diagnostic::Diagnostics,
    ir::{Api, ListedValue, TypeDef, TypeKind, Values},
    pointer::Pointer,
    settings::Renames,
};

/// Names the fields or variants of a type.
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
            let strings = object.fields.iter().map(|field| {
                let json_name = field.json_name.as_str();
                let string = effective_name(&rename.properties, &paths, json_name);
                (json_name, string)
            });
            let strings: Vec<(&str, &str)> = strings.collect();
            let mut candidates = fields(&strings, "property", "rename.properties", pointer);
            // A property of an `allOf` is in another schema.
            for (candidate, field) in candidates.iter_mut().zip(&object.fields) {
                candidate.pointer = Some(field.pointer.clone());
            }
            names.members = settle_fields(candidates, diagnostics);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.nulls = nulls(&taken);
            names.catch_all = free("additional_properties", "extra_properties", &taken);
        }
        TypeKind::Enumeration(values, listed) => {
            let paths = paths(definition, api);
            let values = spelled(values);
            let words = documented_names(listed, values.len(), &names.ident);
            let bare = without_prefix(&values, &names.ident);
            let strings = values.iter().zip(bare).zip(&words);
            let strings = strings.map(|((value, bare), word)| {
                let renamed = Some(effective_name(&rename.values, &paths, value));
                let renamed = renamed.filter(|renamed| renamed != value);
                renamed.or(word.as_deref()).unwrap_or(bare)
            });
            let strings: Vec<&str> = strings.collect();
            names.members = settle(variants(&strings, pointer), &["Self"], diagnostics);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.catch_all = free("Unrecognized", "UnrecognizedValue", &taken);
        }
        TypeKind::Union(union) => {
            let literals = union
                .variants
                .iter()
                .map(|variant| variant.literal.as_ref());
            let listed = literals.map(|literal| literal.map(|it| it.listed.clone()));
            let listed: Vec<ListedValue> = listed.map(Option::unwrap_or_default).collect();
            let words = documented_names(&listed, listed.len(), &names.ident);
            let candidates = variant::variants(&names.ident, &union.variants, words);
            names.members = settle(candidates, &["Self"], diagnostics);
            names.accessors = accessors(&names.members);
            let taken: Vec<&str> = names.members.iter().map(String::as_str).collect();
            names.catch_all = free("Unrecognized", "UnrecognizedValue", &taken);
        }
        TypeKind::Contents(contents) => {
            let contents = contents.iter();
            let variants: Vec<Candidate> = contents.map(content::variant).collect();
            names.members = settle(variants, &["Self"], diagnostics);
            let preferred = names.members.first().map(|preferred| snake(preferred));
            let preferred = preferred.unwrap_or_default();
            names.into_body = format!("into_{}_body", preferred.trim_start_matches("r#"));
        }
        TypeKind::Alias(_) => {}
    }
}

/// Returns the names of variants in accessors. Equal names are numbered: the variants `AB` and `Ab`
/// have the same name in `snake_case`.
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

/// Returns names in `snake_case`. Each pair is the name in the document and the name to convert.
pub(super) fn fields<'a>(
    strings: &[(&'a str, &'a str)],
    kind: &'a str,
    setting: &'static str,
    pointer: &Pointer,
) -> Vec<Candidate<'a>> {
    let names: Vec<String> = strings.iter().map(|(_, string)| snake(string)).collect();
    let written = strings.iter().zip(&names);
    let written = written.map(|((json_name, string), name)| (*string, name.as_str(), *json_name));
    let ranks = ranks(&written.collect::<Vec<_>>());
    let candidate = |((&(json_name, string), name), rank): ((&(&'a str, &'a str), String), u32)| {
        let others = move |_: &str, conflict| {
            let phrases = phrases(string, kind, conflict).into_iter();
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
    strings
        .iter()
        .zip(names)
        .zip(ranks)
        .map(candidate)
        .collect()
}

/// Assigns the names of the fields of a struct.
pub(super) fn settle_fields(
    candidates: Vec<Candidate>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let reserved_fields =
        reserved_fields(candidates.iter().map(|candidate| candidate.name.as_str()));
    let reserved_fields: Vec<&str> = reserved_fields.iter().map(String::as_str).collect();
    settle(candidates, &reserved_fields, diagnostics)
}

/// Returns the values of an enumeration as strings.
pub(super) fn spelled(values: &Values) -> Vec<String> {
    match values {
        Values::Strings(strings) => strings.clone(),
        Values::Integers(integers) => integers.iter().map(i64::to_string).collect(),
    }
}

/// The maximum number of characters of a title that is used as a name.
const MAX_TITLE_LENGTH: usize = 40;
/// The maximum number of words of a title that is used as a name.
const MAX_WORDS: usize = 3;

/// Returns the names of values in the document, without a common prefix that is the name of the type.
/// Values with an equal name have no name.
fn documented_names(listed: &[ListedValue], count: usize, ident: &str) -> Vec<Option<String>> {
    if listed.len() != count {
        return vec![None; count];
    }
    let documented = listed.iter().map(|listed| {
        let name = listed.name.as_deref().filter(|name| is_name(name));
        name.map(camel)
    });
    let documented: Vec<Option<String>> = documented.collect();
    let bare = documented.iter().map(|name| {
        let rest = name.as_deref()?.strip_prefix(ident)?;
        let is_word = rest.starts_with(|c: char| c.is_uppercase());
        is_word.then(|| rest.to_owned())
    });
    let bare: Vec<Option<String>> = bare.collect();
    let documented = if bare.iter().all(Option::is_some) {
        bare
    } else {
        documented
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in documented.iter().flatten() {
        *counts.entry(name.clone()).or_default() += 1;
    }
    let is_alone = |name: &String| counts.get(name) == Some(&1);
    let documented = documented.into_iter();
    documented.map(|name| name.filter(is_alone)).collect()
}

/// Removes the name of the type, or its last words, from values that all begin with them in upper snake
/// case, as enums of Protocol Buffers do: `STATE_ACTIVE` of the type `OrderState` is `ACTIVE`. Values
/// whose rests aren't distinct names are unchanged.
fn without_prefix<'v>(values: &'v [String], ident: &str) -> Vec<&'v str> {
    let whole = || values.iter().map(String::as_str).collect();
    let prefix = snake(ident).trim_start_matches("r#").to_uppercase() + "_";
    let starts = prefix.match_indices('_').map(|(index, _)| index + 1);
    let rests = [0].into_iter().chain(starts).find_map(|start| {
        let prefix = prefix.get(start..).filter(|prefix| !prefix.is_empty())?;
        let rests = values.iter().map(|value| value.strip_prefix(prefix));
        rests.collect::<Option<Vec<&str>>>()
    });
    let Some(rests) = rests else {
        return whole();
    };
    let is_name = |rest: &&str| {
        let is_upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        rest.starts_with(|c: char| c.is_ascii_uppercase()) && rest.chars().all(is_upper)
    };
    let names: BTreeSet<String> = rests.iter().map(|rest| camel(rest)).collect();
    let is_free = names.len() == rests.len() && !names.contains("Self");
    match is_free && rests.iter().all(is_name) {
        true => rests,
        false => whole(),
    }
}

/// Returns `true` if a string is short enough for a name and has no punctuation.
fn is_name(string: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-');
    string.chars().count() <= MAX_TITLE_LENGTH
        && string.starts_with(|c: char| c.is_ascii_alphabetic())
        && string.chars().all(plain)
        && string.split_whitespace().count() <= MAX_WORDS
}

fn variants<'a>(values: &[&'a str], pointer: &Pointer) -> Vec<Candidate<'a>> {
    let pointer = pointer.child("enum");
    let names = camel_values(values);
    let strings = values.iter().zip(&names);
    let strings = strings.map(|(value, name)| (*value, name.as_str(), ()));
    let ranks = ranks(&strings.collect::<Vec<_>>());
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
        free(
            &format!("set_{bare}_null"),
            &format!("set_{bare}_to_null"),
            taken,
        )
    };
    taken.iter().map(null).collect()
}

/// Returns the first of two names that is available, or else the second name with a number.
pub(super) fn free(first: &str, second: &str, taken: &[&str]) -> String {
    let names = [first, second].map(str::to_owned).into_iter();
    let numbers = (2..).map(|count| numbered(second, count));
    let mut free = names
        .chain(numbers)
        .filter(|name| !taken.contains(&name.as_str()));
    // Invariant: there are more numbers than taken names.
    free.next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_an_enum_is_not_repeated_in_upper_snake_case() {
        for (ident, values, expected) in [
            ("State", ["STATE_ACTIVE", "STATE_OFF"], ["ACTIVE", "OFF"]),
            ("OrderState", ["STATE_ON", "STATE_OFF"], ["ON", "OFF"]),
            (
                "OrderState",
                ["ORDER_STATE_ON", "ORDER_STATE_OFF"],
                ["ON", "OFF"],
            ),
            (
                "OrderState",
                ["ORDER_ON", "ORDER_OFF"],
                ["ORDER_ON", "ORDER_OFF"],
            ),
            ("State", ["STATE_ON", "OFF"], ["STATE_ON", "OFF"]),
            (
                "State",
                ["STATE_ON", "STATELESS"],
                ["STATE_ON", "STATELESS"],
            ),
            ("Http", ["HTTP_1_1", "HTTP_2"], ["HTTP_1_1", "HTTP_2"]),
            (
                "NullValue",
                ["NULL_VALUE", "NULL_VALUE_A"],
                ["NULL_VALUE", "NULL_VALUE_A"],
            ),
            ("State", ["STATE_A_B", "STATE_AB"], ["A_B", "AB"]),
            (
                "State",
                ["STATE_A_B", "STATE_A__B"],
                ["STATE_A_B", "STATE_A__B"],
            ),
            (
                "Kind",
                ["KIND_SELF", "KIND_OTHER"],
                ["KIND_SELF", "KIND_OTHER"],
            ),
        ] {
            let values = values.map(str::to_owned);
            assert_eq!(
                without_prefix(&values, ident),
                expected,
                "{values:?} of {ident}"
            );
        }
    }
}
