//! Documentation of the variants of a union: the conditions that select them.

use proc_macro2::TokenStream;
use serde_json::Value;

use crate::emit::{comment, model::enumeration::value_lines};
use crate::{
    ir::{Case, ConstantSet, JsonType, Predicate, Union},
    markdown,
};

/// Returns the documentation of the variants.
pub(in crate::emit) fn variant_lines(union: &Union, names: &[String]) -> Vec<TokenStream> {
    let variants = union.variants.iter().zip(names).zip(union.by_variant());
    let lines = variants.map(|((variant, name), cases)| match &variant.literal {
        Some(literal) => {
            let choice = match &literal.value {
                Value::String(text) => comment::code_text(text),
                other => format!("`{other}`"),
            };
            comment::comment(&value_lines(&literal.listed, name, &choice))
        }
        None => {
            let condition = case_text(&cases);
            let mut lines = comment::named_lines(&variant.docs, &[name], &condition);
            if !lines.contains(&condition) {
                lines.extend([String::new(), condition]);
            }
            comment::comment(&lines)
        }
    });
    lines.collect()
}

/// Returns the conditions of a variant as text for its documentation.
fn case_text(cases: &[&Case]) -> String {
    let mut found: Vec<String> = Vec::new();
    let mut by_name = false;
    for case in cases {
        if by_name && case.predicates == [Predicate::Json(JsonType::Object)] {
            found.push("any other object".to_owned());
            continue;
        }
        by_name = matches!(case.predicates.as_slice(), [Predicate::Property(..)]);
        found.push(predicates_text(&case.predicates));
    }
    let text = found.join("; or ");
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}

/// The maximum number of characters of the documentation of a case.
const MAX_LENGTH: usize = 120;

/// Joins predicates. Absent properties are listed up to the maximum length, after other predicates.
fn predicates_text(predicates: &[Predicate]) -> String {
    let is_absent = |test: &&Predicate| matches!(test, Predicate::LacksProperty(_));
    let (absent, others): (Vec<_>, Vec<_>) = predicates.iter().partition(is_absent);
    let mut text = String::new();
    for test in others.into_iter().chain(absent) {
        let next = predicate_text(test);
        let separator = if text.is_empty() { "" } else { ", " };
        if is_absent(&test)
            && !text.is_empty()
            && text.len() + separator.len() + next.len() > MAX_LENGTH
        {
            text.push_str(", …");
            break;
        }
        text.push_str(separator);
        text.push_str(&next);
    }
    text
}

fn predicate_text(test: &Predicate) -> String {
    match test {
        Predicate::Json(json) => format!("JSON type `{}`", json.as_str()),
        Predicate::Listed(constants) => format!("one of {}", values(constants)),
        Predicate::DateTime => "a string in the format `date-time`".to_owned(),
        Predicate::Date => "a string in the format `date`".to_owned(),
        Predicate::Items(types) => {
            let types: Vec<String> = types
                .iter()
                .map(|ty| format!("`{}`", ty.as_str()))
                .collect();
            format!(
                "JSON type `array` with items of JSON type {}",
                types.join(" or ")
            )
        }
        Predicate::HasProperty(json_name) | Predicate::ExclusiveProperty(json_name) => {
            format!("with the property {}", markdown::code(json_name))
        }
        Predicate::LacksProperty(json_name) => {
            format!("without the property {}", markdown::code(json_name))
        }
        Predicate::Property(json_name, constants) => {
            format!("{} is {}", markdown::code(json_name), values(constants))
        }
        Predicate::PropertyType(json_name, types) => {
            let types: Vec<String> = types
                .iter()
                .map(|ty| format!("`{}`", ty.as_str()))
                .collect();
            let types = types.join(" or ");
            format!("{} of JSON type {types}", markdown::code(json_name))
        }
        Predicate::OnlyProperties(json_names) => {
            let json_names = json_names
                .iter()
                .map(|json_name| markdown::code(json_name).to_string());
            format!(
                "with no properties except {}",
                shortened(json_names.collect()).join(", ")
            )
        }
    }
}

/// The maximum number of values in the documentation of a variant.
const MAX_VALUES: usize = 8;

fn values(constants: &ConstantSet) -> String {
    let all: Vec<String> = match constants {
        ConstantSet::Strings(strings) => strings
            .iter()
            .map(|text| comment::code_text(text))
            .collect(),
        ConstantSet::Integers(all) => all.iter().map(|value| format!("`{value}`")).collect(),
        ConstantSet::Boolean(value) => vec![format!("`{value}`")],
    };
    shortened(all).join(" or ")
}

fn shortened(mut all: Vec<String>) -> Vec<String> {
    if all.len() > MAX_VALUES {
        all.truncate(MAX_VALUES);
        all.push("…".to_owned());
    }
    all
}
