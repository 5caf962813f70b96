//! What the variants of a union go by.

use std::collections::BTreeSet;

use super::known::Known;
use crate::ir::{Constants, JsonType, Question, Test};

/// How many values or properties a name is made of.
const MOST_WORDS: usize = 3;

/// The longest value that is a name.
const LONGEST: usize = 40;

/// What a variant can go by, the best first: the value that tells it from the others, the name of
/// its component or its title, its JSON type, all that is asked of it.
pub(super) fn words(
    branch: usize,
    questions: &[Question],
    known: &[Known],
    name: Option<&str>,
) -> Vec<String> {
    let own = || {
        questions
            .iter()
            .filter(|question| question.branch == branch)
    };
    let mut words: Vec<String> = value(own()).into_iter().collect();
    words.extend(name.map(str::to_owned));
    words.extend(by_property(branch, questions));
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

/// A property that this variant alone has to have.
fn by_property(branch: usize, questions: &[Question]) -> Option<String> {
    let required = |own: bool| {
        let questions = questions
            .iter()
            .filter(move |it| (it.branch == branch) == own);
        questions.flat_map(|question| {
            question.tests.iter().filter_map(|test| match test {
                Test::Has(wire) => Some(wire.as_str()),
                _ => None,
            })
        })
    };
    let others: BTreeSet<&str> = required(false).collect();
    let mut own = required(true);
    own.find(|wire| !others.contains(wire)).map(str::to_owned)
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
        Test::Has(wire) => format!("with {wire}"),
        Test::Lacks(_) => return None,
        Test::Property(wire, constants) => format!("{wire} {}", values(constants).join(" ")),
    })
}
