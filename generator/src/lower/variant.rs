//! What the variants of a union go by.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{ReferenceOr, Schema};

use super::{
    Lowering,
    known::{Fields, Known},
    member::Member,
    schema::Node,
    view::View,
};
use crate::ir::{Constants, JsonType, Literal, Question, Scalar, Test, TypeRef};

/// How many values or properties a name is made of.
const MOST_WORDS: usize = 3;

/// The longest value that is a name.
const LONGEST: usize = 40;

impl<'d> Lowering<'d, '_> {
    /// Returns the candidate names of each variant, the best first. No two variants begin with the same name.
    pub(super) fn words(
        &self,
        members: &[Member<'d>],
        questions: &[Question],
        known: &[Vec<Known>],
    ) -> Vec<Vec<String>> {
        let literals = members.iter().filter_map(|member| member.literal.as_ref());
        let literals: BTreeSet<String> = literals.map(Literal::text).collect();
        let objects = Objects::new(known);
        let required = required_by(questions);
        let mut by_branch: BTreeMap<usize, Vec<&Question>> = BTreeMap::new();
        for question in questions {
            by_branch.entry(question.branch).or_default().push(question);
        }
        let others = members.iter().enumerate().map(|(index, member)| {
            let title = match member.node {
                Node::Inline(schema) => schema.schema_data.title.as_deref(),
                Node::Reference(_) => None,
            };
            let name = member.name.as_deref().or(title);
            let items = self.item_name(member);
            let own = known.get(index).map(Vec::as_slice).unwrap_or_default();
            let questions = by_branch.get(&index).map(Vec::as_slice).unwrap_or_default();
            let questions = (questions, &required);
            words(questions, (own, &objects), (name, items.as_deref()))
        });
        let free = others.zip(members).filter(|(_, it)| it.literal.is_none());
        let mut free: Vec<Words> = free.map(|(words, _)| words).collect();
        distinguish(&mut free, &literals);
        let mut free = free.into_iter();
        let all = members.iter().map(|member| match &member.literal {
            Some(literal) => vec![literal.text()],
            None => free.next().map(|it| it.words).unwrap_or_default(),
        });
        all.collect()
    }

    /// The name or the title of the items of a branch that is an array and has neither.
    fn item_name(&self, member: &Member<'d>) -> Option<String> {
        let Node::Inline(schema) = member.node else {
            return None;
        };
        match View::of(schema).items? {
            ReferenceOr::Reference { reference } => {
                let place = member.place.child("items");
                let name = self.resolver.component_name::<Schema>(reference, &place);
                name.ok()
            }
            ReferenceOr::Item(items) => items.schema_data.title.clone(),
        }
    }
}

/// What a variant can go by, the best first: the value that tells it from the others, the name of
/// its component or its title, a property of its own, its JSON type, the name of its items, all that is
/// asked of it.
fn words(
    questions: (&[&Question], &Required<'_>),
    (known, objects): (&[Known], &Objects<'_>),
    (name, items): (Option<&str>, Option<&str>),
) -> Words {
    let (own, required) = questions;
    let own = || own.iter().copied();
    let mut words: Vec<String> = value(own()).into_iter().collect();
    words.extend(name.map(str::to_owned));
    let name = words.last().cloned();
    // Signs alone are no word, but are all that there is: `*`.
    let is_sign = |text: &&str| !text.is_empty() && !text.contains(char::is_alphanumeric);
    words.extend(only_texts(own()).find(is_sign).map(str::to_owned));
    words.extend(values(own()));
    words.extend(by_property(own(), required));
    words.extend(only_property(known));
    let own_fields = || known.iter().filter_map(fields);
    words.extend(objects.own(own_fields().flat_map(|it| it.required.keys())));
    let asked: Vec<String> = own().map(|question| all_asked(&question.tests)).collect();
    let asked = Some(asked.join(" or ")).filter(|asked| !asked.is_empty());
    if objects.count > 1 && matches!(known, [Known::Object(_)]) {
        words.extend(asked.clone());
    }
    words.extend(by_type(known));
    words.extend(items.map(|items| format!("{items} array")));
    words.extend(asked);
    words.extend(objects.own(own_fields().flat_map(|it| &it.documented)));
    Words { words, name }
}

/// Gives every variant a first word of its own: those that share one go by their next one, and those
/// that nothing tells apart have a number, in the order of the document. A value or a name that several
/// have stays in front of what tells them apart (`github repoId`).
fn distinguish(all: &mut [Words], literals: &BTreeSet<String>) {
    let mut moved = true;
    while moved {
        moved = false;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for first in all.iter().filter_map(|it| it.words.first()) {
            *counts.entry(first.clone()).or_default() += 1;
        }
        for words in all.iter_mut() {
            let first = words.words.first();
            let is_shared = first.is_some_and(|first| {
                counts.get(first).is_some_and(|count| *count > 1) || literals.contains(first)
            });
            moved |= is_shared && words.advance();
        }
    }
    let mut taken = literals.clone();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for first in all.iter_mut().filter_map(|it| it.words.first_mut()) {
        let next = counts.entry(first.clone()).or_insert(2_usize);
        let numbered = std::iter::from_fn(|| {
            let name = format!("{first} {next}");
            *next += 1;
            Some(name)
        });
        let mut names = std::iter::once(first.clone()).chain(numbered);
        if let Some(own) = names.find(|name| !taken.contains(name)) {
            taken.insert(own.clone());
            *first = own;
        }
    }
}

/// The candidate names of a variant, the best first.
struct Words {
    words: Vec<String>,
    /// The name of its component, its title, or the value that tells it.
    name: Option<String>,
}

impl Words {
    /// Moves on to the next word, unless there is none; whether it did.
    fn advance(&mut self) -> bool {
        let first = self.words.first();
        let rest = self.words.iter().filter(|word| Some(*word) != first);
        let rest = rest.filter(|word| self.name.is_none() || !TYPES.contains(&word.as_str()));
        let mut rest: Vec<String> = rest.cloned().collect();
        let Some(next) = rest.first_mut() else {
            return false;
        };
        if let Some(name) = self.name.as_ref().filter(|name| !next.starts_with(*name)) {
            *next = format!("{name} {next}");
        }
        self.words = rest;
        true
    }
}

/// The words for JSON types, which tell nothing else of a variant.
const TYPES: [&str; 12] = [
    "array",
    "boolean",
    "booleans",
    "date",
    "integer",
    "integers",
    "number",
    "numbers",
    "object",
    "string",
    "strings",
    "timestamp",
];

/// Returns `true` if a value is fit for a name.
pub(super) fn is_word(value: &str) -> bool {
    value.len() <= LONGEST && value.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The only string by which a variant is selected, if it is fit for a name.
fn value<'q>(questions: impl Iterator<Item = &'q Question>) -> Option<String> {
    only_texts(questions)
        .find(|only| is_word(only))
        .map(str::to_owned)
}

/// The only strings by which a variant is selected.
fn only_texts<'q>(questions: impl Iterator<Item = &'q Question>) -> impl Iterator<Item = &'q str> {
    let tests = questions.flat_map(|question| &question.tests);
    tests.filter_map(|test| match test {
        Test::Property(_, Constants::Texts(texts)) | Test::Listed(Constants::Texts(texts)) => {
            match texts.as_slice() {
                [only] => Some(only.as_str()),
                _ => None,
            }
        }
        _ => None,
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

/// The variants that require each property.
type Required<'q> = BTreeMap<&'q str, BTreeSet<usize>>;

fn required_by(questions: &[Question]) -> Required<'_> {
    let mut found = Required::new();
    for question in questions {
        for wire in required(question) {
            found.entry(wire).or_default().insert(question.branch);
        }
    }
    found
}

fn required(question: &Question) -> impl Iterator<Item = &str> {
    question.tests.iter().filter_map(|test| match test {
        Test::Has(wire) | Test::Alone(wire) => Some(wire.as_str()),
        _ => None,
    })
}

/// A property that no other variant requires.
fn by_property<'q>(own: impl Iterator<Item = &'q Question>, all: &Required<'_>) -> Option<String> {
    let is_own = |wire: &&str| all.get(wire).is_some_and(|variants| variants.len() == 1);
    own.flat_map(required).find(is_own).map(str::to_owned)
}

/// The property of an object that requires one or has one, or the only value of that property.
fn only_property(known: &[Known]) -> Option<String> {
    let [Known::Object(fields)] = known else {
        return None;
    };
    let mut required = fields.required.keys();
    let wire = match (required.next(), required.next(), fields.documented.len()) {
        (Some(only), None, _) => only,
        (None, _, 1) => fields.documented.first()?,
        _ => return None,
    };
    match fields.constants.get(wire) {
        None => Some(wire.clone()),
        Some(Constants::Texts(texts)) => texts.first().filter(|_| texts.len() == 1).cloned(),
        Some(_) => None,
    }
    .filter(|word| is_word(word))
}

/// The objects among the variants of a union.
struct Objects<'k> {
    count: usize,
    /// The number of variants that document each property.
    documented: BTreeMap<&'k str, usize>,
}

impl<'k> Objects<'k> {
    fn new(all: &'k [Vec<Known>]) -> Self {
        let mut documented: BTreeMap<&str, usize> = BTreeMap::new();
        for known in all {
            let own = known.iter().filter_map(fields);
            let own: BTreeSet<&String> = own.flat_map(|fields| &fields.documented).collect();
            for wire in own {
                *documented.entry(wire).or_default() += 1;
            }
        }
        let has_object = |known: &&Vec<Known>| known.iter().any(|known| fields(known).is_some());
        Self {
            count: all.iter().filter(has_object).count(),
            documented,
        }
    }

    /// The first of the properties of a variant that no other one documents.
    fn own<'f>(&self, mut wires: impl Iterator<Item = &'f String>) -> Option<String> {
        let is_own = |wire: &&String| {
            let count = self.documented.get(wire.as_str());
            self.count > 1 && count.is_none_or(|count| *count < 2)
        };
        wires.find(is_own).cloned()
    }
}

fn fields(known: &Known) -> Option<&Fields> {
    match known {
        Known::Object(fields) => Some(fields),
        _ => None,
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
            _ => "array",
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
    words.join(" and ")
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
            format!("{} array", types.join(" or "))
        }
        Test::Has(wire) | Test::Alone(wire) => wire.clone(),
        Test::Lacks(_) | Test::Only(_) => return None,
        Test::PropertyType(wire, types) => {
            let types: Vec<&str> = types.iter().map(|json| json.text()).collect();
            format!("{} {wire}", types.join(" or "))
        }
        Test::Property(wire, constants) => format!("{wire} {}", values(constants).join(" ")),
    })
}
