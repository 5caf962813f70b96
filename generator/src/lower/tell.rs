//! How the values of a union's branches are told apart. Each branch has a test for each JSON type
//! that its values may have. Of two tests of different branches either no value passes both, or all
//! that pass one pass the other: then the one that demands more is asked first.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{known::Known, objects::tell_objects, overlap::are_disjoint};
use crate::ir::{Constants, JsonType, Question, Scalar, Test, TypeRef};

/// The questions that tell the values of branches apart, in the order in which they are asked.
pub(super) fn tell(branches: &[Vec<Known>]) -> Option<Vec<Question>> {
    let mut questions = Vec::new();
    for json in TYPES {
        let members: Vec<(usize, &Known)> = branches
            .iter()
            .enumerate()
            .flat_map(|(branch, all)| all.iter().map(move |known| (branch, known)))
            .filter(|(_, known)| known.json() == json)
            .collect();
        questions.extend(tell_type(json, &members)?);
    }
    in_order(&mut questions);
    // The variants of a nested union can have one question.
    let mut seen: BTreeMap<usize, Vec<Vec<Test>>> = BTreeMap::new();
    questions.retain(|question| {
        let seen = seen.entry(question.branch).or_default();
        let is_new = !seen.contains(&question.tests);
        if is_new {
            seen.push(question.tests.clone());
        }
        is_new
    });
    Some(questions)
}

const TYPES: [JsonType; 6] = [
    JsonType::Boolean,
    JsonType::Integer,
    JsonType::Number,
    JsonType::String,
    JsonType::Array,
    JsonType::Object,
];

/// The questions of values of one JSON type.
fn tell_type(json: JsonType, members: &[(usize, &Known)]) -> Option<Vec<Question>> {
    let branches: BTreeSet<usize> = members.iter().map(|(branch, _)| *branch).collect();
    if branches.len() < 2 {
        let ask = |branch| Question {
            branch,
            tests: vec![Test::Json(json)],
        };
        return Some(branches.into_iter().map(ask).collect());
    }
    if json == JsonType::Object {
        return tell_objects(members);
    }
    let questions: Vec<Question> = members
        .iter()
        .map(|(branch, known)| Question {
            branch: *branch,
            tests: vec![test(known)],
        })
        .collect();
    let listed: Option<Vec<(usize, &Constants)>> = questions
        .iter()
        .map(|question| match question.tests.as_slice() {
            [Test::Listed(constants)] => Some((question.branch, constants)),
            _ => None,
        })
        .collect();
    let apart = listed.is_some_and(|all| are_disjoint(all.into_iter()))
        || pairs(&questions, |first, last| {
            first.branch == last.branch || are_apart(&first.tests, &last.tests)
        });
    apart.then_some(questions)
}

/// Returns `true` if something is true of every two.
fn pairs<T>(all: &[T], holds: impl Fn(&T, &T) -> bool) -> bool {
    let rest = |index: usize| all.get(index + 1..).unwrap_or_default();
    all.iter()
        .enumerate()
        .all(|(index, first)| rest(index).iter().all(|last| holds(first, last)))
}

/// The test of values that aren't objects and aren't the only ones of their JSON type.
fn test(known: &Known) -> Test {
    match known {
        Known::Scalar(_, Some(constants), _) => Test::Listed(constants.clone()),
        Known::Scalar(_, None, TypeRef::Scalar(Scalar::DateTime)) => Test::DateTime,
        Known::Scalar(_, None, TypeRef::Scalar(Scalar::Date)) => Test::Date,
        Known::Array(types) if !types.is_empty() => Test::Items(types.clone()),
        _ => Test::Json(known.json()),
    }
}

fn are_apart(first: &[Test], last: &[Test]) -> bool {
    let ([first], [last]) = (first, last) else {
        return false;
    };
    match (first, last) {
        (Test::Json(_), Test::Json(_)) => false,
        (Test::Json(_), _) | (_, Test::Json(_)) => true,
        (Test::Listed(first), Test::Listed(last)) => {
            disjoint(first, last) || within(first, last) != within(last, first)
        }
        (Test::Items(first), Test::Items(last)) => {
            let covers = |of: JsonType, by: JsonType| {
                of == by || (of, by) == (JsonType::Integer, JsonType::Number)
            };
            let some = |of: &JsonType, all: &[JsonType]| all.iter().any(|by| covers(*of, *by));
            let all_first = first.iter().all(|of| some(of, last));
            let all_last = last.iter().all(|of| some(of, first));
            let none =
                !first.iter().any(|of| some(of, last)) && !last.iter().any(|of| some(of, first));
            none || all_first != all_last
        }
        // What is listed is asked before formats.
        (first, last) => first != last,
    }
}

/// Whether no value is of both.
pub(super) fn disjoint(first: &Constants, last: &Constants) -> bool {
    match (first, last) {
        (Constants::Texts(first), Constants::Texts(last)) => {
            !first.iter().any(|value| last.contains(value))
        }
        (Constants::Integers(first), Constants::Integers(last)) => {
            !first.iter().any(|value| last.contains(value))
        }
        (first, last) => first != last,
    }
}

/// Whether every value of the first is one of the last.
pub(super) fn within(first: &Constants, last: &Constants) -> bool {
    match (first, last) {
        (Constants::Texts(first), Constants::Texts(last)) => {
            first.iter().all(|value| last.contains(value))
        }
        (Constants::Integers(first), Constants::Integers(last)) => {
            first.iter().all(|value| last.contains(value))
        }
        (first, last) => first == last,
    }
}

/// Puts the questions that demand more first.
pub(super) fn in_order(questions: &mut [Question]) {
    questions.sort_by_key(|question| (Reverse(demand(&question.tests)), question.branch));
}

/// How much a test demands: of two of which one implies the other it is the one with more.
fn demand(tests: &[Test]) -> (usize, usize, Reverse<usize>) {
    let count = |constants: &Constants| match constants {
        Constants::Texts(texts) => texts.len(),
        Constants::Integers(integers) => integers.len(),
        Constants::Boolean(_) => 1,
    };
    match tests {
        [Test::Json(JsonType::Number)] => (0, 0, Reverse(0)),
        [Test::Json(_)] => (1, 0, Reverse(0)),
        [Test::Items(types)] => {
            let number = types.contains(&JsonType::Number);
            (if number { 2 } else { 3 }, 0, Reverse(types.len()))
        }
        [Test::DateTime | Test::Date] => (3, 0, Reverse(0)),
        [Test::Listed(constants)] => (4, 0, Reverse(count(constants))),
        tests => {
            let listed = tests.iter().filter_map(|test| match test {
                Test::Property(_, constants) => Some(count(constants)),
                _ => None,
            });
            // The other tests exclude values of other branches, and demand nothing.
            let has = tests
                .iter()
                .filter(|test| matches!(test, Test::Has(_) | Test::Alone(_) | Test::Property(..)));
            let (properties, values) = (listed.clone().count(), listed.sum());
            (1 + has.count(), properties, Reverse(values))
        }
    }
}
