//! The names of operations, their parameters and their replies.

use std::collections::BTreeMap;

use super::{
    OperationNames,
    content::setter,
    member::{fields, free},
    reserved::{UNFIT, keyword},
    scope::{Candidate, settle},
    status::status,
    word::{camel, digest, module, snake, snake_spelled},
};
use crate::{
    diagnostic::Diagnostics,
    ir::{Api, Documented, Operation, Reply, Sent},
    pointer::Pointer,
    settings::{Renames, Settings},
};

/// The modules of the output that aren't tags, beside the crates that the settings name.
const MODULES: [&str; 10] = [
    "blocking",
    "bytes",
    "http",
    "models",
    "runtime",
    "security",
    "serde_json",
    "servers",
    "std",
    "transports",
];

/// Names all operations, tag by tag. Their types have the natural names still. Those of the document
/// that aren't generated hold their names all the same.
pub(super) fn operations(
    api: &Api,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Vec<OperationNames> {
    let modules = modules(api, settings, diagnostics);
    let places: BTreeMap<(&str, &str), usize> = api
        .operations
        .iter()
        .enumerate()
        .map(|(index, one)| ((one.method.as_str(), one.path.as_str()), index))
        .collect();
    let mut found: Vec<OperationNames> = api
        .operations
        .iter()
        .map(|_| OperationNames::default())
        .collect();
    for (tag, members) in by_tag(api) {
        let module = modules.get(&tag).map_or("", String::as_str);
        let generated = |one: &Documented| {
            let index = *places.get(&(one.method.as_str(), one.path.as_str()))?;
            Some((index, api.operations.get(index)?))
        };
        let candidates: Vec<Candidate> = members
            .iter()
            .map(|one| {
                let place = generated(one).map(|(_, operation)| &operation.place);
                function(one, place, &settings.rename)
            })
            .collect();
        let functions = settle(candidates, &[], diagnostics);
        for (one, function) in members.into_iter().zip(functions) {
            if let Some((index, operation)) = generated(one)
                && let Some(names) = found.get_mut(index)
            {
                *names = operation_names(operation, function, module, diagnostics);
            }
        }
    }
    found
}

/// All operations of the document, by tag.
fn by_tag(api: &Api) -> BTreeMap<Option<String>, Vec<&Documented>> {
    let mut tags: BTreeMap<Option<String>, Vec<&Documented>> = BTreeMap::new();
    for one in &api.documented {
        tags.entry(one.tag.clone()).or_default().push(one);
    }
    tags
}

fn operation_names(
    operation: &Operation,
    function: String,
    module: &str,
    diagnostics: &mut Diagnostics,
) -> OperationNames {
    let (parameters, accepts) = parameters(operation, diagnostics);
    let taken = |name: &str| parameters.iter().any(|parameter| parameter == name);
    let all: Vec<&str> = parameters.iter().map(String::as_str).collect();
    let accept = free("accept", "accept_header", &all);
    let body = if taken("body") {
        "request_body"
    } else {
        "body"
    }
    .to_owned();
    OperationNames {
        module: module.to_owned(),
        request: camel(function.trim_start_matches("r#")),
        function: keyword(function),
        body,
        parameters,
        accept,
        accepts,
        contents: contents(operation, diagnostics),
        variants: operation
            .replies
            .iter()
            .map(|reply| status(reply.status))
            .collect(),
        headers: operation
            .replies
            .iter()
            .map(|reply| headers(reply, diagnostics))
            .collect(),
        ..OperationNames::default()
    }
}

/// A module for each tag; `untagged` for operations without one.
fn modules(
    api: &Api,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<Option<String>, String> {
    let mut tags: BTreeMap<Option<String>, Option<Pointer>> = BTreeMap::new();
    for one in &api.documented {
        tags.entry(one.tag.clone()).or_default();
    }
    for operation in &api.operations {
        let place = tags.entry(operation.tag.clone()).or_default();
        place.get_or_insert_with(|| operation.place.child("tags"));
    }
    let candidates: Vec<Candidate> = tags
        .iter()
        .map(|(tag, place)| {
            let tag = tag.as_deref().unwrap_or("untagged");
            let text = settings.rename.tags.get(tag).map_or(tag, String::as_str);
            let others = move |_: &str| {
                let bare = snake(text);
                let bare = bare.trim_start_matches("r#");
                vec![
                    module(&format!("{bare}_tag"), "tag"),
                    module(
                        &format!("{}_tag", snake_spelled(text).trim_start_matches("r#")),
                        "tag",
                    ),
                    module(&format!("{bare}_{}", digest(tag)), "tag"),
                ]
            };
            Candidate {
                name: module(text, "tag"),
                others: Box::new(others),
                rank: 0,
                place: place.clone(),
            }
        })
        .collect();
    let crates = [settings.time.crate_name(), settings.uri.crate_name()];
    let crates = crates.into_iter().flatten();
    let reserved: Vec<&str> = MODULES.into_iter().chain(crates).collect();
    let settled = settle(candidates, &reserved, diagnostics);
    tags.into_keys().zip(settled).collect()
}

/// An operation's function: its `operationId` without the tag in front, the whole of it, or method
/// and path. A name that the user gave is whole.
fn function<'a>(
    operation: &'a Documented,
    place: Option<&Pointer>,
    rename: &'a Renames,
) -> Candidate<'a> {
    let given = rename.operations.get(&operation.id);
    let id = given.unwrap_or(&operation.id);
    let tag = operation.tag.as_deref().filter(|_| given.is_none());
    let short = tag.and_then(|tag| {
        let rest = id
            .strip_prefix(tag)?
            .strip_prefix(['/', '.', ':', '_', '-'])?;
        (!rest.is_empty()).then_some(rest)
    });
    let others = move |_: &str| {
        let route = format!("{} {}", operation.method.to_lowercase(), operation.path);
        // Methods may differ in capitals alone.
        let whole = match operation.method.contains(char::is_lowercase) {
            true => format!("{} {}", operation.path, operation.method),
            false => route.clone(),
        };
        vec![
            snake(id),
            snake(&format!("{id} {route}")),
            format!("{}_{}", snake(id).trim_start_matches("r#"), digest(&whole)),
        ]
    };
    Candidate {
        name: snake(short.unwrap_or(id)),
        others: Box::new(others),
        rank: 0,
        place: place.map(|place| place.child("operationId")),
    }
}

/// The parameters, and the setters beside theirs that choose among the contents of replies.
fn parameters(operation: &Operation, diagnostics: &mut Diagnostics) -> (Vec<String>, Vec<String>) {
    let place = operation.place.child("parameters");
    let mut candidates: Vec<Candidate> = operation
        .parameters
        .iter()
        .enumerate()
        .map(|(index, parameter)| {
            let wire = &parameter.wire;
            let location = parameter.location.text();
            let others = move |name: &str| {
                let bare = name.trim_start_matches("r#");
                let spelled = snake_spelled(wire);
                let spelled = spelled.trim_start_matches("r#");
                vec![
                    format!("{bare}_{location}"),
                    format!("{spelled}_{location}"),
                    format!("{bare}_{}", digest(&format!("{location} {wire}"))),
                ]
            };
            Candidate {
                name: snake(wire),
                others: Box::new(others),
                rank: 0,
                place: Some(place.child(index)),
            }
        })
        .collect();
    let choices = operation.accept.choices.iter();
    candidates.extend(choices.map(|asked| setter(&asked.content)));
    let mut names = settle(candidates, &UNFIT, diagnostics);
    let accepts = names.split_off(operation.parameters.len());
    (names, accepts)
}

/// A variant for each media type of the body.
fn contents(operation: &Operation, diagnostics: &mut Diagnostics) -> Vec<String> {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let candidates: Vec<Candidate> = contents
        .map(|content| {
            let essence = content.media_type.split(';').next().unwrap_or_default();
            let subtype = essence.rsplit('/').next().unwrap_or_default();
            let short = match &content.sent {
                Sent::Form(..) => "Form".to_owned(),
                Sent::Parts(_) => "Multipart".to_owned(),
                Sent::Bytes if essence == "text/plain" => "Text".to_owned(),
                // `Json` too, unless it is that of a vendor or a purpose.
                Sent::Json(_) | Sent::Bytes => camel(subtype),
                Sent::File(_) => "Bytes".to_owned(),
            };
            let others = move |short: &str| {
                vec![
                    camel(essence),
                    format!("{short}{}", camel(&digest(&content.media_type))),
                ]
            };
            Candidate {
                name: short,
                others: Box::new(others),
                rank: 0,
                place: None,
            }
        })
        .collect();
    settle(candidates, &["Self"], diagnostics)
}

/// The header fields of a reply's variant, beside its body and status.
fn headers(reply: &Reply, diagnostics: &mut Diagnostics) -> Vec<String> {
    let wires: Vec<&str> = reply
        .headers
        .iter()
        .map(|header| header.wire.as_str())
        .collect();
    let candidates = fields(&wires, "header", &reply.place.child("headers"));
    let reserved: Vec<&str> = ["body", "status"].into_iter().chain(UNFIT).collect();
    settle(candidates, &reserved, diagnostics)
}
