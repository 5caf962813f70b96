//! Names of types.

use std::collections::BTreeMap;

use super::{
    OperationNames, TypeNames,
    component::Components,
    inline::{RANK, inline, naturals},
    member::name_members,
    reserved::PRELUDE,
    scope::{Candidate, settle, settle_beside},
    status::status,
    word::module,
};
use crate::{
    diagnostic::Diagnostics,
    ir::{Api, Header, Owner, Response, Scalar, TypeDef, TypeKind, TypeRef},
    pointer::Pointer,
    settings::Renames,
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
}

impl NameTarget {
    fn assign(&self, ident: String, names: &mut [TypeNames]) {
        match self {
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
            names.module = Some(module(&base, "model"));
        }
    }
    let taken = components.idents().collect();
    let settled = settle_beside(candidates, &PRELUDE, &taken, diagnostics);
    for (target, ident) in targets.iter().zip(settled) {
        target.assign(ident, names);
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
        for (index, pointer) in members.iter().filter_map(|index| {
            api.operations
                .get(*index)
                .map(|operation| (*index, &operation.pointer))
        }) {
            let Some(operation) = operations.get(index) else {
                continue;
            };
            let responses = api
                .operations
                .get(index)
                .map(|one| one.responses.as_slice());
            candidates.extend(own_types(operation, responses.unwrap_or_default(), pointer));
        }
        let mut targets = Vec::new();
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
        let mut settled = settle(candidates, &PRELUDE, diagnostics).into_iter();
        for index in members {
            if let Some(operation) = operations.get_mut(index) {
                operation.request = settled.next().unwrap_or_default();
                operation.response = settled.next().unwrap_or_default();
                operation.arguments = settled.next().unwrap_or_default();
                if operation.contents.len() > 1 {
                    operation.content = settled.next().unwrap_or_default();
                }
                let responses = api
                    .operations
                    .get(index)
                    .map(|one| one.responses.as_slice());
                let structs = responses.unwrap_or_default().iter().map(|response| {
                    let name = needs_headers(response).then(|| settled.next());
                    name.flatten().unwrap_or_default()
                });
                operation.header_structs = structs.collect();
            }
        }
        for (target, ident) in targets.iter().zip(settled) {
            target.assign(ident, names);
        }
    }
}

/// Returns the request, the response and the arguments of an operation, the enum of its bodies, and the
/// structs of headers.
fn own_types<'a>(
    operation: &OperationNames,
    responses: &[Response],
    pointer: &'a Pointer,
) -> Vec<Candidate<'a>> {
    let base = &operation.request;
    let mut suffixes = vec![
        (String::new(), "Request", 0),
        ("Response".to_owned(), "Responses", 1),
        ("Arguments".to_owned(), "Required", 1),
    ];
    if operation.contents.len() > 1 {
        suffixes.push(("Content".to_owned(), "ContentChoice", 1));
    }
    for response in responses.iter().filter(|response| needs_headers(response)) {
        let variant = status(response.status);
        suffixes.push((format!("{variant}Headers"), "HeadersOfResponse", 1));
    }
    let candidate = |(suffix, other, rank): (String, &str, u32)| {
        let other = format!("{base}{other}");
        let fallbacks = move |_: &str, _| vec![other.clone()];
        Candidate {
            name: format!("{base}{suffix}"),
            fallbacks: Box::new(fallbacks),
            rank,
            pointer: Some(pointer.clone()),
            setting: "rename.operations",
        }
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
