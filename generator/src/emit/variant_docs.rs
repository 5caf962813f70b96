//! The documentation of the variants of a union: the values that they are for.

use proc_macro2::TokenStream;
use serde_json::Value;

use super::{comment, enumeration::value_lines};
use crate::{
    ir::{Constants, JsonType, Question, Test, Union},
    markdown,
};

/// The documentation of the variants.
pub(super) fn variant_lines(union: &Union, names: &[String]) -> Vec<TokenStream> {
    let branches = union.branches.iter().zip(names).zip(union.by_branch());
    let lines = branches.map(|((branch, name), questions)| match &branch.literal {
        Some(literal) => {
            let choice = match &literal.value {
                Value::String(text) => comment::code_text(text),
                other => format!("`{other}`"),
            };
            comment::comment(&value_lines(&literal.about, name, &choice))
        }
        None => {
            let asked = asked(&questions);
            let mut lines = comment::named_lines(&branch.docs, &[name], &asked);
            if !lines.contains(&asked) {
                lines.extend([String::new(), asked]);
            }
            comment::comment(&lines)
        }
    });
    lines.collect()
}

/// Returns the conditions of a variant as text for its documentation.
fn asked(questions: &[&Question]) -> String {
    let mut found: Vec<String> = Vec::new();
    let mut by_name = false;
    for question in questions {
        if by_name && question.tests == [Test::Json(JsonType::Object)] {
            found.push("any other object".to_owned());
            continue;
        }
        by_name = matches!(question.tests.as_slice(), [Test::Property(..)]);
        let texts: Vec<String> = question.tests.iter().map(asked_by).collect();
        found.push(texts.join(", "));
    }
    let text = found.join("; or ");
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), chars.as_str())
}

fn asked_by(test: &Test) -> String {
    match test {
        Test::Json(json) => format!("JSON type `{}`", json.text()),
        Test::Listed(constants) => format!("one of {}", values(constants)),
        Test::DateTime => "a string with a time".to_owned(),
        Test::Date => "a string with a date".to_owned(),
        Test::Items(types) => {
            let types: Vec<String> = types.iter().map(|ty| format!("`{}`", ty.text())).collect();
            format!("JSON type `array`, of {}", types.join(" and "))
        }
        Test::Has(wire) | Test::Alone(wire) => format!("with {}", markdown::code(wire)),
        Test::Lacks(wire) => format!("without {}", markdown::code(wire)),
        Test::Property(wire, constants) => {
            format!("{} is {}", markdown::code(wire), values(constants))
        }
        Test::PropertyType(wire, types) => {
            let types: Vec<String> = types.iter().map(|ty| format!("`{}`", ty.text())).collect();
            let types = types.join(" or ");
            format!("{} of JSON type {types}", markdown::code(wire))
        }
        Test::Only(wires) => {
            let wires = wires.iter().map(|wire| markdown::code(wire).to_string());
            format!(
                "with no properties but {}",
                shortened(wires.collect()).join(", ")
            )
        }
    }
}

/// The number of values that are written out.
const MOST_VALUES: usize = 8;

fn values(constants: &Constants) -> String {
    let all: Vec<String> = match constants {
        Constants::Texts(texts) => texts.iter().map(|text| comment::code_text(text)).collect(),
        Constants::Integers(all) => all.iter().map(|value| format!("`{value}`")).collect(),
        Constants::Boolean(value) => vec![format!("`{value}`")],
    };
    shortened(all).join(" or ")
}

fn shortened(mut all: Vec<String>) -> Vec<String> {
    if all.len() > MOST_VALUES {
        all.truncate(MOST_VALUES);
        all.push("…".to_owned());
    }
    all
}
