//! Names of types.

pub(super) mod component;
pub(super) mod inline;
pub(super) mod title;
pub(super) mod type_path;

use std::collections::BTreeMap;

use super::{
    OperationNames, TypeNames,
    member::name_members,
    scope::{Candidate, settle, settle_beside},
    types::{
        component::Components,
        inline::{RANK, inline, naturals},
    },
    word::{module, reserved::PRELUDE},
};
use crate::{
    diagnostic::Diagnostics,
    ir::{Api, Header, Operation, Owner, Response, Scalar, SharedKind, TypeDef, TypeKind, TypeRef},
    settings::Renames,
    status::status,
};

/// Names all types. Types of components are in the scope of the models, and types of operations in the
/// scope of the tag, together with requests and responses.
pub(super) fn types(
    api: &Api,
    operations: &mut [OperationNames],
    rename: &Renames,
    diagnostics: &mut Diagnostics,
) -> Vec<TypeNames> {
    let mut names: Vec<TypeNames> = api.types.iter().map(|_| TypeNames::default()).collect();
    let components = Components::named(api, rename, diagnostics);
    let naturals = naturals(api, operations, &components);
    name_components(api, &components, &mut names, &naturals, diagnostics);
    name_inline(api, operations, &mut names, &naturals, diagnostics);
    for (definition, names) in api.types.iter().zip(&mut names) {
        name_members(definition, names, (api, rename), diagnostics);
    }
    names
}

/// The item that a name is assigned to.
enum NameTarget {
    /// The type.
    Type(usize),
    /// The struct of a type's required properties.
    Arguments(usize),
    /// The request of an operation.
    Request(usize),
    /// The enum of an operation's responses.
    Response(usize),
    /// The struct of an operation's required arguments.
    RequestArguments(usize),
    /// The enum of the media types of an operation's body.
    Content(usize),
    /// The struct of the headers of a response, by operation and response.
    Headers(usize, usize),
}

impl NameTarget {
    fn assign(&self, ident: String, names: &mut [TypeNames], operations: &mut [OperationNames]) {
        let slot = match self {
            Self::Type(index) => names.get_mut(*index).map(|it| &mut it.ident),
            Self::Arguments(index) => names.get_mut(*index).map(|it| &mut it.arguments),
            Self::Request(index) => operations.get_mut(*index).map(|it| &mut it.request),
            Self::Response(index) => operations.get_mut(*index).map(|it| &mut it.response),
            Self::RequestArguments(index) => operations.get_mut(*index).map(|it| &mut it.arguments),
            Self::Content(index) => operations.get_mut(*index).map(|it| &mut it.content),
            Self::Headers(index, response) => operations
                .get_mut(*index)
                .and_then(|it| it.header_structs.get_mut(*response)),
        };
        if let Some(slot) = slot {
            *slot = ident;
        }
    }
}

/// Names the types of components and their inline types.
fn name_components(
    api: &Api,
    components: &Components,
    names: &mut [TypeNames],
    naturals: &[String],
    diagnostics: &mut Diagnostics,
) {
    let mut candidates = Vec::new();
    let mut targets = Vec::new();
    for (index, (definition, natural)) in api.types.iter().zip(naturals).enumerate() {
        let Some(base) = components.base(&definition.owner) else {
            continue;
        };
        match (&definition.owner, names.get_mut(index)) {
            (Owner::Component(name), Some(names)) if definition.uses.is_empty() => {
                components.ident(name).clone_into(&mut names.ident);
            }
            _ => {
                candidates.push(inline(natural, &base, definition));
                targets.push(NameTarget::Type(index));
            }
        }
        if needs_arguments(definition) {
            candidates.push(arguments(natural, definition));
            targets.push(NameTarget::Arguments(index));
        }
        if let Some(names) = names.get_mut(index) {
            // The file of a component has no types of path items.
            let name = match definition.owner {
                Owner::Shared(SharedKind::PathItem, _) => base + "Path",
                _ => base,
            };
            names.module = Some(module(&name, "model"));
        }
    }
    let taken = components.idents().collect();
    let settled = settle_beside(candidates, &PRELUDE, &taken, diagnostics);
    for (target, ident) in targets.iter().zip(settled) {
        target.assign(ident, names, &mut []);
    }
}

/// Names the inline types of operations by tag, together with requests and responses.
fn name_inline(
    api: &Api,
    operations: &mut [OperationNames],
    names: &mut [TypeNames],
    naturals: &[String],
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
        let mut targets = Vec::new();
        for index in members.iter().copied() {
            let of_api = api.operations.get(index);
            if let Some((operation, names)) = of_api.zip(operations.get_mut(index)) {
                names.header_structs = vec![String::new(); operation.responses.len()];
                for (target, candidate) in own_types(index, names, operation) {
                    targets.push(target);
                    candidates.push(candidate);
                }
            }
        }
        let owned = members.iter().filter_map(|owner| owned.get(owner));
        for (owner, index, definition) in owned.flatten() {
            let (owner, index) = (*owner, *index);
            let Some(operation) = operations.get(owner) else {
                continue;
            };
            let Some(natural) = naturals.get(index) else {
                continue;
            };
            candidates.push(inline(natural, &operation.request, definition));
            targets.push(NameTarget::Type(index));
            if needs_arguments(definition) {
                candidates.push(arguments(natural, definition));
                targets.push(NameTarget::Arguments(index));
            }
        }
        let settled = settle(candidates, &PRELUDE, diagnostics);
        for (target, ident) in targets.iter().zip(settled) {
            target.assign(ident, names, operations);
        }
    }
}

/// Returns the candidates of the types of an operation: the request, the response and the arguments,
/// the enum of its bodies, and the structs of headers.
fn own_types<'a>(
    index: usize,
    names: &OperationNames,
    operation: &'a Operation,
) -> Vec<(NameTarget, Candidate<'a>)> {
    let base = &names.request;
    let mut suffixes = vec![
        (NameTarget::Request(index), String::new(), "Request", 0),
        (
            NameTarget::Response(index),
            "Response".to_owned(),
            "Responses",
            1,
        ),
        (
            NameTarget::RequestArguments(index),
            "Arguments".to_owned(),
            "Required",
            1,
        ),
    ];
    if names.contents.len() > 1 {
        let target = NameTarget::Content(index);
        suffixes.push((target, "Content".to_owned(), "ContentChoice", 1));
    }
    let responses = operation.responses.iter().enumerate();
    for (of_operation, response) in responses.filter(|(_, response)| needs_headers(response)) {
        let target = NameTarget::Headers(index, of_operation);
        let suffix = format!("{}Headers", status(response.status));
        suffixes.push((target, suffix, "HeadersOfResponse", 1));
    }
    let candidate = |(target, suffix, other, rank): (NameTarget, String, &str, u32)| {
        let other = format!("{base}{other}");
        let fallbacks = move |_: &str, _| vec![other.clone()];
        let candidate = Candidate {
            name: format!("{base}{suffix}"),
            fallbacks: Box::new(fallbacks),
            rank,
            pointer: Some(operation.pointer.clone()),
            setting: "rename.operations",
        };
        (target, candidate)
    };
    suffixes.into_iter().map(candidate).collect()
}

/// The maximum approximate size in bytes of the headers in a variant. Larger headers are a struct.
const MAX_HEADERS: usize = 184;

/// Returns `true` if the headers of a response are too large for a variant.
fn needs_headers(response: &Response) -> bool {
    let size = |header: &Header| match header.ty {
        TypeRef::Scalar(Scalar::Boolean) => 8,
        TypeRef::Scalar(Scalar::String) => 24,
        TypeRef::Scalar(Scalar::Uri) => 88,
        TypeRef::Scalar(_) => 16,
        _ => 24,
    };
    response.headers.iter().map(size).sum::<usize>() > MAX_HEADERS
}

/// The maximum number of arguments of a constructor. More arguments are a struct.
const MAX_ARGUMENTS: usize = 7;

/// Returns `true` if an object has too many required properties for a constructor.
fn needs_arguments(definition: &TypeDef) -> bool {
    let TypeKind::Object(object) = &definition.kind else {
        return false;
    };
    object
        .fields
        .iter()
        .filter(|field| field.is_argument())
        .count()
        > MAX_ARGUMENTS
}

/// Returns the struct of the required properties of a type.
fn arguments<'a>(natural: &str, definition: &'a TypeDef) -> Candidate<'a> {
    let fallbacks = |name: &str, _| vec![format!("{name}Properties")];
    Candidate {
        name: format!("{natural}Required"),
        fallbacks: Box::new(fallbacks),
        rank: RANK + 1,
        pointer: Some(definition.pointer.clone()),
        setting: "",
    }
}
