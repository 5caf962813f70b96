//! How the values of a union's branches are told apart. Each branch has a test for each JSON type
//! that its values may have. Of two tests of different branches either no value passes both, or all
//! that pass one pass the other: then the one that demands more is asked first.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    known::{Fields, Known},
    overlap::{Listed, are_disjoint, has_disjoint, overlapping_pairs},
};
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
fn within(first: &Constants, last: &Constants) -> bool {
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

/// What the values of a branch that are objects have.
struct Member<'k> {
    branch: usize,
    fields: &'k Fields,
    constants: Listed<'k>,
    required: BTreeSet<&'k str>,
    lacks: BTreeSet<&'k str>,
    /// The required property that no other member documents.
    alone: Option<&'k str>,
}

impl<'k> Member<'k> {
    /// A property that the other requires and that isn't known here.
    fn missing(&self, other: &Self) -> Option<&'k str> {
        let mut required = other.required.iter().copied();
        let unknown = required.find(|wire| !self.fields.documented.contains(*wire));
        unknown.filter(|_| !self.fields.open)
    }

    /// Returns `true` if no value of a property is one of its values in the other.
    fn is_disjoint(&self, other: &Self) -> bool {
        self.constants.iter().any(|(wire, constants)| {
            let other = other.constants.get(wire);
            other.is_some_and(|other| disjoint(constants, other))
        })
    }

    /// Whether all that is demanded of the other is demanded here.
    fn implies(&self, other: &Self) -> bool {
        let there = |wire: &&str| self.required.contains(wire) || self.constants.contains_key(wire);
        other.required.iter().all(there)
            && other.constants.iter().all(|(wire, constants)| {
                let own = self.constants.get(wire);
                own.is_some_and(|own| within(own, constants))
            })
    }

    fn question(&self) -> Question {
        let constants = self
            .constants
            .iter()
            .map(|(wire, constants)| Test::Property((*wire).to_owned(), (*constants).clone()));
        let has = self.required.iter().map(|wire| match self.alone {
            Some(alone) if alone == *wire => Test::Alone(alone.to_owned()),
            _ => Test::Has((*wire).to_owned()),
        });
        let lacks = self
            .lacks
            .iter()
            .map(|wire| Test::Lacks((*wire).to_owned()));
        let mut tests: Vec<Test> = constants.chain(has).chain(lacks).collect();
        if tests.is_empty() {
            tests.push(Test::Json(JsonType::Object));
        }
        Question {
            branch: self.branch,
            tests,
        }
    }
}

/// The questions of objects: by what is listed of required properties; else by that and by which
/// properties are required, first without those that may be null, which servers leave out.
fn tell_objects(known: &[(usize, &Known)]) -> Option<Vec<Question>> {
    let fields: Vec<(usize, &Fields)> = known
        .iter()
        .filter_map(|(branch, known)| match known {
            Known::Object(fields) => Some((*branch, fields)),
            _ => None,
        })
        .collect();
    let ask = |members: &[Member<'_>]| members.iter().map(Member::question).collect();
    let separating = separating(&fields);
    for wire in &separating {
        let listed = |own: &'_ Fields| own.required.contains_key(*wire);
        let all = fields.iter().map(|(branch, own)| {
            let constants = own.constants.get(*wire).filter(|_| listed(own))?;
            Some((*branch, constants))
        });
        let all: Option<Vec<(usize, &Constants)>> = all.collect();
        if all.is_some_and(|all| are_disjoint(all.into_iter())) {
            return Some(ask(&members(&fields, &BTreeSet::from([*wire]), |_| false)));
        }
    }
    let listed = members(&fields, &separating, |_| false);
    if overlapping(&listed, &mut |(_, first), (_, last)| {
        first.branch == last.branch || first.is_disjoint(last)
    }) {
        return Some(ask(&listed));
    }
    if let Some(questions) = tell_by_tag(&fields) {
        return Some(questions);
    }
    for null in [false, true] {
        let mut members = members(&fields, &separating, |nullable| null || !nullable);
        if set_apart(&mut members) {
            return Some(ask(&members));
        }
    }
    None
}

/// The questions by a property that needn't be there and lists other values in each branch.
fn tell_by_tag(fields: &[(usize, &Fields)]) -> Option<Vec<Question>> {
    let (_, first) = fields.first()?;
    let wire = first.constants.keys().find(|wire| {
        let all = fields.iter();
        let all: Option<Vec<(usize, &Constants)>> = all
            .map(|(branch, own)| Some((*branch, own.constants.get(*wire)?)))
            .collect();
        all.is_some_and(|all| are_disjoint(all.into_iter()))
    })?;
    let by_value = fields.iter().filter_map(|(branch, own)| {
        let values = own.constants.get(wire)?.clone();
        Some(Question {
            branch: *branch,
            tests: vec![Test::Property(wire.clone(), values)],
        })
    });
    Some(by_value.chain(without_tag(fields, wire)).collect())
}

/// The questions of objects without the property that tells them: they are of the branch that has
/// its default; where there is no such branch or several, of the one that other properties tell.
pub(super) fn without_tag(fields: &[(usize, &Fields)], wire: &str) -> Vec<Question> {
    let free = |(_, own): &&(usize, &Fields)| !own.required.contains_key(wire);
    let free: Vec<(usize, &Fields)> = fields.iter().filter(free).copied().collect();
    let default: BTreeSet<usize> = free
        .iter()
        .filter(|(_, own)| own.defaults.contains(wire))
        .map(|(branch, _)| *branch)
        .collect();
    let lacks = Test::Lacks(wire.to_owned());
    if let (1, Some(branch)) = (default.len(), default.first()) {
        return vec![Question {
            branch: *branch,
            tests: vec![lacks],
        }];
    }
    let mut members = members(&free, &BTreeSet::new(), |nullable| !nullable);
    if !set_apart(&mut members) {
        return Vec::new();
    }
    let mut questions: Vec<Question> = members.iter().map(Member::question).collect();
    for question in &mut questions {
        question.tests.push(lacks.clone());
    }
    in_order(&mut questions);
    questions
}

/// Puts the questions that demand more first.
fn in_order(questions: &mut [Question]) {
    questions.sort_by_key(|question| (Reverse(demand(&question.tests)), question.branch));
}

/// The required properties that are listed to be one thing in a branch and another elsewhere.
fn separating<'k>(fields: &[(usize, &'k Fields)]) -> BTreeSet<&'k str> {
    let mut all: BTreeMap<&str, Vec<(usize, &Constants)>> = BTreeMap::new();
    for (branch, own) in fields {
        for (wire, constants) in listed(own) {
            all.entry(wire).or_default().push((*branch, constants));
        }
    }
    let found = all.into_iter().filter(|(_, listed)| has_disjoint(listed));
    found.map(|(wire, _)| wire).collect()
}

/// The required properties that are listed.
fn listed(fields: &Fields) -> impl Iterator<Item = (&str, &Constants)> {
    let constants = fields.constants.iter();
    constants
        .filter(|(wire, _)| fields.required.contains_key(*wire))
        .map(|(wire, constants)| (wire.as_str(), constants))
}

/// What tells objects apart, by the properties that separate them and those that are required. One
/// that all of them require tells nothing.
fn members<'k>(
    fields: &[(usize, &'k Fields)],
    separating: &BTreeSet<&'k str>,
    counts: impl Fn(bool) -> bool,
) -> Vec<Member<'k>> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for wire in fields.iter().flat_map(|(_, own)| own.required.keys()) {
        *counted.entry(wire).or_default() += 1;
    }
    let by_all = |wire: &str| counted.get(wire) == Some(&fields.len());
    let member = |(branch, fields): &(usize, &'k Fields)| {
        let constants: BTreeMap<&str, &Constants> = listed(fields)
            .filter(|(wire, _)| separating.contains(wire))
            .collect();
        let required = fields.required.iter();
        let required = required
            .filter(|(wire, nullable)| counts(**nullable) && !by_all(wire))
            .map(|(wire, _)| wire.as_str())
            .filter(|wire| !constants.contains_key(wire))
            .collect();
        Member {
            branch: *branch,
            fields,
            constants,
            required,
            lacks: BTreeSet::new(),
            alone: None,
        }
    };
    fields.iter().map(member).collect()
}

/// Asks of every two members that no property separates by its values.
fn overlapping<'k>(
    members: &[Member<'k>],
    holds: &mut impl FnMut((usize, &Member<'k>), (usize, &Member<'k>)) -> bool,
) -> bool {
    let listed: Vec<&Listed<'k>> = members.iter().map(|it| &it.constants).collect();
    overlapping_pairs(&listed, &mut |first, last| {
        let pair = members.get(first).zip(members.get(last));
        pair.is_none_or(|(own, other)| holds((first, own), (last, other)))
    })
}

/// A required property of each member that no other member documents, if no values are listed.
fn alone<'k>(members: &[Member<'k>]) -> Option<Vec<&'k str>> {
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for wire in members.iter().flat_map(|it| &it.fields.documented) {
        *counted.entry(wire).or_default() += 1;
    }
    let properties = members.iter().map(|member| {
        let is_closed = !member.fields.open && member.constants.is_empty();
        let mut required = member.required.iter().filter(|_| is_closed);
        required
            .find(|wire| counted.get(*wire) == Some(&1))
            .copied()
    });
    properties.collect()
}

/// Whether every two branches are told apart. Where neither demands all that the other does, a
/// branch that doesn't document what the other requires lacks it.
fn set_apart(members: &mut [Member<'_>]) -> bool {
    if let Some(properties) = alone(members) {
        for (member, property) in members.iter_mut().zip(properties) {
            member.alone = Some(property);
        }
        return true;
    }
    let mut lacks = Vec::new();
    let apart = overlapping(members, &mut |(index, first), (other, last)| {
        if first.branch == last.branch || first.is_disjoint(last) {
            return true;
        }
        let (implies, implied) = (first.implies(last), last.implies(first));
        if implies || implied {
            return implies != implied;
        }
        let found = [(index, first, last), (other, last, first)].map(|(index, of, other)| {
            let wire = of.missing(other)?;
            lacks.push((index, wire));
            Some(())
        });
        found.iter().any(Option::is_some)
    });
    for (index, wire) in lacks {
        if let Some(member) = members.get_mut(index) {
            member.lacks.insert(wire);
        }
    }
    apart
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
            let lacks = tests.iter().filter(|test| matches!(test, Test::Lacks(_)));
            let (properties, values) = (listed.clone().count(), listed.sum());
            (1 + tests.len() - lacks.count(), properties, Reverse(values))
        }
    }
}
