//! Names of component schemas, and prefixes of names of inline types.

use std::collections::{BTreeMap, BTreeSet};

use crate::name::{
    operation::short_id::without_route,
    scope::{Candidate, settle},
    types::inline::RANK,
    word::{
        camel,
        distinct::{phrases, ranks},
        reserved::PRELUDE,
    },
};
use crate::{
    diagnostic::Diagnostics,
    document::Schema,
    ir::{Api, Owner, SharedKind},
    pointer::Pointer,
    resolve::component_pointer,
    settings::Renames,
};

/// The names of all component schemas, including unused schemas.
pub(in crate::name) struct Components<'a>(BTreeMap<&'a str, String>);

impl<'a> Components<'a> {
    /// Names all component schemas.
    pub(in crate::name) fn named(
        api: &'a Api,
        rename: &Renames,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut shortened = bodies(api);
        shortened.extend(without_namespaces(&api.component_names));
        let written = api.component_names.iter().map(|name| {
            let renamed = rename.schemas.get(name);
            let short = shortened.get(name).filter(|_| renamed.is_none());
            let string = renamed.or(short).unwrap_or(name);
            (
                name.as_str(),
                string.as_str(),
                camel(string),
                short.is_some(),
            )
        });
        let written: Vec<_> = written.collect();
        let strings = written.iter();
        let strings = strings.map(|(name, string, camel, _)| (*string, camel.as_str(), *name));
        let ranks = ranks(&strings.collect::<Vec<_>>());
        let owners = api
            .types
            .iter()
            .filter(|definition| definition.uses.is_empty());
        let reached: BTreeSet<&Owner> = owners.map(|definition| &definition.owner).collect();
        let candidates = written.iter().zip(ranks);
        let candidates = candidates.map(|((name, string, camel, is_short), rank)| {
            let is_reached = reached.contains(&Owner::Component((*name).to_owned()));
            let pointer = is_reached.then(|| component_pointer::<Schema>(name));
            // A complete name has precedence over a shortened name.
            let rank = if *is_short { RANK - 1 } else { rank };
            candidate(name, string, camel, rank, pointer)
        });
        let settled = settle(candidates.collect(), &PRELUDE, diagnostics);
        let names = api.component_names.iter().map(String::as_str);
        Self(names.zip(settled).collect())
    }

    /// Returns all names.
    pub(in crate::name) fn idents(&self) -> impl Iterator<Item = &str> {
        self.0.values().map(String::as_str)
    }

    /// Returns the name of a component.
    pub(in crate::name) fn ident(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Returns the prefix of the names of inline types, or `None` if an operation owns the types.
    pub(in crate::name) fn base(&self, owner: &Owner) -> Option<String> {
        match owner {
            Owner::Component(name) => Some(self.ident(name).to_owned()),
            Owner::Shared(SharedKind::PathItem, path) => Some(path_item(path)),
            Owner::Shared(kind, name) => {
                let kind = match kind {
                    SharedKind::Parameter => "Parameter",
                    SharedKind::Response => "Response",
                    SharedKind::RequestBody => "RequestBody",
                    SharedKind::Header => "Header",
                    SharedKind::PathItem => "",
                };
                let name = camel(name);
                let name = name.strip_suffix(kind).unwrap_or(&name);
                Some(format!("{name}{kind}"))
            }
            Owner::Operation(_) => None,
        }
    }
}

/// Returns the prefix of the names of inline types in a path item.
fn path_item(path: &str) -> String {
    match path.trim_matches('/') {
        "" => "Root".to_owned(),
        path => camel(&path.replace(['{', '}'], "")),
    }
}

/// Returns short names of request bodies of FastAPI, which names their components after the
/// `operationId` with its route: `Body_create_flow_flows__post`.
fn bodies(api: &Api) -> BTreeMap<&String, String> {
    let operations = api.documented.iter();
    let operations: BTreeMap<&str, &str> = operations
        .map(|operation| (operation.id.as_str(), operation.path.as_str()))
        .collect();
    let names = api.component_names.iter();
    let bodies = names.filter_map(|name| {
        let (id, path) = operations.get_key_value(name.strip_prefix("Body_")?)?;
        Some((name, format!("{} body", without_route(id, path))))
    });
    bodies.collect()
}

/// Returns short names of components in namespaces, such as `acme.billing.v1.Invoice`: the shortest
/// end that ends no other name. A namespace is in lower case or has several words, unlike `User` of
/// `User.Create`, and is no component.
fn without_namespaces(names: &[String]) -> BTreeMap<&String, String> {
    let all: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        let ends = ends(name).into_iter().map(|(_, end)| camel(end));
        for end in ends.collect::<BTreeSet<String>>() {
            *counts.entry(end).or_default() += 1;
        }
    }
    let is_namespace = |start: &str| {
        let start = start.strip_suffix('.').unwrap_or_default();
        (start.contains('.') || start.starts_with(|c: char| c.is_ascii_lowercase()))
            && !all.contains(start)
    };
    let named = names.iter().filter_map(|name| {
        let ends = ends(name);
        let (_, last) = ends.first()?;
        let is_type = last.starts_with(|c: char| c.is_ascii_uppercase());
        let mut ends = ends
            .iter()
            .filter(|(start, _)| is_type && is_namespace(start));
        let (_, end) = ends.find(|(_, end)| counts.get(&camel(end)) == Some(&1))?;
        Some((name, (*end).to_owned()))
    });
    named.collect()
}

/// The maximum length of a name that is shortened, since each of its ends is converted.
const MAX_LENGTH: usize = 200;

/// Returns the starts and the ends of a name in a namespace, the shortest end first. A long name and
/// a name such as `Page[acme.Pet]` are whole.
fn ends(name: &str) -> Vec<(&str, &str)> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let dots = name.match_indices('.').map(|(index, _)| index + 1);
    let has_ends = name.len() <= MAX_LENGTH && name.chars().all(is_plain);
    let dots = dots.filter(|_| has_ends);
    let ends = std::iter::once(0).chain(dots);
    let mut ends: Vec<_> = ends
        .filter_map(|start| name.split_at_checked(start))
        .collect();
    ends.reverse();
    ends
}

fn candidate<'a>(
    name: &'a str,
    string: &'a str,
    natural: &str,
    rank: u32,
    pointer: Option<Pointer>,
) -> Candidate<'a> {
    let fallbacks = move |_: &str, conflict| {
        let phrases = phrases(string, "model", conflict);
        let names = phrases.iter().map(|phrase| camel(phrase));
        std::iter::once(camel(name)).chain(names).collect()
    };
    Candidate {
        name: natural.to_owned(),
        fallbacks: Box::new(fallbacks),
        rank,
        pointer,
        setting: "rename.schemas",
    }
}
