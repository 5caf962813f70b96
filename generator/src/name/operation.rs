//! Names of operations, parameters and responses.

pub(super) mod content;
pub(super) mod short_id;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    OperationNames,
    member::{fields, free, settle_fields},
    operation::{
        content::setter,
        short_id::{differing_segments, last_segment, route, short_id, whole_route, with_method},
    },
    rename::effective_name,
    scope::{Candidate, settle},
    word::{
        camel,
        distinct::{Conflict, phrases, ranks, style},
        letters, module,
        reserved::{keyword, reserved_fields},
        snake, spelled,
    },
};
use crate::{
    diagnostic::Diagnostics,
    ir::{
        Api, DocumentedOperation, Operation, Parameter, ParameterLocation, RequestContent, Response,
    },
    pointer::Pointer,
    settings::{Renames, Settings},
    status::status,
};

/// Modules and crates that the module of a tag would shadow, except the crates that the settings
/// select.
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

/// The module of operations without a tag.
const UNTAGGED: &str = "untagged";

/// Names all operations by tag, including operations that aren't generated. The names of requests
/// are natural names, whose collisions are not resolved yet.
pub(super) fn operations(
    api: &Api,
    settings: &Settings,
    diagnostics: &mut Diagnostics,
) -> Vec<OperationNames> {
    let modules = modules(api, settings, diagnostics);
    let pointers: BTreeMap<(&str, &str), usize> = api
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
        let generated = |one: &DocumentedOperation| {
            let index = *pointers.get(&(one.method.as_str(), one.path.as_str()))?;
            Some((index, api.operations.get(index)?))
        };
        let peers = peers(&members, &settings.rename);
        let ranks = function_ranks(&members, &peers, &settings.rename);
        let candidates: Vec<Candidate> = members
            .iter()
            .zip(peers.into_iter().zip(ranks))
            .map(|(one, (peers, rank))| {
                let pointer = generated(one).map(|(_, operation)| &operation.pointer);
                function(one, (peers, rank), pointer, &settings.rename)
            })
            .collect();
        let functions = settle(candidates, &[], diagnostics);
        for (one, function) in members.into_iter().zip(functions) {
            if let Some((index, operation)) = generated(one)
                && let Some(names) = found.get_mut(index)
            {
                *names =
                    operation_names(operation, function, module, &settings.rename, diagnostics);
            }
        }
    }
    found
}

/// Returns all operations of the document by tag.
fn by_tag(api: &Api) -> BTreeMap<Option<String>, Vec<&DocumentedOperation>> {
    let mut tags: BTreeMap<Option<String>, Vec<&DocumentedOperation>> = BTreeMap::new();
    for one in &api.documented {
        tags.entry(one.tag.clone()).or_default().push(one);
    }
    tags
}

fn operation_names(
    operation: &Operation,
    function: String,
    module: &str,
    rename: &Renames,
    diagnostics: &mut Diagnostics,
) -> OperationNames {
    let (parameters, accepts) = parameters(operation, rename, diagnostics);
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
            .responses
            .iter()
            .map(|response| status(response.status))
            .collect(),
        headers: operation
            .responses
            .iter()
            .map(|response| headers(response, diagnostics))
            .collect(),
        ..OperationNames::default()
    }
}

/// Returns the module of each tag. Operations without a tag are in `untagged`.
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
        let pointer = tags.entry(operation.tag.clone()).or_default();
        pointer.get_or_insert_with(|| operation.pointer.child("tags"));
    }
    let strings = tags.keys().map(|tag| {
        let tag = tag.as_deref().unwrap_or(UNTAGGED);
        settings.rename.tags.get(tag).map_or(tag, String::as_str)
    });
    let strings: Vec<&str> = strings.collect();
    let names: Vec<String> = strings.iter().map(|string| module(string, "tag")).collect();
    let written = strings.iter().zip(&names);
    let ranks = ranks(
        &written
            .map(|(string, name)| (*string, name.as_str(), ()))
            .collect::<Vec<_>>(),
    );
    let candidates: Vec<Candidate> = tags
        .values()
        .zip(strings)
        .zip(names.into_iter().zip(ranks))
        .map(|((pointer, string), (name, rank))| {
            let fallbacks = move |_: &str, conflict| {
                // Operations without a tag are in a module with the same spelling.
                let kind = (string == UNTAGGED).then(|| format!("{string} tag"));
                let phrases = phrases(string, "tag", conflict).into_iter();
                let phrases = kind.into_iter().chain(phrases);
                phrases.map(|phrase| module(&phrase, "tag")).collect()
            };
            Candidate {
                name,
                fallbacks: Box::new(fallbacks),
                rank,
                pointer: pointer.clone(),
                setting: "rename.tags",
            }
        })
        .collect();
    let crates = [settings.time.crate_name(), settings.uri.crate_name()];
    let crates = crates.into_iter().flatten();
    let reserved: Vec<&str> = MODULES.into_iter().chain(crates).collect();
    let settled = settle(candidates, &reserved, diagnostics);
    tags.into_keys().zip(settled).collect()
}

/// Similarities with other operations of the tag.
struct SiblingOperations {
    /// `true` if another operation has the same `operationId`.
    is_repeated: bool,
    /// The name with the method, if another method of the path has the same short name. Frameworks
    /// create an operation for each method of a function.
    by_method: Option<String>,
    /// The name with the segments that only this path has, if another path has the same short name.
    by_path: Option<PathName>,
}

/// A name with the segments in which a path differs from other paths.
struct PathName {
    name: String,
    /// The number of segments.
    length: usize,
}

fn peers(members: &[&DocumentedOperation], rename: &Renames) -> Vec<SiblingOperations> {
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    let mut functions: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut paths: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let without_affixes = |one: &DocumentedOperation| {
        let short = short_id(one, rename);
        (short != one.id).then(|| snake(&short))
    };
    for one in members {
        *ids.entry(&one.id).or_default() += 1;
        if let Some(short) = without_affixes(one) {
            paths.entry(short.clone()).or_default().insert(&one.path);
            *functions.entry((&one.path, short)).or_default() += 1;
        }
    }
    let peers = members.iter().map(|one| {
        let short = without_affixes(one);
        let paths = short.as_ref().and_then(|short| paths.get(short));
        let paths = paths.filter(|paths| paths.len() > 1);
        let own = short
            .as_ref()
            .map(|short| (one.path.as_str(), short.clone()));
        let is_shared = own.is_some_and(|key| functions.get(&key).is_some_and(|it| *it > 1));
        let by_method = short.as_ref().filter(|_| is_shared);
        let by_method = by_method.map(|short| with_method(short, &one.method));
        let by_path = paths.zip(by_method.as_ref().or(short.as_ref()));
        let by_path = by_path.map(|(paths, name)| {
            let segments = differing_segments(&one.path, paths);
            let words = [name.trim_start_matches("r#")].into_iter();
            PathName {
                length: segments.len(),
                name: snake(&words.chain(segments).collect::<Vec<_>>().join(" ")),
            }
        });
        SiblingOperations {
            is_repeated: ids.get(one.id.as_str()).is_some_and(|count| *count > 1),
            by_method,
            by_path,
        }
    });
    peers.collect()
}

/// Returns the function of an operation. The name is a name from the settings, or else the `operationId`
/// without tag and route, the complete `operationId`, or method and path.
fn function<'a>(
    operation: &'a DocumentedOperation,
    (peers, rank): (SiblingOperations, u32),
    pointer: Option<&Pointer>,
    rename: &'a Renames,
) -> Candidate<'a> {
    let id = rename
        .operations
        .get(&operation.id)
        .unwrap_or(&operation.id);
    let short = short_id(operation, rename);
    let name = snake(&short);
    let is_route = *short == *route(operation);
    let is_cut = *short != **id && !is_route;
    let fallbacks = move |_: &str, conflict| {
        let mut strings: Vec<String> = Vec::new();
        if is_route {
            // The words of a route don't distinguish punctuation, or the case of the method.
            let path = operation.path.trim_start_matches('/');
            let path = spelled(&path.replace(['{', '}'], ""));
            let method = operation.method.to_lowercase();
            strings.push(whole_route(operation));
            strings.push(format!("{method} {path}"));
            let has_lower = operation.method.contains(char::is_lowercase);
            strings.extend(has_lower.then(|| {
                let style = style(&operation.method);
                format!("{method} {style} {path}")
            }));
        } else {
            let by_path = |is_short: bool| {
                let by_path = peers.by_path.iter();
                let by_path = by_path.filter(move |it| (it.length < 2) == is_short);
                by_path.map(|it| it.name.clone())
            };
            strings.extend(peers.by_method.clone());
            strings.extend(by_path(true));
            let last = last_segment(operation, &short).filter(|_| is_cut);
            strings.extend(last.map(|last| format!("{short} {last}")));
            strings.extend(by_path(false));
            strings.push(id.clone());
            // Phrases only help if no other operation has the same `operationId`.
            let phrases = phrases(id, "operation", conflict).into_iter();
            strings.extend(phrases.take(usize::from(!peers.is_repeated)));
            strings.push(format!("{id} {}", route(operation)));
        }
        strings.iter().map(|string| snake(string)).collect()
    };
    Candidate {
        name,
        fallbacks: Box::new(fallbacks),
        rank,
        pointer: pointer.map(|pointer| pointer.child("operationId")),
        setting: "rename.operations",
    }
}

/// Returns the ranks of the functions of a tag. A complete `operationId` has precedence over a
/// shortened `operationId`. Among shortened names, a name that begins with its method has
/// precedence, or a name that ends with its path.
fn function_ranks(
    members: &[&DocumentedOperation],
    peers: &[SiblingOperations],
    rename: &Renames,
) -> Vec<u32> {
    let names = members.iter().map(|one| snake(&short_id(one, rename)));
    let names: Vec<String> = names.collect();
    let strings = members.iter().zip(&names).map(|(one, name)| {
        let id = rename.operations.get(&one.id).unwrap_or(&one.id);
        let route = (one.path.as_str(), one.method.as_str());
        (id.as_str(), name.as_str(), route)
    });
    let mut ranks = ranks(&strings.collect::<Vec<_>>());
    for ((one, peers), (rank, name)) in members.iter().zip(peers).zip(ranks.iter_mut().zip(&names))
    {
        if short_id(one, rename) != one.id && !rename.operations.contains_key(&one.id) {
            let by_path = peers.by_path.as_ref().map(|it| &it.name);
            let is_whole = by_path == Some(name) && last_segment(one, name).is_none();
            let leads = peers.by_method.as_ref() == Some(name) || is_whole;
            *rank = u32::MAX - u32::from(leads);
        }
    }
    ranks
}

/// Returns the parameters and the setters of the accepted media types.
fn parameters(
    operation: &Operation,
    rename: &Renames,
    diagnostics: &mut Diagnostics,
) -> (Vec<String>, Vec<String>) {
    let pointer = operation.pointer.child("parameters");
    let paths = [operation.id.clone()];
    let strings = operation.parameters.iter();
    let strings = strings.map(|one| (effective_name(&rename.parameters, &paths, &one.name), one));
    let strings: Vec<(&str, &Parameter)> = strings.collect();
    let names: Vec<String> = strings.iter().map(|(string, _)| snake(string)).collect();
    let written = strings.iter().zip(&names);
    let written = written.map(|((string, parameter), name)| {
        let is_path = parameter.location == ParameterLocation::Path;
        (*string, name.as_str(), !is_path)
    });
    let ranks = ranks(&written.collect::<Vec<_>>());
    let mut locations: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for parameter in &operation.parameters {
        let of_letters = locations.entry(letters(&parameter.name)).or_default();
        of_letters.insert(parameter.location.as_str());
    }
    let parameters = strings.iter().zip(names.iter().zip(ranks));
    let mut candidates: Vec<Candidate> = parameters
        .enumerate()
        .map(|(index, (&(string, parameter), (name, rank)))| {
            let location = parameter.location.as_str();
            let is_repeated = locations
                .get(&letters(&parameter.name))
                .is_some_and(|locations| locations.len() > 1);
            let fallbacks = move |_: &str, conflict| {
                let kind = if conflict == Conflict::Reserved || is_repeated {
                    vec![format!("{string} {location}")]
                } else {
                    Vec::new()
                };
                let phrases = phrases(string, location, conflict).into_iter();
                kind.into_iter()
                    .chain(phrases)
                    .map(|phrase| snake(&phrase))
                    .collect()
            };
            Candidate {
                name: name.clone(),
                fallbacks: Box::new(fallbacks),
                rank,
                pointer: Some(pointer.child(index)),
                setting: "rename.parameters",
            }
        })
        .collect();
    let choices = operation.accept.choices.iter();
    candidates.extend(choices.map(|choice| setter(&choice.content)));
    let mut names = settle_fields(candidates, diagnostics);
    let accepts = names.split_off(operation.parameters.len());
    (names, accepts)
}

/// Returns a variant for each media type of the body.
fn contents(operation: &Operation, diagnostics: &mut Diagnostics) -> Vec<String> {
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let candidates: Vec<Candidate> = contents
        .map(|content| {
            let essence = content.media_type.split(';').next().unwrap_or_default();
            let subtype = essence.rsplit('/').next().unwrap_or_default();
            let short = match &content.payload {
                RequestContent::Form(..) => "Form".to_owned(),
                RequestContent::Parts(_) => "Multipart".to_owned(),
                RequestContent::Bytes if essence == "text/plain" => "Text".to_owned(),
                // `application/json` becomes `Json`, and a vendor type keeps its full subtype.
                RequestContent::Json(_) | RequestContent::Bytes => camel(subtype),
                RequestContent::File(_) => "Bytes".to_owned(),
            };
            let fallbacks = move |_: &str, _| vec![camel(essence), camel(&content.media_type)];
            Candidate {
                name: short,
                fallbacks: Box::new(fallbacks),
                rank: 0,
                pointer: None,
                setting: "",
            }
        })
        .collect();
    settle(candidates, &["Self"], diagnostics)
}

/// Returns the fields of the headers of a response. `body` and `status` are reserved.
fn headers(response: &Response, diagnostics: &mut Diagnostics) -> Vec<String> {
    let document_names = response.headers.iter();
    let document_names = document_names.map(|header| (header.name.as_str(), header.name.as_str()));
    let document_names: Vec<(&str, &str)> = document_names.collect();
    let candidates = fields(
        &document_names,
        "header",
        "",
        &response.pointer.child("headers"),
    );
    let reserved_fields = reserved_fields([]);
    let reserved = reserved_fields.iter().map(String::as_str);
    let reserved: Vec<&str> = ["body", "status"].into_iter().chain(reserved).collect();
    settle(candidates, &reserved, diagnostics)
}
