//! What the variants of a union go by.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::{
    Lowering,
    json_values::{Fields, JsonValues},
    member::Member,
    scalar::plain,
    schema::Node,
    schema_keywords::SchemaKeywords,
};
use crate::ir::{Case, ConstantSet, JsonType, Literal, Predicate, Scalar, TypeRef};

/// How many values or properties a name is made of.
const MAX_WORDS: usize = 3;

/// The longest value that is a name.
const MAX_LENGTH: usize = 40;

impl<'d> Lowering<'d, '_> {
    /// Returns the candidate names of each variant, the best first. No two variants begin with the same name.
    pub(super) fn words(
        &self,
        members: &[Member<'d>],
        cases: &[Case],
        known: &[Vec<JsonValues>],
    ) -> Vec<Vec<String>> {
        let literals = members.iter().filter_map(|member| member.literal.as_ref());
        let literals: BTreeSet<String> = literals.map(Literal::text).collect();
        let objects = Objects::new(known);
        let required = required_by(cases);
        let mut by_branch: BTreeMap<usize, Vec<&Case>> = BTreeMap::new();
        for case in cases {
            by_branch.entry(case.variant).or_default().push(case);
        }
        let others = members.iter().enumerate().map(|(index, member)| {
            let title = match member.node {
                Node::Inline(schema) => schema.schema_data.title.as_deref(),
                Node::Reference(_) => None,
            };
            let name = member.name.as_deref().or(title);
            let items = self.item_name(member);
            let values = self.value_word(member);
            let own = known.get(index).map(Vec::as_slice).unwrap_or_default();
            let cases = by_branch.get(&index).map(Vec::as_slice).unwrap_or_default();
            let cases = (cases, &required);
            let names = Names {
                name,
                items: items.as_deref(),
                values,
            };
            words(cases, (own, &objects), &names)
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

    /// The word for the dates and times of an array, or for the plain values of a map.
    fn value_word(&self, member: &Member<'d>) -> Option<String> {
        let Node::Inline(schema) = member.node else {
            return None;
        };
        let view = SchemaKeywords::of(schema);
        let scalar = |schema: &Schema| {
            let view = SchemaKeywords::of(schema);
            let is_plain = !view.is_composed() && view.values.is_empty();
            plain(&view, self.settings).filter(|_| is_plain)
        };
        if let Some(ReferenceOr::Item(items)) = view.items {
            return match scalar(items)? {
                TypeRef::Scalar(Scalar::Date) => Some("dates".to_owned()),
                TypeRef::Scalar(Scalar::DateTime) => Some("timestamps".to_owned()),
                _ => None,
            };
        }
        let Some(AdditionalProperties::Schema(values)) = view.additional else {
            return None;
        };
        let ReferenceOr::Item(values) = &**values else {
            return None;
        };
        let word = match scalar(values)? {
            TypeRef::Scalar(Scalar::Date) => "dates".to_owned(),
            TypeRef::Scalar(Scalar::DateTime) => "timestamps".to_owned(),
            _ => format!("{}s", SchemaKeywords::of(values).json_type()?.as_str()),
        };
        (!view.has_properties()).then(|| format!("map of {word}"))
    }

    /// The name or the title of the items of a branch that is an array and has neither.
    fn item_name(&self, member: &Member<'d>) -> Option<String> {
        let Node::Inline(schema) = member.node else {
            return None;
        };
        match SchemaKeywords::of(schema).items? {
            ReferenceOr::Reference { reference } => {
                let pointer = member.pointer.child("items");
                let name = self.resolver.component_name::<Schema>(reference, &pointer);
                name.ok()
            }
            ReferenceOr::Item(items) => items.schema_data.title.clone(),
        }
    }
}

/// The words of the schema of a variant.
struct Names<'a> {
    /// The name of its component, or its title.
    name: Option<&'a str>,
    /// The name or the title of its items.
    items: Option<&'a str>,
    /// The type of its items or of the values of its map.
    values: Option<String>,
}

/// What a variant can go by, the best first: the value that tells it from the others, the name of
/// its component or its title, a property of its own, its JSON type, the name of its items, all that is
/// asked of it.
fn words(
    cases: (&[&Case], &Required<'_>),
    (known, objects): (&[JsonValues], &Objects<'_>),
    names: &Names<'_>,
) -> Words {
    let (own, required) = cases;
    let own = || own.iter().copied();
    // The variants of a nested union have values of their own.
    let is_nested = known.len() > 1 && names.name.is_some();
    let value = value(own()).filter(|value| !is_nested || own().all(|it| has_value(it, value)));
    let mut words: Vec<String> = value.into_iter().collect();
    words.extend(names.name.map(str::to_owned));
    let name = words.last().cloned();
    // Signs alone are no word, but are all that there is: `*`.
    let is_sign = |text: &&str| !text.is_empty() && !text.contains(char::is_alphanumeric);
    words.extend(only_texts(own()).find(is_sign).map(str::to_owned));
    words.extend(values(own()));
    words.extend(by_property(own(), required));
    words.extend(only_property(known));
    let own_fields = || known.iter().filter_map(fields);
    words.extend(objects.own(own_fields().flat_map(|it| it.required.keys())));
    let asked: Vec<String> = own().map(|case| describe_all(&case.predicates)).collect();
    let asked = Some(asked.join(" or ")).filter(|asked| !asked.is_empty());
    if objects.count > 1 && matches!(known, [JsonValues::Object(_)]) {
        words.extend(asked.clone());
    }
    words.extend(names.values.clone().or_else(|| by_type(known)));
    words.extend(names.items.map(|items| format!("{items} array")));
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
const TYPES: [&str; 14] = [
    "array",
    "boolean",
    "booleans",
    "date",
    "dates",
    "integer",
    "integers",
    "number",
    "numbers",
    "object",
    "string",
    "strings",
    "timestamp",
    "timestamps",
];

/// Returns `true` if a value is fit for a name.
pub(super) fn is_word(value: &str) -> bool {
    value.len() <= MAX_LENGTH && value.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The only string by which a variant is selected, if it is fit for a name.
fn value<'q>(cases: impl Iterator<Item = &'q Case>) -> Option<String> {
    only_texts(cases)
        .find(|only| is_word(only))
        .map(str::to_owned)
}

/// The only strings by which a variant is selected.
fn only_texts<'q>(cases: impl Iterator<Item = &'q Case>) -> impl Iterator<Item = &'q str> {
    let predicates = cases.flat_map(|case| &case.predicates);
    predicates.filter_map(|predicate| match predicate {
        Predicate::Property(_, ConstantSet::Strings(strings))
        | Predicate::Listed(ConstantSet::Strings(strings)) => match strings.as_slice() {
            [only] => Some(only.as_str()),
            _ => None,
        },
        _ => None,
    })
}

fn has_value(question: &Case, value: &str) -> bool {
    only_texts(std::iter::once(question)).any(|text| text == value)
}

/// The few strings by which a variant is told.
fn values<'q>(mut cases: impl Iterator<Item = &'q Case>) -> Option<String> {
    cases.find_map(|case| {
        case.predicates
            .iter()
            .find_map(|predicate| match predicate {
                Predicate::Property(_, ConstantSet::Strings(strings)) => {
                    let few =
                        strings.len() <= MAX_WORDS && strings.iter().all(|text| is_word(text));
                    few.then(|| strings.join(" or "))
                }
                _ => None,
            })
    })
}

/// The variants that require each property.
type Required<'q> = BTreeMap<&'q str, BTreeSet<usize>>;

fn required_by(cases: &[Case]) -> Required<'_> {
    let mut found = Required::new();
    for case in cases {
        for json_name in required(case) {
            found.entry(json_name).or_default().insert(case.variant);
        }
    }
    found
}

fn required(case: &Case) -> impl Iterator<Item = &str> {
    case.predicates
        .iter()
        .filter_map(|predicate| match predicate {
            Predicate::Has(json_name) | Predicate::Alone(json_name) => Some(json_name.as_str()),
            _ => None,
        })
}

/// A property that no other variant requires.
fn by_property<'q>(own: impl Iterator<Item = &'q Case>, all: &Required<'_>) -> Option<String> {
    let is_own = |json_name: &&str| {
        all.get(json_name)
            .is_some_and(|variants| variants.len() == 1)
    };
    own.flat_map(required).find(is_own).map(str::to_owned)
}

/// The property of an object that requires one or has one, or the only value of that property.
fn only_property(known: &[JsonValues]) -> Option<String> {
    let [JsonValues::Object(fields)] = known else {
        return None;
    };
    let mut required = fields.required.keys();
    let json_name = match (required.next(), required.next(), fields.documented.len()) {
        (Some(only), None, _) => only,
        (None, _, 1) => fields.documented.first()?,
        _ => return None,
    };
    match fields.constants.get(json_name) {
        None => Some(json_name.clone()),
        Some(ConstantSet::Strings(strings)) => {
            strings.first().filter(|_| strings.len() == 1).cloned()
        }
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
    fn new(all: &'k [Vec<JsonValues>]) -> Self {
        let mut documented: BTreeMap<&str, usize> = BTreeMap::new();
        for known in all {
            let own = known.iter().filter_map(fields);
            let own: BTreeSet<&String> = own.flat_map(|fields| &fields.documented).collect();
            for json_name in own {
                *documented.entry(json_name).or_default() += 1;
            }
        }
        let has_object =
            |known: &&Vec<JsonValues>| known.iter().any(|known| fields(known).is_some());
        Self {
            count: all.iter().filter(has_object).count(),
            documented,
        }
    }

    /// The first of the properties of a variant that no other one documents.
    fn own<'f>(&self, mut names: impl Iterator<Item = &'f String>) -> Option<String> {
        let is_own = |json_name: &&String| {
            let count = self.documented.get(json_name.as_str());
            self.count > 1 && count.is_none_or(|count| *count < 2)
        };
        names.find(is_own).cloned()
    }
}

fn fields(known: &JsonValues) -> Option<&Fields> {
    match known {
        JsonValues::Object(fields) => Some(fields),
        _ => None,
    }
}

/// The JSON type of what a variant holds, in Rust's words.
fn by_type(known: &[JsonValues]) -> Option<String> {
    let [known] = known else {
        return None;
    };
    let word = match known {
        JsonValues::Array(types) => match types.as_slice() {
            [JsonType::String] => "strings",
            [JsonType::Integer] => "integers",
            [JsonType::Number] => "numbers",
            [JsonType::Boolean] => "booleans",
            _ => "array",
        },
        JsonValues::Scalar(_, None, TypeRef::Scalar(Scalar::Date)) => "date",
        JsonValues::Scalar(_, None, TypeRef::Scalar(Scalar::DateTime)) => "timestamp",
        known => known.json().as_str(),
    };
    Some(word.to_owned())
}

/// All that is asked of the values of a variant.
fn describe_all(predicates: &[Predicate]) -> String {
    let words: Vec<String> = predicates
        .iter()
        .filter_map(asked)
        .take(MAX_WORDS)
        .collect();
    if words.is_empty() {
        return JsonType::Object.as_str().to_owned();
    }
    words.join(" and ")
}

fn asked(predicate: &Predicate) -> Option<String> {
    let values = |constants: &ConstantSet| match constants {
        ConstantSet::Strings(strings) => strings.iter().take(MAX_WORDS).cloned().collect(),
        ConstantSet::Integers(all) => all.iter().take(MAX_WORDS).map(i64::to_string).collect(),
        ConstantSet::Boolean(value) => vec![value.to_string()],
    };
    Some(match predicate {
        Predicate::Json(json) => json.as_str().to_owned(),
        Predicate::Listed(constants) => values(constants).join(" or "),
        Predicate::DateTime => "date-time".to_owned(),
        Predicate::Date => "date".to_owned(),
        Predicate::Items(types) => {
            let types: Vec<&str> = types.iter().map(|json| json.as_str()).collect();
            format!("{} array", types.join(" or "))
        }
        Predicate::Has(json_name) | Predicate::Alone(json_name) => json_name.clone(),
        Predicate::Lacks(_) | Predicate::Only(_) => return None,
        Predicate::PropertyType(json_name, types) => {
            let types: Vec<&str> = types.iter().map(|json| json.as_str()).collect();
            format!("{} {json_name}", types.join(" or "))
        }
        Predicate::Property(json_name, constants) => {
            format!("{json_name} {}", values(constants).join(" "))
        }
    })
}
