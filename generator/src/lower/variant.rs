//! What the variants of a union go by.

use std::collections::BTreeSet;

use super::known::Known;
use crate::ir::{Constants, JsonType, Question, Scalar, Test, TypeRef};

/// How many values or properties a name is made of.
const MOST_WORDS: usize = 3;

/// The longest value that is a name.
const LONGEST: usize = 40;

/// What a variant can go by, the best first: the value that tells it from the others, the name of
/// its component or its title, its JSON type, all that is asked of it.
pub(super) fn words(
    branch: usize,
    questions: &[Question],
    all: &[Vec<Known>],
    name: Option<&str>,
) -> Vec<String> {
    let known = all.get(branch).map(Vec::as_slice).unwrap_or_default();
    let own = || {
        questions
            .iter()
            .filter(|question| question.branch == branch)
    };
    let mut words: Vec<String> = value(own()).into_iter().collect();
    words.extend(name.map(str::to_owned));
    words.extend(values(own()));
    words.extend(by_property(branch, questions));
    if questions.is_empty() {
        words.extend(by_document(branch, all));
    }
    words.extend(by_type(known));
    let asked: Vec<String> = own().map(|question| all_asked(&question.tests)).collect();
    words.extend(Some(asked.join(" or ")).filter(|asked| !asked.is_empty()));
    words
}

/// Returns `true` if a value is fit for a name.
pub(super) fn is_word(value: &str) -> bool {
    value.len() <= LONGEST && value.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The only string by which a variant is told.
fn value<'q>(mut questions: impl Iterator<Item = &'q Question>) -> Option<String> {
    questions.find_map(|question| {
        question.tests.iter().find_map(|test| match test {
            Test::Property(_, Constants::Texts(texts)) | Test::Listed(Constants::Texts(texts)) => {
                match texts.as_slice() {
                    [only] => Some(only.clone()).filter(|only| is_word(only)),
                    _ => None,
                }
            }
            _ => None,
        })
    })
}

/// The few strings by which a variant is told.
fn values<'q>(mut questions: impl Iterator<Item = &'q Question>) -> Option<String> {
    questions.find_map(|question| {
        question.tests.iter().find_map(|test| match test {
            Test::Property(_, Constants::Texts(texts)) => {
                let few = texts.len() <= MOST_WORDS && texts.iter().all(|text| is_word(text));
                few.then(|| texts.join(" or "))
            }
            _ => None,
        })
    })
}

/// A property that this variant alone has to have.
fn by_property(branch: usize, questions: &[Question]) -> Option<String> {
    let required = |own: bool| {
        let questions = questions
            .iter()
            .filter(move |it| (it.branch == branch) == own);
        questions.flat_map(|question| {
            question.tests.iter().filter_map(|test| match test {
                Test::Has(wire) | Test::Alone(wire) => Some(wire.as_str()),
                _ => None,
            })
        })
    };
    let others: BTreeSet<&str> = required(false).collect();
    let mut own = required(true);
    own.find(|wire| !others.contains(wire)).map(str::to_owned)
}

/// A property that this variant alone documents; else which of those of its JSON type it is.
fn by_document(branch: usize, all: &[Vec<Known>]) -> Option<String> {
    let documented = |known: &Vec<Known>| -> BTreeSet<String> {
        let fields = known.iter().filter_map(|known| match known {
            Known::Object(fields) => Some(&fields.documented),
            _ => None,
        });
        fields.flatten().cloned().collect()
    };
    let known = all.get(branch)?;
    let others = all.iter().enumerate().filter(|(index, _)| *index != branch);
    let theirs: BTreeSet<String> = others.flat_map(|(_, known)| documented(known)).collect();
    if let Some(wire) = documented(known)
        .into_iter()
        .find(|own| !theirs.contains(own))
    {
        return Some(wire);
    }
    let word = by_type(known)?;
    let alike = |known: &&Vec<Known>| by_type(known).as_ref() == Some(&word);
    match all.iter().take(branch).filter(alike).count() {
        0 => None,
        before => Some(format!("{word} {}", before + 1)),
    }
}

/// The JSON type of what a variant holds, in Rust's words.
fn by_type(known: &[Known]) -> Option<String> {
    let [known] = known else {
        return None;
    };
    let word = match known {
        Known::Array(types) => match types.as_slice() {
            [JsonType::String] => "strings",
            [JsonType::Integer] => "integers",
            [JsonType::Number] => "numbers",
            [JsonType::Boolean] => "booleans",
            _ => "list",
        },
        Known::Scalar(_, None, TypeRef::Scalar(Scalar::Date)) => "date",
        Known::Scalar(_, None, TypeRef::Scalar(Scalar::DateTime)) => "timestamp",
        known => known.json().text(),
    };
    Some(word.to_owned())
}

/// All that is asked of the values of a variant.
fn all_asked(tests: &[Test]) -> String {
    let words: Vec<String> = tests.iter().filter_map(asked).take(MOST_WORDS).collect();
    if words.is_empty() {
        return JsonType::Object.text().to_owned();
    }
    words.join(" ")
}

fn asked(test: &Test) -> Option<String> {
    let values = |constants: &Constants| match constants {
        Constants::Texts(texts) => texts.iter().take(MOST_WORDS).cloned().collect(),
        Constants::Integers(all) => all.iter().take(MOST_WORDS).map(i64::to_string).collect(),
        Constants::Boolean(value) => vec![value.to_string()],
    };
    Some(match test {
        Test::Json(json) => json.text().to_owned(),
        Test::Listed(constants) => values(constants).join(" or "),
        Test::DateTime => "date-time".to_owned(),
        Test::Date => "date".to_owned(),
        Test::Items(types) => {
            let types: Vec<&str> = types.iter().map(|json| json.text()).collect();
            format!("list of {}", types.join(" or "))
        }
        Test::Has(wire) | Test::Alone(wire) => format!("with {wire}"),
        Test::Lacks(_) => return None,
        Test::Property(wire, constants) => format!("{wire} {}", values(constants).join(" ")),
    })
}
