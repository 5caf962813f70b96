//! The names of types.

use std::collections::BTreeMap;

use super::{
    OperationNames, TypeNames,
    member::{name_members, spelled},
    reserved::{PRELUDE, keyword},
    scope::{Candidate, settle},
    status::status,
    word::{camel, camel_spelled, digest, module},
};
use crate::{
    diagnostic::Diagnostics,
    ir::{
        Api, Header, LONGEST_TUPLE, Owner, Reply, Scalar, Shape, SharedKind, Step, TypeDef, TypeRef,
    },
    pointer::Pointer,
    resolve::component_place,
    settings::Renames,
};

/// Names all types: those of components in one scope, those of operations in the scope of the tag,
/// where requests and responses have names already.
pub(super) fn types(
    api: &Api,
    operations: &mut [OperationNames],
    rename: &Renames,
    diagnostics: &mut Diagnostics,
) -> Vec<TypeNames> {
    let mut names: Vec<TypeNames> = api.types.iter().map(|_| TypeNames::default()).collect();
    name_components(api, &mut names, rename, diagnostics);
    name_inline(api, operations, &mut names, diagnostics);
    for (definition, names) in api.types.iter().zip(&mut names) {
        name_members(definition, names, diagnostics);
    }
    names
}

/// What a settled name is for.
enum For {
    /// A component that nothing reaches; it holds its name all the same.
    Nothing,
    /// A type.
    Type(usize),
    /// The struct of a type's required properties.
    Arguments(usize),
}

impl For {
    fn give(&self, ident: String, names: &mut [TypeNames]) {
        match self {
            Self::Nothing => {}
            Self::Type(index) => {
                if let Some(names) = names.get_mut(*index) {
                    names.ident = ident;
                }
            }
            Self::Arguments(index) => {
                if let Some(names) = names.get_mut(*index) {
                    names.arguments = ident;
                }
            }
        }
    }
}

fn name_components(
    api: &Api,
    names: &mut [TypeNames],
    rename: &Renames,
    diagnostics: &mut Diagnostics,
) {
    let mut own: BTreeMap<&str, usize> = BTreeMap::new();
    let mut candidates = Vec::new();
    for (index, definition) in api.types.iter().enumerate() {
        let Some(base) = base(&definition.owner, rename) else {
            continue;
        };
        match &definition.owner {
            Owner::Component(name) if definition.uses.is_empty() => {
                own.insert(name, index);
            }
            _ => candidates.push((inline(&base, definition), For::Type(index))),
        }
        if needs_arguments(definition) {
            let natural = natural(&base, definition);
            candidates.push((arguments(&natural, definition), For::Arguments(index)));
        }
    }
    for name in &api.component_names {
        let index = own.get(name.as_str());
        let purpose = index.map_or(For::Nothing, |index| For::Type(*index));
        let place = index.map(|_| component_place::<openapiv3::Schema>(name));
        candidates.push((component(name, rename, place), purpose));
    }
    let (candidates, purposes): (Vec<_>, Vec<_>) = candidates.into_iter().unzip();
    let settled = settle(candidates, &PRELUDE, diagnostics);
    // A file is called after its component, whichever portions of it there are.
    let components = settled.iter().rev().zip(api.component_names.iter().rev());
    let components: BTreeMap<&str, String> = components
        .map(|(ident, name)| (name.as_str(), module(ident, "model")))
        .collect();
    for (purpose, ident) in purposes.iter().zip(settled) {
        purpose.give(ident, names);
    }
    for (index, definition) in api.types.iter().enumerate() {
        let module = match &definition.owner {
            Owner::Component(name) => components.get(name.as_str()).cloned(),
            owner => base(owner, rename).map(|base| module(&base, "model")),
        };
        if let Some(names) = names.get_mut(index) {
            names.module = module;
        }
    }
}

/// What the names of a component's inline types begin with; none for an operation's.
fn base(owner: &Owner, rename: &Renames) -> Option<String> {
    match owner {
        Owner::Component(name) => Some(camel(given(name, rename))),
        Owner::Shared(kind, name) => {
            let kind = match kind {
                SharedKind::Parameter => "Parameter",
                SharedKind::Response => "Response",
                SharedKind::RequestBody => "RequestBody",
                SharedKind::Header => "Header",
            };
            let name = camel(name);
            Some(format!(
                "{}{kind}",
                name.strip_suffix(kind).unwrap_or(&name)
            ))
        }
        Owner::Operation(_) => None,
    }
}

/// What a component goes by: its name, unless the user gave it another.
fn given<'a>(name: &'a str, rename: &'a Renames) -> &'a str {
    rename.schemas.get(name).map_or(name, String::as_str)
}

fn component<'a>(name: &'a str, rename: &'a Renames, place: Option<Pointer>) -> Candidate<'a> {
    let given = given(name, rename);
    let others = move |natural: &str| {
        vec![
            format!("{natural}Schema"),
            format!("{}Schema", camel_spelled(given)),
            format!("{natural}{}", camel(&digest(name))),
        ]
    };
    Candidate {
        name: camel(given),
        others: Box::new(others),
        rank: 0,
        place,
    }
}

/// The name of an inline type that everybody expects: its owner's and the way from there, or its
/// values where it has several places.
fn natural(owner: &str, definition: &TypeDef) -> String {
    let name = match (definition.uses.as_slice(), &definition.shape) {
        ([steps], _) => steps
            .iter()
            .fold(owner.to_owned(), |name, step| name + &word(step)),
        (_, Shape::Enumeration(values, _)) => spelled(values)
            .iter()
            .fold(owner.to_owned(), |name, value| name + &camel(value)),
        (_, _) => owner.to_owned(),
    };
    keyword(name)
}

fn inline<'a>(owner: &str, definition: &'a TypeDef) -> Candidate<'a> {
    let name = natural(owner, definition);
    let owner = owner.to_owned();
    let others = move |natural: &str| {
        let place = definition.place.to_string();
        let component = match &definition.owner {
            Owner::Component(name) | Owner::Shared(_, name) => name,
            Owner::Operation(_) => "",
        };
        let ways = definition.uses.iter().flatten().map(word);
        let ways: Vec<String> = ways.collect();
        // What an `allOf` brings in is at one place for all that it is brought in to.
        let whole = format!("{place} {owner} {component} {}", ways.join(" "));
        vec![
            format!("{natural}Inline"),
            format!("{natural}{}", camel(&digest(&place))),
            format!("{natural}{}", camel(&digest(&whole))),
        ]
    };
    Candidate {
        name,
        others: Box::new(others),
        rank: 2,
        place: Some(definition.place.clone()),
    }
}

/// The places of a tuple.
const PLACES: [&str; LONGEST_TUPLE] = [
    "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth",
    "Eleventh", "Twelfth",
];

fn word(step: &Step) -> String {
    match step {
        Step::Property(name) | Step::Parameter(name) | Step::Header(name) => camel(name),
        Step::Item => "Item".to_owned(),
        Step::Position(index) => match PLACES.get(*index) {
            Some(word) => (*word).to_owned(),
            None => "Item".to_owned(),
        },
        Step::MapValue => "Value".to_owned(),
        Step::Branch(word) => camel(word),
        Step::Body => "Body".to_owned(),
        Step::BodyAs(what) => format!("{}Body", camel(what)),
        Step::ReplyBody(code) => format!("{}Body", status(*code)),
        Step::Received => "Output".to_owned(),
        Step::Sent => "Input".to_owned(),
        Step::ReplyBodyAs(code, what) => format!("{}{}Body", status(*code), camel(what)),
        Step::ReplyContent(code) => format!("{}Content", status(*code)),
        Step::Content => "Content".to_owned(),
        Step::ReplyHeader(code, name) => status(*code) + &camel(name),
    }
}

/// The inline types of operations, tag by tag, beside the requests and responses.
fn name_inline(
    api: &Api,
    operations: &mut [OperationNames],
    names: &mut [TypeNames],
    diagnostics: &mut Diagnostics,
) {
    let mut tags: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, operation) in operations.iter().enumerate() {
        tags.entry(operation.module.clone())
            .or_default()
            .push(index);
    }
    let mut owned: BTreeMap<usize, Vec<(usize, usize, &TypeDef)>> = BTreeMap::new();
    for (index, definition) in api.types.iter().enumerate() {
        if let Owner::Operation(owner) = definition.owner {
            let types = owned.entry(owner).or_default();
            types.push((owner, index, definition));
        }
    }
    for members in tags.into_values() {
        let mut candidates = Vec::new();
        for (index, place) in members.iter().filter_map(|index| {
            api.operations
                .get(*index)
                .map(|operation| (*index, &operation.place))
        }) {
            let Some(operation) = operations.get(index) else {
                continue;
            };
            let replies = api.operations.get(index).map(|one| one.replies.as_slice());
            candidates.extend(own_types(operation, replies.unwrap_or_default(), place));
        }
        let mut purposes = Vec::new();
        let owned = members.iter().filter_map(|owner| owned.get(owner));
        for (owner, index, definition) in owned.flatten() {
            let (owner, index) = (*owner, *index);
            let Some(operation) = operations.get(owner) else {
                continue;
            };
            candidates.push(inline(&operation.request, definition));
            purposes.push(For::Type(index));
            if needs_arguments(definition) {
                let natural = natural(&operation.request, definition);
                candidates.push(arguments(&natural, definition));
                purposes.push(For::Arguments(index));
            }
        }
        let mut settled = settle(candidates, &PRELUDE, diagnostics).into_iter();
        for index in members {
            if let Some(operation) = operations.get_mut(index) {
                operation.request = settled.next().unwrap_or_default();
                operation.response = settled.next().unwrap_or_default();
                operation.arguments = settled.next().unwrap_or_default();
                if operation.contents.len() > 1 {
                    operation.content = settled.next().unwrap_or_default();
                }
                let replies = api.operations.get(index).map(|one| one.replies.as_slice());
                let structs = replies.unwrap_or_default().iter().map(|reply| {
                    let name = needs_headers(reply).then(|| settled.next());
                    name.flatten().unwrap_or_default()
                });
                operation.header_structs = structs.collect();
            }
        }
        for (purpose, ident) in purposes.iter().zip(settled) {
            purpose.give(ident, names);
        }
    }
}

/// The request, the response and the arguments of an operation, its choice of bodies, and the
/// headers of replies that have many.
fn own_types<'a>(
    operation: &OperationNames,
    replies: &[Reply],
    place: &'a Pointer,
) -> Vec<Candidate<'a>> {
    let base = &operation.request;
    let mut suffixes = vec![
        (String::new(), "Request", 0),
        ("Response".to_owned(), "Replies", 1),
        ("Arguments".to_owned(), "Required", 1),
    ];
    if operation.contents.len() > 1 {
        suffixes.push(("Content".to_owned(), "ContentChoice", 1));
    }
    for reply in replies.iter().filter(|reply| needs_headers(reply)) {
        let variant = status(reply.status);
        suffixes.push((format!("{variant}Headers"), "HeadersOfReply", 1));
    }
    let candidate = |(suffix, other, rank): (String, &str, u8)| {
        let other = format!("{base}{other}");
        let others = move |name: &str| {
            let digest = camel(&digest(&place.to_string()));
            vec![other.clone(), format!("{name}{digest}")]
        };
        Candidate {
            name: format!("{base}{suffix}"),
            others: Box::new(others),
            rank,
            place: Some(place.clone()),
        }
    };
    suffixes.into_iter().map(candidate).collect()
}

/// The headers in a variant take at most about this many bytes; more of them are a struct.
const MOST_HEADERS: usize = 184;

/// Whether a reply has too many headers for a variant.
fn needs_headers(reply: &Reply) -> bool {
    let size = |header: &Header| match header.ty {
        TypeRef::Scalar(Scalar::Boolean) => 8,
        TypeRef::Scalar(Scalar::String) => 24,
        TypeRef::Scalar(Scalar::Uri) => 88,
        TypeRef::Scalar(_) => 16,
        _ => 24,
    };
    reply.headers.iter().map(size).sum::<usize>() > MOST_HEADERS
}

/// A constructor takes at most this many arguments; more of them are a struct.
const MOST_ARGUMENTS: usize = 7;

/// Whether an object has too many required properties for a constructor.
fn needs_arguments(definition: &TypeDef) -> bool {
    let Shape::Object(object) = &definition.shape else {
        return false;
    };
    object
        .fields
        .iter()
        .filter(|field| field.is_argument())
        .count()
        > MOST_ARGUMENTS
}

/// The struct of the required properties of a type.
fn arguments<'a>(natural: &str, definition: &'a TypeDef) -> Candidate<'a> {
    let others = |name: &str| {
        let digest = camel(&digest(&definition.place.to_string()));
        vec![format!("{name}Properties"), format!("{name}{digest}")]
    };
    Candidate {
        name: format!("{natural}Required"),
        others: Box::new(others),
        rank: 3,
        place: Some(definition.place.clone()),
    }
}
